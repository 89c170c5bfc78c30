// SPDX-License-Identifier: Apache-2.0
// entente claim: runs what the claims need, judges them and prints cards.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "claims/claims_json.hpp"
#include "claims/judge.hpp"
#include "claims/rules.hpp"
#include "cli/card.hpp"
#include "cli/claim_log.hpp"
#include "cli/ensemble.hpp"
#include "cli/manifest.hpp"
#include "cli/run_folder.hpp"
#include "cli/suggest.hpp"
#include "cli/verbs.hpp"
#include "results/files.hpp"
#include "results/hash.hpp"

namespace entente::cli {

namespace {

/// The claims asked for by name and row, in the order written.
std::vector<model::ClaimId> chosen_claims(const model::Model& model, const Options& options) {
    std::vector<std::string> names;
    std::vector<std::string> rows;
    for (const model::Claim& claim : model.claims) {
        names.push_back(claim.name);
        rows.push_back(claims::row_of(claim.name));
    }
    const std::vector<std::string> wanted(options.arguments.begin() + 1, options.arguments.end());
    for (const std::string& name : wanted) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            throw Failure(fmt::format("`{}` has no claim `{}`{}",
                                      model.name,
                                      name,
                                      suggest_or_list(name, names, "Claims")));
        }
    }
    std::vector<std::string> unique_rows = rows;
    unique_rows.erase(std::unique(unique_rows.begin(), unique_rows.end()), unique_rows.end());
    for (const std::string& row : options.rows) {
        if (std::find(rows.begin(), rows.end(), row) == rows.end()) {
            throw Failure(fmt::format("`{}` has no claim of row `{}`{}",
                                      model.name,
                                      row,
                                      suggest_or_list(row, unique_rows, "Rows")));
        }
    }
    const auto in = [](const std::vector<std::string>& list, const std::string& item) {
        return list.empty() || std::find(list.begin(), list.end(), item) != list.end();
    };
    std::vector<model::ClaimId> chosen;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (in(wanted, names[i]) && in(options.rows, rows[i])) {
            chosen.emplace_back(i);
        }
    }
    return chosen;
}

/// The measures of every case; empty where compiling failed or Ctrl-C came.
struct Measured {
    std::vector<claims::CaseValues> values;
    bool complete = false;
    bool broken = false;
};

Measured run_cases(Project& project,
                   const claims::Needs& needs,
                   const Options& options,
                   Terminal& terminal) {
    Measured measured;
    Progress progress(options,
                      needs.cases.size() * static_cast<std::size_t>(options.members),
                      project.model->name);
    std::vector<Ensemble> all;
    for (const claims::Case& one : needs.cases) {
        Ensemble ensemble;
        ensemble.scenario = claims::scenario_of(*project.model, one);
        ensemble.prior_set = one.prior_set;
        ensemble.outputs = claims::outputs_of(one);
        all.push_back(std::move(ensemble));
    }
    Ensembles ensembles(project, options, std::move(all));
    if (!ensembles.compile()) {
        return measured;
    }
    for (std::size_t i = 0; i < needs.cases.size(); ++i) {
        const results::Run run = ensembles.run(i, progress);
        if (run.partial) {
            return measured;
        }
        if (run.fault_count > 0) {
            progress.clear();
            measured.broken = report_broken(run, terminal) || measured.broken;
        }
        measured.values.push_back(claims::measure(*project.model, needs.cases[i], run));
    }
    terminal.detail(fmt::format("  {} of {} ensembles share the history of another\n",
                                ensembles.sharing(),
                                needs.cases.size()));
    measured.complete = true;
    return measured;
}

/// claims.json, and the manifest that says what it was made from.
void write_files(const RunFolder& folder,
                 const Project& project,
                 const Options& options,
                 const std::vector<claims::ClaimResult>& results) {
    std::string names;
    for (const claims::ClaimResult& result : results) {
        names += (names.empty() ? "" : " ") + result.name;
    }
    const std::string json = claims::to_json(results);
    results::Manifest manifest;
    manifest.inputs = inputs_of(project, options, {}, {});
    manifest.inputs.flags = {{"verb", "claim"}, {"claims", names}};
    manifest.circumstances = circumstances_of(project, options);
    manifest.files = {{"claims.json", results::hash_of(json)}};
    if (options.force) {
        folder.clear();
    }
    results::write_file(folder.path() / "claims.json", json);
    results::write_file(folder.path() / "manifest.json", results::manifest_json(manifest));
}

bool wanted_verdict(const claims::ClaimResult& result, const std::vector<std::string>& verdicts) {
    return verdicts.empty() ||
           std::find(verdicts.begin(), verdicts.end(), claims::to_text(result.verdict)) !=
               verdicts.end();
}

void print(const std::vector<claims::ClaimResult>& results,
           const Project& project,
           const claims::Needs& needs,
           const Options& options,
           Terminal& terminal) {
    if (options.json) {
        terminal.out(claims::to_json(results));
        return;
    }
    for (const claims::ClaimResult& result : results) {
        terminal.out(card(result, terminal));
    }
    terminal.out(summary_table(results, terminal));
    terminal.out(needs.cases.empty()
                     ? std::string("from the record alone")
                     : fmt::format("{} paired futures in each of {}, seed {}",
                                   options.members,
                                   counted(needs.cases.size(), "ensemble", "ensembles"),
                                   options.seed));
    const std::string& omits = project.model->omits;
    terminal.out(omits.empty() ? std::string(" · the model does not say what it leaves out\n")
                               : fmt::format(" · not in this model: {}\n", omits));
    terminal.out("This is a model, not a forecast; it is not for targeting or warning.\n");
}

}  // namespace

int run_claim(const Options& options, Terminal& terminal) {
    const auto project = open_project(options.arguments.front(), Reads::model_and_data);
    if (report_faults(*project, terminal) || !project->data) {
        return exit_check_said_no;
    }
    const model::Model& model = *project->model;
    if (model.claims.empty()) {
        terminal.note(fmt::format("`{}` makes no claim\n", model.name));
        return exit_done;
    }
    const std::vector<model::ClaimId> chosen = chosen_claims(model, options);
    const std::vector<std::size_t> tried = log_claims(*project, chosen, options, terminal);

    std::optional<RunFolder> folder;
    if (!options.output.empty()) {
        folder.emplace(options, "claims");
    }
    catch_interrupts();
    const claims::Needs needs = claims::needed_runs(model, chosen);
    const Measured measured = run_cases(*project, needs, options, terminal);
    if (interrupted()) {
        terminal.error("interrupted; no claim was judged\n");
        return exit_interrupted;
    }
    if (!measured.complete) {
        report_faults(*project, terminal);
        return exit_check_said_no;
    }
    const claims::Evidence evidence = {needs, measured.values};
    std::vector<claims::ClaimResult> results =
        claims::judge(model, *project->data, chosen, evidence);
    for (std::size_t i = 0; i < results.size(); ++i) {
        results[i].variants_tried = tried[i];
    }
    if (folder) {
        write_files(*folder, *project, options, results);
    }
    const bool failed =
        !options.fail_on.empty() &&
        std::any_of(results.begin(), results.end(), [&](const claims::ClaimResult& r) {
            return claims::to_text(r.verdict) == options.fail_on;
        });
    results.erase(
        std::remove_if(results.begin(),
                       results.end(),
                       [&](const auto& r) { return !wanted_verdict(r, options.verdicts); }),
        results.end());
    print(results, *project, needs, options, terminal);
    if (failed) {
        terminal.note(fmt::format("a claim is {} (--fail-on)\n", options.fail_on));
        return exit_check_said_no;
    }
    return measured.broken ? exit_numbers_broke : exit_done;
}

}  // namespace entente::cli

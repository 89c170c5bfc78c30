// SPDX-License-Identifier: Apache-2.0
// entente claim: runs what the claims need, judges them and prints cards.
#include <algorithm>
#include <numeric>
#include <optional>

#include <fmt/format.h>

#include "claims/claims_json.hpp"
#include "claims/judge.hpp"
#include "claims/rules.hpp"
#include "cli/card.hpp"
#include "cli/claim_log.hpp"
#include "cli/ensemble.hpp"
#include "cli/manifest.hpp"
#include "cli/posterior_use.hpp"
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

/// What members draw once, by prior set; none where they draw from their priors.
using Posteriors = std::vector<std::optional<results::PosteriorDraws>>;

/// The measures of every case; empty where compiling failed or Ctrl-C came.
struct Measured {
    std::vector<claims::CaseValues> values;
    bool complete = false;
    bool broken = false;
};

Measured run_cases(Project& project,
                   const claims::Needs& needs,
                   const Posteriors& posteriors,
                   const Options& options,
                   Progress& progress,
                   Terminal& terminal) {
    Measured measured;
    std::vector<Ensemble> all;
    for (const claims::Case& one : needs.cases) {
        Ensemble ensemble;
        ensemble.scenario = claims::scenario_of(*project.model, one);
        ensemble.prior_set = one.prior_set;
        ensemble.outputs = claims::outputs_of(one);
        const auto& posterior = posteriors[one.prior_set];
        ensemble.posterior = posterior ? &*posterior : nullptr;
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

/// The fits that the claims are judged with: all prior sets' or none's.
Posteriors claim_posteriors(Project& project,
                            const claims::Needs& needs,
                            const Options& options,
                            Terminal& terminal) {
    if (needs.cases.empty()) {
        return {};
    }
    std::vector<std::size_t> sets(project.model->prior_sets.size());
    std::iota(sets.begin(), sets.end(), std::size_t{0});
    Posteriors found = posteriors_for(project, sets, options);
    const auto lacking = std::count(found.begin(), found.end(), std::nullopt);
    if (lacking > 0) {
        if (lacking < std::ssize(found)) {
            terminal.note(
                "  not every prior set has a fit, so claims are judged from the priors\n");
        }
        return {};
    }
    note_disagreement(found, terminal);
    return found;
}

/// claims.json, and the manifest that says what it was made from.
void write_files(const RunFolder& folder,
                 const Project& project,
                 const Posteriors& posteriors,
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
    for (const auto& posterior : posteriors) {
        manifest.inputs.flags.emplace_back("posterior " + posterior->name,
                                           results::draws_hash(*posterior));
    }
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
           const Posteriors& posteriors,
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
                     : fmt::format("{} paired futures in each of {}, seed {}, {}",
                                   options.members,
                                   counted(needs.cases.size(), "ensemble", "ensembles"),
                                   options.seed,
                                   posteriors.empty()
                                       ? std::string("from the priors: nothing was fitted")
                                       : "fitted to the record to " + posteriors.front()->until));
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
    const Posteriors posteriors = claim_posteriors(*project, needs, options, terminal);
    const bool informed = !posteriors.empty();
    Progress progress(
        options,
        needs.cases.size() * static_cast<std::size_t>(options.members) * (informed ? 2 : 1),
        model.name);
    const Posteriors none(model.prior_sets.size());
    const Measured prior = run_cases(*project, needs, none, options, progress, terminal);
    Measured posterior;
    if (prior.complete && informed) {
        posterior = run_cases(*project, needs, posteriors, options, progress, terminal);
    }
    progress.clear();
    if (interrupted()) {
        terminal.error("interrupted; no claim was judged\n");
        return exit_interrupted;
    }
    if (!prior.complete || (informed && !posterior.complete)) {
        report_faults(*project, terminal);
        return exit_check_said_no;
    }
    const claims::Evidence evidence = {needs, prior.values, informed ? &posterior.values : nullptr};
    std::vector<claims::ClaimResult> results =
        claims::judge(model, *project->data, chosen, evidence);
    for (std::size_t i = 0; i < results.size(); ++i) {
        results[i].variants_tried = tried[i];
    }
    if (folder) {
        write_files(*folder, *project, posteriors, options, results);
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
    print(results, *project, needs, posteriors, options, terminal);
    if (failed) {
        terminal.note(fmt::format("a claim is {} (--fail-on)\n", options.fail_on));
        return exit_check_said_no;
    }
    return prior.broken || posterior.broken ? exit_numbers_broke : exit_done;
}

}  // namespace entente::cli

// SPDX-License-Identifier: Apache-2.0
// entente report: claims, charts, events and sources of a model in one file that opens anywhere.
#include "cli/report.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/claim_answer.hpp"
#include "cli/claim_log.hpp"
#include "cli/influence_answer.hpp"
#include "cli/posterior_use.hpp"
#include "cli/report_inputs.hpp"
#include "cli/track_record.hpp"
#include "cli/verbs.hpp"
#include "report/page.hpp"
#include "report/payload.hpp"
#include "results/files.hpp"

namespace entente::cli {

namespace {

/// Scenarios drawn where the command line names none: readers take in two beside the baseline.
constexpr std::size_t usual_scenarios = 2;

/// More would not be told apart: the baseline and so many have a colour, a dash and a symbol.
constexpr std::size_t most_scenarios = 3;

/// Cards that are open, and printed whole, where the command line names none.
constexpr std::size_t usual_cards = 4;

/// Those that most of the claims compare with the baseline, the first declared among equals.
std::vector<std::string> compared_scenarios(const model::Model& model,
                                            const std::vector<model::ClaimId>& chosen) {
    std::vector<std::size_t> counts(model.scenarios.size(), 0);
    for (const model::ClaimId id : chosen) {
        for (const model::Part& part : model.claims[id].parts) {
            const bool baseline = part.with && part.with->index == 0;
            if (baseline && part.scenario && part.scenario->index != 0) {
                ++counts[part.scenario->index];
            }
        }
    }
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0) {
            order.push_back(i);
        }
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return counts[a] > counts[b];
    });
    order.resize(std::min(order.size(), usual_scenarios));
    std::vector<std::string> names;
    names.reserve(order.size());
    for (const std::size_t i : order) {
        names.push_back(model.scenarios[model::ScenarioId(i)].name);
    }
    return names;
}

/// The baseline, then those asked for or the usual ones. Throws Failure for a name the model lacks
/// and for too many.
std::vector<std::string> wanted_scenarios(const model::Model& model,
                                          const std::vector<model::ClaimId>& chosen,
                                          const Options& options) {
    std::vector<std::string> names = {"baseline"};
    const std::vector<std::string> asked =
        options.scenarios.empty() ? compared_scenarios(model, chosen) : options.scenarios;
    for (const std::string& name : asked) {
        scenario_named(model, name);
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(name);
        }
    }
    if (names.size() > most_scenarios + 1) {
        throw Failure(fmt::format(
            "a report draws at most {} scenarios beside the baseline, and {} were asked for; write "
            "one for each",
            most_scenarios,
            names.size() - 1));
    }
    return names;
}

/// Runs of the scenarios, and how they went.
struct Drawn {
    std::vector<results::Run> runs;
    std::optional<results::PosteriorDraws> posterior;
    bool compiled = true;
    bool broken = false;
};

Drawn run_scenarios(Project& project,
                    const std::vector<std::string>& scenarios,
                    const Options& options,
                    Terminal& terminal) {
    Drawn drawn;
    const model::Model& model = *project.model;
    if (model.outputs.empty()) {
        return drawn;
    }
    const std::size_t set = prior_set_named(model, "");
    drawn.posterior = posteriors_for(project, {set}, options)[set];
    std::vector<Ensemble> all;
    for (const std::string& name : scenarios) {
        Ensemble ensemble;
        ensemble.scenario = model.scenarios[scenario_named(model, name)];
        ensemble.prior_set = set;
        ensemble.outputs = model.outputs;
        ensemble.posterior = drawn.posterior ? &*drawn.posterior : nullptr;
        all.push_back(std::move(ensemble));
    }
    check_memory(model, all.front(), all.size(), options);
    Progress progress(options, all.size() * static_cast<std::size_t>(options.members), model.name);
    Ensembles ensembles(project, options, std::move(all));
    drawn.compiled = ensembles.compile();
    for (std::size_t i = 0; drawn.compiled && i < scenarios.size() && !interrupted(); ++i) {
        results::Run run = ensembles.run(i, progress);
        run.scenario = scenarios[i];
        if (has_faults(run)) {
            progress.clear();
            drawn.broken = report_broken(run, terminal) || drawn.broken;
        }
        drawn.runs.push_back(std::move(run));
    }
    progress.clear();
    return drawn;
}

/// What `entente influence --json` would print of the model's influences; empty where it has none,
/// and nothing where compiling failed or Ctrl-C came.
std::optional<std::string> influence_text(Project& project,
                                          const std::optional<results::PosteriorDraws>& posterior,
                                          const Options& options,
                                          Terminal& terminal) {
    const model::Model& model = *project.model;
    std::vector<const model::Influence*> wanted;
    wanted.reserve(model.influences.size());
    for (const model::Influence& influence : model.influences) {
        wanted.push_back(&influence);
    }
    if (wanted.empty()) {
        return std::string();
    }
    Progress progress(
        options, ensembles_in(wanted) * static_cast<std::size_t>(options.members), model.name);
    nlohmann::ordered_json all = {{"influences", nlohmann::ordered_json::array()}};
    for (const model::Influence* influence : wanted) {
        const auto answer = influence_answer(project,
                                             *influence,
                                             prior_set_named(model, ""),
                                             posterior ? &*posterior : nullptr,
                                             options,
                                             progress,
                                             terminal);
        if (!answer) {
            progress.clear();
            return std::nullopt;
        }
        all["influences"].push_back(to_json(*answer));
    }
    progress.clear();
    return all.dump();
}

void write(const std::string& html, const Options& options, Terminal& terminal) {
    if (options.output == "-") {
        terminal.out(html);
        return;
    }
    const std::string file = options.output.empty() ? "report.html" : options.output;
    results::write_file(file, html);
    terminal.note(fmt::format(
        "wrote {} ({:.1f} MB, no network needed)\n", file, static_cast<double>(html.size()) / 1e6));
}

}  // namespace

std::vector<std::string> open_cards(const std::vector<claims::ClaimResult>& results,
                                    const Options& options) {
    std::vector<std::string> names;
    names.reserve(results.size());
    for (const claims::ClaimResult& result : results) {
        names.push_back(result.name);
    }
    if (!options.all_cards && !options.cards.empty()) {
        return options.cards;
    }
    if (options.all_cards || names.size() <= usual_cards) {
        return names;
    }
    std::vector<std::string> decided;
    for (const claims::ClaimResult& result : results) {
        if (result.verdict != claims::Verdict::undetermined && decided.size() < usual_cards) {
            decided.push_back(result.name);
        }
    }
    return decided;
}

MadeReport make_report(Project& project, const Options& options, Terminal& terminal) {
    const report::Assets page = options.json ? report::Assets{} : report_assets();
    const model::Model& model = *project.model;
    const std::vector<model::ClaimId> chosen = chosen_claims(model, options);
    check_cards(model, chosen, options);
    const std::vector<std::string> scenarios = wanted_scenarios(model, chosen, options);
    const std::vector<std::size_t> tried = log_claims(project, chosen, options, terminal);
    const Posteriors posteriors =
        claim_posteriors(project, claims::needed_runs(model, chosen), options, terminal);
    Judged judged = answer(project, chosen, posteriors, options, terminal);
    Drawn drawn;
    std::optional<std::string> influence;
    if (!judged.faulty && !interrupted()) {
        drawn = run_scenarios(project, scenarios, options, terminal);
        influence = influence_text(project, drawn.posterior, options, terminal);
    }
    if (interrupted()) {
        terminal.error("interrupted; no report was written\n");
        return {"", exit_interrupted};
    }
    if (judged.faulty || !drawn.compiled || !influence) {
        report_faults(project, terminal);
        return {"", exit_check_said_no};
    }
    for (std::size_t i = 0; i < judged.results.size(); ++i) {
        judged.results[i].variants_tried = tried[i];
    }
    const report::Report report = {model,
                                   *project.data,
                                   judged.results,
                                   open_cards(judged.results, options),
                                   drawn.runs,
                                   dated_events(project),
                                   track_record_beside(project, options, terminal),
                                   provenance_of(project, options, scenarios, drawn.posterior),
                                   *influence};
    const std::string payload = report::payload_json(report);
    return {options.json ? payload : report::page(report, payload, page),
            judged.broken || drawn.broken ? exit_numbers_broke : exit_done};
}

int run_report(const Options& options, Terminal& terminal) {
    if (!options.json) {
        report_assets();
    }
    const auto project = open_project(options.arguments.front(), Reads::model_and_data);
    if (report_faults(*project, terminal) || !project->data) {
        return exit_check_said_no;
    }
    catch_interrupts();
    const MadeReport made = make_report(*project, options, terminal);
    if (!made.text.empty() && options.json) {
        terminal.out(made.text);
    } else if (!made.text.empty()) {
        write(made.text, options, terminal);
    }
    return made.code;
}

}  // namespace entente::cli

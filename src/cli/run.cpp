// SPDX-License-Identifier: Apache-2.0
// entente run: paired ensembles of scenarios, their files and a headline.
#include <algorithm>
#include <chrono>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/version.hpp"
#include "cli/ensemble.hpp"
#include "cli/headline.hpp"
#include "cli/manifest.hpp"
#include "cli/posterior_use.hpp"
#include "cli/quantiles_all.hpp"
#include "cli/run_folder.hpp"
#include "cli/suggest.hpp"
#include "cli/verbs.hpp"
#include "results/write.hpp"

namespace entente::cli {

namespace {

/// What is to be run, all names checked.
struct Plan {
    std::vector<Ensemble> ensembles;  ///< the baseline first
    std::vector<std::string> scenarios;
    std::vector<std::string> outputs;
    std::optional<results::PosteriorDraws> posterior;  ///< of all ensembles
};

Plan plan_of(const model::Model& model, const Options& options) {
    Plan plan;
    std::vector<std::string> names = {"baseline"};
    for (const std::string& name : options.scenarios) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(name);
        }
    }
    const std::vector<model::QuantityId> outputs =
        options.keep == "all" ? every_quantity(model) : model.outputs;
    for (const model::QuantityId id : outputs) {
        plan.outputs.push_back(model.quantities[id].name);
    }
    for (const std::string& name : names) {
        Ensemble ensemble;
        ensemble.scenario = model.scenarios[scenario_named(model, name)];
        ensemble.prior_set = prior_set_named(model, options.prior_set);
        ensemble.outputs = outputs;
        plan.ensembles.push_back(std::move(ensemble));
    }
    plan.scenarios = std::move(names);
    return plan;
}

std::string folder_name(const Plan& plan, const Options& options) {
    std::string name;
    for (std::size_t i = 1; i < plan.scenarios.size(); ++i) {
        name += (name.empty() ? "" : "+") + plan.scenarios[i];
    }
    name = name.empty() ? plan.scenarios.front() : name;
    return options.member ? fmt::format("{}-member{}", name, *options.member) : name;
}

/// The line above the figures: what was run.
std::string heading(const Project& project, const Plan& plan, const Options& options) {
    const std::string members = options.member
                                    ? fmt::format("member {} alone", *options.member)
                                    : fmt::format("{}{}",
                                                  counted(options.members, "future", "futures"),
                                                  plan.scenarios.size() > 1 ? " each, paired" : "");
    return fmt::format(
        "  {} · {} · {} · seed {}{}{}\n",
        project.model->name,
        counted(plan.scenarios.size(), "scenario", "scenarios"),
        members,
        options.seed,
        plan.posterior || project.model->prior_sets.size() > 1
            ? " · " + draws_text(*project.model, plan.ensembles.front().prior_set, plan.posterior)
            : "",
        policy_text(options.policy));
}

struct Simulated {
    std::vector<results::Run> runs;  ///< those with members
    bool compiled = true;
};

Simulated simulate_all(Project& project,
                       const Plan& plan,
                       const Options& options,
                       Progress& progress) {
    Simulated all;
    const bool recorded = options.history != "free";
    Ensembles ensembles(project, options, plan.ensembles);
    all.compiled = ensembles.compile();
    for (std::size_t i = 0; all.compiled && i < plan.ensembles.size(); ++i) {
        results::Run run = ensembles.run(i, progress);
        if (run.members > 0) {
            const model::Model changed =
                model::with_scenario(*project.model, plan.ensembles[i].scenario);
            results::collect_events(run, changed, *project.data, recorded);
            all.runs.push_back(std::move(run));
        }
        if (interrupted()) {
            break;
        }
    }
    return all;
}

std::vector<results::ExtraFile> extra_files(Project& project,
                                            const Plan& plan,
                                            const std::vector<results::Run>& runs,
                                            const Options& options,
                                            Terminal& terminal) {
    std::vector<results::ExtraFile> extra;
    if (options.wide) {
        extra.push_back({"quantiles_wide.csv", results::quantiles_wide_csv(runs)});
    }
    if (options.quantiles == "all" && !interrupted()) {
        if (auto csv = quantiles_of_all(project, plan.ensembles, options)) {
            extra.push_back({"quantiles_all.csv", std::move(*csv)});
        } else {
            terminal.error("interrupted; quantiles_all.csv is left out\n");
        }
    }
    return extra;
}

void print(const std::vector<results::Run>& runs,
           const std::string& model,
           const RunFolder& folder,
           const Options& options,
           Terminal& terminal) {
    if (options.json) {
        auto summary = nlohmann::ordered_json::parse(results::summary_json(runs, model));
        summary["folder"] = folder.path().generic_string();
        terminal.out(summary.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) +
                     "\n");
        return;
    }
    if (runs.front().outputs.empty()) {
        terminal.note("  the model names no outputs, so the files are empty; see --keep all\n");
        return;
    }
    // With every quantity kept the table would be pages long; the files have it.
    if (options.keep == "all" && runs.front().outputs.size() > 40) {
        terminal.out(fmt::format("  {} kept\n",
                                 counted(runs.front().outputs.size(), "quantity", "quantities")));
        return;
    }
    terminal.out(headline_text(headline(runs)));
}

/// What a manifest says, or what --posterior asks for.
std::optional<results::PosteriorDraws> posterior_of(Project& project,
                                                    const Plan& plan,
                                                    const Options& options,
                                                    const results::Manifest* before) {
    if (before != nullptr) {
        return before->inputs.posterior;
    }
    const std::size_t set = plan.ensembles.front().prior_set;
    return posteriors_for(project, {set}, options)[set];
}

int run_planned(Project& project,
                const Options& options,
                const results::Manifest* before,
                Terminal& terminal) {
    Plan plan = plan_of(*project.model, options);
    plan.posterior = posterior_of(project, plan, options, before);
    for (Ensemble& ensemble : plan.ensembles) {
        ensemble.posterior = plan.posterior ? &*plan.posterior : nullptr;
    }
    check_memory(*project.model, plan.ensembles.front(), plan.ensembles.size(), options);
    const RunFolder folder(options, folder_name(plan, options));
    const auto start = std::chrono::steady_clock::now();
    catch_interrupts();
    terminal.note(heading(project, plan, options));
    Progress progress(
        options, plan.ensembles.size() * wanted_members(options).count, project.model->name);
    const Simulated all = simulate_all(project, plan, options, progress);
    if (!all.compiled) {
        report_faults(project, terminal);
        return exit_check_said_no;
    }
    if (all.runs.empty()) {
        progress.clear();
        terminal.error("interrupted before a future was whole; nothing was written\n");
        return exit_interrupted;
    }
    results::Manifest manifest;
    manifest.inputs = inputs_of(project, options, plan.scenarios, plan.outputs);
    manifest.inputs.posterior = plan.posterior;
    const auto extra = extra_files(project, plan, all.runs, options, terminal);
    progress.clear();
    const bool partial = interrupted();
    manifest.circumstances = circumstances_of(project, options);
    manifest.circumstances.partial = partial;
    manifest.circumstances.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (options.force) {
        folder.clear();
    }
    results::write_run(folder.path(), manifest, {*project.model, *project.data, all.runs, extra});

    bool broken = false;
    for (const results::Run& run : all.runs) {
        broken = report_broken(run, terminal) || broken;
    }
    print(all.runs, project.model->name, folder, options, terminal);
    if (partial) {
        std::size_t whole = 0;
        for (const results::Run& run : all.runs) {
            whole += run.members;
        }
        terminal.error(fmt::format("interrupted: {} kept in {}, marked partial\n",
                                   counted(whole, "whole future", "whole futures"),
                                   folder.path().string()));
        return exit_interrupted;
    }
    terminal.note(fmt::format("  wrote {}\n", folder.path().string()));
    if (before != nullptr) {
        terminal.note(fmt::format("  {}\n", compared(*before, manifest)));
    }
    return broken ? exit_numbers_broke : exit_done;
}

}  // namespace

int run_run(const Options& options, Terminal& terminal) {
    check_machine(options);
    if (options.from_manifest.empty()) {
        if (options.arguments.empty()) {
            throw Failure("`run` needs a model. Usage: entente run MODEL [flags]");
        }
        const auto project = open_project(options.arguments.front(), Reads::model_and_data);
        if (report_faults(*project, terminal) || !project->data) {
            return exit_check_said_no;
        }
        return run_planned(*project, options, nullptr, terminal);
    }
    const results::Manifest before = read_manifest(options.from_manifest);
    const Options again = options_of(options, before);
    if (before.inputs.version != version() || before.circumstances.commit != commit()) {
        terminal.note(
            fmt::format("  the manifest is of Entente {} ({}), this is {} ({}): bytes may differ\n",
                        before.inputs.version,
                        before.circumstances.commit,
                        version(),
                        commit()));
    }
    const auto project = open_inputs(before.inputs);
    if (report_faults(*project, terminal) || !project->data) {
        return exit_check_said_no;
    }
    return run_planned(*project, again, &before, terminal);
}

}  // namespace entente::cli

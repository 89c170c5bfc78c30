// SPDX-License-Identifier: Apache-2.0
// entente compare: the paired difference of two scenarios of a model, or of an earlier run.
#include <algorithm>
#include <cmath>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "claims/claims_json.hpp"
#include "claims/wording.hpp"
#include "cli/differences.hpp"
#include "cli/ensemble.hpp"
#include "cli/headline.hpp"
#include "cli/posterior_use.hpp"
#include "cli/suggest.hpp"
#include "cli/table.hpp"
#include "cli/verbs.hpp"
#include "results/read.hpp"

namespace entente::cli {

namespace {

using Json = nlohmann::ordered_json;

struct Pair {
    results::Run a;
    results::Run b;
};

/// Members that show it, as a frequency.
std::string share_text(double share, std::size_t members) {
    const auto hits = static_cast<std::size_t>(std::lround(share * static_cast<double>(members)));
    if (hits == 0) {
        return "none seen";
    }
    return hits == members ? "every one seen" : fmt::format("{} of {}", hits, members);
}

void check_variables(const std::vector<Difference>& all, const Options& options) {
    std::vector<std::string> names;
    names.reserve(all.size());
    for (const Difference& d : all) {
        names.push_back(d.output);
    }
    for (const std::string& name : options.variables) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            throw Failure(
                fmt::format("the run keeps no output `{}`{}", name, suggest(name, names)));
        }
    }
}

std::vector<Difference> chosen(std::vector<Difference> all, const Options& options) {
    check_variables(all, options);
    const auto unwanted = [&](const Difference& d) {
        if (!options.variables.empty()) {
            return std::find(options.variables.begin(), options.variables.end(), d.output) ==
                   options.variables.end();
        }
        return !options.all && !d.changed;
    };
    all.erase(std::remove_if(all.begin(), all.end(), unwanted), all.end());
    return all;
}

void print_json(const Pair& pair, const std::vector<Difference>& rows, Terminal& terminal) {
    Json all = {{"schema_version", 1},
                {"a", pair.a.scenario},
                {"b", pair.b.scenario},
                {"members", pair.a.members},
                {"seed", pair.a.seed},
                {"policy", pair.a.policy},
                {"differences", Json::array()}};
    for (const Difference& d : rows) {
        all["differences"].push_back({{"output", d.output},
                                      {"unit", d.unit},
                                      {"changed", d.changed},
                                      {"month", model::to_text(pair.a.grid.month(d.row))},
                                      {"a", claims::quantiles_json(d.a)},
                                      {"b", claims::quantiles_json(d.b)},
                                      {"difference", claims::quantiles_json(d.difference)},
                                      {"share_higher", d.share_higher},
                                      {"share_lower", d.share_lower}});
    }
    terminal.out(all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

void print_table(const Pair& pair,
                 const std::vector<Difference>& rows,
                 std::size_t unchanged,
                 const Options& options,
                 Terminal& terminal) {
    terminal.out(fmt::format(
        "  {} less {} · {} paired futures · seed {}{}\n"
        "  medians with 90 % bands, in the month where the mean difference is largest\n\n",
        pair.b.scenario,
        pair.a.scenario,
        pair.a.members,
        pair.a.seed,
        policy_text(pair.a.policy)));
    if (!rows.empty()) {
        std::vector<std::vector<std::string>> cells = {{"output",
                                                        "month",
                                                        pair.a.scenario,
                                                        pair.b.scenario,
                                                        "difference",
                                                        "higher in",
                                                        "unit"}};
        for (const Difference& d : rows) {
            cells.push_back({d.output,
                             model::to_text(pair.a.grid.month(d.row)),
                             band(d.a, false),
                             band(d.b, false),
                             band(d.difference, true),
                             share_text(d.share_higher, pair.a.members),
                             d.unit == "1" ? "" : d.unit});
        }
        terminal.out(table(cells));
    }
    if (unchanged > 0 && options.variables.empty() && !options.all) {
        terminal.out(fmt::format("  {} the same in every future (--all shows them)\n",
                                 counted(unchanged, "output is", "outputs are")));
    }
}

/// Empty with the exit code set where it could not be run.
std::optional<Pair> simulate_pair(const Options& options, Terminal& terminal, int& code) {
    const auto project = open_project(options.arguments[0], Reads::model_and_data);
    code = exit_check_said_no;
    if (report_faults(*project, terminal) || !project->data) {
        return std::nullopt;
    }
    const model::Model& model = *project->model;
    catch_interrupts();
    Progress progress(options, 2 * static_cast<std::size_t>(options.members), model.name);
    const std::size_t set = prior_set_named(model, options.prior_set);
    const auto posterior = posteriors_for(*project, {set}, options)[set];
    note_disagreement({posterior}, terminal);
    std::vector<Ensemble> both;
    for (const std::size_t argument : {1U, 2U}) {
        Ensemble ensemble;
        ensemble.scenario = model.scenarios[scenario_named(model, options.arguments[argument])];
        ensemble.prior_set = set;
        ensemble.outputs = model.outputs;
        ensemble.posterior = posterior ? &*posterior : nullptr;
        check_memory(model, ensemble, 2, options);
        both.push_back(std::move(ensemble));
    }
    Ensembles ensembles(*project, options, std::move(both));
    if (!ensembles.compile()) {
        report_faults(*project, terminal);
        return std::nullopt;
    }
    Pair pair;
    pair.a = ensembles.run(0, progress);
    pair.b = ensembles.run(1, progress);
    if (interrupted()) {
        progress.clear();
        terminal.error("interrupted; nothing was compared\n");
        code = exit_interrupted;
        return std::nullopt;
    }
    progress.clear();
    code = exit_done;
    for (const results::Run* run : {&pair.a, &pair.b}) {
        code = report_broken(*run, terminal) ? exit_numbers_broke : code;
    }
    return pair;
}

/// Both scenarios from the folder of an earlier run. Throws Failure where it lacks one.
Pair read_pair(const Options& options) {
    const std::string& folder = options.arguments[0];
    for (const char* name : {"members",
                             "seed",
                             "prior-set",
                             "posterior",
                             "history",
                             "draws",
                             "policy",
                             "replicates",
                             "levels",
                             "step-ahead",
                             "decide-every"}) {
        if (options.given.contains(name)) {
            throw Failure(fmt::format(
                "`{}` is a run: its --{} is decided. Name a model to run anew", folder, name));
        }
    }
    const std::vector<std::string> names = results::read_scenarios(folder);
    for (const std::size_t i : {1U, 2U}) {
        const std::string& name = options.arguments[i];
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            throw Failure(fmt::format("the run in `{}` has no scenario `{}`{}",
                                      folder,
                                      name,
                                      suggest_or_list(name, names, "Scenarios")));
        }
    }
    return {results::read_run(folder, options.arguments[1]),
            results::read_run(folder, options.arguments[2])};
}

}  // namespace

int run_compare(const Options& options, Terminal& terminal) {
    int code = exit_done;
    std::optional<Pair> pair;
    if (results::is_run_folder(options.arguments[0])) {
        pair = read_pair(options);
    } else {
        pair = simulate_pair(options, terminal, code);
    }
    if (!pair) {
        return code;
    }
    const std::vector<Difference> all = differences(pair->a, pair->b);
    const auto unchanged = static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [](const Difference& d) { return !d.changed; }));
    const std::vector<Difference> rows = chosen(all, options);
    if (options.json) {
        print_json(*pair, rows, terminal);
    } else {
        print_table(*pair, rows, unchanged, options, terminal);
    }
    return code;
}

}  // namespace entente::cli

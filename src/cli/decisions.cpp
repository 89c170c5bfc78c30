// SPDX-License-Identifier: Apache-2.0
#include "cli/decisions.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "claims/wording.hpp"
#include "cli/ensemble.hpp"
#include "cli/fits.hpp"
#include "cli/headline.hpp"
#include "cli/posterior_use.hpp"
#include "cli/project.hpp"
#include "cli/suggest.hpp"
#include "cli/table.hpp"
#include "results/json_number.hpp"

namespace entente::cli {

namespace {

using Json = nlohmann::ordered_json;

/// Means over the futures in which the player was due.
struct Considered {
    std::string option;
    std::string label;
    double leaning = 0;
    double value = 0;  ///< NaN for a player that follows its leanings
    double error = 0;
    double chance = 0;
    std::size_t chosen = 0;  ///< futures
};

struct Deciding {
    std::string player;
    std::size_t due = 0;  ///< futures
    bool looks_ahead = false;
    std::vector<Considered> options;
};

/// What is shown, and of what.
struct Shown {
    model::Scenario scenario;
    int row = 0;
    std::size_t prior_set = 0;
    std::optional<results::PosteriorDraws> posterior;
};

/// The forecast where no month is asked for. Throws Failure for one that nobody may choose in.
int row_asked(const model::Model& model, const Options& options) {
    const model::Grid& grid = model.grid;
    if (options.at.empty()) {
        return grid.row(grid.forecast);
    }
    const model::Month month = flag_month(options.at, "at", 1);
    const int row = grid.row(month);
    if (row < grid.row(grid.forecast) || row >= grid.months) {
        throw Failure(fmt::format("--at {}: players of `{}` choose from {} to {}",
                                  options.at,
                                  model.name,
                                  model::to_text(grid.forecast),
                                  model::to_text(grid.month(grid.months - 1))));
    }
    return row;
}

void check_player(const model::Model& model, const std::string& wanted) {
    std::vector<std::string> names;
    names.reserve(model.players.size());
    for (const model::Player& player : model.players) {
        names.push_back(player.actor);
    }
    if (names.empty()) {
        throw Failure(fmt::format("`{}` has no players", model.name));
    }
    if (!wanted.empty() && std::find(names.begin(), names.end(), wanted) == names.end()) {
        throw Failure(fmt::format("`{}` has no player `{}`{}",
                                  model.name,
                                  wanted,
                                  suggest_or_list(wanted, names, "Players")));
    }
}

/// Of one player; `which` is its index in the program.
Deciding considered_by(const model::Player& player, std::size_t which, const results::Run& run) {
    Deciding shown{.player = player.actor, .due = 0, .looks_ahead = false, .options = {}};
    shown.options.reserve(player.options.size());
    for (const model::PlayerOption& option : player.options) {
        shown.options.push_back({.option = option.name, .label = option.label});
    }
    for (const results::Decision& decision : run.decisions) {
        if (decision.player != which) {
            continue;
        }
        ++shown.due;
        ++shown.options[decision.chosen].chosen;
        shown.looks_ahead = !decision.values.empty();
        for (std::size_t i = 0; i < shown.options.size(); ++i) {
            Considered& option = shown.options[i];
            option.leaning += decision.leanings[i];
            option.chance += decision.chances[i];
            option.value += shown.looks_ahead ? decision.values[i] : std::nan("");
            option.error += shown.looks_ahead ? decision.errors[i] : std::nan("");
        }
    }
    for (Considered& option : shown.options) {
        const auto due = static_cast<double>(shown.due);
        option.leaning /= due;
        option.chance /= due;
        option.value /= due;
        option.error /= due;
    }
    return shown;
}

std::vector<Deciding> considered(const model::Model& model,
                                 const program::Program& program,
                                 const results::Run& run,
                                 const Options& options) {
    std::vector<Deciding> all;
    for (std::size_t p = 0; p < program.deciding.size(); ++p) {
        for (const model::Player& player : model.players) {
            const bool wanted = options.player.empty() || options.player == player.actor;
            if (wanted && model.quantities[player.choice].name == program.deciding[p].name) {
                all.push_back(considered_by(player, p, run));
            }
        }
    }
    return all;
}

void print_json(const std::vector<Deciding>& all,
                const model::Model& model,
                const Shown& shown,
                const results::Run& run,
                const Options& options,
                Terminal& terminal) {
    Json json = {{"schema_version", 1},
                 {"model", model.name},
                 {"scenario", shown.scenario.name},
                 {"month", model::to_text(model.grid.month(shown.row))},
                 {"policy", options.policy},
                 {"members", run.members},
                 {"seed", options.seed},
                 {"draws", draws_text(model, shown.prior_set, shown.posterior)},
                 {"unsettled", run.choices.unsettled},
                 {"players", Json::array()}};
    for (const Deciding& player : all) {
        Json one = {{"player", player.player}, {"due", player.due}, {"options", Json::array()}};
        for (const Considered& option : player.options) {
            if (player.due == 0) {
                break;
            }
            Json row = {{"option", option.option},
                        {"label", option.label},
                        {"leaning", results::json_number(option.leaning)}};
            if (player.looks_ahead) {
                row["value"] = results::json_number(option.value);
                row["error"] = results::json_number(option.error);
            }
            row["chance"] = results::json_number(option.chance);
            row["chosen"] = option.chosen;
            one["options"].push_back(std::move(row));
        }
        json["players"].push_back(std::move(one));
    }
    terminal.out(json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

void print_player(const Deciding& player, const results::Run& run, Terminal& terminal) {
    if (player.due == 0) {
        terminal.out(fmt::format("\n{} is not due in this month\n", player.player));
        return;
    }
    terminal.out(fmt::format(
        "\n{} chooses in {} of {} futures\n\n", player.player, player.due, run.members));
    std::vector<std::vector<std::string>> cells = {{"option", "leaning"}};
    std::vector<std::string>& heading = cells.front();
    if (player.looks_ahead) {
        heading.insert(heading.end(), {"value", "error"});
    }
    heading.insert(heading.end(), {"chance", "chosen in", ""});
    for (const Considered& option : player.options) {
        std::vector<std::string> row = {option.option, fmt::format("{:+.2f}", option.leaning)};
        if (player.looks_ahead) {
            row.push_back(claims::number(option.value));
            row.push_back(std::isnan(option.error) ? "" : claims::number(option.error));
        }
        row.push_back(fmt::format("{:.3f}", option.chance));
        row.push_back(fmt::format("{}", option.chosen));
        row.push_back(option.label);
        cells.push_back(std::move(row));
    }
    terminal.out(table(cells));
}

void print(const std::vector<Deciding>& all,
           const model::Model& model,
           const Shown& shown,
           const results::Run& run,
           const Options& options,
           Terminal& terminal) {
    terminal.out(fmt::format("{} · {} · {} · policy {} · {} futures · seed {} · {}\n",
                             model.name,
                             shown.scenario.name,
                             model::to_text(model.grid.month(shown.row)),
                             options.policy,
                             run.members,
                             options.seed,
                             draws_text(model, shown.prior_set, shown.posterior)));
    if (all.empty()) {
        terminal.out("\nall players do what records and scenarios say\n");
    }
    for (const Deciding& player : all) {
        print_player(player, run, terminal);
    }
    terminal.out(
        "\nMeans over the futures in which a player chooses; the error is that of a value in one "
        "future,\nfrom its replicates. This is a model, not a forecast; it is not for targeting "
        "or warning.\n");
}

}  // namespace

int show_decisions(const Options& options, Terminal& terminal) {
    const auto project = open_project(options.arguments[1], Reads::model_and_data);
    if (report_faults(*project, terminal) || !project->data) {
        return exit_check_said_no;
    }
    const model::Model& model = *project->model;
    check_player(model, options.player);
    if (options.scenarios.size() > 1) {
        throw Failure("`show decisions` takes one --scenario");
    }
    Shown shown;
    shown.row = row_asked(model, options);
    shown.scenario = model.scenarios[scenario_named(
        model, options.scenarios.empty() ? "baseline" : options.scenarios.front())];
    shown.prior_set = prior_set_named(model, options.prior_set);
    shown.posterior = posteriors_for(*project, {shown.prior_set}, options)[shown.prior_set];
    Ensemble ensemble;
    ensemble.scenario = shown.scenario;
    ensemble.prior_set = shown.prior_set;
    ensemble.tells_decisions = true;
    const auto program = compile(*project, ensemble, options);
    if (!program) {
        report_faults(*project, terminal);
        return exit_check_said_no;
    }
    catch_interrupts();
    const Members members = wanted_members(options);
    const auto draws = member_draws(model, shown.posterior ? &*shown.posterior : nullptr, members);
    Progress progress(options, members.count, model.name);
    const results::Run run = simulate(*program, members, options, progress, draws.get(), shown.row);
    progress.clear();
    if (interrupted()) {
        terminal.error("interrupted; nothing is shown\n");
        return exit_interrupted;
    }
    report_choices(run, terminal);
    const std::vector<Deciding> all = considered(model, *program, run, options);
    if (options.json) {
        print_json(all, model, shown, run, options, terminal);
    } else {
        print(all, model, shown, run, options, terminal);
    }
    return exit_done;
}

}  // namespace entente::cli

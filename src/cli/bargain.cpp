// SPDX-License-Identifier: Apache-2.0
// entente bargain: one issue on its own, from a table of actors. Whose position is likely to
// prevail, who gains from challenging whom, and where rounds of bargaining lead.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/project.hpp"
#include "cli/suggest.hpp"
#include "cli/table.hpp"
#include "cli/verbs.hpp"
#include "games/issue_table.hpp"
#include "results/manifest.hpp"

namespace entente::cli {

namespace {

using Json = nlohmann::ordered_json;
using games::Issue;
using games::Place;
using games::Standing;

/// All that is printed of an issue.
struct Outcome {
    Issue issue;
    games::Contest contest;
    std::vector<std::optional<games::Challenge>> challenges;
    games::Bargaining bargaining;
    Standing stated;
    Standing bargained;
};

games::Contest contest_of(const Options& options) {
    games::Contest contest;
    contest.kind = options.election == "uniform"     ? games::Election::uniform
                   : options.election == "incentive" ? games::Election::incentive
                                                     : games::Election::conditional;
    contest.exponent = static_cast<double>(options.exponent);
    return contest;
}

Outcome outcome_of(Issue issue, const Options& options) {
    Outcome all;
    all.issue = std::move(issue);
    all.contest = contest_of(options);
    const games::Positions stated = games::stated_positions(all.issue);
    all.stated = games::standing(all.issue, stated, all.contest);
    all.challenges = games::challenges(all.issue, stated, all.contest);
    all.bargaining =
        games::bargain(all.issue, all.contest, static_cast<std::size_t>(options.rounds));
    all.bargained = games::standing(all.issue, all.bargaining.rounds.back(), all.contest);
    return all;
}

/// Whole percent, never 0 or 100.
std::string share(double chance) {
    constexpr double least = 0.01;
    if (chance < least) {
        return "below 1 %";
    }
    if (chance > 1 - least) {
        return "above 99 %";
    }
    return fmt::format("{:.0f} %", 100 * chance);
}

std::string names_at(const Issue& issue, const Place& place) {
    std::string names;
    for (const std::size_t actor : place.actors) {
        names += (names.empty() ? "" : ", ") + issue.actors[actor].name;
    }
    return names;
}

std::string standing_table(const Issue& issue, const Standing& standing) {
    std::vector<std::vector<std::string>> rows = {{"position of"}};
    rows[0].insert(rows[0].end(), issue.dimensions.begin(), issue.dimensions.end());
    rows[0].emplace_back("chance");
    std::vector<Place> places = standing.places;
    std::stable_sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
        return a.chance > b.chance;
    });
    for (const Place& place : places) {
        rows.push_back({names_at(issue, place)});
        for (const double coordinate : place.position) {
            rows.back().push_back(fmt::format("{:.1f}", coordinate));
        }
        rows.back().push_back(share(place.chance));
    }
    rows.push_back({"mean"});
    rows.push_back({"spread"});
    for (Eigen::Index d = 0; d < standing.mean.size(); ++d) {
        rows[rows.size() - 2].push_back(fmt::format("{:.1f}", standing.mean(d)));
        rows[rows.size() - 1].push_back(fmt::format("{:.1f}", standing.spread(d)));
    }
    return table(rows);
}

std::string challenge_table(const Outcome& all) {
    std::vector<std::vector<std::string>> rows = {
        {"challenger", "target", "expects to win", "gain", "would meet at"}};
    for (std::size_t i = 0; i < all.challenges.size(); ++i) {
        const std::string& name = all.issue.actors[i].name;
        if (const auto& challenge = all.challenges[i]) {
            std::string meet;
            for (const double coordinate : challenge->meet) {
                meet += fmt::format("{}{:.1f}", meet.empty() ? "" : ", ", coordinate);
            }
            rows.push_back({name,
                            all.issue.actors[challenge->target].name,
                            share(challenge->victory),
                            fmt::format("{:.3f}", challenge->gain),
                            meet});
        } else {
            rows.push_back({name, "nobody"});
        }
    }
    return table(rows);
}

std::string for_people(const Outcome& all, const Options& options, const std::string& shown) {
    const std::size_t rounds = all.bargaining.rounds.size() - 1;
    std::string text = fmt::format("{}: {}, {}; {} election, exponent {}\n",
                                   all.issue.name.empty() ? shown : all.issue.name,
                                   counted(all.issue.actors.size(), "actor", "actors"),
                                   counted(all.issue.dimensions.size(), "dimension", "dimensions"),
                                   options.election,
                                   options.exponent);
    text += "\nAs stated\n" + standing_table(all.issue, all.stated);
    text += "\nChallenges that each expects to gain most from\n" + challenge_table(all);
    if (rounds > 0) {
        text += fmt::format("\nAfter {} of bargaining, {}\n",
                            counted(rounds, "round", "rounds"),
                            all.bargaining.settled ? "settled" : "not settled");
        text += standing_table(all.issue, all.bargained);
    }
    return text;
}

Json numbers(const Eigen::VectorXd& values) {
    return std::vector<double>(values.begin(), values.end());
}

Json standing_json(const Issue& issue, const Standing& standing) {
    Json places = Json::array();
    for (const Place& place : standing.places) {
        Json actors = Json::array();
        for (const std::size_t actor : place.actors) {
            actors.push_back(issue.actors[actor].name);
        }
        places.push_back({{"actors", std::move(actors)},
                          {"position", numbers(place.position)},
                          {"chance", place.chance}});
    }
    return {{"places", std::move(places)},
            {"mean", numbers(standing.mean)},
            {"spread", numbers(standing.spread)},
            {"risks", numbers(standing.risks)}};
}

Json to_json(const Outcome& all, const Options& options) {
    Json actors = Json::array();
    Json challenges = Json::array();
    for (std::size_t i = 0; i < all.issue.actors.size(); ++i) {
        const games::SpatialActor& actor = all.issue.actors[i];
        actors.push_back({{"name", actor.name},
                          {"description", actor.description},
                          {"capability", actor.capability},
                          {"position", numbers(actor.position)},
                          {"salience", numbers(actor.salience)}});
        if (const auto& challenge = all.challenges[i]) {
            challenges.push_back({{"challenger", actor.name},
                                  {"target", all.issue.actors[challenge->target].name},
                                  {"victory", challenge->victory},
                                  {"gain", challenge->gain},
                                  {"meet", numbers(challenge->meet)}});
        }
    }
    Json rounds = Json::array();
    for (const games::Positions& positions : all.bargaining.rounds) {
        Json round = Json::array();
        for (Eigen::Index i = 0; i < positions.rows(); ++i) {
            round.push_back(numbers(positions.row(i)));
        }
        rounds.push_back(std::move(round));
    }
    return {{"schema_version", results::schema_version},
            {"issue", all.issue.name},
            {"description", all.issue.description},
            {"dimensions", all.issue.dimensions},
            {"election", options.election},
            {"exponent", options.exponent},
            {"actors", std::move(actors)},
            {"stated", standing_json(all.issue, all.stated)},
            {"challenges", std::move(challenges)},
            {"rounds", std::move(rounds)},
            {"settled", all.bargaining.settled},
            {"bargained", standing_json(all.issue, all.bargained)}};
}

}  // namespace

int run_bargain(const Options& options, Terminal& terminal) {
    const std::string& argument = options.arguments.front();
    Project project;
    project.path = shown_path(argument);
    const text::FileId file =
        project.sources.add(project.path, read_text(argument, "table of actors"));
    auto issue = games::parse_issue(project.sources, file, project.diagnostics);
    if (report_faults(project, terminal) || !issue) {
        return exit_check_said_no;
    }
    const Outcome all = outcome_of(std::move(*issue), options);
    if (options.json) {
        terminal.out(to_json(all, options).dump(2) + "\n");
        return exit_done;
    }
    terminal.out(for_people(all, options, project.path));
    terminal.note(
        "\nThis follows from the scores in the table, which are opinions: vary them. Rounds are no "
        "calendar time.\n");
    return exit_done;
}

}  // namespace entente::cli

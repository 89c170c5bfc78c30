// SPDX-License-Identifier: Apache-2.0
// The six players of the Korea model: when they choose, how their choices follow their leanings,
// what another leader changes, and that no way of choosing breaks a promise of range.
#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "runs/korea_model.hpp"

namespace {

using namespace entente;

/// One let an option, 1 while it is in force, as text to add to the model; and their names.
struct InForce {
    std::string text;
    std::vector<std::string> names;
};

InForce options_in_force(const model::Model& model) {
    InForce lets;
    for (const model::Player& player : model.players) {
        for (const model::PlayerOption& option : player.options) {
            const std::string name = "in_force_" + player.actor + "_" + option.name;
            lets.text += "let " + name + " : 1 = " + player.actor + "." + option.name + "\n";
            lets.names.push_back(name);
        }
    }
    return lets;
}

double mean(const results::Run& run, const std::string& output, int first, int last) {
    double sum = 0;
    for (std::size_t m = 0; m < run.members; ++m) {
        sum += korea::average(run, m, output, first, last);
    }
    return sum / static_cast<double>(run.members);
}

/// Mean of the paired difference of two runs, and its standard error.
struct Difference {
    double mean = 0;
    double error = 0;
};

Difference difference(
    const results::Run& a, const results::Run& b, const std::string& output, int first, int last) {
    double sum = 0;
    double squares = 0;
    for (std::size_t m = 0; m < a.members; ++m) {
        const double d =
            korea::average(a, m, output, first, last) - korea::average(b, m, output, first, last);
        sum += d;
        squares += d * d;
    }
    const auto n = static_cast<double>(a.members);
    return {.mean = sum / n, .error = std::sqrt((squares / n - sum / n * (sum / n)) / n)};
}

}  // namespace

TEST_CASE("six players have thirty options between them, and nobody chooses before the forecast") {
    const auto plain = korea::open();
    std::map<std::string, std::size_t> options;
    for (const model::Player& player : plain.model.players) {
        options[player.actor] = player.options.size();
    }
    CHECK(options == std::map<std::string, std::size_t>{
                         {"CHN", 7}, {"JPN", 3}, {"KOR", 4}, {"PRK", 8}, {"RUS", 3}, {"USA", 5}});

    const InForce lets = options_in_force(plain.model);
    const auto korea = korea::open(lets.text);
    const results::Run run = korea::run(korea, "baseline", lets.names, 64);
    const int forecast = korea::row_of(korea.model, 2026, 10);
    for (std::size_t m = 0; m < run.members; ++m) {
        std::map<std::string, double> held;
        for (const std::string& name : lets.names) {
            // The options in force are recorded for the month before the forecast alone.
            CHECK(korea::average(run, m, name, 0, forecast - 2) == 0);
            held[name.substr(0, 12)] += korea::average(run, m, name, forecast - 1, forecast + 110);
        }
        CHECK(held.size() == 6);
        for (const auto& [player, share] : held) {
            INFO(player);
            CHECK(share == doctest::Approx(1));  // one option at a time, always
        }
    }
}

TEST_CASE(
    "choices as the forecast opens follow the leanings, the option in force has its inertia") {
    const auto korea = korea::open(R"(
let to_ally : 1 = exp(ally_level + ally_by_war * war + ally_by_us_china * (us_china - 0.5) + 1.5)
let to_trade : 1 = exp(trading_level)
let to_minimal : 1 = exp(minimal_level + minimal_by_war * war)
let chance_ally : 1 = to_ally / (to_ally + to_trade + to_minimal)
let chance_minimal : 1 = to_minimal / (to_ally + to_trade + to_minimal)
let ally_in_force : 1 = RUS.ally
let minimal_in_force : 1 = RUS.minimal
)");
    const results::Run run =
        korea::run(korea,
                   "baseline",
                   {"chance_ally", "chance_minimal", "ally_in_force", "minimal_in_force"},
                   2000);
    const int forecast = korea::row_of(korea.model, 2026, 10);
    const double ally = mean(run, "chance_ally", forecast, forecast);
    const double minimal = mean(run, "chance_minimal", forecast, forecast);
    CHECK(ally > 0.5);
    // 3.5 standard errors of a share of 2000 at most.
    const double error = 3.5 * 0.5 / std::sqrt(2000.0);
    CHECK(std::abs(mean(run, "ally_in_force", forecast, forecast) - ally) < error);
    CHECK(std::abs(mean(run, "minimal_in_force", forecast, forecast) - minimal) < error);
}

TEST_CASE("options that would be grave are rare where all follow their leanings") {
    const auto plain = korea::open();
    const InForce lets = options_in_force(plain.model);
    const auto korea = korea::open(lets.text);
    const results::Run run = korea::run(korea, "baseline", lets.names, 400);
    const int first = korea::row_of(korea.model, 2027);
    const int last = korea::row_of(korea.model, 2036);
    CHECK(mean(run, "in_force_PRK_ready_a_test", first, last) < 0.05);
    CHECK(mean(run, "in_force_PRK_shut", first, last) < 0.05);
    CHECK(mean(run, "in_force_CHN_cut_off", first, last) < 0.05);
    CHECK(mean(run, "in_force_CHN_punish", first, last) < 0.1);
    CHECK(mean(run, "in_force_KOR_hedge", first, last) < 0.1);
    CHECK(mean(run, "in_force_CHN_support", first, last) > 0.2);
    CHECK(mean(run, "in_force_PRK_usual", first, last) > 0.2);
}

TEST_CASE("another leader of the North chooses otherwise") {
    const auto korea = korea::open("let opens : 1 = PRK.open_up\nlet dares : 1 = PRK.brink");
    const int first = korea::row_of(korea.model, 2029);
    const int last = korea::row_of(korea.model, 2031, 12);
    const auto run = [&](const char* scenario) {
        return korea::run(korea, scenario, {"opens", "dares"}, 400);
    };
    const results::Run base = run("baseline");
    for (const char* scenario : {"leader_swap_militarisation", "successor_reformer"}) {
        INFO(scenario);
        const results::Run changed = run(scenario);
        const Difference opens = difference(changed, base, "opens", first, last);
        const Difference dares = difference(changed, base, "dares", first, last);
        CHECK(opens.mean > 3 * opens.error);
        CHECK(dares.mean < -3 * dares.error);
    }
    // A successor with the same profile leans as before: what differs comes from the elite alone.
    const Difference same = difference(run("successor_same"), base, "opens", first, last);
    CHECK(std::abs(same.mean) < 0.03);
}

TEST_CASE("no promise of range breaks, however players choose") {
    const auto korea = korea::open();
    for (const program::Policy policy :
         {program::Policy::rule, program::Policy::scripted, program::Policy::myopic}) {
        INFO(program::name(policy));
        const results::Run run = korea::run_choosing(
            korea, "baseline", {"output"}, 64, {.policy = policy, .replicates = 2});
        CHECK(run.fault_count == 0);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Players who look ahead, in models whose answers are known (T1 of the flagship design and the
// properties of its section 3.6).
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "runs/comparing.hpp"
#include "support/run_text.hpp"

using namespace entente;
using program::Policy;

namespace {

struct Dilemma {
    double precision = 1;
    double constant = 0;           ///< added to what A wants
    bool b_first = false;          ///< the order in which players are written
    std::string leaning = "0";     ///< of A for cooperation
    std::string wishes_of_b = {};  ///< in place of the usual
};

/// The prisoners' dilemma (5, 3, 1, 0) month after month; 1 is to cooperate.
std::string dilemma(const Dilemma& d) {
    const std::string a = fmt::format(
        R"(player A every 1 months {{
             option give "Give" {{ x = 1; leaning {} }}
             option take "Take" {{ x = 0 }}
             wants 3 * x * y + 5 * (1 - x) * y + (1 - x) * (1 - y) + {}
             precision {}
           }}
)",
        d.leaning,
        d.constant,
        d.precision);
    const std::string wishes = fmt::format(
        R"(wants 3 * x * y + 5 * x * (1 - y) + (1 - x) * (1 - y)
             precision {})",
        d.precision);
    const std::string b = fmt::format(
        R"(player B every 1 months {{
             option give "Give" {{ y = 1 }}
             option take "Take" {{ y = 0 }}
             {}
           }}
)",
        d.wishes_of_b.empty() ? wishes : d.wishes_of_b);
    return fmt::format(
        R"(model m "M" {{ time month from 2020-01 to 2020-06; forecast from 2020-03 }}
actors A "One", B "Other"
lever x : 1 = 0 in 0..1 held by A
lever y : 1 = 0 in 0..1 held by B
{})",
        d.b_first ? b + a : a + b);
}

/// Month after month A sets x and B y, each at 0 or 1, for what the month is worth.
std::string game_of_two(const char* a, const char* b, double precision) {
    const auto player = [&](const char* actor, const char* lever, const char* wants) {
        return fmt::format(
            "player {0} every 1 months {{ option up \"Up\" {{ {1} = 1 }}; "
            "option down \"Down\" {{ {1} = 0 }}; wants {2}; precision {3} }}\n",
            actor,
            lever,
            wants,
            precision);
    };
    return R"(model m "M" { time month from 2020-01 to 2020-06; forecast from 2020-03 }
actors A "One", B "Other"
lever x : 1 = 0 in 0..1 held by A
lever y : 1 = 0 in 0..1 held by B
)" + player("A", "x", a) +
           player("B", "y", b);
}

/// A player of three, which wants its lever off and what the others give it.
std::string quarrel(const char* actor, const char* lever, const char* others) {
    return fmt::format(
        "player {0} every 1 months {{ option up \"Up\" {{ {1} = 1 }}; "
        "option half \"Half\" {{ {1} = 0.5; leaning 0.4 }}; "
        "option down \"Down\" {{ {1} = 0 }}; "
        "wants {2} * (1 + {1}) - {1}; inertia 0.3 }}\n",
        actor,
        lever,
        others);
}

std::string replaced(std::string text, const std::string& old, const std::string& by) {
    const std::size_t at = text.find(old);
    REQUIRE(at != std::string::npos);
    return text.replace(at, old.size(), by);
}

struct Play {
    Policy policy = Policy::myopic;
    std::size_t levels = 1;
    std::uint32_t replicates = 16;
    std::size_t members = 2000;
    program::Draws draws = program::Draws::sampled;
    std::size_t threads = 1;
    std::size_t block = 0;
    std::optional<int> watch = {};
};

results::Run played(const std::string& text, const Play& play, const char* names = "x y") {
    const auto loaded = test::load_text(text);
    program::CompileOptions options;
    options.policy = play.policy;
    options.draws = play.draws;
    options.look_ahead.levels = play.levels;
    options.look_ahead.replicates = play.replicates;
    options.with_deciding = play.watch.has_value();
    for (std::size_t q = 0; q < loaded->model.quantities.size(); ++q) {
        const std::string& name = loaded->model.quantities[model::QuantityId(q)].name;
        if (std::string(names).find(name) != std::string::npos) {
            options.outputs.emplace_back(q);
        }
    }
    const program::Program program = test::compiled(loaded->model, loaded->data, options);
    return run::simulate(program,
                         {.seed = 3,
                          .members = play.members,
                          .threads = play.threads,
                          .block = play.block,
                          .watch = play.watch});
}

/// Mean of an output in a row.
double mean(const results::Run& run, int row, std::size_t output = 0) {
    double sum = 0;
    for (std::size_t member = 0; member < run.members; ++member) {
        sum += static_cast<double>(run.value(member, row, output));
    }
    return sum / static_cast<double>(run.members);
}

constexpr int forecast = 2;  // the row of 2020-03

/// Three standard errors of a share of 2000.
constexpr double three_errors = 0.03;

void check_near(double value, double expected, double tolerance) {
    CHECK_MESSAGE(std::abs(value - expected) <= tolerance, value << " is not near " << expected);
}

}  // namespace

TEST_CASE("T1: in the dilemma level 1 replies to even draws, level 2 to level 1") {
    const auto first = played(dilemma({}), {});
    check_near(mean(first, forecast), 0.18243, three_errors);
    check_near(mean(first, forecast, 1), 0.18243, three_errors);
    CHECK(mean(first, forecast - 1) == 0);
    const auto second = played(dilemma({}), {.policy = Policy::rollout, .levels = 2});
    // One epoch is seen at level 2 as at level 1: eight of them add a constant to both options.
    check_near(mean(second, forecast), 0.23462, three_errors);
}

TEST_CASE("without precision draws are even, with much of it the reply is the best one") {
    check_near(mean(played(dilemma({.precision = 0}), {}), forecast), 0.5, three_errors);
    CHECK(mean(played(dilemma({.precision = 1000}), {}), forecast) == 0);
}

TEST_CASE("a constant in what a player wants changes nothing") {
    const auto before = played(dilemma({}), {});
    const auto after = played(dilemma({.constant = 8}), {});
    CHECK(test::difference(before, after) == "");
}

TEST_CASE("T1: in equilibrium each replies to what the other then does") {
    const auto both_near = [](double precision, double chance) {
        const auto run = played(dilemma({.precision = precision}), {.policy = Policy::equilibrium});
        check_near(mean(run, forecast), chance, three_errors);
        check_near(mean(run, forecast, 1), chance, three_errors);
        CHECK(run.choices.made == 2 * 4 * run.members);
        CHECK(run.choices.unsettled < run.choices.made / 100);
    };
    both_near(0.5, 0.33865);
    both_near(1, 0.22675);
    both_near(2, 0.09979);
}

TEST_CASE("T9, T10: other games of two find their equilibrium") {
    const auto play = [](const char* a, const char* b, double precision) {
        return played(game_of_two(a, b, precision), {.policy = Policy::equilibrium});
    };
    const char* const pennies_a = "1.1141 * x * y + 0.2785 * (1 - x) * (1 - y)";
    const char* const pennies_b = "1.1141 * (x * (1 - y) + (1 - x) * y)";
    const auto one = play(pennies_a, pennies_b, 1);
    check_near(mean(one, forecast), 0.586784, three_errors);
    check_near(mean(one, forecast, 1), 0.451807, three_errors);
    const auto two = play(pennies_a, pennies_b, 2);
    check_near(mean(two, forecast), 0.617522, three_errors);
    check_near(mean(two, forecast, 1), 0.371982, three_errors);
    const auto constant_sum = play("x + (1 - x) * (1 - y)", "x + (1 - x) * (1 + y)", 3);
    check_near(mean(constant_sum, forecast), 0.8595, three_errors);
    check_near(mean(constant_sum, forecast, 1), 0.6038, three_errors);
}

TEST_CASE("where nothing comes to rest players choose by level 2, and it is counted") {
    // An odd number of futures, so that no even split makes both indifferent: that is at rest. Each
    // wants what the other's best reply undoes, and is nearly certain of it.
    const std::string text =
        game_of_two("x * y + (1 - x) * (1 - y)", "x * (1 - y) + (1 - x) * y", 1e4);
    const auto sought =
        played(text, {.policy = Policy::equilibrium, .replicates = 15, .members = 200});
    const auto level_2 =
        played(text, {.policy = Policy::rollout, .levels = 2, .replicates = 15, .members = 200});
    CHECK(sought.choices.unsettled == sought.choices.made);
    CHECK(test::difference(sought, level_2) == "");
    CHECK(level_2.choices.unsettled == 0);
}

TEST_CASE("alone, a player in equilibrium is one that looks ahead") {
    const std::string text = dilemma({.wishes_of_b = "inertia 0.5"});
    const auto sought = played(text, {.policy = Policy::equilibrium, .members = 300});
    const auto level_1 = played(text, {.policy = Policy::rollout, .members = 300});
    CHECK(test::difference(sought, level_1) == "");
    CHECK(sought.choices.months == level_1.choices.months);
}

TEST_CASE("a player with one option is inert") {
    const std::string text = dilemma({});
    const std::string with_third = text + R"(lever z : 1 = 0 in 0..1 held by C
player C every 1 months { option stay "Stay" { z = 0 }; wants x + y }
)";
    const std::string named = replaced(with_third, "B \"Other\"", "B \"Other\", C \"Third\"");
    for (const Policy policy : {Policy::myopic, Policy::rollout, Policy::equilibrium}) {
        const auto without = played(text, {.policy = policy, .levels = 2, .members = 300});
        const auto with = played(named, {.policy = policy, .levels = 2, .members = 300});
        CHECK(test::difference(without, with) == "");
    }
}

TEST_CASE("three players in any order choose the same") {
    const std::array<std::string, 3> players = {
        quarrel("A", "x", "y * z"), quarrel("B", "y", "x * z"), quarrel("C", "z", "x + y")};
    const std::string head =
        R"(model m "M" { time month from 2020-01 to 2020-06; forecast from 2020-03 }
actors A "One", B "Other", C "Third"
lever x : 1 = 0 in 0..1 held by A
lever y : 1 = 0 in 0..1 held by B
lever z : 1 = 0 in 0..1 held by C
)";
    const auto in_order = [&](std::size_t a, std::size_t b, std::size_t c, Policy policy) {
        return played(head + players[a] + players[b] + players[c],
                      {.policy = policy, .levels = 3, .members = 150},
                      "x y z");
    };
    for (const Policy policy : {Policy::myopic, Policy::rollout, Policy::equilibrium}) {
        const auto first = in_order(0, 1, 2, policy);
        CHECK(test::difference(first, in_order(2, 0, 1, policy)) == "");
        CHECK(test::difference(first, in_order(1, 0, 2, policy)) == "");
    }
}

TEST_CASE("the order in which players are written changes nothing") {
    const auto a_first = played(dilemma({}), {.levels = 2});
    const auto b_first = played(dilemma({.b_first = true}), {.levels = 2});
    CHECK(test::difference(a_first, b_first) == "");
}

TEST_CASE("players who look ahead give the same bytes on any threads, in blocks of any width") {
    // Events call on some members and not on others.
    std::string text =
        replaced(dilemma({.leaning = "0.5"}), "every 1 months", "every 3 months and after calls");
    text += "event calls { count poisson(rate = 0.1 [1/month]) }\n";
    for (const Policy policy : {Policy::rollout, Policy::equilibrium}) {
        const auto with = [&](std::size_t threads, std::size_t block) {
            return played(text,
                          {.policy = policy,
                           .levels = 2,
                           .replicates = 5,
                           .members = 200,
                           .threads = threads,
                           .block = block});
        };
        const auto one = with(1, 16);
        CHECK(one.choices.made > 0);
        for (const std::size_t threads : {2U, 7U}) {
            for (const std::size_t block : {0U, 16U, 64U, 128U}) {
                const auto other = with(threads, block);
                CHECK(test::difference(one, other) == "");
                CHECK(one.choices.made == other.choices.made);
                CHECK(one.choices.months == other.choices.months);
            }
        }
    }
}

TEST_CASE("who does not say what it wants follows its leanings under every policy") {
    const std::string text = dilemma({.wishes_of_b = "inertia 0.5"});
    const auto rule = played(text, {.policy = Policy::rule}, "y");
    const auto myopic = played(text, {.policy = Policy::myopic, .replicates = 4}, "y");
    CHECK(test::difference(rule, myopic) == "");
    // And by what A leans to, B expects less of it: A gives with chance 0.88 in its eyes.
    const auto trusting = played(dilemma({.leaning = "2"}), {}, "y");
    const double p = 1 / (1 + std::exp(-2.0));
    const double gain = (3 * p) - (5 * p + (1 - p));
    check_near(mean(trusting, forecast), 1 / (1 + std::exp(-gain)), three_errors);
}

TEST_CASE("with draws at their means the likeliest option is taken") {
    const auto run = played(dilemma({}), {.members = 3, .draws = program::Draws::mean});
    CHECK(mean(run, forecast) == 0);
    CHECK(mean(run, forecast, 1) == 0);
}

TEST_CASE("looking further ahead tells what costs later from what pays at once") {
    // To take pays 1 a month while it lasts, and what it wears down pays 0.1 each for good.
    const char* const text = R"(
model m "M" { time month from 2020-01 to 2024-12; forecast from 2020-03 }
actors A "One"
lever take : 1 = 0 in 0..1 held by A
stock good : 1 = 20 { outflow worn = 4 [1/month] * take }
player A every 3 months {
  option hold "Hold" { take = 0 }
  option grab "Grab" { take = 1 }
  wants take + 0.1 * good
  horizon 36 months
  precision 20
}
)";
    const auto myopic = played(text, {.replicates = 2, .members = 200}, "take");
    const auto rollout =
        played(text, {.policy = Policy::rollout, .replicates = 2, .members = 200}, "take");
    // An epoch: 1 against 0.1 * 4 * (0 + 1 + 2) / 3 = 0.4 of what is worn down.
    check_near(mean(myopic, forecast), 1 / (1 + std::exp(-20 * (1 - 0.4))), 1e-3);
    // Twelve epochs: what is worn down in the first, 12 of it, is missed in eleven more.
    check_near(mean(rollout, forecast), 0, 1e-3);
}

TEST_CASE("the discount and the horizon weigh what comes later") {
    // Grabbing now is worth 1 - 0.4 at once and loses 0.1 * 12 in every later epoch seen.
    const auto share = [](const std::string& wishes) {
        const std::string text = fmt::format(R"(
model m "M" {{ time month from 2020-01 to 2024-12; forecast from 2020-03 }}
actors A "One"
lever take : 1 = 0 in 0..1 held by A
stock good : 1 = 20 {{ outflow worn = 4 [1/month] * take }}
player A every 3 months {{
  option hold "Hold" {{ take = 0; leaning 30 }}
  option grab "Grab" {{ take = 1 }}
  wants take + 0.1 * good
  {}
}}
)",
                                             wishes);
        return mean(played(text, {.policy = Policy::rollout, .replicates = 1}, "take"), forecast);
    };
    const auto logit = [](double gain) { return 1 / (1 + std::exp(-gain)); };
    check_near(share("horizon 3 months"), logit(0.6), three_errors);
    check_near(share("horizon 6 months"), logit(0.6 - 1.2), three_errors);
    // A horizon is taken in whole epochs.
    check_near(share("horizon 4 months"), logit(0.6 - 1.2), three_errors);
    const double discounted = std::exp(-0.3);
    check_near(share("horizon 6 months; discount 0.1 [1/month]"),
               logit(0.6 - 1.2 * discounted),
               three_errors);
    check_near(share("horizon 6 months; inertia 3"), logit(0.6 - 1.2), three_errors);
}

TEST_CASE("what a player says of itself may be the leader's in office as it decides") {
    const auto with = [](const std::string& horizon, const std::string& rest) {
        const std::string text = fmt::format(R"(
model m "M" {{ time month from 2020-01 to 2024-12; forecast from 2020-03 }}
actors A "One"
lever take : 1 = 0 in 0..1 held by A
stock good : 1 = 20 {{ outflow worn = 4 [1/month] * take }}
leader hasty "Hasty" of A from 2010-01 {{ ahead = 3 months; sure = 20; holds = 0; hurry = 0 [1/month] }}
leader slow "Slow" of A from 2021-03 {{ ahead = 36 months; sure = 20; holds = 0; hurry = 0 [1/month] }}
player A every 3 months {{
  option hold "Hold" {{ take = 0 }}
  option grab "Grab" {{ take = 1 }}
  wants take + 0.1 * good
  horizon {}
  {}
}}
)",
                                             horizon,
                                             rest);
        return played(text, {.policy = Policy::rollout, .replicates = 2, .members = 200}, "take");
    };
    const auto led = with("leader(A).ahead",
                          "precision leader(A).sure; inertia leader(A).holds; "
                          "discount leader(A).hurry");
    // Hasty sees an epoch, in which grabbing pays; Slow what it wears down.
    CHECK(mean(led, forecast) > 0.99);
    CHECK(mean(led, forecast + 12) < 0.01);
    const auto hasty = with("3 months", "precision 20");
    CHECK(mean(hasty, forecast + 12) > 0.99);
}

TEST_CASE("what players consider is told; errors halve with four times the replicates") {
    const char* const text = R"(
model m "M" { time month from 2020-01 to 2021-12; forecast from 2020-03 }
actors A "One"
lever take : 1 = 0 in 0..1 held by A
input luck : 1 = 0 { then normal(0, 1) each month }
player A every 3 months {
  option hold "Hold" { take = 0; leaning 0.5 }
  option grab "Grab" { take = 1 }
  wants take + luck
  precision 2
  inertia 0.25
}
)";
    const auto told = [&](Policy policy, std::uint32_t replicates) {
        return played(text,
                      {.policy = policy,
                       .replicates = replicates,
                       .members = 400,
                       .threads = 2,
                       .watch = forecast + 3},
                      "take")
            .decisions;
    };
    const auto mean_error = [](const std::vector<results::Decision>& decisions) {
        double sum = 0;
        for (const results::Decision& decision : decisions) {
            sum += decision.errors.front();
        }
        return sum / static_cast<double>(decisions.size());
    };
    const auto few = told(Policy::myopic, 16);
    const auto many = told(Policy::myopic, 64);
    REQUIRE(few.size() == 400);
    REQUIRE(many.size() == 400);
    CHECK(mean_error(few) / mean_error(many) == doctest::Approx(2).epsilon(0.05));
    // The mean of three months of luck, over 64 futures.
    CHECK(mean_error(many) == doctest::Approx(1 / std::sqrt(3.0 * 64)).epsilon(0.05));
    std::size_t grabbed = 0;
    for (std::size_t member = 0; member < few.size(); ++member) {
        const results::Decision& decision = few[member];
        REQUIRE(decision.member == member);
        // The same futures for both options: what luck gives is in both values alike.
        REQUIRE(decision.values[1] - decision.values[0] == doctest::Approx(1));
        const double held = decision.leanings[0] == 0.75 ? 0.25 : 0;
        const double grabs = 0.25 - held;
        REQUIRE(decision.leanings[1] == grabs);
        REQUIRE(decision.chances[1] == doctest::Approx(1 / (1 + std::exp(-2 - grabs + held))));
        grabbed += decision.chosen;
    }
    CHECK(grabbed > 330);
    const auto by_rule = told(Policy::rule, 16);
    REQUIRE(by_rule.size() == 400);
    CHECK(by_rule.front().values.empty());
    const results::Decision& one = by_rule.front();
    CHECK(one.chances[0] == doctest::Approx(1 / (1 + std::exp(one.leanings[1] - one.leanings[0]))));
}

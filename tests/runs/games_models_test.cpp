// SPDX-License-Identifier: Apache-2.0
// The models of models/games: known games whose answers the model's players must give (T1, T12 and
// T13 of the flagship design, as in tests/science), and a council whose package moves with its
// members.
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "runs/comparing.hpp"
#include "support/run_text.hpp"

using namespace entente;
using program::Policy;

namespace {

struct Play {
    Policy policy = Policy::rule;
    std::size_t levels = 1;
    std::uint32_t replicates = 16;
    std::string scenario = "baseline";
    std::size_t members = 2000;
};

/// The outputs of the model, in the order it names them.
results::Run played(const std::string& file, const Play& play) {
    const auto loaded =
        test::load_model(std::filesystem::path(ENTENTE_SOURCE_DIR) / "models" / "games" / file);
    const model::ScenarioId scenario = model::find_scenario(loaded->model, play.scenario);
    REQUIRE(scenario);
    const model::Model changed =
        model::with_scenario(loaded->model, loaded->model.scenarios[scenario]);
    program::CompileOptions options;
    options.policy = play.policy;
    options.look_ahead.levels = play.levels;
    options.look_ahead.replicates = play.replicates;
    options.outputs = changed.outputs;
    const program::Program program = test::compiled(changed, loaded->data, options);
    return run::simulate(program, {.seed = 3, .members = play.members, .threads = 1});
}

constexpr int forecast = 2;  // the row of 2020-03 in the games

/// Mean of an output in a row.
double mean(const results::Run& run, int row, std::size_t output) {
    double sum = 0;
    for (std::size_t member = 0; member < run.members; ++member) {
        sum += static_cast<double>(run.value(member, row, output));
    }
    return sum / static_cast<double>(run.members);
}

/// The share of those that have one output in a row at 1, of those that have another so.
double share_among(
    const results::Run& run, int row, std::size_t output, int row_among, std::size_t among) {
    double all = 0;
    double with = 0;
    for (std::size_t member = 0; member < run.members; ++member) {
        if (run.value(member, row_among, among) > 0.5F) {
            all += 1;
            with += run.value(member, row, output) > 0.5F ? 1 : 0;
        }
    }
    REQUIRE(all > 0);
    return with / all;
}

/// Three standard errors of a share of 2000.
constexpr double three_errors = 0.034;

void check_near(double value, double expected, double tolerance) {
    CHECK_MESSAGE(std::abs(value - expected) <= tolerance, value << " is not near " << expected);
}

}  // namespace

TEST_CASE("T1: the dilemma's players reply to a coin, and to those who do") {
    const auto rule = played("dilemma.ent", {});
    const auto myopic = played("dilemma.ent", {.policy = Policy::myopic});
    const auto second = played("dilemma.ent", {.policy = Policy::rollout, .levels = 2});
    const auto settled = played("dilemma.ent", {.policy = Policy::equilibrium});
    for (const std::size_t player : {std::size_t{0}, std::size_t{1}}) {
        check_near(mean(rule, forecast, player), 0.5, three_errors);
        check_near(mean(myopic, forecast, player), 0.18243, three_errors);
        check_near(mean(second, forecast, player), 0.23462, three_errors);
        check_near(mean(settled, forecast, player), 0.22675, three_errors);
    }
}

TEST_CASE("T12: the crisis has the attacks and replies of the agent equilibrium") {
    const Play play = {.policy = Policy::rollout, .replicates = 64};
    const auto calm = played("crisis.ent", play);
    check_near(mean(calm, forecast, 0), 0.37993, three_errors);
    check_near(share_among(calm, forecast + 2, 1, forecast, 0), 0.62246, 0.05);
    Play exact = play;
    exact.scenario = "exact";
    const auto sharp = played("crisis.ent", exact);
    check_near(mean(sharp, forecast, 0), 0.13605, three_errors);
    check_near(share_among(sharp, forecast + 2, 1, forecast, 0), 0.73106, 0.09);
}

TEST_CASE(
    "T13: where the other quits as the equilibrium says, staying is worth as much as quitting") {
    const auto quits = [](const std::string& scenario) {
        return mean(played("attrition.ent",
                           {.policy = Policy::rollout,
                            .replicates = 16,
                            .scenario = scenario,
                            .members = 500}),
                    forecast,
                    0);
    };
    constexpr double three_errors_of_500 = 0.068;
    check_near(quits("baseline"), 0.5, three_errors_of_500);
    CHECK(quits("stubborn") > 0.5 + three_errors_of_500);
    CHECK(quits("fickle") < 0.5 - three_errors_of_500);
    // By leanings alone it is the equilibrium's chance.
    check_near(mean(played("attrition.ent", {}), forecast, 0), 0.2, three_errors);
}

TEST_CASE("the council's package follows the weight of its members and the alarm") {
    const auto baseline = played("council.ent", {.members = 200});
    const auto strong = played("council.ent", {.scenario = "strong_patron", .members = 200});
    const auto deaf = played("council.ent", {.scenario = "deaf", .members = 200});
    const int late = 60;
    for (std::size_t member = 0; member < baseline.members; ++member) {
        const float strict = baseline.value(member, late, 0);
        CHECK(strict > 0);
        CHECK(strict < 1);
    }
    CHECK(mean(strong, late, 0) < mean(baseline, late, 0) - 0.02);
    CHECK(mean(deaf, late, 0) < mean(baseline, late, 0) - 0.01);
    // Before the forecast the link is there in both.
    CHECK(mean(deaf, 23, 0) == mean(baseline, 23, 0));
}

// SPDX-License-Identifier: Apache-2.0
#include "report/matters.hpp"

#include <cmath>

#include <doctest/doctest.h>

using namespace entente;

namespace {

/// Parameters that rise, fall, repeat every seven members, and never move.
results::Run some_run(std::size_t members) {
    results::Run run;
    run.members = members;
    run.parameter_names = {"rises", "falls", "repeats", "stays"};
    for (std::size_t i = 0; i < members; ++i) {
        const auto x = static_cast<double>(i);
        run.parameters.insert(run.parameters.end(), {x, -x * x, static_cast<double>(i % 7), 3});
    }
    return run;
}

}  // namespace

TEST_CASE("an input that goes with the outcome in rank has all of its spread, up or down") {
    const results::Run run = some_run(200);
    std::vector<double> outcome(200);
    for (std::size_t i = 0; i < outcome.size(); ++i) {
        outcome[i] = std::exp(static_cast<double>(i) / 100);
    }
    const auto found = report::matters(run, outcome);
    REQUIRE(found.size() == 2);
    CHECK(found[0].name == "rises");
    CHECK(found[0].share == doctest::Approx(1));
    CHECK(found[1].share == doctest::Approx(1));
    // The mean of members 0 to 19, and of 180 to 199.
    CHECK(found[0].low_value == doctest::Approx(9.5));
    CHECK(found[0].high_value == doctest::Approx(189.5));
    CHECK(found[0].low < found[0].high);
    CHECK(found[1].low > found[1].high);
}

TEST_CASE("equal values share a rank, as Spearman's correlation has it") {
    // 100 members, an outcome of two values: with ranks 0 to 99 less their mean, the correlation is
    // sum(|i - 49.5|) * 25 / sqrt(83325 * 62500), so its square is 0.750.
    const results::Run run = some_run(100);
    std::vector<double> outcome(100);
    for (std::size_t i = 0; i < outcome.size(); ++i) {
        outcome[i] = i < 50 ? 0 : 1;
    }
    const auto found = report::matters(run, outcome);
    REQUIRE(!found.empty());
    CHECK(found[0].share ==
          doctest::Approx(2500.0 * 2500 * 25 * 25 / (83325.0 * 62500)).epsilon(1e-9));
}

TEST_CASE("noise, a constant outcome and too few futures matter nothing") {
    const results::Run run = some_run(200);
    CHECK(report::matters(run, std::vector<double>(200, 1)).empty());
    const results::Run few = some_run(99);
    std::vector<double> outcome(99);
    for (std::size_t i = 0; i < outcome.size(); ++i) {
        outcome[i] = static_cast<double>(i);
    }
    CHECK(report::matters(few, outcome).empty());
}

TEST_CASE("futures without a value are left out") {
    const results::Run run = some_run(300);
    std::vector<double> outcome(300);
    for (std::size_t i = 0; i < outcome.size(); ++i) {
        outcome[i] = i < 200 ? static_cast<double>(i) : std::nan("");
    }
    const auto found = report::matters(run, outcome);
    REQUIRE(!found.empty());
    CHECK(found[0].high_value == doctest::Approx(189.5));
}

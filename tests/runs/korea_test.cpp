// SPDX-License-Identifier: Apache-2.0
// Sectors A and B of the Korea model against what must hold whatever the numbers: accounts close,
// extremes stay sensible, the step does not matter. In double precision, from the slow evaluator.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "runs/korea_model.hpp"

namespace {

using korea::MemberSpec;
using korea::Paths;

const std::vector<std::string> flows_of_reserves = {
    "reserves.earned", "reserves.granted", "reserves.bought", "reserves.military", "reserves.held"};

}  // namespace

TEST_CASE("imports are those from China, from others and from Russia") {
    const auto korea = korea::open();
    for (const char* scenario : {"baseline", "full_enforcement", "border_closed", "diversified"}) {
        INFO(scenario);
        const Paths p =
            korea::member(korea,
                          scenario,
                          {"imports", "imports_china", "imports_other", "imports_russia"},
                          {.member = 3});
        for (std::size_t row = 0; row < p.of("imports").size(); ++row) {
            const double parts = p.of("imports_china")[row] + p.of("imports_other")[row] +
                                 p.of("imports_russia")[row];
            REQUIRE(parts == doctest::Approx(p.of("imports")[row]).epsilon(1e-9));
        }
    }
}

TEST_CASE("reserves change by the sum of their flows, what is held back included") {
    const auto korea = korea::open();
    std::vector<std::string> outputs = flows_of_reserves;
    outputs.push_back("reserves");
    bool held = false;
    for (const std::uint32_t member : {0U, 1U, 2U, 3U}) {
        const Paths p = korea::member(korea, "baseline", outputs, {.member = member});
        const std::vector<double>& reserves = p.of("reserves");
        for (std::size_t row = 0; row + 1 < reserves.size(); ++row) {
            const double flows = p.of("reserves.earned")[row] + p.of("reserves.granted")[row] -
                                 p.of("reserves.bought")[row] - p.of("reserves.military")[row] +
                                 p.of("reserves.held")[row];
            REQUIRE(std::abs(reserves[row + 1] - reserves[row] - flows) <=
                    1e-9 * std::max(reserves[row], std::abs(flows)));
            REQUIRE(reserves[row] >= 50);
            held = held || p.of("reserves.held")[row] > 0;
        }
    }
    CHECK_MESSAGE(held, "no member was held back, so the test did not see that flow");
}

TEST_CASE("dependence is a share, also where there is hardly any trade") {
    const auto korea = korea::open("scenario shut \"Shut\" { set close_border = 0.95 from start }");
    for (const char* scenario : {"baseline", "shut", "diversified"}) {
        const Paths p = korea::member(korea, scenario, {"dependence"}, {.member = 1});
        for (const double share : p.of("dependence")) {
            REQUIRE(share >= 0);
            REQUIRE(share <= 1);
        }
    }
}

TEST_CASE("a shut border all but ends trade, and output falls but stays") {
    const auto korea = korea::open("scenario shut \"Shut\" { set close_border = 0.95 from start }");
    const std::vector<std::string> outputs = {"exports_china", "imports", "output", "stress"};
    for (const std::uint32_t member : {0U, 1U, 2U}) {
        const Paths open = korea::member(korea, "baseline", outputs, {.member = member});
        const Paths shut = korea::member(korea, "shut", outputs, {.member = member});
        const auto row = static_cast<std::size_t>(korea::row_of(korea.model, 2012));
        CHECK(shut.of("exports_china")[row] < 0.15 * open.of("exports_china")[row]);
        CHECK(shut.of("imports")[row] < 0.15 * open.of("imports")[row]);
        CHECK(shut.of("output")[row] < open.of("output")[row]);
        for (const double output : shut.of("output")) {
            REQUIRE(output > 0.3 * 31000);
        }
    }
}

TEST_CASE("without crude oil and smuggling at least half of the legal products remain") {
    const auto korea = korea::open(
        "scenario dry \"Dry\" { set crude = 0 from start; set refined_illegal = 0.001 }");
    const Paths p = korea::member(korea, "dry", {"oil", "output"}, {.member = 2});
    for (std::size_t row = 0; row < p.of("oil").size(); ++row) {
        REQUIRE(p.of("oil")[row] >= 5.3 / 2);
        REQUIRE(p.of("output")[row] > 0);
    }
}

TEST_CASE("without launches and tests the Council adds no measure") {
    const auto korea = korea::open(
        "scenario quiet \"Quiet\" { event launches never from start; event nuclear_tests never "
        "from start }");
    const Paths p = korea::member(korea,
                                  "quiet",
                                  {"sanctions[exports]", "proposal"},
                                  {.history = entente::program::History::free});
    for (std::size_t row = 0; row < p.of("proposal").size(); ++row) {
        REQUIRE(p.of("proposal")[row] == 0);
        REQUIRE(p.of("sanctions[exports]")[row] == 0);
    }
}

TEST_CASE("more of what should hurt hurts, and more of what should help helps") {
    // Signs that the equations imply for every draw, seen at one month of the future.
    const auto korea = korea::open();
    const auto at = static_cast<std::size_t>(korea::row_of(korea.model, 2029, 10));
    const std::vector<std::string> outputs = {"output", "trade_china", "reserves", "oil"};
    for (const std::uint32_t member : {0U, 5U, 9U}) {
        INFO(member);
        const MemberSpec spec = {.member = member};
        const auto of = [&](const char* scenario) {
            return korea::member(korea, scenario, outputs, spec);
        };
        const Paths base = of("baseline");
        CHECK(of("crude_cut").of("oil")[at] < base.of("oil")[at]);
        CHECK(of("crude_cut").of("output")[at] < base.of("output")[at]);
        CHECK(of("full_enforcement").of("trade_china")[at] < base.of("trade_china")[at]);
        CHECK(of("full_enforcement").of("reserves")[at] < base.of("reserves")[at]);
        CHECK(of("chinese_downturn").of("trade_china")[at] < base.of("trade_china")[at]);
        CHECK(of("aid_surge").of("output")[at] > base.of("output")[at]);
    }
}

TEST_CASE("halving the step changes nothing material, sanctions of the Council's own included") {
    // B1 to B4 answer the counts of a month: free history makes them run without their record.
    // Nobody chooses: a hair's difference in a leaning now and then turns a choice.
    const auto korea = korea::open();
    const std::vector<std::string> outputs = {
        "sanctions[exports]", "sanctions[finance]", "output", "dependence", "enforcement"};
    for (const std::uint32_t member : {0U, 1U, 2U, 3U}) {
        MemberSpec spec = {.member = member,
                           .history = entente::program::History::free,
                           .policy = entente::program::Policy::scripted};
        const Paths whole = korea::member(korea, "baseline", outputs, spec);
        spec.substeps = 2 * korea.model.grid.substeps;
        const Paths half = korea::member(korea, "baseline", outputs, spec);
        double adopted = 0;
        for (std::size_t row = 0; row < whole.of("output").size(); ++row) {
            for (const char* index :
                 {"sanctions[exports]", "sanctions[finance]", "dependence", "enforcement"}) {
                INFO(index << " in row " << row);
                REQUIRE(std::abs(whole.of(index)[row] - half.of(index)[row]) <= 0.04);
            }
            REQUIRE(half.of("output")[row] ==
                    doctest::Approx(whole.of("output")[row]).epsilon(0.003));
            adopted = std::max(adopted, whole.of("sanctions[exports]")[row]);
        }
        CHECK_MESSAGE(adopted > 0.1, "nothing was adopted, so the test saw no jump");
    }
}

// SPDX-License-Identifier: Apache-2.0
// Sectors C to L of the Korea model against what must hold whatever the numbers: loops that stay
// finite, accounts that close, indexes that keep their promise, signs that every draw implies.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "runs/korea_model.hpp"

namespace {

using namespace entente;
using korea::MemberSpec;
using korea::Paths;

constexpr MemberSpec mean_path(std::uint32_t member) {
    return {.member = member, .history = program::History::free, .draws = program::Draws::mean};
}

}  // namespace

TEST_CASE("a campaign that feeds itself settles where the rate meets its memory") {
    // Stability check (i): with all else held, the rate solves x = x0 ((1 + x) / e^0.5)^gain, and
    // has a solution for every gain below 1; the prior allows no more than 0.8.
    const auto korea = korea::open(
        "scenario alone \"Alone\" {\n"
        "  without need_drives, threat_drives, exercises_provoke, emboldens, restrains from start\n"
        "  without summit_calm, talks_calm, closure_calms, diversion_from_stress from start\n"
        "  set autumn_lull = 0 from start\n"
        "  set before_2012 = 0 from start\n"
        "  set testing = 1 from start\n"  // the North's choices would move it
        "}");
    for (const std::uint32_t member : {0U, 1U, 2U, 3U, 4U, 5U}) {
        const Paths p = korea::member(korea,
                                      "alone",
                                      {"momentum", "base_rate", "momentum_gain", "momentum_delay"},
                                      mean_path(member));
        const double base = p.of("base_rate").front();
        const double gain = p.of("momentum_gain").front();
        REQUIRE(gain <= 0.8);
        const double settled = p.of("momentum").back();
        const double rate = base * std::exp(gain * (std::log1p(settled) - 0.5));
        CHECK(rate == doctest::Approx(settled).epsilon(0.001));
        CHECK(gain * settled / (1 + settled) < 1);
    }
}

TEST_CASE("the allies' build-up answers weapons and fades: a push dies out") {
    // Stability check (ii), after Richardson: the product of the fadings exceeds that of the
    // reactions, so what is added at the forecast is mostly gone ten years later.
    const auto korea =
        korea::open("scenario pushed \"Pushed\" { add 0.5 to allied_buildup on forecast }");
    const auto first = static_cast<std::size_t>(korea::row_of(korea.model, 2026, 10));
    for (const std::uint32_t member : {0U, 1U, 2U, 3U}) {
        const std::vector<std::string> outputs = {"allied_buildup", "capability", "buildup_fading"};
        const Paths base = korea::member(korea, "baseline", outputs, mean_path(member));
        const Paths pushed = korea::member(korea, "pushed", outputs, mean_path(member));
        const auto gap = [&](const char* name, std::size_t row) {
            return std::abs(pushed.of(name)[row] - base.of(name)[row]);
        };
        const std::size_t last = base.of("capability").size() - 1;
        REQUIRE(gap("allied_buildup", first) == doctest::Approx(0.5));
        const double alone =
            0.5 * std::exp(-base.of("buildup_fading").front() * static_cast<double>(last - first));
        CHECK(gap("allied_buildup", last) < 1.2 * alone);
        CHECK(gap("capability", last) < 0.05);
    }
}

TEST_CASE("no promise of range breaks in 500 draws of the prior") {
    // Stability check (iii): an index that chases a logistic target stays in 0..1.
    const auto korea = korea::open();
    CHECK(korea::run(korea, "baseline", {"output"}, 500).fault_count == 0);
    for (const char* scenario : {"full_enforcement", "border_closed"}) {
        INFO(scenario);
        CHECK(korea::run(korea, scenario, {"output"}, 64, 1).fault_count == 0);
    }
}

TEST_CASE("material, warheads and frustration change by the sum of their flows") {
    // Stability check (iv); the accounts of trade and reserves are in korea_test.cpp.
    const auto korea = korea::open();
    const std::vector<std::string> outputs = {"fissile",
                                              "fissile.made",
                                              "fissile.spent",
                                              "frustration",
                                              "frustration.by_launches",
                                              "frustration.by_tests",
                                              "frustration.by_concern",
                                              "frustration.soothed",
                                              "frustration.fading",
                                              "survival",
                                              "survival.lost"};
    for (const std::uint32_t member : {0U, 7U}) {
        const Paths p = korea::member(korea, "baseline", outputs, {.member = member});
        const auto change = [&p](const char* name, std::size_t row) {
            return p.of(name)[row + 1] - p.of(name)[row];
        };
        for (std::size_t row = 0; row + 1 < p.of("fissile").size(); ++row) {
            REQUIRE(p.of("fissile")[row] >= 0);
            REQUIRE(std::abs(change("fissile", row) - p.of("fissile.made")[row] +
                             p.of("fissile.spent")[row]) < 1e-9);
            REQUIRE(std::abs(change("survival", row) + p.of("survival.lost")[row]) < 1e-9);
            const double moved = p.of("frustration.by_launches")[row] +
                                 p.of("frustration.by_tests")[row] +
                                 p.of("frustration.by_concern")[row] -
                                 p.of("frustration.soothed")[row] - p.of("frustration.fading")[row];
            REQUIRE(std::abs(change("frustration", row) - moved) < 1e-9);
        }
    }
}

TEST_CASE("without launches, tests and concern China's frustration halves in 0.69 of its delay") {
    // Stability check (v).
    const auto korea = korea::open(
        "scenario quiet \"Quiet\" {\n"
        "  event launches never from start\n"
        "  event nuclear_tests never from start\n"
        "  without frustration.by_concern, frustration.soothed from start\n"
        "}");
    for (const std::uint32_t member : {0U, 1U, 2U}) {
        const Paths p =
            korea::member(korea, "quiet", {"frustration", "frustration_delay"}, {.member = member});
        const std::vector<double>& frustration = p.of("frustration");
        const double half_life = std::log(2.0) * p.of("frustration_delay").front();
        for (std::size_t row = 0; row + 24 < frustration.size(); row += 24) {
            const double left = frustration[row + 24] / frustration[row];
            CHECK(left == doctest::Approx(std::pow(0.5, 24 / half_life)).epsilon(0.03));
        }
    }
}

TEST_CASE("a testing tempo of 0 means that nothing flies") {
    const auto korea = korea::open("scenario still \"Still\" { set testing = 0 from start }");
    const Paths p = korea::member(
        korea, "still", {"launches"}, {.member = 1, .history = program::History::free});
    CHECK(*std::max_element(p.of("launches").begin(), p.of("launches").end()) == 0);
}

TEST_CASE("a test more than the material allows uses what there is") {
    const auto korea = korea::open(
        "scenario bare \"Bare\" {\n"
        "  set fissile_yield = 0.0001 from start\n"
        "  event nuclear_tests only every 1 month from start until 2008-01\n"
        "}");
    const Paths p = korea::member(korea, "bare", {"fissile"}, {.member = 1});
    CHECK(p.of("fissile")[24] < 0.1);
    for (const double fissile : p.of("fissile")) {
        REQUIRE(fissile >= 0);
    }
}

TEST_CASE("a test angers, a meeting soothes and backs, suspended exercises calm: in every draw") {
    const auto korea = korea::open(
        "scenario tested \"Tested\" { event nuclear_tests only on 2027-04 from forecast }\n"
        "scenario untested \"Untested\" { event nuclear_tests never from forecast }\n"
        "scenario met \"Met\" { event summits only on 2027-04 from forecast }\n"
        "scenario unmet \"Unmet\" { event summits never from forecast }\n"
        "scenario calm \"Calm\" { set suspend = 1 from forecast }\n"
        "scenario loud \"Loud\" { set suspend = 0 from forecast }\n");
    const std::vector<std::string> outputs = {
        "frustration", "severity_memory", "backing", "mood", "us_posture", "fissile"};
    const auto at = static_cast<std::size_t>(korea::row_of(korea.model, 2027, 7));
    for (const std::uint32_t member : {0U, 3U, 8U}) {
        INFO(member);
        const auto of = [&](const char* scenario) {
            return korea::member(korea, scenario, outputs, mean_path(member));
        };
        const Paths tested = of("tested");
        const Paths untested = of("untested");
        CHECK(tested.of("frustration")[at] > untested.of("frustration")[at]);
        CHECK(tested.of("severity_memory")[at] > untested.of("severity_memory")[at]);
        CHECK(tested.of("fissile")[at] < untested.of("fissile")[at]);
        const Paths met = of("met");
        const Paths unmet = of("unmet");
        CHECK(met.of("frustration")[at] < unmet.of("frustration")[at]);
        CHECK(met.of("mood")[at] > unmet.of("mood")[at]);
        CHECK(met.of("backing")[at] > unmet.of("backing")[at]);
        CHECK(of("calm").of("us_posture")[at] < of("loud").of("us_posture")[at]);
    }
}

TEST_CASE("ending the treaty moves its credibility, as its weight says") {
    const auto korea =
        korea::open("scenario treaty_ends \"The treaty ends\" { end treaty_1961 on 2027-01 }");
    const std::vector<std::string> outputs = {"treaty_credibility", "credibility_by_treaty"};
    const auto at = static_cast<std::size_t>(korea::row_of(korea.model, 2028, 1));
    for (const std::uint32_t member : {0U, 1U, 2U, 3U}) {
        const Paths base = korea::member(korea, "baseline", outputs, mean_path(member));
        const Paths ended = korea::member(korea, "treaty_ends", outputs, mean_path(member));
        const double fell = base.of("treaty_credibility")[at] - ended.of("treaty_credibility")[at];
        CHECK(fell * base.of("credibility_by_treaty").front() > 0);
    }
}

TEST_CASE("the record has eleven votes for sanctions, eleven meetings and six tests") {
    const auto korea = korea::open();
    const Paths p =
        korea::member(korea, "baseline", {"yes_votes", "summits", "nuclear_tests", "launches"}, {});
    const auto until = static_cast<std::size_t>(korea::row_of(korea.model, 2026, 8));
    const auto total = [&](const char* event) {
        double sum = 0;
        for (std::size_t row = 0; row < until; ++row) {
            sum += p.of(event)[row];
        }
        return sum;
    };
    CHECK(total("yes_votes") == 11);
    CHECK(total("summits") == 11);
    CHECK(total("nuclear_tests") == 6);
    CHECK(total("launches") == 224);
}

// SPDX-License-Identifier: Apache-2.0
#include "analysis/skill.hpp"

#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "math/normal.hpp"
#include "math/random.hpp"

using namespace entente;
using namespace entente::analysis;
using doctest::Approx;

namespace {

double normal(std::uint32_t set, std::size_t i) {
    return math::normal_quantile(
        math::uniform(4, set, static_cast<std::int32_t>(i), math::site("skill test")));
}

}  // namespace

TEST_CASE("skill is 0 against oneself and grows as errors shrink") {
    const std::vector<double> reference = {2, 4, 3, 5, 6, 2, 3, 4};
    std::vector<double> half;
    for (const double score : reference) {
        half.push_back(score / 2);
    }
    const auto none = skill_of(reference, reference, {});
    const auto some = skill_of(half, reference, {});
    REQUIRE(none);
    REQUIRE(some);
    CHECK(none->skill == 0);
    CHECK(none->low == 0);
    CHECK(some->skill == Approx(0.5));
    CHECK(some->high == Approx(0.5));
    CHECK(skill_of(reference, half, {})->skill == Approx(-1));
}

TEST_CASE("the interval of skill holds the truth about nine times in ten") {
    // Scores of mean 1 and 2, errors that persist over neighbours: the true skill is a half.
    std::size_t inside = 0;
    constexpr std::uint32_t sets = 200;
    for (std::uint32_t set = 0; set < sets; ++set) {
        std::vector<double> scores;
        std::vector<double> reference;
        double error = 0;
        for (std::size_t i = 0; i < 120; ++i) {
            error = 0.5 * error + 0.2 * normal(set, i);
            scores.push_back(1 + error);
            reference.push_back(2 + 0.3 * normal(set, 1000 + i));
        }
        const auto skill = skill_of(scores, reference, {.block = 6, .draws = 400});
        inside += skill->low <= 0.5 && skill->high >= 0.5 ? 1 : 0;
    }
    CHECK(inside > sets * 80 / 100);
    CHECK(inside < sets * 98 / 100);
}

TEST_CASE("no pairs and a perfect reference have no skill, and few pairs no interval") {
    CHECK_FALSE(skill_of({}, {}, {}));
    const std::vector<double> zero = {0, 0};
    const std::vector<double> one = {1, 1};
    CHECK_FALSE(skill_of(one, zero, {}));
    const std::vector<double> single = {1};
    const std::vector<double> other = {2};
    const auto skill = skill_of(single, other, {.block = 5});
    CHECK(skill->skill == Approx(0.5));
    CHECK(std::isnan(skill->low));
    CHECK(std::isnan(skill->high));
    const std::vector<double> eight(8, 1.0);
    CHECK(skill_of(eight, eight, {.block = 50})->low == 0);
}

TEST_CASE("a calibrated forecaster has even ranks and the coverage it names") {
    std::vector<Score> scores;
    std::vector<Score> narrow;
    for (std::size_t i = 0; i < 4000; ++i) {
        const double y = normal(0, i);
        scores.push_back(score(NormalLaw{0, 1}, y));
        narrow.push_back(score(NormalLaw{0, 0.5}, y));
    }
    const ScoreMeans means = means_of(scores);
    CHECK(means.coverage_50 == Approx(0.5).epsilon(0.05));
    CHECK(means.coverage_90 == Approx(0.9).epsilon(0.02));
    for (const double share : means.ranks) {
        CHECK(share == Approx(0.1).epsilon(0.2));
    }
    CHECK(means_of(narrow).coverage_90 < 0.65);
    CHECK(means_of(narrow).ranks.front() > 0.2);
    CHECK_FALSE(means.brier);
    CHECK(means_of({}).forecasts == 0);
}

TEST_CASE("a count spreads over the ranks it may have") {
    const std::vector<Score> scores = {score(CountLaw{{0.5, 0.5}}, 0)};
    const ScoreMeans means = means_of(scores);
    CHECK(means.ranks[0] == Approx(0.2));
    CHECK(means.ranks[4] == Approx(0.2));
    CHECK(means.ranks[5] == Approx(0));
    CHECK(*means.brier == Approx(0.25));
}

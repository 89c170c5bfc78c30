// SPDX-License-Identifier: Apache-2.0
#include "analysis/scores.hpp"

#include <cmath>
#include <limits>
#include <numeric>

#include <doctest/doctest.h>

#include "math/counts.hpp"
#include "math/normal.hpp"
#include "math/random.hpp"

using namespace entente;
using namespace entente::analysis;
using doctest::Approx;

namespace {

/// An even spread of quantiles of the standard normal, n of them.
std::vector<double> normal_ensemble(std::size_t n) {
    std::vector<double> members;
    for (std::size_t i = 0; i < n; ++i) {
        members.push_back(
            math::normal_quantile((static_cast<double>(i) + 0.5) / static_cast<double>(n)));
    }
    return members;
}

}  // namespace

TEST_CASE("the normal has its known scores") {
    const Law law = NormalLaw{0, 1};
    CHECK(score(law, 0).crps == Approx(0.233695).epsilon(1e-6));
    CHECK(score(law, 1).crps == Approx(0.602441).epsilon(1e-6));
    CHECK(score(law, 2).crps == Approx(1.452792).epsilon(1e-6));
    CHECK(score(law, -2).crps == Approx(1.452792).epsilon(1e-6));
    CHECK(score(law, 0).log_score == Approx(0.918939).epsilon(1e-6));
    // Ten times the scale is ten times the score.
    CHECK(score(NormalLaw{5, 10}, 15).crps == Approx(6.02441).epsilon(1e-6));
}

TEST_CASE("half the chances of a law lie at or below its median") {
    CHECK(median(NormalLaw{3, 2}) == 3);
    CHECK(median(LognormalLaw{std::log(108), 0.3}) == Approx(108));
    CHECK(median(CountLaw{{0.5, 0.5}}) == 0);
    CHECK(median(CountLaw{{0.4, 0.2, 0.4}}) == 1);
    CHECK(median(CountLaw{{0, 0, 1}}) == 2);
    // P(N <= 9) = 0.458 and P(N <= 10) = 0.583; P(N <= 2) = 0.407 and P(N <= 3) = 0.539.
    CHECK(median(poisson_law(10)) == 10);
    CHECK(median(negative_binomial_law(4, 2)) == 3);
}

TEST_CASE("the negative binomial has its known scores") {
    const Law law = negative_binomial_law(1.2, 1.5);
    const double known[][3] = {
        {0, 0.471509, 0.881680}, {1, 0.299682, 1.287145}, {5, 3.138644, 3.940479}};
    for (const auto& [y, crps, log_score] : known) {
        CHECK(score(law, y).crps == Approx(crps).epsilon(2e-6));
        CHECK(score(law, y).log_score == Approx(log_score).epsilon(2e-6));
    }
}

TEST_CASE("the lognormal agrees with an integral of its squared distribution function") {
    const LognormalLaw law{0.4, 0.7};
    for (const double y : {0.3, 1.5, 6.0}) {
        double sum = 0;
        constexpr double step = 1e-3;
        for (double x = step / 2; x < 60; x += step) {
            const double below = score(law, x).pit_low;
            const double miss = below - (x >= y ? 1 : 0);
            sum += miss * miss * step;
        }
        CHECK(score(law, y).crps == Approx(sum).epsilon(1e-4));
    }
    CHECK(score(law, -1).crps > score(law, 0.001).crps);
    CHECK(std::isinf(score(law, -1).log_score));
}

TEST_CASE("an ensemble nears the law it is drawn from, and the fair form has no bias") {
    for (const double y : {0.0, 1.0, 2.0}) {
        const Score of_law = score(NormalLaw{0, 1}, y);
        const Score of_many = score_ensemble(normal_ensemble(4000), NumberKind::amount, y);
        CHECK(of_many.crps == Approx(of_law.crps).epsilon(2e-3));
        CHECK(of_many.pit_low == Approx(of_law.pit_low).epsilon(2e-3));
        CHECK(of_many.log_score == Approx(of_law.log_score).epsilon(2e-3));
    }
    // The mean over many ensembles of four is the score of the law; the plain form is far above.
    double sum = 0;
    constexpr std::uint32_t ensembles = 20000;
    for (std::uint32_t i = 0; i < ensembles; ++i) {
        std::vector<double> four;
        for (int month = 0; month < 4; ++month) {
            four.push_back(math::normal_quantile(math::uniform(3, i, month, math::site("fair"))));
        }
        sum += score_ensemble(four, NumberKind::amount, 1).crps;
    }
    CHECK(sum / ensembles == Approx(0.602441).epsilon(0.02));
}

TEST_CASE("counts are scored as counts, from a law or from members") {
    const std::vector<double> members = {0, 0, 1, 3, 1, 0, 2, 1};
    const Score of_members = score_ensemble(members, NumberKind::count, 1);
    const Score of_shares = score(empirical_law(members), 1);
    CHECK(of_members.log_score == Approx(-std::log(3.0 / 8)));
    CHECK(of_shares.log_score == Approx(of_members.log_score));
    CHECK(of_members.pit_low == Approx(3.0 / 8));
    CHECK(of_members.pit_high == Approx(6.0 / 8));
    CHECK(*of_members.brier == Approx(std::pow(3.0 / 8, 2)));
    CHECK(*of_shares.brier == Approx(*of_members.brier));
    // Fair: smaller than that of the shares by the spread over n (n - 1) in place of n^2.
    CHECK(of_members.crps < of_shares.crps);
    // What no member had costs much, not infinity.
    CHECK(score_ensemble(members, NumberKind::count, 7).log_score == Approx(-std::log(1e-4)));
    CHECK(score(empirical_law(members), 7).log_score == Approx(-std::log(1e-4)));
    CHECK(score(empirical_law(members), 7).crps > score(empirical_law(members), 6).crps + 0.9);
}

TEST_CASE("central intervals hold their ends") {
    // 0, 1, 2, 3 with a quarter each: the 50 % interval is 0 to 2.
    const CountLaw law{{0.25, 0.25, 0.25, 0.25}};
    CHECK(score(law, 0).within_50);
    CHECK(score(law, 2).within_50);
    CHECK_FALSE(score(law, 3).within_50);
    CHECK(score(law, 3).within_90);
    CHECK_FALSE(score(law, 4).within_90);
    CHECK(score(NormalLaw{0, 1}, 1.644).within_90);
    CHECK_FALSE(score(NormalLaw{0, 1}, 1.646).within_90);
    CHECK_FALSE(score(NormalLaw{0, 1}, -0.68).within_50);
}

TEST_CASE("degenerate forecasts have scores too") {
    CHECK(score(NormalLaw{2, 0}, 5).crps == 3);
    CHECK(std::isfinite(score(NormalLaw{2, 0}, 5).log_score));
    CHECK(score(LognormalLaw{std::log(2.0), 0}, 5).crps == Approx(3));
    CHECK(score(poisson_law(0), 0).crps == 0);
    CHECK(score(poisson_law(0), 3).crps == 3);
    CHECK(score(negative_binomial_law(0, 2), 0).log_score == 0);
    const Score one = score_ensemble({4}, NumberKind::amount, 1);
    CHECK(one.crps == 3);
    CHECK(std::isfinite(one.log_score));
    CHECK(score_ensemble({1, 1, 1}, NumberKind::amount, 1).crps == 0);
    CHECK(score(empirical_law(std::vector<double>{2}), 2).crps == 0);
}

TEST_CASE("a sum of counts has the law of the sum") {
    const CountLaw twelve = sum_of(negative_binomial_law(0.8, 1.1), 12);
    const CountLaw direct = negative_binomial_law(12 * 0.8, 12 * 1.1);
    for (std::size_t k = 0; k < 30; ++k) {
        CHECK(twelve.chances[k] == Approx(direct.chances[k]).epsilon(1e-9));
    }
    for (const CountLaw& law :
         {poisson_law(0.3), poisson_law(40), negative_binomial_law(25, 0.4)}) {
        CHECK(std::accumulate(law.chances.begin(), law.chances.end(), 0.0) == Approx(1));
    }
}

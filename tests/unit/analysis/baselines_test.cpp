// SPDX-License-Identifier: Apache-2.0
#include "analysis/baselines.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

#include "math/counts.hpp"
#include "math/normal.hpp"
#include "math/random.hpp"

using namespace entente;
using namespace entente::analysis;
using doctest::Approx;

namespace {

constexpr double gap = std::numeric_limits<double>::quiet_NaN();

double uniform(std::size_t i) {
    return math::uniform(8, 0, static_cast<std::int32_t>(i), math::site("baselines"));
}

AmountPast plain(std::vector<double> values, int season = 1) {
    return {std::move(values), season, false};
}

/// x' = 5 + 0.7 (x - 5) + e, e of deviation 0.5.
AmountPast autoregressive(std::size_t n) {
    AmountPast past = plain({5});
    for (std::size_t i = 1; i < n; ++i) {
        past.values.push_back(5 + 0.7 * (past.values.back() - 5) +
                              0.5 * math::normal_quantile(uniform(i)));
    }
    return past;
}

}  // namespace

TEST_CASE("persistence says what was, as wide as such changes were") {
    const auto law = persistence(plain({1, 2, 4, 3, 5}), 1);
    REQUIRE(law);
    CHECK(law->mean == 5);
    CHECK(law->deviation == Approx(std::sqrt((1 + 4 + 1 + 4) / 4.0)));
    // Two periods on, from the three pairs that far apart: 3, 1, 1.
    CHECK(persistence(plain({1, 2, 4, 3, 5}), 2)->deviation == Approx(std::sqrt(11 / 3.0)));
    // A gap at the end makes the lead longer: the same as two periods.
    CHECK(persistence(plain({1, 2, 4, 3, 5, gap}), 1)->deviation == Approx(std::sqrt(11 / 3.0)));
    CHECK_FALSE(persistence(plain({1, 2, 4}), 1));
    CHECK_FALSE(persistence(plain({gap, gap}), 1));
    CHECK_FALSE(persistence(plain({}), 1));
}

TEST_CASE("drift goes on by the mean step") {
    const auto law = drift(plain({0, 1, 2, 3, 5}), 4);
    REQUIRE(law);
    CHECK(law->mean == Approx(5 + 4 * 1.25));
    CHECK(law->deviation == Approx(std::sqrt(0.75 / 3) * std::sqrt(4 * (1 + 4 / 4.0))));
    CHECK(drift(plain({0, 1, 2, 3}), 1)->deviation == 0);
}

TEST_CASE("the seasonal naive forecast takes the same month of the last year seen") {
    std::vector<double> values;
    for (int i = 0; i < 48; ++i) {
        values.push_back(i % 12 + 0.1 * (i / 12));
    }
    CHECK(seasonal_naive(plain(values, 12), 1)->mean == Approx(0.3));
    CHECK(seasonal_naive(plain(values, 12), 12)->mean == Approx(11.3));
    CHECK(seasonal_naive(plain(values, 12), 13)->mean == Approx(0.3));
    values[36] = gap;
    CHECK(seasonal_naive(plain(values, 12), 1)->mean == Approx(0.2));
    CHECK_FALSE(seasonal_naive(plain(values, 1), 1));
}

TEST_CASE("an autoregression is recovered and returns to its mean") {
    const AmountPast past = autoregressive(4000);
    const auto far = autoregression(past, 60);
    REQUIRE(far);
    CHECK(far->mean == Approx(5).epsilon(0.02));
    CHECK(far->deviation == Approx(0.5 / std::sqrt(1 - 0.49)).epsilon(0.05));
    CHECK(autoregression(past, 1)->deviation == Approx(0.5).epsilon(0.05));
    CHECK(autoregression(past, 1)->mean ==
          Approx(5 + 0.7 * (past.values.back() - 5)).epsilon(0.02));
    // A constant series has no slope to find.
    CHECK(autoregression(plain({2, 2, 2, 2, 2, 2, 2}), 3)->mean == 2);
    CHECK_FALSE(autoregression(plain({1, gap, 2, gap, 3}), 1));
}

TEST_CASE("a damped trend follows a line and flattens") {
    std::vector<double> line;
    for (int i = 0; i < 30; ++i) {
        line.push_back(2.0 * i);
    }
    const auto next = damped_trend(plain(line), 1);
    const auto far = damped_trend(plain(line), 40);
    REQUIRE(next);
    CHECK(next->mean == Approx(60).epsilon(0.02));
    CHECK(far->mean > next->mean);
    CHECK(far->mean < 60 + 2 * 39);
    CHECK(far->deviation > next->deviation);
    CHECK_FALSE(damped_trend(plain({1, 2, 3}), 1));
}

TEST_CASE("logarithms are forecast where asked") {
    AmountPast past = plain({100, 200, 100, 200, 150, 120});
    past.logs = true;
    for (const NaiveForecast& forecast : naive_amounts(past, 2)) {
        CHECK(std::holds_alternative<LognormalLaw>(forecast.law));
    }
    CHECK(naive_amounts(past, 2).size() == 4);
    CHECK(naive_amounts(plain({1}), 1).empty());
}

TEST_CASE("the size and the momentum of counts are recovered") {
    std::vector<double> counts;
    double before = 1;
    const CountMomentum truth{0.5, 0.5, 1.5};
    for (std::size_t i = 0; i < 6000; ++i) {
        before = math::negative_binomial(uniform(i), truth.mean_after(before), truth.size);
        counts.push_back(before);
    }
    const auto found = fit_momentum(counts);
    REQUIRE(found);
    CHECK(found->base == Approx(0.5).epsilon(0.1));
    CHECK(found->gain == Approx(0.5).epsilon(0.1));
    CHECK(found->size == Approx(1.5).epsilon(0.1));
    std::vector<double> independent;
    for (std::size_t i = 0; i < 6000; ++i) {
        independent.push_back(math::negative_binomial(uniform(i), 2, 0.9));
    }
    CHECK(likely_size(independent) == Approx(0.9).epsilon(0.1));
    CHECK_FALSE(fit_momentum(std::vector<double>(24, 0.0)));
    CHECK_FALSE(fit_momentum(std::vector<double>(5, 1.0)));
}

TEST_CASE("a momentum's law of a year has the mean of its months") {
    const CountMomentum momentum{0.5, 0.5, 1.5};
    double mean = 0;
    double expected = 0;
    double month = 4;
    const CountLaw law = momentum_law(momentum, 4, {12, 0});
    for (std::size_t k = 0; k < law.chances.size(); ++k) {
        mean += static_cast<double>(k) * law.chances[k];
    }
    for (int i = 0; i < 12; ++i) {
        month = momentum.mean_after(month);
        expected += month;
    }
    CHECK(mean == Approx(expected).epsilon(0.03));
    // Far ahead nothing is left of the last count.
    const CountLaw far = momentum_law(momentum, 40, {1, 60});
    double settled = 0;
    for (std::size_t k = 0; k < far.chances.size(); ++k) {
        settled += static_cast<double>(k) * far.chances[k];
    }
    CHECK(settled == Approx(1).epsilon(0.1));
}

TEST_CASE("counts that never were still have forecasts") {
    CountPast past;
    past.counts.assign(24, 0.0);
    const auto all = naive_counts(past, {12, 0});
    CHECK(all.size() == 4);
    for (const NaiveForecast& forecast : all) {
        CHECK(std::isfinite(score(forecast.law, 2).log_score));
    }
    past.counts.resize(11);
    CHECK(naive_counts(past, {1, 0}).empty());
    CHECK(naive_grades({}).empty());
}

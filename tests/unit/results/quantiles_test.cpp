// SPDX-License-Identifier: Apache-2.0
#include "results/quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include "some_run.hpp"

using namespace entente::results;

TEST_CASE("quantiles are those of R's quantile(), type 7") {
    // R 4.2: quantile(c(1, 2, 4, 8, 16, 32, 64), c(.05, .25, .5, .75, .95)).
    std::vector<double> values = {64, 1, 16, 2, 32, 4, 8};
    const Quantiles q = quantiles_of(values);
    CHECK(q.q05 == doctest::Approx(1.3));
    CHECK(q.q25 == doctest::Approx(3));
    CHECK(q.q50 == 8);
    CHECK(q.q75 == doctest::Approx(24));
    CHECK(q.q95 == doctest::Approx(54.4));
    CHECK(q.mean == doctest::Approx(127.0 / 7));
    CHECK(q.n == 7);
}

TEST_CASE("one value is all its quantiles") {
    std::vector<double> values = {3.5};
    const Quantiles q = quantiles_of(values);
    CHECK(q.q05 == 3.5);
    CHECK(q.q95 == 3.5);
}

TEST_CASE("what is not a number takes no part, and nothing at all gives no quantile") {
    const double nan = std::nan("");
    std::vector<double> some = {nan, 1, nan, 3};
    CHECK(quantiles_of(some).n == 2);
    std::vector<double> none = {nan, nan};
    const Quantiles q = quantiles_of(none);
    CHECK(q.n == 0);
    CHECK(std::isnan(q.q50));
}

TEST_CASE("between equal infinities nothing is interpolated") {
    const double infinity = std::numeric_limits<double>::infinity();
    std::vector<double> values = {1, infinity, infinity, infinity};
    const Quantiles q = quantiles_of(values);
    CHECK(q.q75 == infinity);
    CHECK(q.q95 == infinity);
}

TEST_CASE("quantiles of many values, alike or not, are those of the sorted ones") {
    for (const std::size_t count : {24U, 25U, 200U, 2000U}) {
        for (const std::size_t different : {1U, 3U, 100U, 2000U}) {
            std::vector<double> values(count);
            for (std::size_t i = 0; i < count; ++i) {
                // 7919 is prime: a shuffle of 0 .. different - 1, again and again.
                values[i] = static_cast<double>(i * 7919 % different) - 20;
            }
            std::vector<double> sorted = values;
            std::sort(sorted.begin(), sorted.end());
            const Quantiles q = quantiles_of(values);
            CHECK(q.q05 == quantile(sorted, 0.05));
            CHECK(q.q25 == quantile(sorted, 0.25));
            CHECK(q.q50 == quantile(sorted, 0.50));
            CHECK(q.q75 == quantile(sorted, 0.75));
            CHECK(q.q95 == quantile(sorted, 0.95));
        }
    }
}

TEST_CASE("a run's quantiles read each member once, across blocks") {
    const Run run = some::run({{"x", "1"}, {"y", "1"}}, 9);
    const Quantiles q = quantiles_of(run, 1, 2);
    CHECK(q.n == 9);
    CHECK(q.q50 == doctest::Approx(1004.02));
}

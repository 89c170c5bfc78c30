// SPDX-License-Identifier: Apache-2.0
#include "results/histogram.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

using namespace entente::results;

namespace {

/// Values over many sizes and both signs, the same each time.
std::vector<float> spread(std::size_t n) {
    std::vector<float> values;
    for (std::size_t i = 0; i < n; ++i) {
        const double u = static_cast<double>((i * 7919) % n) / static_cast<double>(n);
        values.push_back(static_cast<float>(std::exp(20 * u - 10) * (i % 3 == 0 ? -1 : 1)));
    }
    return values;
}

Quantiles exact(const std::vector<float>& values) {
    std::vector<double> copy(values.begin(), values.end());
    return quantiles_of(copy);
}

void check_equal(const Quantiles& a, const Quantiles& b) {
    CHECK(a.n == b.n);
    CHECK(a.q05 == b.q05);
    CHECK(a.q25 == b.q25);
    CHECK(a.q50 == b.q50);
    CHECK(a.q75 == b.q75);
    CHECK(a.q95 == b.q95);
}

}  // namespace

TEST_CASE("a value is within the stated share of its bin's, at any size") {
    for (const float value : spread(5000)) {
        Histogram one;
        one.add(std::vector<float>{value});
        const double found = one.quantiles().q50;
        CHECK(std::abs(found - static_cast<double>(value)) <=
              Histogram::relative_error * std::abs(static_cast<double>(value)));
    }
}

TEST_CASE("quantiles of a wide spread are within the stated share of the exact ones") {
    const std::vector<float> values = spread(10001);
    Histogram all;
    all.add(values);
    const Quantiles q = all.quantiles();
    const Quantiles e = exact(values);
    CHECK(q.n == e.n);
    for (const auto& [found, expected] : {std::pair(q.q05, e.q05),
                                          {q.q25, e.q25},
                                          {q.q50, e.q50},
                                          {q.q75, e.q75},
                                          {q.q95, e.q95}}) {
        CHECK(std::abs(found - expected) <= Histogram::relative_error * std::abs(expected));
    }
    CHECK(q.mean == doctest::Approx(e.mean));
}

TEST_CASE("whole numbers up to 256, as counts are, are exact") {
    std::vector<float> values;
    for (int i = -256; i <= 256; ++i) {
        values.push_back(static_cast<float>(i));
    }
    Histogram all;
    all.add(values);
    check_equal(all.quantiles(), exact(values));
}

TEST_CASE("splitting and merging change no quantile") {
    const std::vector<float> values = spread(4000);
    Histogram whole;
    whole.add(values);
    Histogram batches;
    Histogram left;
    Histogram right;
    for (std::size_t i = 0; i < values.size(); i += 37) {
        const std::size_t n = std::min<std::size_t>(37, values.size() - i);
        batches.add(std::span(values).subspan(i, n));
        (i % 2 == 0 ? left : right).add(std::span(values).subspan(i, n));
    }
    check_equal(batches.quantiles(), whole.quantiles());
    right.merge(left);
    check_equal(right.quantiles(), whole.quantiles());
    // The mean is added in the order of the values, however they were split.
    CHECK(batches.quantiles().mean == whole.quantiles().mean);
}

TEST_CASE("missing values are not counted; infinite and extreme ones keep their places") {
    const float infinity = std::numeric_limits<float>::infinity();
    const float largest = std::numeric_limits<float>::max();
    Histogram all;
    all.add(std::vector<float>{std::nanf(""), -infinity, -largest, -0.0F, 0.0F, largest, infinity});
    const Quantiles q = all.quantiles();
    CHECK(q.n == 6);
    CHECK(q.q50 == 0);
    Histogram ends;
    ends.add(std::vector<float>{largest});
    CHECK(std::isfinite(ends.quantiles().q50));
    Histogram none;
    none.add(std::vector<float>{std::nanf("")});
    CHECK(none.quantiles().n == 0);
}

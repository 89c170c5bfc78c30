// SPDX-License-Identifier: Apache-2.0
#include "math/distributions.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <boost/math/special_functions/erf.hpp>
#include <doctest/doctest.h>

#include "math/normal_cdf.hpp"

using namespace entente;
using doctest::Approx;
using math::Distribution;
using math::DistributionKind;
using math::IntervalSupport;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

std::vector<Distribution> one_of_each() {
    return {{.kind = DistributionKind::normal, .a = 2.0, .b = 3.0},
            {.kind = DistributionKind::lognormal, .a = 4000.0, .b = 0.5},
            {.kind = DistributionKind::logit_normal, .a = -1.0, .b = 0.8},
            {.kind = DistributionKind::beta, .a = 2.0, .b = 5.0},
            {.kind = DistributionKind::scaled_beta, .a = 2.0, .b = 3.0, .c = -1.0, .d = 4.0},
            {.kind = DistributionKind::student_t, .a = 1.0, .b = 2.0, .c = 4.0},
            {.kind = DistributionKind::uniform, .a = -2.0, .b = 6.0}};
}

// Midpoints in u: the mean to about 1e-4 of the spread.
double mean_by_sum(const Distribution& of, double low, double high) {
    double sum = 0.0;
    const int n = 20000;
    for (int i = 0; i < n; ++i) sum += of.quantile_within((i + 0.5) / n, low, high);
    return sum / n;
}

}  // namespace

TEST_CASE("a quantile and its distribution function undo each other") {
    for (const Distribution& of : one_of_each()) {
        CAPTURE(std::string(name(of.kind)));
        CHECK_FALSE(check_parameters(of).has_value());
        double last = -inf;
        for (double u = 0.001; u < 1.0; u += 0.037) {
            const double x = of.quantile(u);
            CHECK(x > last);
            CHECK(of.cdf(x) == Approx(u).epsilon(1e-12));
            last = x;
        }
        CHECK(std::isnan(of.quantile(-0.1)));
        CHECK(std::isnan(of.quantile(1.1)));
    }
}

TEST_CASE("distributions have their textbook quantiles and means") {
    const auto all = one_of_each();
    CHECK(all[0].quantile(0.975) == Approx(2.0 + 3.0 * 1.959963984540054));
    CHECK(all[1].quantile(0.5) == Approx(4000.0));
    CHECK(all[1].mean() == Approx(4000.0 * std::exp(0.125)));
    CHECK(all[3].mean() == Approx(2.0 / 7.0));
    CHECK(all[4].mean() == Approx(1.0));
    // t with 4 degrees of freedom: 97.5 % at 2.7764451.
    CHECK(all[5].quantile(0.975) == Approx(1.0 + 2.0 * 2.7764451051977987));
    CHECK(all[6].quantile(0.25) == 0.0);
    CHECK(all[6].mean() == 2.0);
    for (const Distribution& of : all) {
        CAPTURE(std::string(name(of.kind)));
        CHECK(of.mean() == Approx(mean_by_sum(of, -inf, inf)).epsilon(2e-3));
    }
}

TEST_CASE("a log density is the slope of the distribution function") {
    for (const Distribution& of : one_of_each()) {
        CAPTURE(std::string(name(of.kind)));
        for (const double u : {0.1, 0.4, 0.85}) {
            const double x = of.quantile(u);
            const double h = 1e-5 * (std::fabs(x) + 0.1);
            const double slope = (of.cdf(x + h) - of.cdf(x - h)) / (2.0 * h);
            CHECK(of.log_density(x) == Approx(std::log(slope)).epsilon(1e-6));
        }
    }
    CHECK(one_of_each()[1].log_density(-1.0) == -inf);
    CHECK(one_of_each()[3].log_density(1.5) == -inf);
    CHECK(one_of_each()[6].log_density(7.0) == -inf);
}

TEST_CASE("a truncated distribution stays inside and keeps its shape") {
    for (const Distribution& of : one_of_each()) {
        CAPTURE(std::string(name(of.kind)));
        const double low = of.quantile(0.2);
        const double high = of.quantile(0.7);
        CHECK(of.quantile_within(0.0, low, high) == Approx(low));
        CHECK(of.quantile_within(1.0, low, high) == Approx(high));
        CHECK(of.quantile_within(0.5, low, high) == Approx(of.quantile(0.45)));
        CHECK(of.cdf_within(of.quantile(0.45), low, high) == Approx(0.5));
        CHECK(of.cdf_within(low - 1.0, low, high) == 0.0);
        CHECK(of.cdf_within(high + 1.0, low, high) == 1.0);
        CHECK(of.mean_within(low, high) == Approx(mean_by_sum(of, low, high)).epsilon(1e-4));
        CHECK(of.log_density_within(of.quantile(0.45), low, high) ==
              Approx(of.log_density(of.quantile(0.45)) - std::log(0.5)));
        CHECK(of.log_density_within(high + 1.0, low, high) == -inf);
    }
}

TEST_CASE("truncation far in either tail keeps its digits") {
    const Distribution standard = {.kind = DistributionKind::normal, .a = 0.0, .b = 1.0};
    // Beyond 10 the median is where the tail halves.
    const double x = standard.quantile_within(0.5, 10.0, inf);
    CHECK(x == Approx(10.0 + std::log(2.0) / 10.1).epsilon(1e-3));
    CHECK(standard.quantile_within(0.5, -inf, -10.0) == Approx(-x).epsilon(1e-12));
    CHECK(standard.cdf_within(x, 10.0, inf) == Approx(0.5));
    // Half a normal: mean sqrt(2 / pi).
    CHECK(standard.mean_within(0.0, inf) == Approx(0.7978845608028654).epsilon(1e-9));
    // Nothing left at all: the end that is nearer.
    CHECK(standard.quantile_within(0.5, 60.0, 70.0) >= 60.0);
    CHECK(standard.quantile_within(0.5, 60.0, 70.0) <= 70.0);
}

TEST_CASE("an interval is the distribution with those 5 and 95 % quantiles") {
    struct Case {
        double low, high;
        IntervalSupport support;
        DistributionKind kind;
    };

    for (const Case& c :
         {Case{3.0, 9.0, IntervalSupport::open, DistributionKind::lognormal},
          Case{-1.0, 9.0, IntervalSupport::open, DistributionKind::normal},
          Case{0.0, 9.0, IntervalSupport::open, DistributionKind::normal},
          Case{-9.0, -3.0, IntervalSupport::open, DistributionKind::normal},
          Case{0.2, 0.7, IntervalSupport::zero_to_one, DistributionKind::logit_normal}}) {
        const Distribution of = math::interval(c.low, c.high, c.support);
        CHECK(of.kind == c.kind);
        CHECK(of.quantile(0.05) == Approx(c.low).epsilon(1e-12));
        CHECK(of.quantile(0.95) == Approx(c.high).epsilon(1e-12));
        CHECK_FALSE(check_interval(c.low, c.high, c.support).has_value());
    }
    CHECK(math::interval(3.0, 9.0, IntervalSupport::open).quantile(0.5) == Approx(std::sqrt(27.0)));
}

TEST_CASE("faults of parameters and intervals are named") {
    const auto fault = [](const Distribution& of) { return check_parameters(of).value_or(""); };
    CHECK(fault({.kind = DistributionKind::normal, .a = 0.0, .b = -2.0}) ==
          "the standard deviation must be above 0, and is -2");
    CHECK(fault({.kind = DistributionKind::lognormal, .a = 0.0, .b = 1.0}) ==
          "the median must be above 0, and is 0");
    CHECK(fault({.kind = DistributionKind::beta, .a = 1.0, .b = 0.0}) ==
          "the second shape must be above 0, and is 0");
    CHECK(fault({.kind = DistributionKind::scaled_beta, .a = 1.0, .b = 1.0, .c = 3.0, .d = 2.0}) ==
          "the lower end must be below the upper end, and 3 is not below 2");
    CHECK(fault({.kind = DistributionKind::student_t, .a = 1.0, .b = 1.0, .c = 0.0}) ==
          "the number of degrees of freedom must be above 0, and is 0");
    CHECK(fault({.kind = DistributionKind::uniform, .a = 1.0, .b = inf}) ==
          "the upper end must be a finite number, and is inf");
    CHECK(math::check_interval(9.0, 3.0, IntervalSupport::open) ==
          "the lower end must be below the upper end, and 9 is not below 3");
    CHECK(math::check_interval(0.0, 0.4, IntervalSupport::zero_to_one) ==
          "both ends of an interval in 0..1 must lie strictly inside it, and 0 to 0.4 does not");
}

TEST_CASE("the normal distribution function agrees with Boost's erfc in both tails") {
    double worst = 0.0;
    for (double z = -37.0; z < 8.3; z += 0.00737) {
        const double there = 0.5 * boost::math::erfc(-z * 0.70710678118654752440);
        worst = std::max(worst, std::fabs(math::normal_cdf(z) / there - 1.0));
    }
    CHECK(worst < 3e-13);  // the argument of erfc is rounded: z^2 ulp in the far tail
    for (double z = -3.0; z < 3.0; z += 0.01) {
        CHECK(math::normal_cdf(z) ==
              Approx(0.5 * boost::math::erfc(-z * 0.70710678118654752440)).epsilon(1e-15));
    }
    CHECK(math::normal_cdf(0.0) == 0.5);
    CHECK(math::normal_cdf(-inf) == 0.0);
    CHECK(math::normal_cdf(inf) == 1.0);
    CHECK(std::isnan(math::normal_cdf(std::nan(""))));
}

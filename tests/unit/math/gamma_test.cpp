// SPDX-License-Identifier: Apache-2.0
// References in long double from Boost.Math, which we did not write.
#include "math/gamma.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/special_functions/gamma.hpp>
#include <doctest/doctest.h>

#include "unit/math/points.hpp"

using namespace entente;

TEST_CASE("log gamma is within 1e-14 of itself or of 1, from the least double to 1e300") {
    double worst = 0.0;
    for (std::uint64_t i = 0; i < 40000; ++i) {
        const double share = math::test::spread(i);
        // Near the zeros, ordinary, and by orders of magnitude.
        const double choices[3] = {
            3.0 * share, 40.0 * share, std::pow(10.0, 600.0 * share - 300.0)};
        const double x = choices[i % 3];
        const auto exact = static_cast<double>(boost::math::lgamma(static_cast<long double>(x)));
        worst = std::max(worst,
                         std::fabs(math::log_gamma(x) - exact) / std::max(1.0, std::fabs(exact)));
    }
    MESSAGE("worst " << worst);
    CHECK(worst < 1e-14);
}

TEST_CASE("log gamma of whole numbers is the logarithm of a factorial") {
    double factorial = 1.0;
    for (int n = 1; n <= 20; ++n) {
        CHECK(math::log_gamma(n) == doctest::Approx(std::log(factorial)).epsilon(1e-14));
        factorial *= n;
    }
    CHECK(std::fabs(math::log_gamma(0.5) - 0.57236494292470008707) < 1e-14);
}

TEST_CASE("log gamma at its edges") {
    constexpr double infinite = std::numeric_limits<double>::infinity();
    CHECK(math::log_gamma(0.0) == infinite);
    CHECK(math::log_gamma(infinite) == infinite);
    CHECK(std::isnan(math::log_gamma(-0.5)));
    CHECK(std::isnan(math::log_gamma(-infinite)));
    CHECK(std::isnan(math::log_gamma(std::numeric_limits<double>::quiet_NaN())));
}

TEST_CASE("the incomplete gamma function is within 5e-12 of Boost's") {
    double worst = 0.0;
    for (const double a : {0.1, 0.5, 1.0, 2.5, 9.5, 50.0, 1000.0, 10000.0}) {
        for (int i = 1; i < 60; ++i) {
            const double x = a * i / 20.0;
            const auto exact = static_cast<double>(
                boost::math::gamma_q(static_cast<long double>(a), static_cast<long double>(x)));
            worst = std::max(worst, std::fabs(math::upper_gamma(a, x) - exact));
        }
    }
    MESSAGE("worst " << worst);
    CHECK(worst < 5e-12);
    CHECK(math::upper_gamma(2.0, 0.0) == 1.0);
    CHECK(std::isnan(math::upper_gamma(0.0, 1.0)));
    // The 5 % point of 19 degrees of freedom in printed tables.
    CHECK(math::chi_square_chance(30.144, 19.0) == doctest::Approx(0.05).epsilon(1e-4));
}

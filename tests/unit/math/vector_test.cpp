// SPDX-License-Identifier: Apache-2.0
#include "math/vector.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include "math/normal.hpp"
#include "unit/math/points.hpp"

using namespace entente;
using math::test::any_doubles;
using math::test::between;
using math::test::ulps;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t points = 25000;

// The largest error over the points, against long double, which has 11 bits more.
template <class Ours, class Theirs>
double worst(const std::vector<double>& xs, Ours ours, Theirs theirs) {
    double most = 0.0;
    double where = 0.0;
    for (const double x : xs) {
        const double error = ulps(ours(x), theirs(static_cast<long double>(x)));
        if (error > most) {
            most = error;
            where = x;
        }
    }
    MESSAGE("worst ", most, " ulp at ", where);
    return most;
}

void check_same(double got, double want) {
    CAPTURE(got);
    CAPTURE(want);
    CHECK((got == want || (std::isnan(got) && std::isnan(want))));
    if (got == 0.0) CHECK(std::signbit(got) == std::signbit(want));
}

}  // namespace

TEST_CASE("exp is within 1.1 ulp over the whole range") {
    const auto ours = [](double x) { return math::exp(x); };
    const auto theirs = [](long double x) { return std::exp(x); };
    CHECK(worst(between(-1.0, 1.0, points, 1), ours, theirs) < 1.1);
    CHECK(worst(between(-750.0, 715.0, points, 2), ours, theirs) < 1.1);
    CHECK(worst(between(-746.0, -708.0, points, 3), ours, theirs) < 1.1);
    CHECK(worst(any_doubles(points, 4), ours, theirs) < 1.1);
    CHECK(worst(math::test::edges(), ours, theirs) < 1.1);
}

TEST_CASE("log is within 0.8 ulp over the whole range") {
    const auto ours = [](double x) { return math::log(x); };
    const auto theirs = [](long double x) { return std::log(x); };
    CHECK(worst(between(0.5, 2.0, points, 1), ours, theirs) < 0.8);
    CHECK(worst(between(0.96, 1.04, points, 2), ours, theirs) < 0.8);
    CHECK(worst(between(0.0, 1e4, points, 3), ours, theirs) < 0.8);
    CHECK(worst(between(0.0, 1e-307, points, 4), ours, theirs) < 0.8);
    CHECK(worst(any_doubles(points, 5), ours, theirs) < 0.8);
    CHECK(worst(math::test::edges(), ours, theirs) < 0.8);
    check_same(math::log(0.0), -inf);
    check_same(math::log(-0.0), -inf);
    check_same(math::log(-1.0), not_a_number);
    check_same(math::log(inf), inf);
}

TEST_CASE("pow is within 1.2 ulp over the whole range") {
    double most = 0.0;
    const auto check = [&](double x, double y) {
        most = std::max(most,
                        ulps(math::pow(x, y),
                             std::pow(static_cast<long double>(x), static_cast<long double>(y))));
    };
    const auto ordinary = between(0.0, 3.0, points, 1);
    const auto powers = between(-6.0, 6.0, points, 2);
    // Results over all of the range, where an error of the logarithm weighs most.
    const auto logs = between(-745.0, 710.0, points, 3);
    const auto bases = any_doubles(points, 4);
    for (std::size_t i = 0; i < points; ++i) {
        check(ordinary[i], powers[i]);
        const double base = std::fabs(bases[i]);
        if (std::isfinite(base) && base > 0.0 && base != 1.0) {
            check(base, logs[i] / std::log(base));
        }
        check(1.0 + 1e-9 * ordinary[i], 1e11 * powers[i]);
        check(0.9 + 0.1 * ordinary[i], logs[i] * 7.0);
        check(-std::floor(100.0 * ordinary[i]), std::floor(20.0 * powers[i]));
    }
    MESSAGE("worst ", most, " ulp");
    CHECK(most < 1.2);
}

TEST_CASE("pow has the special cases of ISO C") {
    for (const double x : math::test::edges()) {
        for (const double y : math::test::edges()) {
            CAPTURE(x);
            CAPTURE(y);
            const double got = math::pow(x, y);
            const double want = std::pow(x, y);
            if (std::isnan(want)) {
                CHECK(std::isnan(got));
            } else {
                CHECK(std::signbit(got) == std::signbit(want));
                CHECK(
                    ulps(got, std::pow(static_cast<long double>(x), static_cast<long double>(y))) <
                    1.5);
            }
        }
    }
    check_same(math::pow(0.0, 0.0), 1.0);
    check_same(math::pow(not_a_number, 0.0), 1.0);
    check_same(math::pow(1.0, not_a_number), 1.0);
    check_same(math::pow(-2.0, 3.0), -8.0);
    check_same(math::pow(-2.0, 0.5), not_a_number);
    check_same(math::pow(-0.0, -3.0), -inf);
    check_same(math::pow(3.0, 2.0), 9.0);
}

TEST_CASE("the functions made from exp and log are within 2 ulp") {
    const auto wide = any_doubles(points, 9);
    const auto unit = between(0.0, 1.0, points, 10);
    const auto near_half = between(0.4999, 0.5001, points, 11);
    const auto few = between(-4.0, 4.0, points, 12);
    const auto many = between(-760.0, 760.0, points, 13);
    const auto tiny = between(-1e-8, 1e-8, points, 14);

    const auto expm1 = [](double x) { return math::expm1(x); };
    const auto expm1_long = [](long double x) { return std::expm1(x); };
    for (const auto* xs : {&wide, &few, &many, &tiny}) CHECK(worst(*xs, expm1, expm1_long) < 2.0);

    const auto log1p = [](double x) { return math::log1p(x); };
    const auto log1p_long = [](long double x) { return std::log1p(x); };
    for (const auto* xs : {&wide, &few, &many, &tiny, &unit}) {
        CHECK(worst(*xs, log1p, log1p_long) < 2.0);
    }

    const auto logistic = [](double x) { return math::logistic(x); };
    const auto logistic_long = [](long double x) { return 1.0L / (1.0L + std::exp(-x)); };
    for (const auto* xs : {&wide, &few, &many, &tiny}) {
        CHECK(worst(*xs, logistic, logistic_long) < 2.0);
    }

    const auto logit = [](double p) { return math::logit(p); };
    const auto logit_long = [](long double p) {
        if (p > 0.25L && p < 0.75L) return 2.0L * std::atanh(2.0L * p - 1.0L);
        return std::log(p) - std::log1p(-p);
    };
    for (const auto* xs : {&unit, &near_half}) CHECK(worst(*xs, logit, logit_long) < 2.0);
    CHECK(worst(between(0.0, 1e-300, points, 15), logit, logit_long) < 2.0);
    check_same(math::logit(0.0), -inf);
    check_same(math::logit(1.0), inf);
    check_same(math::logit(0.5), 0.0);
    check_same(math::logit(1.5), not_a_number);
    check_same(math::logit(-0.5), not_a_number);
    check_same(math::logistic(-inf), 0.0);
    check_same(math::logistic(inf), 1.0);
}

TEST_CASE("min, max and clamp pass a NaN from either side") {
    check_same(math::min(1.0, 2.0), 1.0);
    check_same(math::max(1.0, 2.0), 2.0);
    check_same(math::min(0.0, -0.0), -0.0);
    check_same(math::max(-0.0, 0.0), 0.0);
    check_same(math::min(not_a_number, 2.0), not_a_number);
    check_same(math::min(2.0, not_a_number), not_a_number);
    check_same(math::max(not_a_number, 2.0), not_a_number);
    check_same(math::max(2.0, not_a_number), not_a_number);
    check_same(math::clamp(3.0, 0.0, 1.0), 1.0);
    check_same(math::clamp(-3.0, 0.0, 1.0), 0.0);
    check_same(math::clamp(not_a_number, 0.0, 1.0), not_a_number);
    check_same(math::clamp(0.5, not_a_number, 1.0), not_a_number);
}

TEST_CASE("the normal quantile is within 5 ulp down to the smallest uniforms") {
    // The error in x of a quantile x is what its distribution function misses, over the density.
    const auto error = [](double u) {
        const double x = math::normal_quantile(u);
        const long double z = x;
        const long double below = 0.5L * std::erfc(-z / std::sqrt(2.0L));
        const long double density =
            std::exp(-0.5L * z * z) / std::sqrt(2.0L * 3.14159265358979323846L);
        return ulps(x, z - (below - static_cast<long double>(u)) / density);
    };
    double most = 0.0;
    for (const double u : between(0.0, 0.5, points, 1)) most = std::max(most, error(u));
    for (const double e : between(-1000.0, -1.0, points, 2)) {
        most = std::max(most, error(std::exp2(e)));
    }
    for (const double e : between(-60.0, -1.0, points, 3)) {
        most = std::max(most, error(std::exp2(e)));
    }
    MESSAGE("worst ", most, " ulp");
    CHECK(most < 5.0);
    check_same(math::normal_quantile(0.5), 0.0);
    check_same(math::normal_quantile(0.0), -inf);
    check_same(math::normal_quantile(1.0), inf);
    check_same(math::normal_quantile(-0.1), not_a_number);
    check_same(math::normal_quantile(1.1), not_a_number);
    check_same(math::normal_quantile(not_a_number), not_a_number);
    CHECK(math::normal_quantile(0.975) == doctest::Approx(1.959963984540054).epsilon(1e-15));
}

TEST_CASE("the normal quantile is monotone and odd over the uniforms of the generator") {
    // Runs of neighbours on the lattice of odd multiples of 2^-53, around joints and elsewhere.
    const double joint = 0.5 * (1.0 - std::sqrt(1.0 - std::exp(-5.0)));
    std::vector<double> starts = {0x1p-53, joint, 0.25, 0.4, 0.5 - 0x1p-44};
    for (const double s : {3.0, 4.25}) {
        starts.push_back(0.5 * (1.0 - std::sqrt(1.0 - std::exp(-s * s))));
    }
    for (std::uint64_t i = 0; i < 40; ++i) starts.push_back(0.5 * math::test::spread(i));
    for (const double start : starts) {
        double j = std::max(0.0, std::floor(start * 0x1p52) - 100.0);
        double last = -inf;
        for (int i = 0; i < 200; ++i, j += 1.0) {
            const double u = (2.0 * j + 1.0) * 0x1p-53;
            const double x = math::normal_quantile(u);
            CHECK(x >= last);
            CHECK(x == -math::normal_quantile(1.0 - u));
            last = x;
        }
    }
}

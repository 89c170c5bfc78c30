// SPDX-License-Identifier: Apache-2.0
// Points at which the math tests evaluate: fixed, spread over a stretch or over all doubles.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "math/site.hpp"

namespace entente::math::test {

/// The i-th of a fixed sequence of uniforms in [0, 1).
inline double spread(std::uint64_t i) {
    return static_cast<double>(mix_bits(i * 0x9E3779B97F4A7C15U + 1) >> 11) * 0x1p-53;
}

/// Count points of low..high.
inline std::vector<double> between(double low, double high, std::size_t count, std::uint64_t salt) {
    std::vector<double> points;
    for (std::size_t i = 0; i < count; ++i) {
        points.push_back(low + (high - low) * spread(i + salt * 1000003U));
    }
    return points;
}

/// Count doubles of any bit pattern: every exponent, subnormals, NaN.
inline std::vector<double> any_doubles(std::size_t count, std::uint64_t salt) {
    std::vector<double> points;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t pattern = mix_bits(i * 0x9E3779B97F4A7C15U + salt);
        double value = 0.0;
        std::memcpy(&value, &pattern, sizeof value);
        points.push_back(value);
    }
    return points;
}

/// Values at which functions have edges.
inline std::vector<double> edges() {
    constexpr double inf = std::numeric_limits<double>::infinity();
    std::vector<double> points = {0.0,
                                  5e-324,
                                  1e-310,
                                  2.2250738585072014e-308,
                                  1e-300,
                                  1e-17,
                                  1e-5,
                                  0.25,
                                  0.5,
                                  0.6874999999999999,
                                  0.6875,
                                  1.0 - 0x1p-53,
                                  1.0,
                                  1.0 + 0x1p-52,
                                  1.375,
                                  1.5,
                                  2.0,
                                  2.5,
                                  3.0,
                                  4.0,
                                  45.0,
                                  700.0,
                                  709.78,
                                  709.79,
                                  745.13,
                                  745.14,
                                  1e6,
                                  0x1p52,
                                  0x1p53,
                                  0x1p53 + 2.0,
                                  0x1p60,
                                  1e300,
                                  1.7976931348623157e308,
                                  inf,
                                  std::numeric_limits<double>::quiet_NaN()};
    const std::size_t half = points.size();
    for (std::size_t i = 0; i < half; ++i) points.push_back(-points[i]);
    return points;
}

/// How far `got` is from `want` in units in the last place of the double nearest to `want`; 0 when
/// both are NaN or both the same infinity.
inline double ulps(double got, long double want) {
    if (std::isnan(want) || std::isnan(got)) return std::isnan(want) && std::isnan(got) ? 0.0 : 1e9;
    const double nearest = static_cast<double>(want);
    if (std::isinf(nearest) || std::isinf(got)) return got == nearest ? 0.0 : 1e9;
    const double size = std::fabs(nearest);
    const double next = std::nextafter(size, 0.0);
    const double unit = size == 0.0 ? 0x1p-1074 : size - next;
    return static_cast<double>(std::fabs(static_cast<long double>(got) - want) /
                               static_cast<long double>(unit));
}

}  // namespace entente::math::test

// SPDX-License-Identifier: Apache-2.0
#include "fit/posterior.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace entente::fit {

double stored_z(double z) {
    constexpr double furthest = 31.0;  // no posterior lies there, and 16 bits hold it
    return std::nearbyint(std::clamp(z, -furthest, furthest) * 0x1p10) * 0x1p-10;
}

double stored_value(double x) {
    if (!std::isfinite(x)) {
        return x;
    }
    // The nearest double whose last 41 bits are 0: 12 bits are left, the leading 1 among them.
    constexpr std::uint64_t dropped = 41;
    constexpr std::uint64_t half = std::uint64_t{1} << (dropped - 1);
    std::uint64_t bits = 0;
    std::memcpy(&bits, &x, sizeof bits);
    bits = ((bits + half) >> dropped) << dropped;
    double rounded = 0.0;
    std::memcpy(&rounded, &bits, sizeof rounded);
    return rounded;
}

}  // namespace entente::fit

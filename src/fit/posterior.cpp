// SPDX-License-Identifier: Apache-2.0
#include "fit/posterior.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "base/contract.hpp"

namespace entente::fit {

double stored_z(double z, double deviation) {
    constexpr double furthest = 31.0;  // no posterior lies there, and 16 bits hold it
    constexpr double steps = 12.0;     // a deviation, at least, while the grid is not at its finest
    double step = 0x1p-4;
    while (step > 0x1p-10 && step * steps > deviation) {
        step *= 0.5;
    }
    return std::nearbyint(std::clamp(z, -furthest, furthest) / step) * step;
}

double stored_value(double x, unsigned bits) {
    ENTENTE_EXPECT(bits > 0 && bits < 53);
    if (!std::isfinite(x)) {
        return x;
    }
    // The nearest double whose other bits are 0; the leading 1 is not stored.
    const unsigned dropped = 53 - bits;
    const std::uint64_t half = std::uint64_t{1} << (dropped - 1);
    std::uint64_t word = 0;
    std::memcpy(&word, &x, sizeof word);
    word = ((word + half) >> dropped) << dropped;
    double rounded = 0.0;
    std::memcpy(&rounded, &word, sizeof rounded);
    return rounded;
}

}  // namespace entente::fit

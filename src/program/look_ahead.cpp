// SPDX-License-Identifier: Apache-2.0
#include "program/look_ahead.hpp"

#include <algorithm>
#include <cmath>

#include "math/vector.hpp"

namespace entente::program {

int months_ahead(const LookAhead& how, double horizon, int every, int left) {
    int months = every;
    // Not a number, or too short: one epoch all the same.
    if (how.whole_horizon && horizon > every) {
        const double epochs = std::ceil(std::min(horizon, static_cast<double>(left)) / every);
        months = static_cast<int>(epochs) * every;
    }
    return std::min(months, left);
}

double weight_of_month(double discount, int ahead, int every) {
    const int epoch = ahead / every;
    return math::exp(-discount * (epoch * every));
}

std::vector<double> leanings_from(const std::vector<double>& values,
                                  double precision,
                                  double inertia,
                                  double current) {
    std::vector<double> leanings;
    for (std::size_t i = 0; i < values.size(); ++i) {
        leanings.push_back(precision * values[i]);
        if (current == static_cast<double>(i)) {
            leanings.back() += inertia;
        }
    }
    return leanings;
}

std::uint64_t look_ahead_seed(std::uint64_t seed, std::int32_t month, std::uint32_t replicate) {
    const math::Site place = seed ^ math::site("look ahead");
    return math::site(math::site(place, static_cast<std::uint32_t>(month)), replicate);
}

}  // namespace entente::program

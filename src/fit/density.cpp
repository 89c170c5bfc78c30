// SPDX-License-Identifier: Apache-2.0
#include "fit/density.hpp"

#include <utility>

#include "base/contract.hpp"
#include "math/normal.hpp"
#include "math/random.hpp"

namespace entente::fit {

LogDensity with_standard_normal_prior(LogDensity log_likelihood, std::size_t dimension) {
    ENTENTE_EXPECT(dimension > 0);
    return [log_likelihood = std::move(log_likelihood), dimension](std::span<const double> points,
                                                                   std::span<double> values) {
        log_likelihood(points, values);
        for (std::size_t i = 0; i < values.size(); ++i) {
            double squares = 0.0;
            for (const double z : points.subspan(i * dimension, dimension)) {
                squares += z * z;
            }
            values[i] -= 0.5 * squares;
        }
    };
}

void draw_prior(std::uint64_t seed,
                std::size_t first,
                std::size_t dimension,
                std::span<double> points) {
    ENTENTE_EXPECT(dimension > 0 && points.size() % dimension == 0);
    constexpr math::Site place = math::site("fit:prior");
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto row = static_cast<std::uint32_t>(first + i / dimension);
        points[i] =
            math::normal_quantile(math::uniform(seed, row, 0, math::site(place, i % dimension)));
    }
}

}  // namespace entente::fit

// SPDX-License-Identifier: Apache-2.0
// Log densities with known moments, for tests of what draws from them.
#pragma once

#include <cmath>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "fit/density.hpp"

namespace entente::fit::test {

/// Evaluates point by point.
inline LogDensity each_point(std::size_t dimension,
                             std::function<double(std::span<const double>)> density) {
    return [dimension, density = std::move(density)](std::span<const double> points,
                                                     std::span<double> values) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] = density(points.subspan(i * dimension, dimension));
        }
    };
}

/// Means mean(j), deviations deviation(j), correlation rho between neighbours in a chain (AR(1)):
/// correlation of i and j is rho^|i - j|.
struct ChainNormal {
    std::size_t dimension = 0;
    double rho = 0.0;

    static double mean(std::size_t j) { return 0.3 * static_cast<double>(j % 4) - 0.4; }

    static double deviation(std::size_t j) { return 0.2 + 0.1 * static_cast<double>(j % 5); }

    LogDensity density() const {
        return each_point(dimension, [r = rho](std::span<const double> x) {
            double before = (x[0] - mean(0)) / deviation(0);
            double sum = before * before;
            for (std::size_t j = 1; j < x.size(); ++j) {
                const double z = (x[j] - mean(j)) / deviation(j);
                const double gap = z - r * before;
                sum += gap * gap / (1.0 - r * r);
                before = z;
            }
            return -0.5 * sum;
        });
    }
};

}  // namespace entente::fit::test

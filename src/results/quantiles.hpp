// SPDX-License-Identifier: Apache-2.0
// Exact quantiles. The definition is type 7 of Hyndman and Fan (1996), that of R's quantile() and
// NumPy: for n sorted values x[0..n-1] and chance p it is x[k] + (h - k)(x[k+1] - x[k]) with
// h = (n - 1) p and k = floor(h).
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "results/results.hpp"

namespace entente::results {

/// Of the values that are numbers; NaN everywhere where there is none. Infinite values take part.
struct Quantiles {
    double q05 = std::numeric_limits<double>::quiet_NaN();
    double q25 = std::numeric_limits<double>::quiet_NaN();
    double q50 = std::numeric_limits<double>::quiet_NaN();
    double q75 = std::numeric_limits<double>::quiet_NaN();
    double q95 = std::numeric_limits<double>::quiet_NaN();
    double mean = std::numeric_limits<double>::quiet_NaN();
    std::size_t n = 0;  ///< values that are numbers
};

/// Type 7; `sorted` rises and is not empty, `chance` in 0..1.
double quantile(std::span<const double> sorted, double chance);

/// Leaves the values in another order, without those that are no numbers; the mean is added in the
/// order given.
Quantiles quantiles_of(std::vector<double>& values);

/// Of one output in one row, over all members.
Quantiles quantiles_of(const Run& run, std::size_t output, int row);

}  // namespace entente::results

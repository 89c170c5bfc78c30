// SPDX-License-Identifier: Apache-2.0
// Quantiles of a quantity whose paths are not kept: counts in bins by integers, so that the result
// depends neither on the order of members nor on how they were split. A bin is the numbers whose
// nearest bfloat16 (1 sign, 8 exponent and 7 fraction bits) is the same; whole numbers up to 256
// have bins of their own.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "results/quantiles.hpp"

namespace entente::results {

class Histogram {
  public:
    /// A value is at most this share of its size away from its bin's, above 1e-38 in size.
    static constexpr double relative_error = 1.0 / 256;

    /// Counts the values that are numbers; infinite ones have bins of their own.
    void add(std::span<const float> values);

    /// The counts of both. The mean of the union then depends on the order of merging in its last
    /// bits; the rest does not.
    void merge(const Histogram& other);

    /// Type 7 over the values of the bins; the mean is that of the values themselves.
    Quantiles quantiles() const;

  private:
    using Key = std::uint16_t;  ///< rises with the value

    static Key key_of(float value);
    static double value_of(Key key);
    void insert(const std::vector<std::pair<Key, std::uint64_t>>& counts);
    double order_statistic(std::uint64_t rank) const;
    double quantile(double chance) const;

    std::vector<std::pair<Key, std::uint64_t>> bins_;  ///< rising by key, no empty ones
    std::uint64_t n_ = 0;
    double sum_ = 0;
};

}  // namespace entente::results

// SPDX-License-Identifier: Apache-2.0
#include "results/quantiles.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/contract.hpp"

namespace entente::results {

double quantile(std::span<const double> sorted, double chance) {
    ENTENTE_EXPECT(!sorted.empty() && chance >= 0 && chance <= 1);
    const double h = static_cast<double>(sorted.size() - 1) * chance;
    const auto k = static_cast<std::size_t>(h);
    if (k + 1 >= sorted.size() || sorted[k] == sorted[k + 1]) {
        return sorted[k];
    }
    const double share = h - static_cast<double>(k);
    return share == 0 ? sorted[k] : sorted[k] + share * (sorted[k + 1] - sorted[k]);
}

namespace {

/// Puts what stands at the place of each chance, and behind it, where sorting would put it: all
/// that quantile() reads. `chances` rise.
void select(std::vector<double>& values, std::span<const double> chances) {
    std::size_t fixed = 0;  // those before stand where they belong
    for (const double chance : chances) {
        const auto place =
            static_cast<std::size_t>(static_cast<double>(values.size() - 1) * chance);
        for (const std::size_t k : {place, place + 1}) {
            if (k < fixed || k >= values.size()) {
                continue;
            }
            const auto begin = values.begin();
            std::nth_element(begin + static_cast<std::ptrdiff_t>(fixed),
                             begin + static_cast<std::ptrdiff_t>(k),
                             values.end());
            fixed = k + 1;
        }
    }
}

}  // namespace

Quantiles quantiles_of(std::vector<double>& values) {
    values.erase(std::remove_if(
                     values.begin(), values.end(), [](double value) { return std::isnan(value); }),
                 values.end());
    Quantiles all;
    all.n = values.size();
    if (values.empty()) {
        return all;
    }
    double sum = 0;
    for (const double value : values) {
        sum += value;
    }
    all.mean = sum / static_cast<double>(values.size());
    select(values, std::array{0.05, 0.25, 0.50, 0.75, 0.95});
    all.q05 = quantile(values, 0.05);
    all.q25 = quantile(values, 0.25);
    all.q50 = quantile(values, 0.50);
    all.q75 = quantile(values, 0.75);
    all.q95 = quantile(values, 0.95);
    return all;
}

Quantiles quantiles_of(const Run& run, std::size_t output, int row) {
    std::vector<double> values(run.members);
    for (std::size_t member = 0; member < run.members; ++member) {
        values[member] = static_cast<double>(run.value(member, row, output));
    }
    return quantiles_of(values);
}

}  // namespace entente::results

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

/// So few values are sorted.
constexpr std::size_t few = 24;

/// Moves the values at first .. last - 1 that are `low` before the others, and returns where those
/// begin. No branch depends on a value: none could be foreseen.
template <class Low>
std::size_t split(std::vector<double>& values, std::size_t first, std::size_t last, Low low) {
    std::size_t others = first;
    for (std::size_t i = first; i < last; ++i) {
        const double value = values[i];
        values[i] = values[others];
        values[others] = value;
        others += low(value) ? 1 : 0;
    }
    return others;
}

/// Puts at each of the places within first .. last - 1 what sorting would put there.
void select(std::vector<double>& values,
            std::size_t first,
            std::size_t last,
            std::span<const std::size_t> places) {
    if (std::none_of(places.begin(), places.end(), [&](std::size_t place) {
            return first <= place && place < last;
        })) {
        return;
    }
    if (last - first <= few) {
        std::sort(values.begin() + static_cast<std::ptrdiff_t>(first),
                  values.begin() + static_cast<std::ptrdiff_t>(last));
        return;
    }
    const double a = values[first];
    const double b = values[first + (last - first) / 2];
    const double c = values[last - 1];
    const double pivot = std::max(std::min(a, b), std::min(std::max(a, b), c));
    const auto below = [pivot](double value) { return value < pivot; };
    const auto equal = [pivot](double value) { return value == pivot; };
    const std::size_t first_equal = split(values, first, last, below);
    const std::size_t first_above = split(values, first_equal, last, equal);
    select(values, first, first_equal, places);
    select(values, first_above, last, places);
}

constexpr std::array chances = {0.05, 0.25, 0.50, 0.75, 0.95};

/// All places that quantile() reads of so many sorted values; the last may be one too far.
std::array<std::size_t, 2 * chances.size()> places_of(std::size_t count) {
    std::array<std::size_t, 2 * chances.size()> places{};
    for (std::size_t i = 0; i < chances.size(); ++i) {
        const auto place = static_cast<std::size_t>(static_cast<double>(count - 1) * chances[i]);
        places[2 * i] = place;
        places[2 * i + 1] = place + 1;
    }
    return places;
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
    select(values, 0, values.size(), places_of(values.size()));
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

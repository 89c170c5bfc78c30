// SPDX-License-Identifier: Apache-2.0
#include "results/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace entente::results {

namespace {

constexpr std::uint32_t sign_bit = 0x80000000U;
constexpr std::uint32_t infinite_bits = 0x7F800000U;
constexpr std::uint32_t dropped_bits = 16;

}  // namespace

Histogram::Key Histogram::key_of(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value == 0.0F ? 0.0F : value);
    const std::uint32_t size = bits & ~sign_bit;
    std::uint32_t top = size >> dropped_bits;
    if (size < infinite_bits) {
        // To the nearest, ties to even; what would round to infinity stays finite.
        top = (size + 0x7FFFU + (top & 1U)) >> dropped_bits;
        top = std::min(top, (infinite_bits >> dropped_bits) - 1);
    }
    constexpr std::uint32_t middle = 0x8000U;
    return static_cast<Key>((bits & sign_bit) != 0 ? middle - top : middle + top);
}

double Histogram::value_of(Key key) {
    constexpr int middle = 0x8000;
    const int top = static_cast<int>(key) - middle;
    const auto bits = static_cast<std::uint32_t>(std::abs(top)) << dropped_bits;
    const auto size = static_cast<double>(std::bit_cast<float>(bits));
    return top < 0 ? -size : size;
}

void Histogram::add(std::span<const float> values) {
    std::vector<Key> keys;
    keys.reserve(values.size());
    for (const float value : values) {
        if (!std::isnan(value)) {
            keys.push_back(key_of(value));
            sum_ += static_cast<double>(value);
        }
    }
    std::sort(keys.begin(), keys.end());
    std::vector<std::pair<Key, std::uint64_t>> counts;
    for (const Key key : keys) {
        if (counts.empty() || counts.back().first != key) {
            counts.emplace_back(key, 0);
        }
        ++counts.back().second;
    }
    insert(counts);
}

void Histogram::merge(const Histogram& other) {
    sum_ += other.sum_;
    insert(other.bins_);
}

void Histogram::insert(const std::vector<std::pair<Key, std::uint64_t>>& counts) {
    std::vector<std::pair<Key, std::uint64_t>> merged;
    merged.reserve(bins_.size() + counts.size());
    auto ours = bins_.begin();
    for (const auto& [key, count] : counts) {
        for (; ours != bins_.end() && ours->first < key; ++ours) {
            merged.push_back(*ours);
        }
        merged.emplace_back(key, count);
        if (ours != bins_.end() && ours->first == key) {
            merged.back().second += ours->second;
            ++ours;
        }
        n_ += count;
    }
    merged.insert(merged.end(), ours, bins_.end());
    bins_ = std::move(merged);
}

double Histogram::order_statistic(std::uint64_t rank) const {
    std::uint64_t below = 0;
    for (const auto& [key, count] : bins_) {
        below += count;
        if (rank < below) {
            return value_of(key);
        }
    }
    return std::numeric_limits<double>::quiet_NaN();
}

double Histogram::quantile(double chance) const {
    const double h = static_cast<double>(n_ - 1) * chance;
    const auto k = static_cast<std::uint64_t>(h);
    const double low = order_statistic(k);
    const double share = h - static_cast<double>(k);
    if (share == 0 || k + 1 >= n_) {
        return low;
    }
    const double high = order_statistic(k + 1);
    return low == high ? low : low + share * (high - low);
}

Quantiles Histogram::quantiles() const {
    Quantiles all;
    all.n = n_;
    if (n_ == 0) {
        return all;
    }
    all.q05 = quantile(0.05);
    all.q25 = quantile(0.25);
    all.q50 = quantile(0.50);
    all.q75 = quantile(0.75);
    all.q95 = quantile(0.95);
    all.mean = sum_ / static_cast<double>(n_);
    return all;
}

}  // namespace entente::results

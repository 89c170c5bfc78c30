// SPDX-License-Identifier: Apache-2.0
#include "analysis/skill.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "base/contract.hpp"
#include "math/random.hpp"
#include "math/site.hpp"

namespace entente::analysis {

namespace {

constexpr double tail = 0.05;

/// Adds the share of `low` to `high` that falls into each bin.
void add_rank(std::array<double, rank_bins>& ranks, double low, double high, double weight) {
    constexpr auto bins = static_cast<double>(rank_bins);
    if (high <= low) {
        const auto bin = static_cast<std::size_t>(std::clamp(low * bins, 0.0, bins - 1));
        ranks[bin] += weight;
        return;
    }
    for (std::size_t bin = 0; bin < rank_bins; ++bin) {
        const double from = std::max(low, static_cast<double>(bin) / bins);
        const double to = std::min(high, static_cast<double>(bin + 1) / bins);
        ranks[bin] += weight * std::max(0.0, to - from) / (high - low);
    }
}

}  // namespace

ScoreMeans means_of(std::span<const Score> scores) {
    ScoreMeans means;
    means.forecasts = scores.size();
    if (scores.empty()) {
        return means;
    }
    const double weight = 1 / static_cast<double>(scores.size());
    for (const Score& one : scores) {
        means.crps += weight * one.crps;
        means.log_score += weight * one.log_score;
        means.coverage_50 += one.within_50 ? weight : 0;
        means.coverage_90 += one.within_90 ? weight : 0;
        if (one.brier) {
            means.brier = means.brier.value_or(0) + weight * *one.brier;
        }
        add_rank(means.ranks, one.pit_low, one.pit_high, weight);
    }
    return means;
}

std::optional<Skill> skill_of(std::span<const double> scores,
                              std::span<const double> reference,
                              const BootstrapOptions& options) {
    ENTENTE_EXPECT(scores.size() == reference.size() && options.block >= 1 && options.draws >= 1);
    const std::size_t n = scores.size();
    double sum = 0;
    double reference_sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        sum += scores[i];
        reference_sum += reference[i];
    }
    if (!(reference_sum > 0)) {
        return std::nullopt;
    }
    Skill made;
    made.skill = 1 - sum / reference_sum;
    if (n < fewest_for_interval) {
        made.low = std::numeric_limits<double>::quiet_NaN();
        made.high = made.low;
        return made;
    }
    const std::size_t block = std::min(options.block, n);
    const std::size_t starts = n - block + 1;
    const math::Site site = math::site("skill");
    std::vector<double> skills;
    for (std::size_t draw = 0; draw < options.draws; ++draw) {
        double drawn = 0;
        double drawn_reference = 0;
        std::size_t start = 0;
        for (std::size_t i = 0; i < n; ++i) {
            if (i % block == 0) {
                const double u = math::uniform(options.seed,
                                               static_cast<std::uint32_t>(draw),
                                               static_cast<std::int32_t>(i),
                                               site);
                start =
                    std::min(static_cast<std::size_t>(u * static_cast<double>(starts)), starts - 1);
            }
            drawn += scores[start + i % block];
            drawn_reference += reference[start + i % block];
        }
        if (drawn_reference > 0) {
            skills.push_back(1 - drawn / drawn_reference);
        }
    }
    std::sort(skills.begin(), skills.end());
    const auto at = [&skills](double share) {
        return skills[static_cast<std::size_t>(share * static_cast<double>(skills.size() - 1))];
    };
    made.low = skills.empty() ? made.skill : at(tail);
    made.high = skills.empty() ? made.skill : at(1 - tail);
    return made;
}

}  // namespace entente::analysis

// SPDX-License-Identifier: Apache-2.0
// What scores of many forecasts add up to: means, coverage, rank histograms, and the skill of one
// forecaster over another with an interval that respects that neighbouring errors are alike.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "analysis/scores.hpp"

namespace entente::analysis {

/// Bins of a rank histogram, each a tenth.
inline constexpr std::size_t rank_bins = 10;

/// Over all forecasts of one forecaster.
struct ScoreMeans {
    std::size_t forecasts = 0;
    double crps = 0;
    double log_score = 0;
    std::optional<double> brier;  ///< of counts
    double coverage_50 = 0;       ///< share inside the central interval
    double coverage_90 = 0;
    /// Shares of the ranks by tenths; even for a forecaster that is calibrated. A count spreads
    /// over the ranks it may have (the histogram without randomness of Czado, Gneiting & Held,
    /// 2009).
    std::array<double, rank_bins> ranks{};
};

/// All zero for no scores.
ScoreMeans means_of(std::span<const Score> scores);

/// 1 - S / S_ref with S and S_ref mean scores: 0 is no better than the reference, 1 is perfect.
struct Skill {
    double skill = 0;
    double low = 0;  ///< central 90 % interval of the bootstrap; NaN for few pairs
    double high = 0;
};

/// A bootstrap of fewer pairs says next to nothing about how wide an interval should be.
inline constexpr std::size_t fewest_for_interval = 8;

struct BootstrapOptions {
    std::size_t block = 1;          ///< neighbouring forecasts drawn together
    std::size_t draws = 4000;       ///< of the whole set
    std::uint64_t seed = 20260101;  ///< fixed, so that the same scores have the same interval
};

/// Of paired scores in the order of their origins, by a moving-block bootstrap (Künsch, Annals of
/// Statistics 17, 1989). Blocks do not wrap around; a block longer than the set is the set. Empty
/// where there are no pairs or the reference's mean is 0; no interval for fewer pairs than
/// `fewest_for_interval`.
std::optional<Skill> skill_of(std::span<const double> scores,
                              std::span<const double> reference,
                              const BootstrapOptions& options);

}  // namespace entente::analysis

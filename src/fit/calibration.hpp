// SPDX-License-Identifier: Apache-2.0
// Simulation-based calibration (Talts, Betancourt, Simpson, Vehtari & Gelman, arXiv:1804.06788): in
// many worlds, draw a truth from the prior, simulate data, sample the posterior, and count how many
// posterior draws lie below the truth. If prior, simulator, likelihood and sampler belong together,
// these ranks are uniform. Two tests look at them: chi-square of a histogram, and the spread of the
// ranks' normal scores (Cook, Gelman & Rubin, J. Computational and Graphical Statistics 15, 2006),
// which notices posteriors that are too narrow or too wide with fewer worlds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace entente::fit {

struct CalibrationProblem {
    std::size_t dimension = 0;
    /// A truth z* of this world, drawn from the prior: [dimension].
    std::function<std::vector<double>(std::size_t world)> draw_truth;
    /// Simulates data under the truth and samples the posterior: [draw][dimension], thinned to
    /// nearly independent draws, at least `CalibrationOptions::draws`. Empty where sampling failed.
    std::function<std::vector<double>(std::size_t world, std::span<const double> truth)>
        sample_posterior;
};

struct CalibrationOptions {
    std::size_t worlds = 300;
    std::size_t draws = 99;  ///< used in each world; draws + 1 is a multiple of bins
    std::size_t bins = 20;
    double least_p = 0.01;  ///< calibrated where the combined chance is above
};

struct ParameterRanks {
    std::vector<std::uint32_t> ranks;      ///< one a world that did not fail, 0..draws
    std::vector<std::uint32_t> histogram;  ///< [bin]
    double chi_square = 0.0;
    double uniformity = 0.0;  ///< chance of a chi-square as great, bins - 1 degrees of freedom
    double spread =
        0.0;  ///< mean square of the normal scores: 1 when calibrated, above: too narrow
    double spread_chance = 0.0;  ///< of a spread as far from 1, two-sided
};

struct CalibrationResult {
    std::vector<ParameterRanks> parameters;
    std::size_t failed = 0;  ///< worlds whose sampling failed; more than 1 % is no pass
    /// The least chance of all tests times their number (Bonferroni), at most 1: holds however the
    /// parameters depend on each other.
    double combined = 0.0;
    bool calibrated = false;
};

/// Worlds run one after the other; `progress`, if given, is called after each.
CalibrationResult calibrate(const CalibrationProblem& problem,
                            const CalibrationOptions& options,
                            const std::function<void(std::size_t done)>& progress = {});

/// The tests alone, for ranks[parameter][world] made elsewhere.
CalibrationResult judge_ranks(const std::vector<std::vector<std::uint32_t>>& ranks,
                              const CalibrationOptions& options);

}  // namespace entente::fit

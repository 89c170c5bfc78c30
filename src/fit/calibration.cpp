// SPDX-License-Identifier: Apache-2.0
#include "fit/calibration.hpp"

#include <algorithm>
#include <cmath>

#include "base/contract.hpp"
#include "math/gamma.hpp"
#include "math/normal.hpp"

namespace entente::fit {

namespace {

/// More failed worlds than this share are no pass: failures may hide the hard ones.
constexpr double most_failed = 0.01;

void expect_sane(const CalibrationOptions& options) {
    ENTENTE_EXPECT(options.worlds > 0 && options.bins > 1 && options.draws > 0);
    ENTENTE_EXPECT((options.draws + 1) % options.bins == 0);
}

ParameterRanks judge_one(const std::vector<std::uint32_t>& ranks,
                         const CalibrationOptions& options) {
    ParameterRanks result = {.ranks = ranks};
    result.histogram.assign(options.bins, 0);
    const std::size_t wide = (options.draws + 1) / options.bins;
    double squares = 0.0;
    for (const std::uint32_t rank : ranks) {
        ENTENTE_EXPECT(rank <= options.draws);
        ++result.histogram[rank / wide];
        const double u = (rank + 0.5) / static_cast<double>(options.draws + 1);
        const double score = math::normal_quantile(u);
        squares += score * score;
    }
    const auto worlds = static_cast<double>(ranks.size());
    const double expected = worlds / static_cast<double>(options.bins);
    for (const std::uint32_t count : result.histogram) {
        const double gap = count - expected;
        result.chi_square += gap * gap / expected;
    }
    result.uniformity =
        math::chi_square_chance(result.chi_square, static_cast<double>(options.bins - 1));
    result.spread = squares / worlds;
    // The scores' squares sum to a chi-square with one degree of freedom a world, nearly: ranks are
    // on a grid.
    const double above = math::chi_square_chance(squares, worlds);
    result.spread_chance = std::min(1.0, 2.0 * std::min(above, 1.0 - above));
    return result;
}

}  // namespace

CalibrationResult judge_ranks(const std::vector<std::vector<std::uint32_t>>& ranks,
                              const CalibrationOptions& options) {
    expect_sane(options);
    CalibrationResult result;
    double least = 1.0;
    for (const std::vector<std::uint32_t>& one : ranks) {
        if (one.empty()) {
            continue;
        }
        result.parameters.push_back(judge_one(one, options));
        least = std::min(
            {least, result.parameters.back().uniformity, result.parameters.back().spread_chance});
    }
    const auto tests = static_cast<double>(2 * result.parameters.size());
    result.combined = std::min(1.0, least * tests);
    result.calibrated = !result.parameters.empty() && result.combined > options.least_p;
    return result;
}

CalibrationResult calibrate(const CalibrationProblem& problem,
                            const CalibrationOptions& options,
                            const std::function<void(std::size_t)>& progress) {
    expect_sane(options);
    const std::size_t d = problem.dimension;
    ENTENTE_EXPECT(d > 0);
    std::vector<std::vector<std::uint32_t>> ranks(d);
    std::size_t failed = 0;
    for (std::size_t world = 0; world < options.worlds; ++world) {
        const std::vector<double> truth = problem.draw_truth(world);
        ENTENTE_EXPECT(truth.size() == d);
        const std::vector<double> draws = problem.sample_posterior(world, truth);
        if (draws.empty()) {
            ++failed;
        } else {
            // Of more draws than are used, those at even distances.
            const std::size_t rows = draws.size() / d;
            ENTENTE_EXPECT(draws.size() == rows * d && rows >= options.draws);
            std::vector<std::uint32_t> below(d, 0);
            for (std::size_t i = 0; i < options.draws; ++i) {
                const double* row = &draws[i * rows / options.draws * d];
                for (std::size_t j = 0; j < d; ++j) {
                    below[j] += row[j] < truth[j] ? 1 : 0;
                }
            }
            for (std::size_t j = 0; j < d; ++j) {
                ranks[j].push_back(below[j]);
            }
        }
        if (progress) {
            progress(world + 1);
        }
    }
    CalibrationResult result = judge_ranks(ranks, options);
    result.failed = failed;
    if (static_cast<double>(failed) > most_failed * static_cast<double>(options.worlds)) {
        result.calibrated = false;
    }
    return result;
}

}  // namespace entente::fit

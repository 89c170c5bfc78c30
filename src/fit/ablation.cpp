// SPDX-License-Identifier: Apache-2.0
#include "fit/ablation.hpp"

#include <cmath>
#include <map>
#include <numeric>

#include "base/contract.hpp"
#include "fit/particle.hpp"

namespace entente::fit {

namespace {

constexpr int block_months = 6;

/// The sum of scores from all draws and from all but each chain's.
class ScoreSums {
  public:
    explicit ScoreSums(std::size_t chains) : without_(chains) {}

    /// Takes the log densities of a number, [chain][draw], and returns its score.
    double add(std::span<const double> log_densities) {
        const std::size_t chains = without_.size();
        const std::size_t draws = log_densities.size() / chains;
        std::vector<double> of_chains;
        for (std::size_t c = 0; c < chains; ++c) {
            of_chains.push_back(log_mean_exp(log_densities.subspan(c * draws, draws)));
        }
        std::vector<double> others(of_chains.begin() + 1, of_chains.end());
        for (std::size_t c = 0; c < chains; ++c) {
            without_[c] += log_mean_exp(others);
            if (c + 1 < chains) {
                others[c] = of_chains[c];
            }
        }
        return log_mean_exp(of_chains);
    }

    double jackknife_error() const {
        const auto chains = static_cast<double>(without_.size());
        const double mean = std::accumulate(without_.begin(), without_.end(), 0.0) / chains;
        double squares = 0.0;
        for (const double sum : without_) {
            squares += (sum - mean) * (sum - mean);
        }
        return std::sqrt(squares * (chains - 1.0) / chains);
    }

  private:
    std::vector<double> without_;  ///< [chain]
};

}  // namespace

PointScores score_points(const Likelihood& likelihood,
                         std::span<const double> draws,
                         std::size_t chains,
                         model::Month after) {
    const std::size_t count = draws.size() / likelihood.dimension();
    ENTENTE_EXPECT(chains > 1 && count % chains == 0);
    const std::size_t observed = likelihood.targets().points();
    std::vector<double> values(count * observed);
    likelihood.evaluate_points(draws, values);
    PointScores scores;
    ScoreSums sums(chains);
    std::vector<double> column(count);
    std::size_t place = 0;
    for (const Target& target : likelihood.targets().targets) {
        for (const Observed& point : target.points) {
            for (std::size_t i = 0; i < count; ++i) {
                column[i] = values[i * observed + place];
            }
            ++place;
            if (after < point.month) {
                scores.points.push_back({point.month, sums.add(column)});
            }
        }
    }
    scores.sampling_error = sums.jackknife_error();
    return scores;
}

ScoreDifference difference_of(const PointScores& with, const PointScores& without) {
    ENTENTE_EXPECT(with.points.size() == without.points.size());
    std::map<int, double> blocks;
    ScoreDifference made;
    for (std::size_t i = 0; i < with.points.size(); ++i) {
        const double gap = with.points[i].log_score - without.points[i].log_score;
        made.sum += gap;
        blocks[with.points[i].month.since_1970 / block_months] += gap;
    }
    const auto count = static_cast<double>(blocks.size());
    double squares = 0.0;
    for (const auto& [block, sum] : blocks) {
        const double gap = sum - made.sum / count;
        squares += gap * gap;
    }
    // The sum of as many independent blocks.
    const double of_blocks = squares / (count - 1.0) * count;
    made.error = std::sqrt(of_blocks + with.sampling_error * with.sampling_error +
                           without.sampling_error * without.sampling_error);
    return made;
}

}  // namespace entente::fit

// SPDX-License-Identifier: Apache-2.0
#include "fit/ablation.hpp"

#include <cmath>
#include <map>

#include "base/contract.hpp"
#include "fit/particle.hpp"

namespace entente::fit {

namespace {

constexpr int block_months = 6;

}  // namespace

std::vector<PointScore> score_points(const Likelihood& likelihood,
                                     std::span<const double> draws,
                                     model::Month after) {
    const std::size_t count = draws.size() / likelihood.dimension();
    const std::size_t observed = likelihood.targets().points();
    std::vector<double> values(count * observed);
    likelihood.evaluate_points(draws, values);
    std::vector<PointScore> scores;
    std::vector<double> column(count);
    std::size_t place = 0;
    for (const Target& target : likelihood.targets().targets) {
        for (const Observed& point : target.points) {
            for (std::size_t i = 0; i < count; ++i) {
                column[i] = values[i * observed + place];
            }
            ++place;
            if (after < point.month) {
                scores.push_back({point.month, log_mean_exp(column)});
            }
        }
    }
    return scores;
}

ScoreDifference difference_of(const std::vector<PointScore>& with,
                              const std::vector<PointScore>& without) {
    ENTENTE_EXPECT(with.size() == without.size());
    std::map<int, double> blocks;
    ScoreDifference made;
    for (std::size_t i = 0; i < with.size(); ++i) {
        const double gap = with[i].log_score - without[i].log_score;
        made.sum += gap;
        blocks[with[i].month.since_1970 / block_months] += gap;
    }
    const auto count = static_cast<double>(blocks.size());
    double squares = 0.0;
    for (const auto& [block, sum] : blocks) {
        const double gap = sum - made.sum / count;
        squares += gap * gap;
    }
    // The sum of as many independent blocks.
    made.error = std::sqrt(squares / (count - 1.0) * count);
    return made;
}

}  // namespace entente::fit

// SPDX-License-Identifier: Apache-2.0
#include "fit/diagnostics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <Eigen/Dense>

#include "base/contract.hpp"
#include "math/distributions.hpp"
#include "math/normal.hpp"
#include "math/vector.hpp"

namespace entente::fit {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Fewer draws a chain say nothing about themselves.
constexpr std::size_t least_draws = 4;

/// Owned draws, [chain][draw].
struct Chains {
    std::vector<double> values;
    std::size_t count = 0;
    std::size_t length = 0;

    std::span<const double> chain(std::size_t c) const {
        return std::span(values).subspan(c * length, length);
    }
};

bool usable(const ChainDraws& draws) {
    if (draws.chains == 0 || draws.length() < least_draws ||
        draws.values.size() % draws.chains != 0) {
        return false;
    }
    const auto [low, high] = std::minmax_element(draws.values.begin(), draws.values.end());
    return *low < *high && std::all_of(draws.values.begin(), draws.values.end(), [](double x) {
        return std::isfinite(x);
    });
}

/// Halves of every chain as chains; the middle draw of an odd length is left out.
Chains split(std::span<const double> values, std::size_t chains) {
    const std::size_t length = values.size() / chains;
    Chains result = {.count = 2 * chains, .length = length / 2};
    result.values.reserve(result.count * result.length);
    for (std::size_t c = 0; c < chains; ++c) {
        const auto chain = values.subspan(c * length, length);
        const auto first = chain.first(result.length);
        const auto last = chain.last(result.length);
        result.values.insert(result.values.end(), first.begin(), first.end());
        result.values.insert(result.values.end(), last.begin(), last.end());
    }
    return result;
}

/// Normal scores of the ranks, ties by their mean rank: Phi^-1((rank - 3/8) / (S + 1/4)), their
/// equation 14.
std::vector<double> normal_scores(std::span<const double> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return values[a] != values[b] ? values[a] < values[b] : a < b;
    });
    std::vector<double> scores(values.size());
    const auto count = static_cast<double>(values.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin + 1;
        while (end < order.size() && values[order[end]] == values[order[begin]]) {
            ++end;
        }
        const double rank = 0.5 * static_cast<double>(begin + 1 + end);
        const double score = math::normal_quantile((rank - 0.375) / (count + 0.25));
        for (std::size_t i = begin; i < end; ++i) {
            scores[order[i]] = score;
        }
        begin = end;
    }
    return scores;
}

Chains ranked(Chains chains) {
    chains.values = normal_scores(chains.values);
    return chains;
}

std::vector<double> sorted(std::span<const double> values) {
    std::vector<double> result(values.begin(), values.end());
    std::sort(result.begin(), result.end());
    return result;
}

/// Linear between order statistics, the usual definition (type 7 of Hyndman & Fan 1996).
double quantile(const std::vector<double>& ascending, double p) {
    const double place = p * static_cast<double>(ascending.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, ascending.size() - 1);
    const double share = place - static_cast<double>(below);
    return ascending[below] + share * (ascending[above] - ascending[below]);
}

std::vector<double> folded(std::span<const double> values) {
    const double median = quantile(sorted(values), 0.5);
    std::vector<double> result(values.begin(), values.end());
    for (double& x : result) {
        x = std::fabs(x - median);
    }
    return result;
}

double mean_of(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Sum of squares about the mean.
double squares_of(std::span<const double> values) {
    const double mean = mean_of(values);
    double sum = 0.0;
    for (const double x : values) {
        sum += (x - mean) * (x - mean);
    }
    return sum;
}

/// Equations 1 to 4.
double r_hat_of(const Chains& chains) {
    const auto n = static_cast<double>(chains.length);
    std::vector<double> means;
    double within = 0.0;
    for (std::size_t c = 0; c < chains.count; ++c) {
        means.push_back(mean_of(chains.chain(c)));
        within += squares_of(chains.chain(c)) / (n - 1.0);
    }
    within /= static_cast<double>(chains.count);
    const double between = squares_of(means) / static_cast<double>(chains.count - 1);
    return within > 0.0 ? std::sqrt((n - 1.0) / n + between / within) : nan;
}

/// The mean over chains of the autocovariance at a lag, divided by the length (biased).
double autocovariance(const Chains& centred, std::size_t lag) {
    double sum = 0.0;
    for (std::size_t c = 0; c < centred.count; ++c) {
        const auto chain = centred.chain(c);
        for (std::size_t i = lag; i < chain.size(); ++i) {
            sum += chain[i] * chain[i - lag];
        }
    }
    return sum / static_cast<double>(centred.values.size());
}

/// Equations 10 to 13: autocorrelations over all chains, summed in pairs while a pair is positive,
/// and made monotone (Geyer 1992). The sum of the last even one makes up for antithetic chains.
double ess_of(Chains chains) {
    const auto n = static_cast<double>(chains.length);
    std::vector<double> means;
    for (std::size_t c = 0; c < chains.count; ++c) {
        means.push_back(mean_of(chains.chain(c)));
        for (std::size_t i = 0; i < chains.length; ++i) {
            chains.values[c * chains.length + i] -= means.back();
        }
    }
    const double within = autocovariance(chains, 0) * n / (n - 1.0);
    const double all =
        within * (n - 1.0) / n +
        (chains.count > 1 ? squares_of(means) / static_cast<double>(chains.count - 1) : 0.0);
    if (!(all > 0.0)) {
        return nan;
    }
    const auto correlation = [&](std::size_t lag) {
        return 1.0 - (within - autocovariance(chains, lag)) / all;
    };
    std::vector<double> kept = {1.0, correlation(1)};
    double even = kept[0];
    double odd = kept[1];
    std::size_t lag = 0;
    while (lag + 5 < chains.length && even + odd > 0.0) {
        lag += 2;
        even = correlation(lag);
        odd = correlation(lag + 1);
        if (even + odd >= 0.0) {
            kept.push_back(even);
            kept.push_back(odd);
        }
    }
    kept.resize(std::max(kept.size(), lag + 1), 0.0);
    for (std::size_t t = 2; t + 2 <= lag; t += 2) {
        const double before = kept[t - 2] + kept[t - 1];
        if (kept[t] + kept[t + 1] > before) {
            kept[t] = 0.5 * before;
            kept[t + 1] = kept[t];
        }
    }
    double time = -1.0 + std::max(even, 0.0);
    for (std::size_t t = 0; t < lag; ++t) {
        time += 2.0 * kept[t];
    }
    const double draws = n * static_cast<double>(chains.count);
    // Antithetic chains may not claim more than S log10 S.
    const double least = 1.0 / (math::log(draws) / math::log(10.0));
    return draws / std::max(time, least);
}

/// Effective draws behind a chance: of the indicator of lying at or below the quantile.
double quantile_ess(const ChainDraws& draws, const std::vector<double>& ascending, double p) {
    const double limit = quantile(ascending, p);
    std::vector<double> below(draws.values.size());
    for (std::size_t i = 0; i < below.size(); ++i) {
        below[i] = draws.values[i] <= limit ? 1.0 : 0.0;
    }
    return ess_of(split(below, draws.chains));
}

double lesser(double a, double b) { return std::isnan(a) || std::isnan(b) ? nan : std::min(a, b); }

double greater(double a, double b) { return std::isnan(a) || std::isnan(b) ? nan : std::max(a, b); }

}  // namespace

double split_r_hat(const ChainDraws& draws) {
    return usable(draws) ? r_hat_of(split(draws.values, draws.chains)) : nan;
}

double r_hat(const ChainDraws& draws) {
    if (!usable(draws)) {
        return nan;
    }
    const double bulk = r_hat_of(ranked(split(draws.values, draws.chains)));
    const double tails = r_hat_of(ranked(split(folded(draws.values), draws.chains)));
    return greater(bulk, tails);
}

double bulk_ess(const ChainDraws& draws) {
    return usable(draws) ? ess_of(ranked(split(draws.values, draws.chains))) : nan;
}

double tail_ess(const ChainDraws& draws) {
    if (!usable(draws)) {
        return nan;
    }
    const std::vector<double> ascending = sorted(draws.values);
    return lesser(quantile_ess(draws, ascending, 0.05), quantile_ess(draws, ascending, 0.95));
}

double mean_ess(const ChainDraws& draws) {
    return usable(draws) ? ess_of(split(draws.values, draws.chains)) : nan;
}

double mean_error(const ChainDraws& draws) {
    const double effective = mean_ess(draws);
    const double variance = squares_of(draws.values) / static_cast<double>(draws.values.size() - 1);
    return std::sqrt(variance / effective);
}

double deviation_error(const ChainDraws& draws) {
    if (!usable(draws)) {
        return nan;
    }
    // The delta method on the mean of squares about the mean.
    const double mean = mean_of(draws.values);
    std::vector<double> squares(draws.values.begin(), draws.values.end());
    for (double& x : squares) {
        x = (x - mean) * (x - mean);
    }
    const double variance = mean_of(squares);
    const double effective = ess_of(split(squares, draws.chains));
    const double spread = squares_of(squares) / static_cast<double>(squares.size());
    return std::sqrt(spread / effective / (4.0 * variance));
}

double quantile_error(const ChainDraws& draws, double p) {
    ENTENTE_EXPECT(p > 0.0 && p < 1.0);
    if (!usable(draws)) {
        return nan;
    }
    // Half the distance between the order statistics one standard deviation of the chance away.
    const std::vector<double> ascending = sorted(draws.values);
    const double effective = quantile_ess(draws, ascending, p);
    const math::Distribution chance = {.kind = math::DistributionKind::beta,
                                       .a = effective * p + 1.0,
                                       .b = effective * (1.0 - p) + 1.0};
    const auto count = static_cast<double>(ascending.size());
    constexpr double one_deviation = 0.15865525393145705;  // Phi(-1)
    const double low = std::max(std::floor(chance.quantile(one_deviation) * count), 1.0);
    const double high = std::min(std::ceil(chance.quantile(1.0 - one_deviation) * count), count);
    return 0.5 * (ascending[static_cast<std::size_t>(high) - 1] -
                  ascending[static_cast<std::size_t>(low) - 1]);
}

double prior_overlap(std::span<const double> z) {
    ENTENTE_EXPECT(!z.empty());
    constexpr std::size_t bins = 20;
    std::vector<double> limits;
    for (std::size_t b = 1; b < bins; ++b) {
        limits.push_back(math::normal_quantile(static_cast<double>(b) / bins));
    }
    std::vector<std::size_t> counts(bins);
    for (const double x : z) {
        ++counts[static_cast<std::size_t>(std::upper_bound(limits.begin(), limits.end(), x) -
                                          limits.begin())];
    }
    double shared = 0.0;
    for (const std::size_t count : counts) {
        shared += std::min(static_cast<double>(count) / static_cast<double>(z.size()), 1.0 / bins);
    }
    return shared;
}

namespace {

ParameterDiagnostics diagnose_one(std::span<const double> values, std::size_t chains) {
    const ChainDraws draws = {values, chains};
    const std::vector<double> ascending = sorted(values);
    return {.mean = mean_of(values),
            .deviation = std::sqrt(squares_of(values) / static_cast<double>(values.size() - 1)),
            .q05 = quantile(ascending, 0.05),
            .median = quantile(ascending, 0.5),
            .q95 = quantile(ascending, 0.95),
            .r_hat = r_hat(draws),
            .bulk_ess = bulk_ess(draws),
            .tail_ess = tail_ess(draws),
            .mean_error = mean_error(draws),
            .overlap = prior_overlap(values)};
}

Eigen::MatrixXd covariance(std::span<const double> draws,
                           const std::vector<ParameterDiagnostics>& parameters) {
    const auto d = static_cast<Eigen::Index>(parameters.size());
    const std::size_t rows = draws.size() / parameters.size();
    Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(d, d);
    for (std::size_t row = 0; row < rows; ++row) {
        const double* x = &draws[row * parameters.size()];
        for (Eigen::Index i = 0; i < d; ++i) {
            const double a = x[i] - parameters[static_cast<std::size_t>(i)].mean;
            for (Eigen::Index j = 0; j <= i; ++j) {
                sum(i, j) += a * (x[j] - parameters[static_cast<std::size_t>(j)].mean);
            }
        }
    }
    for (Eigen::Index i = 0; i < d; ++i) {
        for (Eigen::Index j = 0; j <= i; ++j) {
            sum(i, j) /= static_cast<double>(rows - 1);
            sum(j, i) = sum(i, j);
        }
    }
    return sum;
}

std::vector<CorrelatedPair> correlated_pairs(const Eigen::MatrixXd& covariance) {
    std::vector<CorrelatedPair> pairs;
    for (Eigen::Index i = 0; i < covariance.rows(); ++i) {
        for (Eigen::Index j = i + 1; j < covariance.rows(); ++j) {
            const double correlation =
                covariance(i, j) / std::sqrt(covariance(i, i) * covariance(j, j));
            if (std::fabs(correlation) > notable_correlation) {
                pairs.push_back(
                    {static_cast<std::size_t>(i), static_cast<std::size_t>(j), correlation});
            }
        }
    }
    std::stable_sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) {
        return std::fabs(a.correlation) > std::fabs(b.correlation);
    });
    return pairs;
}

std::vector<Direction> directions_of(const Eigen::MatrixXd& covariance) {
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);
    ENTENTE_ENSURE(solver.info() == Eigen::Success);
    std::vector<Direction> directions;
    for (Eigen::Index k = covariance.rows() - 1; k >= 0; --k) {
        const Eigen::VectorXd vector = solver.eigenvectors().col(k);
        Eigen::Index largest = 0;
        vector.cwiseAbs().maxCoeff(&largest);
        const double sign = vector(largest) < 0.0 ? -1.0 : 1.0;
        Direction direction = {.deviation = std::sqrt(std::max(solver.eigenvalues()(k), 0.0))};
        for (Eigen::Index i = 0; i < vector.size(); ++i) {
            direction.weights.push_back(sign * vector(i));
        }
        directions.push_back(std::move(direction));
    }
    return directions;
}

}  // namespace

FitDiagnostics diagnose(std::span<const double> draws, std::size_t chains, std::size_t dimension) {
    ENTENTE_EXPECT(chains > 0 && dimension > 0 && draws.size() % (chains * dimension) == 0);
    const std::size_t length = draws.size() / (chains * dimension);
    ENTENTE_EXPECT(length >= least_draws);
    FitDiagnostics result;
    std::vector<double> column(chains * length);
    for (std::size_t j = 0; j < dimension; ++j) {
        for (std::size_t t = 0; t < length; ++t) {
            for (std::size_t c = 0; c < chains; ++c) {
                column[c * length + t] = draws[(t * chains + c) * dimension + j];
            }
        }
        result.parameters.push_back(diagnose_one(column, chains));
        const ParameterDiagnostics& last = result.parameters.back();
        const bool first = j == 0;
        result.worst_r_hat = first ? last.r_hat : greater(result.worst_r_hat, last.r_hat);
        result.least_bulk_ess =
            first ? last.bulk_ess : lesser(result.least_bulk_ess, last.bulk_ess);
        result.least_tail_ess =
            first ? last.tail_ess : lesser(result.least_tail_ess, last.tail_ess);
    }
    const Eigen::MatrixXd matrix = covariance(draws, result.parameters);
    result.pairs = correlated_pairs(matrix);
    result.directions = directions_of(matrix);
    return result;
}

}  // namespace entente::fit

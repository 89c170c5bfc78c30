// SPDX-License-Identifier: Apache-2.0
// Whether draws can be trusted, and what the data taught. R-hat, effective sample sizes and Monte
// Carlo errors follow Vehtari, Gelman, Simpson, Carpenter & Buerkner, Bayesian Analysis 16 (2021):
// rank-normalised, split chains, autocovariances with Geyer's initial monotone sequence.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace entente::fit {

/// Draws of one quantity, [chain][draw], chains of the same length. Diagnostics are NaN with fewer
/// than four draws a chain, where a value is not finite, and where all values are the same.
struct ChainDraws {
    std::span<const double> values;
    std::size_t chains = 0;

    std::size_t length() const { return chains == 0 ? 0 : values.size() / chains; }
};

/// The greater of the R-hats of bulk and tails: of rank-normalised split chains and of the same
/// after folding about the median (their section 4.1, equations 2 to 4 and 14 and 15).
double r_hat(const ChainDraws& draws);

/// R-hat of split chains, without ranks (their equation 4).
double split_r_hat(const ChainDraws& draws);

/// Effective draws behind the middle of the distribution (their section 4.2).
double bulk_ess(const ChainDraws& draws);

/// The lesser of the effective draws behind the 5 % and the 95 % quantile (their section 4.3).
double tail_ess(const ChainDraws& draws);

/// Effective draws behind the mean, without ranks (their equations 10 to 13).
double mean_ess(const ChainDraws& draws);

/// Monte Carlo standard errors of the mean, of the standard deviation, and of a quantile with
/// chance p in (0, 1) (their section 4.4).
double mean_error(const ChainDraws& draws);
double deviation_error(const ChainDraws& draws);
double quantile_error(const ChainDraws& draws, double p);

/// One coordinate z of a fit; its prior is the standard normal.
struct ParameterDiagnostics {
    double mean = 0.0;
    double deviation =
        0.0;  ///< posterior standard deviation; the prior's is 1, so also their ratio
    double q05 = 0.0;
    double median = 0.0;
    double q95 = 0.0;
    double r_hat = 0.0;
    double bulk_ess = 0.0;
    double tail_ess = 0.0;
    double mean_error = 0.0;
    /// What prior and posterior share, in 0..1: sum over 20 bins of equal prior chance of
    /// min(share of draws, 1/20). 1: nothing learned; it reads a little lower with few draws.
    double overlap = 0.0;
};

struct CorrelatedPair {
    std::size_t first = 0;
    std::size_t second = 0;
    double correlation = 0.0;
};

/// A direction in the space of z: unit eigenvector of the posterior covariance, its largest
/// component positive. A deviation near 1 is a combination the data do not inform ("sloppy").
struct Direction {
    double deviation = 0.0;
    std::vector<double> weights;
};

struct FitDiagnostics {
    std::vector<ParameterDiagnostics> parameters;
    std::vector<CorrelatedPair> pairs;  ///< |correlation| > 0.8, the strongest first
    std::vector<Direction> directions;  ///< all d, the widest first
    double worst_r_hat = 0.0;           ///< NaN where one is
    double least_bulk_ess = 0.0;
    double least_tail_ess = 0.0;
};

/// Correlations above this are listed.
inline constexpr double notable_correlation = 0.8;

/// draws: [draw][chain][dimension], as the sampler keeps them; finite, at least four a chain.
FitDiagnostics diagnose(std::span<const double> draws, std::size_t chains, std::size_t dimension);

/// The share that prior and posterior have in common, see ParameterDiagnostics::overlap.
double prior_overlap(std::span<const double> z);

}  // namespace entente::fit

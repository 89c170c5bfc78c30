// SPDX-License-Identifier: Apache-2.0
// Proper scores of forecasts that are distributions: what a forecaster cannot improve by saying
// something else than it believes (Gneiting & Raftery, J. American Statistical Association 102,
// 2007). Lower is better for every score here. A forecast is a law in closed form or an ensemble;
// where the numbers come from is no business of this file.
#pragma once

#include <optional>
#include <span>
#include <variant>
#include <vector>

namespace entente::analysis {

/// Standard deviation >= 0; 0 is certainty.
struct NormalLaw {
    double mean = 0;
    double deviation = 1;
};

/// Of a number above 0: its logarithm is normal.
struct LognormalLaw {
    double log_mean = 0;
    double log_deviation = 1;
};

/// Chances of 0, 1, 2, ...; they sum to 1 but for what lies beyond the last.
struct CountLaw {
    std::vector<double> chances;
};

using Law = std::variant<NormalLaw, LognormalLaw, CountLaw>;

/// Mean >= 0. Cut where less than 1e-13 is left.
CountLaw poisson_law(double mean);

/// Variance mean + mean^2 / size; mean >= 0, size > 0. Cut in the same way.
CountLaw negative_binomial_law(double mean, double size);

/// The shares of the counts seen; at least one, each whole and >= 0.
CountLaw empirical_law(std::span<const double> counts);

/// Of the sum of that many independent counts of one law.
CountLaw sum_of(const CountLaw& law, int terms);

/// No chance counts as less than this in a log score of counts: an event that a forecast held
/// impossible costs 9.2, not infinity.
inline constexpr double least_chance = 1e-4;

/// What one forecast of one number is worth.
struct Score {
    double crps = 0;       ///< continuous ranked probability score, in the unit of the number
    double log_score = 0;  ///< minus log density; of counts minus log chance, at most 9.21
    /// Probability integral transform: the chance of less than the number, and of at most it; one
    /// and the same for a continuous law (Czado, Gneiting & Held, Biometrics 65, 2009).
    double pit_low = 0;
    double pit_high = 0;
    bool within_50 = false;  ///< in the central interval, ends included
    bool within_90 = false;
    /// Of counts: (chance of at least one - whether there was one)^2.
    std::optional<double> brier;
};

/// Of a law in closed form. CRPS of the normal: Gneiting & Raftery, equation 21; of the lognormal:
/// Baran & Lerch, Quarterly J. Royal Meteorological Society 141, 2015; of counts: the sum of
/// (F(k) - [y <= k])^2.
Score score(const Law& law, double observed);

/// The least number that half the chances lie at or below.
double median(const Law& law);

/// What kind of number an ensemble forecasts.
enum class NumberKind { amount, count };

/// Of an ensemble of at least one member, in any order, in the fair form: unbiased for any number
/// of members (Ferro, Quarterly J. Royal Meteorological Society 140, 2014). `log_density` is that
/// of the observed number where it is known better than from the members; without it a count gets
/// the share of members with it, and an amount the normal density of the ensemble's mean and
/// deviation.
Score score_ensemble(std::vector<double> members,
                     NumberKind kind,
                     double observed,
                     std::optional<double> log_density = std::nullopt);

/// Mean |x - y| - mean |x - x'| / 2 over pairs of different members; one member: |x - y|.
double fair_crps(std::span<const double> sorted, double observed);

}  // namespace entente::analysis

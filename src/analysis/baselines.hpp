// SPDX-License-Identifier: Apache-2.0
// The naive forecasts that a model has to beat: each knows the past of the one series and nothing
// else, and gives a law of what comes. Amounts are forecast as they are or as logarithms, counts as
// counts. docs/science/scores.md has the formulae in words.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/scores.hpp"

namespace entente::analysis {

/// What was known of a series of amounts as a forecast was made.
struct AmountPast {
    std::vector<double> values;  ///< one a period, oldest first; NaN in a gap
    int season = 1;              ///< periods a year
    bool logs = false;           ///< whether the logarithm is forecast; every value is above 0 then
};

/// A naive forecast by name.
struct NaiveForecast {
    std::string_view name;
    Law law;
};

/// Errors are normal, on the logarithms where asked. `lead` >= 1 counts periods from the last entry
/// of the past. Each is empty where the past is too short for it (fewer than three errors of its
/// own).
std::optional<NormalLaw> persistence(const AmountPast& past, int lead);
std::optional<NormalLaw> drift(const AmountPast& past, int lead);
/// Empty also for one period a year: it would be persistence.
std::optional<NormalLaw> seasonal_naive(const AmountPast& past, int lead);
/// Least squares on neighbouring periods, x' = mean + share (x - mean).
std::optional<NormalLaw> autoregression(const AmountPast& past, int lead);
/// ETS(A,Ad,N), exponential smoothing with a damped trend: Hyndman, Koehler, Ord & Snyder,
/// Forecasting with Exponential Smoothing (2008), table 6.1 for the variance; the three weights by
/// least squares on a grid.
std::optional<NormalLaw> damped_trend(const AmountPast& past, int lead);
std::optional<NormalLaw> climatology(const AmountPast& past);

/// All of them that the past allows.
std::vector<NaiveForecast> naive_amounts(const AmountPast& past, int lead);

/// Counts month by month, oldest first, without gaps.
using Counts = std::span<const double>;

/// The size of greatest likelihood of a negative binomial with the counts' own mean, from 0.05 to
/// 1000. At least one count.
double likely_size(Counts counts);

/// The mean of the last twelve counts, one event added, so that it is never 0. At least one count.
double mean_of_last_year(Counts counts);

/// Negative binomial counts whose mean follows the last count, an INGARCH model with one lag:
/// mean' = base + gain * count (Zhu, J. Time Series Analysis 32, 2011).
struct CountMomentum {
    double base = 0;
    double gain = 0;
    double size = 1;

    double mean_after(double count) const { return base + gain * count; }
};

/// Of greatest likelihood; the month before the first counts as their mean. At least 12 counts, not
/// all 0; otherwise empty.
std::optional<CountMomentum> fit_momentum(Counts counts);

/// Which months ahead are added up: after the last one known, `skipped` are passed over.
struct MonthsAhead {
    int months = 1;
    int skipped = 0;
};

/// Of the sum of the months ahead, from 4000 simulated sums; of the next month alone in closed
/// form.
CountLaw momentum_law(const CountMomentum& momentum, double last, MonthsAhead ahead);

/// What was known of the counts of an event as a forecast was made.
struct CountPast {
    std::vector<double> counts;  ///< one a month, oldest first
    std::size_t trained = 0;     ///< the first so many, which momentum is fitted to
};

/// Of the sum of the months ahead; none for a past of less than a year.
std::vector<NaiveForecast> naive_counts(const CountPast& past, MonthsAhead ahead);

/// Of the next grade or 0/1 observed: only shares of those seen make sense.
std::vector<NaiveForecast> naive_grades(Counts seen);

}  // namespace entente::analysis

// SPDX-License-Identifier: Apache-2.0
// Whether a link earns its place: log scores of the months after a fit with the link and without
// it, each model fitted to the same months. The score of a number is the log of its mean density
// over posterior draws, given the record's events and inputs and the number before it where errors
// persist; differences count by half-years, which may depend on what is within them but hardly on
// one another (after Vehtari, Gelman & Gabry, Statistics and Computing 27, 2017, section 2). What
// the draws are by chance counts too: without it a link that does nothing is worth a little, for
// sure.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "fit/likelihood.hpp"
#include "model/model.hpp"

namespace entente::fit {

/// One number of the months after a fit.
struct PointScore {
    model::Month month;
    double log_score = 0.0;  ///< -infinity where no draw gives it a chance
};

struct PointScores {
    std::vector<PointScore> points;
    /// Standard error of their sum as an estimate from draws of chains: a jackknife that leaves out
    /// a chain at a time; NaN where one chain alone gives a number a chance.
    double sampling_error = 0.0;
};

/// Scores of all numbers of the likelihood's targets that are later than `after`, for draws
/// [chain][draw][dimension] of at least two chains.
PointScores score_points(const Likelihood& likelihood,
                         std::span<const double> draws,
                         std::size_t chains,
                         model::Month after);

struct ScoreDifference {
    double sum = 0.0;  ///< of all numbers: how much better the first scores
    /// Its standard error, of half-years and of draws; NaN with fewer than two half-years.
    double error = 0.0;

    /// Better by more than two standard errors.
    bool clear() const { return sum > 2.0 * error; }
};

/// The two have the same numbers in the same order.
ScoreDifference difference_of(const PointScores& with, const PointScores& without);

}  // namespace entente::fit

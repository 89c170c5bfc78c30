// SPDX-License-Identifier: Apache-2.0
// Whether a link earns its place: log scores of the months after a fit with the link and without
// it, each model fitted to the same months. The score of a number is the log of its mean density
// over posterior draws, given the record's events and inputs and the number before it where errors
// persist; differences count by half-years, which may depend on what is within them but hardly on
// one another (after Vehtari, Gelman & Gabry, Statistics and Computing 27, 2017, section 2).
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

/// Scores of all numbers of the likelihood's targets that are later than `after`, for draws
/// [draw][dimension].
std::vector<PointScore> score_points(const Likelihood& likelihood,
                                     std::span<const double> draws,
                                     model::Month after);

struct ScoreDifference {
    double sum = 0.0;    ///< of all numbers: how much better the first scores
    double error = 0.0;  ///< its standard error, NaN with fewer than two half-years

    /// Better by more than two standard errors.
    bool clear() const { return sum > 2.0 * error; }
};

/// The two have the same numbers in the same order.
ScoreDifference difference_of(const std::vector<PointScore>& with,
                              const std::vector<PointScore>& without);

}  // namespace entente::fit

// SPDX-License-Identifier: Apache-2.0
// The sentences of a report that are about more than one claim: the answer, what a chart shows,
// what the report does not hold. The rules are those of claims/wording.hpp: likelihood and
// confidence never share a sentence, no 0 % and no 100 %, nothing foretells. The page composes none
// of its own.
#pragma once

#include <string>
#include <vector>

#include "claims/claims.hpp"
#include "model/model.hpp"
#include "report/fans.hpp"

namespace entente::report {

/// The answer: the claim's own sentence where there is one claim, else how many have which verdict.
std::string answer_sentence(const std::vector<claims::ClaimResult>& claims);

/// Confidence in it, by its own rule, on a line of its own. Empty without claims.
std::string answer_confidence(const std::vector<claims::ClaimResult>& claims);

/// Median and 90 % of futures as the forecast opens and at the end. Empty for an empty fan.
std::string level_summary(const Fan& fan, const model::Grid& grid, Measure measure);

/// Where the median difference is largest, and at the end.
std::string difference_summary(const Fan& fan, const model::Grid& grid, Measure measure);

/// What to hold against the report, most specific first. The last one says what it is not for.
std::vector<std::string> limits(const model::Model& model);

}  // namespace entente::report

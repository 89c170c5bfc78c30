// SPDX-License-Identifier: Apache-2.0
// Behind `entente claim --weights`: the parts about the future judged again with each number of
// judgement alone (grade E) smaller and larger, to see which verdicts rest on one of them.
#pragma once

#include <string>
#include <vector>

#include "cli/claim_runs.hpp"

namespace entente::cli {

/// A part whose verdict or reason is another with one weight changed.
struct WeightChange {
    std::string weight;
    double factor = 1;
    std::string claim;
    std::string part;  ///< empty where the claim is one part
    claims::Verdict before = claims::Verdict::undetermined;
    claims::Reason before_reason = claims::Reason::none;
    claims::Verdict after = claims::Verdict::undetermined;
    claims::Reason after_reason = claims::Reason::none;
};

struct WeightStudy {
    std::size_t weights = 0;  ///< each judged twice
    std::size_t parts = 0;    ///< about the future; facts and coefficients rest on no weight
    std::vector<WeightChange> changes;
    bool faulty = false;  ///< the model could not be compiled; the project has the diagnostics
    bool broken = false;  ///< more than 1 % of the members of an ensemble broke
};

/// Judges the claims with each assigned weight times 1 - options.weights % and 1 + options.weights
/// %, all else and every draw the same. Ablations are not read. Leaves at Ctrl-C, without a result
/// that means anything.
WeightStudy vary_weights(Project& project,
                         const std::vector<model::ClaimId>& chosen,
                         const Posteriors& posteriors,
                         const Options& options,
                         Terminal& terminal);

/// The study as a table, or as JSON with --json.
void print_weights(const WeightStudy& study, const Options& options, Terminal& terminal);

}  // namespace entente::cli

// SPDX-License-Identifier: Apache-2.0
// runs/claims.log: a line for every claim before it is judged, so that a card can say how many
// versions of it were tried. One JSON object a line; only appended to.
#pragma once

#include <vector>

#include "cli/project.hpp"

namespace entente::cli {

/// Appends a line a claim and gives back, in the same order, how many different texts of each claim
/// the log holds. A log that cannot be written is a note, not a failure.
std::vector<std::size_t> log_claims(const Project& project,
                                    const std::vector<model::ClaimId>& claims,
                                    const Options& options,
                                    Terminal& terminal);

}  // namespace entente::cli

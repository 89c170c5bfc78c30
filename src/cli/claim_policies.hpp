// SPDX-License-Identifier: Apache-2.0
// Claims where players choose otherwise: `claim --policy` tries each part about the near future in
// few futures by leanings and as the policy says, side by side. The verdict stays that of the
// leanings.
#pragma once

#include <vector>

#include "cli/claim_runs.hpp"

namespace entente::cli {

/// Months after the forecast in which players are tried; tests that look further are not.
inline constexpr int months_tried = 36;

/// Futures tried at most: the standard error of a share is at most 0.036.
inline constexpr std::uint64_t futures_tried = 200;

/// Months between choices where --decide-every says nothing.
inline constexpr std::uint64_t months_between_choices = 6;

/// Whether --policy asks for another way of choosing than by leanings, of a model with players.
bool tries_policies(const model::Model& model, const Options& options);

/// Fills in how each part fares by policy; --policy rollout tries levels 1 and 2, and --levels if
/// it is more. Leaves at Ctrl-C, and where the model could not be compiled, as `judged` then says.
void try_policies(Project& project,
                  const std::vector<model::ClaimId>& chosen,
                  const Posteriors& posteriors,
                  const Options& options,
                  Judged& judged,
                  Terminal& terminal);

}  // namespace entente::cli

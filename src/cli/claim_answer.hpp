// SPDX-License-Identifier: Apache-2.0
// From claims asked for to their results: from runs/cache where it has them, else from runs. What
// every verb that judges claims begins with.
#pragma once

#include <vector>

#include "cli/claim_runs.hpp"

namespace entente::cli {

/// The claims asked for by name (arguments after the model) and --row, in the order written; all
/// where none is. Throws Failure with near names.
std::vector<model::ClaimId> chosen_claims(const model::Model& model, const Options& options);

/// Throws Failure for --card of a claim that is not among the chosen.
void check_cards(const model::Model& model,
                 const std::vector<model::ClaimId>& chosen,
                 const Options& options);

/// The fits that claims are judged with: all prior sets' or none's. `needs` without cases takes
/// none.
Posteriors claim_posteriors(Project& project,
                            const claims::Needs& needs,
                            const Options& options,
                            Terminal& terminal);

/// Results in the order chosen, which the cache then keeps.
Judged answer(Project& project,
              const std::vector<model::ClaimId>& chosen,
              const Posteriors& posteriors,
              const Options& options,
              Terminal& terminal);

}  // namespace entente::cli

// SPDX-License-Identifier: Apache-2.0
// Judges claims: model, record and the measures of the runs that needed_runs asked for become a
// result per claim. The rules are those of rules.hpp; nothing is read from disk and nothing is run.
#pragma once

#include <vector>

#include "claims/ablations.hpp"
#include "claims/claims.hpp"
#include "claims/needs.hpp"
#include "data/data.hpp"

namespace entente::claims {

/// What the judge reads. `prior` and `posterior` are parallel to `needs.cases`; without a posterior
/// no claim about the model reaches class E2.
struct Evidence {
    const Needs& needs;
    const std::vector<CaseValues>& prior;
    const std::vector<CaseValues>* posterior = nullptr;
    const Ablations* ablations = nullptr;  ///< what the links earn in the test period
};

/// What the runs of one prior set say of all expectations of a part about futures together.
PriorSetResult measure_part(const model::Model& model,
                            const model::Part& part,
                            const Needs& needs,
                            const std::vector<CaseValues>& values,
                            std::size_t prior_set);

std::vector<ClaimResult> judge(const model::Model& model,
                               const data::Data& data,
                               const std::vector<model::ClaimId>& claims,
                               const Evidence& evidence);

}  // namespace entente::claims

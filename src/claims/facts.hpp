// SPDX-License-Identifier: Apache-2.0
// Facts: conditions on the record and on texts alone. Reads series and the tracks of recorded
// quantities; no run, no draw.
#pragma once

#include "claims/claims.hpp"
#include "data/data.hpp"

namespace entente::claims {

/// What the part's main series and every variant say, the main one first. A condition on a text or
/// a recorded quantity gives one result.
std::vector<VariantResult> check_fact(const model::Model& model,
                                      const data::Data& data,
                                      const model::Part& part);

}  // namespace entente::claims

// SPDX-License-Identifier: Apache-2.0
// Claim results as JSON: snake case, numbers as numbers, null where there is none. The schema is
// docs/schema/claims.schema.json; changes only add.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "claims/claims.hpp"

namespace entente::claims {

/// q05, q25, q50, q75, q95 and mean, null where there is none.
nlohmann::ordered_json quantiles_json(const Quantiles& quantiles);

/// One object: schema_version, and one entry a claim with its sentences. Ends with a line end.
std::string to_json(const std::vector<ClaimResult>& results);

}  // namespace entente::claims

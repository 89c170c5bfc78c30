// SPDX-License-Identifier: Apache-2.0
// Which claim came nearest to a verdict that none has. For the table by row; it decides nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "claims/claims.hpp"

namespace entente::claims {

struct Nearest {
    std::string claim;
    std::string part;  ///< the one that is furthest off; empty for a claim without parts
    Reason reason = Reason::none;
    std::optional<double> share;  ///< p+ under the least favourable prior set, where it has one
};

/// Nothing where no claim can have the verdict: only `may` claims can be possible.
std::optional<Nearest> nearest_to(Verdict verdict, const std::vector<ClaimResult>& results);

}  // namespace entente::claims

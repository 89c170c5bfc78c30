// SPDX-License-Identifier: Apache-2.0
// How an answer fares where players choose otherwise: which parts can be asked, and what a card
// says of the answers side by side. Where they differ by more than chance, the way players choose
// is an uncertainty of the model.
#pragma once

#include <string>

#include "claims/claims.hpp"
#include "model/model.hpp"

namespace entente::claims {

/// Whether the part's answer can turn on how players choose in the first `months` after the
/// forecast: `tried` where it can.
PolicyScope policy_scope(const model::Model& model, const model::Part& part, int months);

/// Whether the shares of two ways of choosing differ by more than three standard errors.
bool policies_differ(const PartResult& part);

/// Shares by policy, and whether they differ by more than chance; why there are none; empty where
/// it was not asked.
std::string policies_line(const PartResult& part);

}  // namespace entente::claims

// SPDX-License-Identifier: Apache-2.0
// Shares of coded rows: votes of states, statements, texts. What is perceived is known from a
// sample, so a share has the spread of its beta distribution. Rule: docs/science/claims.md,
// "Shares of coded rows".
#pragma once

#include "claims/claims.hpp"
#include "data/data.hpp"

namespace entente::claims {

/// The shares of the part's only expectation and the chance that they are as claimed.
Perception count_rows(const model::Model& model, const data::Data& data, const model::Part& part);

}  // namespace entente::claims

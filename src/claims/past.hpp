// SPDX-License-Identifier: Apache-2.0
// The record line of a contrast: past cases of the event its scenario changes, and what happened
// around them. A plain before-and-after count, not an estimate of an effect.
#pragma once

#include "claims/claims.hpp"
#include "data/data.hpp"

namespace entente::claims {

inline constexpr int months_around = 12;

RecordCases past_cases(const model::Model& model, const data::Data& data, const model::Part& part);

}  // namespace entente::claims

// SPDX-License-Identifier: Apache-2.0
// Studies of the record around dated events: the change of a series across each case, against the
// same change in all other months. An association in what was printed, not an effect in the model.
// Formulas and rules: docs/science/claims.md, "Studies around past events".
#pragma once

#include <vector>

#include "claims/claims.hpp"
#include "data/data.hpp"

namespace entente::claims {

/// The main series with nothing held equal first, then with each set of controls; then every
/// variant of the series with nothing held equal.
std::vector<StudyEstimate> study_events(const model::Model& model,
                                        const data::Data& data,
                                        const model::Part& part);

}  // namespace entente::claims

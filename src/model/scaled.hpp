// SPDX-License-Identifier: Apache-2.0
// What a model says with a number of its authors larger or smaller than they wrote: every equation
// that reads the parameter reads a multiple of it. Draws, priors and fits stay as they are.
#pragma once

#include <vector>

#include "model/model.hpp"

namespace entente::model {

/// A parameter times a positive factor.
struct ScaledParameter {
    QuantityId parameter;
    double factor = 1;
};

/// The model with parameters read as multiples of themselves, inside their declared range, and
/// inside 0..1 where their prior lives there. What a claim measures of the parameter itself is
/// unchanged. The orders stay as they are.
Model with_scaled(Model model, const std::vector<ScaledParameter>& scaled);

/// Parameters that are judgement alone, in the order declared: grade E, drawn or fixed. Those that
/// a smaller one would make no other, fixed at 0, are left out.
std::vector<QuantityId> assigned_weights(const Model& model);

}  // namespace entente::model

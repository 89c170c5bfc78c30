// SPDX-License-Identifier: Apache-2.0
// The operations of model::Op that need nothing but their numbers, one number at a time: what the
// block kernels do to every lane, said once more in plain code.
#pragma once

#include "model/equations.hpp"

namespace entente::program {

/// a op b, or op a. Not for operations that read the model or the past (constant, track, quantity,
/// time, choose, lookup, link and the memories): those break the contract.
double apply(model::Op op, double a, double b);

}  // namespace entente::program

// SPDX-License-Identifier: Apache-2.0
// The operations of Op that need nothing but their numbers, one number at a time: for folding what
// is known from the text, and for the reference evaluator. The kernels of the engine do the same to
// every lane.
#pragma once

#include <optional>

#include "model/equations.hpp"

namespace entente::model {

/// a op b, or op a; nothing for an operation that reads the model or the past (constant, track,
/// quantity, time, choose, lookup, link and the memories).
std::optional<double> apply(Op op, double a, double b);

}  // namespace entente::model

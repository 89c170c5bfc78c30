// SPDX-License-Identifier: Apache-2.0
// The order of a month's work where the month is one Euler step: each stock moves as soon as nobody
// needs what it was, and what was just computed is used next. Then far fewer numbers are alive at
// once, which is what a model over pairs of states spends its time on. Changes no number.
#pragma once

#include "program/program.hpp"

namespace entente::program {

/// The same program, `step` merged into `open` and both in a better order; as it was where a month
/// is more than one step, or where the new order needs as many slots.
Program arrange(Program program);

}  // namespace entente::program

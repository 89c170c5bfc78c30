// SPDX-License-Identifier: Apache-2.0
// Values and statements into instructions on slots: pairs of operations become one instruction, a
// branch that a whole block may leave out is skipped, and slots are used again as soon as nobody
// needs what is in them.
#pragma once

#include "program/lower.hpp"
#include "program/program.hpp"

namespace entente::program {

/// The program of what was lowered; fields that name the run are left to the caller.
Program schedule(const Lowered& lowered, const model::Grid& grid);

}  // namespace entente::program

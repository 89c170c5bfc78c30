// SPDX-License-Identifier: Apache-2.0
// The uniforms that stand for standard normal numbers, compiled for each instruction set and the
// same bits in all. A fit moves in normal numbers, a program draws with uniforms.
#pragma once

#include <cstddef>

#include "math/isa.hpp"

namespace entente::fit {

/// u[i] = Phi(z[i]), kept within (0, 1); u may be z.
using UniformKernel = void (*)(const double* z, std::size_t count, double* u);

/// The kernel of an instruction set, which must be available.
UniformKernel uniform_kernel(math::InstructionSet set);

}  // namespace entente::fit

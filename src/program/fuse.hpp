// SPDX-License-Identifier: Apache-2.0
// Runs of plain arithmetic of a program made into machine code for one width of a block: the same
// operations on the same operands, rounded alike, so the same bits; but values stay in registers
// between operations, and what nobody reads again is never stored. The rest of a program is
// interpreted as ever (program/kernels.hpp). A product of its own beside the program, const and
// shared between threads; docs/design/0005-fused-segments.md says what it gains.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

#include "math/isa.hpp"
#include "program/fuse_emit.hpp"
#include "program/fuse_plan.hpp"
#include "program/kernels.hpp"

namespace entente::program {

/// A program's plan and the machine code of its segments.
struct FusedCode {
    FusePlan plan;
    EmittedCode code;
};

/// The machine code of the plan for blocks of so many lanes; null where the instruction set is
/// below v3, there is nothing to fuse, or the machine gives no memory that can be executed. A
/// program without it runs interpreted, to the same bits.
std::shared_ptr<const FusedCode> fuse(const Program& program,
                                      FusePlan plan,
                                      math::InstructionSet set,
                                      std::size_t lanes);

/// What a bound segment finds in Bound::extra.
struct BoundSegment {
    SegmentCode run;
    const BoundCheck* checks;
    const FuseCheck* checked;
    std::size_t checked_count;
};

/// The kernel of a segment: Bound::out is the arena, Bound::in[0] the uniforms.
const Bound* run_segment(const Bound* i, const Context* c);

}  // namespace entente::program

// SPDX-License-Identifier: Apache-2.0
// Segments of a plan as machine code: as many lanes at a time as a register of the instruction set
// has, values in registers from their making to their last use (program/fuse_target.hpp has the
// operations).
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "math/isa.hpp"
#include "program/fuse_plan.hpp"

namespace entente::program {

/// Runs a segment over all lanes of a block; not 0 where a check failed in some lane. `slots` is
/// [slot][lane], the spare slots behind the program's.
using SegmentCode = unsigned (*)(double* slots, const double* uniforms);

/// Memory that holds machine code: written once, then readable and executable, never writable
/// again.
class ExecutableMemory {
  public:
    ExecutableMemory(void* begin, std::size_t size) : begin_(begin), size_(size) {}

    ExecutableMemory(const ExecutableMemory&) = delete;
    ExecutableMemory& operator=(const ExecutableMemory&) = delete;
    ~ExecutableMemory();

  private:
    void* begin_;
    std::size_t size_;
};

struct EmittedCode {
    std::unique_ptr<ExecutableMemory> memory;
    std::vector<SegmentCode> segments;  ///< by segment of the plan
    std::size_t slots = 0;              ///< of the arena: the program's, and spare ones
};

/// Null memory where the machine gives none that can be executed.
EmittedCode emit(const Program& program,
                 const FusePlan& plan,
                 math::InstructionSet set,
                 std::size_t lanes);

}  // namespace entente::program

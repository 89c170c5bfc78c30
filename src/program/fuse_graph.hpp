// SPDX-License-Identifier: Apache-2.0
// One run of plain instructions as a graph of operations, and the order its steps are taken in.
// Used by program/fuse_plan.cpp alone.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "program/fuse_plan.hpp"

namespace entente::program {

/// What a run leaves behind: a value in a slot, or a slot that was looked at.
struct FuseSink {
    std::uint32_t node = 0;
    std::uint32_t slot = 0;
    bool stored = false;  ///< whether the slot changes
    std::vector<std::uint32_t> checks;
};

struct FuseGraph {
    std::vector<FuseNode> nodes;  ///< operands stand before what is made of them
    std::vector<FuseSink> sinks;  ///< by slot at most one, in the order of the instructions
};

/// Which slots of an instruction are read after the run it stands in.
struct LiveAfter {
    bool out = false;
    bool sum = false;  ///< of `hold`
};

/// The graph of instructions that are all plain. No slot changes after it was checked.
FuseGraph build_graph(std::span<const Instruction> code, std::span<const LiveAfter> live);

/// The steps of a graph: what somebody waits for first, then what uses values that were just made,
/// then the order of the instructions. A store follows the last read of what its slot held.
std::vector<FuseStep> order(const FuseGraph& graph);

}  // namespace entente::program

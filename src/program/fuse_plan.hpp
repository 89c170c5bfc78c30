// SPDX-License-Identifier: Apache-2.0
// What to fuse, and in which order: runs of plain arithmetic of a program as graphs of operations,
// put in an order in which a value is used soon after it is made, and cut into segments that each
// become one loop of machine code (program/fuse_emit.hpp). Operations are those of the
// instructions, operand for operand, so every number is rounded as the interpreter rounds it; what
// changes is when they happen, and that what nobody reads afterwards is never stored.
//
// A slot may change only when everybody has read what it held. Values that wait for that, and
// values made in one segment and used in another, stand in spare slots behind the program's own.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "program/program.hpp"

namespace entente::program {

/// A value within a fused run.
struct FuseNode {
    enum class Kind : std::uint8_t {
        slot,     ///< what `place` holds before the run
        uniform,  ///< the uniform `place`
        code,     ///< `code` of the nodes `in`: a plain operation, never a pair of them
    };

    Kind kind = Kind::slot;
    Code code = Code::copy;
    std::uint32_t place = 0;
    std::array<std::uint32_t, 3> in{no_operand, no_operand, no_operand};
};

/// One thing to do.
struct FuseStep {
    enum class Kind : std::uint8_t {
        compute,  ///< the node
        store,    ///< the node into `place`, a slot of the program or a spare one
        check,    ///< the node against the check `place`
    };

    Kind kind = Kind::compute;
    std::uint32_t node = 0;
    std::uint32_t place = 0;
};

/// What must be looked at lane by lane where a segment finds that some check fails.
struct FuseCheck {
    std::uint32_t slot = 0;
    std::uint32_t check = 0;
};

/// Steps that become one loop over the lanes.
struct FuseSegment {
    std::uint32_t graph = 0;  ///< index into FusePlan::graphs, whose nodes the steps name
    std::vector<FuseStep> steps;
    std::vector<FuseCheck> checks;
};

/// An instruction to be interpreted, or a segment.
struct FuseItem {
    Instruction instruction;  ///< what it skips is counted in items
    std::uint32_t segment = no_operand;
};

struct FusePlan {
    std::vector<std::vector<FuseNode>> graphs;
    std::vector<FuseSegment> segments;
    /// What a block goes through for each section. With Euler, `open` and `instant` go on into
    /// `step`, which is empty.
    std::array<std::vector<FuseItem>, section_count> sections;
    std::uint32_t spare_slots = 0;  ///< besides those of the program
};

/// The instructions of a section as a block goes through them: with Euler, `open` and `instant` go
/// on into `step`, which is never gone through by itself.
std::vector<Instruction> joined(const Program& program, Section section);

/// Whether an instruction can be part of a segment.
bool is_plain(Code code);

FusePlan plan_fusion(const Program& program);

}  // namespace entente::program

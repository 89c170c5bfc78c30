// SPDX-License-Identifier: Apache-2.0
// The state of every member as the forecast opens, kept from one run so that others may go on from
// it: scenarios that change nothing before the forecast share their history, and it is run once.
// The bytes are those of a run from the start. Whether a program may go on from a checkpoint is
// asked of what the two programs do before the forecast (program/past.hpp), not of how the
// scenarios were written; the answer is no wherever something differs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "program/past.hpp"
#include "program/program.hpp"
#include "run/block.hpp"

namespace entente::run {

struct RunSpec;

/// What the program that left a checkpoint keeps, and where.
struct CheckpointLayout {
    model::Grid grid;
    program::Past past;
    std::vector<std::uint32_t> ring_sizes;
    std::vector<std::string> outputs;
    std::vector<program::Check> checks;
};

struct Checkpoint {
    CheckpointLayout layout;
    std::uint64_t seed = 0;
    std::uint32_t first_member = 0;
    std::size_t members = 0;  ///< whole ones
    std::size_t block = 0;    ///< lanes of a block
    const program::GivenDraws* given = nullptr;
    std::size_t state_size = 0;  ///< doubles a block: places, then entries of rings
    std::vector<double> state;   ///< [block][place or entry][lane]
    std::vector<float> rows;     ///< [block][row before the forecast][output][lane]
    std::vector<std::vector<BlockFault>> faults;  ///< by block
};

/// How a program reads a checkpoint.
struct SharedPast {
    /// Where the content of a place or of a ring's entry comes from: a row of the state, a number
    /// that is the same for every member, or what it was before the first month.
    struct Source {
        std::size_t row = 0;
        std::optional<double> known;
        bool as_begun = false;
    };

    std::vector<Source> places;
    std::vector<std::vector<Source>> rings;                  ///< by entry
    std::vector<std::size_t> outputs;                        ///< columns of the rows kept
    std::vector<std::optional<std::uint32_t>> check_in_own;  ///< by check of the layout
};

/// Of a program compiled with its past; empty for one without a month before the forecast.
std::optional<CheckpointLayout> layout_of(const program::Program& program);

/// Empty where the program does anything else before the forecast than what left the layout, or
/// keeps more: another draw, another latch, an output that was not kept.
std::optional<SharedPast> find_shared_past(const CheckpointLayout& layout,
                                           const program::Program& program);

/// Whether a run of this spec may go on from the checkpoint: same seed, members and given draws.
bool fits(const Checkpoint& checkpoint, const RunSpec& spec);

/// Makes room for `blocks` blocks.
void begin_checkpoint(Checkpoint& checkpoint, std::size_t blocks);

/// Keeps block `b`, which stands as the forecast opens; `paths` is [row][output][lane].
void save(Checkpoint& checkpoint, std::size_t b, Block& block, const float* paths);

/// Puts block `b` of the checkpoint into a block that has begun the same members, and the rows
/// before the forecast into `paths`.
void restore(const Checkpoint& checkpoint,
             const SharedPast& shared,
             std::size_t b,
             Block& block,
             float* paths);

}  // namespace entente::run

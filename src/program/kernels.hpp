// SPDX-License-Identifier: Apache-2.0
// One loop over a block of members per instruction, compiled for each instruction set and the same
// bits in all. A kernel sees pointers only: it allocates nothing and knows neither programs nor
// models. Written over Lanes<N>; the modes of an instruction say which operands are one number for
// the whole block.
#pragma once

#include <cstddef>
#include <cstdint>

#include "math/isa.hpp"
#include "program/instructions.hpp"

namespace entente::program {

struct Context;

/// An instruction with its operands found in an arena.
struct Bound {
    const Bound* (*run)(const Bound*, const Context*);  ///< gives back what comes next
    double* out;
    const double* in[3];
    const void* extra;    ///< one of the structs below, as the code says
    std::int64_t number;  ///< how many to skip, or an index
};

/// The widest block.
inline constexpr int most_lanes = 128;

/// From slot to slot in the arena of a block, in doubles: an odd number of cache lines, so that the
/// same lanes of many slots spread over all sets of the first cache.
constexpr std::size_t slot_stride(std::size_t lanes) { return lanes + 8; }

/// What holds for a block at an instant.
struct Context {
    int lanes;  ///< a multiple of 16, at most most_lanes
    std::uint64_t seed;
    std::uint32_t first_member;
    std::int32_t month;  ///< since 1970
    std::int32_t row;
    float* paths;  ///< the row, [output][lane]
    void (*report)(const Context*, std::int64_t check, const double* values);
    void* owner;
    /// Where not null, the seed and the member that each lane draws by, in place of `seed` and of
    /// members in a row.
    const std::uint64_t* seeds;
    const std::uint64_t* members;
};

struct BoundSite {
    std::uint64_t site;
    std::int32_t each;
    std::int32_t fixed;  ///< whether `month` counts
    std::int32_t month;
    const double* given;  ///< a uniform for each lane in place of the generator's; or null
};

struct BoundRing {
    double* entries;
    std::int32_t size;
    std::int32_t count;
};

struct BoundList {
    const double* const* operands;
    const unsigned char* uniform;  ///< 1 for one number
    std::int32_t count;
    /// Fills `out` with what operand 0, the uniforms, and the parameters after it give.
    void (*draw)(const BoundList& list, int lanes, double* out);
    const void* how;
};

struct BoundLookup {
    const double* x;
    const double* y;
    const double* slope;
    std::int32_t count;
};

struct BoundCheck {
    double low;
    double high;
    std::int64_t index;
};

using Kernel = const Bound* (*)(const Bound*, const Context*);

/// The kernel of a code; bit i of `modes` is set where operand i is one number. Null where there is
/// none. The instruction set must be available.
Kernel kernel(math::InstructionSet set, Code code, unsigned modes);

}  // namespace entente::program

// SPDX-License-Identifier: Apache-2.0
// What the compiled rivals of the block engine are given: state of a block of members as structure
// of arrays, and where to put the outputs. They draw no parameters and check nothing.
#pragma once

#include <cstdint>

namespace entente::bench {

struct Batch {
    const double* parameters;  ///< [parameter][lane]
    double* stocks;            ///< [stock][lane], at the start on entry
    float* out;                ///< [row][output][lane]
    int lanes;                 ///< a multiple of 64
    int months;                ///< one Euler step each
    std::int32_t first_month;  ///< since 1970
    std::uint32_t first_member;
    std::uint64_t seed;
};

using RunBatch = void (*)(const Batch&);

}  // namespace entente::bench

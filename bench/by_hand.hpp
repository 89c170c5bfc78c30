// SPDX-License-Identifier: Apache-2.0
// The models of modeller.hpp as SIMD loops written by hand: several groups of lanes interleaved,
// state in registers where it fits, reciprocals of what does not change, the vector math of
// src/math. Compiled with -O3 -march=native. Two or more variants each; the bench takes the faster.
#pragma once

#include <cstddef>
#include <vector>

#include "batch.hpp"

namespace entente::bench {

/// One row a month: `infectious`. Stocks: susceptible, infectious, removed.
std::vector<RunBatch> sir_by_hand(bool noise);

/// One row a month: `world`. Stocks: arms, then hostility, of all pairs in order.
std::vector<RunBatch> arms_by_hand();

/// The fewest lanes a batch may have: the largest number of groups, each as wide as a register.
std::size_t least_lanes();

/// For the scaling of threads: additions and products on registers alone, `times` rounds.
double arithmetic_control(long times);

}  // namespace entente::bench

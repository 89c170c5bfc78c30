// SPDX-License-Identifier: Apache-2.0
// The sections of engine_bench, one file each or two; each prints its own table with the goals.
#pragma once

#include <string>

namespace entente::bench {

/// Peak memory at 2,000 and 20,000 members, in processes of their own. Must come first.
void print_memory();

/// The synthetic models against generated C++ and the reference evaluator.
void print_synthetic();

/// An epidemic and an arms race against loops written by hand.
void print_by_hand();

/// Two threads against one.
void print_threads();

/// Months that players try against months that are run.
void print_players();

/// From text to results; the flagship; the first byte of the program at this path.
void print_latency(const std::string& program);

}  // namespace entente::bench

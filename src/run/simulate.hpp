// SPDX-License-Identifier: Apache-2.0
// Runs a compiled program for a range of members and gives back their paths. The order of a month
// is that of docs/language.md ("Order of evaluation"). The result depends on program, seed and
// members only: not on threads, block width, instruction set or the other members.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "math/isa.hpp"
#include "program/program.hpp"
#include "results/results.hpp"

namespace entente::run {

struct RunSpec {
    std::uint64_t seed = 0;  ///< no default that means anything: the caller says it
    std::uint32_t first_member = 0;
    std::size_t members = 0;
    std::size_t threads = 0;  ///< 0 for all
    std::size_t block = 0;    ///< lanes a block: 16, 32, 64, 128; 0 for the best fit
    std::optional<math::InstructionSet> instruction_set;  ///< the best there is where not given
    const std::atomic<bool>* stop =
        nullptr;  ///< polled between blocks: keeps whole members, marks partial
    std::function<void(std::size_t done)>
        progress;  ///< members done so far; any thread, one at a time
};

results::Run simulate(const program::Program& program, const RunSpec& spec);

}  // namespace entente::run

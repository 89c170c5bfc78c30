// SPDX-License-Identifier: Apache-2.0
// The instruction sets some files are compiled for (cmake/isa.cmake), and which of them this
// machine can run. All give the same bits; they differ in speed alone.
#pragma once

#include <optional>
#include <string_view>

namespace entente::math {

/// From the least to the most capable; `scalar` runs on any x86-64.
enum class InstructionSet { scalar, v3, v4 };

inline constexpr InstructionSet instruction_sets[] = {
    InstructionSet::scalar, InstructionSet::v3, InstructionSet::v4};

/// Whether this machine runs it.
bool available(InstructionSet set);

/// The most capable one this machine runs.
InstructionSet best_instruction_set();

/// `scalar`, `v3` or `v4`.
std::string_view name(InstructionSet set);

std::optional<InstructionSet> find_instruction_set(std::string_view name);

}  // namespace entente::math

// SPDX-License-Identifier: Apache-2.0
#include "math/isa.hpp"

namespace entente::math {

bool available(InstructionSet set) {
    switch (set) {
        case InstructionSet::scalar:
            return true;
        case InstructionSet::v3:
            return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                   __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
        case InstructionSet::v4:
            return available(InstructionSet::v3) && __builtin_cpu_supports("avx512f") &&
                   __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
                   __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    }
    return false;
}

InstructionSet best_instruction_set() {
    InstructionSet best = InstructionSet::scalar;
    for (const InstructionSet set : instruction_sets) {
        if (available(set)) {
            best = set;
        }
    }
    return best;
}

std::string_view name(InstructionSet set) {
    switch (set) {
        case InstructionSet::scalar:
            return "scalar";
        case InstructionSet::v3:
            return "v3";
        case InstructionSet::v4:
            return "v4";
    }
    return "unknown";
}

std::optional<InstructionSet> find_instruction_set(std::string_view wanted) {
    for (const InstructionSet set : instruction_sets) {
        if (name(set) == wanted) {
            return set;
        }
    }
    return std::nullopt;
}

}  // namespace entente::math

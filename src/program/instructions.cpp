// SPDX-License-Identifier: Apache-2.0
#include "program/instructions.hpp"

namespace entente::program {

namespace {

struct Entry {
    const char* name;
    int operands;
    int cost;
};

constexpr Entry entries[] = {
#define X(name, operands, cost) {#name, operands, cost},
    ENTENTE_VALUE_CODES(X) ENTENTE_SPECIAL_CODES(X)
#undef X
#define X(inner, outer) {#inner "_" #outer, 3, 2},
        ENTENTE_FUSED_CODES(X)
#undef X
#define X(name, operands) {#name, operands, 1},
            ENTENTE_STATEMENT_CODES(X)
#undef X
};

/// Places of the outer codes within a group of fused codes; -1 where there is none.
int outer_place(Code outer, bool second) {
    if (outer == Code::add) {
        return 0;
    }
    if (outer == Code::subtract) {
        return second ? 2 : 1;
    }
    if (outer == Code::multiply) {
        return 3;
    }
    if (outer == Code::divide) {
        return second ? 5 : 4;
    }
    // The lesser of 0 and -0 is the second, so these do not commute.
    if (outer == Code::min && !second) {
        return 6;
    }
    if (outer == Code::max && !second) {
        return 7;
    }
    return -1;
}

int inner_place(Code inner) {
    if (inner == Code::add) {
        return 0;
    }
    if (inner == Code::subtract) {
        return 1;
    }
    if (inner == Code::multiply) {
        return 2;
    }
    if (inner == Code::divide) {
        return 3;
    }
    if (inner == Code::min) {
        return 4;
    }
    if (inner == Code::max) {
        return 5;
    }
    return -1;
}

}  // namespace

const char* name(Code code) { return entries[static_cast<int>(code)].name; }

int operand_count(Code code) { return entries[static_cast<int>(code)].operands; }

int cost(Code code) { return entries[static_cast<int>(code)].cost; }

bool find_fused(Code inner, Code outer, bool second, Code& fused) {
    const int i = inner_place(inner);
    const int o = outer_place(outer, second);
    if (i < 0 || o < 0) {
        return false;
    }
    fused = static_cast<Code>(static_cast<int>(Code::add_add) + 8 * i + o);
    return true;
}

}  // namespace entente::program

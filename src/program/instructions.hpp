// SPDX-License-Identifier: Apache-2.0
// The one vocabulary of instructions. Names in a printed program, the number of operands, the cost
// the compiler reckons with and the kernels all derive from the tables here.
#pragma once

#include <cstdint>

// X(name, operands, cost): a value worked out lane by lane. The cost is in additions.
#define ENTENTE_VALUE_CODES(X) \
    X(copy, 1, 1)              \
    X(negate, 1, 1)            \
    X(logical_not, 1, 1)       \
    X(exp, 1, 8)               \
    X(ln, 1, 10)               \
    X(sqrt, 1, 5)              \
    X(abs, 1, 1)               \
    X(logistic, 1, 14)         \
    X(logit, 1, 18)            \
    X(expm1, 1, 12)            \
    X(normal_quantile, 1, 14)  \
    X(add, 2, 1)               \
    X(subtract, 2, 1)          \
    X(multiply, 2, 1)          \
    X(divide, 2, 3)            \
    X(power, 2, 24)            \
    X(min, 2, 1)               \
    X(max, 2, 1)               \
    X(less, 2, 1)              \
    X(less_equal, 2, 1)        \
    X(equal, 2, 1)             \
    X(not_equal, 2, 1)         \
    X(logical_and, 2, 1)       \
    X(logical_or, 2, 1)        \
    X(bernoulli, 2, 2)         \
    X(poisson, 2, 40)          \
    X(choose, 3, 1)            \
    X(negative_binomial, 3, 60)

// X(name): values with something more than lanes as operands (Instruction::extra).
//   lookup          extra: a lookup
//   uniform         extra: a site; a uniform of this month
//   normal          extra: a site; its normal quantile
//   draw            extra: a list u, p0 .. p3 and a slow distribution
//   pick            extra: a list u, leanings; the option chosen
//   likeliest       extra: a list of leanings
//   ring_read       extra: a ring and a constant lag
//   ring_gather     extra: a ring; the operand is the lag of each lane
//   window_count    extra: a ring and how many of its months; the operand is this month's count
//   window_before   the same without this month
#define ENTENTE_SPECIAL_CODES(X) \
    X(lookup, 1, 6)              \
    X(uniform, 0, 12)            \
    X(normal, 0, 26)             \
    X(draw, 0, 400)              \
    X(pick, 0, 60)               \
    X(likeliest, 0, 8)           \
    X(ring_read, 0, 1)           \
    X(ring_gather, 1, 20)        \
    X(window_count, 1, 6)        \
    X(window_before, 0, 6)

// X(inner, outer): two operations at once, each rounded. (a inner b) outer c; `less` puts c first:
// c - (a inner b), `under` c / (a inner b).
#define ENTENTE_FUSED_OUTER(X, inner) \
    X(inner, add)                     \
    X(inner, subtract)                \
    X(inner, minus_from)              \
    X(inner, multiply)                \
    X(inner, divide)                  \
    X(inner, divide_into)             \
    X(inner, min)                     \
    X(inner, max)
#define ENTENTE_FUSED_CODES(X)       \
    ENTENTE_FUSED_OUTER(X, add)      \
    ENTENTE_FUSED_OUTER(X, subtract) \
    ENTENTE_FUSED_OUTER(X, multiply) \
    ENTENTE_FUSED_OUTER(X, divide)   \
    ENTENTE_FUSED_OUTER(X, min)      \
    ENTENTE_FUSED_OUTER(X, max)

// X(name): what changes more than one slot, or the order.
//   advance         stock + net, checked (extra: a check); a, b = stock, net
//   advance_part    stock + h net, checked; a, b, c = stock, net, h
//   check           the stock as it is (extra: a check)
//   hold            a within b .. c; what that adds is added to the slot named by extra
//   ring_write      a into the ring of extra
//   ring_fill       a into every entry of the ring of extra
//   ring_set        a into one entry of the ring of extra
//   record          a into the output of extra, checked
//   skip_unless     skips `extra` instructions where the uniform a is 0
//   skip_if         skips `extra` instructions where the uniform a is not 0
//   skip_none       ... where no lane of a holds
//   skip_all        ... where every lane of a holds
#define ENTENTE_STATEMENT_CODES(X) \
    X(advance, 2)                  \
    X(advance_part, 3)             \
    X(check, 1)                    \
    X(hold, 3)                     \
    X(ring_write, 1)               \
    X(ring_fill, 1)                \
    X(ring_set, 1)                 \
    X(record, 1)                   \
    X(skip_unless, 1)              \
    X(skip_if, 1)                  \
    X(skip_none, 1)                \
    X(skip_all, 1)

namespace entente::program {

enum class Code : std::uint8_t {
#define X(name, operands, cost) name,
    ENTENTE_VALUE_CODES(X) ENTENTE_SPECIAL_CODES(X)
#undef X
#define X(inner, outer) inner##_##outer,
        ENTENTE_FUSED_CODES(X)
#undef X
#define X(name, operands) name,
            ENTENTE_STATEMENT_CODES(X)
#undef X
};

// NOLINTBEGIN(bugprone-macro-parentheses): the terms of one sum
inline constexpr int code_count = 0
#define X(name, operands, cost) +1
    ENTENTE_VALUE_CODES(X) ENTENTE_SPECIAL_CODES(X)
#undef X
#define X(...) +1
        ENTENTE_FUSED_CODES(X) ENTENTE_STATEMENT_CODES(X)
#undef X
    ;
// NOLINTEND(bugprone-macro-parentheses)

/// "multiply_add", as a printed program has it.
const char* name(Code code);

/// Lane or uniform operands, lists not counted.
int operand_count(Code code);

/// In additions over a block; what the compiler weighs a branch by.
int cost(Code code);

/// The two codes at once, if there is such an instruction: (a inner b) outer c, or c outer (a inner
/// b) where `second` says that the inner value is the outer's second operand.
bool find_fused(Code inner, Code outer, bool second, Code& fused);

}  // namespace entente::program

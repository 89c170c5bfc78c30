// SPDX-License-Identifier: Apache-2.0
// The standard normal quantile over Lanes<N> (per instruction set, see math/lanes.hpp): one uniform
// gives one normal, monotone in u, so antithetic, Latin hypercube and Sobol designs work unchanged.
//
// With w = -log(4 u (1 - u)), quantile(u) = (u - 1/2) P(w), where P is smooth (the form of M.
// Giles, GPU Computing Gems, 2011; the coefficients are ours). P is one polynomial for w <= 5, that
// is |quantile| < 2.93; the 0.34 % beyond are done one lane at a time. A
// kernel does best to draw the uniforms of a block in one loop and their quantiles in a second:
// 3.6 ns a normal instead of 4.7 (AVX-512).
#pragma once

#include "math/normal_tables.hpp"
#include "math/vector.hpp"

namespace entente::math {
inline namespace ENTENTE_ISA {

namespace detail {

// |quantile| in the tail, from w > 5.
inline Lanes<1> normal_tail(Lanes<1> w) {
    const Lanes<1> s = sqrt(w);
    int piece = 0;
    while (piece < 5 && s.v > tables::normal_tails[piece].up_to) {
        ++piece;
    }
    const tables::NormalTail& tail = tables::normal_tails[piece];
    const Lanes<1> x = (tail.reciprocal ? 1.0 / s : s) - tail.centre;
    const Lanes<1> value = polynomial(x, x * x, tail.coefficients);
    return tail.reciprocal ? value * s : value;
}

template <int N>
[[gnu::noinline, gnu::cold]] Lanes<N> normal_tails(Lanes<N> u, Lanes<N> w, Lanes<N> central) {
    double us[N];
    double ws[N];
    double result[N];
    u.store(us);
    w.store(ws);
    central.store(result);
    for (int i = 0; i < N; ++i) {
        if (ws[i] <= 5.0) {
            continue;
        }
        if (us[i] > 0.0 && us[i] < 1.0) {
            const double size = normal_tail(Lanes<1>(ws[i])).v;
            result[i] = us[i] < 0.5 ? -size : size;
        } else if (us[i] == 0.0 || us[i] == 1.0) {
            result[i] = us[i] == 0.0 ? -infinity : infinity;
        } else {
            result[i] = not_a_number;
        }
    }
    return Lanes<N>::load(result);
}

}  // namespace detail

/// The x below which a standard normal lies with chance u, within 5 ulp for any u in (0, 1) down to
/// the smallest double; -infinity at 0, infinity at 1, NaN outside. Non-decreasing over the
/// uniforms of math/random.hpp, and quantile(1 - u) = -quantile(u) exactly for them.
template <int N>
inline Lanes<N> normal_quantile(Lanes<N> u) {
    const Lanes<N> other = 1.0 - u;
    const Lanes<N> w = -log(4.0 * (u * other));
    const Lanes<N> x = w - 2.5;
    const Lanes<N> central = (u - 0.5) * detail::polynomial(x, x * x, tables::normal_central);
    if (!all(w <= Lanes<N>(5.0))) {
        [[unlikely]] return detail::normal_tails(u, w, central);
    }
    return central;
}

inline double normal_quantile(double u) { return normal_quantile(Lanes<1>(u)).v; }

}  // namespace ENTENTE_ISA
}  // namespace entente::math

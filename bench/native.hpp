// SPDX-License-Identifier: Apache-2.0
// Includes src/math for code compiled with -march=native: the widest lanes this machine has, in a
// namespace of their own, so that the linker cannot mix these functions with the engine's.
#pragma once

#if defined(__AVX512F__) && defined(__AVX512DQ__)
#define ENTENTE_ISA_LEVEL_native 4
#elif defined(__AVX2__) && defined(__FMA__)
#define ENTENTE_ISA_LEVEL_native 3
#else
#define ENTENTE_ISA_LEVEL_native 1
#endif
#define ENTENTE_ISA native

#include "math/normal.hpp"
#include "math/random.hpp"
#include "math/vector.hpp"

namespace entente::bench {

constexpr int width = math::native_lanes;
using L = math::Lanes<width>;

/// Lanes as floats, for outputs.
ENTENTE_INLINE void store_floats(L x, float* to) {
#if ENTENTE_ISA_LEVEL == 4
    _mm256_storeu_ps(to, _mm512_maskz_cvtpd_ps(0xFF, x.v));
#elif ENTENTE_ISA_LEVEL == 3
    _mm_storeu_ps(to, _mm256_cvtpd_ps(x.v));
#else
    *to = static_cast<float>(x.v);
#endif
}

/// Piecewise linear as the language has it.
template <int Count>
ENTENTE_INLINE L lookup(L x, const double (&xs)[Count], const double (&ys)[Count]) {
    L y = L(ys[0]);
    for (int p = 0; p + 1 < Count; ++p) {
        const double slope = (ys[p + 1] - ys[p]) / (xs[p + 1] - xs[p]);
        y = select(x >= L(xs[p]), ys[p] + (x - xs[p]) * L(slope), y);
    }
    y = select(x >= L(xs[Count - 1]), L(ys[Count - 1]), y);
    return select(x != x, x, y);
}

}  // namespace entente::bench

// SPDX-License-Identifier: Apache-2.0
// Lanes<8> with AVX-512 (F, DQ). Included by math/lanes.hpp; empty for a lesser instruction set.
// Each name is explained there, at its one-lane form.
#pragma once

#include "math/lanes.hpp"

#if ENTENTE_ISA_LEVEL >= 4
#include <immintrin.h>

namespace entente::math {
inline namespace ENTENTE_ISA {

// The plain forms of some intrinsics start from an undefined register, which GCC 12 warns about;
// these, with a constant mask of all lanes, compile to the same instruction.
inline constexpr __mmask8 every_lane = 0xFF;

template <>
struct Mask<8> {
    __mmask8 v;

    ENTENTE_INLINE friend Mask operator&(Mask a, Mask b) { return {_kand_mask8(a.v, b.v)}; }

    ENTENTE_INLINE friend Mask operator|(Mask a, Mask b) { return {_kor_mask8(a.v, b.v)}; }

    ENTENTE_INLINE friend Mask operator!(Mask a) { return {_knot_mask8(a.v)}; }
};

template <>
struct Words<8> {
    __m512i v;

    Words() = default;

    // NOLINTNEXTLINE(google-explicit-constructor): a constant stands for all lanes
    ENTENTE_INLINE Words(__m512i x) : v(x) {}

    // NOLINTNEXTLINE(google-explicit-constructor): a constant stands for all lanes
    ENTENTE_INLINE Words(std::uint64_t x) : v(_mm512_set1_epi64(static_cast<long long>(x))) {}

    ENTENTE_INLINE static Words iota() { return _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0); }

    ENTENTE_INLINE static Words load(const std::uint64_t* p) { return _mm512_loadu_si512(p); }

    ENTENTE_INLINE friend Words operator+(Words a, Words b) { return _mm512_add_epi64(a.v, b.v); }

    ENTENTE_INLINE friend Words operator-(Words a, Words b) { return _mm512_sub_epi64(a.v, b.v); }

    ENTENTE_INLINE friend Words operator&(Words a, Words b) { return _mm512_and_si512(a.v, b.v); }

    ENTENTE_INLINE friend Words operator|(Words a, Words b) { return _mm512_or_si512(a.v, b.v); }

    ENTENTE_INLINE friend Words operator^(Words a, Words b) { return _mm512_xor_si512(a.v, b.v); }

    ENTENTE_INLINE friend Words operator<<(Words a, int n) {
        return _mm512_maskz_slli_epi64(every_lane, a.v, static_cast<unsigned>(n));
    }

    ENTENTE_INLINE friend Words operator>>(Words a, int n) {
        return _mm512_maskz_srli_epi64(every_lane, a.v, static_cast<unsigned>(n));
    }
};

template <>
struct Lanes<8> {
    static constexpr int width = 8;
    __m512d v;

    Lanes() = default;

    // NOLINTNEXTLINE(google-explicit-constructor): a constant stands for all lanes
    ENTENTE_INLINE Lanes(__m512d x) : v(x) {}

    // NOLINTNEXTLINE(google-explicit-constructor): a constant stands for all lanes
    ENTENTE_INLINE Lanes(double x) : v(_mm512_set1_pd(x)) {}

    ENTENTE_INLINE static Lanes load(const double* p) { return _mm512_loadu_pd(p); }

    ENTENTE_INLINE void store(double* p) const { _mm512_storeu_pd(p, v); }

    ENTENTE_INLINE friend Lanes operator+(Lanes a, Lanes b) { return _mm512_add_pd(a.v, b.v); }

    ENTENTE_INLINE friend Lanes operator-(Lanes a, Lanes b) { return _mm512_sub_pd(a.v, b.v); }

    ENTENTE_INLINE friend Lanes operator*(Lanes a, Lanes b) { return _mm512_mul_pd(a.v, b.v); }

    ENTENTE_INLINE friend Lanes operator/(Lanes a, Lanes b) { return _mm512_div_pd(a.v, b.v); }

    ENTENTE_INLINE friend Lanes operator-(Lanes a) {
        return _mm512_xor_pd(a.v, _mm512_set1_pd(-0.0));
    }

    ENTENTE_INLINE friend Mask<8> operator<(Lanes a, Lanes b) {
        return {_mm512_cmp_pd_mask(a.v, b.v, _CMP_LT_OQ)};
    }

    ENTENTE_INLINE friend Mask<8> operator<=(Lanes a, Lanes b) {
        return {_mm512_cmp_pd_mask(a.v, b.v, _CMP_LE_OQ)};
    }

    ENTENTE_INLINE friend Mask<8> operator>(Lanes a, Lanes b) {
        return {_mm512_cmp_pd_mask(a.v, b.v, _CMP_GT_OQ)};
    }

    ENTENTE_INLINE friend Mask<8> operator>=(Lanes a, Lanes b) {
        return {_mm512_cmp_pd_mask(a.v, b.v, _CMP_GE_OQ)};
    }

    ENTENTE_INLINE friend Mask<8> operator==(Lanes a, Lanes b) {
        return {_mm512_cmp_pd_mask(a.v, b.v, _CMP_EQ_OQ)};
    }

    ENTENTE_INLINE friend Mask<8> operator!=(Lanes a, Lanes b) {
        return {_mm512_cmp_pd_mask(a.v, b.v, _CMP_NEQ_UQ)};
    }
};

ENTENTE_INLINE Lanes<8> fma(Lanes<8> a, Lanes<8> b, Lanes<8> c) {
    return _mm512_fmadd_pd(a.v, b.v, c.v);
}

ENTENTE_INLINE Lanes<8> sqrt(Lanes<8> a) { return _mm512_maskz_sqrt_pd(every_lane, a.v); }

ENTENTE_INLINE Lanes<8> abs(Lanes<8> a) { return _mm512_abs_pd(a.v); }

ENTENTE_INLINE Lanes<8> floor(Lanes<8> a) {
    return _mm512_maskz_roundscale_pd(every_lane, a.v, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
}

ENTENTE_INLINE Lanes<8> select(Mask<8> m, Lanes<8> yes, Lanes<8> no) {
    return _mm512_mask_blend_pd(m.v, no.v, yes.v);
}

ENTENTE_INLINE unsigned lane_bits(Mask<8> m) { return m.v; }

ENTENTE_INLINE bool any(Mask<8> m) { return m.v != 0; }

ENTENTE_INLINE bool all(Mask<8> m) { return m.v == 0xFF; }

ENTENTE_INLINE Lanes<8> pick_lesser(Lanes<8> a, Lanes<8> b) {
    return _mm512_maskz_min_pd(every_lane, a.v, b.v);
}

ENTENTE_INLINE Lanes<8> pick_greater(Lanes<8> a, Lanes<8> b) {
    return _mm512_maskz_max_pd(every_lane, a.v, b.v);
}

ENTENTE_INLINE Words<8> bits(Lanes<8> a) { return _mm512_castpd_si512(a.v); }

ENTENTE_INLINE Lanes<8> from_bits(Words<8> a) { return _mm512_castsi512_pd(a.v); }

ENTENTE_INLINE Words<8> multiply_low32(Words<8> a, Words<8> b) {
    return _mm512_maskz_mul_epu32(every_lane, a.v, b.v);
}

ENTENTE_INLINE Lanes<8> look_up_32(const double* table, Words<8> i) {
    const __m512d low =
        _mm512_permutex2var_pd(_mm512_loadu_pd(table), i.v, _mm512_loadu_pd(table + 8));
    const __m512d high =
        _mm512_permutex2var_pd(_mm512_loadu_pd(table + 16), i.v, _mm512_loadu_pd(table + 24));
    return _mm512_mask_blend_pd(_mm512_test_epi64_mask(i.v, _mm512_set1_epi64(16)), low, high);
}

ENTENTE_INLINE Lanes<8> scale_by_power(Lanes<8> p, Lanes<8> k) {
    return _mm512_maskz_scalef_pd(every_lane, p.v, k.v);
}

}  // namespace ENTENTE_ISA
}  // namespace entente::math

#endif

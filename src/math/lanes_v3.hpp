// SPDX-License-Identifier: Apache-2.0
// Lanes<4> with AVX2 and FMA. Included by math/lanes.hpp; empty for a lesser instruction set. Each
// name is explained there, at its one-lane form.
#pragma once

#include "math/lanes.hpp"

#if ENTENTE_ISA_LEVEL >= 3
#include <immintrin.h>

namespace entente::math {
inline namespace ENTENTE_ISA {

template <>
struct Mask<4> {
    __m256d v;

    ENTENTE_INLINE friend Mask operator&(Mask a, Mask b) { return {_mm256_and_pd(a.v, b.v)}; }

    ENTENTE_INLINE friend Mask operator|(Mask a, Mask b) { return {_mm256_or_pd(a.v, b.v)}; }

    ENTENTE_INLINE friend Mask operator!(Mask a) {
        return {_mm256_xor_pd(a.v, _mm256_castsi256_pd(_mm256_set1_epi64x(-1)))};
    }
};

template <>
struct Words<4> {
    __m256i v;

    Words() = default;

    // NOLINTNEXTLINE(google-explicit-constructor): a constant stands for all lanes
    ENTENTE_INLINE Words(__m256i x) : v(x) {}

    // NOLINTNEXTLINE(google-explicit-constructor): a constant stands for all lanes
    ENTENTE_INLINE Words(std::uint64_t x) : v(_mm256_set1_epi64x(static_cast<long long>(x))) {}

    ENTENTE_INLINE static Words iota() { return _mm256_set_epi64x(3, 2, 1, 0); }

    ENTENTE_INLINE static Words load(const std::uint64_t* p) {
        return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
    }

    ENTENTE_INLINE friend Words operator+(Words a, Words b) { return _mm256_add_epi64(a.v, b.v); }

    ENTENTE_INLINE friend Words operator-(Words a, Words b) { return _mm256_sub_epi64(a.v, b.v); }

    ENTENTE_INLINE friend Words operator&(Words a, Words b) { return _mm256_and_si256(a.v, b.v); }

    ENTENTE_INLINE friend Words operator|(Words a, Words b) { return _mm256_or_si256(a.v, b.v); }

    ENTENTE_INLINE friend Words operator^(Words a, Words b) { return _mm256_xor_si256(a.v, b.v); }

    ENTENTE_INLINE friend Words operator<<(Words a, int n) { return _mm256_slli_epi64(a.v, n); }

    ENTENTE_INLINE friend Words operator>>(Words a, int n) { return _mm256_srli_epi64(a.v, n); }
};

template <>
struct Lanes<4> {
    static constexpr int width = 4;
    __m256d v;

    Lanes() = default;

    // NOLINTNEXTLINE(google-explicit-constructor): a constant stands for all lanes
    ENTENTE_INLINE Lanes(__m256d x) : v(x) {}

    // NOLINTNEXTLINE(google-explicit-constructor): a constant stands for all lanes
    ENTENTE_INLINE Lanes(double x) : v(_mm256_set1_pd(x)) {}

    ENTENTE_INLINE static Lanes load(const double* p) { return _mm256_loadu_pd(p); }

    ENTENTE_INLINE void store(double* p) const { _mm256_storeu_pd(p, v); }

    ENTENTE_INLINE friend Lanes operator+(Lanes a, Lanes b) { return _mm256_add_pd(a.v, b.v); }

    ENTENTE_INLINE friend Lanes operator-(Lanes a, Lanes b) { return _mm256_sub_pd(a.v, b.v); }

    ENTENTE_INLINE friend Lanes operator*(Lanes a, Lanes b) { return _mm256_mul_pd(a.v, b.v); }

    ENTENTE_INLINE friend Lanes operator/(Lanes a, Lanes b) { return _mm256_div_pd(a.v, b.v); }

    ENTENTE_INLINE friend Lanes operator-(Lanes a) {
        return _mm256_xor_pd(a.v, _mm256_set1_pd(-0.0));
    }

    ENTENTE_INLINE friend Mask<4> operator<(Lanes a, Lanes b) {
        return {_mm256_cmp_pd(a.v, b.v, _CMP_LT_OQ)};
    }

    ENTENTE_INLINE friend Mask<4> operator<=(Lanes a, Lanes b) {
        return {_mm256_cmp_pd(a.v, b.v, _CMP_LE_OQ)};
    }

    ENTENTE_INLINE friend Mask<4> operator>(Lanes a, Lanes b) {
        return {_mm256_cmp_pd(a.v, b.v, _CMP_GT_OQ)};
    }

    ENTENTE_INLINE friend Mask<4> operator>=(Lanes a, Lanes b) {
        return {_mm256_cmp_pd(a.v, b.v, _CMP_GE_OQ)};
    }

    ENTENTE_INLINE friend Mask<4> operator==(Lanes a, Lanes b) {
        return {_mm256_cmp_pd(a.v, b.v, _CMP_EQ_OQ)};
    }

    ENTENTE_INLINE friend Mask<4> operator!=(Lanes a, Lanes b) {
        return {_mm256_cmp_pd(a.v, b.v, _CMP_NEQ_UQ)};
    }
};

ENTENTE_INLINE Lanes<4> fma(Lanes<4> a, Lanes<4> b, Lanes<4> c) {
    return _mm256_fmadd_pd(a.v, b.v, c.v);
}

ENTENTE_INLINE Lanes<4> sqrt(Lanes<4> a) { return _mm256_sqrt_pd(a.v); }

ENTENTE_INLINE Lanes<4> abs(Lanes<4> a) { return _mm256_andnot_pd(_mm256_set1_pd(-0.0), a.v); }

ENTENTE_INLINE Lanes<4> floor(Lanes<4> a) { return _mm256_floor_pd(a.v); }

ENTENTE_INLINE Lanes<4> select(Mask<4> m, Lanes<4> yes, Lanes<4> no) {
    return _mm256_blendv_pd(no.v, yes.v, m.v);
}

ENTENTE_INLINE unsigned lane_bits(Mask<4> m) {
    return static_cast<unsigned>(_mm256_movemask_pd(m.v));
}

ENTENTE_INLINE bool any(Mask<4> m) { return lane_bits(m) != 0U; }

ENTENTE_INLINE bool all(Mask<4> m) { return lane_bits(m) == 0xFU; }

ENTENTE_INLINE Lanes<4> pick_lesser(Lanes<4> a, Lanes<4> b) { return _mm256_min_pd(a.v, b.v); }

ENTENTE_INLINE Lanes<4> pick_greater(Lanes<4> a, Lanes<4> b) { return _mm256_max_pd(a.v, b.v); }

ENTENTE_INLINE Words<4> bits(Lanes<4> a) { return _mm256_castpd_si256(a.v); }

ENTENTE_INLINE Lanes<4> from_bits(Words<4> a) { return _mm256_castsi256_pd(a.v); }

ENTENTE_INLINE Words<4> multiply_low32(Words<4> a, Words<4> b) {
    return _mm256_mul_epu32(a.v, b.v);
}

// Four loads: gather instructions are slower on many machines.
ENTENTE_INLINE Lanes<4> look_up_32(const double* table, Words<4> i) {
    const __m256i low = _mm256_and_si256(i.v, _mm256_set1_epi64x(31));
    const __m128i first = _mm256_castsi256_si128(low);
    const __m128i second = _mm256_extracti128_si256(low, 1);
    return _mm256_set_pd(table[_mm_extract_epi64(second, 1)],
                         table[_mm_cvtsi128_si64(second)],
                         table[_mm_extract_epi64(first, 1)],
                         table[_mm_cvtsi128_si64(first)]);
}

ENTENTE_INLINE Lanes<4> scale_by_power(Lanes<4> p, Lanes<4> k) {
    const Lanes<4> whole = 0x1.8p52;
    const Lanes<4> half = (k * 0.5 + whole) - whole;
    const Lanes<4> biased = 0x1.8p52 + 1023.0;
    return p * from_bits(bits(half + biased) << 52) * from_bits(bits(k - half + biased) << 52);
}

}  // namespace ENTENTE_ISA
}  // namespace entente::math

#endif

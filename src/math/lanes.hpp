// SPDX-License-Identifier: Apache-2.0
// Lanes<N>: N doubles that move together, one per member of a block. The same function template,
// written once over Lanes<N>, gives the same bits for N = 1, 4 and 8, because every operation here
// is the IEEE one, correctly rounded, and a fused multiply-add is used where, and only where, fma()
// is written.
//
// What exists depends on the instruction set a file is compiled for, which the build names in the
// macro ENTENTE_ISA (see cmake/isa.cmake; without it, `scalar`):
//
//   ENTENTE_ISA   compiler flag        Lanes<1>   Lanes<4>   Lanes<8>   native_lanes
//   scalar        (any x86-64)         yes        -          -          1
//   v3            -march=x86-64-v3     yes        AVX2       -          4
//   v4            -march=x86-64-v4     yes        AVX2       AVX-512    8
//
// How to include. A file compiled once includes these headers as any others and gets `scalar`. A
// file compiled per instruction set is listed with entente_isa_sources() and puts all it defines
// into `inline namespace ENTENTE_ISA` (or an unnamed one), so that no function compiled for a large
// machine can be merged by the linker into code that must run on a small one. For the same reason
// such a file calls no inline function or template of another library, `std` included; plain
// structs, pointers and the headers of this folder marked "per instruction set" are fine. The entry
// points it exports are then `v3::name` and so on, and math/isa.hpp chooses among them.
//
// A NaN is a NaN: which of its bit patterns comes out may differ between instruction sets.
#pragma once

#include <cstdint>

#ifndef ENTENTE_ISA
#define ENTENTE_ISA scalar
#endif

#define ENTENTE_ISA_LEVEL_scalar 1
#define ENTENTE_ISA_LEVEL_v3 3
#define ENTENTE_ISA_LEVEL_v4 4
#define ENTENTE_ISA_JOIN_(a, b) a##b
#define ENTENTE_ISA_JOIN(a, b) ENTENTE_ISA_JOIN_(a, b)
#define ENTENTE_ISA_LEVEL ENTENTE_ISA_JOIN(ENTENTE_ISA_LEVEL_, ENTENTE_ISA)

/// Lane operations vanish into their callers, also in unoptimised builds.
#define ENTENTE_INLINE [[gnu::always_inline]] inline

namespace entente::math {
inline namespace ENTENTE_ISA {

/// The width this file's instruction set does best.
#if ENTENTE_ISA_LEVEL == 4
inline constexpr int native_lanes = 8;
#elif ENTENTE_ISA_LEVEL == 3
inline constexpr int native_lanes = 4;
#else
inline constexpr int native_lanes = 1;
#endif

/// N doubles.
template <int N>
struct Lanes;

/// N truth values, the result of comparing Lanes.
template <int N>
struct Mask;

/// N unsigned 64-bit words; arithmetic wraps.
template <int N>
struct Words;

template <>
struct Mask<1> {
    bool v;

    ENTENTE_INLINE friend Mask operator&(Mask a, Mask b) { return {a.v && b.v}; }

    ENTENTE_INLINE friend Mask operator|(Mask a, Mask b) { return {a.v || b.v}; }

    ENTENTE_INLINE friend Mask operator!(Mask a) { return {!a.v}; }
};

template <>
struct Words<1> {
    std::uint64_t v;

    Words() = default;

    // NOLINTNEXTLINE(google-explicit-constructor): a constant stands for all lanes
    ENTENTE_INLINE Words(std::uint64_t x) : v(x) {}

    /// 0, 1, ..., N - 1.
    ENTENTE_INLINE static Words iota() { return 0; }

    ENTENTE_INLINE static Words load(const std::uint64_t* p) { return *p; }

    ENTENTE_INLINE friend Words operator+(Words a, Words b) { return a.v + b.v; }

    ENTENTE_INLINE friend Words operator-(Words a, Words b) { return a.v - b.v; }

    ENTENTE_INLINE friend Words operator&(Words a, Words b) { return a.v & b.v; }

    ENTENTE_INLINE friend Words operator|(Words a, Words b) { return a.v | b.v; }

    ENTENTE_INLINE friend Words operator^(Words a, Words b) { return a.v ^ b.v; }

    ENTENTE_INLINE friend Words operator<<(Words a, int n) { return a.v << n; }

    ENTENTE_INLINE friend Words operator>>(Words a, int n) { return a.v >> n; }
};

template <>
struct Lanes<1> {
    static constexpr int width = 1;
    double v;

    Lanes() = default;

    // NOLINTNEXTLINE(google-explicit-constructor): a constant stands for all lanes
    ENTENTE_INLINE Lanes(double x) : v(x) {}

    ENTENTE_INLINE static Lanes load(const double* p) { return *p; }

    ENTENTE_INLINE void store(double* p) const { *p = v; }

    ENTENTE_INLINE friend Lanes operator+(Lanes a, Lanes b) { return a.v + b.v; }

    ENTENTE_INLINE friend Lanes operator-(Lanes a, Lanes b) { return a.v - b.v; }

    ENTENTE_INLINE friend Lanes operator*(Lanes a, Lanes b) { return a.v * b.v; }

    ENTENTE_INLINE friend Lanes operator/(Lanes a, Lanes b) { return a.v / b.v; }

    ENTENTE_INLINE friend Lanes operator-(Lanes a) { return -a.v; }

    ENTENTE_INLINE friend Mask<1> operator<(Lanes a, Lanes b) { return {a.v < b.v}; }

    ENTENTE_INLINE friend Mask<1> operator<=(Lanes a, Lanes b) { return {a.v <= b.v}; }

    ENTENTE_INLINE friend Mask<1> operator>(Lanes a, Lanes b) { return {a.v > b.v}; }

    ENTENTE_INLINE friend Mask<1> operator>=(Lanes a, Lanes b) { return {a.v >= b.v}; }

    ENTENTE_INLINE friend Mask<1> operator==(Lanes a, Lanes b) { return {a.v == b.v}; }

    ENTENTE_INLINE friend Mask<1> operator!=(Lanes a, Lanes b) { return {a.v != b.v}; }
};

/// a * b + c, rounded once.
ENTENTE_INLINE Lanes<1> fma(Lanes<1> a, Lanes<1> b, Lanes<1> c) {
    return __builtin_fma(a.v, b.v, c.v);
}

ENTENTE_INLINE Lanes<1> sqrt(Lanes<1> a) { return __builtin_sqrt(a.v); }

ENTENTE_INLINE Lanes<1> abs(Lanes<1> a) { return __builtin_fabs(a.v); }

/// The largest whole number not above a.
ENTENTE_INLINE Lanes<1> floor(Lanes<1> a) { return __builtin_floor(a.v); }

/// yes where the mask holds, otherwise no.
ENTENTE_INLINE Lanes<1> select(Mask<1> m, Lanes<1> yes, Lanes<1> no) { return m.v ? yes : no; }

/// Whether the mask holds in any lane.
ENTENTE_INLINE bool any(Mask<1> m) { return m.v; }

/// Whether the mask holds in every lane.
ENTENTE_INLINE bool all(Mask<1> m) { return m.v; }

/// Bit i is set where lane i holds.
ENTENTE_INLINE unsigned lane_bits(Mask<1> m) { return m.v ? 1U : 0U; }

/// a where a < b, otherwise b; so b when either is NaN. For clamps inside this folder.
ENTENTE_INLINE Lanes<1> pick_lesser(Lanes<1> a, Lanes<1> b) { return a.v < b.v ? a : b; }

/// a where a > b, otherwise b; so b when either is NaN.
ENTENTE_INLINE Lanes<1> pick_greater(Lanes<1> a, Lanes<1> b) { return a.v > b.v ? a : b; }

/// The bit pattern of a double, and back.
ENTENTE_INLINE Words<1> bits(Lanes<1> a) { return __builtin_bit_cast(std::uint64_t, a.v); }

ENTENTE_INLINE Lanes<1> from_bits(Words<1> a) { return __builtin_bit_cast(double, a.v); }

/// Product of the low 32 bits of a and of b.
ENTENTE_INLINE Words<1> multiply_low32(Words<1> a, Words<1> b) {
    return (a.v & 0xFFFFFFFFU) * (b.v & 0xFFFFFFFFU);
}

/// table[low five bits of i], for a table of 32.
ENTENTE_INLINE Lanes<1> look_up_32(const double* table, Words<1> i) { return table[i.v & 31U]; }

/// p * 2^k rounded once, for |k| <= 1100 whole and 0.5 <= |p| < 2, or p NaN.
ENTENTE_INLINE Lanes<1> scale_by_power(Lanes<1> p, Lanes<1> k) {
    // In two halves, of which the first is exact; 2^52 * 1.5 moves a whole number to the low bits.
    constexpr double whole = 0x1.8p52;
    const double half = (k.v * 0.5 + whole) - whole;
    const auto power = [](double n) {
        const auto low = __builtin_bit_cast(std::uint64_t, n + (whole + 1023.0));
        return __builtin_bit_cast(double, low << 52);
    };
    return p.v * power(half) * power(k.v - half);
}

}  // namespace ENTENTE_ISA
}  // namespace entente::math

#if ENTENTE_ISA_LEVEL >= 3
#include "math/lanes_v3.hpp"
#endif
#if ENTENTE_ISA_LEVEL >= 4
#include "math/lanes_v4.hpp"
#endif

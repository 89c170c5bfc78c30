// SPDX-License-Identifier: Apache-2.0
// Elementary functions over Lanes<N> (per instruction set, see math/lanes.hpp): the same bits for
// every width and every machine, which no libm promises. Errors are at most 2 units in the last
// place over the whole range, subnormal results included (tests/unit/math/vector_test.cpp measures
// them; the bound reached is beside each function). Branches are taken only for rare inputs, for
// all lanes at once, and never change the bits of another lane.
//
// Each function also takes and returns a plain double.
#pragma once

#include "math/lanes.hpp"
#include "math/vector_tables.hpp"

namespace entente::math {
inline namespace ENTENTE_ISA {

namespace detail {

inline constexpr double infinity = __builtin_inf();
inline constexpr double not_a_number = __builtin_nan("");
// Adding 1.5 * 2^52 rounds to a whole number and leaves it in the low bits.
inline constexpr double whole = 0x1.8p52;
inline constexpr double smallest_normal = 0x1p-1022;

// coefficients[First] + coefficients[First + Step] x + ...
template <int First, int Step, class L, int Count>
ENTENTE_INLINE L horner(L x, const double (&coefficients)[Count]) {
    if constexpr (First + Step >= Count) {
        return L(coefficients[First]);
    } else {
        return fma(horner<First + Step, Step>(x, coefficients), x, L(coefficients[First]));
    }
}

// The polynomial in x as two chains in x^2, which halves the time to the result.
template <class L, int Count>
ENTENTE_INLINE L polynomial(L x, L square, const double (&coefficients)[Count]) {
    return fma(horner<1, 2>(square, coefficients), x, horner<0, 2>(square, coefficients));
}

// e^x = fraction * 2^power, for |x| < 1100.
template <int N>
struct ExpParts {
    Lanes<N> fraction;
    Lanes<N> power;
};

template <int N>
ENTENTE_INLINE Lanes<N> exp_power(Lanes<N> x) {
    return fma(x, Lanes<N>(tables::log2_e), Lanes<N>(whole)) - whole;
}

template <int N>
ENTENTE_INLINE Lanes<N> exp_fraction(Lanes<N> r) {
    const Lanes<N> square = r * r;
    return 1.0 + fma(square, polynomial(r, square, tables::exp_polynomial), r);
}

template <int N>
ENTENTE_INLINE ExpParts<N> exp_parts(Lanes<N> x) {
    const Lanes<N> power = exp_power(x);
    const Lanes<N> r = fma(power, Lanes<N>(-tables::ln2_high), x);
    return {exp_fraction(fma(power, Lanes<N>(-tables::ln2_low), r)), power};
}

// The same for x + low, where low is what x lost in rounding.
template <int N>
ENTENTE_INLINE ExpParts<N> exp_parts(Lanes<N> x, Lanes<N> low) {
    const Lanes<N> power = exp_power(x);
    const Lanes<N> r = fma(power, Lanes<N>(-tables::ln2_high), x);
    return {exp_fraction(r + fma(power, Lanes<N>(-tables::ln2_low), low)), power};
}

// x = z 2^power with z in [0.6875, 1.375), then log x = high + r + low + log(1 + r) - r, where high
// and r are exact and |r| <= 1/32. x is positive and normal;
// bias is usual_bias, or 54 more for an x that was scaled up by 2^54.
inline constexpr double usual_bias = 0x1p52 + 1023.0;

template <int N>
struct LogParts {
    Lanes<N> high;
    Lanes<N> r;
    Lanes<N> low;
};

template <int N>
ENTENTE_INLINE LogParts<N> log_parts(Lanes<N> x, Lanes<N> bias) {
    constexpr std::uint64_t one = 0x3FF0000000000000U;
    constexpr std::uint64_t least = 0x3FE6000000000000U;  // 0.6875
    const Words<N> shifted = bits(x) + Words<N>(one - least);
    const Words<N> cell = shifted >> 47;
    const Lanes<N> z = from_bits((shifted & Words<N>(0x000FFFFFFFFFFFFFU)) + Words<N>(least));
    // A small whole number under the exponent of 2^52 is that number added to 2^52.
    const Lanes<N> power = from_bits((shifted >> 52) | Words<N>(0x4330000000000000U)) - bias;
    const Lanes<N> r = fma(z, look_up_32(tables::log_reciprocal, cell), Lanes<N>(-1.0));
    const Lanes<N> high =
        fma(power, Lanes<N>(tables::ln2_high), look_up_32(tables::log_high, cell));
    const Lanes<N> low = fma(power, Lanes<N>(tables::ln2_low), look_up_32(tables::log_low, cell));
    return {high, r, low};
}

template <int N>
ENTENTE_INLINE Lanes<N> log_normal_range(Lanes<N> x, Lanes<N> bias) {
    const LogParts<N> part = log_parts(x, bias);
    const Lanes<N> r = part.r;
    const Lanes<N> square = r * r;
    const Lanes<N> beyond = fma(polynomial(r, square, tables::log_polynomial), r, Lanes<N>(-0.5));
    return part.high + (r + fma(square, beyond, part.low));
}

// Zero, subnormal, negative, infinite and NaN inputs.
template <int N>
[[gnu::noinline, gnu::cold]] Lanes<N> log_any(Lanes<N> x) {
    const Mask<N> small = x < Lanes<N>(smallest_normal);
    const Lanes<N> result =
        log_normal_range(select(small, x * 0x1p54, x),
                         select(small, Lanes<N>(usual_bias + 54.0), Lanes<N>(usual_bias)));
    const Lanes<N> above = select(x < Lanes<N>(infinity), result, x);
    const Lanes<N> at_zero = select(x == Lanes<N>(0.0), Lanes<N>(-infinity), not_a_number);
    return select(x > Lanes<N>(0.0), above, at_zero);
}

// log x as high + low, to about 2^-63 of itself; x positive and normal.
template <int N>
struct LongLog {
    Lanes<N> high;
    Lanes<N> low;
};

template <int N>
ENTENTE_INLINE LongLog<N> long_log(Lanes<N> x, Lanes<N> bias) {
    const LogParts<N> part = log_parts(x, bias);
    const Lanes<N> r = part.r;
    // Dekker's sums: each error term is exact because the first summand is the larger.
    const Lanes<N> first = part.high + r;
    const Lanes<N> first_error = (part.high - first) + r;
    const Lanes<N> square = r * r;
    const Lanes<N> square_error = fma(r, r, -square);
    const Lanes<N> second = fma(square, Lanes<N>(-0.5), first);
    const Lanes<N> second_error = fma(square, Lanes<N>(-0.5), first - second);
    const Lanes<N> cubic = r * square * polynomial(r, square, tables::log_polynomial_long);
    const Lanes<N> rest =
        fma(square_error, Lanes<N>(-0.5), part.low + (first_error + second_error)) + cubic;
    const Lanes<N> high = second + rest;
    return {high, rest - (high - second)};
}

// pow at every input the quick path of pow() leaves out.
template <int N>
[[gnu::noinline, gnu::cold]] Lanes<N> pow_any(Lanes<N> x, Lanes<N> y) {
    using L = Lanes<N>;
    const L zero = 0.0;
    const L one = 1.0;
    const L size = abs(x);
    const Mask<N> small = size < L(smallest_normal);
    const Mask<N> ordinary = (size > zero) & (size < L(infinity));
    const L base = select(ordinary, select(small, size * 0x1p54, size), L(2.0));
    const LongLog<N> log =
        long_log(base, select(ordinary & small, L(usual_bias + 54.0), L(usual_bias)));
    // y log x, held within what exp_parts takes; beyond, the low part no longer matters.
    const L high = y * log.high;
    const Mask<N> within = abs(high) < L(1000.0);
    const L low = select(within, fma(y, log.high, -high) + y * log.low, zero);
    const L held = pick_greater(L(-1000.0), pick_lesser(L(1000.0), high));
    const ExpParts<N> part = exp_parts(held, low);
    L result = scale_by_power(part.fraction, part.power);

    const Mask<N> rising = y > zero;
    result = select(size == L(infinity), select(rising, L(infinity), zero), result);
    result = select(size == zero, select(rising, zero, L(infinity)), result);
    result = select(size == one, one, result);
    // A negative base, minus zero too: the sign of odd powers; nothing between whole ones.
    const Mask<N> whole_power = floor(y) == y;
    const L half = y * 0.5;
    const Mask<N> odd = whole_power & (floor(half) != half) & (abs(y) < L(0x1p53));
    const Words<N> signed_one =
        (bits(x) & Words<N>(0x8000000000000000U)) | Words<N>(0x3FF0000000000000U);
    const Mask<N> negative = from_bits(signed_one) < zero;
    result = select(negative & odd, -result, result);
    result = select((x < zero) & (x > L(-infinity)) & !whole_power, L(not_a_number), result);
    // A NaN, but not in 1^y and x^0.
    result = select((x != x) | (y != y), L(not_a_number), result);
    return select((x == one) | (y == zero), one, result);
}

}  // namespace detail

/// e^x, within 1.1 ulp. 0 below -745.13, infinity above 709.78; NaN gives NaN.
template <int N>
inline Lanes<N> exp(Lanes<N> x) {
    // Written so that a NaN passes both limits.
    const Lanes<N> held = pick_greater(Lanes<N>(-746.0), pick_lesser(Lanes<N>(710.0), x));
    const detail::ExpParts<N> part = detail::exp_parts(held);
    return scale_by_power(part.fraction, part.power);
}

/// Natural logarithm, within 0.8 ulp. -infinity at 0 (and -0), NaN below 0.
template <int N>
inline Lanes<N> log(Lanes<N> x) {
    const Mask<N> usual =
        (x >= Lanes<N>(detail::smallest_normal)) & (x < Lanes<N>(detail::infinity));
    if (!all(usual)) {
        [[unlikely]] return detail::log_any(x);
    }
    return detail::log_normal_range(x, Lanes<N>(detail::usual_bias));
}

/// x^y, within 1.2 ulp, with the special cases of ISO C, Annex F: x^0 = 1^y = 1 whatever the other
/// is, NaN included; a negative x has whole powers only and gives NaN for others; 0^y is infinity
/// for y < 0; the sign of an odd power of a negative x, or of -0, is kept.
template <int N>
inline Lanes<N> pow(Lanes<N> x, Lanes<N> y) {
    const Mask<N> usual =
        (x >= Lanes<N>(detail::smallest_normal)) & (x < Lanes<N>(detail::infinity));
    const detail::LongLog<N> log = detail::long_log(x, Lanes<N>(detail::usual_bias));
    const Lanes<N> high = y * log.high;
    // Results well within the normal range; false for an infinite or NaN y.
    const Mask<N> moderate = abs(high) < Lanes<N>(700.0);
    if (!all(usual & moderate)) {
        [[unlikely]] return detail::pow_any(x, y);
    }
    const Lanes<N> low = fma(y, log.high, -high) + y * log.low;
    const detail::ExpParts<N> part = detail::exp_parts(high, low);
    return scale_by_power(part.fraction, part.power);
}

/// e^x - 1 without loss near 0, within 2 ulp.
template <int N>
inline Lanes<N> expm1(Lanes<N> x) {
    using L = Lanes<N>;
    const L held = pick_greater(L(-50.0), pick_lesser(L(710.0), x));
    const L power = detail::exp_power(held);
    const L near = fma(power, L(-tables::ln2_high), held);
    const L r = fma(power, L(-tables::ln2_low), near);
    const L lost = fma(power, L(-tables::ln2_low), near - r);
    const L square = r * r;
    const L beyond = fma(square, detail::polynomial(r, square, tables::exp_polynomial), lost);
    const L part = r + beyond;
    // 2^k (part + 1) - 1, with half of 2^k because 2^1024 does not exist.
    const L scale = scale_by_power(L(1.0), power - 1.0);
    const L result = fma(scale, part, scale - 0.5) * 2.0;
    return select(power == L(0.0), part, result);
}

/// log(1 + x) without loss near 0, within 2 ulp. -infinity at -1, NaN below.
template <int N>
inline Lanes<N> log1p(Lanes<N> x) {
    using L = Lanes<N>;
    const L sum = 1.0 + x;
    const L lost = (x - (sum - 1.0)) / sum;
    const Mask<N> matters = (x > L(-1.0)) & (x < L(0x1p60));
    return log(sum) + select(matters, lost, L(0.0));
}

/// 1 / (1 + e^-x), within 2 ulp, in 0..1.
template <int N>
inline Lanes<N> logistic(Lanes<N> x) {
    using L = Lanes<N>;
    const L e = exp(-abs(x));
    const L above = select(x < L(0.0), e, L(1.0));
    // above / (1 + e), put right by what the rounded sum and quotient missed.
    const L below = 1.0 + e;
    const L below_error = e - (below - 1.0);
    const L inverse = 1.0 / below;
    const L ratio = above * inverse;
    return fma(fma(-ratio, below_error, fma(-ratio, below, above)), inverse, ratio);
}

/// log(p / (1 - p)), within 2 ulp, near 1/2 too. -infinity at 0, infinity at 1, NaN outside 0..1.
template <int N>
inline Lanes<N> logit(Lanes<N> p) {
    using L = Lanes<N>;
    const L other = 1.0 - p;
    const L other_error = (1.0 - other) - p;
    const L odds = p / other;
    // What the rounded odds miss of p / (1 - p), relative to them.
    const L missed = fma(-odds, other_error, fma(-odds, other, p)) / p;
    const Mask<N> inside = (p > L(0.0)) & (p < L(1.0));
    return log(odds) + select(inside, missed, L(0.0));
}

/// The lesser of both: a where a < b, otherwise b (so of 0 and -0 the second), NaN if either is.
template <int N>
ENTENTE_INLINE Lanes<N> min(Lanes<N> a, Lanes<N> b) {
    return select(a != a, a, pick_lesser(a, b));
}

/// The greater of both: a where a > b, otherwise b, NaN if either is.
template <int N>
ENTENTE_INLINE Lanes<N> max(Lanes<N> a, Lanes<N> b) {
    return select(a != a, a, pick_greater(a, b));
}

/// min(max(x, low), high): NaN if any is; high if low > high.
template <int N>
ENTENTE_INLINE Lanes<N> clamp(Lanes<N> x, Lanes<N> low, Lanes<N> high) {
    return min(max(x, low), high);
}

inline double exp(double x) { return exp(Lanes<1>(x)).v; }

inline double log(double x) { return log(Lanes<1>(x)).v; }

inline double pow(double x, double y) { return pow(Lanes<1>(x), Lanes<1>(y)).v; }

inline double expm1(double x) { return expm1(Lanes<1>(x)).v; }

inline double log1p(double x) { return log1p(Lanes<1>(x)).v; }

inline double logistic(double x) { return logistic(Lanes<1>(x)).v; }

inline double logit(double p) { return logit(Lanes<1>(p)).v; }

inline double min(double a, double b) { return min(Lanes<1>(a), Lanes<1>(b)).v; }

inline double max(double a, double b) { return max(Lanes<1>(a), Lanes<1>(b)).v; }

inline double clamp(double x, double low, double high) {
    return clamp(Lanes<1>(x), Lanes<1>(low), Lanes<1>(high)).v;
}

inline double sqrt(double x) { return sqrt(Lanes<1>(x)).v; }

inline double abs(double x) { return abs(Lanes<1>(x)).v; }

inline double floor(double x) { return floor(Lanes<1>(x)).v; }

inline double fma(double a, double b, double c) {
    return fma(Lanes<1>(a), Lanes<1>(b), Lanes<1>(c)).v;
}

}  // namespace ENTENTE_ISA
}  // namespace entente::math

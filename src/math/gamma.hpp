// SPDX-License-Identifier: Apache-2.0
// The gamma function's logarithm over Lanes<N> (per instruction set, see math/lanes.hpp), and the
// incomplete gamma function one number at a time, made of our own logarithm and exponential: the
// same bits for every width and every machine.
#pragma once

#include "math/vector.hpp"

namespace entente::math {
inline namespace ENTENTE_ISA {

namespace detail {

// From here on Stirling's series with seven terms leaves less than 4e-17.
inline constexpr double stirling_from = 10.0;

inline constexpr double half_log_two_pi = 0.91893853320467274178;
inline constexpr double half_log_two_pi_less_half = 0.41893853320467274178;

// What Stirling's formula misses of log gamma(x), x >= 10: Abramowitz & Stegun 6.1.41.
template <int N>
ENTENTE_INLINE Lanes<N> stirling_rest(Lanes<N> x) {
    using L = Lanes<N>;
    const L inverse = 1.0 / x;
    const L square = inverse * inverse;
    L sum = fma(square, L(1.0 / 156), L(-691.0 / 360360));
    sum = fma(square, sum, L(1.0 / 1188));
    sum = fma(square, sum, L(-1.0 / 1680));
    sum = fma(square, sum, L(1.0 / 1260));
    sum = fma(square, sum, L(-1.0 / 360));
    sum = fma(square, sum, L(1.0 / 12));
    return sum * inverse;
}

}  // namespace detail

/// log gamma(x) for x > 0, within 1e-14 * max(1, |log gamma(x)|): near its zeros at 1 and 2 the
/// error is small, but not next to the value. Infinity at 0 and infinity; NaN below.
template <int N>
inline Lanes<N> log_gamma(Lanes<N> x) {
    using L = Lanes<N>;
    const Mask<N> small = x < L(detail::stirling_from);
    // gamma(x) = gamma(x + 10) / (x (x + 1) ... (x + 9)).
    const L far = select(small, x + detail::stirling_from, x);
    // (x - 1/2) log x - x, arranged so that less cancels.
    L result = (far - 0.5) * (log(far) - 1.0) +
               (detail::half_log_two_pi_less_half + detail::stirling_rest(far));
    if (any(small)) {
        L product = x;
        for (double n = 1.0; n < detail::stirling_from; n += 1.0) {
            product = product * (x + n);
        }
        result = result - select(small, log(product), L(0.0));
    }
    result = select(x == L(detail::infinity), x, result);
    return select(x >= L(0.0), result, L(detail::not_a_number));
}

/// log(gamma(a) gamma(b) / gamma(a + b)) for a, b > 0, within 3e-14 times the greatest of the three
/// terms.
template <int N>
inline Lanes<N> log_beta(Lanes<N> a, Lanes<N> b) {
    return log_gamma(a) + log_gamma(b) - log_gamma(a + b);
}

inline double log_gamma(double x) { return log_gamma(Lanes<1>(x)).v; }

/// log n! for a whole n >= 0; 0 at 0 and 1 exactly.
inline double log_factorial(double n) { return n <= 1.0 ? 0.0 : log_gamma(n + 1.0); }

inline double log_beta(double a, double b) { return log_beta(Lanes<1>(a), Lanes<1>(b)).v; }

/// Q(a, x) = gamma(a, x) / gamma(a), the regularised upper incomplete gamma function, for a > 0 and
/// x >= 0, within 5e-12 absolute for a up to 1e4: a series below a + 1 (Abramowitz &
/// Stegun 6.5.29), else a continued fraction (6.5.31) by Lentz's method. NaN outside.
inline double upper_gamma(double a, double x) {
    if (!(a > 0.0) || !(x >= 0.0)) {
        return detail::not_a_number;
    }
    if (x == 0.0) {
        return 1.0;
    }
    constexpr double enough = 1e-16;
    constexpr int most_terms = 100000;
    const double front = exp(a * log(x) - x - log_gamma(a));
    if (x < a + 1.0) {
        double term = 1.0 / a;
        double sum = term;
        for (int n = 1; n < most_terms && term > sum * enough; ++n) {
            term *= x / (a + n);
            sum += term;
        }
        return 1.0 - front * sum;
    }
    constexpr double tiny = 1e-300;
    double b = x + 1.0 - a;
    double c = 1.0 / tiny;
    double d = 1.0 / b;
    double fraction = d;
    for (int n = 1; n < most_terms; ++n) {
        const double an = -n * (n - a);
        b += 2.0;
        d = an * d + b;
        d = 1.0 / (abs(d) < tiny ? tiny : d);
        c = b + an / c;
        c = abs(c) < tiny ? tiny : c;
        const double step = c * d;
        fraction *= step;
        if (abs(step - 1.0) < enough) {
            break;
        }
    }
    return front * fraction;
}

/// The chance that a chi-square with that many degrees of freedom is x or greater.
inline double chi_square_chance(double x, double freedom) {
    return upper_gamma(0.5 * freedom, 0.5 * x);
}

}  // namespace ENTENTE_ISA
}  // namespace entente::math

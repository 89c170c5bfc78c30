// SPDX-License-Identifier: Apache-2.0
// The standard normal distribution function over Lanes<N> (per instruction set, see
// math/lanes.hpp), with our own exp: the same bits on every machine. The rational approximations of
// W. J. Cody, "Rational Chebyshev approximations for the error function", Mathematics of
// Computation 23 (1969), as in his ANORM (Algorithm 715, ACM TOMS 19, 1993).
#pragma once

#include "math/vector.hpp"

namespace entente::math {

namespace tables {

inline constexpr double central_numerator[] = {2.2352520354606839287,
                                               161.02823106855587881,
                                               1067.6894854603709582,
                                               18154.981253343561249,
                                               .065682337918207449113};
inline constexpr double central_denominator[] = {
    47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956};
inline constexpr double middle_numerator[] = {.39894151208813466764,
                                              8.8831497943883759412,
                                              93.506656132177855979,
                                              597.27027639480026226,
                                              2494.5375852903726711,
                                              6848.1904505362823326,
                                              11602.651437647350124,
                                              9842.7148383839780218,
                                              1.0765576773720192317e-8};
inline constexpr double middle_denominator[] = {22.266688044328115691,
                                                235.38790178262499861,
                                                1519.377599407554805,
                                                6485.558298266760755,
                                                18615.571640885098091,
                                                34900.952721145977266,
                                                38912.003286093271411,
                                                19685.429676859990727};
inline constexpr double far_numerator[] = {.21589853405795699,
                                           .1274011611602473639,
                                           .022235277870649807,
                                           .001421619193227893466,
                                           2.9112874951168792e-5,
                                           .02307344176494017303};
inline constexpr double far_denominator[] = {1.28426009614491121,
                                             .468238212480865118,
                                             .0659881378689285515,
                                             .00378239633202758244,
                                             7.29751555083966205e-5};

inline constexpr double central_limit = 0.67448975;           // the upper quartile
inline constexpr double middle_limit = 5.656854249492380195;  // sqrt(32)
inline constexpr double nothing_beyond = 38.6;                // less than the smallest double
inline constexpr double density_at_zero = 0.398942280401432677939946;

}  // namespace tables

inline namespace ENTENTE_ISA {

namespace detail {

/// The numerator's last coefficient leads, its last but one ends: how Cody's tables are laid out.
template <int N, int Count>
ENTENTE_INLINE Lanes<N> ratio(Lanes<N> x,
                              const double (&numerator)[Count],
                              const double (&denominator)[Count - 1]) {
    Lanes<N> above = numerator[Count - 1] * x;
    Lanes<N> below = x;
    for (int i = 0; i < Count - 2; ++i) {
        above = (above + numerator[i]) * x;
        below = (below + denominator[i]) * x;
    }
    return (above + numerator[Count - 2]) / (below + denominator[Count - 2]);
}

/// The chance beyond y > 0, whose square is split so that its exponential keeps all digits.
template <int N>
inline Lanes<N> normal_beyond(Lanes<N> y) {
    const Mask<N> middle = y <= Lanes<N>(tables::middle_limit);
    Lanes<N> factor = ratio(y, tables::middle_numerator, tables::middle_denominator);
    if (!all(middle)) {
        const Lanes<N> square = 1.0 / (y * y);
        const Lanes<N> far = ratio(square, tables::far_numerator, tables::far_denominator);
        factor = select(middle, factor, (tables::density_at_zero - square * far) / y);
    }
    const Lanes<N> coarse = floor(y * 16.0) / 16.0;
    const Lanes<N> rest = (y - coarse) * (y + coarse);
    const Lanes<N> chance = exp(-coarse * coarse * 0.5) * exp(-rest * 0.5) * factor;
    return select(y > Lanes<N>(tables::nothing_beyond), Lanes<N>(0.0), chance);
}

}  // namespace detail

/// The chance of at most z, within 7e-16 of itself down to z = -37; NaN for NaN.
template <int N>
inline Lanes<N> normal_cdf(Lanes<N> z) {
    const Lanes<N> y = abs(z);
    const Mask<N> central = y <= Lanes<N>(tables::central_limit);
    const Lanes<N> near =
        0.5 + z * detail::ratio(y * y, tables::central_numerator, tables::central_denominator);
    if (all(central)) {
        return near;
    }
    const Lanes<N> beyond = detail::normal_beyond(y);
    return select(central, near, select(z < Lanes<N>(0.0), beyond, 1.0 - beyond));
}

inline double normal_cdf(double z) { return normal_cdf(Lanes<1>(z)).v; }

}  // namespace ENTENTE_ISA
}  // namespace entente::math

// SPDX-License-Identifier: Apache-2.0
#include "math/normal_cdf.hpp"

#include <cmath>

#include "math/vector.hpp"

namespace entente::math {

namespace {

constexpr double central_numerator[] = {2.2352520354606839287,
                                        161.02823106855587881,
                                        1067.6894854603709582,
                                        18154.981253343561249,
                                        .065682337918207449113};
constexpr double central_denominator[] = {
    47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956};
constexpr double middle_numerator[] = {.39894151208813466764,
                                       8.8831497943883759412,
                                       93.506656132177855979,
                                       597.27027639480026226,
                                       2494.5375852903726711,
                                       6848.1904505362823326,
                                       11602.651437647350124,
                                       9842.7148383839780218,
                                       1.0765576773720192317e-8};
constexpr double middle_denominator[] = {22.266688044328115691,
                                         235.38790178262499861,
                                         1519.377599407554805,
                                         6485.558298266760755,
                                         18615.571640885098091,
                                         34900.952721145977266,
                                         38912.003286093271411,
                                         19685.429676859990727};
constexpr double far_numerator[] = {.21589853405795699,
                                    .1274011611602473639,
                                    .022235277870649807,
                                    .001421619193227893466,
                                    2.9112874951168792e-5,
                                    .02307344176494017303};
constexpr double far_denominator[] = {1.28426009614491121,
                                      .468238212480865118,
                                      .0659881378689285515,
                                      .00378239633202758244,
                                      7.29751555083966205e-5};

constexpr double central_limit = 0.67448975;           // the upper quartile
constexpr double middle_limit = 5.656854249492380195;  // sqrt(32)
constexpr double nothing_beyond = 38.6;                // less than the smallest double
constexpr double density_at_zero = 0.398942280401432677939946;

/// The numerator's last coefficient leads, its last but one ends: how Cody's tables are laid out.
template <int Count>
double ratio(double x, const double (&numerator)[Count], const double (&denominator)[Count - 1]) {
    double above = numerator[Count - 1] * x;
    double below = x;
    for (int i = 0; i < Count - 2; ++i) {
        above = (above + numerator[i]) * x;
        below = (below + denominator[i]) * x;
    }
    return (above + numerator[Count - 2]) / (below + denominator[Count - 2]);
}

/// The chance beyond y > 0, whose square is split so that its exponential keeps all digits.
double beyond(double y) {
    if (y > nothing_beyond) {
        return 0.0;
    }
    double factor = 0;
    if (y <= middle_limit) {
        factor = ratio(y, middle_numerator, middle_denominator);
    } else {
        const double square = 1.0 / (y * y);
        factor = (density_at_zero - square * ratio(square, far_numerator, far_denominator)) / y;
    }
    const double coarse = floor(y * 16.0) / 16.0;
    const double rest = (y - coarse) * (y + coarse);
    return exp(-coarse * coarse * 0.5) * exp(-rest * 0.5) * factor;
}

}  // namespace

double normal_cdf(double z) {
    const double y = std::fabs(z);
    if (y <= central_limit) {
        return 0.5 + z * ratio(y * y, central_numerator, central_denominator);
    }
    return z < 0 ? beyond(y) : 1.0 - beyond(y);
}

}  // namespace entente::math

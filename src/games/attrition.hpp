// SPDX-License-Identifier: Apache-2.0
// The war of attrition: two sides pay for every period in which both hold out, and whoever holds
// out alone takes the prize (J. Maynard Smith, Journal of Theoretical Biology 47, 1974; in periods
// K. Hendricks, A. Weiss & C. Wilson, International Economic Review 29, 1988).
#pragma once

#include <array>

namespace entente::games {

struct Side {
    double prize = 0.0;  ///< above 0
    double cost = 0.0;   ///< of a period in which both hold out, above 0, in the prize's unit
};

/// The chance a period that each side quits, in the stationary equilibrium in which both mix: each
/// quits just so often that the other is indifferent,
///   quit_1 prize_2 = (1 - quit_1) cost_2, so quit_1 = cost_2 / (prize_2 + cost_2).
std::array<double, 2> attrition_quits(const std::array<Side, 2>& sides);

}  // namespace entente::games

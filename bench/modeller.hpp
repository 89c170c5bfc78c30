// SPDX-License-Identifier: Apache-2.0
// Three models as a modeller would write them: an epidemic without and with a draw every step, and
// an arms race of thirty states over all their directed pairs. bench/by_hand.cpp has the same as
// SIMD loops written by hand.
#pragma once

#include <string>

namespace entente::bench {

inline constexpr int sir_months = 3200;
inline constexpr int arms_months = 400;
inline constexpr int arms_states = 30;

/// Parameters population, contacts, recovery; 5 equations, 6 with the draw.
std::string sir_text(bool noise);

/// Parameters answer and the states' fatigue in order; five equations a pair, one a state, and
/// their sum.
std::string arms_text();

/// How near two states are to each other, 0..1; the same both ways.
double nearness(int a, int b);

/// Pairs of states: a to b for all a, then all b but a.
inline constexpr int arms_pairs = arms_states * (arms_states - 1);
inline constexpr int arms_equations = 5 * arms_pairs + arms_states + 1;

}  // namespace entente::bench

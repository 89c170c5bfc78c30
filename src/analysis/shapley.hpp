// SPDX-License-Identifier: Apache-2.0
// Shares of a movement: what each of several switches adds, on average over every order in which
// they could be turned on (Shapley, Contributions to the Theory of Games II, 1953). The shares of
// all switches add up to the whole.
#pragma once

#include <cstddef>
#include <vector>

namespace entente::analysis {

/// More would ask for more than 64 ensembles.
inline constexpr std::size_t most_switches = 6;

/// `values[on][member]`: the outcome with the switches whose bits are set in `on`, 2^switches of
/// them. Gives [switch][member], in the outcome's unit:
///   phi_c = sum over sets S without c of |S|! (n - |S| - 1)! / n! (v(S + c) - v(S))
std::vector<std::vector<double>> shapley(std::size_t switches,
                                         const std::vector<std::vector<double>>& values);

}  // namespace entente::analysis

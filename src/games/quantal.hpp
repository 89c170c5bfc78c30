// SPDX-License-Identifier: Apache-2.0
// Logit quantal response equilibria: everyone's choices are logit replies to everyone else's
// (R. D. McKelvey & T. R. Palfrey, Games and Economic Behavior 10, 1995, section 2; of a Markov
// game, also R. Breitmoser, J.-H. Tan & D. J. Zizzo, 2010). Of several the one on the principal
// branch is given: the curve that begins in even draws at precision 0 (their theorem 3), followed
// in the logarithms of chances (T. L. Turocy, Games and Economic Behavior 51, 2005).
#pragma once

#include <optional>

#include "games/markov_game.hpp"

namespace entente::games {

struct QuantalEquilibrium {
    Policy policy;
    StateValues values;  ///< of the play from each state on, discounted
};

/// Each player's action has a chance in proportion to exp(precision * (payoff now + discounted
/// value of what follows)). Precision at least 0, in 1 over the unit of payoffs. Nothing where the
/// branch cannot be followed so far.
std::optional<QuantalEquilibrium> find_quantal_equilibrium(const MarkovGame& game,
                                                           double precision);

/// Of a game that is played once.
std::optional<Strategies> find_quantal_equilibrium(const NormalForm& game, double precision);

struct PrecisionFit {
    double precision = 0.0;
    Strategies strategies;        ///< the equilibrium there
    double log_likelihood = 0.0;  ///< without the terms that no precision changes
};

/// The precision in [0, most] under which the counts of choices, [player][action], are likeliest on
/// the principal branch. The likelihood is looked at on a grid that is denser near 0, then the best
/// place is narrowed down. Nothing where the branch cannot be followed anywhere.
std::optional<PrecisionFit> fit_precision(const NormalForm& game,
                                          const std::vector<std::vector<double>>& counts,
                                          double most);

}  // namespace entente::games

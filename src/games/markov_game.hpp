// SPDX-License-Identifier: Apache-2.0
// Games in which what players choose also moves them between a few states, each of which is a game
// in normal form (stochastic games, L. S. Shapley, PNAS 39, 1953). A game that is played once is
// the special case of one state whose future counts for nothing.
#pragma once

#include <vector>

#include "games/normal_form.hpp"

namespace entente::games {

struct MarkovGame {
    std::vector<NormalForm> states;            ///< the same players in each
    std::vector<Eigen::MatrixXd> transitions;  ///< [state](profile, next state); rows sum to 1
    std::vector<double> discounts;             ///< of each player, in [0, 1)

    std::size_t players() const { return discounts.size(); }
};

/// What each player does in each state, whatever came before: [state].
using Policy = std::vector<Strategies>;

/// Of each player in each state: [state][player].
using StateValues = std::vector<std::vector<double>>;

/// A game that is played once.
MarkovGame played_once(NormalForm game);

/// The game that a state becomes when its future is worth `ahead` to the players: payoffs now, and
/// discounted values of where each profile leads.
NormalForm with_future(const MarkovGame& game, std::size_t state, const StateValues& ahead);

/// Broken contract where the parts do not fit each other.
void expect_consistent(const MarkovGame& game);

}  // namespace entente::games

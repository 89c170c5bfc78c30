// SPDX-License-Identifier: Apache-2.0
// Games in normal form, and mixed strategies in them: what each action is worth against what the
// others do, and the logit reply to such worths. Every solver of this folder stands on these.
#pragma once

#include <cstddef>
#include <vector>

#include <Eigen/Core>

namespace entente::games {

/// Chances of one player's actions; they sum to 1.
using Mixed = std::vector<double>;

/// One Mixed a player.
using Strategies = std::vector<Mixed>;

/// Players choose at once. A profile is one action of each; profiles are numbered with the last
/// player's action running fastest, so a game of two is a pair of matrices laid out by rows.
struct NormalForm {
    std::vector<std::size_t> actions;          ///< of each player, at least one
    std::vector<std::vector<double>> payoffs;  ///< [player][profile]

    std::size_t players() const { return actions.size(); }

    std::size_t profiles() const;

    /// The action of each player in a profile.
    std::vector<std::size_t> profile(std::size_t index) const;

    /// The number of the profile with these actions.
    std::size_t index(const std::vector<std::size_t>& profile) const;
};

/// The game of a row player and a column player; matrices [row action, column action].
NormalForm two_players(const Eigen::MatrixXd& row, const Eigen::MatrixXd& column);

/// Every action of every player as likely as another.
Strategies even_strategies(const NormalForm& game);

/// What each action of `player` is worth in the mean, when the others play `strategies`.
std::vector<double> action_values(const NormalForm& game,
                                  const Strategies& strategies,
                                  std::size_t player);

/// The logit choice: chances in proportion to exp(precision * value). Precision is in 1 over the
/// unit of the values, at least 0; 0 is an even draw.
Mixed logit_choice(const std::vector<double>& values, double precision);

}  // namespace entente::games

// SPDX-License-Identifier: Apache-2.0
// Choosing by looking ahead: what each action is worth if the others do as they are expected to
// now, and everybody follows a continuation policy afterwards, for so many epochs. Replies to such
// worths give quantal level-k play, and its fixed point rollout equilibria (flagship model, 3.6).
// This is the algorithm on games small enough to know the answers.
#pragma once

#include <cstdint>

#include "games/markov_game.hpp"

namespace entente::games {

/// Where a rollout begins and how far it goes.
struct Outlook {
    std::size_t state = 0;
    std::size_t horizon = 1;  ///< epochs, the present one included; at least 1
};

/// [player][action].
using ActionValues = std::vector<std::vector<double>>;

/// Discounted payoffs over the horizon of each action of each player, in the mean: others play
/// `now` in this epoch, everybody plays `continuation` in later ones.
ActionValues rollout_values(const MarkovGame& game,
                            const Policy& continuation,
                            const Strategies& now,
                            const Outlook& outlook);

/// The same from drawn futures. Replicate m draws the same numbers for every action, player and
/// level, so differences between actions are more certain than their values.
struct SampledValues {
    ActionValues means;
    ActionValues errors;  ///< standard errors of the means
    /// [player][action][replicate], what the means are of.
    std::vector<std::vector<std::vector<double>>> draws;
};

struct Replicates {
    std::uint64_t seed = 0;
    std::uint32_t count = 16;  ///< at least 2
};

SampledValues sampled_rollout_values(const MarkovGame& game,
                                     const Policy& continuation,
                                     const Strategies& now,
                                     const Outlook& outlook,
                                     const Replicates& replicates);

/// Strategies of levels 0 to `levels` in the outlook's state: level 0 plays the continuation
/// policy, level k replies by logit with `precision` to rollout values against level k - 1.
std::vector<Strategies> quantal_levels(const MarkovGame& game,
                                       const Policy& continuation,
                                       const Outlook& outlook,
                                       double precision,
                                       std::size_t levels);

struct RolloutEquilibrium {
    Strategies strategies;
    bool converged = false;
    std::size_t iterations = 0;  ///< in all
};

/// Strategies that are logit replies to rollout values against themselves, by iteration that goes
/// half of the way each time, with precision raised in five steps to stay on the principal branch.
/// Where the last step does not settle within 60 iterations, `converged` is false and strategies
/// are those of level 2.
RolloutEquilibrium rollout_equilibrium(const MarkovGame& game,
                                       const Policy& continuation,
                                       const Outlook& outlook,
                                       double precision);

}  // namespace entente::games

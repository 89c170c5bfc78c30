// SPDX-License-Identifier: Apache-2.0
// The spatial model of politics: actors with positions on one or several dimensions, how much each
// dimension matters to them and how much they can bring to bear. Who is likely to prevail, who
// gains from challenging whom, and where bargains move them. Written from the formulae of B. P.
// Wise, L. Lester & B. Efird, An Introduction to the KAPSARC Toolkit for Behavioral Analysis and
// Multidimensional Bargaining using KTAB, KAPSARC, 2015; the line of models is B. Bueno de
// Mesquita's. Names of choices in brackets are KTAB's, whose defaults these are.
// docs/science/games.md has the equations, and what is done differently.
//
// Rounds of bargaining are no calendar time, and an outcome is a statement about these scores, not
// about the world.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "games/condorcet.hpp"

namespace entente::games {

/// Ends of the scale of positions, and the most that saliences of one actor sum to.
inline constexpr double scale_end = 100.0;

struct SpatialActor {
    std::string name;
    std::string description;
    double capability = 0.0;   ///< above 0, in any unit that all share
    Eigen::VectorXd position;  ///< of each dimension, 0..100
    Eigen::VectorXd salience;  ///< of each dimension, at least 0; their sum in (0, 100]
};

struct Issue {
    std::string name;
    std::string description;
    std::vector<std::string> dimensions;
    std::vector<SpatialActor> actors;
};

/// How contests are decided.
struct Contest {
    Election kind = Election::conditional;
    double exponent = 1.0;
};

/// Where everybody stands, [actor, dimension], 0..100.
using Positions = Eigen::MatrixXd;

Positions stated_positions(const Issue& issue);

/// Distance on the scale 0..1 between two points, dimensions weighted by salience:
///   sqrt(sum of (s (x - y))^2) / sqrt(sum of s^2) / 100.
double weighted_distance(const Eigen::VectorXd& salience,
                         const Eigen::VectorXd& x,
                         const Eigen::VectorXd& y);

/// What a point at a distance in 0..1 is worth to an actor with risk aversion in [-1, 1]:
/// (1 - d) (1 + d risk). 1 shuns risk, 0 does not mind, below 0 seeks it.
double spatial_utility(double distance, double risk);

/// What a challenger expects from contesting another's position.
struct Challenge {
    std::size_t target = 0;
    double victory = 0.0;  ///< the challenger's own estimate of its chance
    double gain = 0.0;     ///< expected, in utility over the present state
    Eigen::VectorXd
        meet;  ///< where both would move: salience and chance of victory, squared, weigh
};

/// A position and all who hold it. Options are places, not actors: who joins another takes nothing
/// from its chance.
struct Place {
    std::vector<std::size_t> actors;
    Eigen::VectorXd position;
    double chance = 0.0;  ///< that it prevails
};

struct Standing {
    /// Risk aversion of each actor, -1/2 to 1 ("Mid"): the likelier its position, the safer it
    /// plays.
    Eigen::VectorXd risks;
    std::vector<Place> places;  ///< in the order of their first actors; chances sum to 1
    Eigen::VectorXd mean;       ///< of each dimension, over places by chance
    Eigen::VectorXd spread;     ///< standard deviation of the same
};

Standing standing(const Issue& issue, const Positions& positions, const Contest& contest);

/// The challenge that each actor would make: the one it expects to gain most from; nothing where
/// it expects no gain. [actor].
std::vector<std::optional<Challenge>> challenges(const Issue& issue,
                                                 const Positions& positions,
                                                 const Contest& contest);

/// Positions after one round: every actor takes the likeliest of the bargains that it is part of
/// and of staying where it is.
Positions next_positions(const Issue& issue, const Positions& positions, const Contest& contest);

struct Bargaining {
    std::vector<Positions> rounds;  ///< the stated positions first
    bool settled = false;           ///< nobody moved by 0.05 or more in the last round
};

/// Rounds until nobody moves, `most` at the most.
Bargaining bargain(const Issue& issue, const Contest& contest, std::size_t most);

}  // namespace entente::games

// SPDX-License-Identifier: Apache-2.0
// The probabilistic Condorcet election: how likely each of several options is to be the one that a
// group settles on, when support counts by weight and a stronger coalition wins more often, not
// always. Written from the formulae of B. P. Wise, L. Lester & B. Efird, An Introduction to the
// KAPSARC Toolkit for Behavioral Analysis, KAPSARC, 2015, and B. P. Wise, Markov Voting with
// Incentives in KTAB, draft 4; equation numbers are of the latter.
#pragma once

#include <Eigen/Core>

namespace entente::games {

/// Support for option a against option b (equation 1): the sum over actors of weight times the
/// utility by which they prefer a, where they do. utilities [actor, option]; weights at least 0.
Eigen::MatrixXd coalitions(const Eigen::VectorXd& weights, const Eigen::MatrixXd& utilities);

/// The chance that a beats b, for every pair (equations 2 and 3): support to the power `exponent`,
/// in proportion; 1/2 against itself and where nobody minds. An exponent of 2 gives a coalition
/// twice as strong four chances in five.
Eigen::MatrixXd victory_chances(const Eigen::MatrixXd& support, double exponent);

/// How single contests make a result.
enum class Election {
    conditional,  ///< in proportion to the chance of beating every other option, taken as separate
    uniform,      ///< a favourite is challenged by every option alike, for ever
    incentive,    ///< challenged in proportion to what challengers stand to gain (equation 8)
};

/// The chance of each option; they sum to 1. For the two Markov elections it is the share of time
/// in the long run in which an option is the favourite, from an even start (equation 12).
Eigen::VectorXd election(const Eigen::MatrixXd& support, double exponent, Election kind);

}  // namespace entente::games

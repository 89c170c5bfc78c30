// SPDX-License-Identifier: Apache-2.0
// Feedback Nash equilibria of games with linear movement and quadratic costs over an infinite
// horizon, by iterating coupled Riccati equations from the end backwards (T. Basar & G. J. Olsder,
// Dynamic Noncooperative Game Theory, 1999, section 6.2.3; the form of L. P. Hansen & T. J.
// Sargent, Recursive Models of Dynamic Linear Economies, 2013).
#pragma once

#include <optional>
#include <vector>

#include <Eigen/Core>

namespace entente::games {

/// What one player moves and minds. Of n numbers in the state and k in its own hands.
struct LinearQuadraticPlayer {
    Eigen::MatrixXd moves;  ///< B, n x k: what its controls add to the next state
    Eigen::MatrixXd state;  ///< R, n x n, symmetric
    Eigen::MatrixXd own;    ///< Q, k x k
    Eigen::MatrixXd cross;  ///< W, n x k; empty for none
    /// M of each other player j, k_j x k, in the order of the players, its own place unused; empty
    /// for none.
    std::vector<Eigen::MatrixXd> others;
};

/// Player i chooses u_i, as it sees x, to make least
///
///   sum over t of discount^t (x' R_i x + u_i' Q_i u_i + 2 x' W_i u_i + 2 sum over j of u_j' M_ij
///   u_i)
///
/// where the next state is A x + sum of B_i u_i.
struct LinearQuadraticGame {
    Eigen::MatrixXd drift;  ///< A, n x n
    std::vector<LinearQuadraticPlayer> players;
    double discount = 1.0;  ///< in (0, 1]
};

struct FeedbackNash {
    std::vector<Eigen::MatrixXd> rules;  ///< F of each player: u = -F x
    std::vector<Eigen::MatrixXd> costs;  ///< P of each player: what is to come costs x' P x
    Eigen::MatrixXd closed_loop;         ///< A - sum of B F
    std::size_t iterations = 0;
};

/// The equilibrium that play over ever longer horizons tends to. Nothing where rules do not settle.
/// With discount 1 and a constant in the state, costs may grow for ever while rules settle; then
/// costs are those of the last horizon.
std::optional<FeedbackNash> find_feedback_nash(const LinearQuadraticGame& game);

}  // namespace entente::games

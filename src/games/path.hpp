// SPDX-License-Identifier: Apache-2.0
// Following the solutions of a system of equations as a parameter moves: predictor along the
// tangent, corrector by Newton's method, steps measured along the curve so that it may turn back
// (E. L. Allgower & K. Georg, Introduction to Numerical Continuation Methods, 2003, chapters 2, 3
// and 6).
#pragma once

#include <functional>
#include <optional>

#include <Eigen/Core>

namespace entente::games {

/// n equations in n unknowns and a parameter.
struct PathSystem {
    /// Fills the residuals (n) and their derivatives (n x n + 1, the parameter last) at a point
    /// (n + 1, the parameter last).
    std::function<void(
        const Eigen::VectorXd& point, Eigen::VectorXd& residual, Eigen::MatrixXd& jacobian)>
        evaluate;
};

/// The unknowns at `parameter` on the curve that begins in `start` (n + 1, a solution, its
/// parameter at most `parameter`), where the curve first reaches it. Nothing where the curve
/// cannot be followed so far.
std::optional<Eigen::VectorXd> follow_path(const PathSystem& system,
                                           Eigen::VectorXd start,
                                           double parameter);

}  // namespace entente::games

// SPDX-License-Identifier: Apache-2.0
#include "games/condorcet.hpp"

#include "base/contract.hpp"
#include "math/vector.hpp"

namespace entente::games {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Of the strongest coalition: what every coalition has at least, so that no chance is exactly 0
/// and their products can be compared.
constexpr double least_support = 1e-10;

VectorXd conditional(const MatrixXd& chances) {
    // In logarithms: with many options the products themselves would vanish.
    VectorXd logs = chances.unaryExpr([](double p) { return math::log(p); }).rowwise().sum();
    logs.array() -= logs.maxCoeff();
    const VectorXd products = logs.unaryExpr([](double log) { return math::exp(log); });
    return products / products.sum();
}

/// The chance that a challenges when b is the favourite, [a, b]: columns sum to 1. Nobody stands
/// to gain from challenging a favourite of all: it challenges itself.
MatrixXd challenges(const MatrixXd& support, const MatrixXd& chances, Election kind) {
    const Index n = support.rows();
    if (kind == Election::uniform) {
        return MatrixXd::Constant(n, n, 1.0 / static_cast<double>(n));
    }
    MatrixXd gains = support.cwiseProduct(chances);
    for (Index favourite = 0; favourite < n; ++favourite) {
        const double sum = gains.col(favourite).sum();
        if (sum > 0) {
            gains.col(favourite) /= sum;
        } else {
            gains.col(favourite) = VectorXd::Unit(n, favourite);
        }
    }
    return gains;
}

/// Where the chain is in the long run when it starts anywhere alike. Half of the weight stays in
/// place, which ends cycles and moves no long-run share; squaring doubles the number of steps.
VectorXd long_run(const MatrixXd& step) {
    constexpr int doublings = 60;
    const Index n = step.rows();
    MatrixXd many = (step + MatrixXd::Identity(n, n)) / 2;
    for (int i = 0; i < doublings; ++i) {
        many = (many * many).eval();
        many.array().rowwise() /= many.colwise().sum().array().eval();
    }
    return many.rowwise().mean();
}

}  // namespace

MatrixXd coalitions(const VectorXd& weights, const MatrixXd& utilities) {
    ENTENTE_EXPECT(weights.size() == utilities.rows() && utilities.cols() > 0);
    const Index n = utilities.cols();
    MatrixXd support = MatrixXd::Zero(n, n);
    for (Index a = 0; a < n; ++a) {
        for (Index b = 0; b < n; ++b) {
            support(a, b) = weights.dot((utilities.col(a) - utilities.col(b)).cwiseMax(0.0));
        }
    }
    return support;
}

MatrixXd victory_chances(const MatrixXd& support, double exponent) {
    ENTENTE_EXPECT(support.rows() == support.cols() && support.minCoeff() >= 0 && exponent > 0);
    const Index n = support.rows();
    const double strongest = support.maxCoeff();
    MatrixXd chances = MatrixXd::Constant(n, n, 0.5);
    if (strongest == 0) {
        return chances;
    }
    for (Index a = 0; a < n; ++a) {
        for (Index b = 0; b < n; ++b) {
            const double mine = support(a, b) / strongest + least_support;
            const double theirs = support(b, a) / strongest + least_support;
            // As odds: powers of small supports would vanish.
            chances(a, b) = math::logistic(exponent * math::log(mine / theirs));
        }
    }
    return chances;
}

VectorXd election(const MatrixXd& support, double exponent, Election kind) {
    const MatrixXd chances = victory_chances(support, exponent);
    if (kind == Election::conditional) {
        return conditional(chances);
    }
    // Equation 10: the favourite b stays where it beats its challenger a, or gives way to it.
    const MatrixXd challenge = challenges(support, chances, kind);
    MatrixXd step = challenge.cwiseProduct(chances);
    step.diagonal().setZero();
    for (Index b = 0; b < step.cols(); ++b) {
        step(b, b) = 1.0 - step.col(b).sum();
    }
    return long_run(step);
}

}  // namespace entente::games

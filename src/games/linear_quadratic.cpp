// SPDX-License-Identifier: Apache-2.0
#include "games/linear_quadratic.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/LU>

#include "base/contract.hpp"

namespace entente::games {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;

constexpr std::size_t most_iterations = 100'000;
constexpr double settled = 1e-13;  // of the size of a rule

/// The terms that a player may leave out, filled in with zeros.
LinearQuadraticGame filled_in(LinearQuadraticGame game) {
    const Index n = game.drift.rows();
    ENTENTE_EXPECT(n > 0 && game.drift.cols() == n && !game.players.empty());
    ENTENTE_EXPECT(game.discount > 0 && game.discount <= 1);
    for (LinearQuadraticPlayer& player : game.players) {
        const Index k = player.moves.cols();
        ENTENTE_EXPECT(player.moves.rows() == n && k > 0);
        ENTENTE_EXPECT(player.state.rows() == n && player.state.cols() == n);
        ENTENTE_EXPECT(player.own.rows() == k && player.own.cols() == k);
        if (player.cross.size() == 0) {
            player.cross = MatrixXd::Zero(n, k);
        }
        ENTENTE_EXPECT(player.cross.rows() == n && player.cross.cols() == k);
        player.others.resize(game.players.size());
        for (std::size_t j = 0; j < game.players.size(); ++j) {
            if (player.others[j].size() == 0) {
                player.others[j] = MatrixXd::Zero(game.players[j].moves.cols(), k);
            }
            ENTENTE_EXPECT(player.others[j].rows() == game.players[j].moves.cols());
            ENTENTE_EXPECT(player.others[j].cols() == k);
        }
    }
    return game;
}

/// Rules that answer each other, given what the next state will cost each player. From the first-
/// order conditions, one block of rows a player:
///   (Q_i + d B_i' P_i B_i) F_i + sum of (M_ij' + d B_i' P_i B_j) F_j = W_i' + d B_i' P_i A.
std::vector<MatrixXd> answering_rules(const LinearQuadraticGame& game,
                                      const std::vector<MatrixXd>& costs) {
    Index controls = 0;
    std::vector<Index> begin;
    for (const LinearQuadraticPlayer& player : game.players) {
        begin.push_back(controls);
        controls += player.moves.cols();
    }
    MatrixXd left(controls, controls);
    MatrixXd right(controls, game.drift.cols());
    for (std::size_t i = 0; i < game.players.size(); ++i) {
        const LinearQuadraticPlayer& player = game.players[i];
        const MatrixXd reach = game.discount * player.moves.transpose() * costs[i];
        const Index k = player.moves.cols();
        for (std::size_t j = 0; j < game.players.size(); ++j) {
            const MatrixXd& moves = game.players[j].moves;
            left.block(begin[i], begin[j], k, moves.cols()) =
                reach * moves + (i == j ? player.own : MatrixXd(player.others[j].transpose()));
        }
        right.middleRows(begin[i], k) = player.cross.transpose() + reach * game.drift;
    }
    const MatrixXd all = left.partialPivLu().solve(right);
    std::vector<MatrixXd> rules;
    for (std::size_t i = 0; i < game.players.size(); ++i) {
        rules.emplace_back(all.middleRows(begin[i], game.players[i].moves.cols()));
    }
    return rules;
}

MatrixXd closed_loop(const LinearQuadraticGame& game, const std::vector<MatrixXd>& rules) {
    MatrixXd loop = game.drift;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        loop -= game.players[i].moves * rules[i];
    }
    return loop;
}

/// What a state costs each player when this period's rules are played and the next state costs
/// `ahead`.
std::vector<MatrixXd> costs_of(const LinearQuadraticGame& game,
                               const std::vector<MatrixXd>& rules,
                               const std::vector<MatrixXd>& ahead) {
    const MatrixXd loop = closed_loop(game, rules);
    std::vector<MatrixXd> costs;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const LinearQuadraticPlayer& player = game.players[i];
        MatrixXd mixed = -player.cross * rules[i];
        for (std::size_t j = 0; j < rules.size(); ++j) {
            if (j != i) {
                mixed += rules[j].transpose() * player.others[j] * rules[i];
            }
        }
        costs.emplace_back(player.state + rules[i].transpose() * player.own * rules[i] + mixed +
                           mixed.transpose() + game.discount * loop.transpose() * ahead[i] * loop);
    }
    return costs;
}

}  // namespace

std::optional<FeedbackNash> find_feedback_nash(const LinearQuadraticGame& given) {
    const LinearQuadraticGame game = filled_in(given);
    const Index n = game.drift.rows();
    FeedbackNash nash;
    nash.costs.assign(game.players.size(), MatrixXd::Zero(n, n));
    for (const LinearQuadraticPlayer& player : game.players) {
        nash.rules.emplace_back(MatrixXd::Zero(player.moves.cols(), n));
    }
    // A cost may take as many periods as the state has numbers until a control feels it; so long
    // must rules stay as they are.
    Index unchanged = 0;
    for (nash.iterations = 1; nash.iterations <= most_iterations; ++nash.iterations) {
        std::vector<MatrixXd> rules = answering_rules(game, nash.costs);
        double change = 0;
        for (std::size_t i = 0; i < rules.size(); ++i) {
            change = std::max(change,
                              (rules[i] - nash.rules[i]).cwiseAbs().maxCoeff() /
                                  (1 + rules[i].cwiseAbs().maxCoeff()));
        }
        if (!std::isfinite(change)) {
            return std::nullopt;
        }
        nash.costs = costs_of(game, rules, nash.costs);
        nash.rules = std::move(rules);
        unchanged = change < settled ? unchanged + 1 : 0;
        if (unchanged > n) {
            nash.closed_loop = closed_loop(game, nash.rules);
            return nash;
        }
    }
    return std::nullopt;
}

}  // namespace entente::games

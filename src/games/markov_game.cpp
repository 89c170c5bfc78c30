// SPDX-License-Identifier: Apache-2.0
#include "games/markov_game.hpp"

#include <cmath>

#include "base/contract.hpp"

namespace entente::games {

MarkovGame played_once(NormalForm game) {
    MarkovGame once;
    once.discounts.assign(game.players(), 0.0);
    once.transitions = {
        Eigen::MatrixXd::Ones(static_cast<Eigen::Index>(game.profiles()), Eigen::Index{1})};
    once.states.push_back(std::move(game));
    return once;
}

NormalForm with_future(const MarkovGame& game, std::size_t state, const StateValues& ahead) {
    NormalForm now = game.states[state];
    const Eigen::MatrixXd& leads = game.transitions[state];
    for (std::size_t player = 0; player < now.players(); ++player) {
        for (std::size_t profile = 0; profile < now.profiles(); ++profile) {
            double future = 0;
            for (std::size_t next = 0; next < game.states.size(); ++next) {
                future +=
                    leads(static_cast<Eigen::Index>(profile), static_cast<Eigen::Index>(next)) *
                    ahead[next][player];
            }
            now.payoffs[player][profile] += game.discounts[player] * future;
        }
    }
    return now;
}

void expect_consistent(const MarkovGame& game) {
    constexpr double rounding = 1e-9;  // of the sum of a row
    ENTENTE_EXPECT(!game.states.empty() && game.transitions.size() == game.states.size());
    for (const double discount : game.discounts) {
        ENTENTE_EXPECT(discount >= 0 && discount < 1);
    }
    for (std::size_t state = 0; state < game.states.size(); ++state) {
        const NormalForm& stage = game.states[state];
        ENTENTE_EXPECT(stage.players() == game.players());
        ENTENTE_EXPECT(stage.payoffs.size() == stage.players());
        for (const auto& payoffs : stage.payoffs) {
            ENTENTE_EXPECT(payoffs.size() == stage.profiles());
        }
        const Eigen::MatrixXd& leads = game.transitions[state];
        ENTENTE_EXPECT(leads.rows() == static_cast<Eigen::Index>(stage.profiles()));
        ENTENTE_EXPECT(leads.cols() == static_cast<Eigen::Index>(game.states.size()));
        ENTENTE_EXPECT(leads.minCoeff() >= 0);
        ENTENTE_EXPECT((leads.rowwise().sum().array() - 1.0).abs().maxCoeff() < rounding);
    }
}

}  // namespace entente::games

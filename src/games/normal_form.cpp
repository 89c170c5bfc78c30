// SPDX-License-Identifier: Apache-2.0
#include "games/normal_form.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

#include "base/contract.hpp"
#include "math/vector.hpp"

namespace entente::games {

std::size_t NormalForm::profiles() const {
    return std::accumulate(
        actions.begin(), actions.end(), std::size_t{1}, std::multiplies<std::size_t>());
}

std::vector<std::size_t> NormalForm::profile(std::size_t index) const {
    std::vector<std::size_t> chosen(players());
    for (std::size_t player = players(); player-- > 0;) {
        chosen[player] = index % actions[player];
        index /= actions[player];
    }
    return chosen;
}

std::size_t NormalForm::index(const std::vector<std::size_t>& profile) const {
    ENTENTE_EXPECT(profile.size() == players());
    std::size_t number = 0;
    for (std::size_t player = 0; player < players(); ++player) {
        ENTENTE_EXPECT(profile[player] < actions[player]);
        number = number * actions[player] + profile[player];
    }
    return number;
}

NormalForm two_players(const Eigen::MatrixXd& row, const Eigen::MatrixXd& column) {
    ENTENTE_EXPECT(row.rows() == column.rows() && row.cols() == column.cols());
    ENTENTE_EXPECT(row.size() > 0);
    NormalForm game;
    game.actions = {static_cast<std::size_t>(row.rows()), static_cast<std::size_t>(row.cols())};
    game.payoffs.resize(2);
    for (Eigen::Index r = 0; r < row.rows(); ++r) {
        for (Eigen::Index c = 0; c < row.cols(); ++c) {
            game.payoffs[0].push_back(row(r, c));
            game.payoffs[1].push_back(column(r, c));
        }
    }
    return game;
}

Strategies even_strategies(const NormalForm& game) {
    Strategies strategies;
    for (const std::size_t actions : game.actions) {
        strategies.emplace_back(actions, 1.0 / static_cast<double>(actions));
    }
    return strategies;
}

std::vector<double> action_values(const NormalForm& game,
                                  const Strategies& strategies,
                                  std::size_t player) {
    ENTENTE_EXPECT(player < game.players() && strategies.size() == game.players());
    std::vector<double> values(game.actions[player], 0.0);
    for (std::size_t number = 0; number < game.profiles(); ++number) {
        const std::vector<std::size_t> chosen = game.profile(number);
        double chance = 1.0;
        for (std::size_t other = 0; other < game.players(); ++other) {
            chance *= other == player ? 1.0 : strategies[other][chosen[other]];
        }
        values[chosen[player]] += chance * game.payoffs[player][number];
    }
    return values;
}

Mixed logit_choice(const std::vector<double>& values, double precision) {
    ENTENTE_EXPECT(!values.empty() && precision >= 0);
    const double best = *std::max_element(values.begin(), values.end());
    Mixed chances;
    double sum = 0;
    for (const double value : values) {
        chances.push_back(math::exp(precision * (value - best)));
        sum += chances.back();
    }
    for (double& chance : chances) {
        chance /= sum;
    }
    return chances;
}

}  // namespace entente::games

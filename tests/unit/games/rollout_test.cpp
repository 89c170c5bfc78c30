// SPDX-License-Identifier: Apache-2.0
// The properties that a rollout must have (flagship design, 3.6), on a game with chance in it.
#include "games/rollout.hpp"

#include <cmath>

#include <doctest/doctest.h>

using namespace entente;
using Eigen::MatrixXd;
using games::MarkovGame;
using games::Policy;

namespace {

/// Two states that choices make likelier; in each a game of two by two with its own stakes.
MarkovGame tense_or_calm() {
    MarkovGame game;
    MatrixXd calm(2, 2);
    calm << 3, 0, 5, 1;
    MatrixXd tense(2, 2);
    tense << 1, -2, 2, -1;
    game.states = {games::two_players(calm, calm.transpose()),
                   games::two_players(tense, tense.transpose())};
    MatrixXd leads(4, 2);
    leads << 0.9, 0.1, 0.6, 0.4, 0.6, 0.4, 0.2, 0.8;
    game.transitions = {leads, leads};
    game.discounts = {0.9, 0.8};
    return game;
}

const Policy habit = {{{0.7, 0.3}, {0.6, 0.4}}, {{0.4, 0.6}, {0.2, 0.8}}};

const games::Outlook eight_epochs = {.state = 0, .horizon = 8};

}  // namespace

TEST_CASE("without precision every option is as likely, with much of it only the best is") {
    const MarkovGame game = tense_or_calm();
    const auto even = games::quantal_levels(game, habit, eight_epochs, 0, 2);
    CHECK(even[2][0][0] == 0.5);
    CHECK(even[2][1][1] == 0.5);
    const auto values = games::rollout_values(game, habit, habit[0], {.state = 0, .horizon = 1});
    const auto sharp = games::quantal_levels(game, habit, {.state = 0, .horizon = 1}, 1e4, 1);
    for (std::size_t player = 0; player < 2; ++player) {
        const std::size_t best = values[player][0] > values[player][1] ? 0 : 1;
        CHECK(sharp[1][player][best] == doctest::Approx(1).epsilon(1e-12));
    }
}

TEST_CASE("a constant that is added to payoffs changes no choice") {
    const MarkovGame game = tense_or_calm();
    MarkovGame shifted = game;
    for (auto& stage : shifted.states) {
        for (double& payoff : stage.payoffs[0]) {
            payoff += 100;
        }
    }
    const auto before = games::quantal_levels(game, habit, eight_epochs, 0.7, 2);
    const auto after = games::quantal_levels(shifted, habit, eight_epochs, 0.7, 2);
    CHECK(before[2][0][0] == doctest::Approx(after[2][0][0]).epsilon(1e-10));
    CHECK(before[2][1][0] == doctest::Approx(after[2][1][0]).epsilon(1e-10));
}

TEST_CASE("sampled values are those in the mean, within their standard errors") {
    const MarkovGame game = tense_or_calm();
    const auto exact = games::rollout_values(game, habit, habit[0], eight_epochs);
    const games::Replicates many{.seed = 7, .count = 20'000};
    const auto sampled = games::sampled_rollout_values(game, habit, habit[0], eight_epochs, many);
    for (std::size_t player = 0; player < 2; ++player) {
        for (std::size_t action = 0; action < 2; ++action) {
            const double off = sampled.means[player][action] - exact[player][action];
            // Four numbers: beyond 3.5 standard errors once in five hundred seeds.
            CHECK(std::abs(off) < 3.5 * sampled.errors[player][action]);
        }
    }
}

TEST_CASE("errors halve with four times the replicates, and differences are surer than values") {
    const MarkovGame game = tense_or_calm();
    const auto few = games::sampled_rollout_values(game, habit, habit[0], eight_epochs, {7, 2'000});
    const auto many =
        games::sampled_rollout_values(game, habit, habit[0], eight_epochs, {7, 8'000});
    CHECK(many.errors[0][0] / few.errors[0][0] == doctest::Approx(0.5).epsilon(0.05));
    // Common random numbers: the variance of the difference is below the sum of the variances.
    const auto& one = many.draws[0][0];
    const auto& other = many.draws[0][1];
    double mean = 0;
    double squares = 0;
    for (std::size_t m = 0; m < one.size(); ++m) {
        mean += (one[m] - other[m]) / static_cast<double>(one.size());
    }
    for (std::size_t m = 0; m < one.size(); ++m) {
        squares += std::pow(one[m] - other[m] - mean, 2);
    }
    const auto n = static_cast<double>(one.size());
    const double paired = squares / (n - 1) / n;
    const double apart = std::pow(many.errors[0][0], 2) + std::pow(many.errors[0][1], 2);
    CHECK(paired < 0.8 * apart);
}

TEST_CASE("the same seed gives the same bits, another seed others") {
    const MarkovGame game = tense_or_calm();
    const auto values = [&](std::uint64_t seed) {
        return games::sampled_rollout_values(game, habit, habit[0], eight_epochs, {seed, 16}).means;
    };
    CHECK(values(3) == values(3));
    CHECK(values(3) != values(4));
}

TEST_CASE("a player with one option is inert") {
    MarkovGame game = tense_or_calm();
    for (auto& stage : game.states) {
        stage.actions = {2, 1};
        stage.payoffs = {{stage.payoffs[0][0], stage.payoffs[0][2]},
                         {stage.payoffs[1][0], stage.payoffs[1][2]}};
    }
    MatrixXd leads(2, 2);
    leads << 0.9, 0.1, 0.6, 0.4;
    game.transitions = {leads, leads};
    const Policy alone = {{{0.7, 0.3}, {1.0}}, {{0.4, 0.6}, {1.0}}};
    const auto levels = games::quantal_levels(game, alone, eight_epochs, 0.7, 2);
    CHECK(levels[2][1][0] == 1.0);
    // Nobody answers it, so level 2 is level 1.
    CHECK(levels[2][0][0] == levels[1][0][0]);
}

TEST_CASE("the order of the players changes nothing") {
    const MarkovGame game = tense_or_calm();
    MarkovGame swapped = game;
    std::swap(swapped.discounts[0], swapped.discounts[1]);
    // Stakes are symmetric, so only discounts and habits change places.
    Policy habits = habit;
    for (auto& strategies : habits) {
        std::swap(strategies[0], strategies[1]);
    }
    const auto before = games::quantal_levels(game, habit, eight_epochs, 0.7, 2);
    const auto after = games::quantal_levels(swapped, habits, eight_epochs, 0.7, 2);
    CHECK(before[2][0][0] == doctest::Approx(after[2][1][0]).epsilon(1e-14));
    CHECK(before[2][1][0] == doctest::Approx(after[2][0][0]).epsilon(1e-14));
}

TEST_CASE("an equilibrium that does not settle says so and falls back to level 2") {
    // Matching pennies: sharp replies chase each other round.
    MatrixXd row(2, 2);
    row << 1, -1, -1, 1;
    const MarkovGame once = games::played_once(games::two_players(row, -row));
    const Policy lopsided = {{{0.8, 0.2}, {0.3, 0.7}}};
    const auto mild = games::rollout_equilibrium(once, lopsided, {}, 0.5);
    CHECK(mild.converged);
    CHECK(mild.strategies[0][0] == doctest::Approx(0.5).epsilon(1e-8));
    MatrixXd uneven(2, 2);
    uneven << 9, 0, 0, 1;
    MatrixXd against(2, 2);
    against << 0, 1, 1, 0;
    const MarkovGame chase = games::played_once(games::two_players(uneven, against));
    const auto sharp = games::rollout_equilibrium(chase, lopsided, {}, 60);
    CHECK_FALSE(sharp.converged);
    const auto level_2 = games::quantal_levels(chase, lopsided, {}, 60, 2)[2];
    CHECK(sharp.strategies == level_2);
}

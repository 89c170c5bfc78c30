// SPDX-License-Identifier: Apache-2.0
// Games whose answers are known: choices made once. T1, T5, T9, T10, T11 and T16 of the flagship
// design; docs/science/games.md has the list and the sources.
#include <cmath>
#include <string>

#include <doctest/doctest.h>

#include "games/duopoly.hpp"
#include "games/level_k.hpp"
#include "games/quantal.hpp"
#include "games/rollout.hpp"

using namespace entente;
using games::NormalForm;
using games::Strategies;

namespace {

Eigen::MatrixXd two_by_two(double a, double b, double c, double d) {
    Eigen::MatrixXd matrix(2, 2);
    matrix << a, b, c, d;
    return matrix;
}

/// Temptation 5, reward 3, punishment 1, sucker 0; the first action cooperates.
NormalForm dilemma() { return games::two_players(two_by_two(3, 0, 5, 1), two_by_two(3, 5, 0, 1)); }

/// Asymmetric matching pennies of J. Ochs, as R. D. McKelvey & T. R. Palfrey (1995, section 5.2)
/// scale it; the values are those that Gambit's documentation gives.
NormalForm matching() {
    return games::two_players(two_by_two(1.1141, 0, 0, 0.2785), two_by_two(0, 1.1141, 1.1141, 0));
}

Strategies at(const NormalForm& game, double precision) {
    const auto found = games::find_quantal_equilibrium(game, precision);
    REQUIRE(found);
    return *found;
}

/// Published figures have this many digits, of which the last is rounded.
doctest::Approx to_digits(double value, int digits) {
    // doctest allows epsilon * (1 + |value|).
    return doctest::Approx(value).epsilon(0.51 * std::pow(10.0, -digits) / (1 + std::abs(value)));
}

}  // namespace

TEST_CASE("T1: the prisoners' dilemma has the logit equilibria that the closed form gives") {
    // p = 1 / (1 + exp(precision (1 + p))), solved beforehand to five digits.
    CHECK(at(dilemma(), 0.5)[0][0] == to_digits(0.33865, 5));
    CHECK(at(dilemma(), 1.0)[0][0] == to_digits(0.22675, 5));
    CHECK(at(dilemma(), 2.0)[1][0] == to_digits(0.09979, 5));
    CHECK(at(dilemma(), 0.0)[0][0] == doctest::Approx(0.5).epsilon(1e-14));
    // The equation itself, to rounding.
    for (const double precision : {0.1, 1.0, 5.0, 40.0}) {
        const double p = at(dilemma(), precision)[0][0];
        CHECK(p == doctest::Approx(1 / (1 + std::exp(precision * (1 + p)))).epsilon(1e-11));
    }
}

TEST_CASE("T1: level 1 replies to even draws and level 2 to level 1") {
    const games::MarkovGame once = games::played_once(dilemma());
    const games::Policy even = {games::even_strategies(dilemma())};
    const auto levels = games::quantal_levels(once, even, {}, 1.0, 2);
    REQUIRE(levels.size() == 3);
    CHECK(levels[0][0][0] == 0.5);
    CHECK(levels[1][0][0] == doctest::Approx(1 / (1 + std::exp(1.5))).epsilon(1e-12));
    CHECK(levels[1][0][0] == to_digits(0.18243, 5));
    CHECK(levels[2][0][0] == to_digits(0.23462, 5));
    // The fixed point of the same replies is the equilibrium.
    const auto fixed = games::rollout_equilibrium(once, even, {}, 1.0);
    CHECK(fixed.converged);
    CHECK(fixed.strategies[0][0] == doctest::Approx(at(dilemma(), 1.0)[0][0]).epsilon(1e-8));
}

TEST_CASE("T5: sellers who choose quantities reach the Cournot and Stackelberg answers") {
    const games::Duopoly market{.intercept = 10, .slope = 2, .cost = 0};
    CHECK(games::cournot_quantity(market) == doctest::Approx(10.0 / 6).epsilon(1e-14));
    const double leader = games::leader_quantity(market);
    CHECK(leader == doctest::Approx(2.5).epsilon(1e-14));
    CHECK(games::best_quantity(market, leader) == doctest::Approx(1.25).epsilon(1e-14));
    // An equilibrium answers itself.
    const double both = games::cournot_quantity(market);
    CHECK(games::best_quantity(market, both) == doctest::Approx(both).epsilon(1e-14));
    const auto levels = games::level_replies(
        1.0, 5, [&](double other) { return games::best_quantity(market, other); });
    const double expected[] = {1, 2, 1.5, 1.75, 1.625, 1.6875};
    REQUIRE(levels.size() == 6);
    for (std::size_t level = 0; level < levels.size(); ++level) {
        CHECK(levels[level] == expected[level]);
    }
    CHECK(games::best_quantity(market, 7) == 0);
}

TEST_CASE("T9: asymmetric matching pennies follows the published branch") {
    const double branch[][3] = {
        {1, 0.586784, 0.451807}, {2, 0.617522, 0.371982}, {3, 0.616897, 0.314016}};
    for (const auto& [precision, row, column] : branch) {
        CAPTURE(precision);
        const Strategies strategies = at(matching(), precision);
        CHECK(strategies[0][0] == to_digits(row, 6));
        CHECK(strategies[1][0] == to_digits(column, 6));
    }
    // The Nash equilibrium is mixed: 0.5 and 0.2785 / 1.3926. What is left is of order
    // 1 / precision.
    const Strategies far = at(matching(), 2000);
    CHECK(far[0][0] == doctest::Approx(0.5).epsilon(2e-3));
    CHECK(far[1][0] == doctest::Approx(0.2785 / 1.3926).epsilon(2e-3));
}

TEST_CASE("T9: the likeliest precision for the observed shares is the published one") {
    const double n = 128;
    const double up = 0.527;
    const double left = 0.366;
    const auto fitted =
        games::fit_precision(matching(), {{n * up, n * (1 - up)}, {n * left, n * (1 - left)}}, 20);
    REQUIRE(fitted);
    CHECK(fitted->precision == to_digits(1.8456, 4));
    CHECK(fitted->strategies[0][0] == to_digits(0.61565, 5));
    CHECK(fitted->strategies[1][0] == to_digits(0.38329, 5));
    CHECK(fitted->log_likelihood == to_digits(-174.765, 3));
}

TEST_CASE("a precision is found again from the shares it makes") {
    for (const double truth : {0.0, 0.3, 4.0}) {
        CAPTURE(truth);
        const auto fitted = games::fit_precision(matching(), at(matching(), truth), 10);
        REQUIRE(fitted);
        CHECK(fitted->precision == doctest::Approx(truth).epsilon(1e-3));
    }
}

TEST_CASE("T10: a constant-sum game has the equilibria of Gambit's tests") {
    const NormalForm game = games::two_players(two_by_two(1, 1, 0, 1), two_by_two(1, 1, 2, 1));
    const double branch[][3] = {{1, 0.643, 0.5883}, {2, 0.7727, 0.6117}, {3, 0.8595, 0.6038}};
    for (const auto& [precision, row, column] : branch) {
        CAPTURE(precision);
        const Strategies strategies = at(game, precision);
        CHECK(strategies[0][0] == to_digits(row, 3));
        CHECK(strategies[1][0] == to_digits(column, 4));
    }
}

TEST_CASE("T11: the reduced form of Selten's game follows Gambit's documented branch") {
    // R. Selten, International Journal of Game Theory 4 (1975), figure 2. Row: end at once; go on
    // and then right; go on and then left. Column: end; go on.
    Eigen::MatrixXd row(3, 2);
    row << 1, 1, 0, 0, 0, 2;
    Eigen::MatrixXd column(3, 2);
    column << 1, 1, 2, 3, 2, 0;
    const NormalForm game = games::two_players(row, column);
    // Gambit prints six digits of points that it has to five.
    const Strategies early = at(game, 0.105965);
    CHECK(early[0][0] == to_digits(0.345145, 5));
    CHECK(early[0][1] == to_digits(0.310443, 5));
    CHECK(early[0][2] == to_digits(0.344413, 5));
    CHECK(early[1][0] == to_digits(0.510023, 5));
    CHECK(early[1][1] == to_digits(0.489977, 5));
    const Strategies later = at(game, 0.139346);
    CHECK(later[0][0] == to_digits(0.348902, 5));
    CHECK(later[0][1] == to_digits(0.303519, 5));
    CHECK(later[0][2] == to_digits(0.347578, 5));
    CHECK(later[1][0] == to_digits(0.51364, 5));
    CHECK(later[1][1] == to_digits(0.48636, 5));
}

TEST_CASE("a branch is followed through turns to a pure equilibrium") {
    // A game of three: each gains from doing as the next does not, which has no symmetric way out.
    NormalForm game;
    game.actions = {2, 2, 2};
    game.payoffs.resize(3);
    for (std::size_t number = 0; number < game.profiles(); ++number) {
        const auto chosen = game.profile(number);
        for (std::size_t i = 0; i < 3; ++i) {
            const bool differs = chosen[i] != chosen[(i + 1) % 3];
            game.payoffs[i].push_back((differs ? 2.0 : 0.0) + (chosen[i] == 0 ? 0.3 : 0.0));
        }
    }
    for (const double precision : {1.0, 10.0}) {
        const Strategies strategies = at(game, precision);
        for (std::size_t i = 0; i < 3; ++i) {
            // Every player replies by logit to the others: the definition, to rounding.
            const auto reply =
                games::logit_choice(games::action_values(game, strategies, i), precision);
            CHECK(strategies[i][0] == doctest::Approx(reply[0]).epsilon(1e-10));
        }
    }
}

TEST_CASE("T16: guesses in the beauty contest fall by a third a level") {
    const auto guesses =
        games::level_replies(50.0, 3, [](double mean) { return 2.0 / 3.0 * mean; });
    REQUIRE(guesses.size() == 4);
    CHECK(guesses[1] == to_digits(33.33, 2));
    CHECK(guesses[2] == to_digits(22.22, 2));
    CHECK(guesses[3] == doctest::Approx(50 * 8.0 / 27).epsilon(1e-14));
    CHECK(guesses[3] == to_digits(14.81, 2));
}

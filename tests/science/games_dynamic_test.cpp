// SPDX-License-Identifier: Apache-2.0
// Games whose answers are known: choices that come back. T2, T3, T6, T7, T8, T12 and T13 of the
// flagship design; docs/science/games.md has the list and the sources.
#include <cmath>

#include <Eigen/LU>
#include <doctest/doctest.h>

#include "games/attrition.hpp"
#include "games/game_tree.hpp"
#include "games/linear_quadratic.hpp"
#include "games/quantal.hpp"
#include "games/rollout.hpp"

using namespace entente;
using Eigen::Index;
using Eigen::MatrixXd;
using games::MarkovGame;
using games::Policy;

namespace {

constexpr double temptation = 5;
constexpr double reward = 3;
constexpr double punishment = 1;
constexpr double sucker = 0;

games::NormalForm dilemma() {
    MatrixXd row(2, 2);
    row << reward, sucker, temptation, punishment;
    return games::two_players(row, row.transpose());
}

/// The dilemma over and over: the next state is what `follows` makes of state and profile.
template <class Follows>
MarkovGame repeated(std::size_t states, double discount, const Follows& follows) {
    MarkovGame game;
    game.discounts = {discount, discount};
    for (std::size_t s = 0; s < states; ++s) {
        game.states.push_back(dilemma());
        MatrixXd leads = MatrixXd::Zero(4, static_cast<Index>(states));
        for (std::size_t profile = 0; profile < 4; ++profile) {
            leads(static_cast<Index>(profile), static_cast<Index>(follows(s, profile))) = 1;
        }
        game.transitions.push_back(leads);
    }
    return game;
}

const games::Mixed cooperates = {1, 0};
const games::Mixed defects = {0, 1};

/// State 0 while everybody has cooperated, 1 ever after.
MarkovGame grim_game(double discount) {
    return repeated(2, discount, [](std::size_t state, std::size_t profile) {
        return state == 0 && profile == 0 ? 0 : 1;
    });
}

const Policy grim = {{cooperates, cooperates}, {defects, defects}};

/// The state is what both did last.
MarkovGame last_profile_game(double discount) {
    return repeated(4, discount, [](std::size_t, std::size_t profile) { return profile; });
}

/// Each does what the other did last.
const Policy tit_for_tat = {
    {cooperates, cooperates}, {defects, cooperates}, {cooperates, defects}, {defects, defects}};

/// Chance that level 1 cooperates at the start.
double level_1(const MarkovGame& game, const Policy& policy, std::size_t horizon) {
    constexpr double precision = 0.5;
    return games::quantal_levels(
        game, policy, {.state = 0, .horizon = horizon}, precision, 1)[1][0][0];
}

}  // namespace

TEST_CASE("T2: against a grim continuation cooperation is worth it from a discount of a half") {
    for (const double discount : {0.45, 0.51, 0.60}) {
        CAPTURE(discount);
        const double exact = 1 / (1 + std::exp(-0.5 * (reward / (1 - discount) - temptation -
                                                       discount * punishment / (1 - discount))));
        CHECK(level_1(grim_game(discount), grim, 60) == doctest::Approx(exact).epsilon(1e-11));
    }
    CHECK(level_1(grim_game(0.45), grim, 60) == doctest::Approx(0.45467).epsilon(1e-5));
    CHECK(level_1(grim_game(0.51), grim, 60) == doctest::Approx(0.51020).epsilon(1e-5));
    CHECK(level_1(grim_game(0.60), grim, 60) == doctest::Approx(0.62246).epsilon(1e-5));
    // At the threshold (T - R) / (T - P) the two are worth the same.
    CHECK(level_1(grim_game(0.5), grim, 60) == doctest::Approx(0.5).epsilon(1e-12));
}

TEST_CASE("T2: a short horizon counts only the gains it sees") {
    const auto finite = [](double discount, int epochs) {
        double difference = reward - temptation;
        for (int t = 1; t < epochs; ++t) {
            difference += std::pow(discount, t) * (reward - punishment);
        }
        return 1 / (1 + std::exp(-0.5 * difference));
    };
    // Where cooperation begins to be worth it: discount + ... + discount^(epochs - 1) = 1.
    const double digit = 0.5e-5;
    CHECK(level_1(grim_game(0.54369 - digit), grim, 4) < 0.5);
    CHECK(level_1(grim_game(0.54369 + digit), grim, 4) > 0.5);
    CHECK(level_1(grim_game(0.50202 - digit), grim, 8) < 0.5);
    CHECK(level_1(grim_game(0.50202 + digit), grim, 8) > 0.5);
    for (const int epochs : {1, 4, 8}) {
        CHECK(level_1(grim_game(0.51), grim, static_cast<std::size_t>(epochs)) ==
              doctest::Approx(finite(0.51, epochs)).epsilon(1e-12));
    }
}

TEST_CASE("T3: against tit for tat cooperation is worth it from a discount of two thirds") {
    const double threshold = (temptation - reward) / (reward - sucker);
    for (const std::size_t horizon : {2U, 4U, 10U, 60U}) {
        CAPTURE(horizon);
        CHECK(level_1(last_profile_game(threshold - 0.01), tit_for_tat, horizon) < 0.5);
        CHECK(level_1(last_profile_game(threshold + 0.01), tit_for_tat, horizon) > 0.5);
        CHECK(level_1(last_profile_game(threshold), tit_for_tat, horizon) ==
              doctest::Approx(0.5).epsilon(1e-12));
    }
}

TEST_CASE("T6: the scalar linear-quadratic game has the rule of its fixed point") {
    const MatrixXd one = MatrixXd::Ones(1, 1);
    games::LinearQuadraticGame game;
    game.drift = one;
    game.discount = 0.95;
    game.players.assign(2, {.moves = one, .state = one, .own = one, .cross = {}, .others = {}});
    const auto nash = games::find_feedback_nash(game);
    REQUIRE(nash);
    CHECK(nash->costs[0](0, 0) == doctest::Approx(1.227485).epsilon(1e-6));
    CHECK(nash->rules[0](0, 0) == doctest::Approx(0.349950).epsilon(1e-6));
    CHECK(nash->rules[1](0, 0) == doctest::Approx(nash->rules[0](0, 0)).epsilon(1e-12));
    CHECK(nash->closed_loop(0, 0) == doctest::Approx(0.300100).epsilon(1e-6));
    // One player with both controls who minds both costs.
    games::LinearQuadraticGame together;
    together.drift = one;
    together.discount = game.discount;
    together.players = {{.moves = MatrixXd::Ones(1, 2),
                         .state = 2 * one,
                         .own = MatrixXd::Identity(2, 2),
                         .cross = {},
                         .others = {}}};
    const auto joint = games::find_feedback_nash(together);
    REQUIRE(joint);
    CHECK(joint->rules[0](0, 0) == doctest::Approx(0.410390).epsilon(1e-6));
}

TEST_CASE("T7: the duopoly with costs of adjustment has QuantEcon's rules") {
    // T. J. Sargent & J. Stachurski, QuantEcon lecture "Markov Perfect Equilibrium".
    const double a0 = 10;
    const double a1 = 2;
    games::LinearQuadraticGame game;
    game.drift = MatrixXd::Identity(3, 3);
    game.discount = 0.96;
    const MatrixXd adjusting = MatrixXd::Constant(1, 1, 12);
    MatrixXd first(3, 3);
    first << 0, -a0 / 2, 0, -a0 / 2, a1, a1 / 2, 0, a1 / 2, 0;
    MatrixXd second(3, 3);
    second << 0, 0, -a0 / 2, 0, 0, a1 / 2, -a0 / 2, a1 / 2, a1;
    game.players.resize(2);
    game.players[0] = {Eigen::Vector3d(0, 1, 0), first, adjusting, {}, {}};
    game.players[1] = {Eigen::Vector3d(0, 0, 1), second, adjusting, {}, {}};
    const auto nash = games::find_feedback_nash(game);
    REQUIRE(nash);
    const double expected[] = {-0.668466, 0.295125, 0.075847};
    for (Index i = 0; i < 3; ++i) {
        CHECK(nash->rules[0](0, i) == doctest::Approx(expected[i]).epsilon(2e-6));
    }
    CHECK(nash->rules[1](0, 1) == doctest::Approx(nash->rules[0](0, 2)).epsilon(1e-10));
    CHECK(nash->rules[1](0, 2) == doctest::Approx(nash->rules[0](0, 1)).epsilon(1e-10));
    // Both sell the same in the end, more than a0 / (3 a1).
    const double steady = -nash->rules[0](0, 0) / (nash->rules[0](0, 1) + nash->rules[0](0, 2));
    CHECK(steady == doctest::Approx(1.801934).epsilon(1e-5));
    CHECK(steady > a0 / (3 * a1));
}

TEST_CASE("T8: Judd's duopoly with inventories has the rules of QuantEcon's tests") {
    // K. L. Judd, Cournot versus Bertrand: a dynamic resolution (1996); matrices and answers as in
    // the test `test_nnash` of QuantEcon.py.
    const double stays = 1 - 0.02;
    const double base = 25;
    games::LinearQuadraticGame game;
    game.drift.resize(3, 3);
    game.drift << stays, 0, -stays * base, 0, stays, -stays * base, 0, 0, 1;
    game.players.resize(2);
    for (std::size_t i = 0; i < 2; ++i) {
        games::LinearQuadraticPlayer& player = game.players[i];
        const auto mine = static_cast<Index>(i);
        const Index theirs = 1 - mine;
        player.moves = MatrixXd::Zero(3, 2);
        player.moves(mine, 0) = stays;
        player.moves(mine, 1) = stays;
        player.moves(theirs, 1) = -0.5 * stays;
        player.state = MatrixXd::Zero(3, 3);
        player.state(mine, mine) = -0.5;
        player.state(mine, 2) = 1;
        player.state(2, mine) = 1;
        player.state(2, 2) = -1;
        player.own = MatrixXd::Zero(2, 2);
        player.own(0, 0) = -1.5;
        player.own(1, 1) = -1;
        player.cross = MatrixXd::Zero(3, 2);
        player.cross(2, 0) = -5;
        player.cross(2, 1) = base / 2;
        MatrixXd between = MatrixXd::Zero(2, 2);
        between(1, 1) = 0.25;
        player.others.resize(2);
        player.others[1 - i] = between;
    }
    const auto nash = games::find_feedback_nash(game);
    REQUIRE(nash);
    MatrixXd expected(2, 3);
    expected << 0.243666582208565, 0.027236062661951, -6.827882928738190, 0.392370733875639,
        0.139696450885998, -37.734107291009138;
    for (Index r = 0; r < 2; ++r) {
        for (Index c = 0; c < 3; ++c) {
            CHECK(nash->rules[0](r, c) == doctest::Approx(expected(r, c)).epsilon(1e-8));
            const Index mirrored = c == 2 ? 2 : 1 - c;
            CHECK(nash->rules[1](r, mirrored) == doctest::Approx(expected(r, c)).epsilon(1e-8));
        }
    }
    const MatrixXd loop = nash->closed_loop;
    const Eigen::Vector2d steady = (MatrixXd::Identity(2, 2) - loop.topLeftCorner(2, 2))
                                       .partialPivLu()
                                       .solve(loop.topRightCorner(2, 1));
    CHECK(steady(0) == doctest::Approx(1.246871).epsilon(1e-6));
    CHECK(steady(1) == doctest::Approx(1.246871).epsilon(1e-6));
}

TEST_CASE("a game whose rules do not settle has no answer") {
    games::LinearQuadraticGame game;
    game.drift = MatrixXd::Constant(1, 1, 2);
    game.players.assign(1,
                        {.moves = MatrixXd::Ones(1, 1),
                         .state = MatrixXd::Constant(1, 1, -1),
                         .own = MatrixXd::Constant(1, 1, 0.5),
                         .cross = {},
                         .others = {}});
    CHECK_FALSE(games::find_feedback_nash(game));
}

TEST_CASE("T12: in a crisis the attacker reckons with a defender who errs") {
    // 0: the attacker keeps the peace or attacks; 1: the defender fights or concedes.
    const games::GameTree crisis = {{.player = 0, .moves = {2, 1}},
                                    {.player = 1, .moves = {3, 4}},
                                    {.moves = {}, .payoffs = {0, 0}},
                                    {.moves = {}, .payoffs = {-2, -1}},
                                    {.moves = {}, .payoffs = {2, -1.5}}};
    const auto calm = games::agent_equilibrium(crisis, 1);
    CHECK(calm.choices[1][0] == doctest::Approx(0.62246).epsilon(1e-5));
    CHECK(calm.choices[0][1] == doctest::Approx(0.37993).epsilon(2e-5));
    const auto sharp = games::agent_equilibrium(crisis, 2);
    CHECK(sharp.choices[1][0] == doctest::Approx(0.73106).epsilon(1e-5));
    CHECK(sharp.choices[0][1] == doctest::Approx(0.13605).epsilon(4e-5));
    // Values are what the choices make of the ends.
    const double q = calm.choices[1][0];
    CHECK(calm.values[1][1] == doctest::Approx(q * -1 + (1 - q) * -1.5).epsilon(1e-14));
}

TEST_CASE("T13: in the war of attrition both quit just often enough") {
    const auto even = games::attrition_quits({games::Side{4, 1}, games::Side{4, 1}});
    CHECK(even[0] == doctest::Approx(0.2).epsilon(1e-14));
    CHECK(even[1] == doctest::Approx(0.2).epsilon(1e-14));
    // Each quits as the other's stakes ask for.
    const auto uneven = games::attrition_quits({games::Side{9, 1}, games::Side{4, 1}});
    CHECK(uneven[0] == doctest::Approx(0.2).epsilon(1e-14));
    CHECK(uneven[1] == doctest::Approx(0.1).epsilon(1e-14));
}

TEST_CASE("T13: logit equilibria of the war of attrition tend to the mixed one") {
    // State 0: both still there, actions quit and stay. State 1: it is over.
    constexpr double prize = 4;
    constexpr double cost = 1;
    MarkovGame war;
    MatrixXd stakes(2, 2);
    stakes << 0, 0, prize, -cost;
    war.states = {games::two_players(stakes, stakes.transpose()),
                  games::two_players(MatrixXd::Zero(1, 1), MatrixXd::Zero(1, 1))};
    MatrixXd leads(4, 2);
    leads << 0, 1, 0, 1, 0, 1, 1, 0;
    MatrixXd over(1, 2);
    over << 0, 1;
    war.transitions = {leads, over};
    war.discounts = {0.9, 0.9};
    double before = 1;
    for (const double precision : {1.0, 10.0, 100.0, 1000.0}) {
        CAPTURE(precision);
        const auto found = games::find_quantal_equilibrium(war, precision);
        REQUIRE(found);
        const double quit = found->policy[0][0][0];
        CHECK(quit == doctest::Approx(found->policy[0][1][0]).epsilon(1e-9));
        const double off = std::abs(quit - cost / (prize + cost));
        CHECK(off < before);
        before = off;
        // The definition: values satisfy their own equation and choices reply to them.
        const auto stage = games::with_future(war, 0, found->values);
        const auto worth = games::action_values(stage, found->policy[0], 0);
        CHECK(games::logit_choice(worth, precision)[0] == doctest::Approx(quit).epsilon(1e-8));
        CHECK(found->values[0][0] ==
              doctest::Approx(quit * worth[0] + (1 - quit) * worth[1]).epsilon(1e-8));
    }
    CHECK(before < 1e-3);
}

// SPDX-License-Identifier: Apache-2.0
// Elections and bargaining against published runs: T14 and T15 of the flagship design, and the
// reference run of KTAB on thirteen actors and two dimensions (file 20170530_ref-SOE-Pol-Comp.txt
// of its repository, MIT licence), of which scores and printed results are used, nothing else.
#include <algorithm>
#include <array>
#include <cmath>

#include <doctest/doctest.h>

#include "games/spatial.hpp"

using namespace entente;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using games::Election;

namespace {

/// Half of the last digit that the reference run prints, and its rounding inside of bargains to a
/// hundredth of the scale.
constexpr double four_digits = 0.6e-4;
constexpr double one_decimal = 0.06;

struct Score {
    double capability;
    std::array<double, 2> position;
    std::array<double, 2> salience;
};

const Score scores[] = {{100.0, {30, 20}, {24.0, 48.0}},
                        {60.2, {45, 65}, {44.7, 41.3}},
                        {35.0, {30, 15}, {28.9, 65.1}},
                        {35.0, {45, 45}, {20.6, 49.4}},
                        {40.0, {50, 65}, {44.7, 47.8}},
                        {20.0, {15, 10}, {32.0, 32.0}},
                        {15.0, {20, 15}, {32.0, 32.0}},
                        {25.0, {60, 50}, {43.9, 50.1}},
                        {20.0, {30, 15}, {26.4, 17.6}},
                        {35.0, {45, 40}, {35.9, 46.6}},
                        {20.0, {50, 50}, {44.7, 47.8}},
                        {20.0, {20, 30}, {47.4, 40.6}},
                        {40.0, {15, 60}, {49.0, 46.0}}};

games::Issue reference_issue() {
    games::Issue issue;
    issue.name = "reference";
    issue.dimensions = {"first", "second"};
    for (const Score& score : scores) {
        games::SpatialActor actor;
        actor.name = std::string(1, static_cast<char>('A' + issue.actors.size()));
        actor.capability = score.capability;
        actor.position = Eigen::Vector2d(score.position[0], score.position[1]);
        actor.salience = Eigen::Vector2d(score.salience[0], score.salience[1]);
        issue.actors.push_back(actor);
    }
    return issue;
}

MatrixXd three_options() {
    MatrixXd support(3, 3);
    support << 0, 12.099, 54.921, 10.333, 0, 27.079, 5.007, 55.047, 0;
    return support;
}

void check_shares(const VectorXd& shares, const std::array<double, 3>& expected) {
    for (Index i = 0; i < 3; ++i) {
        CHECK(std::abs(shares(i) - expected[static_cast<std::size_t>(i)]) < four_digits);
    }
    CHECK(shares.sum() == doctest::Approx(1).epsilon(1e-12));
}

/// Of the place that an actor stands at.
double chance_of(const games::Standing& standing, std::size_t actor) {
    for (const games::Place& place : standing.places) {
        if (std::find(place.actors.begin(), place.actors.end(), actor) != place.actors.end()) {
            return place.chance;
        }
    }
    return -1;
}

void check_near(double value, double expected, double tolerance) {
    CHECK_MESSAGE(std::abs(value - expected) <= tolerance, value << " is not near " << expected);
}

}  // namespace

TEST_CASE("T14: elections of three options give the shares of KTAB's reference log") {
    check_shares(games::election(three_options(), 2, Election::conditional),
                 {0.8659, 0.1241, 0.0100});
    check_shares(games::election(three_options(), 2, Election::uniform), {0.6351, 0.2148, 0.1501});
    check_shares(games::election(three_options(), 2, Election::incentive),
                 {0.5094, 0.2796, 0.2110});
}

TEST_CASE("T14: of two options the stronger coalition wins by its odds, squared") {
    MatrixXd support(2, 2);
    support << 0, 51.212, 19.714, 0;
    for (const Election kind : {Election::conditional, Election::uniform}) {
        CHECK(games::election(support, 2, kind)(0) == doctest::Approx(0.8709).epsilon(1e-4));
    }
    CHECK(games::victory_chances(support, 1)(0, 1) ==
          doctest::Approx(51.212 / (51.212 + 19.714)).epsilon(1e-9));
}

TEST_CASE("T15: what everybody prefers is chosen, and a cycle is a draw") {
    MatrixXd utilities(2, 3);
    utilities << 0.9, 0.5, 0.2, 0.8, 0.1, 0.6;
    const MatrixXd agreed = games::coalitions(Eigen::Vector2d(1, 2), utilities);
    for (const Election kind : {Election::conditional, Election::uniform, Election::incentive}) {
        const VectorXd shares = games::election(agreed, 2, kind);
        check_near(shares(0), 1, 1e-9);
        check_near(shares(1), 0, 1e-9);
    }
    MatrixXd cycle(3, 3);
    cycle << 0, 1, 0, 0, 0, 1, 1, 0, 0;
    for (const Election kind : {Election::conditional, Election::uniform, Election::incentive}) {
        const VectorXd shares = games::election(cycle, 2, kind);
        for (Index i = 0; i < 3; ++i) {
            check_near(shares(i), 1.0 / 3, 1e-9);
        }
    }
    // Nobody minds.
    check_near(games::election(MatrixXd::Zero(2, 2), 2, Election::incentive)(0), 0.5, 1e-12);
}

TEST_CASE("the reference issue starts with the risks and chances of KTAB's run") {
    const games::Issue issue = reference_issue();
    const games::Standing start =
        games::standing(issue, games::stated_positions(issue), games::Contest{});
    const double risks[] = {1.000,
                            -0.498,
                            -0.452,
                            0.362,
                            -0.500,
                            -0.500,
                            -0.497,
                            -0.499,
                            -0.452,
                            0.643,
                            -0.383,
                            -0.196,
                            -0.500};
    const double chances[] = {0.0618,
                              0.0156,
                              0.0117,
                              0.4340,
                              0.0028,
                              0.0000,
                              0.0020,
                              0.0013,
                              0.0117,
                              0.2481,
                              0.1533,
                              0.0689,
                              0.0005};
    for (Index i = 0; i < 13; ++i) {
        CAPTURE(i);
        check_near(start.risks(i), risks[i], 0.6e-3);
        check_near(chance_of(start, static_cast<std::size_t>(i)), chances[i], four_digits);
    }
}

TEST_CASE("the reference issue has the challenges of KTAB's run") {
    struct Logged {
        std::size_t target;
        double victory;
        double gain;
        std::array<double, 2> meet;
    };

    const Logged logged[] = {{10, 0.7676, 0.0456, {34.83, 22.50}},
                             {5, 0.8974, 0.4826, {44.80, 64.57}},
                             {10, 0.7913, 0.2639, {32.85, 16.27}},
                             {8, 0.9361, 0.1977, {44.89, 44.98}},
                             {5, 0.8682, 0.4920, {49.59, 64.44}},
                             {8, 0.1164, 0.0359, {29.63, 14.73}},
                             {5, 0.9768, 0.0714, {20.00, 15.00}},
                             {6, 0.8965, 0.4244, {59.72, 49.81}},
                             {5, 0.8849, 0.1520, {29.64, 14.74}},
                             {5, 0.7667, 0.1157, {42.94, 38.75}},
                             {8, 0.9113, 0.3400, {49.93, 49.96}},
                             {5, 0.9322, 0.1448, {19.99, 29.93}},
                             {8, 0.9602, 0.4215, {15.01, 59.99}}};
    const games::Issue issue = reference_issue();
    const auto all = games::challenges(issue, games::stated_positions(issue), games::Contest{});
    for (std::size_t i = 0; i < 13; ++i) {
        CAPTURE(i);
        REQUIRE(all[i]);
        CHECK(all[i]->target == logged[i].target);
        check_near(all[i]->victory, logged[i].victory, four_digits);
        check_near(all[i]->gain, logged[i].gain, four_digits);
        check_near(all[i]->meet(0), logged[i].meet[0], 0.011);
        check_near(all[i]->meet(1), logged[i].meet[1], 0.011);
    }
}

TEST_CASE("the reference issue moves through the first four rounds of KTAB's run") {
    const double first[13][5] = {{30.0, 30.0, 30.9, 31.4, 31.4},
                                 {45.0, 44.8, 44.7, 44.7, 44.7},
                                 {30.0, 30.0, 30.0, 30.0, 30.0},
                                 {45.0, 44.9, 44.8, 44.8, 41.6},
                                 {50.0, 49.6, 49.6, 49.6, 49.6},
                                 {15.0, 42.9, 39.7, 40.7, 35.2},
                                 {20.0, 20.0, 39.7, 43.5, 32.6},
                                 {60.0, 59.7, 59.4, 59.4, 59.4},
                                 {30.0, 29.6, 44.8, 40.7, 40.7},
                                 {45.0, 42.9, 42.0, 42.8, 41.2},
                                 {50.0, 49.9, 49.9, 31.4, 41.6},
                                 {20.0, 20.0, 20.0, 20.0, 20.0},
                                 {15.0, 15.0, 15.0, 15.0, 15.0}};
    const double second[13][5] = {{20.0, 20.0, 20.4, 20.6, 20.6},
                                  {65.0, 64.6, 64.4, 64.4, 64.4},
                                  {15.0, 15.0, 15.0, 15.0, 15.0},
                                  {45.0, 45.0, 45.0, 45.0, 43.5},
                                  {65.0, 64.4, 64.4, 64.4, 64.4},
                                  {10.0, 38.8, 35.4, 36.3, 26.5},
                                  {15.0, 15.0, 35.4, 44.4, 22.7},
                                  {50.0, 49.8, 49.6, 49.6, 49.6},
                                  {15.0, 14.7, 45.0, 36.3, 36.3},
                                  {40.0, 38.8, 38.2, 38.9, 37.0},
                                  {50.0, 50.0, 49.9, 20.6, 43.5},
                                  {30.0, 29.9, 29.9, 29.9, 29.9},
                                  {60.0, 60.0, 60.0, 60.0, 60.0}};
    const games::Bargaining all = games::bargain(reference_issue(), games::Contest{}, 4);
    REQUIRE(all.rounds.size() == 5);
    CHECK_FALSE(all.settled);
    for (std::size_t round = 0; round < 5; ++round) {
        for (Index i = 0; i < 13; ++i) {
            CAPTURE(round);
            CAPTURE(i);
            check_near(all.rounds[round](i, 0), first[i][round], one_decimal);
            check_near(all.rounds[round](i, 1), second[i][round], one_decimal);
        }
    }
}

TEST_CASE("the order of actors changes nothing, and agreement is left alone") {
    games::Issue issue = reference_issue();
    const games::Bargaining before = games::bargain(issue, games::Contest{}, 2);
    std::reverse(issue.actors.begin(), issue.actors.end());
    const games::Bargaining after = games::bargain(issue, games::Contest{}, 2);
    const MatrixXd difference = before.rounds[1] - after.rounds[1].colwise().reverse();
    CHECK(difference.cwiseAbs().maxCoeff() < 1e-9);
    for (games::SpatialActor& actor : issue.actors) {
        actor.position = Eigen::Vector2d(40, 60);
    }
    const games::Bargaining agreed = games::bargain(issue, games::Contest{}, 10);
    CHECK(agreed.settled);
    CHECK(agreed.rounds.size() == 2);
    const games::Standing standing = games::standing(issue, agreed.rounds.back(), games::Contest{});
    CHECK(standing.mean(0) == doctest::Approx(40).epsilon(1e-12));
    CHECK(standing.spread(1) == doctest::Approx(0).epsilon(1e-12));
    REQUIRE(standing.places.size() == 1);
    CHECK(standing.places[0].actors.size() == 13);
    CHECK(standing.places[0].chance == doctest::Approx(1).epsilon(1e-12));
}

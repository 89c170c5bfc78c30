// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include <doctest/doctest.h>

#include "analysis/loops.hpp"
#include "analysis/shapley.hpp"

using namespace entente;

TEST_CASE("shares of switches that do not meet are what each adds") {
    // v = 3 a + 5 b, two members of which the second has twice as much.
    const auto shares = analysis::shapley(2, {{1, 2}, {4, 8}, {6, 12}, {9, 18}});
    CHECK(shares[0][0] == doctest::Approx(3));
    CHECK(shares[1][0] == doctest::Approx(5));
    CHECK(shares[1][1] == doctest::Approx(10));
}

TEST_CASE("what needs two switches is shared between them, and all shares add up to the whole") {
    // The glove game: a left glove and one of two right ones. Shapley's values are 2/3, 1/6, 1/6.
    std::vector<std::vector<double>> values;
    for (std::size_t on = 0; on < 8; ++on) {
        values.push_back({(on & 1U) != 0 && (on & 6U) != 0 ? 1.0 : 0.0});
    }
    const auto shares = analysis::shapley(3, values);
    CHECK(shares[0][0] == doctest::Approx(2.0 / 3));
    CHECK(shares[1][0] == doctest::Approx(1.0 / 6));
    CHECK(shares[2][0] == doctest::Approx(1.0 / 6));
    CHECK(shares[0][0] + shares[1][0] + shares[2][0] == doctest::Approx(1));
}

TEST_CASE("the gain of a loop is what comes back in the long run") {
    // x' = 0.9 x + 0.05 y, y' = 0.8 y - 0.1 x: a lasting unit of x makes 0.1 / 0.2 less y, and that
    // makes 0.05 / 0.1 as much less x.
    const std::vector<double> answers = {0.9, 0.05, -0.1, 0.8};
    const auto loops = analysis::strongest_loops(2, answers, 4, 0.001, 10);
    REQUIRE(loops.size() == 1);
    CHECK(loops[0].stocks == std::vector<std::size_t>{0, 1});
    CHECK(loops[0].gain == doctest::Approx(-0.25));
}

TEST_CASE("each loop is met once, the strongest first, no longer than asked for") {
    // A ring of three and a pair within it.
    std::vector<double> answers(9, 0);
    const auto set = [&](std::size_t to, std::size_t from, double value) {
        answers[to * 3 + from] = value;
    };
    for (std::size_t i = 0; i < 3; ++i) {
        set(i, i, 0.5);
    }
    set(1, 0, 0.5);
    set(2, 1, 0.5);
    set(0, 2, 0.5);
    set(0, 1, 0.1);
    const auto loops = analysis::strongest_loops(3, answers, 3, 0.01, 10);
    REQUIRE(loops.size() == 2);
    CHECK(loops[0].stocks.size() == 3);
    CHECK(loops[0].gain == doctest::Approx(1));
    CHECK(loops[1].gain == doctest::Approx(0.2));
    CHECK(analysis::strongest_loops(3, answers, 2, 0.01, 10).size() == 1);
    CHECK(analysis::strongest_loops(3, answers, 3, 0.5, 10).size() == 1);
    CHECK(analysis::strongest_loops(3, answers, 3, 0.01, 1).size() == 1);
}

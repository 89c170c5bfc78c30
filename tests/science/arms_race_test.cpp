// SPDX-License-Identifier: Apache-2.0
// Richardson's arms race, whose answer is known in closed form (L. F. Richardson, Arms and
// Insecurity, 1960):
//   dx/dt = a y - m x + g,   dy/dt = b x - n y + h.
// The rates of return are the eigenvalues of ((-m, a), (b, -n)) and the balance is
//   x* = (a h + n g) / (m n - a b),   y* = (b g + m h) / (m n - a b).
#include <cmath>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "support/run_text.hpp"

using namespace entente;

namespace {

struct Race {
    double m;  ///< fatigue of x, 1/month
    double n;
    double g;  ///< grievance of x
    double h;
    double x;  ///< at the start
    double y;
    double a = 0.6;
    double b = 0.5;
};

/// [row][x, y] over ten years at sixteen steps a month.
std::vector<std::vector<double>> race(const Race& r) {
    const std::string text = fmt::format(R"(
        model race "Arms" {{ time month from 2000-01 to 2009-12; step 0.0625 month rk4; outputs x, y }}
        stock x : 1 = {} {{
          inflow answered = {} [1/month] * y + {} [1/month]
          outflow tired = {} [1/month] * x
        }}
        stock y : 1 = {} {{
          inflow answered = {} [1/month] * x + {} [1/month]
          outflow tired = {} [1/month] * y
        }})",
                                         r.x,
                                         r.a,
                                         r.g,
                                         r.m,
                                         r.y,
                                         r.b,
                                         r.h,
                                         r.n);
    return test::paths_of(*test::load_text(text), {}, {"x", "y"});
}

/// The monthly rate at which x and y move when they start along an eigenvector and nobody bears a
/// grudge.
double rate(double m, double n, double x, double y) {
    const auto rows = race({.m = m, .n = n, .g = 0, .h = 0, .x = x, .y = y});
    // Along an eigenvector the ratio stays what it is.
    CHECK(rows[1][0] / rows[1][1] == doctest::Approx(x / y).epsilon(1e-6));
    return std::log(rows[1][0] / rows[0][0]);
}

// RK4 at h = 1/16 of a month misses exp(1.4) by (1.4 h)^5 / 120 sixteen times: below 1e-6.
constexpr double tolerance = 1e-6;

}  // namespace

TEST_CASE("the arms race returns to its balance at the rates -1.4 and -0.3 a month") {
    CHECK(rate(0.9, 0.8, 1, 1) == doctest::Approx(-0.3).epsilon(tolerance));
    CHECK(rate(0.9, 0.8, 6, -5) == doctest::Approx(-1.4).epsilon(tolerance));
    const auto rows = race({.m = 0.9, .n = 0.8, .g = 1, .h = 0.5, .x = 1, .y = 1});
    // x* = (0.3 + 0.8) / 0.42, y* = (0.5 + 0.45) / 0.42; what is left after 120 months is e^-36.
    CHECK(rows.back()[0] == doctest::Approx(2.61905).epsilon(1e-5));
    CHECK(rows.back()[0] == doctest::Approx(1.1 / 0.42).epsilon(1e-12));
    CHECK(rows.back()[1] == doctest::Approx(2.26190).epsilon(1e-5));
    CHECK(rows.back()[1] == doctest::Approx(0.95 / 0.42).epsilon(1e-12));
}

TEST_CASE("the arms race runs away at 0.1 a month once answers outweigh fatigue") {
    CHECK(rate(0.5, 0.4, 1, 1) == doctest::Approx(0.1).epsilon(tolerance));
    CHECK(rate(0.5, 0.4, 6, -5) == doctest::Approx(-1.0).epsilon(tolerance));
    const auto rows = race({.m = 0.5, .n = 0.4, .g = 1, .h = 0.5, .x = 1, .y = 1});
    // The other mode has died out: both sides grow at the same rate, for good.
    const std::size_t last = rows.size() - 1;
    for (const std::size_t side : {0U, 1U}) {
        // x - x* grows by e^0.1 a month, so its differences do.
        const double now = rows[last][side] - rows[last - 1][side];
        const double before = rows[last - 1][side] - rows[last - 2][side];
        CHECK(std::log(now / before) == doctest::Approx(0.1).epsilon(tolerance));
    }
}

TEST_CASE("the shipped arms race is the one of Richardson's pre-war budgets") {
    // The sum S of both sides' budgets follows dS/dt = (k - a) (S - S0), k - a = 0.73 a year and
    // S0 = 194 million pounds (Richardson 1960), so S = 194 + 3.6 exp(0.73 t) from 197.6.
    const auto loaded = test::load_model(ENTENTE_SOURCE_DIR "/models/richardson/richardson.ent");
    test::Running how;
    how.draws = program::Draws::mean;
    how.scenario = "published_fit";
    const auto rows = test::paths_of(*loaded, how, {"budgets"});
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const double expected = 194.0 + 3.6 * std::exp(0.73 / 12 * static_cast<double>(row));
        CHECK(rows[row][0] == doctest::Approx(expected).epsilon(1e-7));
    }
    // The record, by the middle of the year: the line is within 2 %.
    const double recorded[] = {199.2, 204.8, 214.9, 238.7, 289.0};
    for (std::size_t year = 0; year < 5; ++year) {
        CHECK(rows[12 * year + 6][0] == doctest::Approx(recorded[year]).epsilon(0.02));
    }
}

// SPDX-License-Identifier: Apache-2.0
// The integrators against high-accuracy solutions: halving the step divides the error of RK4 by 16
// and that of Euler by 2; and what the exact equations keep is kept. The solutions come from a
// separate RK4 in this file at 4,096 steps a month, whose own error is below 1e-13.
#include <array>
#include <cmath>
#include <functional>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "support/run_text.hpp"

using namespace entente;

namespace {

template <std::size_t N>
using State = std::array<double, N>;

template <std::size_t N>
using Slope = std::function<State<N>(const State<N>&)>;

template <std::size_t N>
State<N> moved(const State<N>& x, const State<N>& slope, double h) {
    State<N> to = x;
    for (std::size_t i = 0; i < N; ++i) {
        to[i] += h * slope[i];
    }
    return to;
}

/// The state after `months`.
template <std::size_t N>
State<N> solution(State<N> x, const Slope<N>& slope, int months) {
    constexpr int parts = 4096;
    constexpr double h = 1.0 / parts;
    for (int step = 0; step < months * parts; ++step) {
        const State<N> k1 = slope(x);
        const State<N> k2 = slope(moved(x, k1, h / 2));
        const State<N> k3 = slope(moved(x, k2, h / 2));
        const State<N> k4 = slope(moved(x, k3, h));
        for (std::size_t i = 0; i < N; ++i) {
            x[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
        }
    }
    return x;
}

constexpr double contacts = 2.0;  // 1/month; two secondary cases at a recovery of 1/month

std::string epidemic(double step, const char* method) {
    return fmt::format(R"(
        model sir "An epidemic" {{
          time month from 2020-01 to 2023-04; step {} month {}; outputs susceptible, infectious }}
        stock susceptible : 1 = 0.99 {{
          outflow infected = {} [1/month] * susceptible * infectious }}
        stock infectious : 1 = 0.01 {{
          inflow caught = {} [1/month] * susceptible * infectious
          outflow recovered = 1 [1/month] * infectious }}
        stock removed : 1 = 0 {{ inflow added = 1 [1/month] * infectious }})",
                       step,
                       method,
                       contacts,
                       contacts);
}

constexpr double hare_growth = 0.55 / 12;  // 1/month; models/predator_prey has the source
constexpr double hare_caught = 0.028 / 12;
constexpr double lynx_death = 0.80 / 12;
constexpr double lynx_growth = 0.024 / 12;

std::string hares(double step, const char* method) {
    return fmt::format(R"(
        model hares "Hares and lynx" {{
          time month from 1900-01 to 1919-12; step {} month {}; outputs hares, lynx }}
        stock hares : 1 = 34 {{
          inflow born = 0.55 [1/year] * hares
          outflow eaten = 0.028 [1/year] * lynx * hares }}
        stock lynx : 1 = 6 {{
          inflow fed = 0.024 [1/year] * hares * lynx
          outflow dying = 0.80 [1/year] * lynx }})",
                       step,
                       method);
}

std::vector<std::vector<double>> paths(const std::string& text,
                                       const std::vector<std::string>& names) {
    return test::paths_of(*test::load_text(text), {}, names);
}

/// What the exact solution of the hares and lynx keeps.
double kept(double h, double l) {
    return lynx_growth * h - lynx_death * std::log(h) + hare_caught * l - hare_growth * std::log(l);
}

}  // namespace

TEST_CASE("halving the step divides an epidemic's error by 16 with RK4 and by 2 with Euler") {
    constexpr int months = 5;  // just before the peak, where all terms count
    const State<2> exact = solution<2>(
        {0.99, 0.01},
        [](const State<2>& x) {
            const double caught = contacts * x[0] * x[1];
            return State<2>{-caught, caught - x[1]};
        },
        months);
    const auto error = [&](double step, const char* method) {
        return std::abs(paths(epidemic(step, method), {"infectious"})[months][0] - exact[1]);
    };
    for (const double step : {0.25, 0.125, 0.0625}) {
        CAPTURE(step);
        CHECK(error(step, "rk4") / error(step / 2, "rk4") == doctest::Approx(16).epsilon(0.1));
        CHECK(error(step / 4, "euler") / error(step / 8, "euler") ==
              doctest::Approx(2).epsilon(0.1));
    }
    CHECK(error(0.0625, "rk4") < 1e-7);
}

TEST_CASE("an epidemic leaves the share that solves the final size equation") {
    // Kermack and McKendrick 1927: ln(s_end / s_start) = R0 (s_end - s_start - i_start), R0 = 2.
    const auto rows = paths(epidemic(0.0625, "rk4"), {"susceptible", "infectious", "removed"});
    const double end = rows.back()[0];
    CHECK(rows.back()[1] < 1e-6);
    CHECK(std::log(end / 0.99) ==
          doctest::Approx(contacts * (end - 1.0 + rows.back()[1])).epsilon(1e-7));
    for (const auto& row : rows) {
        CHECK(row[0] + row[1] + row[2] == doctest::Approx(1).epsilon(1e-14));
    }
}

TEST_CASE("halving the step divides the error of hares and lynx by 16 with RK4, 2 with Euler") {
    constexpr int months = 72;
    const State<2> exact = solution<2>(
        {34, 6},
        [](const State<2>& x) {
            return State<2>{hare_growth * x[0] - hare_caught * x[1] * x[0],
                            lynx_growth * x[0] * x[1] - lynx_death * x[1]};
        },
        months);
    const auto error = [&](double step, const char* method) {
        const auto row = paths(hares(step, method), {"hares", "lynx"})[months];
        return std::hypot(row[0] - exact[0], row[1] - exact[1]);
    };
    CHECK(error(1, "rk4") / error(0.5, "rk4") == doctest::Approx(16).epsilon(0.1));
    CHECK(error(0.5, "rk4") / error(0.25, "rk4") == doctest::Approx(16).epsilon(0.1));
    CHECK(error(0.125, "euler") / error(0.0625, "euler") == doctest::Approx(2).epsilon(0.1));
    CHECK(error(0.0625, "euler") / error(0.03125, "euler") == doctest::Approx(2).epsilon(0.1));
    CHECK(error(0.25, "rk4") < 1e-5);
}

TEST_CASE("hares and lynx stay on their closed curve with RK4 and leave it with Euler") {
    // Volterra 1926: the curve through the start, closed around the balance.
    const auto drift = [](double step, const char* method) {
        const auto rows = paths(hares(step, method), {"hares", "lynx"});
        double worst = 0;
        for (const auto& row : rows) {
            worst = std::max(worst, std::abs(kept(row[0], row[1]) - kept(34, 6)));
        }
        return worst;
    };
    CHECK(drift(0.25, "rk4") < 1e-8);
    CHECK(drift(1, "rk4") < 2e-6);
    // Euler spirals outwards, half as fast at half the step.
    CHECK(drift(0.0625, "euler") / drift(0.03125, "euler") == doctest::Approx(2).epsilon(0.15));
}

TEST_CASE("the shipped hares and lynx solve their own equations") {
    const auto loaded =
        test::load_model(ENTENTE_SOURCE_DIR "/models/predator_prey/predator_prey.ent");
    test::Running how;
    how.seed = 7;
    const auto rows = test::paths_of(
        *loaded, how, {"hares", "lynx", "hare_growth", "hare_caught", "lynx_death", "lynx_growth"});
    const std::vector<double>& p = rows.front();
    const State<2> end = solution<2>(
        {p[0], p[1]},
        [&p](const State<2>& x) {
            return State<2>{(p[2] * x[0] - p[3] * x[1] * x[0]) / 12,
                            (p[5] * x[0] * x[1] - p[4] * x[1]) / 12};
        },
        static_cast<int>(rows.size()) - 1);
    CHECK(rows.back()[0] == doctest::Approx(end[0]).epsilon(1e-4));
    CHECK(rows.back()[1] == doctest::Approx(end[1]).epsilon(1e-4));
}

TEST_CASE("the shipped epidemic leaves the final size of its own reproduction number") {
    const auto loaded = test::load_model(ENTENTE_SOURCE_DIR "/models/sir/sir.ent");
    test::Running how;
    how.seed = 3;
    const auto rows = test::paths_of(*loaded, how, {"susceptible", "infectious", "reproduction"});
    const double never = rows.back()[0] / 1000;
    const double still = rows.back()[1] / 1000;
    // `reproduction` counts the susceptible, 99.9 % at the start.
    const double r0 = rows.front()[2] / 0.999;
    CHECK(std::log(never / 0.999) == doctest::Approx(r0 * (never + still - 1)).epsilon(1e-6));
}

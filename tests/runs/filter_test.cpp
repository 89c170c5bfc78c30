// SPDX-License-Identifier: Apache-2.0
// The particle filter of a whole model against the Kalman filter, which is exact for it.
#include "fit/filter.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "math/densities.hpp"
#include "support/run_text.hpp"

namespace {

using namespace entente;

constexpr double shock = 1.5;
constexpr double error = 2.0;
const std::vector<double> observed = {
    0.4, 2.9, 1.8, -0.7, -3.9, -2.2, 0.1, 1.4, 5.0, 6.1, 4.2, 7.7};

/// A random walk, seen at the end of each month with an error that may persist.
std::string walk(const std::string& settings) {
    std::string text = R"(
model walk "Walk" { time month from 2020-01 to 2021-12; step 1 month; forecast from 2021-12; outputs level
  omits "all else" }
source judged "judged"
input shock : 1 = 0 { then normal(0, 1.5) }
stock level : 1 = 0 { inflow gained = shock * 1 [1/month] }
data seen : 1 from {)";
    for (std::size_t i = 0; i < observed.size(); ++i) {
        text += (i == 0 ? " 2020-" : ", 2020-") + std::string(i < 9 ? "0" : "") +
                std::to_string(i + 1) + ": " + std::to_string(observed[i]);
    }
    return text + " } { observes level with normal(" + settings + "); source judged }\n";
}

struct Kalman {
    double log_likelihood = 0.0;
    double mean = 0.0;
    double variance = 0.0;
};

/// x_t = x_t-1 + N(0, shock^2), y_t = x_t + e_t, e_t = persistence e_t-1 + N: state (x, e).
Kalman kalman(double persistence) {
    double mx = 0.0;
    double me = 0.0;
    double xx = 0.0;
    double xe = 0.0;
    double ee = error * error;
    Kalman result;
    for (std::size_t t = 0; t < observed.size(); ++t) {
        xx += shock * shock;
        if (t > 0) {
            me *= persistence;
            xe *= persistence;
            ee = persistence * persistence * ee + (1.0 - persistence * persistence) * error * error;
        }
        const double variance = xx + 2.0 * xe + ee;
        const double gap = observed[t] - mx - me;
        result.log_likelihood += math::normal_log_density(gap, 0.0, std::sqrt(variance));
        const double gain_x = (xx + xe) / variance;
        const double gain_e = (xe + ee) / variance;
        mx += gain_x * gap;
        me += gain_e * gap;
        const double old_xe = xe;
        xe -= gain_x * (xe + ee);
        xx -= gain_x * (xx + old_xe);
        ee -= gain_e * (old_xe + ee);
    }
    result.mean = mx;
    result.variance = xx;
    return result;
}

struct Walk {
    std::unique_ptr<test::LoadedText> loaded;
    fit::Targets targets;
    program::Program program;

    explicit Walk(const std::string& settings) {
        loaded = test::load_text(walk(settings));
        targets = fit::targets_of(loaded->model, loaded->data, {{0}, {1000}});
        program =
            *fit::compile(targets, loaded->data, 0, loaded->diagnostics, program::Draws::sampled);
    }
};

/// The estimates of twenty seeds, of which the likelihood itself is the mean, as a share of it.
void check_against(const Kalman& exact, const Walk& model) {
    const int seeds = 20;
    double mean = 0.0;
    double square = 0.0;
    double level = 0.0;
    for (int seed = 1; seed <= seeds; ++seed) {
        const fit::Filtered made =
            fit::filter_model(model.targets,
                              model.program,
                              {},
                              {},
                              {0},
                              {.particles = 1024, .seed = static_cast<std::uint64_t>(seed)});
        const double ratio = std::exp(made.particles.log_likelihood - exact.log_likelihood);
        mean += ratio / seeds;
        square += ratio * ratio / seeds;
        CHECK(made.particles.least_effective > 100.0);
        CHECK(made.particles.collapsed.empty());
        REQUIRE(made.now.size() == 1);
        for (std::size_t p = 0; p < made.weights.size(); ++p) {
            level += made.weights[p] * static_cast<double>(made.now[0].values[p]) / seeds;
        }
    }
    const double deviation = std::sqrt((square - mean * mean) * seeds / (seeds - 1));
    MESSAGE("seeds 1 to 20: likelihood over the exact one " << mean << ", deviation " << deviation);
    CHECK(std::fabs(mean - 1.0) < 3.0 * deviation / std::sqrt(seeds));
    CHECK(std::fabs(level - exact.mean) < 0.1 * std::sqrt(exact.variance));
}

}  // namespace

TEST_CASE("the particle filter matches the Kalman filter") {
    const Walk model("sd = 2");
    REQUIRE(model.targets.points() == observed.size());
    check_against(kalman(0.0), model);
}

TEST_CASE("particles take the errors of their ancestors with them") {
    check_against(kalman(0.7), Walk("sd = 2, persistence = 0.7"));
}

TEST_CASE("threads change nothing, and another seed something") {
    const Walk model("sd = 2");
    const auto estimate = [&model](std::uint64_t seed, std::size_t threads) {
        return fit::filter_model(
                   model.targets, model.program, {}, {}, {}, {256, seed, threads, 0.5})
            .particles.log_likelihood;
    };
    CHECK(estimate(1, 1) == estimate(1, 3));
    CHECK(estimate(1, 1) != estimate(2, 1));
}

TEST_CASE("weighted quantiles") {
    const std::vector<float> values = {3.0F, 1.0F, 2.0F};
    const std::vector<double> weights = {0.2, 0.5, 0.3};
    CHECK(fit::weighted_quantile(values, weights, 0.4) == 1.0);
    CHECK(fit::weighted_quantile(values, weights, 0.6) == 2.0);
    CHECK(fit::weighted_quantile(values, weights, 0.95) == 3.0);
}

// SPDX-License-Identifier: Apache-2.0
// A calibration check passes an exact sampler and fails one that is too sure of itself.
#include "fit/calibration.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "fit/density.hpp"

using namespace entente;

namespace {

constexpr std::size_t dimension = 10;
constexpr std::size_t draws = 99;

/// z ~ N(0, 1) and y = z + N(0, 1), coordinate by coordinate: the posterior is N(y / 2, 1 / 2). Its
/// draws have `width` times its deviation.
fit::CalibrationResult calibrated(double width, std::uint64_t seed) {
    fit::CalibrationProblem problem;
    problem.dimension = dimension;
    problem.draw_truth = [seed](std::size_t world) {
        std::vector<double> truth(dimension);
        fit::draw_prior(seed, world, dimension, truth);
        return truth;
    };
    problem.sample_posterior = [width, seed](std::size_t world, std::span<const double> truth) {
        std::vector<double> noise((draws + 1) * dimension);
        fit::draw_prior(seed + 1000 + world, 0, dimension, noise);
        std::vector<double> posterior;
        for (std::size_t i = dimension; i < noise.size(); ++i) {
            const std::size_t j = i % dimension;
            const double observed = truth[j] + noise[j];
            posterior.push_back(0.5 * observed + width * std::sqrt(0.5) * noise[i]);
        }
        return posterior;
    };
    return fit::calibrate(problem, {.worlds = 300, .draws = draws, .bins = 20});
}

}  // namespace

TEST_CASE("an exact sampler is calibrated") {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        CAPTURE(seed);
        const fit::CalibrationResult result = calibrated(1.0, seed);
        CHECK(result.combined > 0.01);
        CHECK(result.calibrated);
        CHECK(result.failed == 0);
        REQUIRE(result.parameters.size() == dimension);
        CHECK(result.parameters[0].ranks.size() == 300);
        CHECK(result.parameters[0].histogram.size() == 20);
    }
}

TEST_CASE("a sampler with 0.8 of the true deviation is not, nor is one with 1.25") {
    for (const double width : {0.8, 1.25}) {
        CAPTURE(width);
        const fit::CalibrationResult result = calibrated(width, 4);
        CHECK(result.combined < 1e-3);
        CHECK_FALSE(result.calibrated);
    }
}

TEST_CASE("worlds whose sampling fails are counted, and many are no pass") {
    fit::CalibrationProblem problem;
    problem.dimension = 1;
    problem.draw_truth = [](std::size_t) { return std::vector<double>{0.0}; };
    problem.sample_posterior = [](std::size_t world, std::span<const double>) {
        std::vector<double> posterior(draws);
        fit::draw_prior(world, 0, 1, posterior);
        return world % 10 == 0 ? std::vector<double>() : posterior;
    };
    const fit::CalibrationResult result = fit::calibrate(problem, {.worlds = 300});
    CHECK(result.failed == 30);
    CHECK_FALSE(result.calibrated);
}

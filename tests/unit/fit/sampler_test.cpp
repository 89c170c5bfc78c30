// SPDX-License-Identifier: Apache-2.0
#include "fit/sampler.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <stdexcept>

#include <doctest/doctest.h>

#include "fit/diagnostics.hpp"
#include "results/files.hpp"
#include "unit/fit/densities.hpp"

using namespace entente;
using fit::Sampler;
using fit::SamplerOptions;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

SamplerOptions small_options() {
    return {.dimension = 3,
            .seed = 11,
            .chains = 8,
            .burn_in = 40,
            .thin = 2,
            .archive_every = 5,
            .identity = "a test"};
}

fit::LogDensity small_density() {
    return fit::test::ChainNormal{.dimension = 3, .rho = 0.6}.density();
}

void run(Sampler& sampler, std::size_t generations) {
    for (std::size_t i = 0; i < generations; ++i) {
        sampler.step();
    }
}

std::string bytes_of(const Sampler& sampler) {
    const auto path = std::filesystem::temp_directory_path() / "entente_sampler_bytes.state";
    sampler.save(path);
    std::string bytes = results::read_file(path);
    std::filesystem::remove(path);
    return bytes;
}

/// A file that goes with the test.
struct StateFile {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / "entente_sampler_test.state";

    ~StateFile() { std::filesystem::remove(path); }
};

}  // namespace

TEST_CASE("a sampler stopped at any generation and resumed gives the bytes of one that never was") {
    const StateFile file;
    Sampler whole(small_options(), small_density());
    run(whole, 60);
    const std::string expected = bytes_of(whole);
    // Before, on and after the end of burn-in, and between additions to archive and draws.
    for (const std::size_t stop : {0, 1, 7, 20, 39, 40, 41, 42, 55, 60}) {
        CAPTURE(stop);
        Sampler first(small_options(), small_density());
        run(first, stop);
        first.save(file.path);
        Sampler second = Sampler::load(file.path, small_options(), small_density());
        CHECK(second.state() == first.state());
        run(second, 60 - stop);
        CHECK(bytes_of(second) == expected);
    }
}

TEST_CASE("another seed gives other draws, the same seed the same") {
    Sampler one(small_options(), small_density());
    Sampler same(small_options(), small_density());
    SamplerOptions options = small_options();
    options.seed = 12;
    Sampler other(options, small_density());
    run(one, 60);
    run(same, 60);
    run(other, 60);
    CHECK(one.state() == same.state());
    CHECK(one.state().draws != other.state().draws);
    CHECK(one.draws() == 10);
}

TEST_CASE("a saved state is refused by another fit, and when it is damaged") {
    const StateFile file;
    Sampler sampler(small_options(), small_density());
    run(sampler, 3);
    sampler.save(file.path);
    SamplerOptions options = small_options();
    options.identity = "other data";
    CHECK_THROWS_AS(Sampler::load(file.path, options, small_density()), results::FileError);
    options = small_options();
    options.chains = 16;
    CHECK_THROWS_AS(Sampler::load(file.path, options, small_density()), results::FileError);

    const std::string bytes = results::read_file(file.path);
    std::string damaged = bytes;
    damaged[bytes.size() - 20] = static_cast<char>(damaged[bytes.size() - 20] ^ 1);
    for (const std::string& wrong :
         {damaged, bytes.substr(0, bytes.size() - 8), bytes.substr(0, 10), std::string()}) {
        std::ofstream(file.path, std::ios::binary) << wrong;
        CHECK_THROWS_AS(Sampler::load(file.path, small_options(), small_density()),
                        results::FileError);
    }
}

TEST_CASE("impossible points are counted and never kept") {
    // Half the plane is forbidden, in all the ways a density can fail.
    const auto density = fit::test::each_point(2, [](std::span<const double> x) {
        if (x[0] < 0.0) {
            return x[1] < 0.0 ? std::nan("") : x[1] < 1.0 ? -infinite : infinite;
        }
        return -0.5 * (x[0] * x[0] + x[1] * x[1]);
    });
    Sampler sampler({.dimension = 2, .seed = 3, .chains = 16, .burn_in = 50, .thin = 1}, density);
    run(sampler, 150);
    CHECK(sampler.state().divergences > 100);
    for (std::size_t i = 0; i < sampler.state().draws.size(); i += 2) {
        REQUIRE(sampler.state().draws[i] >= 0.0);
    }
    CHECK_THROWS_AS(Sampler({.dimension = 2, .seed = 3},
                            fit::test::each_point(2, [](auto) { return -infinite; })),
                    std::runtime_error);
}

TEST_CASE("a density that throws leaves the state as it was") {
    bool broken = false;
    const auto density = fit::test::each_point(2, [&](std::span<const double> x) {
        if (broken) {
            throw std::runtime_error("the machine is on fire");
        }
        return -0.5 * (x[0] * x[0] + x[1] * x[1]);
    });
    Sampler sampler({.dimension = 2, .seed = 3, .chains = 4, .burn_in = 10}, density);
    run(sampler, 5);
    const fit::SamplerState before = sampler.state();
    broken = true;
    CHECK_THROWS_AS(sampler.step(), std::runtime_error);
    CHECK(sampler.state() == before);
}

TEST_CASE("lost chains are moved during burn-in, and only then") {
    // A plateau far out from which no jump of ordinary size leads to the mode.
    const auto density = fit::test::each_point(2, [](std::span<const double> x) {
        const double far = (x[0] - 500.0) * (x[0] - 500.0) + x[1] * x[1];
        if (far < 1.0) {
            return -1000.0;
        }
        return -0.5 * (x[0] * x[0] + x[1] * x[1]);
    });
    std::vector<double> cloud(2 * 16);
    fit::draw_prior(1, 0, 2, cloud);
    cloud[0] = 500.0;
    cloud[1] = 0.0;
    SamplerOptions options = {.dimension = 2, .seed = 5, .chains = 16, .burn_in = 100, .thin = 1};
    options.full_share = 0.0;
    options.snooker_share = 0.0;
    Sampler sampler(options, density, cloud);
    run(sampler, 101);
    CHECK(sampler.state().outliers_moved >= 1);
    for (std::size_t c = 0; c < 16; ++c) {
        CHECK(sampler.state().points[2 * c] < 10.0);
    }
}

TEST_CASE("each kind of jump alone leaves the density as it is") {
    // Exact draws come in, the jumps go on after burn-in, and the moments must stay.
    struct Case {
        const char* name;
        double full, snooker, gaussian, rest;
    };

    for (const Case& one : {Case{"subspace", 0.0, 0.0, 0.0, 0.0},
                            Case{"full", 1.0, 0.0, 0.0, 0.0},
                            Case{"snooker", 0.0, 0.9, 0.0, 0.0},
                            Case{"gaussian", 0.0, 0.0, 1.0, 0.0},
                            Case{"rest", 0.0, 0.0, 0.0, 0.5}}) {
        CAPTURE(one.name);
        const auto density = fit::test::each_point(3, [](std::span<const double> x) {
            // Laplace, normal and logistic: nothing that a learned normal would match.
            return -std::fabs(x[0]) * 1.5 - 0.5 * x[1] * x[1] - x[2] -
                   2.0 * std::log1p(std::exp(-x[2]));
        });
        SamplerOptions options = {
            .dimension = 3, .seed = 21, .chains = 32, .burn_in = 300, .thin = 2};
        options.full_share = one.full;
        options.snooker_share = one.snooker;
        options.gaussian_share = one.gaussian;
        options.rest_share = one.rest;
        Sampler sampler(options, density);
        run(sampler, 300 + 4000);
        // Variances 2 / 1.5^2, 1, pi^2 / 3.
        const double variances[3] = {2.0 / 2.25, 1.0, 3.289868133696453};
        for (std::size_t j = 0; j < 3; ++j) {
            CAPTURE(j);
            const std::vector<double> x = sampler.chain_draws(j);
            const fit::ChainDraws draws = {x, 32};
            std::vector<double> squares = x;
            double mean = 0.0;
            double square = 0.0;
            for (double& v : squares) {
                mean += v / static_cast<double>(x.size());
                v *= v;
                square += v / static_cast<double>(x.size());
            }
            CHECK(std::fabs(mean) < 4.0 * fit::mean_error(draws));
            CHECK(std::fabs(square - variances[j]) < 4.0 * fit::mean_error({squares, 32}));
        }
    }
}

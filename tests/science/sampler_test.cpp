// SPDX-License-Identifier: Apache-2.0
// The sampler against posteriors with known moments: correlated, in two pieces, bent, and wide with
// few directions that a record informs.
#include "fit/sampler.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include <doctest/doctest.h>

#include "fit/diagnostics.hpp"
#include "unit/fit/densities.hpp"

using namespace entente;
using doctest::Approx;
using fit::Sampler;
using fit::SamplerOptions;

namespace {

void run(Sampler& sampler, std::size_t generations) {
    for (std::size_t i = 0; i < generations; ++i) {
        sampler.step();
    }
}

double mean_of(const std::vector<double>& values) {
    double sum = 0.0;
    for (const double x : values) {
        sum += x;
    }
    return sum / static_cast<double>(values.size());
}

double deviation_of(const std::vector<double>& values) {
    const double mean = mean_of(values);
    double sum = 0.0;
    for (const double x : values) {
        sum += (x - mean) * (x - mean);
    }
    return std::sqrt(sum / static_cast<double>(values.size()));
}

/// Two hundred coordinates in groups of four. The record sees one combination u of unit length in
/// each of the first 28 groups: 20 of them through normal errors, each alone, and four pairs in
/// bends u' = (u^2 - 1) / 2. All other directions keep their prior.
struct Wide {
    static constexpr std::size_t dimension = 200;
    static constexpr std::size_t straight = 20;
    static constexpr std::size_t seen = 28;
    static constexpr double bend_error = 0.2;

    static double seen_at(std::span<const double> z, std::size_t k) {
        const double* x = &z[4 * k];
        return 0.5 * (k % 2 == 0 ? x[0] + x[1] + x[2] + x[3] : x[0] - x[1] + x[2] - x[3]);
    }

    /// From 0.05 to 0.8.
    static double error(std::size_t k) {
        return 0.05 * std::pow(16.0, static_cast<double>(k) / (straight - 1));
    }

    static double observed(std::size_t k) { return 0.2 * static_cast<double>(k % 7) - 0.6; }

    static double log_likelihood(std::span<const double> z) {
        double sum = 0.0;
        for (std::size_t k = 0; k < straight; ++k) {
            const double gap = (seen_at(z, k) - observed(k)) / error(k);
            sum -= 0.5 * gap * gap;
        }
        for (std::size_t k = straight; k < seen; k += 2) {
            const double u = seen_at(z, k);
            const double gap = (seen_at(z, k + 1) - 0.5 * (u * u - 1.0)) / bend_error;
            sum -= 0.5 * gap * gap;
        }
        return sum;
    }

    static fit::LogDensity density() {
        return fit::with_standard_normal_prior(fit::test::each_point(dimension, log_likelihood),
                                               dimension);
    }

    /// E u^2 of the first of a bent pair: the second, integrated out, leaves
    /// N(u) N((u^2 - 1) / 2; 0, 1 + bend_error^2).
    static double bent_square() {
        double sum = 0.0;
        double all = 0.0;
        for (double u = -8.0; u <= 8.0; u += 1e-3) {
            const double other = 0.5 * (u * u - 1.0);
            const double weight =
                std::exp(-0.5 * u * u - 0.5 * other * other / (1.0 + bend_error * bend_error));
            sum += weight * u * u;
            all += weight;
        }
        return sum / all;
    }
};

/// The combinations u of all draws, [chain][draw].
std::vector<double> seen_draws(const Sampler& sampler, std::size_t k) {
    const std::size_t chains = sampler.options().chains;
    const std::vector<double>& draws = sampler.state().draws;
    std::vector<double> u(chains * sampler.draws());
    for (std::size_t t = 0; t < sampler.draws(); ++t) {
        for (std::size_t c = 0; c < chains; ++c) {
            const auto z =
                std::span(draws).subspan((t * chains + c) * Wide::dimension, Wide::dimension);
            u[c * sampler.draws() + t] = Wide::seen_at(z, k);
        }
    }
    return u;
}

}  // namespace

TEST_CASE("ten correlated normal coordinates have their moments") {
    const fit::test::ChainNormal normal = {.dimension = 10, .rho = 0.8};
    Sampler sampler({.dimension = 10, .seed = 1, .chains = 32, .burn_in = 800, .thin = 5},
                    normal.density());
    run(sampler, 800 + 4000);
    std::vector<double> before;
    for (std::size_t j = 0; j < 10; ++j) {
        CAPTURE(j);
        const std::vector<double> x = sampler.chain_draws(j);
        CHECK(fit::r_hat({x, 32}) < 1.01);
        CHECK(std::fabs(mean_of(x) - normal.mean(j)) < 4.0 * fit::mean_error({x, 32}));
        CHECK(std::fabs(deviation_of(x) - normal.deviation(j)) <
              4.0 * fit::deviation_error({x, 32}));
        if (j > 0) {
            double product = 0.0;
            for (std::size_t i = 0; i < x.size(); ++i) {
                product += (x[i] - normal.mean(j)) * (before[i] - normal.mean(j - 1));
            }
            product /=
                static_cast<double>(x.size()) * normal.deviation(j) * normal.deviation(j - 1);
            CHECK(product == Approx(0.8).epsilon(0.03));
        }
        before = x;
    }
}

TEST_CASE("two separate modes have their weights") {
    // 0.3 and 0.7 of normal densities 16 deviations apart.
    const auto density = fit::test::each_point(4, [](std::span<const double> x) {
        double low = 0.0;
        double high = 0.0;
        for (const double v : x) {
            low -= 0.5 * (v + 2.0) * (v + 2.0) / 0.25;
            high -= 0.5 * (v - 2.0) * (v - 2.0) / 0.25;
        }
        const double top = std::max(low, high);
        return top + std::log(0.3 * std::exp(low - top) + 0.7 * std::exp(high - top));
    });
    Sampler sampler({.dimension = 4, .seed = 5, .chains = 32, .burn_in = 1000, .thin = 5}, density);
    run(sampler, 1000 + 6000);
    const std::vector<double> x = sampler.chain_draws(0);
    double low = 0.0;
    for (const double v : x) {
        low += v < 0.0 ? 1.0 / static_cast<double>(x.size()) : 0.0;
    }
    CHECK(std::fabs(low - 0.3) < 0.03);
}

TEST_CASE("a bend has its moments") {
    const auto density = fit::test::each_point(10, [](std::span<const double> x) {
        const double gap = (x[1] - 0.5 * (x[0] * x[0] - 1.0)) / 0.2;
        double sum = -0.5 * x[0] * x[0] - 0.5 * gap * gap;
        for (std::size_t j = 2; j < 10; ++j) {
            sum -= 0.5 * x[j] * x[j] / 0.25;
        }
        return sum;
    });
    Sampler sampler({.dimension = 10, .seed = 9, .chains = 32, .burn_in = 1000, .thin = 5},
                    density);
    run(sampler, 1000 + 6000);
    // x0 is N(0, 1); x1 has mean 0 and variance 1/2 + 0.04.
    CHECK(mean_of(sampler.chain_draws(0)) == Approx(0.0).epsilon(0.05));
    CHECK(deviation_of(sampler.chain_draws(0)) == Approx(1.0).epsilon(0.05));
    CHECK(std::fabs(mean_of(sampler.chain_draws(1))) < 0.05);
    CHECK(deviation_of(sampler.chain_draws(1)) == Approx(std::sqrt(0.54)).epsilon(0.06));
    CHECK(fit::r_hat({sampler.chain_draws(1), 32}) < 1.01);
}

TEST_CASE("of two hundred coordinates the directions that the record sees are found and agree") {
    Sampler sampler(
        {.dimension = Wide::dimension, .seed = 3, .chains = 32, .burn_in = 2000, .thin = 10},
        Wide::density());
    run(sampler, 2000 + 6000);
    const std::size_t directions = fit::Frame(sampler.state().shape, Wide::dimension).size();
    MESSAGE(directions << " directions");
    CHECK(directions >= 26);
    CHECK(directions <= 32);
    double worst = 0.0;
    double least = 1e9;
    for (std::size_t k = 0; k < Wide::seen; ++k) {
        CAPTURE(k);
        std::vector<double> u = seen_draws(sampler, k);
        const double r_hat = fit::r_hat({u, 32});
        worst = std::max(worst, r_hat);
        least = std::min(least, fit::bulk_ess({u, 32}));
        CHECK(r_hat < 1.01);
        if (k < Wide::straight) {
            const double precision = 1.0 + 1.0 / (Wide::error(k) * Wide::error(k));
            const double mean = Wide::observed(k) / (Wide::error(k) * Wide::error(k)) / precision;
            CHECK(std::fabs(mean_of(u) - mean) < 4.0 * fit::mean_error({u, 32}));
            CHECK(deviation_of(u) == Approx(1.0 / std::sqrt(precision)).epsilon(0.05));
        } else if (k % 2 == 0) {
            for (double& one : u) {
                one *= one;
            }
            CHECK(std::fabs(mean_of(u) - Wide::bent_square()) < 4.0 * fit::mean_error({u, 32}));
        }
    }
    CHECK(least > 400.0);
    double worst_coordinate = 0.0;
    for (std::size_t j = 0; j < Wide::dimension; ++j) {
        worst_coordinate = std::max(worst_coordinate, fit::r_hat({sampler.chain_draws(j), 32}));
    }
    CHECK(worst_coordinate < 1.05);
    MESSAGE("R-hat up to " << worst << " of what is seen, " << worst_coordinate
                           << " of coordinates; bulk ESS from " << least << "; evaluations "
                           << sampler.state().evaluations);
    for (std::size_t kind = 0; kind < fit::jump_kinds; ++kind) {
        const fit::JumpCount& count = sampler.state().jumps[kind];
        MESSAGE(fit::name(static_cast<fit::JumpKind>(kind))
                << " accepted " << count.accepted << " of " << count.proposed);
    }
}

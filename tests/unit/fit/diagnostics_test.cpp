// SPDX-License-Identifier: Apache-2.0
#include "fit/diagnostics.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include "math/normal.hpp"
#include "math/random.hpp"

using namespace entente;
using doctest::Approx;
using fit::ChainDraws;

namespace {

/// Independent standard normals.
double normal(std::size_t i) {
    return math::normal_quantile(
        math::uniform(5, static_cast<std::uint32_t>(i), 0, math::site("diagnostics test")));
}

/// Chains of x_t = rho x_t-1 + sqrt(1 - rho^2) e_t, stationary, variance 1.
std::vector<double> autoregressive(std::size_t chains, std::size_t length, double rho) {
    std::vector<double> values(chains * length);
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = i % length == 0 ? normal(i)
                                    : rho * values[i - 1] + std::sqrt(1.0 - rho * rho) * normal(i);
    }
    return values;
}

/// Four chains of the Park-Miller generator, smoothed; simple enough to be made in R as well.
std::vector<double> reference_chains(std::size_t length) {
    std::vector<double> values;
    for (int c = 1; c <= 4; ++c) {
        std::uint64_t s = 1000U * static_cast<std::uint64_t>(c) + 7U;
        double v = 0.0;
        for (std::size_t i = 0; i < length; ++i) {
            s = s * 16807U % 2147483647U;
            v = 0.6 * v + (static_cast<double>(s) / 2147483647.0 - 0.5);
            values.push_back(v + 0.1 * (c == 4 ? 1.0 : 0.0));
        }
    }
    return values;
}

}  // namespace

TEST_CASE("R-hat, effective sizes and errors are those of the R package posterior") {
    // posterior 1.4.0 of Debian 12 (by authors of the paper) on the same numbers: rhat, rhat_basic,
    // ess_bulk, ess_tail, ess_mean, mcse_mean, mcse_sd, mcse_quantile(0.05).
    const std::vector<double> even = reference_chains(50);
    CHECK(fit::r_hat({even, 4}) == Approx(1.045994386991).epsilon(1e-10));
    CHECK(fit::split_r_hat({even, 4}) == Approx(1.047379672329).epsilon(1e-10));
    CHECK(fit::bulk_ess({even, 4}) == Approx(67.016041599238).epsilon(1e-10));
    CHECK(fit::tail_ess({even, 4}) == Approx(118.117467538890).epsilon(1e-10));
    CHECK(fit::mean_ess({even, 4}) == Approx(66.781637699142).epsilon(1e-10));
    CHECK(fit::mean_error({even, 4}) == Approx(0.043698440598).epsilon(1e-9));
    CHECK(fit::deviation_error({even, 4}) == Approx(0.018914029387).epsilon(1e-9));
    CHECK(fit::quantile_error({even, 4}, 0.05) == Approx(0.066856500638).epsilon(1e-9));
    // An odd length, whose middle draw belongs to neither half.
    const std::vector<double> odd = reference_chains(49);
    CHECK(fit::r_hat({odd, 4}) == Approx(1.036954684193).epsilon(1e-10));
    CHECK(fit::split_r_hat({odd, 4}) == Approx(1.037694894061).epsilon(1e-10));
    CHECK(fit::bulk_ess({odd, 4}) == Approx(70.648488595802).epsilon(1e-10));
    CHECK(fit::tail_ess({odd, 4}) == Approx(113.797223607380).epsilon(1e-10));
    CHECK(fit::quantile_error({odd, 4}, 0.05) == Approx(0.062580725197).epsilon(1e-9));
}

TEST_CASE("split R-hat of eight numbers worked by hand") {
    // Halves (1 2) (3 4) | (2 3) (4 7): means 1.5 3.5 2.5 5.5, variances .5 .5 .5 4.5, W = 1.5,
    // variance of means 35/12, R-hat^2 = 1/2 + 35/12 / 1.5.
    const std::vector<double> values = {1, 2, 3, 4, 2, 3, 4, 7};
    CHECK(fit::split_r_hat({values, 2}) == Approx(std::sqrt(0.5 + 35.0 / 18.0)).epsilon(1e-14));
}

TEST_CASE("independent draws have R-hat 1 and as many effective draws as there are") {
    const std::vector<double> values = autoregressive(8, 1000, 0.0);
    const ChainDraws draws = {values, 8};
    CHECK(fit::r_hat(draws) == Approx(1.0).epsilon(0.002));
    CHECK(fit::bulk_ess(draws) == Approx(8000.0).epsilon(0.1));
    CHECK(fit::tail_ess(draws) == Approx(8000.0).epsilon(0.12));
    CHECK(fit::mean_error(draws) == Approx(1.0 / std::sqrt(8000.0)).epsilon(0.08));
    CHECK(fit::deviation_error(draws) == Approx(1.0 / std::sqrt(2.0 * 8000.0)).epsilon(0.1));
    // sqrt(p (1 - p)) / density at the quantile / sqrt(S).
    CHECK(fit::quantile_error(draws, 0.5) ==
          Approx(0.5 / 0.39894228 / std::sqrt(8000.0)).epsilon(0.2));
}

TEST_CASE("an AR(1) chain has S (1 - rho) / (1 + rho) effective draws") {
    for (const double rho : {0.5, 0.8, -0.4}) {
        CAPTURE(rho);
        const std::vector<double> values = autoregressive(8, 4000, rho);
        CHECK(fit::mean_ess({values, 8}) ==
              Approx(32000.0 * (1.0 - rho) / (1.0 + rho)).epsilon(0.1));
    }
}

TEST_CASE("R-hat sees a shifted chain, a wider chain and a drift") {
    const std::vector<double> fine = autoregressive(4, 500, 0.0);
    std::vector<double> shifted = fine;
    std::vector<double> wider = fine;
    std::vector<double> drifting = fine;
    for (std::size_t i = 0; i < fine.size(); ++i) {
        shifted[i] += i < 500 ? 1.0 : 0.0;
        wider[i] *= i < 500 ? 3.0 : 1.0;
        drifting[i] += static_cast<double>(i % 500) / 250.0;
    }
    CHECK(fit::r_hat({fine, 4}) < 1.01);
    CHECK(fit::r_hat({shifted, 4}) > 1.05);
    // Means agree, so that only the folded ranks show it.
    CHECK(fit::r_hat({wider, 4}) > 1.05);
    CHECK(fit::split_r_hat({wider, 4}) < 1.01);
    CHECK(fit::r_hat({drifting, 4}) > 1.05);
}

TEST_CASE("what cannot be judged is NaN") {
    std::vector<double> values = {1, 2, 3, 4, 5, 6, 7, std::numeric_limits<double>::infinity()};
    CHECK(std::isnan(fit::r_hat({values, 2})));
    CHECK(std::isnan(fit::bulk_ess({values, 2})));
    const std::vector<double> same(20, 3.0);
    CHECK(std::isnan(fit::r_hat({same, 2})));
    CHECK(std::isnan(fit::tail_ess({same, 2})));
    const std::vector<double> few = {1, 2, 3, 4, 5, 6};
    CHECK(std::isnan(fit::mean_error({few, 2})));
    CHECK(std::isnan(fit::r_hat({{}, 0})));
}

TEST_CASE("overlap is 1 for the prior, and what is shared for less") {
    std::vector<double> prior;
    std::vector<double> right;
    for (int i = 0; i < 2000; ++i) {
        const double u = (i + 0.5) / 2000.0;
        prior.push_back(math::normal_quantile(u));
        right.push_back(math::normal_quantile(0.75 + 0.25 * u));
    }
    CHECK(fit::prior_overlap(prior) == Approx(1.0).epsilon(1e-12));
    CHECK(fit::prior_overlap(right) == Approx(0.25).epsilon(1e-12));
    CHECK(fit::prior_overlap(std::vector<double>{9.0, 10.0}) == Approx(0.05));
}

TEST_CASE("a fit's diagnostics name shrunken coordinates, strong pairs and sloppy directions") {
    // z0 and z1 = 0.98 z0 + rest, z2 narrow at 0.7, z3 like its prior. [draw][chain][coordinate].
    const std::size_t chains = 4;
    const std::size_t length = 2000;
    std::vector<double> draws;
    for (std::size_t i = 0; i < chains * length; ++i) {
        const double a = normal(4 * i);
        draws.push_back(a);
        draws.push_back(0.98 * a + std::sqrt(1.0 - 0.98 * 0.98) * normal(4 * i + 1));
        draws.push_back(0.7 + 0.1 * normal(4 * i + 2));
        draws.push_back(normal(4 * i + 3));
    }
    const fit::FitDiagnostics result = fit::diagnose(draws, chains, 4);
    REQUIRE(result.parameters.size() == 4);
    CHECK(result.parameters[2].mean == Approx(0.7).epsilon(0.01));
    CHECK(result.parameters[2].deviation == Approx(0.1).epsilon(0.05));
    CHECK(result.parameters[2].q05 == Approx(0.7 - 0.16449).epsilon(0.02));
    CHECK(result.parameters[2].q95 == Approx(0.7 + 0.16449).epsilon(0.02));
    CHECK(result.parameters[2].overlap < 0.3);
    CHECK(result.parameters[3].overlap > 0.95);
    CHECK(result.worst_r_hat < 1.01);
    CHECK(result.least_bulk_ess > 6000.0);
    REQUIRE(result.pairs.size() == 1);
    CHECK(result.pairs[0].first == 0);
    CHECK(result.pairs[0].second == 1);
    CHECK(result.pairs[0].correlation == Approx(0.98).epsilon(0.005));
    REQUIRE(result.directions.size() == 4);
    // Variances 1.98 and 0.02 along and across the pair.
    CHECK(result.directions[0].deviation == Approx(std::sqrt(1.98)).epsilon(0.03));
    CHECK(result.directions[0].weights[0] == Approx(std::sqrt(0.5)).epsilon(0.02));
    CHECK(result.directions[0].weights[1] == Approx(std::sqrt(0.5)).epsilon(0.02));
    CHECK(result.directions[2].deviation == Approx(std::sqrt(0.02)).epsilon(0.05));
    CHECK(result.directions[3].deviation == Approx(0.1).epsilon(0.05));
    CHECK(result.directions[3].weights[2] == Approx(1.0).epsilon(0.01));
}

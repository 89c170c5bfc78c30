// SPDX-License-Identifier: Apache-2.0
#include "fit/optimise.hpp"

#include <cmath>
#include <stdexcept>

#include <doctest/doctest.h>

#include "unit/fit/densities.hpp"

using namespace entente;
using doctest::Approx;

TEST_CASE("every search climbs to the top of a correlated normal density") {
    const fit::test::ChainNormal normal = {.dimension = 6, .rho = 0.6};
    for (const fit::SearchMethod method :
         {fit::SearchMethod::bobyqa, fit::SearchMethod::sbplx, fit::SearchMethod::lbfgs}) {
        const fit::Optima optima = fit::find_optima(normal.density(),
                                                    {.dimension = 6,
                                                     .seed = 3,
                                                     .screened = 32,
                                                     .refined = 3,
                                                     .most_evaluations = 4000,
                                                     .method = method});
        REQUIRE(optima.found.size() == 3);
        CHECK(std::fabs(optima.found[0].value) < 0.01);
        for (std::size_t j = 0; j < 6; ++j) {
            CHECK(optima.found[0].point[j] == Approx(normal.mean(j)).epsilon(0.02));
        }
    }
}

TEST_CASE("what the density throws comes through, whatever the search") {
    for (const fit::SearchMethod method : {fit::SearchMethod::bobyqa, fit::SearchMethod::lbfgs}) {
        std::size_t batches = 0;
        const fit::LogDensity density = [&batches](std::span<const double>,
                                                   std::span<double> values) {
            if (++batches > 1) {
                throw std::runtime_error("the machine is on fire");
            }
            std::fill(values.begin(), values.end(), -1.0);
        };
        CHECK_THROWS_AS(
            fit::find_optima(density, {.dimension = 3, .seed = 1, .refined = 2, .method = method}),
            std::runtime_error);
    }
}

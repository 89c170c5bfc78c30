// SPDX-License-Identifier: Apache-2.0
// The uniforms that a fit moves by are the same bits on every instruction set.
#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include "fit/likelihood.hpp"
#include "fit/uniform_kernels.hpp"

using namespace entente;

TEST_CASE(
    "normal numbers give the same uniforms one by one and in a row, on every instruction set") {
    constexpr double infinite = std::numeric_limits<double>::infinity();
    // All three approximations in one row, which is no multiple of any width.
    std::vector<double> z = {-infinite, -40.0, -9.0, -5.7, -5.6, 5.7, 40.0, infinite};
    for (int i = -45; i <= 45; ++i) {
        z.push_back(0.1 * i);
    }
    CHECK(z.size() % 8 != 0);
    for (const math::InstructionSet set : math::instruction_sets) {
        if (!math::available(set)) {
            continue;
        }
        std::vector<double> u = z;
        fit::uniform_kernel(set)(u.data(), u.size(), u.data());
        for (std::size_t i = 0; i < z.size(); ++i) {
            CAPTURE(z[i]);
            CHECK(u[i] == fit::uniform_of(z[i]));
            CHECK(u[i] > 0.0);
            CHECK(u[i] < 1.0);
        }
    }
    CHECK(fit::uniform_of(0.0) == 0.5);
    CHECK(fit::uniform_of(1.6448536269514722) == doctest::Approx(0.95).epsilon(1e-15));
    CHECK(std::isnan(fit::uniform_of(std::nan(""))));
}

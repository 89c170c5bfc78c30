// SPDX-License-Identifier: Apache-2.0
#include "fit/shape.hpp"

#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "fit/density.hpp"

using namespace entente;
using doctest::Approx;
using fit::Shape;

namespace {

constexpr std::size_t dimension = 6;

/// Two observations of error 0.1: of z0 + z1 over the root of 2, and of z2. The rest is prior.
double log_density(std::span<const double> z) {
    const double a = (z[0] + z[1]) / std::sqrt(2.0) - 0.5;
    const double b = z[2] + 1.0;
    double sum = -0.5 * (a * a + b * b) / 0.01;
    for (const double one : z) {
        sum -= 0.5 * one * one;
    }
    return sum;
}

std::vector<double> normals(std::uint64_t seed, std::size_t rows) {
    std::vector<double> points(rows * dimension);
    fit::draw_prior(seed, 0, dimension, points);
    return points;
}

/// Slopes at prior draws, far from the posterior.
fit::Slopes slopes_at(const std::vector<double>& at, double step) {
    const std::vector<double> steps(dimension, step);
    const std::vector<double> points = fit::slope_points(at, steps);
    std::vector<double> values;
    for (std::size_t i = 0; i < points.size(); i += dimension) {
        values.push_back(log_density(std::span(points).subspan(i, dimension)));
    }
    return fit::slopes_of(at, values, steps);
}

}  // namespace

TEST_CASE("slopes find the two directions that a record sees, each by itself") {
    const std::vector<double> rows = normals(2, 40);
    const Shape shape = fit::learn_shape(slopes_at(normals(1, 40), 1e-4), rows, dimension, 1, 0.5);
    REQUIRE(shape.known);
    const fit::Frame frame(shape, dimension);
    REQUIRE(frame.size() == 2);
    // In either order and sign.
    const std::vector<double> diagonal = frame.components(std::vector<double>{1, 1, 0, 0, 0, 0});
    const std::vector<double> third = frame.components(std::vector<double>{0, 0, 1, 0, 0, 0});
    CHECK(std::fabs(diagonal[0] + diagonal[1]) == Approx(std::sqrt(2.0)).epsilon(1e-3));
    CHECK(std::fabs(diagonal[0] * diagonal[1]) < 1e-2);
    CHECK(std::fabs(third[0] + third[1]) == Approx(1.0).epsilon(1e-3));
    std::vector<double> back(dimension, 0.0);
    frame.add(third, back);
    CHECK(back[2] == Approx(1.0).epsilon(1e-3));
}

TEST_CASE("a map goes to where it came from, and its volume is that of its derivatives") {
    Shape shape;
    shape.known = true;
    shape.basis = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    shape.centre = {0.3, -0.2, 0.1};
    shape.factor = {0.5, 0, 0, 0.2, 0.8, 0, -0.1, 0.3, 0.4};
    shape.levels = {-2.1, -1, 0.1, 1.2, 2.3, -2, -0.9, 0, 0.9, 2, -5, -1.8, -0.3, 0.5, 1};
    shape.bends = {{1, 0, 0, 0.4}, {2, 1, 0, -0.2}};
    shape.spreads = {{2, 1, 0, 0.3}};
    const std::vector<double> w = {0.7, -1.2, 0.4};
    const std::vector<double> x = fit::mapped(shape, w);
    const std::vector<double> again = fit::unmapped(shape, x);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(again[i] == Approx(w[i]).epsilon(1e-12));
    }
    // The map is triangular, so its volume is the product of dx_i / dw_i.
    const auto log_product = [&shape](const std::vector<double>& at) {
        double sum = 0.0;
        for (std::size_t i = 0; i < 3; ++i) {
            std::vector<double> moved = at;
            moved[i] += 1e-6;
            sum += std::log((fit::mapped(shape, moved)[i] - fit::mapped(shape, at)[i]) / 1e-6);
        }
        return sum;
    };
    const std::vector<double> other = {-0.5, 0.9, 1.5};
    CHECK(fit::log_volume(shape, other) - fit::log_volume(shape, w) ==
          Approx(log_product(other) - log_product(w)).epsilon(1e-6));
}

TEST_CASE("a map makes a long tail normal") {
    constexpr std::size_t count = 4000;
    std::vector<double> rows = normals(3, count);
    for (std::size_t i = 0; i < rows.size(); i += dimension) {
        rows[i + 2] = -1.0 - 0.1 * std::expm1(0.8 * rows[i + 2]);
    }
    const Shape shape = fit::learn_shape(slopes_at(normals(1, 40), 1e-4), rows, dimension, 1, 0.5);
    const fit::Frame frame(shape, dimension);
    REQUIRE(frame.size() == 2);
    const std::size_t tailed = std::fabs(shape.basis[2]) > 0.5 ? 0 : 1;
    std::size_t below = 0;
    std::size_t above = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const auto x = frame.components(std::span(rows).subspan(i * dimension, dimension));
        const double w = fit::unmapped(shape, x)[tailed];
        below += w < -2.0 ? 1 : 0;
        above += w > 2.0 ? 1 : 0;
    }
    // 2.3 % of a normal number lie below -2; of a straight map's nearly all of both would be on one
    // side.
    CHECK(static_cast<double>(below) / count == Approx(0.023).epsilon(0.2));
    CHECK(static_cast<double>(above) / count == Approx(0.023).epsilon(0.2));
}

TEST_CASE("an impossible point shows no slopes") {
    const std::vector<double> at = {0.0, 1.0};
    const std::vector<double> steps = {0.1};
    const std::vector<double> values = {0.0, -0.005, std::nan(""), 1.0};
    const fit::Slopes seen = fit::slopes_of(at, values, steps);
    REQUIRE(seen.at.size() == 1);
    CHECK(seen.slopes[0] == Approx(0.0).epsilon(1e-12));
}

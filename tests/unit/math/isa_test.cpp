// SPDX-License-Identifier: Apache-2.0
#include "math/isa.hpp"

#include <cstring>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "unit/math/isa_probe.hpp"
#include "unit/math/points.hpp"

namespace entente::math {

namespace scalar {
void probe(const ProbeInput& in);
}

namespace v3 {
void probe(const ProbeInput& in);
}

namespace v4 {
void probe(const ProbeInput& in);
}

}  // namespace entente::math

using namespace entente;
using math::InstructionSet;

namespace {

struct Points {
    std::vector<double> x, y, z;
};

// Ordinary values, every edge against every other, and doubles of any bits.
Points points_of(math::ProbedFunction function) {
    Points points;
    const auto add = [&](double x, double y, double z) {
        points.x.push_back(x);
        points.y.push_back(y);
        points.z.push_back(z);
    };
    for (const double x : math::test::edges()) {
        for (const double y : math::test::edges()) add(x, y, 1.5);
    }
    const auto xs = math::test::any_doubles(4000, 1);
    const auto ys = math::test::any_doubles(4000, 2);
    for (std::size_t i = 0; i < xs.size(); ++i) add(xs[i], ys[i], xs[xs.size() - 1 - i]);
    const bool draw = function == math::ProbedFunction::normal_quantile ||
                      function == math::ProbedFunction::poisson ||
                      function == math::ProbedFunction::negative_binomial ||
                      function == math::ProbedFunction::bernoulli;
    for (std::uint64_t i = 0; i < 40000; ++i) {
        const double a = math::test::spread(3 * i);
        const double b = math::test::spread(3 * i + 1);
        const double c = math::test::spread(3 * i + 2);
        if (draw) {
            add(a, i % 50 == 0 ? 400.0 * b : 6.0 * b, 0.1 + 5.0 * c);
        } else {
            add(20.0 * a - 5.0, 10.0 * b - 5.0, c);
        }
    }
    while (points.x.size() % 8 != 0) add(0.5, 0.5, 0.5);
    return points;
}

std::vector<double> values(InstructionSet set,
                           math::ProbedFunction function,
                           int width,
                           const Points& points) {
    std::vector<double> out(points.x.size());
    const math::ProbeInput in = {
        function, width, points.x.data(), points.y.data(), points.z.data(), out.data(), out.size()};
    switch (set) {
        case InstructionSet::scalar:
            math::scalar::probe(in);
            break;
        case InstructionSet::v3:
            math::v3::probe(in);
            break;
        case InstructionSet::v4:
            math::v4::probe(in);
            break;
    }
    return out;
}

std::size_t count_differences(const std::vector<double>& a, const std::vector<double>& b) {
    std::size_t different = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const bool both_nan = a[i] != a[i] && b[i] != b[i];
        if (!both_nan && std::memcmp(&a[i], &b[i], sizeof(double)) != 0) ++different;
    }
    return different;
}

}  // namespace

TEST_CASE("every instruction set and width gives the same bits") {
    for (int f = 0; f < math::probed_functions; ++f) {
        const auto function = static_cast<math::ProbedFunction>(f);
        CAPTURE(f);
        const Points points = points_of(function);
        const auto expected = values(InstructionSet::scalar, function, 1, points);
        for (const InstructionSet set : {InstructionSet::v3, InstructionSet::v4}) {
            if (!math::available(set)) {
                MESSAGE("not compared, this machine lacks ", std::string(math::name(set)));
                continue;
            }
            for (const int width : {1, 4, 8}) {
                if (width == 8 && set != InstructionSet::v4) continue;
                CAPTURE(width);
                CAPTURE(std::string(math::name(set)));
                CHECK(count_differences(expected, values(set, function, width, points)) == 0);
            }
        }
    }
}

TEST_CASE("the comparison of bits sees a single difference") {
    CHECK(count_differences({1.0, 2.0}, {1.0, 2.0000000000000004}) == 1);
    CHECK(count_differences({0.0}, {-0.0}) == 1);
}

TEST_CASE("the best instruction set is available, and names are found again") {
    CHECK(math::available(InstructionSet::scalar));
    CHECK(math::available(math::best_instruction_set()));
    for (const InstructionSet set : math::instruction_sets) {
        CHECK(math::find_instruction_set(math::name(set)) == set);
    }
    CHECK_FALSE(math::find_instruction_set("avx1024").has_value());
}

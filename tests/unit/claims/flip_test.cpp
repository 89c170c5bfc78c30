// SPDX-License-Identifier: Apache-2.0
#include "claims/flip.hpp"

#include <doctest/doctest.h>

#include "tiny_model.hpp"

namespace {

using namespace entente;

/// Two parameters, `slope` and one that matters not, of 4,000 members.
claims::CaseValues draws() {
    claims::CaseValues values;
    values.members = 4000;
    values.parameter_names = {"other", "slope"};
    values.parameter_units = {"1", "1"};
    for (std::size_t i = 0; i < 4000; ++i) {
        values.parameters.push_back(static_cast<double>((i * 1597) % 4000));
        values.parameters.push_back(tiny::slope_of(i, 4000));
    }
    return values;
}

}  // namespace

TEST_CASE("the flip point is where the share alone would decide differently") {
    const model::Model m = tiny::make();
    const claims::CaseValues values = draws();
    std::vector<char> hit(4000);
    const std::vector<char> valid(4000, 1);
    for (std::size_t i = 0; i < 4000; ++i) {
        hit[i] = tiny::slope_of(i, 4000) > 0.7 ? 1 : 0;
    }
    const claims::Hinges hinges = claims::find_hinges(m, claims::SortedDraws(values), hit, valid);
    REQUIRE(hinges.searched);
    REQUIRE(hinges.flip.has_value());
    CHECK(hinges.flip->parameter == "slope");
    CHECK(hinges.flip->grade == 'D');
    // Below 0.5 no future shows it: the bin nearest to the middle that decides otherwise.
    CHECK(hinges.flip->value == doctest::Approx(0.5).epsilon(0.1));
    REQUIRE(hinges.depends.size() == 1);
    CHECK(hinges.depends[0].parameter == "slope");
}

TEST_CASE("no flip point is made up where no parameter matters") {
    const model::Model m = tiny::make();
    std::vector<char> hit(4000);
    for (std::size_t i = 0; i < 4000; ++i) {
        hit[i] = (i * 7919) % 100 < 50 ? 1 : 0;
    }
    const claims::CaseValues values = draws();
    const claims::Hinges hinges =
        claims::find_hinges(m, claims::SortedDraws(values), hit, std::vector<char>(4000, 1));
    CHECK(hinges.searched);
    CHECK_FALSE(hinges.flip.has_value());
}

TEST_CASE("too few futures are not searched") {
    const model::Model m = tiny::make();
    claims::CaseValues values;
    values.members = 100;
    values.parameter_names = {"slope"};
    values.parameter_units = {"1"};
    values.parameters.assign(100, 0.5);
    const claims::Hinges hinges = claims::find_hinges(
        m, claims::SortedDraws(values), std::vector<char>(100, 1), std::vector<char>(100, 1));
    CHECK_FALSE(hinges.searched);
}

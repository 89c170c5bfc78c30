// SPDX-License-Identifier: Apache-2.0
#include "model/units.hpp"

#include <doctest/doctest.h>

using namespace entente::model;

namespace {

Unit of(const char* name) {
    static const UnitTable table = [] {
        UnitTable made;
        made.add_base("USD");
        made.add_derived("MUSD", 1'000'000, *made.find("USD"));
        made.add_base("kt");
        made.add_derived("Mt", 1000, *made.find("kt"));
        made.add_derived("tonne", 0.001, *made.find("kt"));
        return made;
    }();
    return table.find(name).value();
}

}  // namespace

TEST_CASE("a year is exactly twelve months, a quarter three, a percentage a hundredth") {
    CHECK(conversion(of("year"), of("month")) == 12.0);
    CHECK(conversion(of("month"), of("quarter")) == 1.0 / 3.0);
    CHECK(conversion(power(of("month"), -1), power(of("year"), -1)) == 12.0);
    CHECK(conversion(of("percent"), Unit{}) == 0.01);
    CHECK(conversion(Unit{}, of("percent")) == 100.0);
    CHECK(conversion(of("month"), of("day")) == 30.4375);
}

TEST_CASE("conversion there and back is 1") {
    const Unit rate = of("MUSD") / of("year");
    const Unit other = of("USD") / of("month");
    CHECK(same_dimension(rate, other));
    CHECK(conversion(rate, other) * conversion(other, rate) == doctest::Approx(1.0));
    CHECK(conversion(rate, rate) == 1.0);
    CHECK(conversion(of("tonne"), of("kt")) == 0.001);
    CHECK(conversion(of("kt"), of("tonne")) == 1000.0);
}

TEST_CASE("powers cancel and nothing is left of a unit divided by itself") {
    const Unit speed = of("kt") / of("month");
    CHECK((speed * of("month")).dimensions == of("kt").dimensions);
    CHECK((speed / speed).is_dimensionless());
    CHECK((speed / speed).shown.empty());
    CHECK(power(speed, 0).is_dimensionless());
    CHECK(power(speed, -2).dimensions.at("month") == 2);
    CHECK((of("Mt") / of("kt")).is_dimensionless());
    CHECK(conversion(of("Mt") / of("kt"), Unit{}) == 1000.0);
}

TEST_CASE("different dimensions are not the same") {
    CHECK_FALSE(same_dimension(of("USD"), of("kt")));
    CHECK_FALSE(same_dimension(of("USD"), Unit{}));
    CHECK_FALSE(same_dimension(of("month"), power(of("month"), 2)));
}

TEST_CASE("units print as they are written") {
    CHECK(to_text(Unit{}) == "1");
    CHECK(to_text(of("MUSD") / of("month")) == "MUSD/month");
    CHECK(to_text(power(of("month"), -1)) == "1/month");
    CHECK(to_text(of("kt") * of("kt")) == "kt^2");
    CHECK(described(Unit{}) == "has no unit");
    CHECK(described(of("kt")) == "is in kt");
}

TEST_CASE("plurals are known for time alone") {
    UnitTable table;
    table.add_base("division");
    CHECK(table.find("months"));
    CHECK(table.find("years"));
    CHECK_FALSE(table.find("divisions"));
    CHECK_FALSE(table.find("percents"));
    CHECK_FALSE(table.find("s"));
    CHECK_FALSE(table.find(""));
}

TEST_CASE("units beyond use are told from those of use") {
    CHECK(is_usable(of("MUSD") / of("year")));
    CHECK(is_usable(power(of("kt"), 100)));
    CHECK_FALSE(is_usable(power(of("kt"), 101)));
    CHECK_FALSE(is_usable(power(power(of("USD"), 100), -100)));
    UnitTable table;
    table.add_base("grain");
    table.add_derived("heap", 1e200, *table.find("grain"));
    table.add_derived("mountain", 1e200, *table.find("heap"));
    CHECK(is_usable(*table.find("heap")));
    CHECK_FALSE(is_usable(*table.find("mountain")));
}

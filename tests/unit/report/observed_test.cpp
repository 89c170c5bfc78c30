// SPDX-License-Identifier: Apache-2.0
#include "report/observed.hpp"

#include <doctest/doctest.h>

#include "some_report.hpp"

using namespace entente;
using report::Measure;

TEST_CASE("yearly figures stand in the middle of their year, in the unit of the output") {
    const auto loaded = test::load_text(test::report_model);
    const auto observed = report::observed_of(loaded->model, loaded->data, "trade", Measure::point);
    // The series of growth observes the same stock, and is no level.
    REQUIRE(observed.size() == 1);
    CHECK(observed[0].name == "trade_year");
    CHECK(observed[0].offset == 6);
    CHECK(observed[0].grade == 'B');
    REQUIRE(observed[0].dots.size() == 2);
    CHECK(observed[0].dots[0].month == model::month_of(2020, 1));
    CHECK(observed[0].dots[0].value == doctest::Approx(75));
    CHECK(observed[0].dots[1].value == doctest::Approx(100));
    CHECK(observed[0].to == "2021");
}

TEST_CASE("the record of an event stands as totals of whole years at their ends") {
    const auto loaded = test::load_text(test::report_model);
    const auto observed =
        report::observed_of(loaded->model, loaded->data, "visits", Measure::twelve_months);
    REQUIRE(observed.size() == 1);
    CHECK(observed[0].offset == 12);
    REQUIRE(observed[0].dots.size() == 2);
    CHECK(observed[0].dots[0].value == 2);
    CHECK(observed[0].dots[1].value == 1);
    CHECK(observed[0].dots[1].month == model::month_of(2021, 1));
}

TEST_CASE("an output that nothing observes has no dots") {
    const auto loaded = test::load_text(test::report_model);
    CHECK(report::observed_of(loaded->model, loaded->data, "openness", Measure::mean).empty());
    CHECK(report::observed_of(loaded->model, loaded->data, "no_such", Measure::mean).empty());
}

TEST_CASE("percents stand beside a share between 0 and 1") {
    const auto loaded = test::load_text(R"(
model part "Part" { language 1; time month from 2020-01 to 2021-12; outputs portion }
source judged "made up"
param level : 1 = 0.2 to 0.4 { grade E; source judged }
stock portion "Portion" : 1 = 0.5 in 0..1 { toward level over 6 months }
data printed : percent each year from { 2020-01: 30 } {
  observes average portion with beta(precision = 200); source judged
}
)");
    const auto observed =
        report::observed_of(loaded->model, loaded->data, "portion", Measure::point);
    REQUIRE(observed.size() == 1);
    CHECK(observed[0].dots[0].value == doctest::Approx(0.3));
}

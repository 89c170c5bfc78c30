// SPDX-License-Identifier: Apache-2.0
#include "report/fans.hpp"

#include <vector>

#include <doctest/doctest.h>

#include "some_report.hpp"

using namespace entente;
using report::Fan;

TEST_CASE("a fan has the quantiles of every month, and a difference is taken member by member") {
    const auto loaded = test::load_text(test::report_model);
    const results::Run baseline = test::report_run(*loaded, "baseline");
    const results::Run shut = test::report_run(*loaded, "shut");

    const Fan level = report::levels(shut, 0, 3);
    CHECK(level.first_row == 3);
    CHECK(level.rows.size() == 46);
    CHECK(level.rows[20].q50 == results::quantiles_of(shut, 0, 23).q50);

    const int first = report::first_difference(baseline, shut, 0);
    CHECK(baseline.grid.month(first) > model::month_of(2022, 5));
    const Fan change = report::differences(baseline, shut, 0, first);
    std::vector<double> values;
    for (std::size_t member = 0; member < shut.members; ++member) {
        values.push_back(static_cast<double>(shut.value(member, 40, 0)) -
                         static_cast<double>(baseline.value(member, 40, 0)));
    }
    CHECK(change.rows[static_cast<std::size_t>(40 - first)].q05 ==
          results::quantiles_of(values).q05);
}

TEST_CASE("a scenario that changes nothing has no first difference") {
    const auto loaded = test::load_text(test::report_model);
    const results::Run baseline = test::report_run(*loaded, "baseline");
    const results::Run same = test::report_run(*loaded, "same");
    CHECK(report::first_difference(baseline, same, 0) == -1);
    CHECK(report::first_difference(baseline, same, 1) == -1);
}

TEST_CASE("counts are totals of twelve months, from the twelfth month on") {
    const auto loaded = test::load_text(test::report_model);
    const results::Run baseline = test::report_run(*loaded, "baseline");
    REQUIRE(baseline.outputs[1].name == "visits");
    CHECK(report::measure_of(baseline.outputs[1]) == report::Measure::twelve_months);
    const Fan fan = report::levels(baseline, 1, 0);
    CHECK(fan.first_row == 11);
    // The record has two visits in 2020 and one in 2021, in every future.
    CHECK(fan.rows[0].q05 == 2);
    CHECK(fan.rows[0].q95 == 2);
    CHECK(fan.rows[12].q50 == 1);
    // The last row of the grid is the end, which has no count.
    CHECK(fan.rows.size() == 48 - 11);
}

TEST_CASE(
    "samples are single members, and the last year is their mean or, of counts, their total") {
    const auto loaded = test::load_text(test::report_model);
    const results::Run shut = test::report_run(*loaded, "shut");
    const auto paths = report::samples(shut, 0, 24);
    REQUIRE(paths.size() == report::most_samples);
    CHECK(paths[3].size() == 49 - 24);
    CHECK(paths[3][5] == static_cast<double>(shut.value(3, 29, 0)));

    const std::vector<double> trade = report::last_year(shut, 0);
    const std::vector<double> visits = report::last_year(shut, 1);
    REQUIRE(trade.size() == shut.members);
    double mean = 0;
    double count = 0;
    // The stock has a value at the end too; the count has none.
    for (int row = 37; row <= 48; ++row) {
        mean += static_cast<double>(shut.value(7, row, 0)) / 12;
        count += static_cast<double>(shut.value(7, row - 1, 1));
    }
    CHECK(trade[7] == doctest::Approx(mean));
    CHECK(visits[7] == count);
}

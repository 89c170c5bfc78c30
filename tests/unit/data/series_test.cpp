// SPDX-License-Identifier: Apache-2.0
#include "data/series.hpp"

#include <doctest/doctest.h>

using namespace entente;
using model::month_of;
using model::Period;

namespace {

data::Point point(int year, int month, double value) {
    data::Point p;
    p.month = month_of(year, month);
    p.value = value;
    return p;
}

/// 2014 to 2018 without 2016: -50 % from 2014 to 2018.
data::Series years() {
    return {{point(2014, 1, 100), point(2015, 1, 80), point(2017, 1, 60), point(2018, 1, 50)}};
}

}  // namespace

TEST_CASE("a yearly value is found by any of its months, a gap is not") {
    REQUIRE(data::find_point(years(), Period::year, month_of(2015, 7)) != nullptr);
    CHECK(data::find_point(years(), Period::year, month_of(2015, 7))->value == 80);
    CHECK(data::find_point(years(), Period::year, month_of(2016, 1)) == nullptr);
}

TEST_CASE("a figure is known when its period is over and it was released") {
    data::Point p = point(2014, 1, 90);
    CHECK_FALSE(data::value_known_at(p, Period::year, month_of(2014, 12)));
    CHECK(data::value_known_at(p, Period::year, month_of(2015, 1)) == 90.0);
    p.releases = {{month_of(2015, 7), 100}, {month_of(2016, 7), 90}};
    CHECK_FALSE(data::value_known_at(p, Period::year, month_of(2015, 7)));
    CHECK(data::value_known_at(p, Period::year, month_of(2015, 8)) == 100.0);
    CHECK(data::value_known_at(p, Period::year, month_of(2020, 1)) == 90.0);
}

TEST_CASE("a series as it stood has first figures for revised ones and none for later ones") {
    data::Series series = years();
    series.points[1].releases = {{month_of(2016, 7), 70}, {month_of(2018, 7), 80}};
    series.points[2].releases = {{month_of(2018, 7), 60}};
    const data::Series known = data::series_known_at(series, Period::year, month_of(2018, 7));
    REQUIRE(known.points.size() == 2);
    CHECK(known.points[0].value == 100);
    CHECK(known.points[1].value == 70);
    CHECK(data::series_known_at(series, Period::year, month_of(2018, 8)).points.size() == 3);
}

TEST_CASE("changes need both ends") {
    CHECK(data::change(years(), Period::year, month_of(2014, 1), month_of(2018, 12)) == -50.0);
    CHECK(data::relative_change(years(), Period::year, month_of(2014, 1), month_of(2018, 1)) ==
          -0.5);
    CHECK_FALSE(data::change(years(), Period::year, month_of(2014, 1), month_of(2016, 1)));
}

TEST_CASE("a window takes whole periods, a total wants all of them") {
    const model::MonthWindow all{month_of(2014, 1), month_of(2018, 12)};
    CHECK(data::window_mean(years(), Period::year, all) == 72.5);
    CHECK_FALSE(data::window_total(years(), Period::year, all));
    const model::MonthWindow cut{month_of(2013, 6), month_of(2015, 12)};
    CHECK(data::window_sum(years(), Period::year, cut).periods == 2);
    CHECK(data::window_total(years(), Period::year, cut) == 180.0);
    const model::MonthWindow none{month_of(2014, 2), month_of(2014, 12)};
    CHECK(data::window_sum(years(), Period::year, none).periods == 0);
    CHECK_FALSE(data::window_mean(years(), Period::year, none));
}

TEST_CASE("years come from complete years of months only") {
    data::Series months;
    for (int m = 1; m <= 12; ++m) {
        months.points.push_back(point(2020, m, m));
    }
    for (int m = 1; m <= 12; ++m) {
        if (m != 5) {
            months.points.push_back(point(2021, m, m));
        }
    }
    const data::Series mean = data::yearly(months, Period::month, data::Aggregate::mean);
    REQUIRE(mean.points.size() == 1);
    CHECK(mean.points[0].month == month_of(2020, 1));
    CHECK(mean.points[0].value == 6.5);
    CHECK(data::yearly(months, Period::month, data::Aggregate::total).points[0].value == 78);
}

TEST_CASE("gaps and coverage are of periods") {
    CHECK(data::gaps(years(), Period::year) == std::vector<model::Month>{month_of(2016, 1)});
    CHECK(data::coverage(years(), Period::year)->last == month_of(2018, 12));
    CHECK_FALSE(data::coverage({}, Period::year));
    CHECK(data::period_text(month_of(2016, 4), Period::quarter) == "2016-Q2");
    CHECK(data::period_text(month_of(2016, 1), Period::year) == "2016");
}

// SPDX-License-Identifier: Apache-2.0
#include "model/calendar.hpp"

#include <doctest/doctest.h>

using namespace entente::model;

TEST_CASE("months count from 1970 and come back as year and month, before it too") {
    CHECK(month_of(1970, 1).since_1970 == 0);
    CHECK(month_of(1969, 12).since_1970 == -1);
    for (int since = -30000; since <= 30000; since += 7) {
        const Month month{since};
        CHECK(month_of(year_of(month), month_in_year(month)) == month);
        CHECK(month_in_year(month) >= 1);
        CHECK(month_in_year(month) <= 12);
    }
}

TEST_CASE("months add up over years") {
    CHECK(month_of(2026, 10) + 6 == month_of(2027, 4));
    CHECK(month_of(2026, 1) + -1 == month_of(2025, 12));
    CHECK(month_of(2027, 4) - month_of(2026, 10) == 6);
    CHECK(month_of(2026, 9) < month_of(2026, 10));
}

TEST_CASE("months print as in a table") {
    CHECK(to_text(month_of(2026, 9)) == "2026-09");
    CHECK(to_text(month_of(476, 12)) == "0476-12");
}

TEST_CASE("days since 1970 follow the Gregorian calendar") {
    CHECK(days_since_1970(month_of(1970, 1)) == 0);
    CHECK(days_since_1970(month_of(1970, 2)) == 31);
    CHECK(days_since_1970(month_of(1969, 12)) == -31);
    CHECK(days_since_1970(month_of(2000, 3)) == 11017);
    CHECK(days_since_1970(month_of(2026, 10)) == 20727);
    CHECK(days_since_1970(month_of(2001, 1)) - days_since_1970(month_of(2000, 1)) == 366);
    CHECK(days_since_1970(month_of(1901, 1)) - days_since_1970(month_of(1900, 1)) == 365);
}

TEST_CASE("dates are read as tables write them, and only if they exist") {
    const auto year = parse_date("2026");
    REQUIRE(year);
    CHECK(year->year == 2026);
    CHECK(year->month == 0);
    const auto month = parse_date("2026-09");
    REQUIRE(month);
    CHECK(month->month == 9);
    CHECK(month->day == 0);
    const auto day = parse_date("2024-02-29");
    REQUIRE(day);
    CHECK(day->day == 29);
    for (const char* wrong : {"",
                              "26",
                              "2026-",
                              "2026-13",
                              "2026-00",
                              "2026-1",
                              "2023-02-29",
                              "1900-02-29",
                              "2026-04-31",
                              "2026-09-15T00:00",
                              " 2026",
                              "2026 ",
                              "+2026",
                              "-2026",
                              "2026/09",
                              "20260915"}) {
        INFO(wrong);
        CHECK_FALSE(parse_date(wrong));
    }
}

TEST_CASE("a grid has a row a month and one for the end") {
    const Grid grid{.first = month_of(2020, 1), .months = 24, .forecast = month_of(2021, 1)};
    CHECK(grid.rows() == 25);
    CHECK(grid.row(month_of(2021, 1)) == 12);
    CHECK(grid.month(12) == month_of(2021, 1));
    CHECK(grid.last() == month_of(2021, 12));
    const MonthWindow window{month_of(2020, 3), month_of(2020, 5)};
    CHECK(window.months() == 3);
    CHECK(window.contains(month_of(2020, 5)));
    CHECK_FALSE(window.contains(month_of(2020, 6)));
}

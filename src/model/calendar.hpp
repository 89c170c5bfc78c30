// SPDX-License-Identifier: Apache-2.0
// Months, the grid of a run and windows of it. The month is the atom of the language: everything
// dated is dated by its month. Pure arithmetic on the proleptic Gregorian calendar.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace entente::model {

/// A calendar month as the number of months since 1970-01.
struct Month {
    std::int32_t since_1970 = 0;

    constexpr auto operator<=>(const Month&) const = default;

    constexpr Month operator+(int months) const { return {since_1970 + months}; }

    constexpr int operator-(Month other) const { return since_1970 - other.since_1970; }
};

/// `month` runs from 1 to 12.
constexpr Month month_of(int year, int month) { return {(year - 1970) * 12 + month - 1}; }

constexpr int year_of(Month m) {
    return 1970 + (m.since_1970 >= 0 ? m.since_1970 / 12 : -((11 - m.since_1970) / 12));
}

/// 1 for January to 12 for December.
constexpr int month_in_year(Month m) { return m.since_1970 - (year_of(m) - 1970) * 12 + 1; }

/// "2026-09".
std::string to_text(Month month);

/// Days from 1970-01-01 to the first day of the month, 00:00.
std::int64_t days_since_1970(Month month);

/// A date as a table prints it: YYYY, YYYY-MM or YYYY-MM-DD, checked for existence.
struct ParsedDate {
    int year = 0;
    int month = 0;  ///< 0 where not given
    int day = 0;    ///< 0 where not given
};

/// Nothing where the text is no such date or the day does not exist.
std::optional<ParsedDate> parse_date(std::string_view text);

/// First to last month, both included.
struct MonthWindow {
    Month first;
    Month last;

    constexpr int months() const { return last - first + 1; }

    constexpr bool contains(Month m) const { return first <= m && m <= last; }
};

enum class Method { euler, rk4 };

/// The time axis of a run. Row m is the opening of month `first + m`; row `months` is the end.
struct Grid {
    Month first;
    int months = 0;
    int substeps = 1;  ///< equal parts of a month, K; h = 1/K month
    Method method = Method::euler;
    Month
        forecast;  ///< the first month without a record; equals first + months where there is none

    constexpr int rows() const { return months + 1; }

    constexpr int row(Month m) const { return m - first; }

    constexpr Month month(int row) const { return first + row; }

    constexpr Month last() const { return first + (months - 1); }
};

}  // namespace entente::model

// SPDX-License-Identifier: Apache-2.0
#include "model/calendar.hpp"

#include <charconv>

#include <fmt/format.h>

namespace entente::model {

namespace {

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_in_month(int year, int month) {
    constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/// The digits of `text` as a number; nothing where it holds anything else.
std::optional<int> digits(std::string_view text) {
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
    }
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

}  // namespace

std::string to_text(Month month) {
    return fmt::format("{:04}-{:02}", year_of(month), month_in_year(month));
}

std::int64_t days_since_1970(Month month) {
    // Days from civil, with the year beginning in March: H. Hinnant, chrono-compatible low-level
    // date algorithms, 2013.
    const int m = month_in_year(month);
    const std::int64_t y = year_of(month) - (m <= 2 ? 1 : 0);
    const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
    const std::int64_t year_of_era = y - era * 400;
    const std::int64_t day_of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5;
    const std::int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

std::optional<ParsedDate> parse_date(std::string_view text) {
    if (text.size() != 4 && text.size() != 7 && text.size() != 10) {
        return std::nullopt;
    }
    ParsedDate date;
    const std::optional<int> year = digits(text.substr(0, 4));
    if (!year) {
        return std::nullopt;
    }
    date.year = *year;
    if (text.size() == 4) {
        return date;
    }
    const std::optional<int> month = digits(text.substr(5, 2));
    if (text[4] != '-' || !month || *month < 1 || *month > 12) {
        return std::nullopt;
    }
    date.month = *month;
    if (text.size() == 7) {
        return date;
    }
    const std::optional<int> day = digits(text.substr(8, 2));
    if (text[7] != '-' || !day || *day < 1 || *day > days_in_month(date.year, date.month)) {
        return std::nullopt;
    }
    date.day = *day;
    return date;
}

}  // namespace entente::model

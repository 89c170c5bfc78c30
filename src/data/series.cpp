// SPDX-License-Identifier: Apache-2.0
#include "data/series.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "data/rows.hpp"

namespace entente::data {

using model::Month;
using model::MonthWindow;
using model::Period;

namespace {

/// First period that begins in the window or later.
Month first_period(MonthWindow window, Period each) {
    const Month start = period_start(window.first, each);
    return start == window.first ? start : start + months_of(each);
}

}  // namespace

const Point* find_point(const Series& series, Period each, Month month) {
    const Month start = period_start(month, each);
    const auto found = std::lower_bound(
        series.points.begin(), series.points.end(), start, [](const Point& p, Month m) {
            return p.month < m;
        });
    return found != series.points.end() && found->month == start ? &*found : nullptr;
}

std::optional<double> value_known_at(const Point& point, Period each, Month month) {
    if (point.month + months_of(each) > month) {
        return std::nullopt;
    }
    if (point.releases.empty()) {
        return point.value;
    }
    std::optional<double> known;
    for (const Release& release : point.releases) {
        if (release.published < month) {
            known = release.value;
        }
    }
    return known;
}

Series series_known_at(const Series& series, Period each, Month month) {
    Series known;
    known.points.reserve(series.points.size());
    for (const Point& point : series.points) {
        if (const auto value = value_known_at(point, each, month)) {
            known.points.push_back(point);
            known.points.back().value = *value;
        }
    }
    return known;
}

std::optional<double> change(const Series& series, Period each, Month from, Month to) {
    const Point* first = find_point(series, each, from);
    const Point* last = find_point(series, each, to);
    if (first == nullptr || last == nullptr) {
        return std::nullopt;
    }
    return last->value - first->value;
}

std::optional<double> relative_change(const Series& series, Period each, Month from, Month to) {
    const std::optional<double> difference = change(series, each, from, to);
    if (!difference || find_point(series, each, from)->value == 0) {
        return std::nullopt;
    }
    return *difference / std::abs(find_point(series, each, from)->value);
}

std::vector<Point> points_in(const Series& series, Period each, MonthWindow window) {
    std::vector<Point> inside;
    for (const Point& point : series.points) {
        if (window.contains(point.month) && window.contains(point.month + (months_of(each) - 1))) {
            inside.push_back(point);
        }
    }
    return inside;
}

WindowSum window_sum(const Series& series, Period each, MonthWindow window) {
    WindowSum sum;
    for (const Point& point : points_in(series, each, window)) {
        sum.total += point.value;
        ++sum.observed;
    }
    const int whole = window.last - first_period(window, each) + 1;
    sum.periods = whole > 0 ? static_cast<std::size_t>(whole / months_of(each)) : 0;
    return sum;
}

std::optional<double> window_mean(const Series& series, Period each, MonthWindow window) {
    const WindowSum sum = window_sum(series, each, window);
    if (sum.observed == 0) {
        return std::nullopt;
    }
    return sum.total / static_cast<double>(sum.observed);
}

std::optional<double> window_total(const Series& series, Period each, MonthWindow window) {
    const WindowSum sum = window_sum(series, each, window);
    return sum.complete() ? std::optional(sum.total) : std::nullopt;
}

Series yearly(const Series& series, Period each, Aggregate aggregate) {
    Series years;
    const std::optional<MonthWindow> covered = coverage(series, each);
    if (!covered) {
        return years;
    }
    for (int year = model::year_of(covered->first); year <= model::year_of(covered->last); ++year) {
        const MonthWindow window{model::month_of(year, 1), model::month_of(year, 12)};
        const WindowSum sum = window_sum(series, each, window);
        if (!sum.complete()) {
            continue;
        }
        const double periods = static_cast<double>(sum.periods);
        Point point;
        point.month = window.first;
        point.value = aggregate == Aggregate::total ? sum.total : sum.total / periods;
        years.points.push_back(std::move(point));
    }
    return years;
}

std::vector<Month> gaps(const Series& series, Period each) {
    std::vector<Month> missing;
    for (std::size_t i = 1; i < series.points.size(); ++i) {
        for (Month m = series.points[i - 1].month + months_of(each); m < series.points[i].month;
             m = m + months_of(each)) {
            missing.push_back(m);
        }
    }
    return missing;
}

std::optional<MonthWindow> coverage(const Series& series, Period each) {
    if (series.points.empty()) {
        return std::nullopt;
    }
    return MonthWindow{series.points.front().month,
                       series.points.back().month + (months_of(each) - 1)};
}

std::string period_text(Month month, Period each) {
    switch (each) {
        case Period::month:
            return model::to_text(month);
        case Period::quarter:
            return fmt::format(
                "{:04}-Q{}", model::year_of(month), (model::month_in_year(month) - 1) / 3 + 1);
        case Period::year:
            return fmt::format("{:04}", model::year_of(month));
    }
    return {};
}

}  // namespace entente::data

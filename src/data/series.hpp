// SPDX-License-Identifier: Apache-2.0
// Questions to one observed series: its value in a period, change, means and totals of a window,
// coarser periods from finer ones, gaps and coverage. Everything is about what was observed; a gap
// is never filled.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/data.hpp"

namespace entente::data {

/// The observation of the period that holds the month, or nothing in a gap.
const Point* find_point(const Series& series, model::Period each, model::Month month);

/// The observation as it stood when the month opened: its last release before, or its only value
/// where nothing says when it was published; nothing where it came later. The period itself must be
/// over.
std::optional<double> value_known_at(const Point& point, model::Period each, model::Month month);

/// The series as it stood when the month opened: what was known of it, each figure as released last
/// before.
Series series_known_at(const Series& series, model::Period each, model::Month month);

/// Value of the second month's period less that of the first; nothing where either is a gap.
std::optional<double> change(const Series& series,
                             model::Period each,
                             model::Month from,
                             model::Month to);

/// The same over the absolute value at `from`; nothing also where that is 0.
std::optional<double> relative_change(const Series& series,
                                      model::Period each,
                                      model::Month from,
                                      model::Month to);

/// Points whose period lies wholly within the window.
std::vector<Point> points_in(const Series& series, model::Period each, model::MonthWindow window);

/// Sum and count of a window.
struct WindowSum {
    double total = 0;
    std::size_t observed = 0;  ///< periods with an observation
    std::size_t periods = 0;   ///< periods that lie wholly within the window

    bool complete() const { return periods > 0 && observed == periods; }
};

WindowSum window_sum(const Series& series, model::Period each, model::MonthWindow window);

/// Mean of the observations in the window; nothing where there is none.
std::optional<double> window_mean(const Series& series,
                                  model::Period each,
                                  model::MonthWindow window);

/// Total of the window; nothing unless every period of it is observed.
std::optional<double> window_total(const Series& series,
                                   model::Period each,
                                   model::MonthWindow window);

enum class Aggregate { mean, total };

/// Years from months or quarters: complete years only.
Series yearly(const Series& series, model::Period each, Aggregate aggregate);

/// First months of the periods without an observation between the first and the last.
std::vector<model::Month> gaps(const Series& series, model::Period each);

/// From the first observation's period to the end of the last one's; nothing for an empty series.
std::optional<model::MonthWindow> coverage(const Series& series, model::Period each);

/// "2014", "2014-Q2", "2014-05".
std::string period_text(model::Month month, model::Period each);

}  // namespace entente::data

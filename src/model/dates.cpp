// SPDX-License-Identifier: Apache-2.0
// Dates and lengths of time as declarations write them. The month is the atom: days are dropped.
#include <cmath>

#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

/// Months between the first and the last year that can be written, and as good as forever.
constexpr double furthest = 120000;

}  // namespace

Month month_of(const syntax::DateLiteral& date) {
    return model::month_of(date.year, date.month == 0 ? 1 : date.month);
}

std::optional<double> months_of(Context& context, const syntax::Quantity& quantity) {
    Unit month = *context.units.find("month");
    if (!quantity.unit) {
        context.error(
            "E3009",
            "a length of time needs its unit",
            quantity.span,
            fmt::format("write `{} months` or `{} years`", quantity.number, quantity.number));
        return std::nullopt;
    }
    const std::optional<Unit> unit = unit_of(context, *quantity.unit);
    if (!unit) {
        return std::nullopt;
    }
    if (!same_dimension(*unit, month)) {
        context.error("E3009",
                      "a length of time was expected here",
                      quantity.span,
                      "this " + described(*unit));
        return std::nullopt;
    }
    return quantity.number * conversion(*unit, month);
}

std::optional<int> whole_months(Context& context, const syntax::Quantity& quantity) {
    const std::optional<double> months = months_of(context, quantity);
    if (!months) {
        return std::nullopt;
    }
    const double whole = std::round(*months);
    if (!(whole >= 1) || std::abs(*months - whole) > 1e-9 || whole > furthest) {
        context.error("E3009",
                      "a whole number of months was expected here",
                      quantity.span,
                      fmt::format("this is {} months", *months));
        return std::nullopt;
    }
    return static_cast<int>(whole);
}

std::optional<Month> month_of(Context& context, const syntax::DateExpr& date) {
    const Grid& grid = context.model.grid;
    Month month;
    switch (date.base) {
        case syntax::DateExpr::Base::date:
            month = month_of(date.date);
            break;
        case syntax::DateExpr::Base::start:
            month = grid.first;
            break;
        case syntax::DateExpr::Base::forecast:
            month = grid.forecast;
            break;
        case syntax::DateExpr::Base::end:
            month = grid.last();
            break;
    }
    if (date.sign == 0) {
        return month;
    }
    const std::optional<double> offset = months_of(context, date.offset);
    if (!offset) {
        return std::nullopt;
    }
    if (!(std::abs(*offset) <= furthest)) {
        context.error("E3009",
                      "a date moves by less than ten thousand years",
                      date.offset.span,
                      fmt::format("this is {} months", *offset));
        return std::nullopt;
    }
    if (std::abs(*offset - std::round(*offset)) > 1e-9) {
        context.error("E3009",
                      "a date moves by whole months",
                      date.offset.span,
                      fmt::format("this is {} months", *offset));
        return std::nullopt;
    }
    return month + date.sign * static_cast<int>(std::round(*offset));
}

std::optional<Month> last_month_of(Context& context, const syntax::DateExpr& date) {
    const std::optional<Month> month = month_of(context, date);
    const bool bare_year =
        date.base == syntax::DateExpr::Base::date && date.date.month == 0 && date.sign == 0;
    if (month && bare_year) {
        return *month + 11;
    }
    return month;
}

bool in_run(Context& context, Month month, Span span) {
    const Grid& grid = context.model.grid;
    if (month >= grid.first && month <= grid.last()) {
        return true;
    }
    context.report(
        {.code = "E2030",
         .headline = fmt::format("{} is outside the run", to_text(month)),
         .primary = {span,
                     fmt::format(
                         "the run goes from {} to {}", to_text(grid.first), to_text(grid.last()))},
         .others = {},
         .notes = {},
         .helps = {{"choose another date, or change `time` in the model block", {}, {}}}});
    return false;
}

std::optional<MonthWindow> window_of_record(Context& context, const syntax::Window& window) {
    const std::optional<Month> first = month_of(context, window.from);
    const std::optional<Month> last = last_month_of(context, window.to);
    if (!first || !last) {
        return std::nullopt;
    }
    if (*last < *first) {
        context.error("E2030",
                      "the window ends before it begins",
                      window.span,
                      fmt::format("{} comes after {}", to_text(*first), to_text(*last)));
        return std::nullopt;
    }
    return MonthWindow{*first, *last};
}

std::optional<MonthWindow> window_of(Context& context, const syntax::Window& window) {
    const std::optional<MonthWindow> found = window_of_record(context, window);
    if (!found || !in_run(context, found->first, window.from.span) ||
        !in_run(context, found->last, window.to.span)) {
        return std::nullopt;
    }
    return found;
}

}  // namespace entente::model::resolving

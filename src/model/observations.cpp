// SPDX-License-Identifier: Apache-2.0
// `observes average x with lognormal(sd = 0.08)`: what the model has for a series, and the errors.
#include <limits>

#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

enum class SettingUnit { none, of_series };

constexpr double unlimited = std::numeric_limits<double>::infinity();

struct SettingRow {
    std::string_view name;
    SettingUnit unit = SettingUnit::none;
    double above = 0;                 ///< a plain number must lie above this
    double below = unlimited;         ///< and below this
    std::optional<double> otherwise;  ///< where it is not given
};

struct ErrorModelRow {
    std::string_view name;
    ErrorModel model;
    std::vector<SettingRow> settings;
};

const SettingRow persistence_row = {"persistence", SettingUnit::none, -1, 1, 0.0};

const std::vector<ErrorModelRow>& error_models() {
    static const std::vector<ErrorModelRow> table = {
        {"normal", ErrorModel::normal, {{"sd", SettingUnit::of_series}, persistence_row}},
        {"lognormal", ErrorModel::lognormal, {{"sd"}, persistence_row}},
        {"student_t",
         ErrorModel::student_t,
         {{"sd", SettingUnit::of_series}, {"freedom"}, persistence_row}},
        {"beta", ErrorModel::beta, {{"precision"}}},
        {"beta_binomial", ErrorModel::beta_binomial, {{"precision"}, {"trials"}}},
        {"poisson", ErrorModel::poisson, {}},
        {"negative_binomial", ErrorModel::negative_binomial, {{"size"}}},
        {"bernoulli", ErrorModel::bernoulli, {}},
        {"ordered", ErrorModel::ordered, {}},
    };
    return table;
}

/// `lognormal(sd = ..., persistence = 0)`
std::string form_of(const ErrorModelRow& row) {
    if (row.model == ErrorModel::ordered) {
        return "ordered(CUT, CUT, ...)";
    }
    std::string form;
    for (const SettingRow& setting : row.settings) {
        form += form.empty() ? "" : ", ";
        form += setting.name;
        form += setting.otherwise ? fmt::format(" = {}", *setting.otherwise) : " = ...";
    }
    return fmt::format("{}({})", row.name, form);
}

/// What is read around a setting.
struct Place {
    Scope scope;
    Unit unit;      ///< of the series
    Span declared;  ///< where it is said
};

std::optional<ErrorSetting> setting(Context& context,
                                    const Place& place,
                                    const SettingRow& row,
                                    const Expr& value) {
    Typed typed = expression(context, place.scope, value);
    const bool own = row.unit == SettingUnit::of_series;
    const NodeId node = own ? fitted(context, typed, place.unit, place.declared)
                            : unitless(context, typed, fmt::format("`{}`", row.name));
    if (!node) {
        return std::nullopt;
    }
    ErrorSetting made;
    made.name = row.name;
    if (const std::optional<double> known = context.graph.number(node)) {
        if (!(*known > row.above && *known < row.below)) {
            context.error(
                "E2035",
                row.below < unlimited
                    ? fmt::format("`{}` must lie between {} and {}", row.name, row.above, row.below)
                    : fmt::format("`{}` must be above {}", row.name, row.above),
                value.span,
                fmt::format("this is {}", *known));
            return std::nullopt;
        }
        made.value = *known;
        return made;
    }
    typed.node = node;
    typed.unit = own ? place.unit : Unit{};
    made.quantity = as_quantity(context, place.scope, typed, made.name);
    return made;
}

/// The cuts of `ordered`: any number of rising ones.
bool read_cuts(Context& context, const Place& place, const Expr& call, Observation& into) {
    if (call.arguments.empty()) {
        context.error("E2017",
                      "`ordered` needs at least one cut",
                      call.span,
                      "write `ordered(-1, 1)`: below the first, between, above the last");
        return false;
    }
    for (const syntax::Argument& argument : call.arguments) {
        const SettingRow row = {"cut", SettingUnit::none, -unlimited, unlimited, {}};
        auto made = setting(context, place, row, argument.value);
        if (!made) {
            return false;
        }
        const ErrorSetting* before = into.settings.empty() ? nullptr : &into.settings.back();
        if (before != nullptr && !before->quantity && !made->quantity &&
            !(made->value > before->value)) {
            context.error("E2035",
                          "the cuts of `ordered` must rise",
                          argument.value.span,
                          fmt::format("{} is not above {}", made->value, before->value));
            return false;
        }
        into.settings.push_back(std::move(*made));
    }
    return true;
}

/// Index of the setting an argument gives, or nothing after a report.
std::optional<std::size_t> place_of(Context& context,
                                    const ErrorModelRow& row,
                                    const syntax::Argument& argument,
                                    std::size_t position) {
    if (!argument.name && position < row.settings.size()) {
        return position;
    }
    std::vector<std::string> names;
    for (std::size_t i = 0; i < row.settings.size(); ++i) {
        if (argument.name && row.settings[i].name == argument.name->text) {
            return i;
        }
        names.emplace_back(row.settings[i].name);
    }
    if (argument.name) {
        unknown_name(
            context, "E2017", *argument.name, fmt::format("setting of `{}`", row.name), names);
    } else {
        context.error("E2017",
                      fmt::format("`{}` has {} settings", row.name, row.settings.size()),
                      argument.value.span,
                      fmt::format("its form is `{}`", form_of(row)));
    }
    return std::nullopt;
}

bool read_settings(Context& context,
                   const Place& place,
                   const Expr& call,
                   const ErrorModelRow& row,
                   Observation& into) {
    std::vector<std::optional<ErrorSetting>> made(row.settings.size());
    std::size_t position = 0;
    for (const syntax::Argument& argument : call.arguments) {
        const auto at = place_of(context, row, argument, position++);
        if (!at) {
            return false;
        }
        made[*at] = setting(context, place, row.settings[*at], argument.value);
        if (!made[*at]) {
            return false;
        }
    }
    for (std::size_t i = 0; i < made.size(); ++i) {
        const SettingRow& wanted = row.settings[i];
        if (!made[i] && !wanted.otherwise) {
            context.error("E2017",
                          fmt::format("`{}` needs its `{}`", row.name, wanted.name),
                          call.span,
                          fmt::format("write `{}`", form_of(row)));
            return false;
        }
        into.settings.push_back(
            made[i] ? *made[i]
                    : ErrorSetting{std::string(wanted.name), wanted.otherwise.value_or(0), {}});
    }
    return true;
}

bool read_errors(Context& context, const Place& place, const Expr& call, Observation& into) {
    std::vector<std::string> names;
    for (const ErrorModelRow& row : error_models()) {
        names.emplace_back(row.name);
        if (row.name != call.name.text) {
            continue;
        }
        into.errors = row.model;
        return row.model == ErrorModel::ordered ? read_cuts(context, place, call, into)
                                                : read_settings(context, place, call, row, into);
    }
    unknown_name(context, "E2018", call.name, "distribution of errors", names);
    return false;
}

/// The window a series looks through, or nothing after a report.
std::optional<Observation::Window> window_of(Context& context,
                                             const std::optional<syntax::Name>& name) {
    using Window = Observation::Window;
    if (!name || name->text == "closing") {
        return Window::closing;
    }
    if (name->text == "average") {
        return Window::average;
    }
    if (name->text == "total") {
        return Window::total;
    }
    if (name->text == "growth") {
        return Window::growth;
    }
    unknown_name(
        context, "E2021", *name, "window of a series", {"average", "total", "closing", "growth"});
    return std::nullopt;
}

}  // namespace

std::optional<Observation> observation(Context& context,
                                       const syntax::ObservesClause& clause,
                                       const Unit& unit,
                                       Span declared,
                                       const std::string& series) {
    Observation made;
    const auto window = window_of(context, clause.window);
    if (!window) {
        return std::nullopt;
    }
    made.window = *window;
    made.scale = unit.is_dimensionless() ? unit.scale() : 1;
    Place place;
    place.scope.owner = "data." + series;
    place.unit = unit;
    place.declared = declared;
    if (!read_errors(context, place, clause.distribution, made)) {
        return std::nullopt;
    }
    Typed typed = expression(context, place.scope, clause.value);
    if (typed.failed()) {
        return std::nullopt;
    }
    // A growth is a ratio of two numbers of any unit; the place on a logit scale has none.
    if (made.window != Observation::Window::growth) {
        const Unit month = *context.units.find("month");
        Unit wanted = unit;
        if (made.errors == ErrorModel::ordered) {
            wanted = Unit{};
        } else if (made.window == Observation::Window::total &&
                   same_dimension(typed.unit, unit / month)) {
            wanted = unit / month;
        }
        const NodeId node = fitted(context, typed, wanted, declared);
        if (!node) {
            return std::nullopt;
        }
        typed.node = node;
        typed.unit = wanted;
    }
    made.quantity = as_quantity(context, place.scope, typed, "observed");
    return made;
}

}  // namespace entente::model::resolving

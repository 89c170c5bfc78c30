// SPDX-License-Identifier: Apache-2.0
// Data series and what they observe.
#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

struct ErrorModel {
    std::string_view name;
    std::vector<std::string_view> settings;
    bool own_unit;  ///< whether `sd` has the unit of the series
};

const std::vector<ErrorModel>& error_models() {
    static const std::vector<ErrorModel> table = {
        {"normal", {"sd"}, true},
        {"lognormal", {"sd"}, false},
        {"student_t", {"sd", "freedom"}, true},
        {"beta", {"precision"}, false},
        {"poisson", {}, false},
        {"negative_binomial", {"size"}, false},
    };
    return table;
}

bool read_errors(
    Context& context, const Expr& call, const Unit& unit, Span declared, Observation& into) {
    const ErrorModel* model = nullptr;
    std::vector<std::string> names;
    for (const ErrorModel& row : error_models()) {
        names.emplace_back(row.name);
        if (row.name == call.name.text) {
            model = &row;
        }
    }
    if (model == nullptr) {
        unknown_name(context, "E2018", call.name, "distribution of errors", names);
        return false;
    }
    into.error_model = model->name;
    std::size_t next = 0;
    for (const syntax::Argument& argument : call.arguments) {
        std::string name;
        if (argument.name) {
            name = argument.name->text;
        } else if (next < model->settings.size()) {
            name = model->settings[next];
        }
        ++next;
        bool known = false;
        std::vector<std::string> settings;
        for (const std::string_view one : model->settings) {
            settings.emplace_back(one);
            known = known || one == name;
        }
        if (!known) {
            unknown_name(context,
                         "E2017",
                         argument.name ? *argument.name : Name{name, argument.value.span},
                         fmt::format("setting of `{}`", model->name),
                         settings);
            return false;
        }
        const bool own = model->own_unit && name == "sd";
        const auto value = constant(
            context, {}, argument.value, own ? unit : Unit{}, own ? declared : argument.value.span);
        if (!value) {
            return false;
        }
        into.settings.emplace_back(name, *value);
    }
    if (into.settings.size() != model->settings.size()) {
        std::string form;
        for (const std::string_view one : model->settings) {
            form += (form.empty() ? "" : ", ") + std::string(one) + " = ...";
        }
        context.error("E2017",
                      fmt::format("`{}` needs {}", model->name, form),
                      call.span,
                      fmt::format("write `{}({})`", model->name, form));
        return false;
    }
    return true;
}

void observe(Context& context,
             const syntax::ObservesClause& clause,
             const Unit& unit,
             Span declared,
             const std::string& series,
             std::vector<Observation>& into) {
    using Window = Observation::Window;
    Observation observation;
    const std::string window = clause.window ? clause.window->text : "closing";
    if (window == "average") {
        observation.window = Window::average;
    } else if (window == "total") {
        observation.window = Window::total;
    } else if (window == "growth") {
        observation.window = Window::growth;
    } else if (window != "closing") {
        unknown_name(context,
                     "E2021",
                     *clause.window,
                     "window of a series",
                     {"average", "total", "closing", "growth"});
        return;
    }
    if (!read_errors(context, clause.distribution, unit, declared, observation)) {
        return;
    }
    Scope scope;
    scope.owner = "data." + series;
    Typed typed = expression(context, scope, clause.value);
    if (typed.failed()) {
        return;
    }
    // A growth is a ratio; a total of a rate over months has the unit without the month.
    if (observation.window == Window::growth) {
        observation.quantity = as_quantity(context, scope, typed, "observed");
        into.push_back(observation);
        return;
    }
    const Unit month = *context.units.find("month");
    const Unit wanted =
        observation.window == Window::total && same_dimension(typed.unit, unit / month)
            ? unit / month
            : unit;
    const NodeId node = fitted(context, typed, wanted, declared);
    if (!node) {
        return;
    }
    typed.node = node;
    typed.unit = wanted;
    observation.quantity = as_quantity(context, scope, typed, "observed");
    into.push_back(observation);
}

void define_one(Context& context, const syntax::DataDecl& decl, DataId id) {
    const auto unit = unit_of(context, decl.unit);
    if (!unit) {
        return;
    }
    DataSeries series = context.model.data[id];
    series.unit = context.written(decl.unit.span);
    switch (decl.each) {
        case syntax::Period::none:
        case syntax::Period::month:
            series.each = Period::month;
            break;
        case syntax::Period::quarter:
            series.each = Period::quarter;
            break;
        case syntax::Period::year:
            series.each = Period::year;
            break;
    }
    if (decl.missing) {
        series.missing = decl.missing->text;
    }
    if (decl.record) {
        series.record = record_of(context, *decl.record, RecordUse::data, *unit, {});
        if (series.record) {
            context.model.records[series.record].yearly = series.each == Period::year;
        }
    } else if (!decl.missing) {
        context.error("E2020",
                      fmt::format("where does `{}` come from?", decl.name.text),
                      decl.name.span,
                      "needs `from \"FILE\"`, or `missing \"why\"`");
    }
    for (const syntax::Clause& clause : decl.clauses) {
        if (const auto* grade = std::get_if<syntax::GradeClause>(&clause.what)) {
            series.grade = grade_of(context, *grade);
        } else if (const auto* source = std::get_if<syntax::SourceClause>(&clause.what)) {
            series.source = source_of(context, source->source);
        } else if (const auto* caveat = std::get_if<syntax::CaveatClause>(&clause.what)) {
            series.caveat = caveat->text.text;
        } else if (const auto* licence = std::get_if<syntax::LicenceClause>(&clause.what)) {
            series.licence = licence->text.text;
        } else if (const auto* observes = std::get_if<syntax::ObservesClause>(&clause.what)) {
            observe(context, *observes, *unit, decl.unit.span, series.name, series.observes);
        } else {
            context.error("E2021",
                          fmt::format("the series `{}` cannot have this clause", series.name),
                          clause.span,
                          "not a clause of data");
        }
    }
    context.model.data[id] = std::move(series);
}

}  // namespace

void define_data(Context& context) {
    for (const syntax::Tree& tree : context.trees) {
        for (const syntax::Decl& decl : tree.decls) {
            const auto* data = std::get_if<syntax::DataDecl>(&decl.what);
            if (data == nullptr) {
                continue;
            }
            const Entry* entry = find_name(context, data->name.text);
            if (entry == nullptr || entry->kind != Entry::Kind::data ||
                entry->span != data->name.span) {
                continue;
            }
            define_one(context, *data, DataId(entry->index));
        }
    }
}

}  // namespace entente::model::resolving

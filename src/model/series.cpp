// SPDX-License-Identifier: Apache-2.0
// Data series: where they come from and how much they are worth.
#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

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
            auto made = observation(context, *observes, *unit, decl.unit.span, series.name);
            if (made) {
                series.observes.push_back(std::move(*made));
            }
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

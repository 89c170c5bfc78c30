// SPDX-License-Identifier: Apache-2.0
// `recorded` and `from`: which table, which column, which rows. Files are described here and read
// by the data stage.
#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

std::optional<Filter> filter_of(Context& context, const Scope& scope, const Expr& expr) {
    using syntax::ExprKind;
    using syntax::Operator;
    if (expr.kind == ExprKind::error) {
        return std::nullopt;
    }
    Filter filter;
    filter.span = expr.span;
    const bool both = expr.kind == ExprKind::binary &&
                      (expr.op == Operator::logical_and || expr.op == Operator::logical_or);
    if (both || expr.kind == ExprKind::logical_not) {
        filter.kind = expr.kind == ExprKind::logical_not ? Filter::Kind::none_of
                      : expr.op == Operator::logical_and ? Filter::Kind::all_of
                                                         : Filter::Kind::any_of;
        for (const Expr& child : expr.children) {
            std::optional<Filter> part = filter_of(context, scope, child);
            if (!part) {
                return std::nullopt;
            }
            filter.parts.push_back(std::move(*part));
        }
        return filter;
    }
    const bool comparison = expr.kind == ExprKind::binary && expr.op != Operator::add &&
                            expr.op != Operator::subtract && expr.op != Operator::multiply &&
                            expr.op != Operator::divide && expr.op != Operator::power;
    if (!comparison || expr.children[0].kind != ExprKind::place) {
        context.error("E2041",
                      "a `where` compares a column with a value",
                      expr.span,
                      "write `COLUMN == \"value\"`");
        return std::nullopt;
    }
    filter.column = expr.children[0].name.text;
    if (expr.op == Operator::equal) {
        filter.comparison = Filter::Comparison::equal;
    }
    if (expr.op == Operator::not_equal) {
        filter.comparison = Filter::Comparison::not_equal;
    }
    if (expr.op == Operator::less) {
        filter.comparison = Filter::Comparison::less;
    }
    if (expr.op == Operator::less_equal) {
        filter.comparison = Filter::Comparison::less_equal;
    }
    if (expr.op == Operator::greater) {
        filter.comparison = Filter::Comparison::greater;
    }
    if (expr.op == Operator::greater_equal) {
        filter.comparison = Filter::Comparison::greater_equal;
    }
    const Expr& value = expr.children[1];
    const Expr& plain = value.kind == ExprKind::negate ? value.children[0] : value;
    if (plain.kind == ExprKind::number) {
        filter.number = value.kind == ExprKind::negate ? -plain.number : plain.number;
        filter.text = context.written(value.span);
        return filter;
    }
    if (value.kind == ExprKind::date) {
        filter.text = context.written(value.span);
        return filter;
    }
    const auto text = static_text(scope, value);
    if (!text) {
        context.error("E2041",
                      "a `where` compares a column with a value",
                      value.span,
                      "a text, a number or an index was expected");
        return std::nullopt;
    }
    filter.text = *text;
    return filter;
}

void read_table(Context& context,
                const syntax::TableExpr& table,
                const Unit& unit,
                const Scope& scope,
                Record& record) {
    for (const syntax::TableRow& row : table.rows) {
        if (!row.key.date) {
            context.error("E2019", "this table is by date", row.key.span, "not a date");
            continue;
        }
        if (row.value.kind != syntax::Value::Kind::expr) {
            context.error(
                "E2036", "a record holds plain numbers", row.value.span, "not one number");
            continue;
        }
        const auto value = constant(context, scope, row.value.first, unit, row.value.span);
        if (!value) {
            continue;
        }
        const Month month = month_of(*row.key.date);
        if (!record.rows.empty() && !(record.rows.back().first < month)) {
            context.error("E2019",
                          "the dates of a table must rise",
                          row.key.span,
                          fmt::format("not after {}", to_text(record.rows.back().first)));
            continue;
        }
        record.rows.emplace_back(month, *value);
    }
}

}  // namespace

RecordId record_of(Context& context,
                   const syntax::RecordExpr& expr,
                   RecordUse use,
                   const Unit& unit,
                   const Scope& scope) {
    Record record;
    record.use = use;
    record.span = expr.span;
    if (expr.path) {
        record.shown = expr.path->text;
        record.path = path_beside(context.sources.path(expr.path->span.file), record.shown);
    }
    if (expr.table) {
        read_table(context, *expr.table, unit, scope, record);
    }
    if (expr.column) {
        record.column = expr.column->text;
    } else if (use != RecordUse::counts) {
        record.column = "value";
    }
    if (expr.dates) {
        record.dates = expr.dates->text;
    }
    if (expr.fill) {
        if (expr.fill->text == "linear") {
            record.fill = Fill::linear;
        } else if (expr.fill->text == "none") {
            record.fill = Fill::none;
        } else if (expr.fill->text != "hold") {
            unknown_name(
                context, "E2021", *expr.fill, "way to fill gaps", {"hold", "linear", "none"});
            return {};
        }
    }
    if (expr.where) {
        record.filter = filter_of(context, scope, *expr.where);
        if (!record.filter) {
            return {};
        }
    }
    if (expr.complete_through) {
        Month month = month_of(*expr.complete_through);
        if (expr.complete_through->month == 0) {
            month = month + 11;
        }
        record.complete_through = month;
    }
    return context.model.records.add(std::move(record));
}

std::optional<RowsAndMeeting> rows_meeting(Context& context,
                                           const syntax::RecordExpr& expr,
                                           const Expr& condition) {
    if (!expr.path) {
        context.error(
            "E2033", "a share is of the rows of a file", expr.span, "write a file name in quotes");
        return std::nullopt;
    }
    const RecordId rows = record_of(context, expr, RecordUse::counts, Unit{}, Scope{});
    auto meets = filter_of(context, Scope{}, condition);
    if (!rows || !meets) {
        return std::nullopt;
    }
    // A file of coded rows ends where it ends; that none of them meets the condition is an answer.
    Record& kept = context.model.records[rows];
    kept.complete_through = kept.complete_through.value_or(context.model.grid.last());
    Record meeting = kept;
    meeting.none_is_an_answer = true;
    if (kept.filter) {
        Filter both;
        both.kind = Filter::Kind::all_of;
        both.parts = {*kept.filter, std::move(*meets)};
        both.span = condition.span;
        meeting.filter = std::move(both);
    } else {
        meeting.filter = std::move(meets);
    }
    return RowsAndMeeting{rows, context.model.records.add(std::move(meeting))};
}

bool add_record(Context& context,
                const syntax::RecordExpr& expr,
                const Unit& unit,
                const Scope& scope,
                QuantityId id) {
    const bool event = context.model.quantities[id].kind == QuantityKind::event;
    const RecordId record =
        record_of(context, expr, event ? RecordUse::counts : RecordUse::values, unit, scope);
    if (!record) {
        return false;
    }
    Track value;
    value.kind = Track::Kind::record_value;
    value.record = record;
    Track covers;
    covers.kind = Track::Kind::record_covers;
    covers.record = record;
    Quantity& quantity = context.model.quantities[id];
    quantity.record = context.model.tracks.add(value);
    quantity.covered = context.model.tracks.add(covers);
    return true;
}

LinkId link_named(Context& context, const std::string& name, const std::string& family) {
    const auto known = context.links.find(name);
    if (known != context.links.end()) {
        return known->second;
    }
    const LinkId id = context.model.links.add({name, family, {}});
    context.links[name] = id;
    return id;
}

}  // namespace entente::model::resolving

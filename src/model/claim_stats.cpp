// SPDX-License-Identifier: Apache-2.0
#include "model/claim_stats.hpp"

#include <fmt/format.h>

namespace entente::model::resolving {

std::vector<LinkId> links_called(Context& context, const Name& name) {
    std::vector<LinkId> found;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < context.model.links.size(); ++i) {
        const Link& link = context.model.links[LinkId(i)];
        if (link.name == name.text || link.family == name.text) {
            found.push_back(LinkId(i));
        }
        names.push_back(link.family);
    }
    if (found.empty()) {
        unknown_name(context, "E2024", name, "link", names);
    }
    return found;
}

/// The quantity or series measured, and its unit; nothing after a report.
std::optional<Measured> StatReader::measured(const Expr& expr) {
    Measured result;
    if (expr.kind == syntax::ExprKind::place) {
        const Entry* entry = find_name(context_, expr.name.text);
        if (entry != nullptr && entry->kind == Entry::Kind::data) {
            result.stat.data = DataId(entry->index);
            result.unit = unit_of_series(result.stat.data);
            return result;
        }
        if (entry == nullptr && asks_ != Asks::model &&
            find_declared(context_, expr.name.text) == nullptr) {
            unknown_name(
                context_, "E2026", expr.name, "series", names_of(context_, {Entry::Kind::data}));
            return std::nullopt;
        }
        const Declared* declared = find_declared(context_, expr.name.text);
        if (declared != nullptr && declared->broken) {
            return std::nullopt;
        }
        if (declared != nullptr && expr.fields.empty()) {
            const auto id = scalar_of(context_, Scope{}, expr, *declared);
            if (!id) {
                return std::nullopt;
            }
            if (asks_ != Asks::model && !text_only(context_.graph.quantity(*id), expr)) {
                return std::nullopt;
            }
            result.stat.quantity = *id;
            result.unit = declared->unit;
            return result;
        }
    }
    Scope scope;
    scope.owner = owner_;
    const Typed typed = expression(context_, scope, expr);
    if (typed.failed()) {
        return std::nullopt;
    }
    if (typed.kind != Typed::Kind::number) {
        context_.report({.code = "E3001",
                         .headline = "a number is measured",
                         .primary = {typed.span, "this is no number"},
                         .others = {},
                         .notes = {},
                         .helps = {{"write `if ... then 1 else 0`", {}, {}}}});
        return std::nullopt;
    }
    if (asks_ != Asks::model && !text_only(typed.node, expr)) {
        return std::nullopt;
    }
    result.stat.quantity = as_quantity(context_, scope, typed, "measured");
    result.unit = typed.unit;
    return result;
}

Unit StatReader::unit_of_series(DataId id) {
    for (const syntax::Tree& tree : context_.trees) {
        for (const syntax::Decl& decl : tree.decls) {
            const auto* data = std::get_if<syntax::DataDecl>(&decl.what);
            if (data == nullptr || data->name.text != context_.model.data[id].name) {
                continue;
            }
            return unit_of(context_, data->unit).value_or(Unit{});
        }
    }
    return {};
}

/// A fact uses the record alone: series, agreements, recorded events.
bool StatReader::text_only(NodeId node, const Expr& expr) {
    for (const Read& read : reads_of(context_.model.nodes, {node})) {
        const Quantity& quantity = context_.model.quantities[read.quantity];
        const bool input =
            asks_ == Asks::record_and_inputs &&
            (quantity.kind == QuantityKind::input || quantity.kind == QuantityKind::lever);
        if (quantity.record && (quantity.kind == QuantityKind::event || input)) {
            continue;
        }
        context_.report(
            {.code = "E2033",
             .headline = fmt::format("a fact uses the record alone, and `{}` is computed by "
                                     "the model",
                                     quantity.name),
             .primary = {expr.span, "reads the model"},
             .others = {},
             .notes = {},
             .helps = {{"use a `data` series or a recorded event, or leave out `fact`", {}, {}}}});
        return false;
    }
    return true;
}

std::optional<Measured> StatReader::read(const syntax::Stat& written) {
    if (written.kind == syntax::Stat::Kind::effect) {
        return read_effect(written);
    }
    if (written.kind == syntax::Stat::Kind::share) {
        return read_rows(written);
    }
    auto result = measured(written.expr);
    if (!result) {
        return std::nullopt;
    }
    Stat& stat = result->stat;
    stat.kind = static_cast<Stat::Kind>(written.kind);
    stat.span = written.span;
    stat.text = context_.written(written.span);
    if (written.kind == syntax::Stat::Kind::around && !read_around(written, stat)) {
        return std::nullopt;
    }
    if (!read_dates(written, stat)) {
        return std::nullopt;
    }
    if (stat.kind == Stat::Kind::total) {
        // Months add up: a rate per time becomes an amount.
        const Unit month = *context_.units.find("month");
        const auto power_of_time = result->unit.dimensions.find("month");
        if (power_of_time != result->unit.dimensions.end() && power_of_time->second == -1) {
            result->unit = in_total(result->unit, month);
        }
    }
    stat.unit = to_text(result->unit);
    return result;
}

/// The months of a statistic: within the run, or of the record. False after a report.
bool StatReader::read_dates(const syntax::Stat& written, Stat& stat) {
    if (written.window) {
        const auto window = stat.data ? window_of_record(context_, *written.window)
                                      : window_of(context_, *written.window);
        if (!window) {
            return false;
        }
        stat.window = *window;
    }
    if (written.at) {
        const auto at = month_of(context_, *written.at);
        if (!at || (!stat.data && !in_run(context_, *at, written.at->span))) {
            return false;
        }
        stat.window = {*at, *at};
    }
    if (written.from && written.to) {
        const auto from = month_of(context_, *written.from);
        const auto to = month_of(context_, *written.to);
        if (!from || !to ||
            (!stat.data && (!in_run(context_, *from, written.from->span) ||
                            !in_run(context_, *to, written.to->span)))) {
            return false;
        }
        stat.window = {*from, *to};
    }
    return true;
}

/// The event and the months of `change X around EVENT within TIME`. False after a report.
bool StatReader::read_around(const syntax::Stat& written, Stat& stat) {
    const Declared* declared = find_declared(context_, written.event->name.text);
    if (declared == nullptr || declared->kind != QuantityKind::event) {
        std::vector<std::string> events;
        for (const Declared& other : context_.declared) {
            if (other.kind == QuantityKind::event) {
                events.push_back(other.name);
            }
        }
        unknown_name(context_, "E2027", written.event->name, "event", events);
        return false;
    }
    const auto id = scalar_of(context_, Scope{}, *written.event, *declared);
    const auto months = whole_months(context_, *written.within);
    if (!id || !months) {
        return false;
    }
    if (!context_.model.quantities[*id].record) {
        context_.report({.code = "E2033",
                         .headline = fmt::format("`{}` has no record", declared->name),
                         .primary = {written.event->span, "no dated cases to look around"},
                         .others = {{declared->span, "declared here"}},
                         .notes = {},
                         .helps = {{"give the event `recorded` dates", {}, {}}}});
        return false;
    }
    stat.event = *id;
    stat.within = *months;
    return true;
}

/// `share of RECORD with CONDITION over WINDOW`.
std::optional<Measured> StatReader::read_rows(const syntax::Stat& written) {
    const auto rows = rows_meeting(context_, *written.rows, *written.rows_with);
    const auto window = window_of_record(context_, *written.window);
    if (!rows || !window) {
        return std::nullopt;
    }
    Measured result;
    result.stat.kind = Stat::Kind::share;
    result.stat.rows = rows->rows;
    result.stat.meeting = rows->meeting;
    result.stat.window = *window;
    result.stat.unit = to_text(result.unit);
    result.stat.span = written.span;
    result.stat.text = context_.written(written.span);
    return result;
}

/// MUSD/year over months adds up to MUSD.
Unit StatReader::in_total(const Unit& unit, const Unit& month) {
    for (const char* time : {"year", "quarter", "day", "month"}) {
        const auto shown = unit.shown.find(time);
        if (shown != unit.shown.end() && shown->second == -1) {
            return unit * *context_.units.find(time);
        }
    }
    return unit * month;
}

std::optional<Measured> StatReader::read_effect(const syntax::Stat& written) {
    if (written.on.empty()) {
        context_.error("E2033",
                       "an effect on what?",
                       written.span,
                       "write `effect of LINK on average X over ...`");
        return std::nullopt;
    }
    auto on = read(written.on.front());
    if (!on) {
        return std::nullopt;
    }
    Measured result;
    result.unit = on->unit;
    result.stat.kind = Stat::Kind::effect;
    result.stat.unit = on->stat.unit;
    result.stat.span = written.span;
    result.stat.text = context_.written(written.span);
    for (const Name& name : written.links) {
        const std::vector<LinkId> links = links_called(context_, name);
        if (links.empty()) {
            return std::nullopt;
        }
        result.stat.links.insert(result.stat.links.end(), links.begin(), links.end());
    }
    result.stat.on.push_back(on->stat);
    return result;
}

}  // namespace entente::model::resolving

// SPDX-License-Identifier: Apache-2.0
// Expressions: names to quantities, kinds and units checked, nodes made. Conversions are multiplied
// in where two units of one dimension meet.
#include <cmath>

#include <fmt/format.h>

#include "model/builtins.hpp"
#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

const char* kind_text(Typed::Kind kind) {
    switch (kind) {
        case Typed::Kind::number:
            return "a number";
        case Typed::Kind::date:
            return "a date";
        case Typed::Kind::truth:
            return "a condition";
        case Typed::Kind::error:
            break;
    }
    return "nothing";
}

Typed date_value(Context& context, Month month, Span span) {
    return {Typed::Kind::date, context.graph.constant(month.since_1970), {}, false, span};
}

Typed literal(Context& context, const Expr& expr) {
    Typed typed = number(context.graph.constant(expr.number), {}, expr.span);
    if (expr.percent) {
        typed.unit = *context.units.find("percent");
    } else if (expr.unit) {
        const std::optional<Unit> unit = unit_of(context, *expr.unit);
        if (!unit) {
            return failed(expr.span);
        }
        typed.unit = *unit;
    } else {
        typed.bare = true;
    }
    return typed;
}

/// `time`, `start`, `forecast`, `end`, unless the model has a quantity of that name.
std::optional<Typed> built_in_date(Context& context, const Expr& expr) {
    if (!expr.subscripts.empty() || !expr.fields.empty()) {
        return std::nullopt;
    }
    const Grid& grid = context.model.grid;
    if (expr.name.text == "time") {
        return Typed{Typed::Kind::date, context.graph.time(), {}, false, expr.span};
    }
    if (expr.name.text == "start") {
        return date_value(context, grid.first, expr.span);
    }
    if (expr.name.text == "forecast") {
        return date_value(context, grid.forecast, expr.span);
    }
    if (expr.name.text == "end") {
        return date_value(context, grid.last(), expr.span);
    }
    return std::nullopt;
}

/// `season[this_month]`: the element of the calendar month.
Typed by_calendar(Context& context,
                  const Scope& scope,
                  const Expr& expr,
                  const Declared& declared) {
    Expr place = expr;
    std::vector<NodeId> values;
    std::size_t which = 0;
    while (expr.subscripts[which].name.text != "this_month") {
        ++which;
    }
    for (const Element& month : context.sets.at("calendar").elements) {
        place.subscripts[which].name.text = month.text;
        const auto id = scalar_of(context, scope, place, declared);
        if (!id) {
            return failed(expr.span);
        }
        values.push_back(context.graph.quantity(*id));
    }
    const Grid& grid = context.model.grid;
    NodeId node = values.back();
    for (std::size_t m = values.size() - 1; m-- > 0;) {
        const std::string key = "calendar " + std::to_string(m);
        auto known = context.dated_lists.find(key);
        if (known == context.dated_lists.end()) {
            Track track;
            for (int row = 0; row < grid.rows(); ++row) {
                const bool now = month_in_year(grid.month(row)) == static_cast<int>(m) + 1;
                track.values.push_back(now ? 1.0 : 0.0);
            }
            known = context.dated_lists.emplace(key, context.model.tracks.add(track)).first;
        }
        node = context.graph.choose(context.graph.track(known->second), values[m], node);
    }
    return number(node, declared.unit, expr.span);
}

/// A flow of a stock, `reserves.bought`.
std::optional<Typed> flow(Context& context,
                          const Scope& scope,
                          const Expr& expr,
                          const Declared& declared) {
    const auto stock = scalar_of(context, scope, expr, declared);
    if (!stock) {
        return failed(expr.span);
    }
    const std::string name = context.model.quantities[*stock].name + "." + expr.fields.front().text;
    const QuantityId id = quantity_named(context, name);
    if (!id) {
        std::vector<std::string> names;
        for (const QuantityId f : context.model.quantities[*stock].flows) {
            const std::string& full = context.model.quantities[f].name;
            names.push_back(full.substr(full.rfind('.') + 1));
        }
        unknown_name(context,
                     "E2001",
                     expr.fields.front(),
                     fmt::format("flow of `{}`", declared.name),
                     names);
        return failed(expr.span);
    }
    const Unit month = *context.units.find("month");
    return number(context.graph.quantity(id), declared.unit / month, expr.span);
}

/// Whether a player chose an option: `CHN.press`; nothing where no player has that name.
std::optional<Typed> option_chosen(Context& context, const Expr& expr) {
    for (const Player& player : context.model.players) {
        if (player.actor != expr.name.text || expr.fields.size() != 1) {
            continue;
        }
        std::vector<std::string> names;
        for (std::size_t i = 0; i < player.options.size(); ++i) {
            names.push_back(player.options[i].name);
            if (player.options[i].name != expr.fields[0].text) {
                continue;
            }
            const NodeId is = context.graph.binary(Op::equal,
                                                   context.graph.quantity(player.choice),
                                                   context.graph.constant(static_cast<double>(i)));
            return number(is, {}, expr.span);
        }
        unknown_name(context, "E2027", expr.fields[0], "option of " + player.actor, names);
        return failed(expr.span);
    }
    return std::nullopt;
}

/// What is no declared quantity: a date, an option, an issue's result, or a fault.
Typed undeclared(Context& context, const Scope& scope, const Expr& expr) {
    if (auto date = built_in_date(context, expr)) {
        return *date;
    }
    if (auto chosen = option_chosen(context, expr)) {
        return *chosen;
    }
    const Entry* entry = find_name(context, expr.name.text);
    if (entry != nullptr && entry->kind == Entry::Kind::issue) {
        return issue_result(context, expr, context.model.issues[entry->index]);
    }
    if (entry != nullptr) {
        context.report({.code = "E3001",
                        .headline = fmt::format("`{}` is no number", expr.name.text),
                        .primary = {expr.span, "a quantity was expected here"},
                        .others = {{entry->span, "this is what it names"}},
                        .notes = {},
                        .helps = {}});
        return failed(expr.span);
    }
    for (const auto& [index, element] : scope.indices) {
        if (index != expr.name.text) {
            continue;
        }
        context.error("E3001",
                      fmt::format("`{}` is an index, not a number", index),
                      expr.span,
                      "use it inside brackets");
        return failed(expr.span);
    }
    std::vector<std::string> candidates = names_of(context, {Entry::Kind::quantity});
    for (const char* word : {"time", "forecast", "start", "end"}) {
        candidates.push_back(word);
    }
    unknown_name(context, "E2001", expr.name, "quantity", candidates);
    return failed(expr.span);
}

/// What stands behind a dot: an event's rate or a stock's flow.
Typed part_of(Context& context, const Scope& scope, const Expr& expr, const Declared& declared) {
    if (declared.kind == QuantityKind::event && expr.fields.front().text == "rate") {
        Expr bare = expr;
        bare.fields.clear();
        const auto id = scalar_of(context, scope, bare, declared);
        if (!id) {
            return failed(expr.span);
        }
        return number(context.graph.quantity(rate_of(context, *id)),
                      power(*context.units.find("month"), -1),
                      expr.span);
    }
    if (declared.kind == QuantityKind::stock) {
        return *flow(context, scope, expr, declared);
    }
    context.error(
        "E2001",
        fmt::format("`{}` has no part called `{}`", declared.name, expr.fields.front().text),
        expr.fields.front().span,
        declared.kind == QuantityKind::event ? "an event has `.rate`" : "only stocks have flows");
    return failed(expr.span);
}

Typed place(Context& context, const Scope& scope, const Expr& expr) {
    const Declared* declared = find_declared(context, expr.name.text);
    if (declared == nullptr) {
        return undeclared(context, scope, expr);
    }
    if (declared->broken) {
        return failed(expr.span);
    }
    if (!expr.fields.empty()) {
        return part_of(context, scope, expr, *declared);
    }
    for (const syntax::Subscript& subscript : expr.subscripts) {
        if (subscript.name.text == "this_month" &&
            expr.subscripts.size() == declared->axes.size()) {
            return by_calendar(context, scope, expr, *declared);
        }
    }
    const auto id = scalar_of(context, scope, expr, *declared);
    if (!id) {
        return failed(expr.span);
    }
    Unit unit = declared->unit;
    // An event's name is a rate: its count this month, per month.
    if (declared->kind == QuantityKind::event) {
        unit = power(*context.units.find("month"), -1);
    }
    return number(context.graph.quantity(*id), unit, expr.span);
}

Typed choose(Context& context, const Scope& scope, const Expr& expr) {
    const NodeId test = condition(context, scope, expr.children[0]);
    const Typed yes = expression(context, scope, expr.children[1]);
    const Typed no = expression(context, scope, expr.children[2]);
    if (!test || yes.failed() || no.failed()) {
        return failed(expr.span);
    }
    if (yes.kind != no.kind) {
        context.report({.code = "E3001",
                        .headline = "both sides of an `if` must be of one kind",
                        .primary = {no.span, fmt::format("this is {}", kind_text(no.kind))},
                        .others = {{yes.span, fmt::format("this is {}", kind_text(yes.kind))}},
                        .notes = {},
                        .helps = {}});
        return failed(expr.span);
    }
    Typed result = yes;
    NodeId other = no.node;
    if (yes.kind == Typed::Kind::number) {
        if (is_zero(context, yes)) {
            result.unit = no.unit;
        } else if (!is_zero(context, no)) {
            if (!same_dimension(yes.unit, no.unit)) {
                Diagnostic diagnostic{.code = "E3004",
                                      .headline = "the two sides of an `if` have different units",
                                      .primary = {no.span, "this " + described(no.unit)},
                                      .others = {{yes.span, "this " + described(yes.unit)}},
                                      .notes = {},
                                      .helps = {}};
                if (yes.bare) {
                    add_way_out(context, diagnostic, yes, no.unit);
                } else {
                    add_way_out(context, diagnostic, no, yes.unit);
                }
                context.report(std::move(diagnostic));
                return failed(expr.span);
            }
            other = converted(context, no, yes.unit);
        }
    }
    result.bare = yes.bare && no.bare;
    result.node = context.graph.choose(test, yes.node, other);
    result.span = expr.span;
    return result;
}

/// `value as name [else value]`
Typed link(Context& context, const Scope& scope, const Expr& expr) {
    // Named first, so that those who switch it off find it even where its value is at fault.
    std::string name = expr.name.text;
    std::string subscript;
    for (const auto& [index, element] : scope.indices) {
        subscript += (subscript.empty() ? "" : ",") + element.text;
    }
    if (!subscript.empty()) {
        name += "[" + subscript + "]";
    }
    const LinkId id = link_named(context, name, expr.name.text);
    Scope inner = scope;
    inner.in_sum = false;
    const Typed value = expression(context, inner, expr.children[0]);
    Typed without;
    if (expr.children.size() > 1) {
        without = expression(context, inner, expr.children[1]);
        if (value.failed() || without.failed()) {
            return failed(expr.span);
        }
    } else {
        if (value.failed()) {
            return failed(expr.span);
        }
        if (!scope.in_sum) {
            context.report(
                {.code = "E2023",
                 .headline = fmt::format("what is left when the link `{}` is switched off?",
                                         expr.name.text),
                 .primary = {expr.span, "this is no term of a sum"},
                 .others = {},
                 .notes = {"a term of a sum is left out; anything else needs a value"},
                 .helps = {{fmt::format("say it: `as {} else 1`", expr.name.text), {}, {}}}});
            return failed(expr.span);
        }
        without = number(context.graph.constant(0), value.unit, value.span);
    }
    if (value.kind != Typed::Kind::number || without.kind != Typed::Kind::number) {
        context.error("E3001", "a link names a number", expr.span, "this is no number");
        return failed(expr.span);
    }
    NodeId off = without.node;
    if (!is_zero(context, without)) {
        if (!same_dimension(value.unit, without.unit)) {
            Diagnostic diagnostic{.code = "E3004",
                                  .headline = "a link and its `else` have different units",
                                  .primary = {without.span, "this " + described(without.unit)},
                                  .others = {{value.span, "this " + described(value.unit)}},
                                  .notes = {},
                                  .helps = {}};
            add_way_out(context, diagnostic, without, value.unit);
            context.report(std::move(diagnostic));
            return failed(expr.span);
        }
        off = converted(context, without, value.unit);
    }
    Typed result = value;
    result.node = context.graph.link(id, value.node, off);
    result.bare = false;
    result.span = expr.span;
    return result;
}

Typed unary(Context& context, const Scope& scope, const Expr& expr) {
    if (expr.kind == syntax::ExprKind::logical_not) {
        const NodeId inner = condition(context, scope, expr.children[0]);
        if (!inner) {
            return failed(expr.span);
        }
        return {
            Typed::Kind::truth, context.graph.unary(Op::logical_not, inner), {}, false, expr.span};
    }
    Typed inner = expression(context, scope, expr.children[0]);
    if (inner.failed()) {
        return inner;
    }
    if (inner.kind != Typed::Kind::number) {
        context.error("E3001",
                      fmt::format("{} has no negative", kind_text(inner.kind)),
                      expr.span,
                      "a number was expected");
        return failed(expr.span);
    }
    inner.node = context.graph.unary(Op::negate, inner.node);
    inner.span = expr.span;
    return inner;
}

}  // namespace

Typed number(NodeId node, Unit unit, Span span) {
    return {Typed::Kind::number, node, std::move(unit), false, span};
}

Typed failed(Span span) { return {Typed::Kind::error, {}, {}, false, span}; }

NodeId converted(Context& context, const Typed& typed, const Unit& unit) {
    return context.graph.scaled(typed.node, conversion(typed.unit, unit));
}

bool is_zero(const Context& context, const Typed& typed) {
    return typed.bare && context.graph.number(typed.node) == 0.0;
}

namespace {

/// Expressions that one model may come to, each element of a set counted: some seconds of work.
constexpr std::size_t most_expressions = 20'000'000;

/// After so many faults the rest is noise, and near names for each would take long.
constexpr std::size_t most_errors = 500;

Typed evaluated(Context& context, const Scope& scope, const Expr& expr) {
    using syntax::ExprKind;
    Scope inner = scope;
    inner.in_sum = false;
    switch (expr.kind) {
        case ExprKind::number:
            return literal(context, expr);
        case ExprKind::date:
            return date_value(context, month_of(expr.date), expr.span);
        case ExprKind::string:
            context.error("E3001", "a text is no number", expr.span, "a number was expected here");
            return failed(expr.span);
        case ExprKind::place:
            return place(context, inner, expr);
        case ExprKind::call:
            return call(context, inner, expr);
        case ExprKind::negate:
            return unary(context, scope, expr);
        case ExprKind::logical_not:
            return unary(context, inner, expr);
        case ExprKind::binary:
            return binary(context, scope, expr);
        case ExprKind::choose:
            return choose(context, inner, expr);
        case ExprKind::link:
            return link(context, scope, expr);
        case ExprKind::error:
            break;
    }
    return failed(expr.span);
}

}  // namespace

Typed expression(Context& context, const Scope& scope, const Expr& expr) {
    if (context.evaluated == most_expressions) {
        ++context.evaluated;
        context.error("E2045",
                      "the model grows beyond what can be read, over the elements of its sets",
                      expr.span,
                      "this is where it passes 20 million expressions");
    }
    if (context.evaluated > most_expressions || context.diagnostics.error_count() > most_errors) {
        return failed(expr.span);
    }
    ++context.evaluated;
    Typed typed = evaluated(context, scope, expr);
    if (typed.kind != Typed::Kind::number) {
        return typed;
    }
    const std::optional<double> known = context.graph.number(typed.node);
    if (known && !std::isfinite(*known)) {
        context.error("E2046",
                      "this number does not exist or is beyond all bounds",
                      expr.span,
                      std::isnan(*known) ? "no number, whatever the model does"
                                         : "infinite, whatever the model does");
        return failed(expr.span);
    }
    return typed;
}

NodeId condition(Context& context, const Scope& scope, const Expr& expr) {
    const Typed typed = expression(context, scope, expr);
    if (typed.failed()) {
        return {};
    }
    if (typed.kind == Typed::Kind::truth) {
        return typed.node;
    }
    Diagnostic diagnostic{.code = "E3010",
                          .headline = "a condition was expected here",
                          .primary = {typed.span, fmt::format("this is {}", kind_text(typed.kind))},
                          .others = {},
                          .notes = {},
                          .helps = {}};
    if (typed.kind == Typed::Kind::number) {
        diagnostic.helps.push_back({"compare it, for instance with `> 0`", {}, {}});
    }
    context.report(std::move(diagnostic));
    return {};
}

NodeId fitted(Context& context, const Typed& typed, const Unit& unit, Span declared) {
    if (typed.failed()) {
        return {};
    }
    if (typed.kind != Typed::Kind::number) {
        context.report({.code = "E3001",
                        .headline = fmt::format("a number was expected, and this is {}",
                                                kind_text(typed.kind)),
                        .primary = {typed.span, fmt::format("this is {}", kind_text(typed.kind))},
                        .others = {{declared, "the unit of the number is declared here"}},
                        .notes = {},
                        .helps = {}});
        return {};
    }
    if (typed.bare) {
        return typed.node;
    }
    if (same_dimension(typed.unit, unit)) {
        return converted(context, typed, unit);
    }
    const auto in = [](const Unit& of) {
        return of.shown.empty() ? std::string("without a unit") : "in `" + to_text(of) + "`";
    };
    Diagnostic diagnostic{
        .code = "E3002",
        .headline = fmt::format("expected a number {}, found one {}", in(unit), in(typed.unit)),
        .primary = {typed.span, "this " + described(typed.unit)},
        .others = {},
        .notes = {},
        .helps = {}};
    if (declared != typed.span) {
        diagnostic.others.push_back({declared,
                                     unit.shown.empty() ? std::string("so it should have no unit")
                                                        : "so it should be in " + to_text(unit)});
    }
    add_way_out(context, diagnostic, typed, unit);
    context.report(std::move(diagnostic));
    return {};
}

NodeId unitless(Context& context, const Typed& typed, const std::string& why) {
    if (typed.failed()) {
        return {};
    }
    if (typed.kind == Typed::Kind::number && typed.unit.is_dimensionless()) {
        return converted(context, typed, Unit{});
    }
    if (typed.kind != Typed::Kind::number) {
        context.error("E3001",
                      fmt::format("{} is a number, and this is {}", why, kind_text(typed.kind)),
                      typed.span,
                      fmt::format("this is {}", kind_text(typed.kind)));
        return {};
    }
    context.report({.code = "E3007",
                    .headline = fmt::format("{} must have no unit", why),
                    .primary = {typed.span, "this " + described(typed.unit)},
                    .others = {},
                    .notes = {},
                    .helps = {{"divide by a reference value of the same unit", {}, {}}}});
    return {};
}

NodeId in_months(Context& context, const Typed& typed, const std::string& why) {
    if (typed.failed()) {
        return {};
    }
    const Unit month = *context.units.find("month");
    if (typed.kind == Typed::Kind::number && same_dimension(typed.unit, month)) {
        return converted(context, typed, month);
    }
    Diagnostic diagnostic{.code = "E3009",
                          .headline = fmt::format("{} is a length of time", why),
                          .primary = {typed.span,
                                      typed.kind == Typed::Kind::number
                                          ? "this " + described(typed.unit)
                                          : fmt::format("this is {}", kind_text(typed.kind))},
                          .others = {},
                          .notes = {},
                          .helps = {}};
    if (typed.bare) {
        diagnostic.helps.push_back({"give it a unit, for instance `6 months`", {}, {}});
    }
    context.report(std::move(diagnostic));
    return {};
}

std::optional<double> constant(
    Context& context, const Scope& scope, const Expr& expr, const Unit& unit, Span declared) {
    const Typed typed = expression(context, scope, expr);
    const NodeId node = fitted(context, typed, unit, declared);
    if (!node) {
        return std::nullopt;
    }
    const std::optional<double> value = context.graph.number(node);
    if (!value) {
        context.error("E2036",
                      "a plain number was expected here",
                      expr.span,
                      "this depends on quantities of the model");
    }
    return value;
}

}  // namespace entente::model::resolving

// SPDX-License-Identifier: Apache-2.0
// Operators: which units meet, and what unit comes of it.
#include <cmath>

#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

using syntax::Operator;

struct Sides {
    Typed left;
    Typed right;
};

Op op_of(Operator op) {
    switch (op) {
        case Operator::add:
            return Op::add;
        case Operator::subtract:
            return Op::subtract;
        case Operator::multiply:
            return Op::multiply;
        case Operator::divide:
            return Op::divide;
        case Operator::power:
            return Op::power;
        case Operator::less:
        case Operator::greater:
            return Op::less;
        case Operator::less_equal:
        case Operator::greater_equal:
            return Op::less_equal;
        case Operator::equal:
            return Op::equal;
        case Operator::not_equal:
            return Op::not_equal;
        case Operator::logical_and:
            return Op::logical_and;
        case Operator::logical_or:
            return Op::logical_or;
    }
    return Op::add;
}

bool is_sum(Operator op) { return op == Operator::add || op == Operator::subtract; }

bool is_comparison(Operator op) {
    return op != Operator::logical_and && op != Operator::logical_or && !is_sum(op) &&
           op != Operator::multiply && op != Operator::divide && op != Operator::power;
}

/// Reports two numbers whose units do not go together.
void mismatch(Context& context, const Sides& sides, const Expr& expr) {
    const Unit& left = sides.left.unit;
    const Unit& right = sides.right.unit;
    const auto a_number = [](const Unit& unit) {
        return unit.shown.empty() ? std::string("a number without a unit")
                                  : "a number in `" + to_text(unit) + "`";
    };
    const auto one = [](const Unit& unit) {
        return unit.shown.empty() ? std::string("one without a unit")
                                  : "one in `" + to_text(unit) + "`";
    };
    Diagnostic diagnostic{
        .code = is_sum(expr.op) ? "E3004" : "E3005",
        .headline = expr.op == Operator::add
                        ? fmt::format("cannot add {} to {}", a_number(right), one(left))
                    : expr.op == Operator::subtract
                        ? fmt::format("cannot subtract {} from {}", a_number(right), one(left))
                        : fmt::format("cannot compare {} with {}", a_number(left), one(right)),
        .primary = {sides.right.span, "this " + described(right)},
        .others = {{sides.left.span, "this " + described(left)}},
        .notes = {},
        .helps = {}};
    if (sides.left.bare) {
        add_way_out(context, diagnostic, sides.left, right);
    } else {
        add_way_out(context, diagnostic, sides.right, left);
    }
    context.report(std::move(diagnostic));
}

/// "multiply a number and a condition".
std::string attempted(Operator op, const std::string& left, const std::string& right) {
    if (op == Operator::add) {
        return fmt::format("add {} to {}", right, left);
    }
    if (op == Operator::subtract) {
        return fmt::format("subtract {} from {}", right, left);
    }
    if (op == Operator::multiply) {
        return fmt::format("multiply {} and {}", left, right);
    }
    if (op == Operator::divide) {
        return fmt::format("divide {} by {}", left, right);
    }
    return fmt::format("compare {} with {}", left, right);
}

void wrong_kinds(Context& context, const Sides& sides, const Expr& expr) {
    const auto what = [](const Typed& typed) -> std::string {
        if (typed.kind == Typed::Kind::date) {
            return "a date";
        }
        if (typed.kind == Typed::Kind::truth) {
            return "a condition";
        }
        return "a number";
    };
    Diagnostic diagnostic{
        .code = "E3001",
        .headline = "cannot " + attempted(expr.op, what(sides.left), what(sides.right)),
        .primary = {sides.right.span, "this is " + what(sides.right)},
        .others = {{sides.left.span, "this is " + what(sides.left)}},
        .notes = {},
        .helps = {}};
    if (sides.left.kind == Typed::Kind::truth || sides.right.kind == Typed::Kind::truth) {
        diagnostic.helps.push_back(
            {"turn a condition into a number: `if ... then 1 else 0`", {}, {}});
    } else if (is_comparison(expr.op)) {
        diagnostic.helps.push_back({"dates are written `2025-01`", {}, {}});
    } else {
        diagnostic.helps.push_back(
            {"take the time between two dates, for instance `(time - 2025-01) / 1 year`", {}, {}});
    }
    context.report(std::move(diagnostic));
}

/// Date minus date is a length of time; date plus or minus a length of time is a date.
Typed dates(Context& context, const Sides& sides, const Expr& expr) {
    const bool left = sides.left.kind == Typed::Kind::date;
    const bool right = sides.right.kind == Typed::Kind::date;
    if (left && right) {
        if (expr.op != Operator::subtract) {
            wrong_kinds(context, sides, expr);
            return failed(expr.span);
        }
        return number(context.graph.binary(Op::subtract, sides.left.node, sides.right.node),
                      *context.units.find("month"),
                      expr.span);
    }
    const Typed& other = left ? sides.right : sides.left;
    if (other.kind != Typed::Kind::number || (right && expr.op == Operator::subtract)) {
        wrong_kinds(context, sides, expr);
        return failed(expr.span);
    }
    const NodeId months =
        is_zero(context, other) ? other.node : in_months(context, other, "what is added to a date");
    if (!months) {
        return failed(expr.span);
    }
    return {Typed::Kind::date,
            context.graph.binary(
                op_of(expr.op), left ? sides.left.node : months, left ? months : sides.right.node),
            {},
            false,
            expr.span};
}

Typed sum(Context& context, const Sides& sides, const Expr& expr) {
    if (sides.left.kind == Typed::Kind::date || sides.right.kind == Typed::Kind::date) {
        return dates(context, sides, expr);
    }
    if (sides.left.kind != Typed::Kind::number || sides.right.kind != Typed::Kind::number) {
        wrong_kinds(context, sides, expr);
        return failed(expr.span);
    }
    Unit unit = sides.left.unit;
    NodeId right = sides.right.node;
    if (is_zero(context, sides.left)) {
        unit = sides.right.unit;
    } else if (!is_zero(context, sides.right)) {
        if (!same_dimension(sides.left.unit, sides.right.unit)) {
            mismatch(context, sides, expr);
            return failed(expr.span);
        }
        right = converted(context, sides.right, unit);
    }
    Typed result =
        number(context.graph.binary(op_of(expr.op), sides.left.node, right), unit, expr.span);
    result.bare = sides.left.bare && sides.right.bare;
    return result;
}

Typed comparison(Context& context, const Sides& sides, const Expr& expr) {
    NodeId left = sides.left.node;
    NodeId right = sides.right.node;
    if (sides.left.kind != sides.right.kind || sides.left.kind == Typed::Kind::truth) {
        wrong_kinds(context, sides, expr);
        return failed(expr.span);
    }
    if (sides.left.kind == Typed::Kind::number && !is_zero(context, sides.left) &&
        !is_zero(context, sides.right)) {
        if (!same_dimension(sides.left.unit, sides.right.unit)) {
            mismatch(context, sides, expr);
            return failed(expr.span);
        }
        right = converted(context, sides.right, sides.left.unit);
    }
    if (expr.op == Operator::greater || expr.op == Operator::greater_equal) {
        std::swap(left, right);
    }
    return {Typed::Kind::truth,
            context.graph.binary(op_of(expr.op), left, right),
            {},
            false,
            expr.span};
}

}  // namespace

bool check_unit(Context& context, const Unit& unit, Span span) {
    if (is_usable(unit)) {
        return true;
    }
    context.report(
        {.code = "E3003",
         .headline = "a unit that measures nothing",
         .primary = {span, "its powers pass 100, or its scale passes all bounds"},
         .others = {},
         .notes = {},
         .helps = {{"divide by reference values, so that powers have no unit", {}, {}}}});
    return false;
}

std::string factor_between(const Unit& have, const Unit& want) {
    Unit factor = want / have;
    bool above = false;
    for (auto it = factor.shown.begin(); it != factor.shown.end();) {
        // A percentage is a scale, not a unit that is missing.
        it = it->first == "percent" ? factor.shown.erase(it) : std::next(it);
    }
    for (const auto& [name, exponent] : factor.shown) {
        above = above || exponent > 0;
    }
    if (factor.shown.empty()) {
        return {};
    }
    if (!above) {
        factor = power(factor, -1);
    }
    return fmt::format("{0} by something in `{1}`, for instance `1 [{1}]`",
                       above ? "multiply" : "divide",
                       to_text(factor));
}

void add_way_out(const Context& context,
                 Diagnostic& diagnostic,
                 const Typed& typed,
                 const Unit& unit) {
    if (typed.bare && !unit.shown.empty()) {
        diagnostic.helps.push_back(
            {fmt::format(
                 "give the number a unit: `{} [{}]`", context.written(typed.span), to_text(unit)),
             {},
             {}});
        return;
    }
    const std::string way = factor_between(typed.unit, unit);
    if (way.empty()) {
        return;
    }
    // A long expression is not repeated.
    constexpr std::size_t most_repeated = 30;
    const std::string written = context.written(typed.span);
    if (written.size() <= most_repeated) {
        const std::size_t verb = way.find(' ');
        diagnostic.helps.push_back(
            {way.substr(0, verb) + " `" + written + "`" + way.substr(verb), {}, {}});
    } else {
        diagnostic.helps.push_back({way, {}, {}});
    }
}

Typed power(Context& context, const Typed& base, const Typed& exponent, const Expr& expr) {
    const NodeId n = unitless(context, exponent, "an exponent");
    if (!n || base.failed()) {
        return failed(expr.span);
    }
    if (base.kind != Typed::Kind::number) {
        context.error("E3001", "only numbers have powers", base.span, "this is no number");
        return failed(expr.span);
    }
    const std::optional<double> known = context.graph.number(n);
    if (base.unit.is_dimensionless()) {
        Typed result = number(
            context.graph.binary(Op::power, converted(context, base, Unit{}), n), {}, expr.span);
        result.bare = base.bare && exponent.bare;
        return result;
    }
    if (!known || *known != std::round(*known) || std::abs(*known) > 12) {
        context.report(
            {.code = "E3008",
             .headline = "a number with a unit can only be raised to a whole number",
             .primary = {expr.children[0].span, "this " + described(base.unit)},
             .others = {{exponent.span, "this is not a whole number known beforehand"}},
             .notes = {},
             .helps = {{"divide the base by a reference value of the same unit", {}, {}}}});
        return failed(expr.span);
    }
    const Unit unit = power(base.unit, static_cast<int>(*known));
    if (!check_unit(context, unit, expr.span)) {
        return failed(expr.span);
    }
    return number(context.graph.binary(Op::power, base.node, n), unit, expr.span);
}

Typed binary(Context& context, const Scope& scope, const Expr& expr) {
    Scope inner = scope;
    inner.in_sum = is_sum(expr.op);
    if (expr.op == Operator::logical_and || expr.op == Operator::logical_or) {
        const NodeId left = condition(context, inner, expr.children[0]);
        const NodeId right = condition(context, inner, expr.children[1]);
        if (!left || !right) {
            return failed(expr.span);
        }
        return {Typed::Kind::truth,
                context.graph.binary(op_of(expr.op), left, right),
                {},
                false,
                expr.span};
    }
    const Sides sides{expression(context, inner, expr.children[0]),
                      expression(context, inner, expr.children[1])};
    if (sides.left.failed() || sides.right.failed()) {
        return failed(expr.span);
    }
    if (is_sum(expr.op)) {
        return sum(context, sides, expr);
    }
    if (is_comparison(expr.op)) {
        return comparison(context, sides, expr);
    }
    if (expr.op == Operator::power) {
        return power(context, sides.left, sides.right, expr);
    }
    if (sides.left.kind != Typed::Kind::number || sides.right.kind != Typed::Kind::number) {
        wrong_kinds(context, sides, expr);
        return failed(expr.span);
    }
    const bool times = expr.op == Operator::multiply;
    Typed result =
        number(context.graph.binary(op_of(expr.op), sides.left.node, sides.right.node),
               times ? sides.left.unit * sides.right.unit : sides.left.unit / sides.right.unit,
               expr.span);
    result.bare = sides.left.bare && sides.right.bare;
    return check_unit(context, result.unit, expr.span) ? result : failed(expr.span);
}

}  // namespace entente::model::resolving

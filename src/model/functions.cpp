// SPDX-License-Identifier: Apache-2.0
// Calls of built-in functions: their arguments, units and what they become.
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/builtins.hpp"
#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

std::string plural(std::size_t n) { return fmt::format("{} argument{}", n, n == 1 ? "" : "s"); }

/// Whether the number of arguments is one the function takes; reports it otherwise.
bool count_fits(Context& context, const Expr& expr, const Function& function) {
    const std::size_t n = expr.arguments.size();
    if (n >= function.fewest && n <= function.most) {
        return true;
    }
    const std::string wanted =
        function.fewest == function.most ? plural(function.fewest)
        : function.most == 99            ? fmt::format("at least {}", plural(function.fewest))
                              : fmt::format("{} or {}", function.fewest, plural(function.most));
    context.report(
        {.code = "E2017",
         .headline = fmt::format("`{}` takes {}, and here it has {}", function.name, wanted, n),
         .primary = {expr.span, fmt::format("{} here", plural(n))},
         .others = {},
         .notes = {},
         .helps = {{fmt::format("it is written `{}`", function.form), {}, {}}}});
    return false;
}

Typed unary_call(Context& context, Op op, const Typed& x, const Expr& expr) {
    const NodeId node = unitless(context, x, fmt::format("the argument of `{}`", expr.name.text));
    if (!node) {
        return failed(expr.span);
    }
    return number(context.graph.unary(op, node), {}, expr.span);
}

/// Values in one unit, the first one's that has one; nothing after a report.
std::optional<std::pair<Unit, std::vector<NodeId>>> alike(Context& context,
                                                          const std::vector<Typed>& values,
                                                          const std::string& function) {
    const Typed* leader = nullptr;
    for (const Typed& value : values) {
        if (value.failed()) {
            return std::nullopt;
        }
        if (value.kind != Typed::Kind::number) {
            context.error("E3001",
                          fmt::format("`{}` takes numbers", function),
                          value.span,
                          "this is no number");
            return std::nullopt;
        }
        if (leader == nullptr && !is_zero(context, value)) {
            leader = &value;
        }
    }
    if (leader == nullptr) {
        leader = &values.front();
    }
    std::vector<NodeId> nodes;
    for (const Typed& value : values) {
        if (is_zero(context, value)) {
            nodes.push_back(value.node);
        } else if (same_dimension(value.unit, leader->unit)) {
            nodes.push_back(converted(context, value, leader->unit));
        } else {
            Diagnostic diagnostic{
                .code = "E3006",
                .headline = fmt::format("what `{}` compares must have one unit", function),
                .primary = {value.span, "this " + described(value.unit)},
                .others = {{leader->span, "this " + described(leader->unit)}},
                .notes = {},
                .helps = {}};
            add_way_out(context, diagnostic, value, leader->unit);
            context.report(std::move(diagnostic));
            return std::nullopt;
        }
    }
    return std::pair{leader->unit, std::move(nodes)};
}

NodeId folded(Context& context, Op op, const std::vector<NodeId>& nodes) {
    NodeId result = nodes.front();
    for (std::size_t i = 1; i < nodes.size(); ++i) {
        result = context.graph.binary(op, result, nodes[i]);
    }
    return result;
}

/// `x[d] for d in SET where ...`: the value for every element kept.
std::optional<std::vector<Typed>> elements(Context& context,
                                           const Scope& scope,
                                           const syntax::Argument& argument) {
    const syntax::Comprehension& each = *argument.each;
    const std::optional<Axis> axis = axis_named(context, each.set);
    if (!axis) {
        return std::nullopt;
    }
    std::vector<Typed> values;
    for (const Element& element : axis->elements) {
        Scope inner = scope;
        inner.in_sum = false;
        inner.indices.emplace_back(each.index.text, element);
        if (!each.where.empty()) {
            const std::optional<bool> kept = static_condition(context, inner, each.where.front());
            if (!kept) {
                return std::nullopt;
            }
            if (!*kept) {
                continue;
            }
        }
        values.push_back(expression(context, inner, argument.value));
        if (values.back().failed()) {
            return std::nullopt;
        }
    }
    return values;
}

Typed aggregate(Context& context, const Scope& scope, const Expr& expr) {
    const std::string& name = expr.name.text;
    const syntax::Argument& argument = expr.arguments.front();
    if (!argument.each) {
        context.report({.code = "E2017",
                        .headline = fmt::format("`{}` runs over a set", name),
                        .primary = {expr.span, "over which?"},
                        .others = {},
                        .notes = {},
                        .helps = {{fmt::format("write `{}(x[i] for i in SET)`", name), {}, {}}}});
        return failed(expr.span);
    }
    const auto values = elements(context, scope, argument);
    if (!values) {
        return failed(expr.span);
    }
    if (values->empty()) {
        if (name == "sum") {
            Typed zero = number(context.graph.constant(0), {}, expr.span);
            zero.bare = true;
            return zero;
        }
        if (name == "product") {
            return number(context.graph.constant(1), {}, expr.span);
        }
        context.error("E2042",
                      fmt::format("`{}` of nothing", name),
                      expr.span,
                      "no element is left by the `where`");
        return failed(expr.span);
    }
    if (name == "product") {
        Typed result = values->front();
        for (std::size_t i = 1; i < values->size(); ++i) {
            result.node = context.graph.binary(Op::multiply, result.node, (*values)[i].node);
            result.unit = result.unit * (*values)[i].unit;
            if (!check_unit(context, result.unit, expr.span)) {
                return failed(expr.span);
            }
        }
        result.span = expr.span;
        result.bare = false;
        return result;
    }
    const auto same = alike(context, *values, name);
    if (!same) {
        return failed(expr.span);
    }
    const Op op = name == "min" ? Op::min : name == "max" ? Op::max : Op::add;
    NodeId node = folded(context, op, same->second);
    if (name == "mean") {
        const double n = static_cast<double>(same->second.size());
        node = context.graph.binary(Op::divide, node, context.graph.constant(n));
    }
    return number(node, same->first, expr.span);
}

Typed share(Context& context, const std::vector<Typed>& x, const Expr& expr) {
    const auto same = alike(context, x, "share");
    if (!same) {
        return failed(expr.span);
    }
    Graph& g = context.graph;
    const NodeId part = same->second[0];
    const NodeId whole = same->second[1];
    const NodeId none = g.binary(Op::equal, whole, g.constant(0));
    return number(g.choose(none, g.constant(0), g.binary(Op::divide, part, whole)), {}, expr.span);
}

/// `lookup(x, x1, y1, x2, y2, ...)`
Typed lookup(Context& context, const std::vector<Typed>& values, const Expr& expr) {
    if (values.size() % 2 == 0) {
        context.error("E2017",
                      "a `lookup` has points, each with its x and its y",
                      expr.span,
                      "the last point has no y");
        return failed(expr.span);
    }
    Lookup points;
    const Unit y_unit = values[2].unit;
    for (std::size_t i = 1; i < values.size(); ++i) {
        const bool is_x = i % 2 == 1;
        const Unit& unit = is_x ? values[0].unit : y_unit;
        const NodeId node =
            fitted(context, values[i], unit, is_x ? values[0].span : values[2].span);
        if (!node) {
            return failed(expr.span);
        }
        const std::optional<double> value = context.graph.number(node);
        if (!value) {
            context.error("E2036",
                          "the points of a `lookup` are plain numbers",
                          values[i].span,
                          "this depends on quantities of the model");
            return failed(expr.span);
        }
        if (is_x && !points.x.empty() && !(*value > points.x.back())) {
            context.error("E2036",
                          "the x of a `lookup` must rise from point to point",
                          values[i].span,
                          "not above the one before");
            return failed(expr.span);
        }
        (is_x ? points.x : points.y).push_back(*value);
    }
    if (values[0].kind != Typed::Kind::number) {
        context.error("E3001", "`lookup` looks up a number", values[0].span, "this is no number");
        return failed(expr.span);
    }
    const LookupId id = context.model.lookups.add(points);
    return number(context.graph.lookup(id, values[0].node), y_unit, expr.span);
}

Typed number_call(Context& context, const Scope& scope, const Expr& expr) {
    const std::string& name = expr.name.text;
    std::vector<Typed> x;
    bool broken = false;
    for (const syntax::Argument& argument : expr.arguments) {
        x.push_back(expression(context, scope, argument.value));
        broken = broken || x.back().failed();
    }
    if (broken) {
        return failed(expr.span);
    }
    if (name == "exp") {
        return unary_call(context, Op::exp, x[0], expr);
    }
    if (name == "ln") {
        return unary_call(context, Op::ln, x[0], expr);
    }
    if (name == "sqrt") {
        return unary_call(context, Op::sqrt, x[0], expr);
    }
    if (name == "logistic") {
        return unary_call(context, Op::logistic, x[0], expr);
    }
    if (name == "logit") {
        return unary_call(context, Op::logit, x[0], expr);
    }
    if (name == "share") {
        return share(context, x, expr);
    }
    if (name == "lookup") {
        return lookup(context, x, expr);
    }
    const auto same = alike(context, x, name);
    if (!same) {
        return failed(expr.span);
    }
    const std::vector<NodeId>& nodes = same->second;
    Graph& g = context.graph;
    if (name == "abs") {
        return number(g.unary(Op::abs, nodes[0]), same->first, expr.span);
    }
    if (name == "clamp") {
        const NodeId above = g.binary(Op::max, nodes[0], nodes[1]);
        return number(g.binary(Op::min, above, nodes[2]), same->first, expr.span);
    }
    return number(
        folded(context, name == "min" ? Op::min : Op::max, nodes), same->first, expr.span);
}

/// What functions of other languages are called here.
struct Elsewhere {
    std::string_view name;
    const char* here;
};

constexpr Elsewhere elsewhere[] = {
    {"average", "`mean(x[i] for i in SET)` over a set, `smooth(x, T)` over time"},
    {"avg", "`mean(x[i] for i in SET)` over a set, `smooth(x, T)` over time"},
    {"delay1", "write `smooth(x, T)`"},
    {"if", "write `if CONDITION then A else B`, without parentheses"},
    {"if_then_else", "write `if CONDITION then A else B`"},
    {"integ", "declare a `stock` with an `inflow`"},
    {"integral", "declare a `stock` with an `inflow`"},
    {"log", "the natural logarithm is `ln(x)`"},
    {"log10", "write `ln(x) / ln(10)`"},
    {"pow", "write `x ^ y`"},
    {"pulse", "write `event NAME { on DATE }`, or change a lever in a scenario"},
    {"ramp", "write `set LEVER = VALUE from DATE ramp 6 months` in a scenario"},
    {"random", "declare `input NAME : UNIT = VALUE { then normal(0, 1) }` and use its name"},
    {"smooth3", "write `delay3(x, T)`"},
    {"sqr", "write `x ^ 2`"},
    {"step", "write `if time >= 2020-01 then 1 else 0`, or change a lever in a scenario"},
    {"tanh", "write `2 * logistic(2 * x) - 1`"},
};

void unknown_function(Context& context, const Expr& expr) {
    if (const Declared* declared = find_declared(context, expr.name.text)) {
        context.report(
            {.code = "E2016",
             .headline = fmt::format("`{}` is a quantity, not a function", declared->name),
             .primary = {expr.name.span, "called like a function"},
             .others = {{declared->span, "declared here"}},
             .notes = {},
             .helps = {{declared->axes.empty() ? "write it without parentheses"
                                               : "an element is picked with brackets, `[ ]`",
                        {},
                        {}}}});
        return;
    }
    Diagnostic diagnostic{
        .code = "E2016",
        .headline = fmt::format("there is no function called `{}`", expr.name.text),
        .primary = {expr.name.span, "not a function"},
        .others = {},
        .notes = {},
        .helps = {}};
    std::vector<std::string> names;
    for (const Function& known : functions()) {
        names.emplace_back(known.name);
    }
    for (const Elsewhere& row : elsewhere) {
        if (row.name == expr.name.text) {
            diagnostic.helps.push_back({row.here, {}, {}});
        }
    }
    if (diagnostic.helps.empty()) {
        if (const auto near = text::did_you_mean(expr.name.text, names)) {
            diagnostic.helps.push_back({*near, {}, {}});
        } else {
            diagnostic.helps.push_back(
                {fmt::format("the functions are {}", fmt::join(names, ", ")), {}, {}});
        }
    }
    context.report(std::move(diagnostic));
}

}  // namespace

Typed call(Context& context, const Scope& scope, const Expr& expr) {
    const Function* function = find_function(expr.name.text);
    if (function == nullptr) {
        if (is_distribution(expr.name.text)) {
            context.report(
                {.code = "E2018",
                 .headline = fmt::format("`{}` is a distribution, not a function", expr.name.text),
                 .primary = {expr.name.span, "draws stand on their own"},
                 .others = {},
                 .notes = {},
                 .helps = {{"give the draw a name with `input ... { then DISTRIBUTION }` "
                            "and use the name",
                            {},
                            {}}}});
            return failed(expr.span);
        }
        unknown_function(context, expr);
        return failed(expr.span);
    }
    if (!count_fits(context, expr, *function)) {
        return failed(expr.span);
    }
    for (const syntax::Argument& argument : expr.arguments) {
        if (argument.name) {
            context.error("E2017",
                          fmt::format("the arguments of `{}` have no names", function->name),
                          argument.name->span,
                          fmt::format("it is written `{}`", function->form));
            return failed(expr.span);
        }
    }
    if (!expr.fields.empty() && expr.name.text != "leader") {
        context.error("E2001",
                      fmt::format("what `{}` gives has no parts", function->name),
                      expr.fields.front().span,
                      "remove this");
        return failed(expr.span);
    }
    switch (function->kind) {
        case FunctionKind::record:
            return record_call(context, scope, expr);
        case FunctionKind::memory:
            return memory_call(context, scope, expr);
        case FunctionKind::aggregate: {
            const bool over_set = expr.arguments.front().each.has_value();
            const bool either = expr.name.text == "min" || expr.name.text == "max";
            if (either && !over_set) {
                return number_call(context, scope, expr);
            }
            return aggregate(context, scope, expr);
        }
        case FunctionKind::number:
            break;
    }
    return number_call(context, scope, expr);
}

}  // namespace entente::model::resolving

// SPDX-License-Identifier: Apache-2.0
// What looks back: smooth, delay, delay3, previous, decay_since. They make hidden quantities, named
// after what they stand in.
#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

/// A name that no other hidden quantity has.
std::string hidden_name(Context& context, const Scope& scope, const std::string& what) {
    const std::string base = scope.owner + "." + what;
    std::string name = base;
    for (int n = 2; quantity_named(context, name); ++n) {
        name = fmt::format("{}{}", base, n);
    }
    return name;
}

/// A stock that follows `target` with a first-order delay, steady at the start.
QuantityId follower(Context& context,
                    const Scope& scope,
                    const Typed& target,
                    NodeId months,
                    const std::string& what) {
    const std::string key = fmt::format("{} {} {}", what, target.node.index, months.index);
    if (const auto known = context.hidden.find(key); known != context.hidden.end()) {
        return known->second;
    }
    Graph& g = context.graph;
    const std::string name = hidden_name(context, scope, what);
    Quantity stock;
    stock.name = name;
    stock.kind = QuantityKind::stock;
    stock.declaration = scope.declaration;
    stock.unit = to_text(target.unit);
    stock.hidden = true;
    stock.definitions.push_back({target.node, {}});
    const QuantityId id = context.model.quantities.add(stock);
    const NodeId gap = g.binary(Op::subtract, target.node, g.quantity(id));
    Quantity flow;
    flow.name = name + ".toward";
    flow.kind = QuantityKind::flow;
    flow.declaration = scope.declaration;
    flow.unit = to_text(target.unit / *context.units.find("month"));
    flow.hidden = true;
    flow.definitions.push_back({g.binary(Op::divide, gap, months), {}});
    flow.stock = id;
    // Added first: the table may move as it grows.
    const QuantityId added = context.model.quantities.add(flow);
    context.model.quantities[id].flows.push_back(added);
    context.hidden[key] = id;
    return id;
}

}  // namespace

QuantityId hidden_let(Context& context,
                      const Scope& scope,
                      const Typed& value,
                      const std::string& what) {
    const std::string key = fmt::format("let {} {}", value.node.index, to_text(value.unit));
    if (const auto known = context.hidden.find(key); known != context.hidden.end()) {
        return known->second;
    }
    Quantity let;
    let.name = hidden_name(context, scope, what);
    let.declaration = scope.declaration;
    let.unit = to_text(value.unit);
    let.hidden = true;
    let.definitions.push_back({value.node, {}});
    const QuantityId id = context.model.quantities.add(let);
    context.hidden[key] = id;
    return id;
}

QuantityId as_quantity(Context& context,
                       const Scope& scope,
                       const Typed& value,
                       const std::string& what) {
    const Node& node = context.model.nodes[value.node];
    if (node.op == Op::quantity) {
        return node.quantity;
    }
    return hidden_let(context, scope, value, what);
}

QuantityId rate_of(Context& context, QuantityId event) {
    const std::string name = context.model.quantities[event].name + ".rate";
    if (const QuantityId known = quantity_named(context, name)) {
        return known;
    }
    Quantity let;
    let.name = name;
    let.declaration = context.model.quantities[event].declaration;
    let.unit = "1/month";
    let.hidden = true;
    return context.model.quantities.add(let);
}

Typed memory_call(Context& context, const Scope& scope, const Expr& expr) {
    const std::string& name = expr.name.text;
    Graph& g = context.graph;
    if (name == "decay_since") {
        const Expr& what = expr.arguments[0].value;
        const Declared* declared = find_declared(context, what.name.text);
        if (declared == nullptr || declared->kind != QuantityKind::event ||
            what.kind != syntax::ExprKind::place) {
            std::vector<std::string> names;
            for (const Declared& other : context.declared) {
                if (other.kind == QuantityKind::event) {
                    names.push_back(other.name);
                }
            }
            unknown_name(context, "E2027", {what.name.text, what.span}, "event", names);
            return failed(expr.span);
        }
        const auto event = scalar_of(context, scope, what, *declared);
        const NodeId months = in_months(context,
                                        expression(context, scope, expr.arguments[1].value),
                                        "how fast `decay_since` fades");
        if (!event || !months) {
            return failed(expr.span);
        }
        return number(g.decay_since(*event, months), {}, expr.span);
    }
    const Typed value = expression(context, scope, expr.arguments[0].value);
    if (value.failed()) {
        return failed(expr.span);
    }
    if (value.kind != Typed::Kind::number) {
        context.error(
            "E3001", fmt::format("`{}` follows a number", name), value.span, "this is no number");
        return failed(expr.span);
    }
    if (name == "previous") {
        const QuantityId q = as_quantity(context, scope, value, "before");
        return number(g.previous(q), value.unit, expr.span);
    }
    const NodeId months = in_months(context,
                                    expression(context, scope, expr.arguments[1].value),
                                    fmt::format("the delay of `{}`", name));
    if (!months) {
        return failed(expr.span);
    }
    if (name == "delay") {
        const QuantityId q = as_quantity(context, scope, value, "delayed");
        return number(g.delayed(q, months), value.unit, expr.span);
    }
    if (name == "smooth") {
        const QuantityId q = follower(context, scope, value, months, "smooth");
        return number(g.quantity(q), value.unit, expr.span);
    }
    // delay3: three followers in a row, each a third of the delay.
    const NodeId third = g.binary(Op::divide, months, g.constant(3));
    Typed stage = value;
    for (const char* part : {"delay3_first", "delay3_second", "delay3_third"}) {
        const QuantityId q = follower(context, scope, stage, third, part);
        stage = number(g.quantity(q), value.unit, expr.span);
    }
    return stage;
}

}  // namespace entente::model::resolving

// SPDX-License-Identifier: Apache-2.0
// Stocks and their flows.
#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

/// `toward TARGET over TIME` is the inflow (target - stock) / time.
NodeId toward_node(Context& context,
                   const Declared& declared,
                   const syntax::TowardClause& clause,
                   QuantityId stock,
                   const Scope& scope,
                   NodeId& target) {
    const Typed aim = expression(context, scope, clause.target);
    const Typed over = expression(context, scope, clause.over);
    target = fitted(context, aim, declared.unit, declared.unit_span);
    const NodeId months = in_months(context, over, "what follows `over`");
    if (!target || !months) {
        return {};
    }
    Graph& g = context.graph;
    if (const auto known = g.number(months); known && !(*known > 0)) {
        context.error("E2035", "a delay is above 0", over.span, fmt::format("{} months", *known));
        return {};
    }
    return g.binary(Op::divide, g.binary(Op::subtract, target, g.quantity(stock)), months);
}

void set_flow(Context& context, QuantityId flow, NodeId node) {
    if (node) {
        context.model.quantities[flow].definitions.push_back({node, {}});
    }
}

/// The initial value: what is written, or the target of its `toward` for `steady`.
void set_initial(Context& context,
                 const Declared& declared,
                 const syntax::QuantityDecl& decl,
                 QuantityId id,
                 const Scope& scope,
                 NodeId target,
                 std::size_t flows,
                 bool has_toward) {
    // Expressions may add hidden quantities, so no reference into the table is kept.
    const std::optional<double> low = context.model.quantities[id].low;
    const std::optional<double> high = context.model.quantities[id].high;
    if (decl.steady) {
        if (!has_toward || flows > 1) {
            context.error("E2034",
                          fmt::format("`{}` cannot start steady", declared.name),
                          declared.span,
                          has_toward ? "it has other flows beside its `toward`"
                                     : "it has no `toward` to start at");
            return;
        }
        if (target) {
            context.model.quantities[id].definitions.push_back({target, {}});
        }
        return;
    }
    const syntax::Value* value = decl.value ? &*decl.value : nullptr;
    if (decl.table && declared.axes.size() == 1) {
        for (const syntax::TableRow& row : decl.table->rows) {
            if (row.key.date) {
                continue;
            }
            const auto key =
                element_of(context, Scope{}, row.key.name, declared.axes.front(), declared.name);
            if (key && key->text == scope.indices.front().second.text) {
                value = &row.value;
            }
        }
        if (value == nullptr) {
            context.error("E2019",
                          fmt::format("the table of `{}` leaves out `{}`",
                                      declared.name,
                                      scope.indices.front().second.text),
                          decl.table->span,
                          "every element needs its value");
            return;
        }
    }
    if (value == nullptr) {
        context.error("E2020",
                      fmt::format("`{}` has no initial value", declared.name),
                      declared.span,
                      "a stock needs `= VALUE`, `~ DISTRIBUTION` or `= steady`");
        return;
    }
    const auto one = definition(context, scope, *value, declared, low, high);
    if (one) {
        context.model.quantities[id].definitions.push_back(*one);
    }
}

}  // namespace

void define_stock(Context& context, const Declared& declared, QuantityId id, const Scope& scope) {
    const auto& decl = std::get<syntax::QuantityDecl>(declared.decl->what);
    const Unit month = *context.units.find("month");
    const Unit flow_unit = declared.unit / month;
    NodeId target;
    std::size_t next = 0;
    bool has_toward = false;
    const std::vector<QuantityId> flows = context.model.quantities[id].flows;
    for (const syntax::Clause& clause : decl.clauses) {
        if (const auto* flow = std::get_if<syntax::FlowClause>(&clause.what)) {
            Scope inner = scope;
            inner.owner = context.model.quantities[flows[next]].name;
            const Typed value = expression(context, inner, flow->value);
            if (!value.failed() && value.kind == Typed::Kind::number && !is_zero(context, value) &&
                !value.bare && !same_dimension(value.unit, flow_unit)) {
                context.report(
                    {.code = "E3002",
                     .headline = fmt::format("a flow of `{}` is in `{}` per time",
                                             declared.name,
                                             to_text(declared.unit)),
                     .primary = {value.span, "this " + described(value.unit)},
                     .others = {{declared.unit_span, "the stock's unit is declared here"}},
                     .notes = {},
                     .helps = {{fmt::format("it should be in `{}`", to_text(flow_unit)), {}, {}}}});
            } else {
                set_flow(
                    context, flows[next], fitted(context, value, flow_unit, declared.unit_span));
            }
            ++next;
        } else if (const auto* toward = std::get_if<syntax::TowardClause>(&clause.what)) {
            Scope inner = scope;
            inner.owner = context.model.quantities[flows[next]].name;
            has_toward = true;
            set_flow(
                context, flows[next], toward_node(context, declared, *toward, id, inner, target));
            ++next;
        }
    }
    if (const auto* recorded = find_clause<syntax::RecordedClause>(decl.clauses)) {
        add_record(context, recorded->record, declared.unit, scope, id);
    }
    set_initial(context, declared, decl, id, scope, target, flows.size(), has_toward);
}

}  // namespace entente::model::resolving

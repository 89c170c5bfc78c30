// SPDX-License-Identifier: Apache-2.0
// Stocks and their flows, and events.
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
    if (!target || !months) return {};
    Graph& g = context.graph;
    if (const auto known = g.number(months); known && !(*known > 0)) {
        context.error("E2035", "a delay is above 0", over.span, fmt::format("{} months", *known));
        return {};
    }
    return g.binary(Op::divide, g.binary(Op::subtract, target, g.quantity(stock)), months);
}

void set_flow(Context& context, QuantityId flow, NodeId node) {
    if (node) context.model.quantities[flow].definitions.push_back({node, {}});
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
        if (target) context.model.quantities[id].definitions.push_back({target, {}});
        return;
    }
    const syntax::Value* value = decl.value ? &*decl.value : nullptr;
    if (decl.table && declared.axes.size() == 1) {
        for (const syntax::TableRow& row : decl.table->rows) {
            if (row.key.date) continue;
            const auto key =
                element_of(context, Scope{}, row.key.name, declared.axes.front(), declared.name);
            if (key && key->text == scope.indices.front().second.text) value = &row.value;
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
    if (one) context.model.quantities[id].definitions.push_back(*one);
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
    if (const auto* recorded = find_clause<syntax::RecordedClause>(decl.clauses))
        add_record(context, recorded->record, declared.unit, scope, id);
    set_initial(context, declared, decl, id, scope, target, flows.size(), has_toward);
}

void define_event(Context& context, const Declared& declared, QuantityId id, const Scope& scope) {
    const auto& decl = std::get<syntax::EventDecl>(declared.decl->what);
    const Unit per_month = power(*context.units.find("month"), -1);
    const syntax::WeightClause* weight = find_clause<syntax::WeightClause>(decl.clauses);
    Span first;
    const auto set_model = [&](EventModel event_model, Span span) {
        Quantity& quantity = context.model.quantities[id];
        if (quantity.event_model != EventModel::none) {
            context.report({.code = "E2021",
                            .headline = fmt::format("`{}` comes about in two ways", declared.name),
                            .primary = {span, "the second"},
                            .others = {{first, "the first"}},
                            .notes = {},
                            .helps = {{"keep one of `count`, `hazard`, `when`", {}, {}}}});
            return false;
        }
        first = span;
        quantity.event_model = event_model;
        return true;
    };
    NodeId rate;
    for (const syntax::Clause& clause : decl.clauses) {
        if (const auto* recorded = std::get_if<syntax::RecordedClause>(&clause.what)) {
            syntax::RecordExpr record = recorded->record;
            if (weight != nullptr) record.column = weight->column;
            add_record(context, record, Unit{}, scope, id);
        } else if (const auto* count = std::get_if<syntax::CountClause>(&clause.what)) {
            const DrawnFrom draw =
                distribution(context, scope, count->distribution, Unit{}, declared.span);
            if (!draw.parameters[0] || draw.kind == DistributionKind::none) continue;
            const bool counts = draw.kind == DistributionKind::poisson ||
                                draw.kind == DistributionKind::negative_binomial ||
                                draw.kind == DistributionKind::bernoulli;
            if (!counts) {
                context.error(
                    "E2018",
                    fmt::format("`{}` draws no whole numbers", count->distribution.name.text),
                    count->distribution.span,
                    "use `poisson`, `negative_binomial` or `bernoulli`");
                continue;
            }
            if (!set_model(EventModel::draw, clause.span)) continue;
            rate = draw.parameters[0];
            context.model.quantities[id].definitions.push_back({{}, draw});
        } else if (const auto* hazard = std::get_if<syntax::HazardClause>(&clause.what)) {
            const Typed typed = expression(context, scope, hazard->rate);
            if (!typed.failed() && typed.kind == Typed::Kind::number &&
                !same_dimension(typed.unit, per_month) && !is_zero(context, typed)) {
                context.report(
                    {.code = "E3009",
                     .headline = "a hazard is a rate: so many per time",
                     .primary = {typed.span, "this " + described(typed.unit)},
                     .others = {},
                     .notes = {},
                     .helps = {{"give it a unit, for instance `0.02 [1/month]`", {}, {}}}});
                continue;
            }
            const NodeId node = fitted(context, typed, per_month, typed.span);
            if (!node || !set_model(EventModel::hazard, clause.span)) continue;
            rate = node;
            context.model.quantities[id].definitions.push_back({node, {}});
        } else if (const auto* when = std::get_if<syntax::WhenClause>(&clause.what)) {
            const NodeId node = condition(context, scope, when->condition);
            if (!node || !set_model(EventModel::when, clause.span)) continue;
            context.model.quantities[id].definitions.push_back({node, {}});
        } else if (const auto* on = std::get_if<syntax::OnClause>(&clause.what)) {
            Track track;
            track.values.assign(static_cast<std::size_t>(context.model.grid.rows()), 0.0);
            for (const syntax::DateExpr& date : on->dates) {
                const std::optional<Month> month = month_of(context, date);
                if (!month || !in_run(context, *month, date.span)) continue;
                track.values[static_cast<std::size_t>(context.model.grid.row(*month))] += 1.0;
            }
            context.model.quantities[id].dates = context.model.tracks.add(track);
            if (context.model.quantities[id].event_model == EventModel::none)
                context.model.quantities[id].event_model = EventModel::dated;
        }
    }
    // `e.rate` may have been asked for already; it is known from here on.
    const QuantityId rate_let = rate_of(context, id);
    if (!rate) rate = context.graph.constant(0);
    context.model.quantities[rate_let].definitions = {{rate, {}}};
}

}  // namespace entente::model::resolving

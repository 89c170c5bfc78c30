// SPDX-License-Identifier: Apache-2.0
// Events: how they come about, their records and dates, and their rate.
#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

/// One event under construction: a clause gives it its model, and its rate where it has one.
class EventReader {
  public:
    EventReader(Context& context, const Declared& declared, QuantityId id, const Scope& scope)
        : context_(context), declared_(declared), id_(id), scope_(scope) {}

    /// The mean number of events a month; none where no clause says it.
    NodeId rate;

    void take(const syntax::CountClause& count, Span at) {
        const DrawnFrom draw =
            distribution(context_, scope_, count.distribution, Unit{}, declared_.span);
        if (!draw.parameters[0] || draw.kind == DistributionKind::none) {
            return;
        }
        const bool counts = draw.kind == DistributionKind::poisson ||
                            draw.kind == DistributionKind::negative_binomial ||
                            draw.kind == DistributionKind::bernoulli;
        if (!counts) {
            context_.error("E2018",
                           fmt::format("`{}` draws no whole numbers", count.distribution.name.text),
                           count.distribution.span,
                           "use `poisson`, `negative_binomial` or `bernoulli`");
        } else if (set_model(EventModel::draw, at)) {
            rate = draw.parameters[0];
            quantity().definitions.push_back({{}, draw});
        }
    }

    void take(const syntax::HazardClause& hazard, Span at) {
        const Unit per_month = power(*context_.units.find("month"), -1);
        const Typed typed = expression(context_, scope_, hazard.rate);
        if (!typed.failed() && typed.kind == Typed::Kind::number &&
            !same_dimension(typed.unit, per_month) && !is_zero(context_, typed)) {
            context_.report({.code = "E3009",
                             .headline = "a hazard is a rate: so many per time",
                             .primary = {typed.span, "this " + described(typed.unit)},
                             .others = {},
                             .notes = {},
                             .helps = {{"give it a unit, for instance `0.02 [1/month]`", {}, {}}}});
            return;
        }
        const NodeId node = fitted(context_, typed, per_month, typed.span);
        if (node && set_model(EventModel::hazard, at)) {
            rate = node;
            quantity().definitions.push_back({node, {}});
        }
    }

    void take(const syntax::WhenClause& when, Span at) {
        const NodeId node = condition(context_, scope_, when.condition);
        if (node && set_model(EventModel::when, at)) {
            quantity().definitions.push_back({node, {}});
        }
    }

    void take(const syntax::OnClause& on) {
        Track track;
        track.values.assign(static_cast<std::size_t>(context_.model.grid.rows()), 0.0);
        for (const syntax::DateExpr& date : on.dates) {
            const std::optional<Month> month = month_of(context_, date);
            if (!month || !in_run(context_, *month, date.span)) {
                continue;
            }
            track.values[static_cast<std::size_t>(context_.model.grid.row(*month))] += 1.0;
        }
        quantity().dates = context_.model.tracks.add(track);
        if (quantity().event_model == EventModel::none) {
            quantity().event_model = EventModel::dated;
        }
    }

  private:
    // Expressions may add hidden quantities, so no reference into the table is kept.
    Quantity& quantity() { return context_.model.quantities[id_]; }

    bool set_model(EventModel event_model, Span span) {
        if (quantity().event_model != EventModel::none) {
            context_.report(
                {.code = "E2021",
                 .headline = fmt::format("`{}` comes about in two ways", declared_.name),
                 .primary = {span, "the second"},
                 .others = {{first_, "the first"}},
                 .notes = {},
                 .helps = {{"keep one of `count`, `hazard`, `when`", {}, {}}}});
            return false;
        }
        first_ = span;
        quantity().event_model = event_model;
        return true;
    }

    Context& context_;
    const Declared& declared_;
    QuantityId id_;
    const Scope& scope_;
    Span first_;
};

}  // namespace

void define_event(Context& context, const Declared& declared, QuantityId id, const Scope& scope) {
    const auto& decl = std::get<syntax::EventDecl>(declared.decl->what);
    const syntax::WeightClause* weight = find_clause<syntax::WeightClause>(decl.clauses);
    EventReader reader(context, declared, id, scope);
    for (const syntax::Clause& clause : decl.clauses) {
        if (const auto* recorded = std::get_if<syntax::RecordedClause>(&clause.what)) {
            syntax::RecordExpr record = recorded->record;
            if (weight != nullptr) {
                record.column = weight->column;
            }
            add_record(context, record, Unit{}, scope, id);
        } else if (const auto* count = std::get_if<syntax::CountClause>(&clause.what)) {
            reader.take(*count, clause.span);
        } else if (const auto* hazard = std::get_if<syntax::HazardClause>(&clause.what)) {
            reader.take(*hazard, clause.span);
        } else if (const auto* when = std::get_if<syntax::WhenClause>(&clause.what)) {
            reader.take(*when, clause.span);
        } else if (const auto* on = std::get_if<syntax::OnClause>(&clause.what)) {
            reader.take(*on);
        }
    }
    // `e.rate` may have been asked for already; it is known from here on.
    const QuantityId rate_let = rate_of(context, id);
    const NodeId rate = reader.rate ? reader.rate : context.graph.constant(0);
    context.model.quantities[rate_let].definitions = {{rate, {}}};
}

}  // namespace entente::model::resolving

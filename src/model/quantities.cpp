// SPDX-License-Identifier: Apache-2.0
// Parameters, inputs, lets and levers: values, tables, priors, ranges and evidence.
#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

struct Bounds {
    std::optional<double> low;
    std::optional<double> high;
};

std::optional<Bounds> bounds_of(Context& context,
                                const Scope& scope,
                                const syntax::QuantityDecl& decl,
                                const Declared& declared) {
    Bounds bounds;
    if (!decl.range) {
        return bounds;
    }
    if (decl.range->low) {
        bounds.low = constant(context, scope, *decl.range->low, declared.unit, declared.unit_span);
        if (!bounds.low) {
            return std::nullopt;
        }
    }
    if (decl.range->high) {
        bounds.high =
            constant(context, scope, *decl.range->high, declared.unit, declared.unit_span);
        if (!bounds.high) {
            return std::nullopt;
        }
    }
    if (bounds.low && bounds.high && !(*bounds.low < *bounds.high)) {
        context.error("E2043",
                      "a range goes from its lowest to its highest",
                      decl.range->span,
                      fmt::format("{} is not below {}", *bounds.low, *bounds.high));
        return std::nullopt;
    }
    return bounds;
}

/// Whether a row's key may be that element, told without a search through the set.
bool may_be(const syntax::Subscript& key, const std::string& element) {
    return element.starts_with(key.name.text) || element.ends_with(key.name.text);
}

/// The row of a table for an element; reports elements missing or told twice, once a table. The
/// first element's turn judges all rows.
const syntax::TableRow* row_for(Context& context,
                                const Scope& scope,
                                const syntax::TableExpr& table,
                                const Declared& declared) {
    if (declared.axes.size() != 1) {
        context.error(
            "E2019",
            declared.axes.empty()
                ? fmt::format("`{}` is one number, and here is a table", declared.name)
                : fmt::format("a table is for one subscript, and `{}` has {}",
                              declared.name,
                              declared.axes.size()),
            table.span,
            declared.axes.empty() ? "write one value" : "write one value for all, or an equation");
        return nullptr;
    }
    const Axis& axis = declared.axes.front();
    const std::string& wanted = scope.indices.front().second.text;
    const bool judging = wanted == axis.elements.front().text;
    const syntax::TableRow* found = nullptr;
    for (const syntax::TableRow& row : table.rows) {
        if (row.key.date) {
            context.error("E2019", "this table is by element, not by date", row.key.span, "a date");
            return nullptr;
        }
        if (!judging && !may_be(row.key.name, wanted)) {
            continue;
        }
        const auto element = element_of(context, Scope{}, row.key.name, axis, declared.name);
        if (!element) {
            return nullptr;
        }
        if (element->text != wanted) {
            continue;
        }
        if (found != nullptr) {
            context.report({.code = "E2019",
                            .headline = fmt::format("the table names `{}` twice", wanted),
                            .primary = {row.key.span, "the second time"},
                            .others = {{found->key.span, "the first time"}},
                            .notes = {},
                            .helps = {}});
            return nullptr;
        }
        found = &row;
    }
    if (found == nullptr) {
        std::string missing;
        for (const Element& element : axis.elements) {
            bool there = false;
            for (const syntax::TableRow& row : table.rows) {
                const auto key = element_of(context, Scope{}, row.key.name, axis, declared.name);
                if (!key) {
                    return nullptr;
                }
                there = there || key->text == element.text;
            }
            if (!there) {
                missing += (missing.empty() ? "`" : ", `") + element.text + "`";
            }
        }
        context.error("E2019",
                      fmt::format("the table of `{}` leaves out {}", declared.name, missing),
                      table.span,
                      "every element needs its value");
    }
    return found;
}

void missing_value(Context& context, const Declared& declared, const char* what) {
    context.error("E2020",
                  fmt::format("`{}` has no value", declared.name),
                  declared.span,
                  fmt::format("a {} needs `= VALUE`", what));
}

/// One definition for each prior set.
bool define_priors(Context& context,
                   const Declared& declared,
                   const syntax::QuantityDecl& decl,
                   QuantityId id,
                   const Scope& scope,
                   const Bounds& bounds) {
    const std::vector<std::string>& sets = context.model.prior_sets;
    std::vector<std::optional<Definition>> by_set(sets.size());
    bool any = false;
    bool fine = true;
    for (const syntax::Clause& clause : decl.clauses) {
        const auto* prior = std::get_if<syntax::PriorClause>(&clause.what);
        if (prior == nullptr) {
            continue;
        }
        any = true;
        std::size_t at = 0;
        while (at < sets.size() && sets[at] != prior->set.text) {
            ++at;
        }
        if (at == sets.size()) {
            unknown_name(context, "E2022", prior->set, "prior set of the model", sets);
            fine = false;
            continue;
        }
        if (by_set[at]) {
            context.error(
                "E2022",
                fmt::format("`{}` has two priors in the set `{}`", declared.name, sets[at]),
                clause.span,
                "the second");
            fine = false;
            continue;
        }
        if (prior->source) {
            source_of(context, *prior->source);
        }
        syntax::Value value;
        value.kind = prior->distribution.kind == syntax::ExprKind::call &&
                             is_distribution(prior->distribution.name.text)
                         ? syntax::Value::Kind::distribution
                         : syntax::Value::Kind::expr;
        value.first = prior->distribution;
        value.span = prior->distribution.span;
        by_set[at] = definition(context, scope, value, declared, bounds.low, bounds.high);
        fine = fine && by_set[at];
        if (!by_set[at]) {
            by_set[at] = Definition{};
        }
    }
    if (!any) {
        return false;
    }
    if (decl.value || decl.table) {
        context.error("E2022",
                      fmt::format("`{}` has priors, so it has no other value", declared.name),
                      declared.span,
                      "remove the value or the priors");
        fine = false;
    }
    for (std::size_t i = 0; fine && i < sets.size(); ++i) {
        if (by_set[i]) {
            continue;
        }
        context.error("E2022",
                      fmt::format("`{}` has no prior in the set `{}`", declared.name, sets[i]),
                      declared.span,
                      "a parameter with priors needs one in every set of the model");
        fine = false;
    }
    if (fine) {
        for (const auto& one : by_set) {
            context.model.quantities[id].definitions.push_back(*one);
        }
    }
    return true;
}

/// The value that is declared for an element; reports where there is none. `what` is the kind of
/// the declaration in words.
const syntax::Value* value_of(Context& context,
                              const Declared& declared,
                              const syntax::QuantityDecl& decl,
                              const Scope& scope,
                              const char* what) {
    if (decl.table) {
        const syntax::TableRow* row = row_for(context, scope, *decl.table, declared);
        return row == nullptr ? nullptr : &row->value;
    }
    if (!decl.value) {
        missing_value(context, declared, what);
        return nullptr;
    }
    return &*decl.value;
}

/// Whether a value that must be computed is drawn, and reports it.
bool report_if_drawn(Context& context,
                     const syntax::Value& value,
                     const char* code,
                     std::string sentence) {
    if (value.kind == syntax::Value::Kind::expr) {
        return false;
    }
    context.error(code,
                  std::move(sentence),
                  value.span,
                  "name an uncertain value with `param` and use it here");
    return true;
}

void define_parameter(Context& context,
                      const Declared& declared,
                      const syntax::QuantityDecl& decl,
                      QuantityId id,
                      const Scope& scope,
                      const Bounds& bounds) {
    if (define_priors(context, declared, decl, id, scope, bounds)) {
        return;
    }
    const syntax::Value* value = value_of(context, declared, decl, scope, "parameter");
    if (value == nullptr) {
        return;
    }
    const auto one = definition(context, scope, *value, declared, bounds.low, bounds.high);
    if (one) {
        context.model.quantities[id].definitions.push_back(*one);
    }
}

/// The default of an input or a lever.
void define_default(Context& context,
                    const Declared& declared,
                    const syntax::QuantityDecl& decl,
                    QuantityId id,
                    const Scope& scope,
                    const Bounds& bounds) {
    const char* what = declared.kind == QuantityKind::lever ? "lever" : "input";
    const syntax::Value* value = value_of(context, declared, decl, scope, what);
    if (value == nullptr ||
        report_if_drawn(context,
                        *value,
                        "E2020",
                        fmt::format("the default of `{}` is one value", declared.name))) {
        return;
    }
    const auto one = definition(context, scope, *value, declared, bounds.low, bounds.high);
    if (one) {
        context.model.quantities[id].otherwise = one->node;
    }
}

void define_input(Context& context,
                  const Declared& declared,
                  const syntax::QuantityDecl& decl,
                  QuantityId id,
                  const Scope& scope,
                  const Bounds& bounds) {
    define_default(context, declared, decl, id, scope, bounds);
    if (const auto* recorded = find_clause<syntax::RecordedClause>(decl.clauses)) {
        add_record(context, recorded->record, declared.unit, scope, id);
    }
    const auto* then = find_clause<syntax::ThenClause>(decl.clauses);
    if (then == nullptr) {
        return;
    }
    Definition after;
    if (then->value.kind == syntax::ExprKind::call && is_distribution(then->value.name.text)) {
        after.draw = distribution(context, scope, then->value, declared.unit, declared.unit_span);
        if (!after.is_drawn()) {
            return;
        }
        if (after.draw.kind != DistributionKind::ar1) {
            after.draw.low = bounds.low;
            after.draw.high = bounds.high;
        }
    } else {
        after.node = fitted(
            context, expression(context, scope, then->value), declared.unit, declared.unit_span);
        if (!after.node) {
            return;
        }
    }
    Quantity& quantity = context.model.quantities[id];
    quantity.definitions.push_back(after);
    if (then->each == syntax::Period::quarter) {
        quantity.each = 3;
    }
    if (then->each == syntax::Period::year) {
        quantity.each = 12;
    }
}

void define_let(Context& context,
                const Declared& declared,
                const syntax::QuantityDecl& decl,
                QuantityId id,
                const Scope& scope,
                const Bounds& bounds) {
    const syntax::Value* value = value_of(context, declared, decl, scope, "let");
    if (value == nullptr ||
        report_if_drawn(context,
                        *value,
                        "E2018",
                        fmt::format("`{}` is computed, so it cannot be drawn", declared.name))) {
        return;
    }
    const auto one = definition(context, scope, *value, declared, bounds.low, bounds.high);
    if (one) {
        context.model.quantities[id].definitions.push_back(*one);
    }
}

void define_one(Context& context, const Declared& declared) {
    if (const auto* event = std::get_if<syntax::EventDecl>(&declared.decl->what)) {
        check_clauses(context, declared, event->clauses);
        add_evidence(context, declared, event->clauses);
        std::string text;
        for (const syntax::Clause& clause : event->clauses) {
            text += (text.empty() ? "" : "; ") + context.written(clause.span);
        }
        context.model.declarations[declared.id].equation = text;
        for_each_element(
            declared,
            [&](QuantityId id, const Scope& scope) { define_event(context, declared, id, scope); },
            context);
        return;
    }
    const auto& decl = std::get<syntax::QuantityDecl>(declared.decl->what);
    check_clauses(context, declared, decl.clauses);
    add_evidence(context, declared, decl.clauses);
    Declaration& declaration = context.model.declarations[declared.id];
    declaration.equation = equation_of(context, decl);
    if (decl.held_by) {
        declaration.held_by = decl.held_by->text;
        const Entry* actor = find_name(context, decl.held_by->text);
        if (actor == nullptr || actor->kind != Entry::Kind::actor) {
            unknown_name(
                context, "E2004", *decl.held_by, "actor", names_of(context, {Entry::Kind::actor}));
        }
        if (declared.kind != QuantityKind::lever) {
            context.error("E2021",
                          fmt::format("`{}` is held by nobody", declared.name),
                          decl.held_by->span,
                          "only levers are held by actors");
        }
    }
    if (decl.held_in_range && declared.kind != QuantityKind::stock) {
        context.error("E2021",
                      fmt::format("`{}` cannot be held in a range", declared.name),
                      decl.range ? decl.range->span : declared.span,
                      "only stocks are held; for others write `in`");
    }
    if (decl.steady && declared.kind != QuantityKind::stock) {
        context.error("E2034",
                      fmt::format("`{}` cannot be steady", declared.name),
                      declared.span,
                      "only a stock with a `toward` can");
        return;
    }
    for_each_element(
        declared,
        [&](QuantityId id, const Scope& scope) {
            const std::optional<Bounds> bounds = bounds_of(context, scope, decl, declared);
            if (!bounds) {
                return;
            }
            Quantity& quantity = context.model.quantities[id];
            quantity.low = bounds->low;
            quantity.high = bounds->high;
            quantity.held = decl.held_in_range && declared.kind == QuantityKind::stock;
            // NOLINTNEXTLINE(clang-diagnostic-switch-enum): the others are not written so
            if (declared.kind == QuantityKind::parameter) {
                define_parameter(context, declared, decl, id, scope, *bounds);
            } else if (declared.kind == QuantityKind::input) {
                define_input(context, declared, decl, id, scope, *bounds);
            } else if (declared.kind == QuantityKind::lever) {
                define_default(context, declared, decl, id, scope, *bounds);
                if (const auto* recorded = find_clause<syntax::RecordedClause>(decl.clauses)) {
                    add_record(context, recorded->record, declared.unit, scope, id);
                }
            } else if (declared.kind == QuantityKind::stock) {
                define_stock(context, declared, id, scope);
            } else {
                define_let(context, declared, decl, id, scope, *bounds);
            }
        },
        context);
}

/// What the bounds of a held stock add: a flow without an equation, which the run fills.
void add_held_flow(Context& context, const Declared& declared, QuantityId stock) {
    if (context.model.quantities[stock].flows.empty()) {
        return;
    }
    Quantity flow;
    flow.name = context.model.quantities[stock].name + ".held";
    flow.kind = QuantityKind::flow;
    flow.declaration = declared.id;
    flow.unit = to_text(declared.unit / *context.units.find("month"));
    flow.stock = stock;
    context.model.quantities.add(flow);
}

}  // namespace

void define_quantities(Context& context) {
    // Stocks first, so that their flows have names that expressions may use.
    for (const Declared& declared : context.declared) {
        if (declared.kind == QuantityKind::stock) {
            const auto& decl = std::get<syntax::QuantityDecl>(declared.decl->what);
            for_each_element(
                declared,
                [&](QuantityId id, const Scope&) {
                    const auto add = [&](const std::string& name, bool outward) {
                        const std::string full = context.model.quantities[id].name + "." + name;
                        for (const QuantityId other : context.model.quantities[id].flows) {
                            if (context.model.quantities[other].name != full) {
                                continue;
                            }
                            context.error(
                                "E2002",
                                fmt::format("`{}` has two flows called `{}`", declared.name, name),
                                declared.span,
                                "each flow needs a name of its own");
                        }
                        Quantity flow;
                        flow.name = full;
                        flow.kind = QuantityKind::flow;
                        flow.declaration = declared.id;
                        flow.unit = to_text(declared.unit / *context.units.find("month"));
                        flow.stock = id;
                        flow.outward = outward;
                        flow.link = link_named(context, full, declared.name + "." + name);
                        const QuantityId added = context.model.quantities.add(flow);
                        context.model.quantities[id].flows.push_back(added);
                    };
                    for (const syntax::Clause& clause : decl.clauses) {
                        if (const auto* flow = std::get_if<syntax::FlowClause>(&clause.what)) {
                            add(flow->name.text, !flow->inflow);
                        }
                        if (std::holds_alternative<syntax::TowardClause>(clause.what)) {
                            add("toward", false);
                        }
                    }
                    if (decl.held_in_range) {
                        add_held_flow(context, declared, id);
                    }
                },
                context);
        }
    }
    for (const Declared& declared : context.declared) {
        if (!declared.broken) {
            define_one(context, declared);
        }
    }
}

}  // namespace entente::model::resolving

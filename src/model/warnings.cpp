// SPDX-License-Identifier: Apache-2.0
// What is legal and probably a mistake.
#include <cmath>

#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

/// Each warning is compared with those before it, and nobody reads thousands.
constexpr std::size_t most_warnings = 500;

/// Uncertain numbers say how good they are and where they come from.
void warn_evidence(Context& context) {
    for (const Declared& declared : context.declared) {
        if (context.diagnostics.warning_count() > most_warnings) {
            return;
        }
        if (declared.broken || declared.kind == QuantityKind::event) {
            continue;
        }
        const auto& decl = std::get<syntax::QuantityDecl>(declared.decl->what);
        bool uncertain = decl.value && decl.value->kind != syntax::Value::Kind::expr;
        if (decl.table) {
            for (const syntax::TableRow& row : decl.table->rows) {
                uncertain = uncertain || row.value.kind != syntax::Value::Kind::expr;
            }
        }
        uncertain = uncertain || find_clause<syntax::PriorClause>(decl.clauses) != nullptr;
        if (!uncertain) {
            continue;
        }
        const Declaration& declaration = context.model.declarations[declared.id];
        if (declaration.grade == 0) {
            context.report(
                {.code = "W2001",
                 .headline = fmt::format("`{}` is uncertain and has no grade", declared.name),
                 .primary = {declared.span, "how good is this number?"},
                 .others = {},
                 .notes = {},
                 .helps = {{"add `grade A` (two prints) to `grade E` (judgement)", {}, {}}}});
        }
        if (!declaration.source) {
            context.report(
                {.code = "W2002",
                 .headline = fmt::format("`{}` is uncertain and has no source", declared.name),
                 .primary = {declared.span, "where does this number come from?"},
                 .others = {},
                 .notes = {},
                 .helps = {{"add `source NAME`", {}, {}}}});
        }
    }
}

/// What is measured in a unit uses those that it is made of, too.
std::set<std::string> units_used(const Context& context) {
    std::map<std::string, std::vector<std::string>> made_of;
    for (const syntax::Tree& tree : context.trees) {
        for (const syntax::Decl& decl : tree.decls) {
            const auto* unit = std::get_if<syntax::UnitDecl>(&decl.what);
            if (unit == nullptr || !unit->equals) {
                continue;
            }
            for (const syntax::UnitFactor& factor : unit->equals->factors) {
                made_of[unit->name.text].push_back(factor.name.text);
            }
        }
    }
    std::set<std::string> used;
    std::vector<std::string> open(context.units_used.begin(), context.units_used.end());
    while (!open.empty()) {
        const std::string name = open.back();
        open.pop_back();
        if (!used.insert(name).second) {
            continue;
        }
        open.insert(open.end(), made_of[name].begin(), made_of[name].end());
    }
    return used;
}

void warn_units(Context& context) {
    const std::set<std::string> used = units_used(context);
    for (const auto& [name, span] : context.unit_spans) {
        if (used.contains(name)) {
            continue;
        }
        context.error(
            "W2003", fmt::format("the unit `{}` is never used", name), span, "declared here");
    }
}

/// The least a delay can be: the bound of a 90 % interval, or the number itself.
std::optional<double> least(const Context& context, NodeId months) {
    const Node& node = context.model.nodes[months];
    if (node.op == Op::constant) {
        return node.value;
    }
    if (node.op == Op::divide && context.model.nodes[node.arguments[1]].op == Op::constant) {
        const auto inner = least(context, node.arguments[0]);
        if (!inner) {
            return std::nullopt;
        }
        return *inner / context.model.nodes[node.arguments[1]].value;
    }
    if (node.op == Op::multiply && context.model.nodes[node.arguments[1]].op == Op::constant) {
        const auto inner = least(context, node.arguments[0]);
        if (!inner) {
            return std::nullopt;
        }
        return *inner * context.model.nodes[node.arguments[1]].value;
    }
    if (node.op != Op::quantity) {
        return std::nullopt;
    }
    const Quantity& quantity = context.model.quantities[node.quantity];
    if (quantity.kind != QuantityKind::parameter) {
        return std::nullopt;
    }
    std::optional<double> lowest;
    for (const Definition& definition : quantity.definitions) {
        std::optional<double> one;
        if (definition.node) {
            one = context.graph.number(definition.node);
        } else {
            const auto a = context.graph.number(definition.draw.parameters[0]);
            const auto b = definition.draw.parameters[1]
                               ? context.graph.number(definition.draw.parameters[1])
                               : std::optional<double>();
            constexpr double z95 = 1.6448536269514722;
            if (definition.draw.kind == DistributionKind::lognormal && a && b) {
                one = *a * std::exp(-z95 * *b);
            }
            if (definition.draw.kind == DistributionKind::normal && a && b) {
                one = *a - z95 * *b;
            }
            if (definition.draw.kind == DistributionKind::uniform) {
                one = a;
            }
            if (one && definition.draw.low) {
                one = std::max(*one, *definition.draw.low);
            }
        }
        if (one && (!lowest || *one < *lowest)) {
            lowest = one;
        }
    }
    return lowest;
}

/// A stock that follows faster than a step swings past its aim.
void warn_delays(Context& context) {
    for (const Quantity& quantity : context.model.quantities) {
        if (quantity.kind != QuantityKind::flow || quantity.definitions.empty() ||
            !quantity.name.ends_with(".toward")) {
            continue;
        }
        const Node& node = context.model.nodes[quantity.definitions.front().node];
        if (node.op != Op::divide) {
            continue;
        }
        const auto shortest = least(context, node.arguments[1]);
        const double step = 1.0 / context.model.grid.substeps;
        if (!shortest || *shortest >= step) {
            continue;
        }
        Span span = context.model_span;
        for (const Declared& declared : context.declared) {
            if (declared.id == quantity.declaration) {
                span = declared.span;
            }
        }
        context.report(
            {.code = "W2004",
             .headline = fmt::format("a delay in `{}` can be shorter than the step",
                                     context.model.declarations[quantity.declaration].name),
             .primary = {span,
                         fmt::format(
                             "as short as {:.3g} months; the step is {:.3g}", *shortest, step)},
             .others = {},
             .notes = {"the stock would swing past what it follows"},
             .helps = {{"lengthen the delay, or make `step` smaller", {}, {}}}});
    }
}

}  // namespace

void warn(Context& context) {
    warn_evidence(context);
    warn_units(context);
    warn_delays(context);
}

}  // namespace entente::model::resolving

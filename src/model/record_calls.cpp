// SPDX-License-Identifier: Apache-2.0
// Calls that ask the record of the world: agreements, leaders, counts of events and lists.
#include <cmath>

#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

Typed in_force(Context& context, const Expr& expr) {
    const Expr& what = expr.arguments.front().value;
    for (const Agreement& agreement : context.model.agreements) {
        if (agreement.name == what.name.text) {
            return number(context.graph.track(agreement.in_force), {}, expr.span);
        }
    }
    unknown_name(context,
                 "E2027",
                 {what.name.text, what.span},
                 "agreement",
                 names_of(context, {Entry::Kind::agreement}));
    return failed(expr.span);
}

Typed obliges(Context& context, const Expr& expr) {
    const Expr& what = expr.arguments[0].value;
    const std::string word = expr.arguments[1].value.kind == syntax::ExprKind::string
                                 ? expr.arguments[1].value.string
                                 : expr.arguments[1].value.name.text;
    bool known = false;
    std::vector<std::string> words;
    const Agreement* of = nullptr;
    for (const Agreement& agreement : context.model.agreements) {
        if (agreement.name == what.name.text) {
            of = &agreement;
        }
        for (const std::string& obligation : agreement.obliges) {
            known = known || obligation == word;
            words.push_back(obligation);
        }
    }
    if (of == nullptr) {
        unknown_name(context,
                     "E2027",
                     {what.name.text, what.span},
                     "agreement",
                     names_of(context, {Entry::Kind::agreement}));
        return failed(expr.span);
    }
    if (!known) {
        unknown_name(context,
                     "E2027",
                     {word, expr.arguments[1].value.span},
                     "obligation in any agreement",
                     words);
        return failed(expr.span);
    }
    bool says = false;
    for (const std::string& obligation : of->obliges) {
        says = says || obligation == word;
    }
    return number(context.graph.constant(says ? 1 : 0), {}, expr.span);
}

/// `leader(CHN).field`
Typed leader(Context& context, const Expr& expr) {
    const std::string actor = expr.arguments.front().value.name.text;
    if (expr.fields.size() != 1) {
        context.error(
            "E2027", "which field of the leader?", expr.span, "write `leader(ACTOR).field`");
        return failed(expr.span);
    }
    std::vector<std::string> fields;
    for (const LeaderField& field : context.model.leader_fields) {
        if (field.actor != actor) {
            continue;
        }
        fields.push_back(field.field);
        if (field.field != expr.fields[0].text) {
            continue;
        }
        return number(context.graph.track(field.track),
                      context.field_units[actor + "." + field.field],
                      expr.span);
    }
    if (fields.empty()) {
        std::vector<std::string> actors;
        for (const LeaderField& field : context.model.leader_fields) {
            actors.push_back(field.actor);
        }
        unknown_name(context,
                     "E2027",
                     {actor, expr.arguments.front().value.span},
                     "actor with leaders",
                     actors);
    } else {
        unknown_name(context,
                     "E2037",
                     expr.fields[0],
                     fmt::format("field of the leaders of {}", actor),
                     fields);
    }
    return failed(expr.span);
}

/// The length of the window of `count(x, 12 months)`; 1 without one.
std::optional<int> window_months(Context& context, const Scope& scope, const Expr& expr) {
    if (expr.arguments.size() < 2) {
        return 1;
    }
    const Typed length = expression(context, scope, expr.arguments[1].value);
    const NodeId node = in_months(context, length, "the window of a `count`");
    if (!node) {
        return std::nullopt;
    }
    const std::optional<double> months = context.graph.number(node);
    if (!months || *months != std::round(*months) || *months < 1 || *months > 120000) {
        context.error("E3009",
                      "the window of a `count` is a whole number of months known beforehand",
                      length.span,
                      months ? fmt::format("this is {} months", *months)
                             : std::string("this depends on quantities of the model"));
        return std::nullopt;
    }
    return static_cast<int>(*months);
}

/// `count(bilateral where sector == infrastructure, 10 years)`
Typed count_list(Context& context, const Scope& scope, const Expr& expr, std::size_t list) {
    const std::optional<int> months = window_months(context, scope, expr);
    if (!months) {
        return failed(expr.span);
    }
    syntax::RecordExpr record = context.lists[list]->record;
    const syntax::Argument& argument = expr.arguments.front();
    if (!argument.where.empty()) {
        const Expr& extra = argument.where.front();
        if (record.where) {
            Expr both;
            both.kind = syntax::ExprKind::binary;
            both.op = syntax::Operator::logical_and;
            both.span = extra.span;
            both.children = {*record.where, extra};
            record.where = both;
        } else {
            record.where = extra;
        }
    }
    // The indices in scope may stand in the `where`.
    std::string bound;
    for (const auto& [index, element] : scope.indices) {
        bound += index + "=" + element.text + " ";
    }
    const std::string key =
        fmt::format("{} where {} in {} {}",
                    expr.arguments.front().value.name.text,
                    argument.where.empty() ? "" : context.written(argument.where.front().span),
                    *months,
                    argument.where.empty() ? "" : bound);
    auto known = context.dated_lists.find(key);
    if (known == context.dated_lists.end()) {
        const RecordId id = record_of(context, record, RecordUse::counts, Unit{}, scope);
        if (!id) {
            return failed(expr.span);
        }
        Track track;
        track.kind = Track::Kind::record_count;
        track.record = id;
        track.months = *months;
        known = context.dated_lists.emplace(key, context.model.tracks.add(track)).first;
    }
    return number(context.graph.track(known->second), {}, expr.span);
}

Typed count(Context& context, const Scope& scope, const Expr& expr) {
    const Expr& what = expr.arguments.front().value;
    if (what.kind == syntax::ExprKind::error) {
        return failed(expr.span);
    }
    const Entry* entry = find_name(context, what.name.text);
    if (entry != nullptr && entry->kind == Entry::Kind::agreements) {
        return count_list(context, scope, expr, entry->index);
    }
    const Declared* declared = find_declared(context, what.name.text);
    if (what.kind != syntax::ExprKind::place || declared == nullptr ||
        declared->kind != QuantityKind::event) {
        if (declared != nullptr) {
            context.report(
                {.code = "E2027",
                 .headline = fmt::format("`count` counts events, and `{}` is none", declared->name),
                 .primary = {what.span, "not an event"},
                 .others = {{declared->span, "declared here"}},
                 .notes = {},
                 .helps = {}});
        } else {
            std::vector<std::string> names = names_of(context, {Entry::Kind::agreements});
            for (const Declared& other : context.declared) {
                if (other.kind == QuantityKind::event) {
                    names.push_back(other.name);
                }
            }
            unknown_name(context,
                         "E2027",
                         {what.name.text, what.span},
                         "event or list of agreements",
                         names);
        }
        return failed(expr.span);
    }
    const std::optional<QuantityId> id = scalar_of(context, scope, what, *declared);
    const std::optional<int> months = window_months(context, scope, expr);
    if (!id || !months) {
        return failed(expr.span);
    }
    const NodeId node =
        *months == 1 ? context.graph.quantity(*id) : context.graph.window_count(*id, *months);
    return number(node, {}, expr.span);
}

}  // namespace

Typed record_call(Context& context, const Scope& scope, const Expr& expr) {
    if (expr.name.text == "count") {
        return count(context, scope, expr);
    }
    if (expr.name.text == "in_force") {
        return in_force(context, expr);
    }
    if (expr.name.text == "obliges") {
        return obliges(context, expr);
    }
    return leader(context, expr);
}

}  // namespace entente::model::resolving

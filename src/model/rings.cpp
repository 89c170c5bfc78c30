// SPDX-License-Identifier: Apache-2.0
// Faults of order: rings of definitions at one instant, rings of initial values, parameters that
// depend on what changes in time.
#include <algorithm>

#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

/// Where a quantity's definition stands: its declaration's name.
Span place_of(const Context& context, QuantityId id) {
    const DeclarationId declaration = context.model.quantities[id].declaration;
    for (const Declared& declared : context.declared) {
        if (declared.id == declaration) return declared.span;
    }
    if (declaration) return context.model.declarations[declaration].span;
    return context.model_span;
}

enum class When { opening, initial };

/// The quantities that must be known before this one.
std::vector<QuantityId> needs(const Model& model, QuantityId id, When when) {
    const Quantity& quantity = model.quantities[id];
    std::vector<NodeId> roots;
    if (quantity.kind == QuantityKind::stock) {
        if (when == When::opening) return {};
        for (const Definition& definition : quantity.definitions) {
            if (definition.node) roots.push_back(definition.node);
            for (const NodeId parameter : definition.draw.parameters) {
                if (parameter) roots.push_back(parameter);
            }
        }
    } else if (quantity.kind == QuantityKind::choice || quantity.kind == QuantityKind::latch) {
        return {};  // they look at the month before
    } else if (quantity.kind == QuantityKind::event && when == When::initial) {
        return {};  // before the first month nothing has happened
    } else {
        roots = opening_nodes(quantity);
    }
    std::vector<QuantityId> found;
    for (const Read& read : reads_of(model.nodes, roots)) {
        if (read.how == Reads::now) found.push_back(read.quantity);
    }
    return found;
}

class Walk {
  public:
    Walk(const Context& context, When when) : context_(context), when_(when) {
        state_.assign(context.model.quantities.size(), State::fresh);
    }

    /// The first ring met, in order, or nothing.
    std::vector<QuantityId> ring() {
        for (std::size_t i = 0; i < state_.size(); ++i) {
            if (visit(QuantityId(i))) return ring_;
        }
        return {};
    }

  private:
    enum class State { fresh, open, done };

    bool visit(QuantityId id) {
        if (state_[id.index] == State::done) return false;
        if (state_[id.index] == State::open) {
            const auto from = std::find(path_.begin(), path_.end(), id);
            ring_.assign(from, path_.end());
            return true;
        }
        state_[id.index] = State::open;
        path_.push_back(id);
        for (const QuantityId next : needs(context_.model, id, when_)) {
            if (visit(next)) return true;
        }
        path_.pop_back();
        state_[id.index] = State::done;
        return false;
    }

    const Context& context_;
    When when_;
    std::vector<State> state_;
    std::vector<QuantityId> path_;
    std::vector<QuantityId> ring_;
};

void report_ring(Context& context, const std::vector<QuantityId>& ring, When when) {
    Diagnostic diagnostic;
    diagnostic.code = when == When::opening ? "E2008" : "E2009";
    const std::string first = context.model.quantities[ring.front()].name;
    if (ring.size() == 1) {
        diagnostic.headline =
            when == When::opening
                ? fmt::format("`{}` is defined by itself", first)
                : fmt::format("the initial value of `{}` depends on itself", first);
    } else {
        std::string names;
        for (const QuantityId id : ring) names += "`" + context.model.quantities[id].name + "` -> ";
        diagnostic.headline =
            fmt::format("{} in a ring: {}`{}`",
                        when == When::opening ? "definitions that need each other"
                                              : "initial values that need each other",
                        names,
                        first);
    }
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const std::string& name = context.model.quantities[ring[i]].name;
        const std::string& next = context.model.quantities[ring[(i + 1) % ring.size()]].name;
        const Label label{place_of(context, ring[i]), fmt::format("`{}` needs `{}`", name, next)};
        if (i == 0) {
            diagnostic.primary = label;
        } else {
            diagnostic.others.push_back(label);
        }
    }
    if (when == When::opening) {
        diagnostic.helps.push_back(
            {fmt::format("break the ring where time passes: make one a `stock`, or read it with a "
                         "delay, for instance `smooth({0}, 1 month)` or `previous({0})`",
                         first),
             {},
             {}});
    } else {
        diagnostic.helps.push_back({"give one of them an initial value of its own", {}, {}});
    }
    context.report(std::move(diagnostic));
}

/// Parameters are drawn once: they may read parameters alone.
void check_parameters(Context& context) {
    const Model& model = context.model;
    for (std::size_t i = 0; i < model.quantities.size(); ++i) {
        const Quantity& quantity = model.quantities[QuantityId(i)];
        if (quantity.kind != QuantityKind::parameter) continue;
        const std::vector<NodeId> roots = opening_nodes(quantity);
        std::vector<QuantityId> changing;
        for (const Read& read : reads_of(model.nodes, roots)) {
            if (model.quantities[read.quantity].kind != QuantityKind::parameter)
                changing.push_back(read.quantity);
        }
        if (!changing.empty()) {
            const std::string& other = model.quantities[changing.front()].name;
            context.report({.code = "E2014",
                            .headline = fmt::format(
                                "the parameter `{}` depends on `{}`, which changes in time",
                                quantity.name,
                                other),
                            .primary = {place_of(context, QuantityId(i)),
                                        "a parameter is one number for a run"},
                            .others = {{place_of(context, changing.front()), "this changes"}},
                            .notes = {},
                            .helps = {{"make it a `let`", {}, {}}}});
        }
        bool timed = false;
        std::vector<NodeId> open = roots;
        std::set<std::uint32_t> seen;
        while (!open.empty()) {
            const NodeId id = open.back();
            open.pop_back();
            if (!id || !seen.insert(id.index).second) continue;
            const Node& node = model.nodes[id];
            timed = timed || node.op == Op::time || node.op == Op::track;
            for (const NodeId argument : node.arguments) open.push_back(argument);
        }
        if (timed && changing.empty()) {
            context.report(
                {.code = "E2014",
                 .headline = fmt::format("the parameter `{}` depends on the date", quantity.name),
                 .primary = {place_of(context, QuantityId(i)),
                             "a parameter is one number for a run"},
                 .others = {},
                 .notes = {},
                 .helps = {{"make it a `let`", {}, {}}}});
        }
    }
}

}  // namespace

bool check_order(Context& context) {
    const std::size_t before = context.diagnostics.error_count();
    const std::vector<QuantityId> ring = Walk(context, When::opening).ring();
    if (!ring.empty()) {
        report_ring(context, ring, When::opening);
    } else {
        const std::vector<QuantityId> initial = Walk(context, When::initial).ring();
        if (!initial.empty()) report_ring(context, initial, When::initial);
    }
    check_parameters(context);
    return context.diagnostics.error_count() == before;
}

}  // namespace entente::model::resolving

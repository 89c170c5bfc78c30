// SPDX-License-Identifier: Apache-2.0
// Faults of order: rings of definitions at one instant, rings of initial values, parameters that
// depend on what changes in time.
#include <algorithm>

#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

/// Where a quantity's definition stands: its declaration's name.
Span place_of(const Context& context, const Model& model, QuantityId id) {
    const DeclarationId declaration = model.quantities[id].declaration;
    for (const Declared& declared : context.declared) {
        if (declared.id == declaration) {
            return declared.span;
        }
    }
    for (const Issue& issue : context.model.issues) {
        if (issue.declaration == declaration) {
            return issue.span;
        }
    }
    if (declaration) {
        return context.model.declarations[declaration].span;
    }
    return context.model_span;
}

enum class When { opening, initial };

/// The quantities that must be known before this one.
std::vector<QuantityId> needs(const Model& model, QuantityId id, When when) {
    const Quantity& quantity = model.quantities[id];
    std::vector<NodeId> roots;
    if (quantity.kind == QuantityKind::stock) {
        if (when == When::opening) {
            return {};
        }
        for (const Definition& definition : quantity.definitions) {
            if (definition.node) {
                roots.push_back(definition.node);
            }
            for (const NodeId parameter : definition.draw.parameters) {
                if (parameter) {
                    roots.push_back(parameter);
                }
            }
        }
    } else if (quantity.kind == QuantityKind::choice || quantity.kind == QuantityKind::latch ||
               (quantity.kind == QuantityKind::event && when == When::initial)) {
        // Choices and latches look at the month before; before the first month nothing has
        // happened.
        return {};
    } else {
        roots = opening_nodes(quantity);
    }
    std::vector<QuantityId> found;
    for (const Read& read : reads_of(model.nodes, roots)) {
        if (read.how == Reads::now) {
            found.push_back(read.quantity);
        }
    }
    return found;
}

/// Finds rings depth first, on a stack of its own: definitions may hang together in long chains.
class Walk {
  public:
    Walk(const Model& model, When when) : model_(model), when_(when) {
        state_.assign(model.quantities.size(), State::fresh);
    }

    /// Rings that share no quantity, each in order.
    std::vector<std::vector<QuantityId>> rings() {
        for (std::size_t i = 0; i < state_.size(); ++i) {
            visit(QuantityId(i));
        }
        return std::move(rings_);
    }

  private:
    enum class State { fresh, open, done };

    struct Step {
        QuantityId id;
        std::vector<QuantityId> needs;
        std::size_t next = 0;
    };

    void visit(QuantityId root) {
        if (state_[root.index] == State::fresh) {
            open(root);
        }
        while (!path_.empty()) {
            Step& step = path_.back();
            if (step.next == step.needs.size()) {
                state_[step.id.index] = State::done;
                path_.pop_back();
                continue;
            }
            const QuantityId id = step.needs[step.next++];
            if (state_[id.index] == State::fresh) {
                open(id);
            } else if (state_[id.index] == State::open) {
                close(id);
            }
        }
    }

    void open(QuantityId id) {
        state_[id.index] = State::open;
        path_.push_back({id, needs(model_, id, when_), 0});
    }

    /// The path leads back to `id`: what lies on the way is a ring, and done with.
    void close(QuantityId id) {
        std::vector<QuantityId> ring;
        while (ring.empty() || ring.back() != id) {
            ring.push_back(path_.back().id);
            state_[ring.back().index] = State::done;
            path_.pop_back();
        }
        std::reverse(ring.begin(), ring.end());
        rings_.push_back(std::move(ring));
    }

    const Model& model_;
    When when_;
    std::vector<State> state_;
    std::vector<Step> path_;
    std::vector<std::vector<QuantityId>> rings_;
};

/// Names in a headline before it says how many more; the labels show them all.
constexpr std::size_t most_named = 8;

std::string named(const Model& model, const std::vector<QuantityId>& ring) {
    std::string names;
    for (std::size_t i = 0; i < ring.size() && i < most_named; ++i) {
        names += "`" + model.quantities[ring[i]].name + "` -> ";
    }
    if (ring.size() > most_named) {
        names += fmt::format("{} more -> ", ring.size() - most_named);
    }
    return names + "`" + model.quantities[ring.front()].name + "`";
}

void report_ring(Context& context,
                 const Model& model,
                 const std::vector<QuantityId>& ring,
                 When when,
                 const Scenario* scenario) {
    Diagnostic diagnostic;
    diagnostic.code = when == When::opening ? "E2008" : "E2009";
    const std::string first = model.quantities[ring.front()].name;
    const std::string where =
        scenario == nullptr ? std::string() : fmt::format("in the scenario `{}` ", scenario->name);
    if (ring.size() == 1) {
        diagnostic.headline =
            when == When::opening
                ? fmt::format("{}`{}` is defined by itself", where, first)
                : fmt::format("{}the initial value of `{}` depends on itself", where, first);
    } else {
        diagnostic.headline = fmt::format("{}{} in a ring: {}",
                                          where,
                                          when == When::opening ? "definitions need each other"
                                                                : "initial values need each other",
                                          named(model, ring));
    }
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const std::string& name = model.quantities[ring[i]].name;
        const std::string& next = model.quantities[ring[(i + 1) % ring.size()]].name;
        diagnostic.others.push_back(
            {place_of(context, model, ring[i]), fmt::format("`{}` needs `{}`", name, next)});
    }
    if (scenario == nullptr) {
        diagnostic.primary = diagnostic.others.front();
        diagnostic.others.erase(diagnostic.others.begin());
    } else {
        diagnostic.primary = {scenario->span, "with these changes"};
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

/// Reports the rings of a model, or of a model with a scenario's changes.
void check_rings(Context& context, const Model& model, const Scenario* scenario) {
    const auto rings = Walk(model, When::opening).rings();
    for (const auto& ring : rings) {
        report_ring(context, model, ring, When::opening, scenario);
    }
    if (!rings.empty()) {
        return;
    }
    for (const auto& ring : Walk(model, When::initial).rings()) {
        report_ring(context, model, ring, When::initial, scenario);
    }
}

/// Only what is set to something computed can close a ring.
bool may_close_ring(const Model& model, const Scenario& scenario) {
    for (const Change& change : scenario.changes) {
        const auto* set = std::get_if<SetChange>(&change);
        if (set != nullptr && !reads_of(model.nodes, set->values).empty()) {
            return true;
        }
    }
    return false;
}

/// Parameters are drawn once: they may read parameters alone.
void check_parameters(Context& context) {
    const Model& model = context.model;
    for (std::size_t i = 0; i < model.quantities.size(); ++i) {
        const Quantity& quantity = model.quantities[QuantityId(i)];
        if (quantity.kind != QuantityKind::parameter) {
            continue;
        }
        const std::vector<NodeId> roots = opening_nodes(quantity);
        std::vector<QuantityId> changing;
        for (const Read& read : reads_of(model.nodes, roots)) {
            if (model.quantities[read.quantity].kind != QuantityKind::parameter) {
                changing.push_back(read.quantity);
            }
        }
        if (!changing.empty()) {
            const std::string& other = model.quantities[changing.front()].name;
            context.report(
                {.code = "E2014",
                 .headline =
                     fmt::format("the parameter `{}` depends on `{}`, which changes in time",
                                 quantity.name,
                                 other),
                 .primary = {place_of(context, model, QuantityId(i)),
                             "a parameter is one number for a run"},
                 .others = {{place_of(context, model, changing.front()), "this changes"}},
                 .notes = {},
                 .helps = {{"make it a `let`", {}, {}}}});
        }
        bool timed = false;
        std::vector<NodeId> open = roots;
        std::set<std::uint32_t> seen;
        while (!open.empty()) {
            const NodeId id = open.back();
            open.pop_back();
            if (!id || !seen.insert(id.index).second) {
                continue;
            }
            const Node& node = model.nodes[id];
            timed = timed || node.op == Op::time || node.op == Op::track;
            for (const NodeId argument : node.arguments) {
                open.push_back(argument);
            }
        }
        if (timed && changing.empty()) {
            context.report(
                {.code = "E2014",
                 .headline = fmt::format("the parameter `{}` depends on the date", quantity.name),
                 .primary = {place_of(context, model, QuantityId(i)),
                             "a parameter is one number for a run"},
                 .others = {},
                 .notes = {},
                 .helps = {{"make it a `let`", {}, {}}}});
        }
    }
}

}  // namespace

void check_order(Context& context) {
    check_rings(context, context.model, nullptr);
    check_parameters(context);
}

void check_scenario_orders(Context& context) {
    for (const Scenario& scenario : context.model.scenarios) {
        if (!may_close_ring(context.model, scenario)) {
            continue;
        }
        const Model changed = unordered_with_scenario(context.model, scenario);
        check_rings(context, changed, &scenario);
    }
}

}  // namespace entente::model::resolving

// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "base/contract.hpp"
#include "model/graph.hpp"
#include "model/model.hpp"

namespace entente::model {

namespace {

/// Puts quantities after those they need, in the order of declaration otherwise.
class Sorter {
  public:
    Sorter(const Model& model, bool initial) : model_(model), initial_(initial) {
        state_.assign(model.quantities.size(), State::fresh);
    }

    /// Goes depth first on a stack of its own: definitions may hang together in long chains.
    void visit(QuantityId root) {
        if (state_[root.index] == State::fresh) {
            open(root);
        }
        while (!path_.empty()) {
            Step& step = path_.back();
            if (step.next == step.reads.size()) {
                state_[step.id.index] = State::done;
                sorted.push_back(step.id);
                path_.pop_back();
                continue;
            }
            const Read read = step.reads[step.next++];
            if (read.how != Reads::now) {
                continue;
            }
            ENTENTE_EXPECT(state_[read.quantity.index] != State::open);
            if (state_[read.quantity.index] == State::fresh) {
                open(read.quantity);
            }
        }
    }

    std::vector<QuantityId> sorted;

  private:
    enum class State { fresh, open, done };

    struct Step {
        QuantityId id;
        std::vector<Read> reads;
        std::size_t next = 0;
    };

    void open(QuantityId id) {
        state_[id.index] = State::open;
        path_.push_back({id, reads_of(model_.nodes, roots(id)), 0});
    }

    std::vector<NodeId> roots(QuantityId id) const {
        const Quantity& quantity = model_.quantities[id];
        switch (quantity.kind) {
            case QuantityKind::choice:
            case QuantityKind::latch:
                return {};
            case QuantityKind::event:
                return initial_ ? std::vector<NodeId>{} : opening_nodes(quantity);
            case QuantityKind::stock: {
                if (!initial_) {
                    return {};
                }
                std::vector<NodeId> nodes;
                for (const Definition& definition : quantity.definitions) {
                    nodes.push_back(definition.node);
                    for (const NodeId p : definition.draw.parameters) {
                        nodes.push_back(p);
                    }
                }
                return nodes;
            }
            case QuantityKind::parameter:
            case QuantityKind::input:
            case QuantityKind::lever:
            case QuantityKind::let:
            case QuantityKind::flow:
                return opening_nodes(quantity);
        }
        return {};
    }

    const Model& model_;
    bool initial_;
    std::vector<State> state_;
    std::vector<Step> path_;
};

}  // namespace

void order(Model& model) {
    model.parameter_order.clear();
    model.initial_order.clear();
    model.opening_order.clear();
    Sorter opening(model, false);
    Sorter initial(model, true);
    for (std::size_t i = 0; i < model.quantities.size(); ++i) {
        opening.visit(QuantityId(i));
        if (model.quantities[QuantityId(i)].kind == QuantityKind::stock) {
            initial.visit(QuantityId(i));
        }
    }
    for (const QuantityId id : opening.sorted) {
        const QuantityKind kind = model.quantities[id].kind;
        if (kind == QuantityKind::parameter) {
            model.parameter_order.push_back(id);
        } else if (kind != QuantityKind::stock && kind != QuantityKind::choice &&
                   kind != QuantityKind::latch) {
            model.opening_order.push_back(id);
        }
    }
    for (const QuantityId id : initial.sorted) {
        const QuantityKind kind = model.quantities[id].kind;
        if (kind != QuantityKind::parameter && kind != QuantityKind::choice &&
            kind != QuantityKind::latch) {
            model.initial_order.push_back(id);
        }
    }
}

QuantityId find_quantity(const Model& model, std::string_view name) {
    for (std::size_t i = 0; i < model.quantities.size(); ++i) {
        if (model.quantities[QuantityId(i)].name == name) {
            return QuantityId(i);
        }
    }
    return {};
}

ScenarioId find_scenario(const Model& model, std::string_view name) {
    for (std::size_t i = 0; i < model.scenarios.size(); ++i) {
        if (model.scenarios[ScenarioId(i)].name == name) {
            return ScenarioId(i);
        }
    }
    return {};
}

}  // namespace entente::model

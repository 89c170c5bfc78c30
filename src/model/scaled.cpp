// SPDX-License-Identifier: Apache-2.0
#include "model/scaled.hpp"

#include <optional>

#include "base/contract.hpp"

namespace entente::model {

namespace {

NodeId constant(Model& model, double value) {
    Node node;
    node.value = value;
    return model.nodes.add(node);
}

NodeId two_sided(Model& model, Op op, NodeId a, NodeId b) {
    Node node;
    node.op = op;
    node.arguments = {a, b, {}};
    return model.nodes.add(node);
}

/// Ends of what the parameter may be: as declared, else those of a prior of shares.
std::optional<double> end_of(const Quantity& quantity, bool upper) {
    const std::optional<double>& declared = upper ? quantity.high : quantity.low;
    if (declared) {
        return declared;
    }
    for (const Definition& one : quantity.definitions) {
        if (one.draw.kind == DistributionKind::beta ||
            one.draw.kind == DistributionKind::logit_normal) {
            return upper ? 1.0 : 0.0;
        }
    }
    return std::nullopt;
}

bool is_zero(const Model& model, const Quantity& quantity) {
    if (quantity.definitions.size() != 1 || !quantity.definitions.front().node) {
        return false;
    }
    const Node& node = model.nodes[quantity.definitions.front().node];
    return node.op == Op::constant && node.value == 0;
}

}  // namespace

Model with_scaled(Model model, const std::vector<ScaledParameter>& scaled) {
    for (const ScaledParameter& one : scaled) {
        const Quantity& quantity = model.quantities[one.parameter];
        ENTENTE_EXPECT(quantity.kind == QuantityKind::parameter);
        ENTENTE_EXPECT(one.factor > 0);
        const std::optional<double> low = end_of(quantity, false);
        const std::optional<double> high = end_of(quantity, true);
        const std::size_t written = model.nodes.size();
        for (std::size_t i = 0; i < written; ++i) {
            const NodeId id(i);
            if (model.nodes[id].op != Op::quantity || model.nodes[id].quantity != one.parameter) {
                continue;
            }
            // The node keeps its id, so that all who read it read the multiple.
            const Node read = model.nodes[id];
            NodeId value =
                two_sided(model, Op::multiply, constant(model, one.factor), model.nodes.add(read));
            if (low) {
                value = two_sided(model, Op::max, value, constant(model, *low));
            }
            if (high) {
                value = two_sided(model, Op::min, value, constant(model, *high));
            }
            const Node last = model.nodes[value];
            model.nodes[id] = last;
        }
    }
    return model;
}

std::vector<QuantityId> assigned_weights(const Model& model) {
    std::vector<QuantityId> weights;
    for (std::size_t i = 0; i < model.quantities.size(); ++i) {
        const QuantityId id(i);
        const Quantity& quantity = model.quantities[id];
        if (quantity.kind != QuantityKind::parameter || quantity.hidden || !quantity.declaration ||
            model.declarations[quantity.declaration].grade != 'E' || is_zero(model, quantity)) {
            continue;
        }
        weights.push_back(id);
    }
    return weights;
}

}  // namespace entente::model

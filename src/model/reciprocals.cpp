// SPDX-License-Identifier: Apache-2.0
// What is divided by something that a member never changes is multiplied by its reciprocal, which
// is worked out once a member: a division costs several multiplications, every step. It is done
// here, in the one form that every way of running a model reads, so that all of them round alike.
#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

class Reciprocals {
  public:
    explicit Reciprocals(Context& context)
        : model_(context.model), graph_(context.graph), fixed_(context.model.nodes.size()) {}

    void take_out() {
        const std::size_t count = model_.nodes.size();
        for (std::size_t i = 0; i < count; ++i) {
            const NodeId id{i};
            const Node node = model_.nodes[id];
            // By a number known from the text a division stays one: it is exact more often.
            if (node.op != Op::divide || graph_.number(node.arguments[1])) {
                continue;
            }
            if (!is_fixed(node.arguments[1]) || is_fixed(node.arguments[0])) {
                continue;
            }
            const NodeId inverse =
                graph_.binary(Op::divide, graph_.constant(1.0), node.arguments[1]);
            model_.nodes[id].op = Op::multiply;
            model_.nodes[id].arguments = {node.arguments[0], inverse, NodeId()};
        }
    }

  private:
    enum class Fixed : unsigned char { unknown, asked, no, yes };

    /// Whether a node is the same number for a member throughout its run.
    bool is_fixed(NodeId id) {
        if (id.index >= fixed_.size()) {
            return true;
        }  // a reciprocal made here
        Fixed& known = fixed_[id.index];
        if (known == Fixed::unknown) {
            known = Fixed::asked;
            const bool fixed = find(model_.nodes[id]);
            fixed_[id.index] = fixed ? Fixed::yes : Fixed::no;
        }
        return fixed_[id.index] == Fixed::yes;
    }

    bool find(const Node& node) {
        if (node.op == Op::constant) {
            return true;
        }
        if (node.op == Op::track || node.op == Op::time || node.op == Op::link ||
            node.op >= Op::previous) {
            return false;
        }
        if (node.op == Op::quantity) {
            const Quantity& quantity = model_.quantities[node.quantity];
            if (quantity.kind == QuantityKind::parameter) {
                return true;
            }
            return quantity.kind == QuantityKind::let && quantity.definitions.size() == 1 &&
                   is_fixed(quantity.definitions.front().node);
        }
        for (const NodeId argument : node.arguments) {
            if (argument && !is_fixed(argument)) {
                return false;
            }
        }
        return true;
    }

    Model& model_;
    Graph& graph_;
    std::vector<Fixed> fixed_;
};

}  // namespace

void take_out_reciprocals(Context& context) { Reciprocals(context).take_out(); }

}  // namespace entente::model::resolving

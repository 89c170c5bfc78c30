// SPDX-License-Identifier: Apache-2.0
#include "model/graph.hpp"

#include <bit>
#include <cmath>
#include <unordered_set>

#include "model/apply.hpp"

namespace entente::model {

namespace {

std::size_t hash(const Node& node) {
    std::size_t h = static_cast<std::size_t>(node.op);
    const auto mix = [&h](std::uint64_t x) {
        h ^= static_cast<std::size_t>(x) + 0x9E3779B97F4A7C15U + (h << 6) + (h >> 2);
    };
    for (const NodeId a : node.arguments) {
        mix(a.index);
    }
    mix(std::bit_cast<std::uint64_t>(node.value));
    mix(node.quantity.index);
    mix(node.track.index);
    mix(node.link.index);
    mix(node.lookup.index);
    mix(static_cast<std::uint64_t>(node.months));
    return h;
}

bool same(const Node& a, const Node& b) {
    return a.op == b.op && a.arguments == b.arguments &&
           std::bit_cast<std::uint64_t>(a.value) == std::bit_cast<std::uint64_t>(b.value) &&
           a.quantity == b.quantity && a.track == b.track && a.link == b.link &&
           a.lookup == b.lookup && a.months == b.months;
}

}  // namespace

Graph::Graph(Table<NodeId, Node>& nodes) : nodes_(&nodes) {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        known_.emplace(hash(nodes[NodeId(i)]), NodeId(i));
    }
}

NodeId Graph::add(const Node& node) {
    const std::size_t h = hash(node);
    const auto [first, last] = known_.equal_range(h);
    for (auto it = first; it != last; ++it) {
        if (same((*nodes_)[it->second], node)) {
            return it->second;
        }
    }
    const NodeId id = nodes_->add(node);
    known_.emplace(h, id);
    return id;
}

std::optional<double> Graph::number(NodeId id) const {
    if (!id || (*nodes_)[id].op != Op::constant) {
        return std::nullopt;
    }
    return (*nodes_)[id].value;
}

NodeId Graph::constant(double value) {
    Node node;
    node.value = value;
    return add(node);
}

std::optional<double> Graph::folded(Op op, NodeId left, NodeId right) const {
    const std::optional<double> x = number(left);
    const std::optional<double> y = right ? number(right) : std::optional<double>(0.0);
    if (!x || !y) {
        return std::nullopt;
    }
    return apply(op, *x, *y);
}

NodeId Graph::unary(Op op, NodeId a) {
    if (const auto value = folded(op, a, {})) {
        return constant(*value);
    }
    Node node;
    node.op = op;
    node.arguments[0] = a;
    return add(node);
}

NodeId Graph::binary(Op op, NodeId a, NodeId b) {
    if (const auto value = folded(op, a, b)) {
        return constant(*value);
    }
    const std::optional<double> x = number(a);
    const std::optional<double> y = number(b);
    // What changes no number, NaN included. x * 0 stays: it is NaN where x is.
    if (op == Op::multiply && y == 1.0) {
        return a;
    }
    if (op == Op::multiply && x == 1.0) {
        return b;
    }
    if (op == Op::divide && y == 1.0) {
        return a;
    }
    if (op == Op::subtract && y == 0.0) {
        return a;
    }
    if (op == Op::add && y == 0.0) {
        return a;
    }
    if (op == Op::add && x == 0.0) {
        return b;
    }
    if (op == Op::power && y == 1.0) {
        return a;
    }
    Node node;
    node.op = op;
    node.arguments[0] = a;
    node.arguments[1] = b;
    return add(node);
}

NodeId Graph::choose(NodeId condition, NodeId yes, NodeId no) {
    if (const auto known = number(condition)) {
        return *known != 0.0 ? yes : no;
    }
    if (yes == no) {
        return yes;
    }
    Node node;
    node.op = Op::choose;
    node.arguments = {condition, yes, no};
    return add(node);
}

NodeId Graph::quantity(QuantityId id) {
    Node node;
    node.op = Op::quantity;
    node.quantity = id;
    return add(node);
}

NodeId Graph::track(TrackId id) {
    Node node;
    node.op = Op::track;
    node.track = id;
    return add(node);
}

NodeId Graph::time() {
    Node node;
    node.op = Op::time;
    return add(node);
}

NodeId Graph::link(LinkId id, NodeId on, NodeId off) {
    Node node;
    node.op = Op::link;
    node.link = id;
    node.arguments[0] = on;
    node.arguments[1] = off;
    return add(node);
}

NodeId Graph::lookup(LookupId id, NodeId at) {
    Node node;
    node.op = Op::lookup;
    node.lookup = id;
    node.arguments[0] = at;
    return add(node);
}

NodeId Graph::previous(QuantityId id) {
    Node node;
    node.op = Op::previous;
    node.quantity = id;
    return add(node);
}

NodeId Graph::delayed(QuantityId id, NodeId months) {
    Node node;
    node.op = Op::delayed;
    node.quantity = id;
    node.arguments[0] = months;
    return add(node);
}

NodeId Graph::window_count(QuantityId event, int months) {
    Node node;
    node.op = Op::window_count;
    node.quantity = event;
    node.months = months;
    return add(node);
}

NodeId Graph::decay_since(QuantityId event, NodeId months) {
    Node node;
    node.op = Op::decay_since;
    node.quantity = event;
    node.arguments[0] = months;
    return add(node);
}

NodeId Graph::scaled(NodeId a, double factor) {
    // 0.24 a year is 0.02 a month exactly, which 0.24 * (1 / 12) is not.
    const std::optional<double> known = number(a);
    const double inverse = std::round(1.0 / factor);
    if (known && inverse > 1.0 && 1.0 / inverse == factor) {
        return constant(*known / inverse);
    }
    return binary(Op::multiply, a, constant(factor));
}

std::vector<Read> reads_of(const Table<NodeId, Node>& nodes, const std::vector<NodeId>& roots) {
    std::vector<Read> reads;
    std::vector<NodeId> open(roots.rbegin(), roots.rend());
    std::unordered_set<std::uint32_t> seen;
    std::unordered_set<std::uint64_t> read;
    while (!open.empty()) {
        const NodeId id = open.back();
        open.pop_back();
        if (!id || !seen.insert(id.index).second) {
            continue;
        }
        const Node& node = nodes[id];
        if (node.quantity) {
            const bool earlier = node.op == Op::previous || node.op == Op::delayed;
            if (read.insert((std::uint64_t{node.quantity.index} << 1U) | (earlier ? 1U : 0U))
                    .second) {
                reads.push_back({node.quantity, earlier ? Reads::earlier : Reads::now});
            }
        }
        for (std::size_t i = node.arguments.size(); i-- > 0;) {
            open.push_back(node.arguments[i]);
        }
    }
    return reads;
}

std::vector<NodeId> opening_nodes(const Quantity& quantity) {
    std::vector<NodeId> nodes;
    const auto add = [&nodes](NodeId id) {
        if (id) {
            nodes.push_back(id);
        }
    };
    if (quantity.kind != QuantityKind::stock) {
        for (const Definition& definition : quantity.definitions) {
            add(definition.node);
            for (const NodeId parameter : definition.draw.parameters) {
                add(parameter);
            }
        }
    }
    add(quantity.otherwise);
    for (const NodeId value : quantity.by_option) {
        add(value);
    }
    for (const Setting& setting : quantity.settings) {
        add(setting.value);
    }
    return nodes;
}

}  // namespace entente::model

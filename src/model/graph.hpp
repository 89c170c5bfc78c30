// SPDX-License-Identifier: Apache-2.0
// Building the graph of expressions: constants are folded, equal nodes are one node. What goes in
// are nodes that already agree on units; what comes out are ids in Model::nodes.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "model/model.hpp"

namespace entente::model {

/// Adds nodes to a model. It sees the nodes that are there when it is made.
class Graph {
  public:
    explicit Graph(Table<NodeId, Node>& nodes);

    NodeId constant(double value);
    NodeId unary(Op op, NodeId a);
    NodeId binary(Op op, NodeId a, NodeId b);
    NodeId choose(NodeId condition, NodeId yes, NodeId no);
    NodeId quantity(QuantityId id);
    NodeId track(TrackId id);
    NodeId time();
    NodeId link(LinkId id, NodeId on, NodeId off);
    NodeId lookup(LookupId id, NodeId at);
    NodeId previous(QuantityId id);
    NodeId delayed(QuantityId id, NodeId months);
    NodeId window_count(QuantityId event, int months);
    NodeId decay_since(QuantityId event, NodeId months);

    /// The node times a constant; the node itself for 1.
    NodeId scaled(NodeId a, double factor);

    /// The number of a constant node, nothing for any other.
    std::optional<double> number(NodeId id) const;

    /// Adds a node as it stands, shared with an equal one.
    NodeId add(const Node& node);

  private:
    std::optional<double> folded(Op op, NodeId a, NodeId b) const;

    Table<NodeId, Node>* nodes_;
    std::unordered_multimap<std::size_t, NodeId> known_;
};

/// How a node reads a quantity.
enum class Reads {
    now,      ///< its value at this instant or in this month
    earlier,  ///< a row before this one
};

struct Read {
    QuantityId quantity;
    Reads how = Reads::now;
};

/// The quantities that computing a node reads, each once, in the order met; nothing for none.
std::vector<Read> reads_of(const Table<NodeId, Node>& nodes, const std::vector<NodeId>& roots);

/// All the nodes that a quantity is computed from as a month opens: its definitions, its default,
/// its settings; not what decides (leanings) and not a stock's initial value.
std::vector<NodeId> opening_nodes(const Quantity& quantity);

}  // namespace entente::model

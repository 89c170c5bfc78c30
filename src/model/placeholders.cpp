// SPDX-License-Identifier: Apache-2.0
// Which stand-ins an effect passes through. The rule is in docs/language.md, "Placeholders":
// a part lists (a) the measured quantity where it is a placeholder or a plain copy of one, (b) the
// placeholders that a link it rests on, or whose effect it measures, reads, (c) the placeholders
// upstream of what is measured where nothing that the two scenarios change reaches it otherwise.
#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

bool is_placeholder(const Model& model, QuantityId id) {
    const Quantity& quantity = model.quantities[id];
    return !quantity.hidden && quantity.kind != QuantityKind::flow && quantity.declaration &&
           model.declarations[quantity.declaration].placeholder;
}

/// What lies upstream of a quantity, not looking behind placeholders.
struct Upstream {
    std::set<QuantityId> quantities;
    std::set<QuantityId> placeholders;
    std::set<LinkId> links;
    std::set<TrackId> tracks;
};

std::vector<NodeId> all_nodes(const Model& model, const Quantity& quantity) {
    std::vector<NodeId> nodes = opening_nodes(quantity);
    for (const Definition& definition : quantity.definitions) {
        nodes.push_back(definition.node);
        for (const NodeId parameter : definition.draw.parameters) {
            nodes.push_back(parameter);
        }
    }
    for (const QuantityId flow : quantity.flows) {
        for (const Definition& definition : model.quantities[flow].definitions) {
            nodes.push_back(definition.node);
        }
    }
    for (const NodeId leaning : quantity.leanings) {
        nodes.push_back(leaning);
    }
    nodes.push_back(quantity.inertia);
    return nodes;
}

Upstream upstream_of(const Model& model, QuantityId measured) {
    Upstream found;
    std::vector<QuantityId> open = {measured};
    while (!open.empty()) {
        const QuantityId id = open.back();
        open.pop_back();
        if (is_placeholder(model, id)) {
            found.placeholders.insert(id);
            continue;
        }
        if (!found.quantities.insert(id).second) {
            continue;
        }
        const Quantity& quantity = model.quantities[id];
        for (const QuantityId flow : quantity.flows) {
            if (model.quantities[flow].link) {
                found.links.insert(model.quantities[flow].link);
            }
            found.quantities.insert(flow);
        }
        if (quantity.player) {
            open.push_back(quantity.player);
        }
        for (const QuantityId event : quantity.after) {
            open.push_back(event);
        }
        std::vector<NodeId> nodes = all_nodes(model, quantity);
        std::set<std::uint32_t> seen;
        while (!nodes.empty()) {
            const NodeId node_id = nodes.back();
            nodes.pop_back();
            if (!node_id || !seen.insert(node_id.index).second) {
                continue;
            }
            const Node& node = model.nodes[node_id];
            if (node.quantity) {
                open.push_back(node.quantity);
            }
            if (node.link) {
                found.links.insert(node.link);
            }
            if (node.track) {
                found.tracks.insert(node.track);
            }
            for (const NodeId argument : node.arguments) {
                nodes.push_back(argument);
            }
        }
    }
    return found;
}

bool reaches(const Model& model, const Scenario& scenario, const Upstream& up) {
    for (const Change& change : scenario.changes) {
        if (const auto* set = std::get_if<SetChange>(&change)) {
            for (const QuantityId id : set->quantities) {
                if (up.quantities.contains(id)) {
                    return true;
                }
            }
        } else if (const auto* add = std::get_if<AddChange>(&change)) {
            if (up.quantities.contains(add->stock)) {
                return true;
            }
        } else if (const auto* without = std::get_if<WithoutChange>(&change)) {
            for (const LinkId link : without->links) {
                if (up.links.contains(link)) {
                    return true;
                }
            }
        } else if (const auto* event = std::get_if<EventChange>(&change)) {
            if (up.quantities.contains(event->event)) {
                return true;
            }
        } else if (const auto* leader = std::get_if<LeaderChange>(&change)) {
            for (const LeaderField& field : model.leader_fields) {
                if (field.actor == leader->actor && up.tracks.contains(field.track)) {
                    return true;
                }
            }
        } else if (const auto* plays = std::get_if<PlaysChange>(&change)) {
            if (up.quantities.contains(plays->choice)) {
                return true;
            }
        } else if (const auto* end = std::get_if<EndChange>(&change)) {
            if (up.tracks.contains(model.agreements[end->agreement].in_force)) {
                return true;
            }
        }
    }
    return false;
}

/// The quantity behind plain copies: `let a = b`.
QuantityId behind(const Model& model, QuantityId id) {
    for (int steps = 0; steps < 100; ++steps) {
        const Quantity& quantity = model.quantities[id];
        if (is_placeholder(model, id) || quantity.kind != QuantityKind::let ||
            quantity.definitions.size() != 1) {
            return id;
        }
        const NodeId node = quantity.definitions.front().node;
        if (!node || model.nodes[node].op != Op::quantity) {
            return id;
        }
        id = model.nodes[node].quantity;
    }
    return id;
}

/// Placeholders that the terms of a link read.
void read_by_link(const Model& model, LinkId link, std::set<QuantityId>& found) {
    for (const Node& node : model.nodes) {
        if (node.op != Op::link || node.link != link) {
            continue;
        }
        for (const Read& read : reads_of(model.nodes, {node.arguments[0]})) {
            if (is_placeholder(model, read.quantity)) {
                found.insert(read.quantity);
            }
        }
    }
    for (const Quantity& quantity : model.quantities) {
        if (quantity.link != link || quantity.definitions.empty()) {
            continue;
        }
        for (const Read& read : reads_of(model.nodes, {quantity.definitions.front().node})) {
            if (is_placeholder(model, read.quantity)) {
                found.insert(read.quantity);
            }
        }
    }
}

void collect(const Model& model, const Part& part, const Stat& stat, std::set<QuantityId>& found) {
    for (const LinkId link : stat.links) {
        read_by_link(model, link, found);
    }
    for (const Stat& on : stat.on) {
        collect(model, part, on, found);
    }
    if (!stat.quantity) {
        return;
    }
    const QuantityId measured = behind(model, stat.quantity);
    if (is_placeholder(model, measured)) {
        found.insert(measured);
        return;
    }
    if (!part.scenario || !part.with) {
        return;
    }
    const Upstream up = upstream_of(model, measured);
    const bool connected = reaches(model, model.scenarios[*part.scenario], up) ||
                           reaches(model, model.scenarios[*part.with], up);
    if (!connected) {
        found.insert(up.placeholders.begin(), up.placeholders.end());
    }
}

}  // namespace

void find_placeholders(Context& context) {
    Model& model = context.model;
    for (Claim& claim : model.claims) {
        for (Part& part : claim.parts) {
            if (part.fact) {
                continue;
            }
            std::set<QuantityId> found;
            for (const LinkId link : part.rests_on) {
                read_by_link(model, link, found);
            }
            for (const Expectation& expectation : part.expectations) {
                collect(model, part, expectation.stat, found);
                for (const Stat& other : expectation.judged.other) {
                    collect(model, part, other, found);
                }
            }
            part.placeholders.assign(found.begin(), found.end());
        }
    }
}

}  // namespace entente::model::resolving

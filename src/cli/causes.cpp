// SPDX-License-Identifier: Apache-2.0
#include "cli/causes.hpp"

#include <map>
#include <set>
#include <utility>

#include "model/signs.hpp"

namespace entente::cli {

namespace {

/// Declarations read, and the links on the way.
using Found = std::map<std::string, std::set<std::string>>;

/// Hidden helpers are told by the declaration they belong to.
std::string shown_name(const model::Model& model, model::QuantityId id) {
    const model::Quantity& quantity = model.quantities[id];
    return quantity.declaration ? model.declarations[quantity.declaration].name : quantity.name;
}

void collect(const model::Model& model,
             model::NodeId id,
             std::set<std::string> links,
             Found& found) {
    if (!id) {
        return;
    }
    const model::Node& node = model.nodes[id];
    if (node.link) {
        links.insert(model.links[node.link].family);
    }
    if (node.quantity) {
        found[shown_name(model, node.quantity)].insert(links.begin(), links.end());
    }
    for (const model::NodeId argument : node.arguments) {
        collect(model, argument, links, found);
    }
}

void collect_quantity(const model::Model& model,
                      model::QuantityId id,
                      std::set<std::string> links,
                      Found& found) {
    const model::Quantity& quantity = model.quantities[id];
    if (quantity.link) {
        links.insert(model.links[quantity.link].family);
    }
    for (const model::Definition& definition : quantity.definitions) {
        collect(model, definition.node, links, found);
        for (const model::NodeId parameter : definition.draw.parameters) {
            collect(model, parameter, links, found);
        }
    }
    collect(model, quantity.otherwise, links, found);
    for (const model::QuantityId flow : quantity.flows) {
        collect_quantity(model, flow, links, found);
    }
    for (const model::NodeId leaning : quantity.leanings) {
        collect(model, leaning, links, found);
    }
}

}  // namespace

Neighbours neighbours(const std::vector<Cause>& causes, const model::Declaration& declaration) {
    Neighbours found;
    for (const Cause& cause : causes) {
        if (cause.to == declaration.name) {
            found.reads.insert(cause.from);
        }
        if (cause.from == declaration.name) {
            found.read_by.insert(cause.to);
        }
    }
    return found;
}

std::string kind_name(model::DeclarationKind kind) {
    switch (kind) {
        case model::DeclarationKind::param:
            return "parameter";
        case model::DeclarationKind::input:
            return "input";
        case model::DeclarationKind::let:
            return "let";
        case model::DeclarationKind::stock:
            return "stock";
        case model::DeclarationKind::lever:
            return "lever";
        case model::DeclarationKind::event:
            return "event";
        case model::DeclarationKind::issue:
            return "issue";
        case model::DeclarationKind::player:
            return "player";
    }
    return {};
}

std::vector<Cause> causes(const model::Model& model) {
    std::map<std::pair<std::string, std::string>, std::set<std::string>> all;
    for (std::size_t i = 0; i < model.quantities.size(); ++i) {
        const model::QuantityId id(i);
        Found found;
        collect_quantity(model, id, {}, found);
        const std::string to = shown_name(model, id);
        for (const auto& [from, links] : found) {
            if (from != to) {
                all[{from, to}].insert(links.begin(), links.end());
            }
        }
    }
    std::vector<Cause> made;
    made.reserve(all.size());
    const auto signs = model::signs(model);
    for (const auto& [pair, links] : all) {
        const auto found = signs.find(pair);
        const bool known = found != signs.end() && found->second != model::Sign::unknown;
        const char sign = !known ? '?' : found->second == model::Sign::plus ? '+' : '-';
        made.push_back({pair.first, pair.second, {links.begin(), links.end()}, sign});
    }
    return made;
}

}  // namespace entente::cli

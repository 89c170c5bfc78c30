// SPDX-License-Identifier: Apache-2.0
// Influences: which quantities are moved, when, and through which links.
#include <fmt/format.h>

#include "model/claim_stats.hpp"

namespace entente::model::resolving {

namespace {

/// Every set of channels is an ensemble: six make 64.
constexpr std::size_t most_channels = 6;

void read_channels(Context& context, const syntax::InfluenceDecl& decl, Influence& influence) {
    for (const syntax::ChannelClause& clause : decl.channels) {
        Channel channel;
        channel.name = clause.name.text;
        channel.label = clause.label ? clause.label->text : "";
        for (const syntax::ChannelClause& other : decl.channels) {
            if (&other == &clause) {
                break;
            }
            if (other.name.text == clause.name.text) {
                said_twice(context,
                           fmt::format("the channel `{}` is defined twice", clause.name.text),
                           clause.name.span,
                           other.name.span);
            }
        }
        for (const Expr& place : clause.links) {
            const Name name = {context.written(place.span), place.span};
            const std::vector<LinkId> links = links_called(context, name);
            channel.links.insert(channel.links.end(), links.begin(), links.end());
        }
        influence.channels.push_back(std::move(channel));
    }
    if (decl.channels.empty() || decl.channels.size() > most_channels) {
        context.error(
            decl.channels.empty() ? "E2020" : "E2045",
            decl.channels.empty()
                ? fmt::format("`{}` names no channel", decl.name.text)
                : fmt::format("`{}` has more than {} channels", decl.name.text, most_channels),
            decl.name.span,
            decl.channels.empty() ? "needs `channel NAME through LINK, ...`"
                                  : "every set of them is an ensemble; join some");
    }
}

void read_influence(Context& context, const syntax::InfluenceDecl& decl, Influence& influence) {
    if (decl.window) {
        if (const auto window = window_of(context, *decl.window)) {
            influence.window = *window;
        }
    } else {
        context.error("E2020",
                      fmt::format("`{}` does not say what is moved", decl.name.text),
                      decl.name.span,
                      "needs `on QUANTITY, ... over FROM .. TO`");
    }
    for (const Expr& place : decl.on) {
        const Declared* declared = find_declared(context, place.name.text);
        if (declared == nullptr) {
            unknown_name(context,
                         "E2001",
                         place.name,
                         "quantity",
                         names_of(context, {Entry::Kind::quantity}));
        } else if (!declared->broken) {
            if (const auto id = scalar_of(context, Scope{}, place, *declared)) {
                influence.on.push_back(*id);
            }
        }
    }
    read_channels(context, decl, influence);
}

}  // namespace

void define_influences(Context& context) {
    for (const syntax::Tree& tree : context.trees) {
        for (const syntax::Decl& decl : tree.decls) {
            const auto* influence = std::get_if<syntax::InfluenceDecl>(&decl.what);
            if (influence == nullptr) {
                continue;
            }
            const Entry* entry = find_name(context, influence->name.text);
            if (entry != nullptr && entry->kind == Entry::Kind::influence &&
                entry->span == influence->name.span) {
                read_influence(context, *influence, context.model.influences[entry->index]);
            }
        }
    }
}

}  // namespace entente::model::resolving

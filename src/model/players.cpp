// SPDX-License-Identifier: Apache-2.0
// Players: options, what they set, how they lean, what is wanted.
#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

/// A record of options by date, as a track of option index + 1 up to the forecast.
TrackId scripted(Context& context, const syntax::RecordExpr& record, const Player& player) {
    if (!record.table) {
        context.error("E2021",
                      "the record of a player is a table of options by date",
                      record.span,
                      "write `recorded { 2006-01: OPTION, 2013-01: OPTION }`");
        return {};
    }
    const Grid& grid = context.model.grid;
    Month covered_to = grid.forecast + (-1);
    if (record.complete_through) {
        covered_to = month_of(*record.complete_through);
    }
    Track track;
    track.values.assign(static_cast<std::size_t>(grid.rows()), 0.0);
    std::vector<std::string> names;
    for (const PlayerOption& option : player.options) {
        names.push_back(option.name);
    }
    for (const syntax::TableRow& row : record.table->rows) {
        if (!row.key.date || row.value.kind != syntax::Value::Kind::expr) {
            context.error("E2019", "this table is by date", row.key.span, "not `DATE: OPTION`");
            continue;
        }
        const Expr& value = row.value.first;
        std::size_t option = 0;
        while (option < names.size() && names[option] != value.name.text) {
            ++option;
        }
        if (option == names.size()) {
            unknown_name(context,
                         "E2027",
                         {value.name.text, value.span},
                         "option of " + player.actor,
                         names);
            continue;
        }
        for (Month m = month_of(*row.key.date); m <= covered_to; m = m + 1) {
            if (m < grid.first || grid.row(m) >= grid.rows()) {
                continue;
            }
            track.values[static_cast<std::size_t>(grid.row(m))] = static_cast<double>(option) + 1;
        }
    }
    return context.model.tracks.add(track);
}

/// The lever that an option of the player may set, or nothing after a report.
const Declared* lever_of(Context& context, const Player& player, const syntax::Setting& setting) {
    const Declared* declared = find_declared(context, setting.place.name.text);
    if (declared == nullptr) {
        std::vector<std::string> levers;
        for (const Declared& other : context.declared) {
            if (other.kind == QuantityKind::lever) {
                levers.push_back(other.name);
            }
        }
        unknown_name(context, "E2001", setting.place.name, "lever", levers);
        return nullptr;
    }
    if (declared->kind != QuantityKind::lever) {
        context.report(
            {.code = "E2028",
             .headline = fmt::format("an option sets levers, and `{}` is none", declared->name),
             .primary = {setting.place.span, "not a lever"},
             .others = {{declared->span, "declared here"}},
             .notes = {},
             .helps = {}});
        return nullptr;
    }
    if (declared->broken) {
        return nullptr;
    }
    const std::string& holder = context.model.declarations[declared->id].held_by;
    if (!holder.empty() && holder != player.actor) {
        context.report({.code = "E2028",
                        .headline = fmt::format("the options of {} cannot set `{}`, which {} holds",
                                                player.actor,
                                                declared->name,
                                                holder),
                        .primary = {setting.place.span, "another's lever"},
                        .others = {{declared->span, fmt::format("held by {}", holder)}},
                        .notes = {},
                        .helps = {{"an option sets levers that its own actor holds", {}, {}}}});
        return nullptr;
    }
    return declared;
}

/// The levers an option sets, with their values.
void define_option(Context& context,
                   const Player& player,
                   std::size_t index,
                   const syntax::OptionDecl& option) {
    Scope scope;
    scope.owner = player.actor + "." + option.name.text;
    for (const syntax::Setting& setting : option.settings) {
        const Declared* declared = lever_of(context, player, setting);
        if (declared == nullptr) {
            continue;
        }
        std::vector<QuantityId> levers = declared->elements;
        if (!setting.place.subscripts.empty()) {
            const auto one = scalar_of(context, scope, setting.place, *declared);
            if (!one) {
                continue;
            }
            levers = {*one};
        }
        const Typed typed = expression(context, scope, setting.value);
        const NodeId value = fitted(context, typed, declared->unit, declared->unit_span);
        if (!value) {
            continue;
        }
        for (const QuantityId id : levers) {
            Quantity& lever = context.model.quantities[id];
            const std::optional<double> known = context.graph.number(value);
            if (known &&
                ((lever.low && *known < *lever.low) || (lever.high && *known > *lever.high))) {
                context.report(
                    {.code = "E2035",
                     .headline = fmt::format("{} is outside the range of `{}`", *known, lever.name),
                     .primary = {setting.value.span,
                                 lever.low && *known < *lever.low
                                     ? fmt::format("the lowest is {}", *lever.low)
                                     : fmt::format("the highest is {}", *lever.high)},
                     .others = {{declared->span, "declared here"}},
                     .notes = {},
                     .helps = {}});
                continue;
            }
            if (lever.player && lever.player != player.choice) {
                context.error("E2028",
                              fmt::format("`{}` is set by the options of two players", lever.name),
                              setting.span,
                              "another player's options set it too");
                continue;
            }
            lever.player = player.choice;
            lever.by_option.resize(player.options.size());
            lever.by_option[index] = value;
        }
    }
    Quantity& choice = context.model.quantities[player.choice];
    choice.leanings.resize(player.options.size());
    if (!option.leaning) {
        return;
    }
    const NodeId lean = unitless(context, expression(context, scope, *option.leaning), "a leaning");
    context.model.quantities[player.choice].leanings[index] = lean;
}

/// What holds the player to its option, and what it wants.
void define_wishes(Context& context, const syntax::PlayerDecl& decl, Player& player) {
    Scope scope;
    scope.owner = player.actor;
    if (decl.inertia) {
        const NodeId node = unitless(context, expression(context, scope, *decl.inertia), "inertia");
        context.model.quantities[player.choice].inertia = node;
    }
    if (decl.wants) {
        player.wants =
            unitless(context, expression(context, scope, *decl.wants), "what a player wants");
    }
    if (decl.horizon) {
        player.horizon = in_months(context, expression(context, scope, *decl.horizon), "a horizon");
    }
    if (decl.discount) {
        const Unit per_month = power(*context.units.find("month"), -1);
        const Typed typed = expression(context, scope, *decl.discount);
        if (typed.bare && !is_zero(context, typed)) {
            context.error("E3009",
                          "a discount is a rate: so much per time",
                          typed.span,
                          "write, for instance, `0.05 [1/quarter]`");
        } else {
            player.discount = fitted(context, typed, per_month, typed.span);
        }
    }
    if (decl.precision) {
        player.precision =
            unitless(context, expression(context, scope, *decl.precision), "precision");
    }
}

void define_player(Context& context, const syntax::PlayerDecl& decl, std::size_t index) {
    Player player = context.model.players[index];
    const Entry* actor = find_name(context, decl.actor.text);
    if (actor == nullptr || actor->kind != Entry::Kind::actor) {
        unknown_name(
            context, "E2004", decl.actor, "actor", names_of(context, {Entry::Kind::actor}));
    }
    if (player.options.empty()) {
        context.error("E2020",
                      fmt::format("`{}` has nothing to choose from", player.actor),
                      decl.actor.span,
                      "a player needs at least one `option`");
        return;
    }
    if (decl.every) {
        player.every = whole_months(context, *decl.every).value_or(player.every);
    }
    Track turn;
    turn.values = turns(context.model.grid, player.every);
    context.model.quantities[player.choice].turn = context.model.tracks.add(turn);
    for (const Name& name : decl.after) {
        const Declared* event = find_declared(context, name.text);
        if (event == nullptr || event->kind != QuantityKind::event) {
            std::vector<std::string> events;
            for (const Declared& other : context.declared) {
                if (other.kind == QuantityKind::event) {
                    events.push_back(other.name);
                }
            }
            unknown_name(context, "E2027", name, "event", events);
            continue;
        }
        for (const QuantityId id : event->elements) {
            context.model.quantities[player.choice].after.push_back(id);
        }
    }
    for (std::size_t i = 0; i < decl.options.size(); ++i) {
        define_option(context, player, i, decl.options[i]);
    }
    if (decl.recorded) {
        context.model.quantities[player.choice].scripted =
            scripted(context, *decl.recorded, player);
    }
    define_wishes(context, decl, player);
    Declaration& declaration =
        context.model.declarations[context.model.quantities[player.choice].declaration];
    for (const PlayerOption& option : player.options) {
        declaration.equation += (declaration.equation.empty() ? "" : ", ") + option.name;
    }
    context.model.players[index] = player;
}

}  // namespace

void define_players(Context& context) {
    std::set<std::string> done;
    for (const syntax::Tree& tree : context.trees) {
        for (const syntax::Decl& decl : tree.decls) {
            const auto* player = std::get_if<syntax::PlayerDecl>(&decl.what);
            if (player == nullptr || !done.insert(player->actor.text).second) {
                continue;
            }
            for (std::size_t i = 0; i < context.model.players.size(); ++i) {
                if (context.model.players[i].actor == player->actor.text) {
                    define_player(context, *player, i);
                }
            }
        }
    }
}

}  // namespace entente::model::resolving

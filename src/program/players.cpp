// SPDX-License-Identifier: Apache-2.0
// What a program says of players that look ahead: who is due, what the month was worth, and the
// numbers of the choice, each in a slot of its own.
#include <algorithm>

#include <fmt/format.h>

#include "program/draws.hpp"
#include "program/lowering.hpp"

namespace entente::program {

using namespace model;

std::vector<unsigned char> Lowering::months_of_decision(const Quantity& choice) {
    std::vector<unsigned char> months;
    for (int row = 0; row < m_.grid.months; ++row) {
        const auto at_row = [&](TrackId id) {
            return id ? path(id)[static_cast<std::size_t>(row)] : 0.0;
        };
        const bool asked = m_.grid.month(row) >= m_.grid.forecast && at_row(choice.scripted) == 0.0;
        const bool called = at_row(choice.turn) != 0.0 || !choice.after.empty();
        months.push_back(static_cast<unsigned char>(asked && called));
    }
    return months;
}

std::uint32_t Lowering::keep(Section section, const std::string& what, ValueId value) {
    const PlaceId place = out_.values.add_place(what);
    store(section, place, value);
    return place.index;
}

/// 1 where the player chooses in this month.
ValueId Lowering::due_now(const Quantity& choice, QuantityId id) {
    const View view = View::decision;
    const ValueId asked = out_.values.month(asked_months());
    const ValueId due = choose(view, asked, is_due(id), number(0.0));
    return choice.scripted ? choose(view, track(view, choice.scripted), number(0.0), due) : due;
}

void Lowering::describe_deciding() {
    if (!options_.with_deciding) {
        return;
    }
    for (const Player& player : m_.players) {
        if (!choices_.contains(player.choice.index)) {
            continue;  // only scripts speak
        }
        const Quantity& choice = at(player.choice);
        DecidingPlayer told{
            .name = choice.name,
            .site = draw_site(choice),
            .choice = choices_.at(player.choice.index).index,
            .due = keep(
                Section::decide, "whether due, " + choice.name, due_now(choice, player.choice)),
            .leanings = {}};
        told.leanings.reserve(choice.leanings.size());
        for (const ValueId leaning : leanings(player.choice)) {
            told.leanings.push_back(
                keep(Section::decide,
                     fmt::format("leaning {} of {}", told.leanings.size(), choice.name),
                     leaning));
        }
        out_.deciding.push_back(std::move(told));
    }
}

void Lowering::describe_players() {
    if (!looks_ahead(options_.policy)) {
        return;
    }
    out_.look_ahead = look_ahead_of(options_);
    for (const Player& player : m_.players) {
        const Quantity& choice = at(player.choice);
        if (!player.wants || !choices_.contains(player.choice.index)) {
            continue;
        }
        const std::string& name = choice.name;
        const auto said = [&](NodeId id, double usual) {
            return id ? node(View::decision, id) : number(usual);
        };
        out_.players.push_back(
            {.name = choice.name,
             .site = draw_site(choice),
             .options = choice.leanings.size(),
             .every = player.every,
             .may_decide = months_of_decision(choice),
             .choice = choices_.at(player.choice.index).index,
             .due = keep(Section::decide, "due of " + name, due_now(choice, player.choice)),
             .wants = keep(Section::open, "wants of " + name, node(View::opening, player.wants)),
             .precision = keep(
                 Section::decide, "precision of " + name, said(player.precision, usual_precision)),
             .inertia = keep(Section::decide, "inertia of " + name, said(choice.inertia, 0.0)),
             .discount = keep(Section::decide, "discount of " + name, said(player.discount, 0.0)),
             .horizon = keep(
                 Section::decide,
                 "horizon of " + name,
                 said(player.horizon, static_cast<double>(usual_epochs_ahead * player.every)))});
    }
    // Whatever order they are written in.
    std::sort(out_.players.begin(), out_.players.end(), [](const auto& a, const auto& b) {
        return a.site < b.site;
    });
}

}  // namespace entente::program

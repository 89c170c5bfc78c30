// SPDX-License-Identifier: Apache-2.0
#include "program/trials.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "base/contract.hpp"
#include "program/lower.hpp"
#include "program/schedule.hpp"
#include "program/slice.hpp"

namespace entente::program {

namespace {

std::optional<std::uint32_t> find_place(const Program& program, const std::string& name) {
    const auto& names = program.slot_names;
    const auto found = std::find(names.begin(), names.end(), name);
    if (name.empty() || found == names.end()) {
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(found - names.begin());
}

bool same_kind(const Ring& a, const Ring& b) {
    return a.quantity == b.quantity && a.whole == b.whole && a.counts == b.counts;
}

void carry(const Program& program, const Slice& left, Trial& trial) {
    const std::vector<std::string>& names = trial.program.slot_names;
    for (std::uint32_t p = 0; p < left.places.size(); ++p) {
        if (left.places[p] == 0) {
            continue;
        }
        // What only this program has, with its own steps, does not outlast a month.
        if (const auto from = find_place(program, names[p])) {
            trial.places.push_back({.from = *from, .to = p});
        }
    }
    for (std::uint32_t r = 0; r < left.rings.size(); ++r) {
        if (left.rings[r] == 0) {
            continue;
        }
        const auto found =
            std::find_if(program.rings.begin(), program.rings.end(), [&](const Ring& ring) {
                return same_kind(ring, trial.program.rings[r]);
            });
        ENTENTE_EXPECT(found != program.rings.end() && found->size >= trial.program.rings[r].size);
        trial.rings.push_back(
            {.from = static_cast<std::uint32_t>(found - program.rings.begin()), .to = r});
    }
}

/// Only a slot with a name is there for others to read between sections.
void forget_names(Trial& trial) {
    std::set<std::uint32_t> looked_at(trial.choices.begin(), trial.choices.end());
    looked_at.insert(trial.wants);
    for (const Trial::Carried& place : trial.places) {
        looked_at.insert(place.to);
    }
    std::vector<std::string>& names = trial.program.slot_names;
    for (std::uint32_t slot = 0; slot < names.size(); ++slot) {
        if (!looked_at.contains(slot)) {
            names[slot].clear();
        }
    }
}

/// Slots written before the first month and read in one, but for what is carried.
std::vector<std::uint32_t> begun_slots(const Trial& trial) {
    std::set<std::uint32_t> read;
    const auto look = [&](std::uint32_t operand) {
        if (operand != no_operand && (operand & uniform_bit) == 0) {
            read.insert(operand);
        }
    };
    for (std::size_t s = 1; s < section_count; ++s) {
        for (const Instruction& i : trial.program.sections[s]) {
            std::for_each(i.in.begin(), i.in.end(), look);
        }
    }
    for (const List& list : trial.program.lists) {
        std::for_each(list.operands.begin(), list.operands.end(), look);
    }
    std::set<std::uint32_t> begun;
    for (const Instruction& i : trial.program.section(Section::start)) {
        if (read.contains(i.out)) {
            begun.insert(i.out);
        }
    }
    for (const Trial::Carried& place : trial.places) {
        begun.erase(place.to);
    }
    return {begun.begin(), begun.end()};
}

Trial trial_of(const Program& program, Lowered lowered, const model::Grid& grid, std::size_t p) {
    const LookingPlayer& player = lowered.players[p];
    const Slice left = slice(lowered, {player.wants});
    Trial trial;
    trial.program = schedule(lowered, grid);
    trial.program.grid = grid;
    trial.program.sites = lowered.sites;
    trial.program.rings = lowered.rings;
    trial.program.ring_uses = lowered.ring_uses;
    trial.program.checks = lowered.checks;
    trial.program.lookups = lowered.values.lookups;
    trial.wants = player.wants;
    trial.choices.reserve(lowered.players.size());
    for (const LookingPlayer& other : lowered.players) {
        trial.choices.push_back(other.choice);
    }
    carry(program, left, trial);
    forget_names(trial);
    trial.begun = begun_slots(trial);
    return trial;
}

}  // namespace

std::vector<Trial> trials_of(const Program& program,
                             const model::Model& model,
                             const data::Data& data,
                             const CompileOptions& options) {
    model::Model tried = model;
    if (program.look_ahead.substeps != 0) {
        tried.grid.substeps = program.look_ahead.substeps;
    }
    CompileOptions alone = options;
    alone.outputs.clear();
    alone.with_deciding = false;
    text::Diagnostics none;  // the program itself was compiled of the same
    const std::optional<Lowered> lowered = lower(tried, data, alone, none);
    ENTENTE_EXPECT(lowered.has_value() && lowered->players.size() == program.players.size());
    std::vector<Trial> trials;
    trials.reserve(program.players.size());
    for (std::size_t p = 0; p < program.players.size(); ++p) {
        trials.push_back(trial_of(program, *lowered, tried.grid, p));
    }
    return trials;
}

}  // namespace entente::program

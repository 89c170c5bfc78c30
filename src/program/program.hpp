// SPDX-License-Identifier: Apache-2.0
// A compiled program: the product of `compile`, const and shared from then on. It works on a block
// of members at a time: a slot is one number for each member of the block, a uniform one number for
// all. Instructions stand in sections, and run/simulate.hpp says when each section runs. What no
// member changes was worked out at compile time, for every month (or every instant within it).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "math/site.hpp"
#include "model/equations.hpp"
#include "program/instructions.hpp"
#include "program/look_ahead.hpp"
#include "program/past.hpp"
#include "results/results.hpp"

namespace entente::program {

inline constexpr std::uint32_t no_operand = 0xFFFFFFFFU;
/// An operand with this bit is a uniform, otherwise a slot.
inline constexpr std::uint32_t uniform_bit = 0x80000000U;

struct Instruction {
    Code code = Code::copy;
    std::uint32_t out = no_operand;  ///< slot
    std::array<std::uint32_t, 3> in{no_operand, no_operand, no_operand};
    std::uint32_t extra = 0;  ///< index into the table its code says, or a count
};

enum class Section : std::uint8_t {
    start,       ///< once a member: parameters, initial values, what they alone decide
    take,        ///< as a month opens: recorded stocks take their record
    decide,      ///< choices and latches
    pulse,       ///< a scenario's additions to stocks
    open,        ///< draws, levers, events, lets, flows; writes the row
    instant,     ///< what moves within a month, at any later sub-step or stage
    step,        ///< euler: moves the stocks; rk4: its stage 1
    stage_2,     ///< rk4
    stage_3,     ///< rk4
    stage_4,     ///< rk4: moves the stocks
    last_check,  ///< after the month: checks of stocks
    close,       ///< after the month: means of flows into the row
    end,         ///< the last row
};

inline constexpr std::size_t section_count = 13;

const char* name(Section section);

/// A place of draws.
struct DrawSite {
    math::Site site = 0;
    std::int32_t each = 1;              ///< months one draw holds
    std::optional<std::int32_t> month;  ///< where it is drawn once: months since 1970
    std::string quantity;
    bool once = false;  ///< a parameter or an initial value of a stock: what GivenDraws may give
};

/// Values of months past.
struct Ring {
    std::uint32_t size = 0;  ///< entries
    /// Entry of row m: m mod size; where `whole`, m + 1, and 0 is the initial view.
    bool whole = false;
    bool counts = false;  ///< of an event's trailing counts
    std::string quantity;
};

/// A use of a ring: `count` is a lag, a window or an entry.
struct RingUse {
    std::uint32_t ring = 0;
    std::int32_t count = 0;
};

struct List {
    std::vector<std::uint32_t> operands;
    model::DrawnFrom draw;  ///< where it is drawn by the month
    bool mean = false;
};

/// What a stock or an output must keep to.
struct Check {
    std::string quantity;
    double low = 0;  ///< the largest finite numbers where nothing is promised
    double high = 0;
    std::int32_t row = 0;  ///< added to the row of a fault: 1 where the month is over
};

struct Trial;

struct Program {
    model::Grid grid;
    std::string scenario;
    std::string prior_set;
    std::string policy;

    std::size_t slots = 0;
    std::array<std::vector<Instruction>, section_count> sections;
    std::vector<DrawSite> sites;
    std::vector<Ring> rings;
    std::vector<RingUse> ring_uses;
    std::vector<List> lists;
    std::vector<model::Lookup> lookups;
    std::vector<Check> checks;

    /// Uniforms: constants, then those of the month, then those of the instant.
    std::vector<double> constants;
    std::size_t month_uniforms = 0;
    std::vector<double> month_values;  ///< [month][uniform]
    std::size_t instant_uniforms = 0;
    int instants = 1;                    ///< in a month: K, or 3 K for rk4
    std::vector<double> instant_values;  ///< [month * instants + i][uniform], and one for the end

    std::vector<results::Output> outputs;
    std::vector<std::uint32_t> output_checks;  ///< index of a check each, or no_operand
    std::vector<std::string> parameter_names;
    std::vector<std::string> parameter_units;
    std::vector<std::uint32_t> parameters;  ///< operands, after `start`

    /// What a slot holds from section to section; empty for temporaries.
    std::vector<std::string> slot_names;

    /// Players that look ahead, under a policy that does, and what each runs to try its options.
    LookAhead look_ahead;
    std::vector<LookingPlayer> players;
    std::vector<Trial> trials;  ///< by player

    /// All players, where compiling was asked to tell of them.
    std::vector<DecidingPlayer> deciding;

    /// What it does before the forecast, where compiling was asked for it.
    std::optional<Past> past;

    const std::vector<Instruction>& section(Section s) const {
        return sections[static_cast<std::size_t>(s)];
    }
};

/// What a player runs to try an option: of the whole program only what reaches its wishes, months
/// of LookAhead::substeps, no outputs and no parameters. Both are of one model, so what lasts from
/// month to month has one name in both.
struct Trial {
    /// Something that lasts, in the program that is tried for, and in this one.
    struct Carried {
        std::uint32_t from = 0;
        std::uint32_t to = 0;
    };

    Program program;
    std::vector<Carried> places;  ///< slots
    std::vector<Carried> rings;
    std::vector<std::uint32_t> begun;    ///< slots that `start` leaves and no month changes
    std::vector<std::uint32_t> choices;  ///< slots, by player
    std::uint32_t wants = 0;             ///< the player's, of the month that was opened last
};

/// The sites of what a member draws once: parameters and initial values of stocks, in the order of
/// Program::sites, which names the quantity of each.
std::vector<DrawSite> sites_drawn_once(const Program& program);

/// The program as text: slots, uniforms and the instructions of each section.
std::string to_text(const Program& program);

}  // namespace entente::program

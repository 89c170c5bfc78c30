// SPDX-License-Identifier: Apache-2.0
// What a run leaves: paths of the declared outputs for every member, parameter draws, events and
// faults. Plain columns with names and units; it knows neither programs nor files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "model/calendar.hpp"
#include "results/paths.hpp"

namespace entente::results {

/// How the values of an output relate to its month (CF cell methods).
enum class CellMethod { point, mean, sum };

struct Output {
    std::string name;
    std::string unit;
    CellMethod cell_method = CellMethod::point;
    bool hidden = false;  ///< asked for by a claim; not written to files
};

/// A run error of one member: kept, counted, reported (E5xxx).
struct Fault {
    std::uint32_t member = 0;
    std::int32_t row = 0;
    std::string code;  ///< E5001 not finite, E5002 bound broken, ...
    std::string quantity;
    double value = 0;
};

struct Event {
    std::uint32_t member = 0;
    std::int32_t row = 0;
    std::uint32_t output = 0;  ///< index into Run::event_names
    double count = 0;
    bool recorded = false;
};

/// How often players chose by looking ahead, all members together.
struct Choices {
    std::size_t made = 0;
    std::size_t unsettled = 0;  ///< of a policy that looks for an equilibrium: none was found
    std::size_t months = 0;     ///< that were run to try options

    Choices& operator+=(const Choices& more) {
        made += more.made;
        unsettled += more.unsettled;
        months += more.months;
        return *this;
    }
};

/// What a player considered in one member as it chose.
struct Decision {
    std::uint32_t member = 0;
    std::size_t player = 0;        ///< index in Program::deciding
    std::vector<double> leanings;  ///< by option, inertia included
    /// Under a policy that looks ahead, of a player that does: what options were worth in the mean
    /// over replicates, and the standard errors of these means (NaN for one replicate).
    std::vector<double> values;
    std::vector<double> errors;
    std::vector<double> chances;  ///< with which options were drawn
    std::size_t chosen = 0;
};

/// Paths of one scenario. Stored as [block][row][output][lane]; read through value().
struct Run {
    std::string scenario;
    std::string prior_set;
    model::Grid grid;
    std::uint64_t seed = 0;
    std::uint32_t first_member = 0;
    std::size_t members = 0;
    std::size_t block = 64;  ///< lanes a block
    std::vector<Output> outputs;
    Paths paths;  ///< NaN where a row has no value (flows at the end)

    std::vector<std::string> parameter_names;
    std::vector<std::string> parameter_units;
    std::vector<double> parameters;  ///< [member][parameter]

    std::vector<std::string> event_names;
    std::vector<Event> events;  ///< in order of member, row and name; see collect_events

    std::vector<Fault> faults;  ///< the first ones, in order of member and row
    std::size_t faulty_members = 0;
    std::size_t fault_count = 0;
    bool partial = false;  ///< interrupted: only whole members are in it
    std::string policy = "rule";
    Choices choices;
    std::vector<Decision> decisions;  ///< of the month asked for, in order of member and player

    float value(std::size_t member, int row, std::size_t output) const {
        const std::size_t b = member / block;
        const std::size_t rows = static_cast<std::size_t>(grid.rows());
        return paths[((b * rows + static_cast<std::size_t>(row)) * outputs.size() + output) *
                         block +
                     member % block];
    }
};

/// The index of an output of that name, or npos.
std::size_t find_output(const Run& run, const std::string& name);

inline constexpr std::size_t npos = static_cast<std::size_t>(-1);

}  // namespace entente::results

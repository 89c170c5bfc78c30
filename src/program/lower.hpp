// SPDX-License-Identifier: Apache-2.0
// Writes a resolved model as values and statements, section by section (run/simulate.hpp has the
// meaning of each). The same expression means different numbers in different views: before the
// first month, when players decide, as a month opens, at an instant within it, at the end.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "program/compile.hpp"
#include "program/values.hpp"

namespace entente::program {

/// When an expression is worked out.
enum class View : std::uint8_t {
    initial,   ///< before the first month
    decision,  ///< stocks at the opening, levers and events of the month before
    pulse,     ///< as the month opens, before a scenario's additions to stocks
    opening,
    instant,  ///< a later sub-step or stage
    end,      ///< the last row
};

inline constexpr std::size_t view_count = 6;

/// The section in which a view's values are computed.
Section section_of(View view);

/// What changes a place or leaves a number, in the order it happens.
struct Statement {
    Code code = Code::copy;
    PlaceId target;  ///< copy, advance, hold: what is written
    std::array<ValueId, 3> in;
    std::uint32_t extra = 0;
    ValueId unless;   ///< a uniform: left out where it is not 0
    ValueId only_if;  ///< a uniform: left out where it is 0
    PlaceId sum;      ///< hold: where what it adds is summed
};

/// Everything that scheduling needs.
struct Lowered {
    Values values;
    std::array<std::vector<Statement>, section_count> sections;
    std::vector<DrawSite> sites;
    std::vector<Ring> rings;
    std::vector<RingUse> ring_uses;
    std::vector<Check> checks;
    std::vector<results::Output> outputs;
    std::vector<std::uint32_t> output_checks;
    std::vector<std::string> parameter_names;
    std::vector<std::string> parameter_units;
    std::vector<ValueId> parameters;
    LookAhead look_ahead;
    std::vector<LookingPlayer> players;
    std::vector<DecidingPlayer> deciding;

    explicit Lowered(const model::Grid& grid) : values(grid) {}
};

/// Empty if and only if it added an error: E4001, two draws with one site.
std::optional<Lowered> lower(const model::Model& model,
                             const data::Data& data,
                             const CompileOptions& options,
                             text::Diagnostics& diagnostics);

}  // namespace entente::program

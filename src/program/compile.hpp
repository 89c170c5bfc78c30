// SPDX-License-Identifier: Apache-2.0
// Compiles a resolved model (a scenario already written in) and its record into a Program. Two
// switches change what the program does with records and draws; the prior set picks definitions.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "data/data.hpp"
#include "model/model.hpp"
#include "program/program.hpp"
#include "text/diagnostic.hpp"

namespace entente::program {

/// Whether records win while they cover a month, or the model runs free from the start.
enum class History { recorded, free };

/// Whether counts, hazards and draws are drawn, or replaced by their means.
enum class Draws { sampled, mean };

/// How players choose: leaning indices with logit noise, or only what scenarios and records script.
enum class Policy { rule, scripted };

struct CompileOptions {
    History history = History::recorded;
    Draws draws = Draws::sampled;
    Policy policy = Policy::rule;
    std::size_t prior_set = 0;
    /// What a run keeps for every member; usually model.outputs and what claims measure.
    std::vector<model::QuantityId> outputs;
    bool with_past = false;  ///< whether to fill Program::past
};

/// Empty if and only if it added an error: E4001, two draws with one site.
std::optional<Program> compile(const model::Model& model,
                               const data::Data& data,
                               const CompileOptions& options,
                               text::Diagnostics& diagnostics);

}  // namespace entente::program

// SPDX-License-Identifier: Apache-2.0
// Compiles a resolved model (a scenario already written in) and its record into a Program. Two
// switches change what the program does with records and draws; the prior set picks definitions.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "data/data.hpp"
#include "model/model.hpp"
#include "program/look_ahead.hpp"
#include "program/program.hpp"
#include "text/diagnostic.hpp"

namespace entente::program {

/// Whether records win while they cover a month, or the model runs free from the start.
enum class History { recorded, free };

/// Whether counts, hazards and draws are drawn, or replaced by their means.
enum class Draws { sampled, mean };

/// How players choose. Players without `wants` follow their leanings under the last three.
enum class Policy {
    rule,         ///< by their leanings, with logit noise
    scripted,     ///< only what scenarios and records say
    myopic,       ///< by what each option is worth until they choose again
    rollout,      ///< by what it is worth over their horizon
    equilibrium,  ///< the same, each expecting of the others what they then do
};

/// "rule", "scripted", "myopic", "rollout", "equilibrium".
std::string_view name(Policy policy);
std::optional<Policy> find_policy(std::string_view name);

inline bool looks_ahead(Policy policy) {
    return policy == Policy::myopic || policy == Policy::rollout || policy == Policy::equilibrium;
}

struct CompileOptions {
    History history = History::recorded;
    Draws draws = Draws::sampled;
    Policy policy = Policy::rule;
    /// Levels, replicates and sub-steps of a policy that looks ahead; `compile` and `evaluate` fill
    /// in the rest.
    LookAhead look_ahead;
    std::size_t prior_set = 0;
    /// What a run keeps for every member; usually model.outputs and what claims measure.
    std::vector<model::QuantityId> outputs;
    bool with_past = false;      ///< whether to fill Program::past
    bool with_deciding = false;  ///< whether to fill Program::deciding
};

/// The rule that the options ask for: a myopic player sees one epoch and one level.
LookAhead look_ahead_of(const CompileOptions& options);

/// Empty if and only if it added an error: E4001, two draws with one site.
std::optional<Program> compile(const model::Model& model,
                               const data::Data& data,
                               const CompileOptions& options,
                               text::Diagnostics& diagnostics);

}  // namespace entente::program

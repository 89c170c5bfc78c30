// SPDX-License-Identifier: Apache-2.0
// One ensemble from a project: writes the scenario into the model, compiles and simulates with the
// switches of the command line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/project.hpp"
#include "results/results.hpp"
#include "run/simulate.hpp"

namespace entente::cli {

/// Which ensemble.
struct Ensemble {
    model::Scenario scenario;
    std::size_t prior_set = 0;
    std::vector<model::QuantityId> outputs;
};

/// Empty where compiling added an error to the project's diagnostics. Stops at Ctrl-C with the
/// whole members so far.
std::optional<results::Run> simulate(Project& project,
                                     const Ensemble& ensemble,
                                     const Options& options,
                                     Progress& progress);

/// What a run keeps: the model's outputs, or with --keep all every quantity that is not hidden.
std::vector<model::QuantityId> kept_outputs(const model::Model& model, const Options& options);

/// Prints the first faults of the run's members and how many there were. True where more than 1 %
/// of the members broke.
bool report_broken(const results::Run& run, Terminal& terminal);

}  // namespace entente::cli

// SPDX-License-Identifier: Apache-2.0
// From an argument of the command line to a resolved model with its record: finds the file, reads
// it and what it includes, and reports faults. A missing file is a Failure; a fault in the text is
// a diagnostic.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/options.hpp"
#include "cli/terminal.hpp"
#include "data/data.hpp"
#include "model/model.hpp"
#include "text/diagnostic.hpp"

namespace entente::cli {

struct Project {
    std::string path;  ///< of the main file, as shown; "-" for standard input
    text::Sources sources;
    text::Diagnostics diagnostics;
    std::optional<model::Model> model;
    std::optional<data::Data> data;
};

/// The model file that an argument means: itself, or the one in a folder. Throws Failure with near
/// names where there is none.
std::string model_file(const std::string& argument);

/// The whole text of a file, or of standard input for "-". Throws Failure.
std::string read_text(const std::string& path, const std::string& what);

/// Reads and resolves; with `with_data` also loads the record. Never null.
std::unique_ptr<Project> open_project(const std::string& argument, bool with_data);

/// Prints the diagnostics to standard error. True where there were errors.
bool report_faults(const Project& project, const Options& options, Terminal& terminal);

/// Id of a scenario; throws Failure with near names.
model::ScenarioId scenario_named(const model::Model& model, const std::string& name);

/// Index of a prior set, the first for an empty name; throws Failure with near names.
std::size_t prior_set_named(const model::Model& model, const std::string& name);

/// " Did you mean ...?" with a leading full stop, or nothing.
std::string suggest(const std::string& wrong, const std::vector<std::string>& candidates);

/// "1 claim", "4 claims".
std::string counted(std::size_t n, const std::string& one, const std::string& many);

}  // namespace entente::cli

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
#include "results/manifest.hpp"
#include "text/diagnostic.hpp"

namespace entente::cli {

struct Project {
    std::string path;  ///< of the main file, as shown
    text::Sources sources;
    text::Diagnostics diagnostics;  ///< not yet reported
    std::size_t warnings = 0;       ///< reported
    std::optional<model::Model> model;
    std::optional<data::Data> data;
};

/// Whether the record is wanted besides the model.
enum class Reads { model, model_and_data };

/// The model file that an argument means: itself, or the one in a folder. Throws Failure with near
/// names where there is none.
std::string model_file(const std::string& argument);

/// The files that `fmt` means by an argument: itself, or every model file in a folder.
std::vector<std::string> model_files_below(const std::string& argument);

/// The whole text of a file that the command line names, or of standard input for "-". `what` says
/// in the message why it is read. Throws Failure.
std::string read_text(const std::string& path, const std::string& what);

/// "model.ent", or what a message calls standard input.
std::string shown_path(const std::string& path);

/// Reads and resolves. Never null; without a model or data where there were errors.
std::unique_ptr<Project> open_project(const std::string& argument, Reads reads);

/// The same from the texts that a manifest holds; nothing is read from disk.
std::unique_ptr<Project> open_inputs(const results::Inputs& inputs);

/// Prints the diagnostics not yet reported to standard error. True where there were errors.
bool report_faults(Project& project, Terminal& terminal);

/// Id of a scenario; throws Failure with near names.
model::ScenarioId scenario_named(const model::Model& model, const std::string& name);

/// Index of a prior set, the first for an empty name; throws Failure with near names.
std::size_t prior_set_named(const model::Model& model, const std::string& name);

}  // namespace entente::cli

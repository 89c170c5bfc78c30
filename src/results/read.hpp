// SPDX-License-Identifier: Apache-2.0
// A run's folder back into memory: what write_run wrote, as far as comparing scenarios needs it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "results/results.hpp"

namespace entente::results {

/// Whether the folder is one that write_run finished.
bool is_run_folder(const std::filesystem::path& folder);

/// The scenarios in a run's folder, in order.
std::vector<std::string> read_scenarios(const std::filesystem::path& folder);

/// Paths of one scenario: grid, members, outputs with names and units, seed. The grid knows no
/// forecast; parameters, events and faults stay on disk. Throws FileError, also where the files are
/// not those that write_run wrote.
Run read_run(const std::filesystem::path& folder, const std::string& scenario);

}  // namespace entente::results

// SPDX-License-Identifier: Apache-2.0
// members.nc: the paths of every member as NetCDF-4 after the CF conventions 1.11. Dimensions
// scenario, realization, time; one variable an output, single precision, NaN where missing. Time is
// in days since 1970-01-01 with bounds, actors and dyads stand in the attributes of a variable. No
// clock and no history of commands: the same inputs give the same bytes.
#pragma once

#include <filesystem>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "results/results.hpp"

namespace entente::results {

struct NetcdfText {
    std::string title;
    std::string source;      ///< "Entente 0.1.0"
    std::string references;  ///< where the model's numbers come from; may be empty
    std::string inputs;      ///< inputs_json(): the global attribute entente_manifest
    std::vector<std::string> actors;
};

/// Writes and renames. The runs share grid, first member and outputs; there is at least one, and
/// each has members. Where an interrupted run has fewer than another, NaN stands for the rest.
/// Throws FileError.
void write_netcdf(const std::filesystem::path& path,
                  std::span<const Run> runs,
                  const NetcdfText& text);

/// The name of an output as a variable: letters, digits and `_`, unique within the list. "x[CHN]"
/// is `x_CHN`, "tie[CHN->PRK]" is `tie_CHN_to_PRK`.
std::vector<std::string> variable_names(const std::vector<Output>& outputs);

/// The same for names as they stand in the model; those in `used` are taken already.
std::vector<std::string> variable_names(std::span<const std::string> written,
                                        std::set<std::string> used);

}  // namespace entente::results

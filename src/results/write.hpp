// SPDX-License-Identifier: Apache-2.0
// All files of a run in one folder: summary.json, quantiles.csv, events.csv, members.nc and
// manifest.json. Naming the folder and claims.json are the caller's. The manifest comes last and
// lists the others with their hashes, so that a folder with one is whole.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "results/manifest.hpp"
#include "results/netcdf.hpp"
#include "results/summary.hpp"
#include "results/tables.hpp"

namespace entente::results {

/// A file the caller adds, whole.
struct ExtraFile {
    std::string name;
    std::string bytes;
};

struct Written {
    const model::Model& model;  ///< without a scenario
    const data::Data& data;
    std::span<const Run> runs;  ///< their events are those that collect_events found
    std::vector<ExtraFile> extra;
};

/// The names a run's folder may hold, manifest.json first: what `--force` replaces.
const std::vector<std::string>& file_names();

/// Writes into a folder that exists and fills `manifest.files`. Throws FileError; files already
/// renamed into place stay, without a manifest.
void write_run(const std::filesystem::path& folder, Manifest& manifest, const Written& what);

}  // namespace entente::results

// SPDX-License-Identifier: Apache-2.0
// All files of a run in one folder: manifest.json, summary.json, quantiles.csv, members.nc and
// events.csv. Naming the folder and claims.json are the caller's. The manifest comes last, so that
// a folder with one is whole.
#pragma once

#include <filesystem>
#include <span>

#include "results/manifest.hpp"
#include "results/netcdf.hpp"
#include "results/summary.hpp"
#include "results/tables.hpp"

namespace entente::results {

enum class TableForm { long_form, wide };

/// Writes into a folder that exists. The events of the runs are those that collect_events found.
/// Throws FileError; files already renamed into place stay.
void write_run(const std::filesystem::path& folder,
               std::span<const Run> runs,
               const Manifest& manifest,
               const model::Model& model,
               const data::Data& data,
               TableForm form = TableForm::long_form);

}  // namespace entente::results

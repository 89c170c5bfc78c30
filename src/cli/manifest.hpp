// SPDX-License-Identifier: Apache-2.0
// Between the command line and a manifest: what a run was made from, and the same run again.
#pragma once

#include <string>
#include <vector>

#include "cli/options.hpp"
#include "cli/project.hpp"
#include "results/manifest.hpp"

namespace entente::cli {

/// What the files of a command are made from.
results::Inputs inputs_of(const Project& project,
                          const Options& options,
                          const std::vector<std::string>& scenarios,
                          const std::vector<std::string>& outputs);

/// Time, host, threads and the like, now; `partial` and `seconds` are the caller's.
results::Circumstances circumstances_of(const Project& project, const Options& options);

/// Reads the file of --from-manifest. Throws Failure.
results::Manifest read_manifest(const std::string& path);

/// The options with all that decides bytes taken from the manifest. Throws Failure where the
/// command line says such a thing too.
Options options_of(const Options& given, const results::Manifest& manifest);

/// How many of the manifest's files the new one has with the same bytes, in words.
std::string compared(const results::Manifest& before, const results::Manifest& now);

}  // namespace entente::cli

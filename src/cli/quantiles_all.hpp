// SPDX-License-Identifier: Apache-2.0
// `--quantiles all`: quantiles of every quantity, in memory that does not grow with the members.
// Members are run again a batch at a time and only counted; no member depends on its batch.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/ensemble.hpp"

namespace entente::cli {

/// quantiles_all.csv; nothing after Ctrl-C. The ensembles compile.
std::optional<std::string> quantiles_of_all(Project& project,
                                            const std::vector<Ensemble>& ensembles,
                                            const Options& options);

}  // namespace entente::cli

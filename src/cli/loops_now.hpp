// SPDX-License-Identifier: Apache-2.0
// The feedback loops of a model as its forecast opens: each stock is pushed a little, all inputs at
// their middle, and what the others make of it within a month tells the loops.
#pragma once

#include <string>
#include <vector>

#include "cli/ensemble.hpp"

namespace entente::cli {

struct LoopNow {
    std::vector<std::string> stocks;
    double gain = 0;  ///< see analysis::Loop
};

/// Empty where nothing compiles, and for models with fewer than two stocks. Runs one member a
/// stock.
std::vector<LoopNow> loops_now(Project& project, std::size_t prior_set, const Options& options);

}  // namespace entente::cli

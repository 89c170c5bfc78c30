// SPDX-License-Identifier: Apache-2.0
// What a score is asked for: flags of the command line to origins, horizons and levels. The months
// after the last whole year before `forecast` are held out from every plan but that of --holdout.
#pragma once

#include <vector>

#include "analysis/known.hpp"
#include "cli/options.hpp"
#include "model/model.hpp"

namespace entente::cli {

struct ScorePlan {
    model::MonthWindow tested;                   ///< the first origin to the last month scored
    std::vector<model::Month> origins;           ///< rising
    std::vector<int> horizons;                   ///< months, rising; empty: every period
    std::vector<analysis::Conditioning> levels;  ///< in the order of the levels, each once
};

/// Throws Failure for flags that do not fit the model's time, and for a record too short to be
/// divided.
ScorePlan score_plan(const model::Model& model, const Options& options);

}  // namespace entente::cli

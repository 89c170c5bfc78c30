// SPDX-License-Identifier: Apache-2.0
// What only a report has room for in a chart: single futures, and the uncertain inputs that the
// spread of the last year goes with (matters.hpp).
#pragma once

#include <atomic>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/model.hpp"
#include "results/results.hpp"

namespace entente::report {

/// The inputs of `matters`, with label and grade; `outcome` is one a member of the run.
nlohmann::ordered_json matters_json(const model::Model& model,
                                    const results::Run& run,
                                    std::span<const double> outcome,
                                    const std::atomic<bool>* stop = nullptr);

/// Adds `samples` to the fans of a chart of charts_json and `matters` to its baseline and its
/// differences. `runs` are those that the chart was made from, the baseline first.
void add_details(nlohmann::ordered_json& chart,
                 const model::Model& model,
                 std::span<const results::Run> runs,
                 std::size_t output);

}  // namespace entente::report

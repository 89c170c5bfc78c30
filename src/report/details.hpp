// SPDX-License-Identifier: Apache-2.0
// What a chart has besides its fans: single futures, which a report always shows and the live page
// when it is asked to, and the uncertain inputs that the spread of the last year goes with
// (matters.hpp).
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

/// Adds `samples` to the fan of a run: a few of its futures, from the forecast on, or from where it
/// first differs from the baseline. Rows before `first_row` are known to be the same.
void add_samples(nlohmann::ordered_json& fan,
                 const results::Run& baseline,
                 const results::Run& run,
                 std::size_t output,
                 int first_row = 0);

/// Adds `samples` to the fans of a chart of charts_json and `matters` to its baseline and its
/// differences. `runs` are those that the chart was made from, the baseline first.
void add_details(nlohmann::ordered_json& chart,
                 const model::Model& model,
                 std::span<const results::Run> runs,
                 std::size_t output);

}  // namespace entente::report

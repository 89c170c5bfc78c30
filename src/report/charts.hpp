// SPDX-License-Identifier: Apache-2.0
// Charts as JSON: for every output its fans, what each scenario changes, and the observations that
// can stand beside them.
#pragma once

#include <span>

#include <nlohmann/json_fwd.hpp>

#include "data/data.hpp"
#include "model/model.hpp"
#include "results/results.hpp"

namespace entente::report {

/// An array with one entry an output that is not hidden, in the order of the first run, which is
/// the baseline. Numbers have four significant digits, which is more than a chart or its table
/// shows.
nlohmann::ordered_json charts_json(const model::Model& model,
                                   const data::Data& data,
                                   std::span<const results::Run> runs);

}  // namespace entente::report

// SPDX-License-Identifier: Apache-2.0
// summary.json: a run in a page. For every scenario and output the median and the 90 % band at the
// forecast, every twelve months after it and at the end, and the faults of members.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "results/results.hpp"

namespace entente::results {

/// Rows of the grid that a summary speaks of, rising: forecast, + 12 months, ..., end.
std::vector<int> summary_rows(const model::Grid& grid);

/// The last row not after `row` in which some member has a value, or -1. Flows have none at the
/// end.
int last_row_with_value(const Run& run, std::size_t output, int row);

/// summary.json, indented, with a last line end.
std::string summary_json(std::span<const Run> runs, const std::string& model_name);

}  // namespace entente::results

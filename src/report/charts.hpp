// SPDX-License-Identifier: Apache-2.0
// Charts as JSON: for every output its fans, what each scenario changes, and the observations that
// can stand beside them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "data/data.hpp"
#include "model/model.hpp"
#include "report/fans.hpp"
#include "report/observed.hpp"
#include "results/results.hpp"

namespace entente::report {

/// What a reader calls an output: its label, with its name where several share one; empty where the
/// model has no such quantity.
std::string label_of(const model::Model& model, const std::string& output);

/// "point", "mean", "twelve_months".
const char* name_of(Measure measure);

/// The chart of one output with the baseline alone.
nlohmann::ordered_json begun_chart(const model::Model& model,
                                   const data::Data& data,
                                   const results::Run& baseline,
                                   std::size_t output);

/// Adds what a scenario makes of it and what it changes, from the first month that differs; nothing
/// where none does. Rows before `first_row` are known to be the same.
void add_scenario(nlohmann::ordered_json& chart,
                  const results::Run& baseline,
                  const results::Run& run,
                  std::size_t output,
                  int first_row = 0);

/// The number with so many significant digits, a quarter of the bytes of all of them and nothing
/// that a reader could see; null where it is none.
nlohmann::ordered_json rounded(double value, int digits = 4);

/// Quantiles by month from `first_row` on, null for NaN.
nlohmann::ordered_json fan_json(const Fan& fan,
                                const model::Grid& grid,
                                const std::string& summary);

/// An array with one entry a series.
nlohmann::ordered_json observed_json(const std::vector<ObservedSeries>& observed);

/// An array with one entry an output that is not hidden, in the order of the first run, which is
/// the baseline. Numbers have four significant digits, which is more than a chart or its table
/// shows. Fans have their details (details.hpp).
nlohmann::ordered_json charts_json(const model::Model& model,
                                   const data::Data& data,
                                   std::span<const results::Run> runs);

}  // namespace entente::report

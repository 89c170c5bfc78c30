// SPDX-License-Identifier: Apache-2.0
// Forecasts of the past beside what came, as charts: of the records that `entente score --json`
// wrote (docs/schema/score.schema.json), one of each series. Shapes are those of charts.hpp, so
// that the page draws them as it draws all charts.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "data/data.hpp"
#include "model/model.hpp"

namespace entente::report {

/// "27 of 36": numbers of a record within an interval, "coverage_50" or "coverage_90".
std::string inside(const nlohmann::ordered_json& record, const char* interval);

/// "12", or "all" where every period was forecast from one origin.
std::string horizon_text(const nlohmann::ordered_json& record);

/// An array by level and series, twelve months ahead, or as far as that was asked. The bands of a
/// forecast stand over its whole period, with the median of the best naive forecast; where periods
/// overlap, over the months that are its own. Throws Json::exception where a field is missing.
nlohmann::ordered_json hindcasts_json(const nlohmann::ordered_json& scores,
                                      const model::Model& model,
                                      const data::Data& data);

/// What the bands of these forecasts held of all figures, by level, and a sentence that says it.
/// Throws as above.
nlohmann::ordered_json reliability_json(const nlohmann::ordered_json& scores);

}  // namespace entente::report

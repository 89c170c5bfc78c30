// SPDX-License-Identifier: Apache-2.0
// The track record as a report shows it: what `entente score --json` wrote
// (docs/schema/score.schema.json), a line for each series and horizon with the best naive forecast
// beside the model, whoever leads, and the forecasts of each series beside what came.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "data/data.hpp"
#include "model/model.hpp"

namespace entente::report {

/// An object with a sentence, rows of texts and the charts of hindcasts.hpp. Without scores, or
/// where the text is none of `entente score`, the sentence says so and there is nothing else.
nlohmann::ordered_json track_json(const std::string& scores,
                                  const model::Model& model,
                                  const data::Data& data);

}  // namespace entente::report

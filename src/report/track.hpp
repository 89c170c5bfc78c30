// SPDX-License-Identifier: Apache-2.0
// The track record as a report shows it: what `entente score --json` wrote
// (docs/schema/score.schema.json), a line for each series and horizon with the best naive forecast
// beside the model, whoever leads.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace entente::report {

/// An object with a sentence and rows of texts. Without scores, or where the text is none of
/// `entente score`, the sentence says so and there are no rows.
nlohmann::ordered_json track_json(const std::string& scores);

}  // namespace entente::report

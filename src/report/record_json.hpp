// SPDX-License-Identifier: Apache-2.0
// A series of the record as JSON, for `entente data --json` and for reports;
// docs/schema/data.schema.json describes it.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "data/data.hpp"
#include "model/model.hpp"

namespace entente::report {

enum class Points { left_out, listed };

/// Name, unit, source, grade, gaps and span of a series; its observations where asked for.
nlohmann::ordered_json series_json(const model::Model& model,
                                   const data::Data& data,
                                   model::DataId id,
                                   Points points);

/// "month", "quarter", "year".
std::string name_of(model::Period period);

/// A period as its series counts: "2020" of a yearly one, else its first month.
std::string period_text(const model::DataSeries& series, model::Month first);

/// Periods without an observation between the first and the last.
std::vector<std::string> gaps(const model::DataSeries& series, const data::Series& values);

/// As printed; empty for none.
std::string citation_of(const model::Model& model, model::SourceId id);

/// A letter, or null for none.
nlohmann::ordered_json grade_json(char grade);

}  // namespace entente::report

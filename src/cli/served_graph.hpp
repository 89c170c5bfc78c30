// SPDX-License-Identifier: Apache-2.0
// The causal graph of a served model: boxes with a small line each, arrows with signs, loops.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "cli/served_model.hpp"
#include "results/results.hpp"

namespace entente::cli {

/// A line as small as a box of the graph shows no more.
inline constexpr int months_of_paths = 6;

/// `Served::paths` of a run with every quantity.
std::map<std::string, std::vector<double>> paths_of(const model::Model& model,
                                                    const results::Run& run);

/// What a section is called: its label.
std::string section_label(const model::Model& model, const std::string& section);

/// docs/schema/serve.schema.json describes it.
nlohmann::ordered_json graph_json(Served& served);

}  // namespace entente::cli

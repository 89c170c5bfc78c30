// SPDX-License-Identifier: Apache-2.0
// What a page knows of a model before anything runs (`GET /api/model`), and what explains one name
// of it. docs/schema/serve.schema.json describes both.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "cli/causes.hpp"
#include "cli/project.hpp"
#include "results/posterior_draws.hpp"

namespace entente::cli {

/// A model that is being served, with what its futures are drawn from.
struct Served {
    std::unique_ptr<Project> project;  ///< with model and data
    Options options;                   ///< of the verb; no posterior where that is of another text
    std::string asked_posterior;       ///< what --posterior said
    std::optional<results::PosteriorDraws> posterior;
    std::vector<Cause> causes;
    /// By qualified name: the median over a few futures in the month that the forecast opens; none
    /// for what has no value then.
    std::map<std::string, double> now;
    /// By declaration: medians over the same futures, every `months_of_paths` from the model's
    /// first month on, counts as totals of twelve months; NaN where there is none. Parameters have
    /// none.
    std::map<std::string, std::vector<double>> paths;
    /// By lever: the number of the model that a request sets it to.
    std::map<std::string, model::NodeId> lever_numbers;
};

/// Futures that `now` and `paths` are the medians of.
inline constexpr std::size_t futures_of_now = 32;

/// Reads the model with its record and posterior. Where it is broken the project has the
/// diagnostics and no model or data; throws Failure for what is not in a text: a missing file, a
/// posterior of another model.
Served open_served(const Options& options);

/// One line without its end and without `broken`, which the server knows.
std::string served_model_json(Served& served);

/// Of a declared variable; nothing for an unknown name.
std::optional<nlohmann::ordered_json> explained_json(const Served& served, const std::string& name);

/// Paths of all files that the model was read from, and of those that may lie beside it.
std::vector<std::string> served_files(const Project& project);

}  // namespace entente::cli

// SPDX-License-Identifier: Apache-2.0
// Where members of a run take what they draw once: from the posterior beside the model, from
// another file, from a manifest, or from their priors.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/project.hpp"
#include "cli/terminal.hpp"
#include "results/posterior_draws.hpp"

namespace entente::cli {

/// What --posterior asks for, one a prior set; nothing where members draw from their priors. `auto`
/// takes posterior.nc beside the model where there is one, under the prior sets it has. `wanted`
/// are indices of prior sets. Throws Failure where a posterior is not of this model and record.
std::vector<std::optional<results::PosteriorDraws>> posteriors_for(
    Project& project, const std::vector<std::size_t>& wanted, const Options& options);

/// Whether the file that --posterior means has a fit of this name.
bool has_posterior(const Project& project,
                   std::size_t prior_set,
                   model::MonthWindow window,
                   const Options& options);

/// The same for one prior set and the fit to one window of the record.
std::optional<results::PosteriorDraws> posterior_for(Project& project,
                                                     std::size_t prior_set,
                                                     model::MonthWindow window,
                                                     const Options& options);

/// A note for every posterior whose chains did not agree when the fit ended.
void note_disagreement(const std::vector<std::optional<results::PosteriorDraws>>& posteriors,
                       Terminal& terminal);

/// "posterior literature (record to 2025-12)" or "priors literature"; for headings.
std::string draws_text(const model::Model& model,
                       std::size_t prior_set,
                       const std::optional<results::PosteriorDraws>& posterior);

}  // namespace entente::cli

// SPDX-License-Identifier: Apache-2.0
// What a track record stands on, and the one that lies beside a model: score.json, as `entente
// score
// --json` prints it. Its fingerprint says whether it is still of this model, record and fit.
#pragma once

#include <optional>
#include <string>

#include "analysis/hindcast.hpp"
#include "cli/project.hpp"
#include "cli/score_plan.hpp"
#include "results/posterior_draws.hpp"

namespace entente::cli {

/// The hindcast of one level, of all that the model observes and records.
analysis::Hindcast hindcast_of(const Project& project,
                               const ScorePlan& plan,
                               analysis::Conditioning level,
                               std::size_t prior_set,
                               const Options& options);

/// What the fit to the months before the test taught, where the model has one: rather one that was
/// made with figures published before the test.
std::optional<results::PosteriorDraws> posterior_before(Project& project,
                                                        std::size_t prior_set,
                                                        const ScorePlan& plan,
                                                        const Options& options);

/// SHA-256 of all that decides the numbers of a track record: the compiled program of each level's
/// last origin, what came and its law of errors, releases, what is asked, draws, members and seed.
/// Comments, labels and documentation are not in it. Empty where compiling added an error.
std::string score_fingerprint(Project& project,
                              const ScorePlan& plan,
                              std::size_t prior_set,
                              const results::PosteriorDraws* posterior,
                              const Options& options);

/// The bytes of score.json in the folder of the model's main file; empty where there is none, or
/// where it is of another model, record or fit, which a note says.
std::string track_record_beside(Project& project, const Options& options, Terminal& terminal);

}  // namespace entente::cli

// SPDX-License-Identifier: Apache-2.0
// The runs behind `entente claim`: from claims to results, once from the priors and once from the
// fits where there are fits, and the few extra runs that confirm a flip point or argue the other
// side.
#pragma once

#include <optional>
#include <vector>

#include "claims/ablations.hpp"
#include "claims/judge.hpp"
#include "cli/ensemble.hpp"
#include "results/posterior_draws.hpp"

namespace entente::cli {

/// What members draw once, by prior set; none where they draw from their priors.
using Posteriors = std::vector<std::optional<results::PosteriorDraws>>;

/// Extra runs that a claim may have for its flip points.
inline constexpr std::size_t most_extra_runs = 4;

/// Futures of such a run, at most: the standard error of a share is at most 0.025.
inline constexpr std::size_t extra_futures = 400;

/// The measures of every case; empty where compiling failed or Ctrl-C came.
struct Measured {
    std::vector<claims::CaseValues> values;
    bool complete = false;
    bool broken = false;
};

/// What runs of cases differ in from the plain ones: parameters that are others than the model
/// says, and months of choosing.
struct Altered {
    std::vector<model::FixedParameter> fixed = {};
    std::vector<model::ScaledParameter> scaled = {};
    int choosing_months = 0;  ///< as in Ensemble
};

/// Runs each case once and keeps its measures.
Measured run_cases(Project& project,
                   const claims::Needs& needs,
                   const Posteriors& posteriors,
                   const Altered& altered,
                   const Options& options,
                   Progress& progress,
                   Terminal& terminal);

/// Results of claims, or why there are none.
struct Judged {
    std::vector<claims::ClaimResult> results;
    bool faulty = false;  ///< the model could not be compiled; the project has the diagnostics
    bool broken = false;  ///< more than 1 % of the members of an ensemble broke
};

/// Runs what the claims need once and judges them, without extra runs. `posteriors` as below.
Judged judge_runs(Project& project,
                  const std::vector<model::ClaimId>& chosen,
                  const Posteriors& posteriors,
                  const Altered& altered,
                  const claims::Ablations* ablations,
                  const Options& options,
                  Progress& progress,
                  Terminal& terminal);

/// Runs and judges the claims; with --argue the other side as well. Leaves at Ctrl-C, without
/// results that mean anything. `posteriors` has all prior sets' draws or is empty.
Judged run_and_judge(Project& project,
                     const std::vector<model::ClaimId>& chosen,
                     const Posteriors& posteriors,
                     const claims::Ablations* ablations,
                     const Options& options,
                     Terminal& terminal);

}  // namespace entente::cli

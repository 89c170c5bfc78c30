// SPDX-License-Identifier: Apache-2.0
// A fit from its beginning to its end: what the prior alone expects of the record, the modes of the
// posterior, chains until they agree, and the draws that are kept. The methods are those of this
// folder; here stands the order in which they are used and when they may stop.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "fit/diagnostics.hpp"
#include "fit/likelihood.hpp"
#include "fit/posterior.hpp"
#include "fit/sampler.hpp"

namespace entente::fit {

// ---- before the data speak ----

/// What prior draws, with errors, expect of one target.
struct PriorExpectation {
    std::string target;
    std::size_t points = 0;
    double inside = 0;  ///< share of the points within the 90 % band of their draws
    double width = 0;   ///< mean width of the bands over the range of the series; NaN for one value
    std::size_t failed = 0;  ///< draws in which the model had no finite number for a point

    /// At least 80 % inside, the band less than 10 times the range (flagship model, section 4.3).
    bool plausible() const;
};

inline constexpr std::size_t prior_check_draws = 512;

std::vector<PriorExpectation> check_prior(const Likelihood& likelihood, std::uint64_t seed);

// ---- the chains ----

struct FitProgress {
    std::string_view stage;  ///< "modes", "burn-in", "sampling"
    std::uint64_t generation = 0;
    std::uint64_t most = 0;  ///< generations, at most
    std::uint64_t evaluations = 0;
    double acceptance = 0;   ///< of the stage so far
    double best = 0;         ///< log posterior of the best point so far
    double worst_r_hat = 0;  ///< of split chains, at the last look; 0 before the first
};

struct FitOptions {
    std::uint64_t seed = 1;
    std::size_t chains = 32;       ///< two blocks of 16: chains must be long, not many, to agree
    std::size_t burn_in = 2000;    ///< generations
    std::size_t thin = 10;         ///< generations between draws
    std::size_t look_every = 500;  ///< generations between the first looks whether the chains agree
    std::size_t most = 20000;      ///< generations
    std::size_t kept = 64;         ///< draws of each chain in the posterior
    /// Where the state is kept while the chains run: written at every look and when stopped; a fit
    /// that finds it goes on from there, to the same bytes. Empty: nowhere.
    std::filesystem::path state;
    std::string identity;  ///< a state of another identity is refused
    /// Where chains begin, [chain][dimension], for instance draws of a like model; empty: about the
    /// modes.
    std::vector<double> starts;
    /// Called every generation or so; false stops the fit, its state written.
    std::function<bool(const FitProgress&)> progress;
};

/// A coordinate counts as informed where its posterior deviation is below this share of its
/// prior's.
inline constexpr double informed_deviation = 0.8;

/// Options of a fit that may take so many generations. A sixth is burn-in: chains that learned the
/// posterior's shape for long agree soon (docs/science/fit.md). A chain keeps 1,000 draws while it
/// runs, at most: more would only fill the memory.
FitOptions fit_options(std::size_t most);

/// When the chains agree: rank-normalised R-hat below `r_hat` and bulk ESS above `ess` for informed
/// coordinates, R-hat below `r_hat_rest` for the others.
struct Agreement {
    double r_hat = 1.01;
    double r_hat_rest = 1.05;
    double ess = 400;
};

bool agrees(const FitDiagnostics& diagnostics, const Agreement& wanted = {});

struct Fit {
    bool agreed = false;         ///< the chains agree; else `most` generations were not enough
    FitDiagnostics diagnostics;  ///< of all draws
    std::size_t chains = 0;
    std::size_t draws = 0;            ///< a chain, kept
    std::vector<double> z;            ///< [draw][chain][dimension], kept: stored_z() of each
    std::vector<double> log_density;  ///< [draw][chain]
    SamplerState sampler;             ///< its counts; without points, archive and draws
    std::uint64_t generations = 0;
    std::size_t mode_evaluations = 0;  ///< 0 where the fit went on from a state
};

/// Nothing where `progress` stopped it. Throws std::runtime_error where no prior draw has a finite
/// likelihood, results::FileError where the state cannot be read or written.
std::optional<Fit> fit(const Likelihood& likelihood, const FitOptions& options);

// ---- what is kept ----

/// The posterior file's view of a fit. `predictive` of the draws get records drawn from them.
Posterior posterior_of(const Likelihood& likelihood,
                       const Fit& fit,
                       std::string name,
                       PosteriorOrigin origin,
                       std::uint64_t seed,
                       std::size_t predictive);

}  // namespace entente::fit

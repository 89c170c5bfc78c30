// SPDX-License-Identifier: Apache-2.0
// The bootstrap particle filter (Gordon, Salmond & Smith, IEE Proceedings F 140, 1993) over
// whatever moves the particles: an unbiased estimate of the likelihood of a stochastic model, and
// its states given the observations so far. Resampling is systematic, one uniform a step (Kitagawa,
// J. Computational and Graphical Statistics 5, 1996).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace entente::fit {

/// The particles, which belong to the caller. Steps are counted from 0.
struct ParticleModel {
    /// Moves every particle over one step by its own noise.
    std::function<void(std::size_t step)> advance;
    /// log p(observation of this step | particle), one a particle; 0 for all where nothing is
    /// observed. NaN counts as -infinity.
    std::function<void(std::size_t step, std::span<double> log_weights)> weigh;
    /// Particle i becomes a copy of the old particle ancestors[i]. Ascending.
    std::function<void(std::span<const std::uint32_t> ancestors)> resample;
    /// Called after weighing and before resampling, with weights that sum to 1; may be empty.
    std::function<void(std::size_t step, std::span<const double> weights)> observe;
};

struct ParticleOptions {
    std::size_t particles = 0;
    std::size_t steps = 0;
    std::uint64_t seed = 0;
    /// Resample where the effective sample size falls below this share of the particles; 1: always.
    double resample_below = 0.5;
    /// An effective sample size below this many particles is a collapse.
    double collapse_below = 10.0;
};

struct ParticleStep {
    double increment = 0.0;  ///< log p(observation of this step | those before), estimated
    double effective = 0.0;  ///< 1 / sum of squared weights, in 1..particles, before resampling
    bool resampled = false;
};

struct ParticleResult {
    double log_likelihood = 0.0;  ///< sum of the increments; -infinity once no particle is possible
    std::vector<ParticleStep> steps;     ///< ends early where no particle is possible
    std::vector<std::size_t> collapsed;  ///< steps with a collapse
    double least_effective = 0.0;
};

ParticleResult filter_particles(const ParticleModel& model, const ParticleOptions& options);

/// log of the mean of e^x, without overflow; -infinity for none or all impossible.
double log_mean_exp(std::span<const double> x);

/// 1 / sum of w^2 for weights that sum to 1.
double effective_size(std::span<const double> weights);

/// ancestors[i] = the least j with w_0 + ... + w_j > (i + u) / n, for weights that sum to 1 and u
/// in [0, 1): each particle has floor or ceiling of n w offspring.
void resample_systematically(std::span<const double> weights,
                             double u,
                             std::span<std::uint32_t> ancestors);

}  // namespace entente::fit

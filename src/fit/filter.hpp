// SPDX-License-Identifier: Apache-2.0
// A particle filter of a whole model: its chance draws, conditional on the record, held against the
// targets month by month (fit/particle.hpp). Where a fit takes a model's mean path for its law,
// this estimates the likelihood of the model as it is, at one point z at a time, and says where its
// quantities stand after the record. It is the check whether the mean path was good enough.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "fit/likelihood.hpp"
#include "fit/observed.hpp"
#include "fit/particle.hpp"
#include "program/program.hpp"

namespace entente::fit {

struct FilterOptions {
    std::size_t particles = 1024;  ///< a multiple of 64
    std::uint64_t seed = 0;
    std::size_t threads = 0;      ///< 0 for all
    double resample_below = 0.5;  ///< ParticleOptions::resample_below
};

/// Where an output of the program stands in the last month of the record.
struct NowCast {
    std::size_t output = 0;     ///< index into Program::outputs
    std::vector<float> values;  ///< [particle]
};

struct Filtered {
    ParticleResult particles;     ///< the estimate of the log likelihood, and effective sizes
    std::vector<double> weights;  ///< [particle], of the last month; sum to 1
    std::vector<NowCast> now;     ///< of the outputs asked for
};

/// Filters a sampled program (compile with Draws::sampled) at the point z of the coordinates; what
/// else is drawn once stands at its prior median, as in a Likelihood. `outputs` are indices into
/// Program::outputs whose last values are kept. A pure function of its inputs but for threads.
Filtered filter_model(const Targets& targets,
                      const program::Program& program,
                      const std::vector<Coordinate>& coordinates,
                      std::span<const double> z,
                      const std::vector<std::size_t>& outputs,
                      const FilterOptions& options);

/// The chance p in (0, 1) that weighted values lie at or below the result; NaN where none is
/// finite.
double weighted_quantile(std::span<const float> values, std::span<const double> weights, double p);

}  // namespace entente::fit

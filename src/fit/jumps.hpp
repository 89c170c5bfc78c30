// SPDX-License-Identifier: Apache-2.0
// The jumps of the sampler: one proposal for one chain, a pure function of options, state and
// chain. fit/sampler.hpp has the formulas.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "fit/sampler.hpp"

namespace entente::fit {

struct Jump {
    JumpKind kind = JumpKind::subspace;
    std::size_t crossover = 0;  ///< which one, for `subspace`
    /// log of what the ratio of densities is multiplied by when the jump is judged.
    double log_factor = 0.0;
};

/// Fills `proposed`, [dimension].
Jump propose(const SamplerOptions& options,
             const SamplerState& state,
             std::size_t chain,
             std::span<double> proposed);

/// Mean and lower triangular factor of the covariance of the rows, for jumps of kind `gaussian`. A
/// coordinate that does not vary gets a deviation of 1e-5.
void learn_gaussian(std::span<const double> rows,
                    std::size_t dimension,
                    std::vector<double>& centre,
                    std::vector<double>& factor);

}  // namespace entente::fit

// SPDX-License-Identifier: Apache-2.0
// The jumps of the sampler: one proposal for one chain, a pure function of options, state, shape
// and chain. fit/sampler.hpp has the formulas.
#pragma once

#include <cstddef>
#include <span>

#include "fit/sampler.hpp"
#include "fit/shape.hpp"

namespace entente::fit {

/// Sizes of gaussian jumps: shares of directions times steps.
inline constexpr std::size_t gaussian_variants = 12;

struct Jump {
    JumpKind kind = JumpKind::subspace;
    std::size_t variant = 0;  ///< which crossover of `subspace`, which size of `gaussian`
    /// log of what the ratio of densities is multiplied by when the jump is judged.
    double log_factor = 0.0;
};

/// Fills `proposed`, [dimension]. The shape may be newer than the state's.
Jump propose(const SamplerOptions& options,
             const SamplerState& state,
             const Shape& shape,
             std::size_t chain,
             std::span<double> proposed);

}  // namespace entente::fit

// SPDX-License-Identifier: Apache-2.0
// What the methods of this folder draw from or climb: the log density of points z in R^d. A fit has
// one coordinate for every quantity that is drawn once, standard normal before data speak; the
// engine turns the uniform Phi(z) into the quantile of the quantity's own prior, so there are no
// bounds here, and truncations are the engine's business. The methods know nothing of models.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace entente::fit {

/// Evaluates many points at once: values[i] = log p(points[i * d] ... points[i * d + d - 1]), up to
/// one constant. A value that is NaN or -infinity says that the point is impossible ("divergence");
/// +infinity counts as that too. A value must depend on its own point alone, not on its neighbours
/// in the batch: that is what makes fits repeatable.
using LogDensity = std::function<void(std::span<const double> points, std::span<double> values)>;

/// log likelihood(z) + sum of -z^2 / 2: the posterior, up to a constant, of a likelihood under
/// independent standard normal priors.
LogDensity with_standard_normal_prior(LogDensity log_likelihood, std::size_t dimension);

/// Draws `first` ... `first + count - 1` of the prior N(0, I), row by row; a pure function of seed,
/// row and coordinate.
void draw_prior(std::uint64_t seed,
                std::size_t first,
                std::size_t dimension,
                std::span<double> points /* [count][dimension] */);

}  // namespace entente::fit

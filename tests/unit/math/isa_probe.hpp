// SPDX-License-Identifier: Apache-2.0
// The functions of src/math evaluated by each instruction set, to compare their bits.
#pragma once

#include <cstddef>

namespace entente::math {

enum class ProbedFunction {
    exp,
    log,
    pow,
    expm1,
    log1p,
    logistic,
    logit,
    min,
    max,
    clamp,
    sqrt,
    floor,
    normal_quantile,
    poisson,
    negative_binomial,
    bernoulli,
    uniform,
    log_gamma,
    normal_log_density,
    lognormal_log_density,
    student_t_log_density,
    beta_log_density,
    poisson_log_chance,
    poisson_log_chance_far,
    negative_binomial_log_chance,
    negative_binomial_log_chance_far,
    bernoulli_log_chance,
    beta_binomial_log_chance,
    ordered_logit_log_chance,
};

inline constexpr int probed_functions = 29;

/// out[i] = function(x[i], y[i], z[i]) in lanes of the given width (1, 4 or 8; one the instruction
/// set has). count is a multiple of 8.
struct ProbeInput {
    ProbedFunction function;
    int width;
    const double* x;
    const double* y;
    const double* z;
    double* out;
    std::size_t count;
};

}  // namespace entente::math

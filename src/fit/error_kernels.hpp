// SPDX-License-Identifier: Apache-2.0
// Log densities of one observed number for the lanes of a block, compiled for each instruction set
// and the same bits in all. Pointers and plain numbers only; fit/errors.hpp says what they mean.
#pragma once

#include "math/isa.hpp"

namespace entente::fit {

/// The laws that the kernels know, as model::ErrorModel names them.
enum class Law : unsigned char {
    normal,
    lognormal,
    student_t,
    beta,
    beta_binomial,
    poisson,
    negative_binomial,
    bernoulli,
    hazard,  ///< 0 or 1 with chance 1 - exp(-model)
    ordered,
};

/// `ordered` has so many cuts at most.
inline constexpr int most_cuts = 16;

struct ErrorPoint {
    Law law;
    int lanes;            ///< a multiple of 8
    double observed;      ///< a share between 0 and 1 where the law speaks of shares
    double scale;         ///< what the model's value is multiplied by, for the same reason
    const double* model;  ///< [lane]
    const double* settings[most_cuts];  ///< [setting][lane], in the order of model::ErrorModel
    int setting_count;
    /// Errors that persist: how many periods lie between this point and the one before, 0 at the
    /// first, and the errors there, which are replaced by those of this point. Null: none persist.
    int gap;
    double* before;
    double* sums;  ///< [lane]: the log density is added
};

/// The kernel of an instruction set, which must be available.
using ErrorKernel = void (*)(const ErrorPoint&);
ErrorKernel error_kernel(math::InstructionSet set);

}  // namespace entente::fit

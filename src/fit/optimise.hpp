// SPDX-License-Identifier: Apache-2.0
// The modes of a log density by local searches from many starts. Prior draws are screened as one
// batch; the best of them and the prior mean then climb side by side, each by a search of NLopt,
// and what the searches ask for at the same time is evaluated as one batch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "fit/density.hpp"

namespace entente::fit {

enum class SearchMethod {
    bobyqa,  ///< quadratic models in a trust region (Powell 2009): fast where the density is smooth
    sbplx,   ///< simplex searches in subspaces (Rowan 1990): slower, indifferent to kinks
    /// Limited-memory BFGS (Nocedal 1980; Luksan's code) on slopes from finite differences, which
    /// cost an evaluation a coordinate: for more than some dozens of coordinates.
    lbfgs,
};

enum class StopReason { converged, evaluations_spent, no_start, failed };

/// `converged`, `evaluations spent`, ...
std::string_view name(StopReason reason);

struct OptimiseOptions {
    std::size_t dimension = 0;
    std::uint64_t seed = 0;
    std::size_t screened = 256;  ///< prior draws looked at
    std::size_t refined = 8;     ///< how many of them climb, the prior mean among them; at least 1
    std::size_t most_evaluations = 20000;  ///< of one climb, those for slopes among them
    double tolerance = 1e-6;               ///< of the log density, absolute
    double first_step = 0.3;               ///< in prior standard deviations; not of `lbfgs`
    double limit = 6.0;  ///< searches stay within -limit..limit in every coordinate
    SearchMethod method = SearchMethod::bobyqa;
    /// Further starts, [start][dimension]; they climb besides the `refined` ones.
    std::vector<double> starts;
};

struct Optimum {
    std::vector<double> point;    ///< [dimension]
    double value = 0.0;           ///< log density there
    double start_value = 0.0;     ///< log density where the climb began
    std::size_t evaluations = 0;  ///< of this climb
    StopReason reason = StopReason::failed;
};

struct Optima {
    std::vector<Optimum> found;   ///< the highest first; climbs that end in one mode all stand here
    std::size_t evaluations = 0;  ///< of screening and all climbs
    std::size_t divergences = 0;  ///< evaluations that gave no finite number
};

/// With not one finite value among the starts, `found` holds one entry with reason `no_start`. What
/// `density` throws comes through, after all searches have stopped.
Optima find_optima(const LogDensity& density, const OptimiseOptions& options);

}  // namespace entente::fit

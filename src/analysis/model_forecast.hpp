// SPDX-License-Identifier: Apache-2.0
// What the members of a run say about one observed number: its model value, errors of observation
// drawn from the target's law, and the log density of what was observed over all members.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "fit/observed.hpp"
#include "results/results.hpp"

namespace entente::analysis {

/// One number as the members of a run see it.
struct MemberForecast {
    std::vector<double> drawn;  ///< with errors; only finite ones
    /// Log of the mean over members of the law's density at the observed number.
    double log_density = 0;
};

/// `before` is the last point known at the origin, whose error may persist. Outputs of the run are
/// those of the targets. A pure function of run, points and seed.
MemberForecast forecast_of(const results::Run& run,
                           const fit::Target& target,
                           const fit::Observed& point,
                           const std::optional<fit::Observed>& before,
                           std::uint64_t seed);

/// Sums of an output over rows, one a member; only finite ones.
std::vector<double> totals_of(const results::Run& run, std::size_t output, int first, int last);

}  // namespace entente::analysis

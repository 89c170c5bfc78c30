// SPDX-License-Identifier: Apache-2.0
// Which uncertain inputs go with an outcome, from futures that were run anyway: for each what was
// drawn once, the square of its rank correlation with the outcome (Spearman), a share of the spread
// for what rises or falls throughout. It sees no input that pushes both ways, and shares of inputs
// that were drawn together overlap; `entente sense` moves one input at a time.
#pragma once

#include <atomic>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "results/results.hpp"

namespace entente::report {

struct Matter {
    std::string name;       ///< of the parameter
    double share = 0;       ///< squared rank correlation, 0 to 1
    double low = 0;         ///< mean outcome of the tenth of futures with its lowest values
    double high = 0;        ///< and with its highest
    double low_value = 0;   ///< its mean in those futures
    double high_value = 0;  ///< likewise
};

inline constexpr std::size_t most_matters = 8;

/// Futures below which a correlation says too little.
inline constexpr std::size_t least_futures = 100;

/// The parameters whose correlation exceeds three times its standard error without any, 1 /
/// sqrt(n - 1), largest share first. `outcome` is one a member; futures in which it is no number
/// are left out. Once `stop` is set it returns with what it has, of use to nobody.
std::vector<Matter> matters(const results::Run& run,
                            std::span<const double> outcome,
                            const std::atomic<bool>* stop = nullptr);

}  // namespace entente::report

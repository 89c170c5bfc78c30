// SPDX-License-Identifier: Apache-2.0
// What an answer hangs on: the share of futures that show the effect, conditional on each
// parameter, from draws already made. The flip point is the nearest value within a parameter's 90 %
// range at which that share alone would decide differently.
#pragma once

#include <vector>

#include "claims/claims.hpp"
#include "claims/needs.hpp"

namespace entente::claims {

inline constexpr std::size_t futures_a_bin = 200;    ///< standard error of a share: at most 0.035
inline constexpr double smallest_dependence = 0.05;  ///< of shares: less is not worth a line

struct Hinges {
    std::vector<Dependence> depends;  ///< strongest first, at most three
    std::optional<Flip> flip;
    bool searched = false;  ///< there were at least two full bins and one varying parameter
};

/// `hit` and `valid` are one a member of `draws`, the case that keeps parameters.
Hinges find_hinges(const model::Model& model,
                   const CaseValues& draws,
                   const std::vector<char>& hit,
                   const std::vector<char>& valid);

}  // namespace entente::claims

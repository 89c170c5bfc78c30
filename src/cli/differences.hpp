// SPDX-License-Identifier: Apache-2.0
// The paired difference of two runs, output by output: where it is largest, how large, and whether
// there is any. For the tables of `run` and `compare`.
#pragma once

#include <string>
#include <vector>

#include "claims/claims.hpp"
#include "results/results.hpp"

namespace entente::cli {

/// One output of two runs with the same draws.
struct Difference {
    std::string output;
    std::string unit;
    bool changed = false;  ///< some member differs in some row
    int row = 0;           ///< where the mean difference is largest in size; the last row with
                           ///< values where nothing changed
    claims::Quantiles a;   ///< levels in that row
    claims::Quantiles b;
    claims::Quantiles difference;  ///< b - a, member by member
    double share_higher = 0;       ///< of members with b > a
    double share_lower = 0;
};

/// Outputs that both runs have, in the first one's order. Members are paired by their number.
std::vector<Difference> differences(const results::Run& a, const results::Run& b);

/// Median and 90 % band, "3 [1 to 6]".
std::string band(const claims::Quantiles& q, bool with_sign);

/// Quantiles of an output over the members in one row.
claims::Quantiles level(const results::Run& run, std::size_t output, int row);

}  // namespace entente::cli

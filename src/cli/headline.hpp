// SPDX-License-Identifier: Apache-2.0
// What a run says in the terminal: each output at the end, scenario by scenario, and how each
// scenario differs from the first one, future by future.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "claims/claims.hpp"
#include "results/results.hpp"

namespace entente::cli {

/// One output of one run.
struct HeadlineRow {
    std::string output;
    std::string unit;
    std::string when;  ///< "2030-12", or "12 months to 2030-12" for counts
    std::string scenario;
    claims::Quantiles level;
    std::optional<claims::Quantiles> difference;  ///< from the first run; none for itself
    double sampling = 0;                          ///< two standard errors of the difference's mean
};

/// Counts of one month say little; a year of them does.
inline constexpr int months_of_counts = 12;

/// "2030-12", or "12 months to 2030-12".
std::string when(const model::Grid& grid, int first, int last);

/// " · policy myopic", or nothing for the usual one.
std::string policy_text(const std::string& policy);

/// Of the mean of the finite values; 0 for fewer than two.
double two_standard_errors(const std::vector<double>& values);

/// Outputs that are not hidden, each with a row a run.
std::vector<HeadlineRow> headline(std::span<const results::Run> runs);

/// As a table, with a line that says what the columns are.
std::string headline_text(const std::vector<HeadlineRow>& rows);

}  // namespace entente::cli

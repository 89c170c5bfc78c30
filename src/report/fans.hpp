// SPDX-License-Identifier: Apache-2.0
// Fans: quantiles over the members, month by month, of one output of one run or of what a scenario
// changes in it, member by member.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "results/quantiles.hpp"
#include "results/results.hpp"

namespace entente::report {

inline constexpr int months_of_year = 12;

/// What a chart shows of an output: its value in a month, or for counts, which say little in a
/// single month, the total of the twelve months up to it.
enum class Measure { point, mean, twelve_months };

Measure measure_of(const results::Output& output);

/// Rows `first_row` on, without a gap. A month in which no member has a value has NaN.
struct Fan {
    std::string scenario;
    int first_row = 0;
    std::vector<results::Quantiles> rows;
};

/// From `first_row`, or the first row that the measure has, to the last one with a value.
Fan levels(const results::Run& run, std::size_t output, int first_row);

/// The scenario less the baseline. Both runs have the same outputs, members and draws.
Fan differences(const results::Run& baseline,
                const results::Run& scenario,
                std::size_t output,
                int first_row);

/// Single futures that a chart draws: enough to see that none stays in the middle of the band.
inline constexpr std::size_t most_samples = 20;

/// What the measure has of the first members, which are draws as good as any: [member][row], from
/// `first_row` to the last one with a value.
std::vector<std::vector<double>> samples(const results::Run& run,
                                         std::size_t output,
                                         int first_row);

/// What `matters` explains: each member's mean over the last twelve months with a value, of counts
/// their total.
std::vector<double> last_year(const results::Run& run, std::size_t output);

/// The first row, from `first_row` on, in which some member of the two differs, or -1.
int first_difference(const results::Run& a,
                     const results::Run& b,
                     std::size_t output,
                     int first_row = 0);

}  // namespace entente::report

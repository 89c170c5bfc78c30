// SPDX-License-Identifier: Apache-2.0
// What the members done so far say while an ensemble runs: the headline output, that is the first
// one shown, at the end of the run; with its sampling error, so that a user may stop early. Kept
// apart from the run: nothing here reaches a file.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "claims/claims.hpp"
#include "run/simulate.hpp"

namespace entente::cli {

/// From the first ensemble, member by member.
struct LiveDifference {
    std::string from;  ///< its scenario
    claims::Quantiles difference;
    double mean_error = 0;  ///< two standard errors
};

struct LiveStatistics {
    std::string output;
    std::string unit;
    std::string when;  ///< "2030-12", or "12 months to 2030-12" for counts
    std::string scenario;
    std::size_t members = 0;
    claims::Quantiles level;
    /// Half the 95 % interval of the median, from the ranks n/2 ± sqrt(n) (binomial, any
    /// distribution). NaN for fewer than 10 members.
    double median_error = 0;

    std::optional<LiveDifference> paired;  ///< where an earlier ensemble measured the same
};

/// The headline output of one ensemble, by member; NaN for those to come.
struct LiveValues {
    std::string scenario;
    std::string prior_set;
    std::string output;
    std::string unit;
    std::string when;
    std::size_t column = 0;
    int first_row = 0;
    int last_row = -1;  ///< before the first block
    std::vector<double> values;
    std::vector<char> there;
};

class Live {
  public:
    /// The next ensemble; what was collected of the one before is what it is paired with, if it was
    /// the first.
    void begin(const std::string& scenario, const std::string& prior_set);

    /// Reads the members of a block; one call at a time.
    void take(const run::BlockDone& done);

    /// Empty before the first block, and for a model without outputs.
    std::optional<LiveStatistics> now() const;

  private:
    static void choose_output(const run::BlockDone& done, LiveValues& collected);

    std::optional<LiveValues> first_;
    std::optional<LiveValues> current_;
};

/// "tests 12 months to 2030-12 · visits 3 [1 to 6] ±0.1 · from baseline −0.2 ±0.05 · tests": median
/// and its error, mean difference and its error. What matters least stands last, where a narrow
/// terminal cuts.
std::string live_text(const LiveStatistics& live);

/// The same as the fields of a JSON object, without braces.
std::string live_json(const LiveStatistics& live);

}  // namespace entente::cli

// SPDX-License-Identifier: Apache-2.0
// What the rows of a run say about observed numbers: the windows of targets over rows of outputs,
// for many lanes at once, and the targets' laws of errors beside them. Likelihoods keep all rows of
// a block, filters the last few of all particles.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "fit/errors.hpp"
#include "fit/observed.hpp"
#include "math/isa.hpp"

namespace entente::fit {

/// Rows of outputs, [row modulo kept][output][lane].
struct OutputRows {
    const float* values = nullptr;
    std::size_t outputs = 0;
    std::size_t lanes = 0;
    int kept = 0;

    const float* row(int row, std::uint32_t output) const {
        return values + (static_cast<std::size_t>(row % kept) * outputs + output) * lanes;
    }
};

/// Rows that a point's windows reach back over, and the row at which its value stands.
int rows_read(const Target& target, const Observed& point);
int last_row(const Target& target, const Observed& point);

/// Has room for the lanes of one thread.
class TargetReader {
  public:
    /// `lanes` is a multiple of 8. The targets must outlive this.
    TargetReader(const Targets& targets, std::size_t lanes, math::InstructionSet set);

    /// What the model has for a point of target `t`, for all lanes; valid until the next look.
    LanePoint look(const OutputRows& rows, std::size_t t, const Observed& point);

    ErrorLaw& law(std::size_t t) { return laws_[t]; }

  private:
    void fill(const OutputRows& rows, const Target& target, const Observed& point);

    const Targets& targets_;
    std::deque<ErrorLaw> laws_;
    std::vector<double> model_;
    std::vector<double> before_;
    std::vector<std::vector<std::vector<double>>> settings_;  ///< [target][setting][lane]
};

}  // namespace entente::fit

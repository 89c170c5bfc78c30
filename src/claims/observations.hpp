// SPDX-License-Identifier: Apache-2.0
// What the record holds of a statistic's subject, as dated values: the points of a series, or a
// recorded quantity and arithmetic of such month by month. No run, no draw.
#pragma once

#include <vector>

#include "data/data.hpp"

namespace entente::claims {

/// Dated values, rising by month; gaps stay gaps.
struct Observations {
    std::vector<data::Point> points;
    int months_each = 1;  ///< of the period that a value stands for
};

/// The subject of a stat: its series, else its quantity as the record has it.
Observations observations_of(const model::Model& model,
                             const data::Data& data,
                             const model::Stat& stat);

}  // namespace entente::claims

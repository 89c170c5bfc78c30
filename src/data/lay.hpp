// SPDX-License-Identifier: Apache-2.0
// Dated rows laid on the months of a grid, as RecordValues promises.
#pragma once

#include <optional>

#include "data/data.hpp"
#include "data/rows.hpp"

namespace entente::data {

/// Values by month. Empty if and only if it added an error: E6007 two rows for one month, E6008 no
/// row at all.
std::optional<RecordValues> lay_values(const DatedRows& rows,
                                       const model::Record& record,
                                       const model::Grid& grid,
                                       text::Diagnostics& diagnostics);

/// Counts by month. Empty if and only if it added an error: E6008 no row and no `complete through`.
std::optional<RecordValues> lay_counts(const DatedRows& rows,
                                       const model::Record& record,
                                       const model::Grid& grid,
                                       text::Diagnostics& diagnostics);

/// The observations of a series. Empty if and only if it added an error, E6007 or E6008.
std::optional<Series> points_of(const DatedRows& rows,
                                const model::Record& record,
                                text::Diagnostics& diagnostics);

}  // namespace entente::data

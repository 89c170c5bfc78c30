// SPDX-License-Identifier: Apache-2.0
// Which rows of a table a `where` keeps. A column or value that never occurs is a mistake, not an
// empty answer.
#pragma once

#include <optional>
#include <vector>

#include "data/csv.hpp"
#include "model/declarations.hpp"

namespace entente::data {

/// Indices of the rows kept, rising; all without a filter. Empty if and only if it added an error:
/// E6003 no such column, E6004 a text compared with a number, E6006 nothing to keep where that is
/// no answer, or a value that never occurs.
std::optional<std::vector<std::size_t>> kept_rows(const CsvTable& table,
                                                  const model::Record& record,
                                                  text::Diagnostics& diagnostics);

/// The index of a column; otherwise E6003 at `where` with the nearest names.
std::optional<std::size_t> required_column(const CsvTable& table,
                                           const std::string& name,
                                           const std::string& shown,
                                           text::Span where,
                                           text::Diagnostics& diagnostics);

}  // namespace entente::data

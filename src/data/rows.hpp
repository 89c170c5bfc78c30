// SPDX-License-Identifier: Apache-2.0
// The dated rows of a record, whether they stand in the text or in a file: filtered, their dates
// and numbers read and checked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/csv.hpp"
#include "model/declarations.hpp"

namespace entente::data {

struct DatedRow {
    model::Month month;  ///< the first of its period
    double value = 0;    ///< in the declared unit; counts: what the row counts for
    std::string source;
    std::string note;
    char grade = 0;
    std::optional<model::Month> published;  ///< column `as_of`
    text::Span span;                        ///< of its date
};

struct DatedRows {
    std::vector<DatedRow> rows;  ///< rising by month, then by `as_of`, then as in the file
    std::size_t kept = 0;        ///< by the filter; blank values are kept and give no row
};

/// Rows of a table of the text.
DatedRows rows_of_text(const model::Record& record);

/// Rows of a file. `each` is the period of a series and a month for everything else. Empty if and
/// only if it added an error.
std::optional<DatedRows> rows_of_table(const CsvTable& table,
                                       const model::Record& record,
                                       model::Period each,
                                       text::Diagnostics& diagnostics);

/// The first month of the period that holds the month.
model::Month period_start(model::Month month, model::Period each);

/// 1, 3 or 12.
int months_of(model::Period each);

}  // namespace entente::data

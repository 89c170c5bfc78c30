// SPDX-License-Identifier: Apache-2.0
// Tables of text: a strict reader of RFC 4180 for UTF-8. It takes commas, quotes, line ends inside
// quotes, both kinds of line end and a byte order mark; it refuses whatever could be read in two
// ways, and points at the row. Numbers and dates are the business of the caller.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/diagnostic.hpp"

namespace entente::data {

/// One field of a row, quotes taken off.
struct Cell {
    std::string text;
    text::Span span;  ///< as it stands in the file, quotes included
};

using Row = std::vector<Cell>;

/// Every row has as many cells as the header.
struct CsvTable {
    Row header;
    std::vector<Row> rows;
};

/// The index of a column, or nothing.
std::optional<std::size_t> find_column(const CsvTable& table, std::string_view name);

/// Reads the file of that id. Empty if and only if it added an error (E6002). After
/// `csv_errors_kept` errors it stops reading.
std::optional<CsvTable> parse_csv(const text::Sources& sources,
                                  text::FileId file,
                                  text::Diagnostics& diagnostics);

/// The records as they stand, of any number of cells, for tables that have more than a header above
/// their rows. Empty if and only if it added an error (E6002).
std::optional<std::vector<Row>> parse_rows(const text::Sources& sources,
                                           text::FileId file,
                                           text::Diagnostics& diagnostics);

/// As many as are printed at once; a file of another kind would give one a row.
inline constexpr std::size_t csv_errors_kept = 20;

/// The number of a cell, or nothing: `12`, `-0.5`, `1e3`; no blanks, separators, `inf` or `nan`.
std::optional<double> parse_number(std::string_view text);

}  // namespace entente::data

// SPDX-License-Identifier: Apache-2.0
// The record: every table a model names, read, filtered, converted to the declared unit and laid on
// the months of the grid. Gaps stay gaps. Bad rows become diagnostics with file and line. What is
// on disk is the caller's: it hands in a function that reads a file.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "text/diagnostic.hpp"

namespace entente::data {

/// A record laid on the grid of the model. Values: from the first to the last date (`complete
/// through` may move the end), held, joined by lines or only where there is a row, as `fill` says.
/// Counts: from the start of the grid to `complete through`, else to the month of the last row.
struct RecordValues {
    std::vector<double>
        value;  ///< one a row of the grid; 0 where not covered. Counts: the month's count
    std::vector<unsigned char> covered;  ///< 1 where the record wins over the model
    /// Counts only: months before the grid with their counts, rising.
    std::vector<std::pair<model::Month, double>> earlier;
    std::size_t rows_read = 0;
    std::size_t rows_kept = 0;  ///< after the filter
};

/// A figure as it was printed at a time.
struct Release {
    model::Month published;
    double value = 0;  ///< in the declared unit
};

/// One observation of a data series.
struct Point {
    model::Month month;  ///< the first month of its period
    double value = 0;    ///< in the declared unit, as released last
    std::string source;  ///< columns `source`, `note`, `grade` of the table, where it has them
    std::string note;
    char grade = 0;  ///< 'A' to 'E', 0 where none
    /// Rising, from the column `as_of`; empty where the table has none.
    std::vector<Release> releases;
};

struct Series {
    std::vector<Point> points;  ///< rising by month; a period without a row is a gap
};

struct File {
    std::string shown;  ///< as the model writes it
    std::string path;
    std::string hash;  ///< SHA-256 of its bytes, hexadecimal
    std::size_t rows = 0;
    text::FileId source;  ///< its text, among the sources given to load()
};

struct Data {
    Table<model::RecordId, RecordValues> records;
    Table<model::DataId, Series> series;  ///< empty for a series declared missing
    std::vector<File> files;              ///< in the order first named
};

/// The bytes of a file, or nothing where it cannot be read.
using ReadFile = std::function<std::optional<std::string>(const std::string& path)>;

/// Reads all records of the model; every file once, kept in `sources` so that diagnostics can point
/// at its rows. Empty if and only if it added an error.
std::optional<Data> load(const model::Model& model,
                         text::Sources& sources,
                         const ReadFile& read_file,
                         text::Diagnostics& diagnostics);

/// The values of a track, one a row of the grid.
std::vector<double> track_values(const model::Model& model, const Data& data, model::TrackId track);

}  // namespace entente::data

// SPDX-License-Identifier: Apache-2.0
// The record: every table a model names, read, filtered, converted to the declared unit and laid on
// the months of the grid. Gaps stay gaps. Bad rows become diagnostics with file and line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "text/diagnostic.hpp"

namespace entente::data {

/// A record laid on the grid of the model.
struct RecordValues {
    std::vector<double>
        value;  ///< one a row of the grid; 0 where not covered. Counts: the month's count
    std::vector<unsigned char> covered;  ///< 1 where the record wins over the model
    /// Counts only: months before the grid with their counts, rising.
    std::vector<std::pair<model::Month, double>> earlier;
    std::size_t rows_read = 0;
    std::size_t rows_kept = 0;
};

/// One observation of a data series.
struct Point {
    model::Month month;  ///< the first month of its period
    double value = 0;    ///< in the declared unit
    std::string source;
    std::string note;
    char grade = 0;
};

struct Series {
    std::vector<Point> points;  ///< rising by month; a period without a row is a gap
};

struct File {
    std::string shown;  ///< as the model writes it
    std::string path;
    std::string hash;  ///< of its bytes, hexadecimal
    std::size_t rows = 0;
};

struct Data {
    Table<model::RecordId, RecordValues> records;
    Table<model::DataId, Series> series;  ///< empty for a series declared missing
    std::vector<File> files;
};

/// Reads all records of the model. Empty if and only if it added an error.
std::optional<Data> load(const model::Model& model, text::Diagnostics& diagnostics);

/// The values of a track, one a row of the grid.
std::vector<double> track_values(const model::Model& model, const Data& data, model::TrackId track);

}  // namespace entente::data

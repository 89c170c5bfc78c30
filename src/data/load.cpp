// SPDX-License-Identifier: Apache-2.0
#include <map>

#include <fmt/format.h>

#include "data/data.hpp"
#include "data/hash.hpp"
#include "data/lay.hpp"
#include "data/rows.hpp"

namespace entente::data {

namespace {

using model::DataId;
using model::Period;
using model::RecordId;
using model::RecordUse;

/// A table beyond this is not a record of months; spans are 32-bit.
constexpr std::size_t largest_file = std::size_t{1} << 30U;

class Loader {
  public:
    Loader(const model::Model& model,
           text::Sources& sources,
           const ReadFile& read_file,
           text::Diagnostics& diagnostics)
        : model_(model), sources_(sources), read_file_(read_file), diagnostics_(diagnostics) {}

    std::optional<Data> load() {
        const std::size_t errors_before = diagnostics_.error_count();
        std::map<RecordId, DataId> series_of;
        for (std::size_t i = 0; i < model_.data.size(); ++i) {
            const RecordId record = model_.data[DataId(i)].record;
            data_.series.add({});
            if (record) {
                series_of.emplace(record, DataId(i));
            }
        }
        for (std::size_t i = 0; i < model_.records.size(); ++i) {
            const RecordId id(i);
            data_.records.add({});
            const auto series = series_of.find(id);
            const Period each =
                series == series_of.end() ? Period::month : model_.data[series->second].each;
            const auto rows = rows_of(model_.records[id], each);
            if (rows) {
                lay(id, *rows, series == series_of.end() ? DataId() : series->second);
            }
        }
        if (diagnostics_.error_count() > errors_before) {
            return std::nullopt;
        }
        return std::move(data_);
    }

  private:
    std::optional<DatedRows> rows_of(const model::Record& record, Period each) {
        if (record.path.empty()) {
            return rows_of_text(record);
        }
        const std::optional<CsvTable>& table = table_of(record);
        return table ? rows_of_table(*table, record, each, diagnostics_) : std::nullopt;
    }

    void lay(RecordId id, const DatedRows& rows, DataId series) {
        const model::Record& record = model_.records[id];
        if (record.use == RecordUse::data) {
            data_.records[id].rows_read = rows.rows.size();
            data_.records[id].rows_kept = rows.kept;
            auto points = points_of(rows, record, diagnostics_);
            if (points && series) {
                data_.series[series] = std::move(*points);
            }
            return;
        }
        auto laid = record.use == RecordUse::counts
                        ? lay_counts(rows, record, model_.grid, diagnostics_)
                        : lay_values(rows, record, model_.grid, diagnostics_);
        if (laid) {
            data_.records[id] = std::move(*laid);
        }
    }

    /// Reads a file once, however many records name it.
    const std::optional<CsvTable>& table_of(const model::Record& record) {
        const auto [entry, fresh] = tables_.try_emplace(record.path);
        if (!fresh) {
            return entry->second;
        }
        std::optional<std::string> bytes = read_file_(record.path);
        if (!bytes || bytes->size() > largest_file) {
            text::Diagnostic diagnostic;
            diagnostic.code = "E6001";
            diagnostic.headline = fmt::format("cannot read `{}`", record.shown);
            diagnostic.primary = {record.span,
                                  bytes ? "larger than 1 GiB" : "there is no such file to read"};
            diagnostic.notes.push_back(fmt::format("looked for `{}`", record.path));
            diagnostic.helps.push_back(
                {"paths are relative to the file that names them", std::nullopt, {}});
            diagnostics_.add(std::move(diagnostic));
            return entry->second;
        }
        File file{record.shown, record.path, hash_of(*bytes), 0, {}};
        file.source = sources_.add(record.path, std::move(*bytes));
        entry->second = parse_csv(sources_, file.source, diagnostics_);
        file.rows = entry->second ? entry->second->rows.size() : 0;
        data_.files.push_back(std::move(file));
        return entry->second;
    }

    const model::Model& model_;
    text::Sources& sources_;
    const ReadFile& read_file_;
    text::Diagnostics& diagnostics_;
    std::map<std::string, std::optional<CsvTable>> tables_;
    Data data_;
};

/// Counts of a dated list in the last months, months before the grid included.
std::vector<double> trailing_counts(const model::Grid& grid,
                                    const RecordValues& record,
                                    int months) {
    std::map<model::Month, double> counts(record.earlier.begin(), record.earlier.end());
    for (std::size_t r = 0; r < record.value.size(); ++r) {
        counts[grid.month(static_cast<int>(r))] += record.value[r];
    }
    std::vector<double> trailing;
    for (int r = 0; r < grid.rows(); ++r) {
        double sum = 0;
        const auto end = counts.upper_bound(grid.month(r));
        for (auto c = counts.lower_bound(grid.month(r - months + 1)); c != end; ++c) {
            sum += c->second;
        }
        trailing.push_back(sum);
    }
    return trailing;
}

}  // namespace

std::optional<Data> load(const model::Model& model,
                         text::Sources& sources,
                         const ReadFile& read_file,
                         text::Diagnostics& diagnostics) {
    return Loader(model, sources, read_file, diagnostics).load();
}

std::vector<double> track_values(const model::Model& model,
                                 const Data& data,
                                 model::TrackId track) {
    const model::Track& wanted = model.tracks[track];
    const auto rows = static_cast<std::size_t>(model.grid.rows());
    if (wanted.kind == model::Track::Kind::values) {
        ENTENTE_EXPECT(wanted.values.size() == rows);
        return wanted.values;
    }
    const RecordValues& record = data.records[wanted.record];
    ENTENTE_EXPECT(record.value.size() == rows && record.covered.size() == rows);
    if (wanted.kind == model::Track::Kind::record_value) {
        return record.value;
    }
    if (wanted.kind == model::Track::Kind::record_covers) {
        return {record.covered.begin(), record.covered.end()};
    }
    ENTENTE_EXPECT(wanted.months > 0);
    return trailing_counts(model.grid, record, wanted.months);
}

}  // namespace entente::data

// SPDX-License-Identifier: Apache-2.0
// Any bytes as a table, read as each kind of record: a path, a dated list, a filtered list, a
// yearly series. A load has a product if and only if it added no error.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

#include "data/data.hpp"
#include "model/model.hpp"
#include "text/diagnostic.hpp"
#include "text/source.hpp"

namespace {

using namespace entente;

void must(bool holds) {
    if (!holds) {
        std::abort();
    }
}

model::Model with_record(model::Record record) {
    model::Model model;
    model.grid.first = model::month_of(2006, 1);
    model.grid.months = 252;
    model.grid.forecast = model::month_of(2026, 10);
    record.path = "table.csv";
    record.shown = record.path;
    const bool series = record.use == model::RecordUse::data;
    const bool yearly = record.yearly;
    const model::RecordId id = model.records.add(std::move(record));
    if (series) {
        model::DataSeries one;
        one.name = "series";
        one.each = yearly ? model::Period::year : model::Period::month;
        one.record = id;
        model.data.add(one);
    } else {
        model::Track track;
        track.kind = model::Track::Kind::record_value;
        track.record = id;
        model.tracks.add(track);
        track.kind = model::Track::Kind::record_count;
        track.months = 12;
        model.tracks.add(track);
    }
    return model;
}

void load(const model::Model& model, const std::string& bytes) {
    text::Sources sources;
    text::Diagnostics diagnostics;
    const auto read = [&bytes](const std::string&) { return std::optional(bytes); };
    const auto data = data::load(model, sources, read, diagnostics);
    must(data.has_value() == !diagnostics.has_errors());
    must(text::render(diagnostics, sources, text::Colour::off).empty() ==
         diagnostics.sorted().empty());
    if (!data) {
        return;
    }
    for (std::size_t i = 0; i < model.tracks.size(); ++i) {
        const auto values = data::track_values(model, *data, model::TrackId(i));
        must(values.size() == static_cast<std::size_t>(model.grid.rows()));
    }
}

model::Filter only_leaders() {
    model::Filter filter;
    filter.column = "level";
    filter.text = "leader";
    return filter;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(data, data + size);
    using model::Record;
    using model::RecordUse;
    load(with_record(Record{.use = RecordUse::values, .column = "value"}), bytes);
    load(with_record(
             Record{.use = RecordUse::values, .column = "value", .fill = model::Fill::linear}),
         bytes);
    load(with_record(Record{.use = RecordUse::counts}), bytes);
    load(with_record(Record{.use = RecordUse::counts, .filter = only_leaders()}), bytes);
    load(with_record(Record{.use = RecordUse::data, .column = "value"}), bytes);
    load(with_record(Record{.use = RecordUse::data, .column = "value", .yearly = true}), bytes);
    return 0;
}

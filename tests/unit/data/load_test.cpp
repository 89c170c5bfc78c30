// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <memory>
#include <string>

#include <doctest/doctest.h>

#include "data/data.hpp"

using namespace entente;
using model::Filter;
using model::month_of;
using model::Record;
using model::RecordUse;

namespace {

/// A model of twelve months from 2020-01 with one record.
struct Loaded {
    model::Model model;
    text::Sources sources;
    text::Diagnostics diagnostics;
    std::map<std::string, std::string> files;
    std::optional<data::Data> data;

    Loaded() {
        model.grid.first = month_of(2020, 1);
        model.grid.months = 12;
        model.grid.forecast = month_of(2020, 7);
    }

    Loaded(Record record, const std::string& csv) : Loaded() {
        record.path = "t.csv";
        record.shown = "t.csv";
        files["t.csv"] = csv;
        model.records.add(std::move(record));
        load();
    }

    void load() {
        record_span();
        data = data::load(
            model,
            sources,
            [this](const std::string& path) {
                const auto found = files.find(path);
                return found == files.end() ? std::nullopt : std::optional(found->second);
            },
            diagnostics);
    }

    const data::RecordValues& record() const {
        REQUIRE(data);
        return data->records[model::RecordId(0)];
    }

    std::vector<double> track(model::Track::Kind kind, int months = 0) {
        model::Track track;
        track.kind = kind;
        track.record = model::RecordId(0);
        track.months = months;
        const model::TrackId id = model.tracks.add(track);
        return data::track_values(model, *data, id);
    }

    std::string fault() const {
        const auto all = diagnostics.sorted();
        return all.empty() ? "none" : all.front().code + ": " + all.front().headline;
    }

    /// Line of the table that the first diagnostic points at.
    unsigned line() const {
        const text::Span span = diagnostics.sorted().front().primary.span;
        return sources.position(span.file, span.begin).line;
    }

  private:
    /// A model text for the spans of records.
    void record_span() {
        const text::FileId file = sources.add("m.ent", "recorded \"t.csv\" where a == b\n");
        for (Record& r : model.records) {
            r.span = {file, 0, 8};
            if (r.filter) {
                r.filter->span = {file, 23, 29};
            }
        }
    }
};

Record values() {
    Record record;
    record.use = RecordUse::values;
    record.column = "value";
    return record;
}

Record counts() {
    Record record;
    record.use = RecordUse::counts;
    return record;
}

Filter where(const std::string& column, Filter::Comparison comparison, const std::string& text) {
    Filter filter;
    filter.column = column;
    filter.comparison = comparison;
    filter.text = text;
    return filter;
}

}  // namespace

TEST_CASE("values hold from their first date to their last, in the declared unit") {
    Record record = values();
    record.factor = 2;
    const Loaded all(record, "date,value\n2020-02,3\n2020-05-31,4\n");
    CHECK(all.record().covered ==
          std::vector<unsigned char>{0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0});
    CHECK(all.record().value == std::vector<double>{0, 6, 6, 6, 8, 0, 0, 0, 0, 0, 0, 0, 0});
}

TEST_CASE("complete through extends the last value, and a row before the run holds into it") {
    Record record = values();
    record.complete_through = month_of(2020, 3);
    const Loaded all(record, "date,value\n2019-06,3\n");
    CHECK(all.record().value == std::vector<double>{3, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
}

TEST_CASE("fill none leaves gaps, linear joins by months") {
    Record record = values();
    record.fill = model::Fill::none;
    const std::string csv = "date,value\n2020-01,1\n2020-03,\n2020-05,5\n";
    CHECK(Loaded(record, csv).record().covered ==
          std::vector<unsigned char>{1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0});
    record.fill = model::Fill::linear;
    CHECK(Loaded(record, csv).record().value ==
          std::vector<double>{1, 2, 3, 4, 5, 0, 0, 0, 0, 0, 0, 0, 0});
}

TEST_CASE("rows count by month, zeros are known up to complete through") {
    Record record = counts();
    record.complete_through = month_of(2020, 4);
    const Loaded all(record, "date,kind\n2020-02-01,a\n2019-11-30,a\n2020-02-28,b\n2019-11-02,a\n");
    CHECK(all.record().value == std::vector<double>{0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    CHECK(all.record().covered ==
          std::vector<unsigned char>{1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    REQUIRE(all.record().earlier.size() == 1);
    CHECK(all.record().earlier[0].first == month_of(2019, 11));
    CHECK(all.record().earlier[0].second == 2);
    CHECK(all.record().rows_read == 4);
}

TEST_CASE("a column or weight is summed, and counts below 0 are refused") {
    Record record = counts();
    record.column = "n";
    CHECK(Loaded(record, "date,n\n2020-01,2\n2020-01,3\n").record().value[0] == 5);
    const Loaded bad(record, "date,n\n2020-01,2\n2020-01,-3\n");
    CHECK(bad.fault() == "E6004: a count cannot be -3");
    CHECK(bad.line() == 3);
}

TEST_CASE("trailing counts see the months before the run") {
    Loaded all(counts(), "date\n2019-12-01\n2020-02-01\n");
    CHECK(all.track(model::Track::Kind::record_count, 3) ==
          std::vector<double>{1, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    CHECK(all.track(model::Track::Kind::record_covers)[1] == 1);
    CHECK(all.track(model::Track::Kind::record_covers)[2] == 0);
    CHECK(all.track(model::Track::Kind::record_value)[1] == 1);
}

TEST_CASE("filters compare as text or as numbers and combine") {
    Filter both;
    both.kind = Filter::Kind::all_of;
    both.parts = {where("who", Filter::Comparison::equal, "a"),
                  where("n", Filter::Comparison::greater, "")};
    both.parts[1].number = 2;
    Record record = counts();
    record.filter = both;
    const std::string csv = "date,who,n\n2020-01,a,10\n2020-02,a,1\n2020-03,b,10\n2020-04,a,\n";
    CHECK(Loaded(record, csv).record().value ==
          std::vector<double>{1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    record.filter->kind = Filter::Kind::any_of;
    CHECK(Loaded(record, csv).record().rows_kept == 4);
    record.filter->kind = Filter::Kind::none_of;
    CHECK(Loaded(record, csv).fault() == "E6006: the `where` keeps no row of `t.csv`");
}

TEST_CASE("a column or a value that never occurs names the nearest") {
    Record record = counts();
    record.filter = where("level", Filter::Comparison::equal, "leeder");
    const std::string csv = "date,level\n2020-01,leader\n2020-02,minister\n";
    const Loaded value(record, csv);
    CHECK(value.fault() == "E6006: `level` of `t.csv` never is `leeder`");
    REQUIRE(value.diagnostics.sorted()[0].helps.size() == 1);
    CHECK(value.diagnostics.sorted()[0].helps[0].text.find("`leader`") != std::string::npos);
    record.filter = where("levle", Filter::Comparison::equal, "leader");
    const Loaded column(record, csv);
    CHECK(column.fault() == "E6003: `t.csv` has no column `levle`");
    CHECK(column.diagnostics.sorted()[0].helps[0].text.find("`level`") != std::string::npos);
}

TEST_CASE("a date coarser than a month is refused with its row, unless filtered") {
    Record record = counts();
    const std::string csv = "date,who\n2020-01,a\n1996,b\n";
    const Loaded all(record, csv);
    CHECK(all.fault() == "E6005: `1996` names no month");
    CHECK(all.line() == 3);
    record.filter = where("who", Filter::Comparison::equal, "a");
    CHECK(Loaded(record, csv).data);
}

TEST_CASE("bad dates and numbers are located") {
    for (const char* date : {"2020-02-30", "2020-13", "2020-1", "01/02/2020", "", "soon"}) {
        const Loaded all(values(), std::string("date,value\n2020-01,1\n") + date + ",2\n");
        CHECK(all.diagnostics.sorted().front().code == "E6005");
        CHECK(all.line() == 3);
    }
    const Loaded number(values(), "date,value\n2020-01,\"1,5\"\n");
    CHECK(number.fault() == "E6004: `1,5` is not a number");
}

TEST_CASE("two values for one month, and no value at all, are errors") {
    const Loaded twice(values(), "date,value\n2020-01-01,1\n2020-01-31,2\n");
    CHECK(twice.fault() == "E6007: two values for 2020-01 in `t.csv`");
    CHECK(twice.line() == 3);
    CHECK(Loaded(values(), "date,value\n2020-01,\n").fault() == "E6008: `t.csv` holds no value");
    CHECK(Loaded(counts(), "date\n").fault() == "E6008: `t.csv` holds no value");
}

TEST_CASE("rows after complete through are left out with a warning") {
    Record record = counts();
    record.complete_through = month_of(2020, 2);
    const Loaded all(record, "date\n2020-01\n2020-05\n");
    CHECK(all.fault() ==
          "W6001: a row of `t.csv` is dated after `complete through 2020-02` and not used");
    CHECK(all.record().value[4] == 0);
    CHECK(Loaded(values(), "date,value\n2030-01,1\n").fault() ==
          "W6002: `t.csv` covers no month of the run");
}

TEST_CASE("a missing file is an error of the model, said once") {
    Loaded all;
    Record record = values();
    record.path = "folder/none.csv";
    record.shown = "none.csv";
    all.model.records.add(record);
    all.model.records.add(record);
    all.load();
    CHECK_FALSE(all.data);
    CHECK(all.diagnostics.error_count() == 1);
    CHECK(all.fault() == "E6001: cannot read `none.csv`");
}

TEST_CASE("a yearly series keeps its gaps, its sources and its grades") {
    Loaded all;
    Record record = values();
    record.use = RecordUse::data;
    record.path = "t.csv";
    record.shown = "t.csv";
    all.files["t.csv"] = "date,value,source,grade,note\n2012,2,KITA,B,\n2010,1,KOTRA,A,first\n";
    model::DataSeries series;
    series.each = model::Period::year;
    series.record = all.model.records.add(record);
    all.model.data.add(series);
    model::DataSeries missing;
    missing.missing = "not published";
    all.model.data.add(missing);
    all.load();
    REQUIRE(all.data);
    const auto& points = all.data->series[model::DataId(0)].points;
    REQUIRE(points.size() == 2);
    CHECK(points[0].month == month_of(2010, 1));
    CHECK(points[0].source == "KOTRA");
    CHECK(points[0].grade == 'A');
    CHECK(points[1].value == 2);
    CHECK(all.data->series[model::DataId(1)].points.empty());
    REQUIRE(all.data->files.size() == 1);
    CHECK(all.data->files[0].hash.size() == 64);
    CHECK(all.data->files[0].rows == 2);
}

TEST_CASE("a figure may be revised: releases with different dates are one observation") {
    const auto loaded = [](const std::string& csv) {
        auto all = std::make_unique<Loaded>();
        Record record = values();
        record.use = RecordUse::data;
        record.path = "t.csv";
        record.shown = "t.csv";
        all->files["t.csv"] = csv;
        model::DataSeries series;
        series.each = model::Period::year;
        series.record = all->model.records.add(record);
        all->model.data.add(series);
        all->load();
        return all;
    };
    const auto all = loaded("date,value,as_of\n2011,3,\n2010,1.5,2013-02\n2010,1,2011-07-15\n");
    REQUIRE(all->data);
    const auto& points = all->data->series[model::DataId(0)].points;
    REQUIRE(points.size() == 2);
    CHECK(points[0].value == 1.5);
    REQUIRE(points[0].releases.size() == 2);
    CHECK(points[0].releases[0].published == month_of(2011, 7));
    CHECK(points[0].releases[0].value == 1);
    CHECK(points[1].releases.empty());
    CHECK(loaded("date,value,as_of\n2010,1,2011-07\n2010,2,2011-07\n")->fault() ==
          "E6007: two values for 2010-01 in `t.csv`");
    CHECK(loaded("date,value,as_of\n2010,1,2011-07\n2010,2,\n")->fault() ==
          "E6007: two values for 2010-01 in `t.csv`");
    CHECK(loaded("date,value,as_of\n2010,1,spring\n")->fault() == "E6005: `spring` is not a month");
}

TEST_CASE("a table in the text holds between its dates") {
    Loaded all;
    Record record;
    record.rows = {{month_of(2020, 4), 2}, {month_of(2020, 2), 1}};
    all.model.records.add(record);
    all.load();
    CHECK(all.record().value == std::vector<double>{0, 1, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0});
}

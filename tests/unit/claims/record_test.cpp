// SPDX-License-Identifier: Apache-2.0
// Studies around events and shares of coded rows, on records whose truth is known.
#include <cmath>

#include <doctest/doctest.h>

#include "claims/perception.hpp"
#include "claims/rules.hpp"
#include "claims/study.hpp"
#include "tiny_model.hpp"

namespace {

using namespace entente;
using claims::Reason;
using claims::Verdict;
using model::Judged;
using model::Stat;

/// A repeatable stream of numbers about 0 with deviation 1; the test needs no good generator.
struct Noise {
    std::uint64_t state;

    double next() {
        double sum = 0;
        for (int i = 0; i < 12; ++i) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            sum += static_cast<double>(state >> 11U) * 0x1.0p-53;
        }
        return sum - 6;
    }
};

/// Twenty years of months with an event on chosen rows and monthly series.
struct World {
    model::Model model = tiny::make();
    data::Data data;
    model::QuantityId talks;

    explicit World(const std::vector<int>& dates) {
        model.grid.months = 240;
        model.grid.forecast = model.grid.first + 240;
        data::RecordValues record;
        record.value.assign(241, 0);
        record.covered.assign(241, 1);
        for (const int row : dates) {
            record.value[static_cast<std::size_t>(row)] = 1;
        }
        model::Track value;
        value.kind = model::Track::Kind::record_value;
        value.record = model.records.add({});
        data.records.add(record);
        model::Track covers = value;
        covers.kind = model::Track::Kind::record_covers;
        model::Quantity event;
        event.name = "talks";
        event.kind = model::QuantityKind::event;
        event.record = model.tracks.add(value);
        event.covered = model.tracks.add(covers);
        talks = model.quantities.add(event);
    }

    model::DataId monthly(const char* name, const std::vector<double>& values) {
        model::DataSeries series;
        series.name = name;
        series.unit = "1";
        data::Series points;
        for (std::size_t i = 0; i < values.size(); ++i) {
            data::Point p;
            p.month = model.grid.first + static_cast<int>(i);
            p.value = values[i];
            points.points.push_back(p);
        }
        data.series.add(points);
        return model.data.add(series);
    }

    model::Part study(model::DataId outcome, Judged::Kind kind, double amount) const {
        model::Part part;
        part.fact = true;
        model::Expectation e;
        e.stat.kind = Stat::Kind::around;
        e.stat.data = outcome;
        e.stat.event = talks;
        e.stat.within = 6;
        e.stat.unit = "1";
        e.judged.kind = kind;
        e.judged.amount = amount;
        part.expectations = {e};
        return part;
    }

    claims::Decision decided(const model::Part& part) const {
        return claims::decide_study(claims::study_events(model, data, part), part.may);
    }
};

std::vector<int> every(int months) {
    std::vector<int> dates;
    for (int row = 12; row < 228; row += months) {
        dates.push_back(row);
    }
    return dates;
}

/// Noise, and `step` more in the six months after each date.
std::vector<double> steps(const std::vector<int>& dates, double step, double noise) {
    Noise stream{7};
    std::vector<double> values(240);
    for (double& v : values) {
        v = 10 + noise * stream.next();
    }
    for (const int date : dates) {
        for (int row = date + 1; row <= date + 6; ++row) {
            values[static_cast<std::size_t>(row)] += step;
        }
    }
    return values;
}

}  // namespace

TEST_CASE("without controls a study is the mean of the cases less that of the other months") {
    const auto dates = every(20);
    World w(dates);
    const auto outcome = steps(dates, 2, 0.3);
    const auto part = w.study(w.monthly("outcome", outcome), Judged::Kind::rises, 0.5);
    const auto found = claims::study_events(w.model, w.data, part);
    REQUIRE(found.size() == 1);
    const auto change = [&](int row) {
        double after = 0;
        double before = 0;
        for (int k = 1; k <= 6; ++k) {
            after += outcome[static_cast<std::size_t>(row + k)] / 6;
            before += outcome[static_cast<std::size_t>(row - k)] / 6;
        }
        return after - before;
    };
    double cases = 0;
    double others = 0;
    int count = 0;
    for (int row = 6; row < 234; ++row) {
        const bool is_case = std::find(dates.begin(), dates.end(), row) != dates.end();
        (is_case ? cases : others) += change(row);
        count += is_case ? 0 : 1;
    }
    CHECK(found[0].cases == dates.size());
    CHECK(found[0].others == static_cast<std::size_t>(count));
    CHECK(found[0].effect ==
          doctest::Approx(cases / static_cast<double>(dates.size()) - others / count));
}

TEST_CASE("a step at every date is supported, and its opposite contradicted by its sign") {
    const auto dates = every(20);
    World w(dates);
    const auto outcome = w.monthly("outcome", steps(dates, 2, 0.3));
    CHECK(w.decided(w.study(outcome, Judged::Kind::rises, 0.5)).verdict == Verdict::supported);
    const auto opposite = w.decided(w.study(outcome, Judged::Kind::falls, 0.5));
    CHECK(opposite.verdict == Verdict::contradicted);
    CHECK(opposite.reason == Reason::opposite_sign);
}

TEST_CASE("noise around many dates is negligible where the cases could show more") {
    World w(every(14));
    const auto outcome = w.monthly("outcome", steps({}, 0, 0.3));
    const auto decision = w.decided(w.study(outcome, Judged::Kind::rises, 1));
    CHECK(decision.verdict == Verdict::contradicted);
    CHECK(decision.reason == Reason::negligible);
}

TEST_CASE("fewer than five cases, or cases that show only larger effects, are a thin record") {
    World four({30, 80, 130, 180});
    const auto step = four.monthly("outcome", steps({30, 80, 130, 180}, 5, 0.3));
    CHECK(four.decided(four.study(step, Judged::Kind::rises, 0.5)).reason == Reason::thin_record);
    World w(every(36));
    const auto noisy = w.monthly("outcome", steps(every(36), 0.4, 2));
    const auto part = w.study(noisy, Judged::Kind::rises, 0.4);
    const auto found = claims::study_events(w.model, w.data, part);
    CHECK(found[0].detectable > found[0].smallest);
    CHECK(w.decided(part).reason == Reason::thin_record);
}

TEST_CASE("dates nearer than the window are one case") {
    World w({40, 43, 45, 80, 120, 160, 200});
    const auto outcome = w.monthly("outcome", steps({}, 0, 1));
    const auto found =
        claims::study_events(w.model, w.data, w.study(outcome, Judged::Kind::rises, 1));
    CHECK(found[0].cases == 5);
}

TEST_CASE("an outcome that follows another cause of the events is confounded") {
    // Talks come when tension is high; the outcome follows tension alone.
    const auto dates = every(20);
    World w(dates);
    Noise stream{3};
    std::vector<double> tension(240, 0);
    std::vector<double> outcome(240, 10);
    for (const int date : dates) {
        for (int row = date - 6; row < date; ++row) {
            tension[static_cast<std::size_t>(row)] = 1;
        }
        for (int row = date + 1; row <= date + 6; ++row) {
            outcome[static_cast<std::size_t>(row)] += 1;
        }
    }
    // And as often without talks.
    for (int date = 22; date < 228; date += 20) {
        for (int row = date - 6; row < date; ++row) {
            tension[static_cast<std::size_t>(row)] =
                std::max(tension[static_cast<std::size_t>(row)], 1.0);
        }
        for (int row = date + 1; row <= date + 6; ++row) {
            outcome[static_cast<std::size_t>(row)] += 1;
        }
    }
    for (std::size_t i = 0; i < 240; ++i) {
        outcome[i] += 0.1 * stream.next();
        tension[i] += 0.05 * stream.next();
    }
    model::Part part = w.study(w.monthly("outcome", outcome), Judged::Kind::rises, 0.2);
    Stat control;
    control.data = w.monthly("tension", tension);
    control.text = "tension";
    part.controls = {{control}};
    const auto found = claims::study_events(w.model, w.data, part);
    REQUIRE(found.size() == 2);
    CHECK(found[0].p_claimed - found[1].p_claimed > claims::confounding);
    CHECK(w.decided(part).reason == Reason::confounded);
}

TEST_CASE("variants on another side of the thresholds depend on the definition") {
    const auto dates = every(20);
    World w(dates);
    model::Part part =
        w.study(w.monthly("outcome", steps(dates, 2, 0.3)), Judged::Kind::rises, 0.5);
    part.variants = {w.monthly("other", steps({}, 0, 0.3))};
    CHECK(w.decided(part).reason == Reason::definition_dependent);
    w.model.data[part.variants[0]].missing = "not printed";
    CHECK(w.decided(part).verdict == Verdict::supported);
}

TEST_CASE("a missing outcome is no data") {
    World w(every(20));
    const auto outcome = w.monthly("outcome", {});
    w.model.data[outcome].missing = "nobody counts it";
    CHECK(w.decided(w.study(outcome, Judged::Kind::rises, 1)).reason == Reason::no_data);
}

TEST_CASE("around dates that mean nothing a study is supported no more often than it should be") {
    // An outcome that wanders (0.8 of the last month stays) and dates unrelated to it.
    std::size_t supported = 0;
    constexpr std::size_t worlds = 200;
    for (std::size_t world = 0; world < worlds; ++world) {
        Noise stream{world + 1};
        std::vector<int> dates;
        for (int row = 10; row < 230; row += 8 + static_cast<int>(6 * std::abs(stream.next()))) {
            dates.push_back(row);
        }
        World w(dates);
        std::vector<double> outcome(240, 0);
        for (std::size_t i = 1; i < outcome.size(); ++i) {
            outcome[i] = 0.8 * outcome[i - 1] + stream.next();
        }
        const auto part = w.study(w.monthly("outcome", outcome), Judged::Kind::rises, 0.1);
        supported += w.decided(part).verdict == Verdict::supported ? 1 : 0;
    }
    MESSAGE(
        "supported in ", supported, " of ", worlds, " worlds without an effect, seeds 1 to 200");
    CHECK(supported <= worlds / 10);
}

namespace {

struct Rows {
    model::Model model = tiny::make();
    data::Data data;

    model::Stat counted(double before, double rows, double meeting) {
        model::Stat stat;
        stat.kind = Stat::Kind::share;
        stat.window = {model::month_of(2010, 1), model::month_of(2020, 12)};
        for (const double count : {rows, meeting}) {
            data::RecordValues record;
            record.value.assign(25, 0);
            record.value[3] = count;
            record.value[20] = 50;  // after the window
            if (before > 0) {
                record.earlier = {{model::month_of(2015, 6), before}};
            }
            data.records.add(record);
            (stat.rows ? stat.meeting : stat.rows) = model.records.add({});
        }
        return stat;
    }

    claims::Perception of(const model::Stat& stat, Judged::Kind kind, double amount) const {
        model::Part part;
        model::Expectation e;
        e.stat = stat;
        e.judged.kind = kind;
        e.judged.amount = amount;
        part.expectations = {e};
        return claims::count_rows(model, data, part);
    }
};

}  // namespace

TEST_CASE("rows in the window count, those before the run too") {
    Rows r;
    const auto found = r.of(r.counted(4, 16, 6), Judged::Kind::at_least, 0.5);
    CHECK(found.shares[0].rows == 20);
    CHECK(found.shares[0].meeting == 10);
    CHECK(found.p_claimed == doctest::Approx(0.5));
    CHECK(claims::decide_perception(found, false).reason == Reason::thin_record);
    CHECK(claims::decide_perception(found, true).verdict == Verdict::possible);
}

TEST_CASE("a clear majority is supported, a clear minority contradicted, four rows are no data") {
    Rows r;
    const auto most = r.of(r.counted(0, 40, 32), Judged::Kind::at_least, 0.5);
    CHECK(claims::decide_perception(most, false).verdict == Verdict::supported);
    const auto least = r.of(r.counted(0, 40, 8), Judged::Kind::at_least, 0.5);
    CHECK(claims::decide_perception(least, false).verdict == Verdict::contradicted);
    const auto few = r.of(r.counted(0, 4, 4), Judged::Kind::at_least, 0.5);
    CHECK(claims::decide_perception(few, false).reason == Reason::no_data);
}

TEST_CASE("two shares are compared with the spread of both") {
    Rows r;
    const Stat high = r.counted(0, 60, 48);
    const Stat low = r.counted(0, 60, 18);
    model::Part part;
    model::Expectation e;
    e.stat = high;
    e.judged.kind = Judged::Kind::exceeds;
    e.judged.amount = 0.1;
    e.judged.other = {low};
    part.expectations = {e};
    CHECK(claims::count_rows(r.model, r.data, part).p_claimed > 0.99);
    part.expectations[0].stat = low;
    part.expectations[0].judged.other = {high};
    CHECK(claims::count_rows(r.model, r.data, part).p_claimed < 0.01);
}

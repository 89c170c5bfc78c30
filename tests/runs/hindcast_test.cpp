// SPDX-License-Identifier: Apache-2.0
// Forecasts of the past: what is asked, what may be known, and that a model that is right is found
// to be calibrated.
#include "analysis/hindcast.hpp"

#include <cmath>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "support/run_text.hpp"

namespace {

using namespace entente;
using analysis::Conditioning;
using analysis::HindcastPlan;
using analysis::TrackRecord;

constexpr std::size_t members = 400;

model::Month january(int year) { return model::month_of(year, 1); }

/// Januaries of 2018 to 2021 of a record to the end of 2021.
HindcastPlan januaries() {
    HindcastPlan plan;
    for (int year = 2018; year <= 2021; ++year) {
        plan.origins.push_back(january(year));
    }
    plan.horizons = {1, 12};
    plan.until = model::month_of(2021, 12);
    plan.trained = january(2018);
    plan.seed = 1;
    return plan;
}

std::vector<TrackRecord> hindcast(const test::LoadedText& loaded,
                                  const HindcastPlan& plan,
                                  std::size_t threads = 1) {
    analysis::Hindcast hindcast(loaded.model, loaded.data, plan);
    for (std::size_t i = 0; i < plan.origins.size(); ++i) {
        text::Diagnostics diagnostics;
        const auto program = hindcast.compile(i, diagnostics);
        REQUIRE(!diagnostics.has_errors());
        if (program) {
            hindcast.take(
                i, run::simulate(*program, {.seed = 1, .members = members, .threads = threads}));
        }
    }
    return hindcast.records();
}

/// A rate that doubles when the lever is up, counts by month and a yearly series of the same.
std::string counting_model(const std::string& counts, const std::string& years) {
    return fmt::format(R"(
model m "M" {{ time month from 2010-01 to 2024-12; forecast from 2022-03; omits "all else" }}
actors CHN "China"
lever push : 1 = 1 held by CHN {{ recorded {{ 2010-01: 1, 2020-01: 2 }} complete through 2022-02 }}
event tests {{ recorded {{ {} }} dates month complete through 2022-02; count poisson(push * 2 [1/month]) }}
stock wealth : 1 = 100 {{ inflow growth = wealth * 0.01 * push / 1 month }}
data wealth_year : 1 each year from {{ {} }} {{ observes average wealth with lognormal(sd = 0.05) }}
)",
                       counts,
                       years);
}

/// A count a month that a Poisson of mean 2 could give.
std::string some_counts(int last_year, int beyond = 2) {
    std::string rows;
    const int pattern[] = {2, 1, 3, 2, 0, 4, 2, 1, 2, 3, 1, 3};
    for (int year = 2010; year <= 2022; ++year) {
        for (int month = 1; month <= (year == 2022 ? 2 : 12); ++month) {
            const int count = year <= last_year ? pattern[(month + year) % 12] : beyond;
            rows += fmt::format("{}{}-{:02}: {}", rows.empty() ? "" : ", ", year, month, count);
        }
    }
    return rows;
}

const char* const some_years =
    "2010-01: 106, 2011-01: 120, 2012-01: 135, 2013-01: 152, 2014-01: 171, 2015-01: 193, "
    "2016-01: 217, 2017-01: 245, 2018-01: 276, 2019-01: 311, 2020-01: 350, 2021-01: 394";

const TrackRecord& record(const std::vector<TrackRecord>& all, const char* series, int horizon) {
    for (const TrackRecord& one : all) {
        if (one.series == series && one.horizon == horizon) {
            return one;
        }
    }
    FAIL("no such record");
    return all.front();
}

}  // namespace

TEST_CASE("events are totals of the months ahead, series the period that ends there") {
    const auto loaded = test::load_text(counting_model(some_counts(2022), some_years));
    const auto all = hindcast(*loaded, januaries());
    CHECK(all.size() == 3);
    const TrackRecord& month = record(all, "tests", 1);
    const TrackRecord& year = record(all, "tests", 12);
    REQUIRE(year.forecasts.size() == 4);
    CHECK(month.counts);
    CHECK(year.forecasts[0].origin == january(2018));
    CHECK(year.forecasts[0].observed == 24);
    CHECK(year.forecasts[0].last == model::month_of(2018, 12));
    CHECK(year.forecasts[0].q50 == doctest::Approx(24).epsilon(0.1));
    const TrackRecord& wealth = record(all, "wealth_year", 12);
    CHECK_FALSE(wealth.counts);
    CHECK(wealth.forecasts[1].observed == 311);
    CHECK(wealth.model.coverage_90 > 0.7);
    CHECK(wealth.rivals.size() >= 4);
}

TEST_CASE("nothing after the origin reaches a forecast at C0") {
    const auto plan = januaries();
    const auto as_it_was = test::load_text(counting_model(some_counts(2022), some_years));
    const auto otherwise = test::load_text(counting_model(some_counts(2017, 9), some_years));
    const auto a = hindcast(*as_it_was, plan);
    const auto b = hindcast(*otherwise, plan);
    const auto& first = record(a, "tests", 12).forecasts.front();
    const auto& second = record(b, "tests", 12).forecasts.front();
    CHECK(first.observed != second.observed);
    CHECK(first.q05 == second.q05);
    CHECK(first.q50 == second.q50);
    CHECK(first.q95 == second.q95);
}

TEST_CASE("a lever of the record is known at C2 alone") {
    const auto loaded = test::load_text(counting_model(some_counts(2022), some_years));
    HindcastPlan plan = januaries();
    plan.origins = {january(2020)};
    const auto median = [&](Conditioning level) {
        plan.level = level;
        return record(hindcast(*loaded, plan), "wealth_year", 12).forecasts.front().q50;
    };
    CHECK(median(Conditioning::nothing) == doctest::Approx(350).epsilon(0.02));
    CHECK(median(Conditioning::shocks) == median(Conditioning::nothing));
    CHECK(median(Conditioning::decisions) == doctest::Approx(370).epsilon(0.02));
    // An event that is known is no forecast.
    for (const TrackRecord& one : hindcast(*loaded, plan)) {
        CHECK_FALSE(one.counts);
    }
}

TEST_CASE("scores are the same for any number of threads and wherever the test ends") {
    const auto loaded = test::load_text(counting_model(some_counts(2022), some_years));
    HindcastPlan plan = januaries();
    const auto one = hindcast(*loaded, plan, 1);
    const auto three = hindcast(*loaded, plan, 3);
    plan.origins.pop_back();
    plan.until = model::month_of(2020, 12);
    const auto shorter = hindcast(*loaded, plan, 1);
    for (const char* series : {"tests", "wealth_year"}) {
        const auto& a = record(one, series, 12).forecasts;
        const auto& b = record(three, series, 12).forecasts;
        const auto& c = record(shorter, series, 12).forecasts;
        REQUIRE(c.size() == 3);
        for (std::size_t i = 0; i < c.size(); ++i) {
            CHECK(a[i].model.crps == b[i].model.crps);
            CHECK(a[i].model.crps == c[i].model.crps);
        }
    }
}

TEST_CASE("one origin may be asked for every period to the end") {
    const auto loaded = test::load_text(counting_model(some_counts(2022), some_years));
    HindcastPlan plan = januaries();
    plan.origins = {january(2018)};
    plan.horizons.clear();
    const auto all = hindcast(*loaded, plan);
    CHECK(record(all, "tests", 0).forecasts.size() == 4);
    CHECK(record(all, "wealth_year", 0).forecasts.size() == 4);
    CHECK(record(all, "wealth_year", 0).forecasts[3].first == january(2021));
}

TEST_CASE("a model that is right about counts is calibrated, and a wrong one loses") {
    // Counts drawn from the model itself, monthly origins.
    const char* const text = R"(
model m "M" {{ time month from 2000-01 to 2024-12; forecast from 2021-01; omits "all else" }}
event tests {{ recorded {{ {} }} dates month complete through 2020-12; count poisson({} [1/month]) }}
)";
    const auto free = test::load_text(fmt::format(fmt::runtime(text), "2000-01: 0", "3"));
    const results::Run truth =
        test::run_text(*free, {.seed = 5, .history = program::History::free}, {"tests"});
    std::string rows;
    for (int row = 0; row < 252; ++row) {
        const auto count = static_cast<int>(truth.value(0, row, 0));
        rows += fmt::format(
            "{}{}: {}", rows.empty() ? "" : ", ", model::to_text(truth.grid.month(row)), count);
    }
    HindcastPlan plan;
    for (int month = 0; month < 96; ++month) {
        plan.origins.push_back(january(2013) + month);
    }
    plan.horizons = {1};
    plan.until = model::month_of(2020, 12);
    plan.trained = january(2013);
    plan.seed = 1;
    const auto right = test::load_text(fmt::format(fmt::runtime(text), rows, "3"));
    const auto wrong = test::load_text(fmt::format(fmt::runtime(text), rows, "9"));
    const TrackRecord good = hindcast(*right, plan).front();
    const TrackRecord bad = hindcast(*wrong, plan).front();
    CHECK(good.forecasts.size() == 96);
    CHECK(good.model.coverage_90 > 0.85);
    CHECK(good.skill->skill > -0.1);
    CHECK(bad.skill->high < 0);
    CHECK_FALSE(bad.model_leads());
}

namespace {

/// Yearly figures around a level of 5, held out from 2016 on.
std::unique_ptr<test::LoadedText> yearly_figures(const char* figures, const char* errors) {
    return test::load_text(fmt::format(R"(
model m "M" {{ time month from 2010-01 to 2022-12; forecast from 2020-01; omits "all else" }}
let level : 1 = 5
data years : 1 each year from {{ {} }} {{ observes level with {} }}
)",
                                       figures,
                                       errors));
}

/// What was forecast of 2016 at its January.
TrackRecord record_of_2016(const model::Model& model, const data::Data& data) {
    HindcastPlan plan;
    plan.origins = {january(2016)};
    plan.horizons = {12};
    plan.until = model::month_of(2016, 12);
    plan.trained = january(2016);
    analysis::Hindcast hindcast(model, data, plan);
    text::Diagnostics diagnostics;
    const auto program = hindcast.compile(0, diagnostics);
    hindcast.take(0, run::simulate(*program, {.seed = 1, .members = 50}));
    return hindcast.records().front();
}

/// The same record, its figure of 2015 with these releases.
data::Data released(data::Data data, const std::vector<data::Release>& releases) {
    for (data::Point& point : data.series[model::DataId(0)].points) {
        if (point.month == january(2015)) {
            point.releases = releases;
        }
    }
    return data;
}

}  // namespace

TEST_CASE("a naive forecast knows a figure from its release on") {
    const auto loaded = yearly_figures(
        "2010-01: 1, 2011-01: 2, 2012-01: 4, 2013-01: 3, 2014-01: 5, 2015-01: 6, 2016-01: 4",
        "normal(sd = 1)");
    // Persistence says 6 where 2015 is known, 5 where it was released later.
    const TrackRecord known = record_of_2016(loaded->model, loaded->data);
    const TrackRecord late =
        record_of_2016(loaded->model, released(loaded->data, {{model::month_of(2016, 7), 6}}));
    const auto crps = [](const TrackRecord& one) {
        for (const analysis::Rival& rival : one.rivals) {
            if (rival.name == "persistence") {
                return rival.means.crps;
            }
        }
        return std::nan("");
    };
    CHECK(crps(known) > crps(late));
    CHECK(known.model.crps == late.model.crps);
}

TEST_CASE("errors that persist go on from the last figure that an origin knows, as it stood then") {
    const char* errors = "normal(sd = 1, persistence = 0.9)";
    const auto loaded = yearly_figures("2014-01: 5, 2015-01: 6, 2016-01: 4", errors);
    const auto without = yearly_figures("2014-01: 5, 2016-01: 4", errors);
    const auto middle = [](const model::Model& model, const data::Data& data) {
        return record_of_2016(model, data).forecasts.front().q50;
    };
    const data::Release late = {model::month_of(2016, 7), 6};
    const data::Release early = {model::month_of(2015, 12), 8};
    const double known = middle(loaded->model, loaded->data);
    const double unknown = middle(loaded->model, released(loaded->data, {late}));
    CHECK(unknown == middle(without->model, without->data));
    CHECK(known > unknown + 0.5);
    CHECK(middle(loaded->model, released(loaded->data, {early, late})) > known + 1.5);
}

TEST_CASE("players take their turns from an origin on") {
    // Growth is 1 % a month times the lever, which the record leaves at 1 and the player puts at 4.
    const std::string plain = counting_model(some_counts(2022), some_years);
    const auto left = test::load_text(plain);
    const auto chosen = test::load_text(
        plain + "player CHN every 6 months { option more \"More\" { push = 4 } }\n");
    HindcastPlan plan = januaries();
    plan.origins = {january(2019)};
    const auto median = [&](const test::LoadedText& loaded) {
        return record(hindcast(loaded, plan), "wealth_year", 12).forecasts.front().q50;
    };
    CHECK(median(*chosen) > 1.15 * median(*left));
    plan.level = Conditioning::decisions;
    CHECK(median(*chosen) == doctest::Approx(median(*left)));
}

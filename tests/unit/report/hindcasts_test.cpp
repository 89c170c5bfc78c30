// SPDX-License-Identifier: Apache-2.0
#include "report/hindcasts.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "some_report.hpp"

using namespace entente;
using Json = nlohmann::ordered_json;

namespace {

/// A forecast whose quantiles lie about its median.
Json number(const std::string& first, const std::string& last, double q50, double observed) {
    return {{"origin", first},
            {"first", first},
            {"last", last},
            {"observed", observed},
            {"q05", q50 - 40},
            {"q25", q50 - 10},
            {"q50", q50},
            {"q75", q50 + 10},
            {"q95", q50 + 40},
            {"within_90", observed >= q50 - 40 && observed <= q50 + 40},
            {"naive", q50 + 5},
            {"crps", 1}};
}

Json record(const std::string& series, int horizon, const std::vector<Json>& numbers) {
    return {{"series", series},
            {"label", "Its label"},
            {"unit", "MUSD/year"},
            {"kind", series == "visits" ? "count" : "amount"},
            {"horizon", horizon},
            {"forecasts", numbers.size()},
            {"leads", "persistence"},
            {"clearly", false},
            {"model", {{"crps", 2}, {"coverage_50", 0}, {"coverage_90", 0.5}}},
            {"naive", Json::array({{{"name", "persistence"}, {"crps", 1}}})},
            {"numbers", numbers}};
}

Json hindcasts(const std::vector<Json>& records) {
    const auto loaded = test::load_text(test::report_model);
    Json scores = {{"levels", Json::array()}};
    scores["levels"].push_back({{"level", "C0"}, {"records", records}});
    return report::hindcasts_json(scores, loaded->model, loaded->data);
}

const std::vector<Json> two_years = {number("2020-01", "2020-12", 1000, 1010),
                                     number("2022-01", "2022-12", 1200, 900)};

}  // namespace

TEST_CASE("a forecast stands over its period, and where none was made there is a gap") {
    const Json all = hindcasts({record("trade_year", 12, two_years)});
    REQUIRE(all.size() == 1);
    CHECK(all[0]["level"] == "C0");
    CHECK(all[0]["horizon"] == "12");
    CHECK(all[0]["naive"] == "persistence");
    const Json& chart = all[0]["chart"];
    CHECK(chart["name"] == "trade_year");
    CHECK(chart["measure"] == "period");
    CHECK(chart["from_zero"] == false);
    const Json& fan = chart["fans"][0];
    CHECK(fan["from"] == "2020-01");
    REQUIRE(fan["q50"].size() == 36);
    for (int month = 0; month < 12; ++month) {
        CHECK(fan["q50"][month] == 1000);
        CHECK(fan["q50"][12 + month].is_null());
        CHECK(fan["naive"][12 + month].is_null());
        CHECK(fan["q50"][24 + month] == 1200);
    }
    CHECK(fan["q05"][0] == 960);
    CHECK(fan["q25"][0] == 990);
    CHECK(fan["q75"][0] == 1010);
    CHECK(fan["q95"][35] == 1240);
    CHECK(fan["naive"][35] == 1205);
}

TEST_CASE("later figures are dots in the middle, marked where the wide band missed them") {
    const Json all = hindcasts({record("trade_year", 12, two_years)});
    const Json& seen = all[0]["chart"]["observed"][0];
    CHECK(seen["offset"] == 6);
    CHECK(seen["grade"] == "B");
    CHECK(seen["source"].get<std::string>().starts_with("made up"));
    CHECK(seen["caveat"].get<std::string>().starts_with("a print"));
    CHECK(seen["to"] == "2022");
    REQUIRE(seen["points"].size() == 2);
    CHECK(seen["points"][0]["month"] == "2020-01");
    CHECK(seen["points"][0]["value"] == 1010);
    CHECK(seen["points"][0]["outside"] == false);
    CHECK(seen["points"][1]["month"] == "2022-01");
    CHECK(seen["points"][1]["outside"] == true);
}

TEST_CASE("the summary counts what the bands held and names the leader, whoever it is") {
    Json one = record("trade_year", 12, two_years);
    const auto summary = [&one] {
        return hindcasts({one})[0]["chart"]["fans"][0]["summary"].get<std::string>();
    };
    CHECK(summary() ==
          "C0, 12 months ahead. Within 90 in 100 futures: 1 of 2 figures; within 50: 0 of 2. The "
          "best naive forecast, “persistence”, leads the model, not clearly.");
    one["leads"] = "the model";
    one["clearly"] = true;
    one["horizon"] = 0;
    CHECK(summary() ==
          "C0, from one origin. Within 90 in 100 futures: 1 of 2 figures; within 50: 0 of 2. The "
          "model leads the best naive forecast, “persistence”, clearly.");
}

TEST_CASE("without a naive forecast there is no line of it") {
    Json one = record("trade_year", 12, two_years);
    one["naive"] = Json::array();
    for (Json& forecast : one["numbers"]) {
        forecast["naive"] = nullptr;
    }
    const Json all = hindcasts({one});
    CHECK(all[0]["naive"] == "");
    const Json& fan = all[0]["chart"]["fans"][0];
    CHECK(fan["naive"] == Json(36, nullptr));
    CHECK(fan["summary"].get<std::string>().ends_with("too short for a naive forecast."));
}

TEST_CASE("twelve months ahead is drawn before any other, else the furthest") {
    const std::vector<Json> months = {number("2020-01", "2020-01", 80, 80)};
    const Json all = hindcasts({record("trade_year", 1, months),
                                record("trade_year", 12, two_years),
                                record("trade_year", 24, two_years),
                                record("visits", 1, months),
                                record("visits", 3, months)});
    REQUIRE(all.size() == 2);
    CHECK(all[0]["horizon"] == "12");
    CHECK(all[1]["horizon"] == "3");
    // Counts are drawn from zero.
    CHECK(all[1]["chart"]["from_zero"] == true);
    CHECK(all[1]["chart"]["observed"][0]["to"] == "2020-01");
}

TEST_CASE("periods that overlap are drawn over the months of their own") {
    const Json all = hindcasts({record("visits",
                                       12,
                                       {number("2020-02", "2021-01", 200, 200),
                                        number("2020-01", "2020-12", 100, 100),
                                        number("2020-05", "2021-04", 300, 300)})});
    const Json& chart = all[0]["chart"];
    CHECK(chart["fans"][0]["from"] == "2020-12");
    CHECK(chart["fans"][0]["q50"] == Json({100, 200, nullptr, nullptr, 300}));
    const Json& seen = chart["observed"][0];
    CHECK(seen["offset"] == 0.5);
    CHECK(seen["points"][2]["month"] == "2021-04");
}

TEST_CASE("reliability adds up what the bands of the charts held, and of no other horizon") {
    Json scores = {{"levels", Json::array()}};
    Json visits = record("visits", 12, two_years);
    visits["model"]["coverage_50"] = 1;
    scores["levels"].push_back(
        {{"level", "C0"},
         {"records",
          {record("trade_year", 12, two_years), record("visits", 24, two_years), visits}}});
    scores["levels"].push_back({{"level", "C1"}, {"records", Json::array()}});
    const Json reliability = report::reliability_json(scores);
    CHECK(reliability["sentence"] ==
          "C0: bands of 90 in 100 futures held 2 of 4 figures, those of 50 held 2.");
    CHECK(reliability["bands"] == Json::parse(R"([{"level": "C0", "band": 90, "held": 2, "of": 4},
                          {"level": "C0", "band": 50, "held": 2, "of": 4}])"));
}

TEST_CASE("numbers of months that the model does not have are left out") {
    CHECK(hindcasts({record("trade_year", 12, {number("1890-01", "1890-12", 1, 1)})}).empty());
    CHECK(hindcasts({record("trade_year", 12, {number("soon", "2020-12", 1, 1)})}).empty());
    CHECK(hindcasts({record("nobody", 12, two_years)})[0]["chart"]["observed"][0]["source"] == "");
}

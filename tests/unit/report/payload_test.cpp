// SPDX-License-Identifier: Apache-2.0
#include "report/payload.hpp"

#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "report/influence_json.hpp"
#include "some_report.hpp"

using namespace entente;
using Json = nlohmann::json;

namespace {

std::string payload_with(std::size_t threads) {
    const auto loaded = test::load_text(test::report_model);
    const std::vector<results::Run> runs = {test::report_run(*loaded, "baseline", threads),
                                            test::report_run(*loaded, "shut", threads),
                                            test::report_run(*loaded, "same", threads)};
    const std::vector<claims::ClaimResult> claims = {test::hostile_claim("P1_1")};
    return report::payload_json({loaded->model,
                                 loaded->data,
                                 claims,
                                 {"P1_1"},
                                 runs,
                                 {{"2020-03", "visits", "a meeting", "a print", "B"}},
                                 "",
                                 test::some_provenance()});
}

}  // namespace

TEST_CASE("a payload has what the page shows") {
    const Json payload = Json::parse(payload_with(1));
    CHECK(payload["model"]["forecast"] == "2022-01");
    CHECK(payload["model"]["end"] == "2023-12");
    CHECK(payload["model"]["data_end"] == "2021-12");
    CHECK(payload["answer"]["verdicts"][2]["count"] == 1);
    CHECK(payload["claims"][0]["rivals"][0]["source"] == "a print <!-- of it");
    CHECK(payload["cards"][0] == "P1_1");
    CHECK(payload["scenarios"][0]["label"] == "The model as it stands");
    CHECK(payload["scenarios"][1]["label"] == "The border shuts");
    CHECK(payload["series"][0]["name"] == "trade_year");
    CHECK(payload["inputs"][0]["grade"] == "E");
    CHECK(payload["events"][0]["grade"] == "B");
    CHECK(payload["reproduce"]["files"][0]["path"] == "trade.ent");
}

TEST_CASE("a chart has a fan for each scenario that changes it, and the difference") {
    const Json payload = Json::parse(payload_with(1));
    const Json& trade = payload["charts"][0];
    CHECK(trade["label"] == "Trade");
    CHECK(trade["from_zero"] == true);
    REQUIRE(trade["fans"].size() == 2);
    CHECK(trade["fans"][0]["from"] == "2020-01");
    CHECK(trade["fans"][0]["q50"].size() == 49);
    CHECK(trade["fans"][1]["scenario"] == "shut");
    CHECK(trade["fans"][1]["from"] == "2022-07");
    REQUIRE(trade["differences"].size() == 1);
    CHECK(trade["differences"][0]["q50"].back().get<double>() < 0);
    CHECK(trade["observed"][0]["points"][0]["value"] == 75);
    // The border does not touch the visits.
    CHECK(payload["charts"][1]["fans"].size() == 1);
    CHECK(payload["charts"][1]["measure"] == "twelve_months");
}

TEST_CASE("levels have single futures from the forecast on, and what their last year goes with") {
    const Json payload = Json::parse(payload_with(1));
    const Json& baseline = payload["charts"][0]["fans"][0];
    REQUIRE(baseline["samples"].size() == 20);
    CHECK(baseline["samples"][0].size() == 25);
    // One parameter is all that trade's spread comes from, and more of it is more trade.
    REQUIRE(baseline["matters"]["inputs"].size() == 1);
    const Json& wish = baseline["matters"]["inputs"][0];
    CHECK(wish["name"] == "wish");
    CHECK(wish["grade"] == "E");
    CHECK(wish["share"].get<double>() > 0.9);
    CHECK(wish["low"].get<double>() < wish["high"].get<double>());
    CHECK(wish["low_value"].get<double>() < 90);
    CHECK(wish["high_value"].get<double>() > 130);
    CHECK(baseline["matters"]["of"] == "mean of 2023-02 to 2024-01");
    const Json& change = payload["charts"][0]["differences"][0];
    CHECK_FALSE(change.contains("samples"));
    CHECK(change["matters"]["inputs"][0]["name"] == "wish");
    // Chance alone spreads the visits.
    CHECK_FALSE(payload["charts"][1]["fans"][0].contains("matters"));
}

TEST_CASE("influences get labels and a sentence") {
    const auto loaded = test::load_text(test::report_model);
    const std::string answers =
        R"({"influences": [{"name": "i", "label": "What moves it", "from": "2022-01",
        "to": "2022-12", "outcomes": [{"outcome": "trade", "unit": "MUSD/month",
        "moved": {"q05": -4, "q50": 2, "q95": 8, "mean": 2}, "channels": [
        {"channel": "open_border", "moved": {"q05": 0, "q50": 2, "q95": 5, "mean": 2}, "share": 0.8},
        {"channel": "talks", "moved": {"q05": null, "q50": 0, "q95": 1, "mean": 0}, "share": 0.2}]}]}]})";
    const Json all = Json::parse(report::influences_json(loaded->model, answers).dump());
    REQUIRE(all.size() == 1);
    const Json& trade = all[0]["outcomes"][0];
    CHECK(trade["label"] == "Trade");
    CHECK(
        trade["sentence"] ==
        "All channels together move it by +2 [90 %: −4 to +8] MUSD/month; more comes through open "
        "border than through any other.");
    CHECK(trade["channels"][0]["label"] == "open border");
    CHECK(trade["channels"][1]["q05"].is_null());
    CHECK(report::influences_json(loaded->model, "").empty());
}

TEST_CASE("the same bytes for any number of threads") {
    const std::string one = payload_with(1);
    CHECK(one == payload_with(2));
    CHECK(one == payload_with(7));
}

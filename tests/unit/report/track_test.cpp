// SPDX-License-Identifier: Apache-2.0
#include "report/track.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "some_report.hpp"

namespace {

nlohmann::ordered_json track_json(const std::string& scores) {
    const auto loaded = entente::test::load_text(entente::test::report_model);
    return entente::report::track_json(scores, loaded->model, loaded->data);
}

const char* const scores =
    R"({"schema_version": 1, "model": "trade", "from": "2017-01", "until": "2025-12",
  "levels": [{"level": "C0", "records": [
    {"series": "launches", "label": "Missile launches", "unit": "1", "kind": "count", "horizon": 12,
     "forecasts": 36, "leads": "climatology", "clearly": true,
     "model": {"crps": 2.5, "coverage_50": 0.5, "coverage_90": 0.75},
     "naive": [{"name": "climatology", "crps": 2.25}], "numbers": [],
     "skill": {"value": -0.111, "low": -0.2, "high": null}},
    {"series": "trade", "label": "", "unit": "MUSD", "kind": "amount", "horizon": 0,
     "forecasts": 9, "leads": "the model", "clearly": false,
     "model": {"crps": 100, "coverage_50": 0.5, "coverage_90": 1}, "naive": [],
     "numbers": [{"origin": "2020-01", "first": "2020-01", "last": "2020-12", "observed": 3,
       "q05": 1, "q25": 2, "q50": 3, "q75": 4, "q95": 5, "within_90": true, "naive": null,
       "crps": 1}]}]}]})";

}  // namespace

TEST_CASE("the track record names the leader even where it is a naive forecast") {
    const auto track = track_json(scores);
    CHECK(track["sentence"] ==
          "No live track record. Hindcast 2017-01 to 2025-12 only. The model leads the best naive "
          "forecast in 1 of 2 rows, and a naive one in 1.");
    REQUIRE(track["rows"].size() == 2);
    const auto& launches = track["rows"][0];
    CHECK(launches["series"] == "Missile launches");
    CHECK(launches["leads"] == "climatology");
    CHECK(launches["naive_score"] == "2.25");
    CHECK(launches["skill"] == "−0.111");
    CHECK(launches["skill_value"] == -0.111);
    CHECK(launches["skill_low"] == -0.2);
    CHECK(launches["skill_high"].is_null());
    CHECK(track["rows"][1]["skill_value"].is_null());
    CHECK(launches["coverage"] == "27 of 36");
    CHECK(track["rows"][1]["series"] == "trade");
    CHECK(track["rows"][1]["horizon"] == "all");
    // Only what has numbers is drawn.
    REQUIRE(track["hindcasts"].size() == 1);
    CHECK(track["hindcasts"][0]["chart"]["name"] == "trade");
}

TEST_CASE("without scores, or with another file, the report says so") {
    CHECK(track_json("")["rows"].empty());
    CHECK(track_json("")["sentence"].get<std::string>().starts_with("No track record:"));
    for (const char* other : {"not json", "[]", "{}", R"({"levels": [{}]})", R"({"levels": 3})"}) {
        CHECK(track_json(other)["rows"].empty());
        CHECK(track_json(other)["hindcasts"].empty());
        CHECK(track_json(other)["reliability"]["bands"].empty());
        CHECK(track_json(other)["sentence"] ==
              "The track record beside the model is not one of `entente score --json`.");
    }
}

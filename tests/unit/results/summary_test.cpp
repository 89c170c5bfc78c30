// SPDX-License-Identifier: Apache-2.0
#include "results/summary.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "some_run.hpp"

using namespace entente;
using namespace entente::results;

TEST_CASE("a summary speaks of the forecast, each year after it and the end") {
    model::Grid grid;
    grid.first = model::month_of(2020, 1);
    grid.months = 40;
    grid.forecast = model::month_of(2021, 1);
    CHECK(summary_rows(grid) == std::vector<int>{12, 24, 36, 40});
    grid.forecast = model::month_of(2030, 1);
    CHECK(summary_rows(grid) == std::vector<int>{40});
}

TEST_CASE("a flow ends a month earlier, and hidden outputs are left out") {
    const auto value = [](std::size_t member, int row, std::size_t output) {
        return row == 3 ? some::missing : some::told(member, row, output);
    };
    Run run = some::run(
        {{"flow", "kt", CellMethod::mean}, {"secret", "1", CellMethod::point, true}}, 5, value);
    run.faults = {{2, 1, "E5001", "flow", 1e300}};
    run.fault_count = 3;
    run.faulty_members = 2;
    const auto json = nlohmann::json::parse(summary_json(std::vector{run}, "m"));
    const auto& scenario = json["scenarios"][0];
    REQUIRE(scenario["outputs"].size() == 1);
    const auto& at = scenario["outputs"][0]["at"];
    REQUIRE(at.size() == 2);
    CHECK(at[1]["month"] == "2020-03");
    CHECK(at[1]["median"] == doctest::Approx(2.02));
    CHECK(at[1]["n"] == 5);
    CHECK(scenario["faults"]["count"] == 3);
    CHECK(scenario["faults"]["first"][0]["month"] == "2020-02");
}

// SPDX-License-Identifier: Apache-2.0
#include "results/netcdf.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "results/files.hpp"
#include "results/read.hpp"
#include "results/summary.hpp"
#include "some_run.hpp"

using namespace entente;
using namespace entente::results;

namespace {

NetcdfText some_text() { return {"A model", "Entente 1.2.3", "", "{}", {"CHN", "PRK"}}; }

/// Paths with a flow that has no last value.
float path(std::size_t member, int row, std::size_t output) {
    return output == 1 && row == 3 ? some::missing : some::told(member, row, output);
}

Run some_run(const std::string& scenario, std::size_t members) {
    Run run = some::run({{"x[CHN]", "MUSD/month"}, {"flow", "1", CellMethod::mean}}, members, path);
    run.scenario = scenario;
    return run;
}

void write_folder(const std::filesystem::path& folder, const std::vector<Run>& runs) {
    write_netcdf(folder / "members.nc", runs, some_text());
    write_file(folder / "summary.json", summary_json(runs, "m"));
}

}  // namespace

TEST_CASE("paths, months, seed and units come back from a run's folder") {
    const some::Folder folder("netcdf");
    const std::vector<Run> runs = {some_run("baseline", 9), some_run("b", 9)};
    write_folder(folder.path, runs);
    CHECK(read_scenarios(folder.path) == std::vector<std::string>{"baseline", "b"});
    const Run again = read_run(folder.path, "b");
    CHECK(again.members == 9);
    CHECK(again.seed == 7);
    CHECK(again.grid.first == model::month_of(2020, 1));
    CHECK(again.grid.months == 3);
    CHECK(again.outputs[0].name == "x[CHN]");
    CHECK(again.outputs[0].unit == "MUSD/month");
    CHECK(again.outputs[1].cell_method == CellMethod::mean);
    for (std::size_t member = 0; member < 9; ++member) {
        for (int row = 0; row < 4; ++row) {
            CHECK(again.value(member, row, 0) == path(member, row, 0));
        }
        CHECK(again.value(member, 2, 1) == path(member, 2, 1));
        CHECK(std::isnan(again.value(member, 3, 1)));
    }
}

TEST_CASE("the same runs give the same bytes") {
    const some::Folder folder("bytes");
    const std::vector<Run> runs = {some_run("baseline", 6)};
    write_netcdf(folder.path / "a.nc", runs, some_text());
    write_netcdf(folder.path / "b.nc", runs, some_text());
    CHECK(read_file(folder.path / "a.nc") == read_file(folder.path / "b.nc"));
}

TEST_CASE("where a scenario was interrupted, all members of the other are kept") {
    const some::Folder folder("partial");
    std::vector<Run> runs = {some_run("baseline", 9), some_run("b", 4)};
    runs[1].partial = true;
    write_folder(folder.path, runs);
    CHECK(read_run(folder.path, "baseline").members == 9);
    const Run cut = read_run(folder.path, "b");
    CHECK(cut.members == 4);
    CHECK(cut.partial);
    CHECK(cut.value(3, 1, 0) == path(3, 1, 0));
}

TEST_CASE("a folder without such files is no run, and says so") {
    const some::Folder folder("norun");
    CHECK_FALSE(is_run_folder(folder.path));
    CHECK_THROWS_AS(read_run(folder.path, "baseline"), FileError);
    write_file(folder.path / "summary.json", "[1]");
    CHECK_THROWS_AS(read_scenarios(folder.path), FileError);
    write_file(folder.path / "summary.json", "{\"scenarios\": [{\"scenario\": \"b\"}]}");
    CHECK_THROWS_AS(read_run(folder.path, "b"), FileError);
    write_file(folder.path / "members.nc", "not NetCDF");
    write_file(folder.path / "summary.json", summary_json(std::vector{some_run("b", 2)}, "m"));
    CHECK_THROWS_AS(read_run(folder.path, "b"), FileError);
    CHECK_THROWS_AS(read_run(folder.path, "c"), FileError);
}

TEST_CASE("names of variables are letters, and no two are the same") {
    const std::vector<Output> outputs = {
        {"x[CHN]"}, {"x_CHN"}, {"tie[CHN->PRK]"}, {"time"}, {"2x"}, {"pair[a, b]"}};
    CHECK(variable_names(outputs) ==
          std::vector<std::string>{
              "x_CHN", "x_CHN_2", "tie_CHN_to_PRK", "time_2", "v_2x", "pair_a_b"});
}

TEST_CASE("a file that cannot be made is a failure with its name") {
    const some::Folder folder("nowhere");
    CHECK_THROWS_AS(
        write_netcdf(folder.path / "absent" / "m.nc", std::vector{some_run("b", 2)}, some_text()),
        FileError);
}

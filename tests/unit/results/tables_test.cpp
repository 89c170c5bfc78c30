// SPDX-License-Identifier: Apache-2.0
#include "results/tables.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

#include "some_run.hpp"

using namespace entente;
using namespace entente::results;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = text.find('\n', begin);
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

}  // namespace

TEST_CASE("names are taken apart into variable, actor and dyad") {
    const std::vector<std::string> actors = {"CHN", "PRK"};
    const OutputName plain = output_name("trust", actors);
    CHECK(plain.variable == "trust");
    CHECK(plain.actor.empty());
    CHECK(output_name("x[CHN]", actors).actor == "CHN");
    CHECK(output_name("tie[CHN->PRK]", actors).dyad == "CHN->PRK");
    CHECK(output_name("pact[CHN--PRK]", actors).dyad == "CHN--PRK");
    CHECK(output_name("ban[exports]", actors).variable == "ban[exports]");
    const OutputName both = output_name("ban[PRK, exports]", actors);
    CHECK(both.variable == "ban[exports]");
    CHECK(both.actor == "PRK");
}

TEST_CASE("text that a spreadsheet would run is only text") {
    CHECK(csv_text("=1+1") == "'=1+1");
    CHECK(csv_text("@x") == "'@x");
    CHECK(csv_text("-x") == "'-x");
    CHECK(csv_text("a,b") == "\"a,b\"");
    CHECK(csv_text("say \"x\"") == "\"say \"\"x\"\"\"");
    CHECK(csv_text("a\nb") == "\"a\nb\"");
    CHECK(csv_text("") == "");
}

TEST_CASE("numbers are the shortest that read back, and missing is empty") {
    CHECK(csv_number(0.1F) == "0.1");
    CHECK(csv_number(0.1) == "0.1");
    CHECK(csv_number(-0.0) == "0");
    CHECK(csv_number(1e300) == "1e+300");
    CHECK(csv_number(std::nan("")) == "");
    CHECK(csv_number(std::numeric_limits<double>::infinity()) == "");
}

TEST_CASE("the long table has a row a run, output and month with a value") {
    const auto value = [](std::size_t member, int row, std::size_t output) {
        return output == 1 && row == 3 ? some::missing : some::told(member, row, output);
    };
    const Run run = some::run(
        {{"x[CHN]", "kt"}, {"flow", "1"}, {"secret", "1", CellMethod::point, true}}, 3, value);
    const auto lines = lines_of(quantiles_csv(std::vector{run}, {"CHN"}));
    REQUIRE(lines.size() == 1 + 4 + 3);
    CHECK(lines[0] == "scenario,variable,actor,dyad,time,q05,q25,q50,q75,q95,mean,n,unit");
    CHECK(lines[1] == "baseline,x,CHN,,2020-01-01,0.1,0.5,1,1.5,1.9,1,3,kt");
    CHECK(lines[7].starts_with("baseline,flow,,,2020-03-01,"));
}

TEST_CASE("the wide table has a row a month and a column a number") {
    const auto lines =
        lines_of(quantiles_wide_csv(std::vector{some::run({{"x", "kt"}, {"y", "1"}}, 3)}));
    REQUIRE(lines.size() == 1 + 4);
    CHECK(lines[0].starts_with("time,baseline: x q05 (kt),"));
    CHECK(std::count(lines[1].begin(), lines[1].end(), ',') == 12);
    CHECK(lines[1].starts_with("2020-01-01,0.1,"));
}

TEST_CASE("the table of histograms states its error in every row") {
    HistogramColumn column{"baseline", {"x", "kt"}, std::vector<Histogram>(2)};
    column.rows[0].add(std::vector<float>{1, 2, 3});
    model::Grid grid;
    grid.first = model::month_of(2020, 1);
    grid.months = 1;
    const auto lines = lines_of(quantiles_all_csv(std::vector{column}, grid, {}));
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].ends_with(",unit,error"));
    CHECK(lines[1] == "baseline,x,,,2020-01-01,1.1,1.5,2,2.5,2.9,2,3,kt,0.00390625");
}

// SPDX-License-Identifier: Apache-2.0
// What texts come to; what is wrong with texts is in tests/language.
#include "model/graph.hpp"
#include "unit/model/resolved.hpp"

using namespace entente;
using namespace entente::model;
using test::at;
using test::equation;
using test::quantity;
using test::resolved;

TEST_CASE("the model block gives the grid, its first month without record, and the prior sets") {
    const Model m = resolved("");
    CHECK(m.name == "m");
    CHECK(m.grid.first == month_of(2020, 1));
    CHECK(m.grid.months == 24);
    CHECK(m.grid.forecast == month_of(2021, 1));
    CHECK(m.prior_sets == std::vector<std::string>{"default"});
    REQUIRE(m.scenarios.size() == 1);
    CHECK(m.scenarios[ScenarioId(0)].name == "baseline");
}

TEST_CASE("a toward is an inflow of its own, and steady starts at its aim") {
    const Model m = resolved("stock s : 1 = steady { toward 5 over 6 months }\n");
    CHECK(equation(m, "s") == "5");
    CHECK(equation(m, "s.toward") == "(5 - s) / 6");
    CHECK(quantity(m, "s").flows.size() == 1);
}

TEST_CASE("an event as a number is its count each month, and its rate is a quantity") {
    const Model m = resolved(
        "event e { hazard 0.24 [1/year] }\nlet a : 1/month = e\nlet b : 1 = count(e)\n"
        "let c : 1/year = e.rate\n");
    CHECK(quantity(m, "e").event_model == EventModel::hazard);
    CHECK(equation(m, "e.rate") == "0.02");
    CHECK(equation(m, "a") == "e");
    CHECK(equation(m, "b") == "e");
    CHECK(equation(m, "c") == "e.rate * 12");
}

TEST_CASE("dated events fall in their months") {
    const Model m = resolved("event e { on 2020-03, 2021-01-15 }\n");
    const Quantity& e = quantity(m, "e");
    CHECK(at(m, e.dates, 2020, 3) == 1);
    CHECK(at(m, e.dates, 2021, 1) == 1);
    CHECK(at(m, e.dates, 2020, 4) == 0);
}

TEST_CASE("an agreement is in force in months that open on or after its day") {
    const Model m = resolved(
        "actors A \"A\", B \"B\"\n"
        "agreement early \"E\" { parties A, B; signed 2020-03-01; until 2021-02 }\n"
        "agreement late \"L\" { parties A, B; signed 2019-01-01; in force from 2020-03-02 }\n");
    const TrackId early = m.agreements[0].in_force;
    CHECK(at(m, early, 2020, 2) == 0);
    CHECK(at(m, early, 2020, 3) == 1);
    CHECK(at(m, early, 2021, 1) == 1);
    CHECK(at(m, early, 2021, 2) == 0);
    const TrackId late = m.agreements[1].in_force;
    CHECK(at(m, late, 2020, 3) == 0);
    CHECK(at(m, late, 2020, 4) == 1);
}

TEST_CASE("counts of a list under an index keep the elements apart") {
    // The record of the first element once stood for all of them.
    const Model m = resolved(
        "set sectors = trade, defence\nagreements pacts from \"pacts.csv\"\n"
        "let n[s in sectors] : 1 = count(pacts where sector == s, 10 years)\n");
    REQUIRE(m.records.size() == 2);
    CHECK(m.records[RecordId(0)].filter->text == "trade");
    CHECK(m.records[RecordId(1)].filter->text == "defence");
}

TEST_CASE("paths of tables are relative to the file that names them, without detours") {
    text::Sources sources;
    text::Diagnostics diagnostics;
    const text::FileId file = sources.add("models/korea/korea.ent",
                                          "model m \"M\" { time month from 2020-01 to 2021-12 }\n"
                                          "include \"parts/data.ent\"\n");
    const auto read = [](const std::string& path) -> std::optional<std::string> {
        if (path != "models/korea/parts/data.ent") return std::nullopt;
        return "input x : 1 = 0 { recorded \"../data/./x.csv\" }\n";
    };
    const auto m = resolve(sources, file, read, diagnostics);
    REQUIRE(m);
    CHECK(m->records[RecordId(0)].path == "models/korea/data/x.csv");
    CHECK(m->records[RecordId(0)].shown == "../data/./x.csv");
    CHECK(m->texts.size() == 2);
}

TEST_CASE("the leader in office is the last who came and has not left") {
    const Model m = resolved(
        "actors A \"A\"\nleader one \"1\" of A from 2010-01 { x = 1 }\n"
        "leader two \"2\" of A from 2020-06 until 2021-03 { x = 2 }\n"
        "leader never \"3\" of A { x = 3 }\nlet y : 1 = leader(A).x\n");
    REQUIRE(m.leader_fields.size() == 1);
    const TrackId x = m.leader_fields[0].track;
    CHECK(at(m, x, 2020, 5) == 1);
    CHECK(at(m, x, 2020, 6) == 2);
    CHECK(at(m, x, 2021, 2) == 2);
    CHECK(at(m, x, 2021, 3) == 1);
}

TEST_CASE("constants are folded and equal expressions are one node") {
    const Model m = resolved("param p : 1 = 1\nlet a : 1 = 2 * 3 + p\nlet b : 1 = 6 + p\n");
    CHECK(equation(m, "a") == "6 + p");
    CHECK(quantity(m, "a").definitions.front().node == quantity(m, "b").definitions.front().node);
}

// SPDX-License-Identifier: Apache-2.0
// Each kind of change, written into a model.
#include "unit/model/resolved.hpp"

using namespace entente;
using namespace entente::model;
using test::at;
using test::equation;
using test::quantity;
using test::resolved;
using test::with;

namespace {

const char* const world =
    "actors A \"A\", B \"B\"\n"
    "lever crude : 1 = 1 in 0..2 held by A\n"
    "input aid : 1 = 1\n"
    "param gain : 1 = 2\n"
    "param twice : 1 = 2 * gain\n"
    "let effect : 1 = gain * aid + twice as helps else 1\n"
    "stock store : 1 = gain { inflow filled = 0.1 [1/month] * effect }\n"
    "event talks { hazard 0.1 [1/month]; on 2020-02 }\n"
    "agreement pact \"P\" { parties A, B; signed 2019-01-01 }\n"
    "leader one \"1\" of A from 2010-01 { x = 1 }\n"
    "leader two \"2\" of A { x = 2 }\n"
    "let style : 1 = leader(A).x\n"
    "player A every 3 months {\n"
    "  option give \"G\" { crude = 2; leaning 1 }\n"
    "  option take \"T\" { crude = 0 }\n"
    "}\n";

Model changed(const std::string& lines) {
    return with(resolved(world + ("scenario s {\n" + lines + "\n}\n")), "s");
}

const Setting& only_setting(const Model& m, const char* name) {
    REQUIRE(quantity(m, name).settings.size() == 1);
    return quantity(m, name).settings.front();
}

}  // namespace

TEST_CASE("set applies from its first month up to the one it ends with") {
    const Model m = changed("set crude = 0 from 2020-06 until forecast + 3 months");
    const Setting& setting = only_setting(m, "crude");
    CHECK(at(m, setting.window, 2020, 5) == 0);
    CHECK(at(m, setting.window, 2020, 6) == 1);
    CHECK(at(m, setting.window, 2021, 3) == 1);
    CHECK(at(m, setting.window, 2021, 4) == 0);
    CHECK(to_text(m, setting.value) == "0");
    CHECK(setting.ramp == 0);
    CHECK_FALSE(setting.latch);
}

TEST_CASE("set without dates applies from the start to the end row") {
    const Model m = changed("set aid = 3");
    const Setting& setting = only_setting(m, "aid");
    for (const double active : m.tracks[setting.window].values) CHECK(active == 1);
}

TEST_CASE("ramp keeps its months and where it begins") {
    const Model m = changed("set aid = 3 from 2020-06 ramp 6 months");
    CHECK(only_setting(m, "aid").ramp == 6);
    CHECK(only_setting(m, "aid").from == month_of(2020, 6));
}

TEST_CASE("once waits for its condition from its first month on") {
    const Model m = changed("set aid = 0 once store > 5 from 2020-06");
    const Setting& setting = only_setting(m, "aid");
    REQUIRE(setting.latch);
    const Quantity& latch = m.quantities[setting.latch];
    CHECK(latch.kind == QuantityKind::latch);
    CHECK(latch.hidden);
    CHECK(latch.condition);
}

TEST_CASE("the later line of a scenario comes last") {
    const Model m = changed("set aid = 3\nset aid = 4 from 2020-06");
    const auto& settings = quantity(m, "aid").settings;
    REQUIRE(settings.size() == 2);
    CHECK(to_text(m, settings[1].value) == "4");
}

TEST_CASE("add puts a pulse on a stock") {
    const Model m = changed("add -0.5 to store on 2020-06");
    REQUIRE(quantity(m, "store").pulses.size() == 1);
    CHECK(quantity(m, "store").pulses[0].month == month_of(2020, 6));
    CHECK(to_text(m, quantity(m, "store").pulses[0].amount) == "-0.5");
}

TEST_CASE("without switches links and flows off in its months") {
    const Model m = changed("without helps, store.filled from 2020-06 until 2020-08");
    int off = 0;
    for (const Link& link : m.links) {
        if (!link.off) continue;
        ++off;
        CHECK(at(m, link.off, 2020, 5) == 0);
        CHECK(at(m, link.off, 2020, 6) == 1);
        CHECK(at(m, link.off, 2020, 8) == 0);
    }
    CHECK(off == 2);
}

TEST_CASE("event on adds to what happens") {
    const Model m = changed("event talks on 2020-02, 2020-05");
    const Quantity& talks = quantity(m, "talks");
    CHECK(at(m, talks.dates, 2020, 2) == 2);
    CHECK(at(m, talks.dates, 2020, 5) == 1);
    CHECK_FALSE(talks.replaced);
}

TEST_CASE("event only replaces what happens while it applies") {
    const Model m = changed("event talks only on 2020-05 from 2020-02 until 2020-07");
    const Quantity& talks = quantity(m, "talks");
    CHECK(at(m, talks.dates, 2020, 2) == 0);
    CHECK(at(m, talks.dates, 2020, 5) == 1);
    CHECK(at(m, talks.replaced, 2020, 1) == 0);
    CHECK(at(m, talks.replaced, 2020, 2) == 1);
    CHECK(at(m, talks.replaced, 2020, 7) == 0);
}

TEST_CASE("event never and event every") {
    const Model never = changed("event talks never from forecast");
    CHECK(at(never, quantity(never, "talks").replaced, 2020, 12) == 0);
    CHECK(at(never, quantity(never, "talks").replaced, 2021, 1) == 1);
    CHECK(at(never, quantity(never, "talks").dates, 2020, 2) == 1);
    const Model every = changed("event talks only every 6 months from forecast");
    CHECK(at(every, quantity(every, "talks").dates, 2021, 1) == 1);
    CHECK(at(every, quantity(every, "talks").dates, 2021, 7) == 1);
    CHECK(at(every, quantity(every, "talks").dates, 2021, 6) == 0);
}

TEST_CASE("a leader comes to office and an agreement ends") {
    const Model m = changed("leader of A is two from 2020-06\nend pact on 2020-04");
    CHECK(at(m, m.leader_fields[0].track, 2020, 5) == 1);
    CHECK(at(m, m.leader_fields[0].track, 2020, 6) == 2);
    CHECK(at(m, m.agreements[0].in_force, 2020, 3) == 1);
    CHECK(at(m, m.agreements[0].in_force, 2020, 4) == 0);
}

TEST_CASE("plays fixes an option while it applies") {
    const Model m = changed("A plays take from 2020-06 until 2020-08");
    const TrackId script = quantity(m, "A").scripted;
    CHECK(at(m, script, 2020, 5) == 0);
    CHECK(at(m, script, 2020, 6) == 2);
    CHECK(at(m, script, 2020, 8) == 0);
}

TEST_CASE("a parameter set from the start changes everything that reads it, and may read itself") {
    const Model m = changed("set gain = 3 * gain");
    CHECK(equation(m, "gain") == "3 * gain.before");
    CHECK(equation(m, "gain.before") == "2");
    CHECK(quantity(m, "gain.before").draws_as == "gain");
    CHECK(equation(m, "store") == "gain");
    CHECK(equation(m, "twice") == "2 * gain");
}

TEST_CASE("a parameter set from the forecast changes the months from then on, not the start") {
    const Model m = changed("set gain = 5 from forecast");
    CHECK(equation(m, "gain") == "2");
    CHECK(equation(m, "twice") == "2 * gain");
    CHECK(equation(m, "store") == "gain");
    const std::string effect = equation(m, "effect");
    CHECK(effect.find("then 5 else gain") != std::string::npos);
}

TEST_CASE("a child takes over its parent's changes and its own word wins") {
    const Model m = resolved(std::string(world) +
                             "scenario parent { set crude = 0\n set aid = 3\n add 1 to store on "
                             "2020-06\n event talks never }\n"
                             "scenario child extends parent { set crude = 2 from 2020-06\n"
                             " event talks on 2020-09 }\n"
                             "scenario grandchild extends child { set aid = 4 }\n");
    const Model child = with(m, "child");
    CHECK(to_text(child, only_setting(child, "crude").value) == "2");
    CHECK(at(child, only_setting(child, "crude").window, 2020, 5) == 0);
    CHECK(to_text(child, only_setting(child, "aid").value) == "3");
    CHECK(quantity(child, "store").pulses.size() == 1);
    CHECK_FALSE(quantity(child, "talks").replaced);
    CHECK(at(child, quantity(child, "talks").dates, 2020, 9) == 1);
    const Model grandchild = with(m, "grandchild");
    CHECK(to_text(grandchild, only_setting(grandchild, "aid").value) == "4");
    CHECK(to_text(grandchild, only_setting(grandchild, "crude").value) == "2");
}

TEST_CASE("ids stay what they were, so that results of two scenarios can be compared") {
    const Model m = resolved(world + std::string("scenario s { set gain = 3\n set aid = 0 once "
                                                 "store > 5\n without helps }\n"));
    const Model s = with(m, "s");
    REQUIRE(s.quantities.size() >= m.quantities.size());
    for (std::size_t i = 0; i < m.quantities.size(); ++i)
        CHECK(s.quantities[QuantityId(i)].name == m.quantities[QuantityId(i)].name);
    REQUIRE(s.links.size() == m.links.size());
    CHECK(s.opening_order.size() == m.opening_order.size());
}

TEST_CASE("a change before the forecast is told from one after") {
    const Model m =
        resolved(world + std::string("scenario past { set aid = 0 from 2020-06 }\n"
                                     "scenario future { set aid = 0 from forecast }\n"));
    CHECK(m.scenarios[find_scenario(m, "past")].rewrites_history);
    CHECK_FALSE(m.scenarios[find_scenario(m, "future")].rewrites_history);
}

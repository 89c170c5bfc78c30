// SPDX-License-Identifier: Apache-2.0
#include "program/compile.hpp"

#include <cmath>
#include <limits>
#include <string>

#include <doctest/doctest.h>

#include "run/simulate.hpp"

namespace {

using namespace entente;
using namespace entente::model;

/// A stock x that grows by `rate` a month, and a let y = x / (x - 3).
struct Small {
    Model model;
    data::Data data;
    QuantityId x, y;

    Small() {
        model.name = "small";
        model.grid.first = month_of(2020, 1);
        model.grid.months = 4;
        model.grid.forecast = model.grid.first + 4;
        model.prior_sets = {"default"};
        model.scenarios.add(Scenario{.name = "baseline"});
        const NodeId one = model.nodes.add({.op = Op::constant, .value = 1});
        const NodeId three = model.nodes.add({.op = Op::constant, .value = 3});
        x = model.quantities.add(
            {.name = "x", .kind = QuantityKind::stock, .definitions = {{one, {}}}});
        const QuantityId grown = model.quantities.add({.name = "x.grown",
                                                       .kind = QuantityKind::flow,
                                                       .definitions = {{one, {}}},
                                                       .stock = x});
        model.quantities[x].flows = {grown};
        const NodeId now = model.nodes.add({.op = Op::quantity, .quantity = x});
        const NodeId gap =
            model.nodes.add({.op = Op::subtract, .arguments = {now, three, NodeId()}});
        const NodeId ratio = model.nodes.add({.op = Op::divide, .arguments = {now, gap, NodeId()}});
        y = model.quantities.add(
            {.name = "y", .kind = QuantityKind::let, .definitions = {{ratio, {}}}});
        order(model);
    }

    program::Program compile() {
        text::Diagnostics diagnostics;
        program::CompileOptions options;
        options.outputs = {x, y};
        auto program = program::compile(model, data, options, diagnostics);
        REQUIRE(program.has_value());
        return std::move(*program);
    }
};

TEST_CASE("a program prints its sections, slots and numbers") {
    Small small;
    const std::string text = program::to_text(small.compile());
    CHECK(text.find("1 instants in each of 4 months") != std::string::npos);
    CHECK(text.find("open: ") != std::string::npos);
    CHECK(text.find("s0 (x) = advance s0 (x) 1 within") != std::string::npos);
    CHECK(text.find("record s0 (x) as x") != std::string::npos);
}

TEST_CASE("a division by zero is kept, found in its row, and counted once a member") {
    Small small;
    const results::Run run =
        run::simulate(small.compile(), {.seed = 1, .members = 40, .threads = 2, .block = 16});
    CHECK(run.faulty_members == 40);
    CHECK(run.fault_count == 40);
    REQUIRE(run.faults.size() == 40);
    CHECK(run.faults[7].member == 7);
    CHECK(run.faults[7].row == 2);  // x is 3 as the third month opens
    CHECK(run.faults[7].code == "E5001");
    CHECK(run.faults[7].quantity == "y");
    CHECK(std::isinf(run.value(7, 2, 1)));
    CHECK(run.value(7, 3, 1) == 4.0F);
}

TEST_CASE("a promise that is broken names the row after the step") {
    Small small;
    small.model.quantities[small.x].high = 3.5;
    const results::Run run =
        run::simulate(small.compile(), {.seed = 1, .members = 1, .threads = 1, .block = 16});
    REQUIRE(run.faults.size() == 2);
    CHECK(run.faults[1].code == "E5002");
    CHECK(run.faults[1].row == 3);
    CHECK(run.faults[1].value == 4);
    CHECK(run.value(0, 4, 0) == 5.0F);
}

TEST_CASE("a parameter that stands in for another takes its draws") {
    Small small;
    const NodeId half = small.model.nodes.add({.op = Op::constant, .value = 0.5});
    const auto add = [&](const char* name, const char* draws_as) {
        Quantity parameter{.name = name, .draws_as = draws_as, .kind = QuantityKind::parameter};
        const DrawnFrom normal{.kind = DistributionKind::normal,
                               .parameters = {half, half, NodeId(), NodeId()}};
        parameter.definitions = {{NodeId(), normal}};
        parameter.declaration = small.model.declarations.add({.name = name});
        small.model.quantities.add(parameter);
    };
    add("a", "");
    add("b", "");
    add("replaced a", "a");
    order(small.model);
    const program::Program program = small.compile();
    CHECK(program.sites.size() == 2);
    const results::Run run =
        run::simulate(program, {.seed = 1, .members = 1, .threads = 1, .block = 16});
    CHECK(run.parameters[0] == run.parameters[2]);
    CHECK(run.parameters[0] != run.parameters[1]);
}

TEST_CASE("a run that is stopped keeps whole members and says so") {
    Small small;
    const program::Program program = small.compile();
    std::atomic<bool> stop = false;
    run::RunSpec spec{.seed = 1, .members = 1000, .threads = 1, .block = 16};
    spec.stop = &stop;
    spec.progress = [&](const run::BlockDone& done) { stop = done.members >= 100; };
    const results::Run run = run::simulate(program, spec);
    CHECK(run.partial);
    CHECK(run.members == 112);
    CHECK(run.value(111, 4, 0) == 5.0F);
}

}  // namespace

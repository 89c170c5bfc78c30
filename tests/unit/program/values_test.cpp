// SPDX-License-Identifier: Apache-2.0
#include "program/values.hpp"

#include <vector>

#include <doctest/doctest.h>

namespace {

using namespace entente;
using program::Code;
using program::Section;
using program::ValueId;
using program::ValueKind;

model::Grid quarter() {
    model::Grid grid;
    grid.first = model::month_of(2020, 1);
    grid.months = 3;
    grid.substeps = 2;
    grid.forecast = grid.first + 3;
    return grid;
}

TEST_CASE("what no member changes is worked out at once") {
    program::Values values(quarter());
    const ValueId two = values.constant(2);
    const ValueId six = values.code(Section::open, Code::multiply, two, values.constant(3));
    CHECK(values.is_constant(six, 6));
    const ValueId path = values.month({1, 2, 3});
    const ValueId doubled = values.code(Section::open, Code::multiply, two, path);
    CHECK(values[doubled].kind == ValueKind::month);
    CHECK(values.at_month(doubled, 2) == 6);
    CHECK(values.code(Section::open, Code::multiply, two, path) == doubled);
    CHECK(values.is_constant(values.month({4, 4, 4}), 4));
}

TEST_CASE("time runs on through the month, and holds where a month's value is asked for") {
    program::Values values(quarter());
    const double opening = model::month_of(2020, 1).since_1970;
    const ValueId time = values.time();
    CHECK(values.path(time) == std::vector<double>{opening,
                                                   opening + 0.5,
                                                   opening + 1,
                                                   opening + 1.5,
                                                   opening + 2,
                                                   opening + 2.5,
                                                   opening + 3});
    CHECK(values.moves(time));
    CHECK_FALSE(values.moves(values.opened(time)));
    CHECK(values.at_month(values.shifted(time, 1, 7), 0) == 7);
    CHECK(values.at_month(values.shifted(time, 1, 7), 2) == opening + 1);
}

TEST_CASE("a value stands in the earliest section that has its operands") {
    program::Values values(quarter());
    const auto stock = values.add_place("stock");
    const ValueId drawn = values.reading(Section::start, Code::uniform, 0);
    const ValueId squared = values.code(Section::open, Code::multiply, drawn, drawn);
    CHECK(values[squared].section == Section::start);
    const ValueId opening = values.place(stock, Section::decide);
    const ValueId later = values.place(stock, Section::instant);
    const ValueId known = values.code(Section::open, Code::add, opening, squared);
    CHECK(values[known].section == Section::open);
    CHECK(values[values.code(Section::instant, Code::add, later, known)].section ==
          Section::instant);
    // Nothing in it moves: the openings have it, for whoever asks within the month.
    const ValueId path = values.month({1, 2, 3});
    const ValueId scaled = values.code(Section::instant, Code::multiply, drawn, path);
    CHECK(values[scaled].section == Section::open);
    CHECK(values.code(Section::open, Code::multiply, drawn, path) == scaled);
}

TEST_CASE("a choice that is known takes its side, and neutral operations leave their operand") {
    program::Values values(quarter());
    const ValueId drawn = values.reading(Section::start, Code::uniform, 0);
    const ValueId other = values.reading(Section::start, Code::uniform, 1);
    CHECK(values.choose(Section::open, values.constant(1), drawn, other) == drawn);
    CHECK(values.choose(Section::open, values.constant(0), drawn, other) == other);
    CHECK(values.code(Section::open, Code::multiply, drawn, values.constant(1)) == drawn);
    CHECK(values.code(Section::open, Code::multiply, values.constant(1), drawn) == drawn);
    CHECK(values.code(Section::open, Code::divide, drawn, values.constant(1)) == drawn);
    CHECK(values.code(Section::open, Code::subtract, drawn, values.constant(0)) == drawn);
    // -0 + 0 is 0: an addition of nothing is not nothing.
    CHECK(values.code(Section::open, Code::add, drawn, values.constant(0)) != drawn);
}

}  // namespace

// SPDX-License-Identifier: Apache-2.0
// The sink of diagnostics; how they look is in the goldens of tests/language.
#include "text/diagnostic.hpp"

#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace entente::text;

namespace {

struct Fixture {
    Sources sources;
    Diagnostics diagnostics;
    FileId file = sources.add("m.ent", "let a : 1 = b\nlet c : 1 = b\n");

    Span span(std::uint32_t begin, std::uint32_t end) const { return {file, begin, end}; }

    void add(const char* code, Span at, const std::string& headline = "wrong") {
        diagnostics.add({.code = code,
                         .headline = headline,
                         .primary = {at, "here"},
                         .others = {},
                         .notes = {},
                         .helps = {}});
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "the same code at the same place is kept once") {
    add("E2001", span(12, 13));
    add("E2001", span(12, 13), "wrong again");
    add("E2002", span(12, 13));
    add("E2001", span(26, 27));
    CHECK(diagnostics.error_count() == 3);
}

TEST_CASE_FIXTURE(Fixture, "what points nowhere is told apart by what it says") {
    add("E6001", {}, "no file a");
    add("E6001", {}, "no file b");
    add("E6001", {}, "no file b");
    CHECK(diagnostics.error_count() == 2);
}

TEST_CASE_FIXTURE(Fixture, "warnings are no errors") {
    add("W2003", span(0, 3));
    CHECK_FALSE(diagnostics.has_errors());
    CHECK(diagnostics.warning_count() == 1);
}

TEST_CASE_FIXTURE(Fixture, "diagnostics are sorted by place, whatever the order of finding") {
    add("E2001", span(26, 27));
    add("E2001", span(12, 13));
    const auto sorted = diagnostics.sorted();
    REQUIRE(sorted.size() == 2);
    CHECK(sorted[0].primary.span == span(12, 13));
}

TEST_CASE_FIXTURE(Fixture, "a further place of a fault is added to it, once") {
    add("E2001", span(12, 13));
    diagnostics.add_place("E2001", span(12, 13), {span(26, 27), "and here"});
    diagnostics.add_place("E2001", span(12, 13), {span(26, 27), "and here"});
    diagnostics.add_place("E2001", span(12, 13), {span(12, 13), "and here"});
    diagnostics.add_place("E9999", span(12, 13), {span(0, 3), "of nothing"});
    const auto sorted = diagnostics.sorted();
    REQUIRE(sorted.size() == 1);
    REQUIRE(sorted[0].others.size() == 1);
    CHECK(sorted[0].others[0].text == "and here");
}

TEST_CASE_FIXTURE(Fixture, "at most so many errors are shown, and the rest is counted") {
    for (std::uint32_t i = 0; i < 25; ++i)
        add("E2001", span(i, i + 1), "wrong " + std::to_string(i));
    const std::string text = render(diagnostics, sources, Colour::off, 20);
    CHECK(text.find("wrong 19") != std::string::npos);
    CHECK(text.find("wrong 20") == std::string::npos);
    CHECK(text.find("5 more") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "colour adds escapes and nothing else") {
    add("E2001", span(12, 13));
    const std::string plain = render(diagnostics, sources, Colour::off);
    std::string colourful = render(diagnostics, sources, Colour::on);
    CHECK(colourful != plain);
    for (std::size_t at = colourful.find('\x1b'); at != std::string::npos;
         at = colourful.find('\x1b')) {
        colourful.erase(at, colourful.find('m', at) - at + 1);
    }
    CHECK(colourful == plain);
}

TEST_CASE_FIXTURE(Fixture, "tools get places as lines, columns and offsets") {
    diagnostics.add({.code = "E2001",
                     .headline = "there is no quantity called `b`",
                     .primary = {span(26, 27), "here"},
                     .others = {{span(12, 13), "and here"}},
                     .notes = {"a note"},
                     .helps = {{"did you mean `a`?", span(26, 27), "a"}}});
    const auto json = nlohmann::json::parse(to_json(diagnostics, sources));
    REQUIRE(json.size() == 1);
    CHECK(json[0]["code"] == "E2001");
    CHECK(json[0]["file"] == "m.ent");
    CHECK(json[0]["severity"] == "error");
    CHECK(json[0]["range"]["start"]["line"] == 2);
    CHECK(json[0]["range"]["start"]["column"] == 13);
}

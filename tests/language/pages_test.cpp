// SPDX-License-Identifier: Apache-2.0
// Every code has a page in docs/errors with a failing example that gives the code and a corrected
// one that passes.
#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "games/issue_table.hpp"
#include "language/page.hpp"
#include "support/front_end.hpp"
#include "support/golden.hpp"
#include "text/diagnostic.hpp"

namespace {

namespace fs = std::filesystem;
using entente::test::Checked;
using entente::test::Example;
using entente::test::example;

const fs::path folder = fs::path(ENTENTE_SOURCE_DIR) / "docs" / "errors";

// What no model can have: `entente bargain` reads tables of its own.
bool is_of_bargaining(std::string_view code) { return code == "E6009"; }

// The codes that an example of such a table gives.
Checked check_actors(const Example& of) {
    Checked checked;
    entente::text::Sources sources;
    entente::text::Diagnostics diagnostics;
    const auto file = sources.add("actors.csv", of.files.at("actors.csv"));
    checked.loaded = entente::games::parse_issue(sources, file, diagnostics).has_value();
    for (const auto& diagnostic : diagnostics.sorted()) {
        checked.codes.push_back(diagnostic.code);
    }
    checked.rendered = entente::text::render(diagnostics, sources, entente::text::Colour::off);
    return checked;
}

Checked check(const Example& of) {
    if (of.files.contains("actors.csv")) {
        return check_actors(of);
    }
    entente::test::Files files = of.files;
    files["example.ent"] = of.model.value_or("");
    return entente::test::check_text(files["example.ent"], "example.ent", files);
}

// What cannot be printed on a page.
std::optional<std::string> unprintable(std::string_view code) {
    if (code == "E1001") {
        return "let caf\xE9 : 1 = 1\n";
    }
    if (code == "E1007") {
        return std::string(std::size_t{9} * 1024 * 1024, '\n');
    }
    return std::nullopt;
}

// What goes wrong in compiling or in a run passes the front end; run_pages_test.cpp has the runs.
bool is_behind_the_front_end(std::string_view code) {
    return code.starts_with("E4") || code.starts_with("E5");
}

}  // namespace

TEST_CASE("every code has a page that says why, how it fails and how it works") {
    for (const entente::text::CodeRow& row : entente::text::code_table()) {
        const std::string code(row.code);
        INFO(code);
        const std::string page = entente::test::read_text(folder / (code + ".md")).value_or("");
        CHECK(page.starts_with("# " + code + ": " + std::string(row.title) + "\n"));
        CHECK(page.find("\n## Why\n") != std::string::npos);
        Example fails = example(page, "Fails");
        if (const auto text = unprintable(code)) {
            fails.model = text;
        }
        REQUIRE(fails.model.has_value() != is_of_bargaining(code));
        const Checked failing = check(fails);
        if (is_behind_the_front_end(code)) {
            CHECK_MESSAGE(failing.codes.empty(), failing.rendered);
        } else {
            CHECK_MESSAGE(failing.gives(code),
                          "the failing example does not give the code:\n"
                              << failing.rendered);
        }
        const Example works = example(page, "Works");
        CHECK(works.model.has_value() != is_of_bargaining(code));
        const Checked corrected = check(works);
        CHECK_MESSAGE(corrected.codes.empty(), corrected.rendered);
        CHECK(corrected.loaded);
    }
}

TEST_CASE("a failing example has no other fault than the one its page is about") {
    for (const entente::text::CodeRow& row : entente::text::code_table()) {
        const std::string code(row.code);
        if (is_behind_the_front_end(code) || unprintable(code)) {
            continue;
        }
        const std::string page = entente::test::read_text(folder / (code + ".md")).value_or("");
        const Checked failing = check(example(page, "Fails"));
        for (const std::string& other : failing.codes) {
            CHECK_MESSAGE(other == code,
                          code << " also gives " << other << "\n"
                               << failing.rendered);
        }
    }
}

TEST_CASE("every page belongs to a code, and codes are sorted and unique") {
    const auto& table = entente::text::code_table();
    CHECK(std::is_sorted(
        table.begin(), table.end(), [](const auto& a, const auto& b) { return a.code < b.code; }));
    CHECK(std::adjacent_find(table.begin(), table.end(), [](const auto& a, const auto& b) {
              return a.code == b.code;
          }) == table.end());
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string code = entry.path().stem().string();
        CHECK_MESSAGE(
            std::any_of(
                table.begin(), table.end(), [&code](const auto& row) { return row.code == code; }),
            entry.path().string());
    }
}

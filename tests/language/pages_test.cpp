// SPDX-License-Identifier: Apache-2.0
// Every code has a page in docs/errors with a failing example that gives the code and a corrected
// one that passes. A block headed ```csv PATH or ```entente PATH is a file beside the example.
#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "support/front_end.hpp"
#include "support/golden.hpp"
#include "text/diagnostic.hpp"

namespace {

namespace fs = std::filesystem;
using entente::test::Checked;

const fs::path folder = fs::path(ENTENTE_SOURCE_DIR) / "docs" / "errors";

struct Example {
    std::optional<std::string> model;
    entente::test::Files files;
};

// The fenced blocks of a section; no model where there is none.
Example example(const std::string& page, const std::string& section) {
    Example found;
    const std::size_t head = page.find("\n## " + section + "\n");
    if (head == std::string::npos) {
        return found;
    }
    const std::size_t next = std::min(page.find("\n## ", head + 4), page.size());
    constexpr std::string_view fence = "\n```";
    std::size_t at = page.find(fence, head);
    while (at < next) {
        const std::size_t info = at + fence.size();
        const std::size_t begin = page.find('\n', info) + 1;
        const std::size_t end = page.find(fence, begin - 1);
        REQUIRE(end != std::string::npos);
        const std::string kind = page.substr(info, begin - 1 - info);
        const std::string text = page.substr(begin, end + 1 - begin);
        const std::size_t blank = kind.find(' ');
        if (blank != std::string::npos) {
            found.files[kind.substr(blank + 1)] = text;
        } else if (kind == "entente") {
            CHECK_FALSE(found.model.has_value());
            found.model = text;
        }
        at = page.find(fence, end + fence.size());
    }
    return found;
}

Checked check(const Example& example) {
    entente::test::Files files = example.files;
    files["example.ent"] = example.model.value_or("");
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

// What goes wrong in compiling or in a run passes the front end.
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
        REQUIRE(fails.model.has_value());
        const Checked failing = check(fails);
        if (is_behind_the_front_end(code)) {
            CHECK_MESSAGE(failing.codes.empty(), failing.rendered);
        } else {
            CHECK_MESSAGE(failing.gives(code),
                          "the failing example does not give the code:\n"
                              << failing.rendered);
        }
        const Example works = example(page, "Works");
        CHECK(works.model.has_value());
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

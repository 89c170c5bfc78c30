// SPDX-License-Identifier: Apache-2.0
// Every code has a page in docs/errors with a failing example that gives the code and a corrected
// one that passes.
#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "support/front_end.hpp"
#include "support/golden.hpp"
#include "text/diagnostic.hpp"

namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(ENTENTE_SOURCE_DIR) / "docs" / "errors";

// The ```entente block of a section; nothing when there is none.
std::optional<std::string> example(const std::string& page, const std::string& section) {
    const std::size_t head = page.find("\n## " + section + "\n");
    if (head == std::string::npos) {
        return std::nullopt;
    }
    const std::size_t next = std::min(page.find("\n## ", head + 4), page.size());
    constexpr std::string_view fence = "```entente\n";
    const std::size_t begin = page.find(fence, head);
    if (begin == std::string::npos || begin > next) {
        return std::nullopt;
    }
    const std::size_t from = begin + fence.size();
    return page.substr(from, page.find("```", from) - from);
}

bool gives(const std::string& text, std::string_view code) {
    const auto codes = entente::test::check_text(text, "example.ent").codes;
    return std::find(codes.begin(), codes.end(), code) != codes.end();
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

// The codes of the stages that `check_text` runs.
bool is_checked(std::string_view code) { return code.starts_with("E1"); }

}  // namespace

TEST_CASE("every code has a page that says why, how it fails and how it works") {
    for (const entente::text::CodeRow& row : entente::text::code_table()) {
        const std::string code(row.code);
        INFO(code);
        const std::string page = entente::test::read_text(folder / (code + ".md")).value_or("");
        CHECK(page.starts_with("# " + code + ": " + std::string(row.title) + "\n"));
        CHECK(page.find("\n## Why\n") != std::string::npos);
        if (!is_checked(code)) {
            continue;
        }
        const auto works = example(page, "Works");
        CHECK(works.has_value());
        const auto fails = unprintable(code) ? unprintable(code) : example(page, "Fails");
        REQUIRE(fails.has_value());
        CHECK_MESSAGE(gives(*fails, code), "the failing example does not give the code");
        CHECK_MESSAGE(entente::test::check_text(works.value_or(""), "example.ent").codes.empty(),
                      entente::test::check_text(works.value_or(""), "example.ent").rendered);
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

// SPDX-License-Identifier: Apache-2.0
// Formatting every model in the tree: twice is once, and the tree stays the same.
#include <filesystem>
#include <optional>
#include <string>

#include <doctest/doctest.h>

#include "support/golden.hpp"
#include "syntax/format.hpp"
#include "syntax/parser.hpp"
#include "syntax/print.hpp"
#include "text/diagnostic.hpp"

namespace {

namespace fs = std::filesystem;

struct Formatted {
    std::string text;
    std::string tree;
};

std::optional<Formatted> format_text(const std::string& text) {
    entente::text::Sources sources;
    entente::text::Diagnostics diagnostics;
    const auto file = sources.add("model.ent", text);
    const auto formatted = entente::syntax::format(sources, file, diagnostics);
    const auto tree = entente::syntax::parse(sources, file, diagnostics);
    if (!formatted || !tree) {
        return std::nullopt;
    }
    return Formatted{*formatted, entente::syntax::to_text(*tree)};
}

}  // namespace

TEST_CASE("formatting the models twice gives what once gives, and keeps their trees") {
    int models = 0;
    for (const char* top : {"models", "tests/language/ok"}) {
        const fs::path root = fs::path(ENTENTE_SOURCE_DIR) / top;
        if (!fs::exists(root)) {
            continue;
        }
        for (const auto& entry : fs::recursive_directory_iterator(root)) {
            if (entry.path().extension() != ".ent") {
                continue;
            }
            INFO(entry.path().string());
            const auto first = format_text(entente::test::read_text(entry.path()).value_or(""));
            REQUIRE(first.has_value());
            const auto second = format_text(first->text);
            REQUIRE(second.has_value());
            CHECK(second->text == first->text);
            CHECK(second->tree == first->tree);
            ++models;
        }
    }
    CHECK(models > 5);
}

// SPDX-License-Identifier: Apache-2.0
// Every shipped model resolves and loads, and formatting it changes neither what it means nor its
// comments.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/front_end.hpp"
#include "support/golden.hpp"
#include "syntax/format.hpp"
#include "syntax/lexer.hpp"
#include "text/diagnostic.hpp"
#include "text/source.hpp"

namespace {

namespace fs = std::filesystem;
using namespace entente;

// The files of models/ by path from the source folder: models and tables.
test::Files shipped_files() {
    test::Files files;
    const fs::path root(ENTENTE_SOURCE_DIR);
    for (const auto& entry : fs::recursive_directory_iterator(root / "models")) {
        const fs::path& path = entry.path();
        if (path.extension() == ".ent" || path.extension() == ".csv") {
            files[path.lexically_relative(root).generic_string()] =
                test::read_text(path).value_or("");
        }
    }
    return files;
}

bool is_model(const std::string& path) { return path.ends_with(".ent"); }

bool is_main(const std::string& path, const std::string& text) {
    return is_model(path) && (text.starts_with("model ") || text.find("\nmodel ") != text.npos);
}

std::string formatted(const std::string& text) {
    text::Sources sources;
    text::Diagnostics diagnostics;
    return syntax::format(sources, sources.add("model.ent", text), diagnostics).value_or("");
}

// Comments in order, without the blanks at their ends.
std::vector<std::string> comments(const std::string& text) {
    text::Sources sources;
    text::Diagnostics diagnostics;
    std::vector<std::string> found;
    for (const syntax::Token& token :
         syntax::lex(sources, sources.add("model.ent", text), diagnostics)) {
        if (token.kind != syntax::TokenKind::comment && token.kind != syntax::TokenKind::doc) {
            continue;
        }
        std::string comment = token.text;
        while (!comment.empty() && (comment.back() == ' ' || comment.back() == '\r')) {
            comment.pop_back();
        }
        found.push_back(comment);
    }
    return found;
}

}  // namespace

TEST_CASE("every shipped model resolves and its record loads without an error") {
    const test::Files files = shipped_files();
    int models = 0;
    for (const auto& [path, text] : files) {
        if (!is_main(path, text)) {
            continue;
        }
        ++models;
        const test::Checked checked = test::check_text(text, path, files);
        CHECK_MESSAGE(checked.loaded, path << "\n" << checked.rendered);
    }
    CHECK(models >= 5);
}

TEST_CASE("a formatted model means what it meant") {
    const test::Files files = shipped_files();
    test::Files tidy = files;
    for (auto& [path, text] : tidy) {
        if (is_model(path)) {
            text = formatted(text);
        }
    }
    for (const auto& [path, text] : files) {
        if (!is_main(path, text)) {
            continue;
        }
        INFO(path);
        const test::Checked before = test::check_text(text, path, files);
        const test::Checked after = test::check_text(tidy.at(path), path, tidy);
        CHECK(before.codes.size() == after.codes.size());
        CHECK_FALSE(before.model.empty());
        CHECK(before.model == after.model);
    }
}

TEST_CASE("formatting keeps every comment, and twice is once") {
    for (const auto& [path, text] : shipped_files()) {
        if (!is_model(path)) {
            continue;
        }
        INFO(path);
        const std::string once = formatted(text);
        CHECK(formatted(once) == once);
        std::vector<std::string> before = comments(text);
        std::vector<std::string> after = comments(once);
        // A comment inside a statement may move to its end, so the order is not compared.
        std::sort(before.begin(), before.end());
        std::sort(after.begin(), after.end());
        CHECK(before == after);
    }
}

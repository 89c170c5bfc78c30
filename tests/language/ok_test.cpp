// SPDX-License-Identifier: Apache-2.0
// Each ok/NAME.ent resolves and loads. What it says after `# expect:` is beside the cause: a code
// such as W2001, or a quantity of the printed model, for instance `a = -4`, `b ~ normal(0, 1)`.
// Codes that no line expects must not come.
#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/front_end.hpp"
#include "support/golden.hpp"

namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(ENTENTE_SOURCE_DIR) / "tests" / "language" / "ok";

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

std::vector<std::string> expectations(const std::string& text) {
    const std::string mark = "# expect: ";
    std::vector<std::string> found;
    for (const std::string& line : lines_of(text)) {
        const std::size_t at = line.find(mark);
        if (at != std::string::npos) {
            const std::size_t end = line.find_last_not_of(" \r") + 1;
            found.push_back(line.substr(at + mark.size(), end - at - mark.size()));
        }
    }
    return found;
}

// "let a : 1" followed by "  = -4" is "a = -4".
std::set<std::string> quantities(const std::string& model) {
    std::set<std::string> found;
    std::string name;
    for (const std::string& line : lines_of(model)) {
        if (line.starts_with("  ")) {
            found.insert(name + " " + line.substr(2));
            continue;
        }
        const std::size_t kind = line.find(' ');
        const std::size_t unit = line.find(" : ");
        const bool named = kind != std::string::npos && unit != std::string::npos && kind < unit;
        name = named ? line.substr(kind + 1, unit - kind - 1) : line;
    }
    return found;
}

bool is_code(const std::string& text) { return text.size() == 5 && text.front() == 'W'; }

}  // namespace

TEST_CASE("right models resolve, load and come to what they expect") {
    std::size_t models = 0;
    std::size_t checked = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() != ".ent") {
            continue;
        }
        ++models;
        INFO(entry.path().filename().string());
        const auto result =
            entente::test::check_file(entry.path(), entry.path().filename().string());
        CHECK_MESSAGE(result.loaded, result.rendered);
        const std::set<std::string> found = quantities(result.model);
        std::set<std::string> codes;
        for (const std::string& expected :
             expectations(entente::test::read_text(entry.path()).value_or(""))) {
            ++checked;
            if (is_code(expected)) {
                codes.insert(expected);
                CHECK_MESSAGE(result.gives(expected), expected << " was expected");
            } else {
                CHECK_MESSAGE(found.contains(expected),
                              expected << " was expected of\n"
                                       << result.model);
            }
        }
        for (const std::string& code : result.codes) {
            CHECK_MESSAGE(codes.contains(code), result.rendered);
        }
    }
    CHECK(models > 10);
    CHECK(checked > 60);
}

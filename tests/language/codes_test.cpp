// SPDX-License-Identifier: Apache-2.0
// The code table and the sources agree: no code is given that the table lacks, and none is in the
// table that nothing gives.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "support/golden.hpp"
#include "text/diagnostic.hpp"

namespace {

namespace fs = std::filesystem;

// A code stands in a text of its own, "E3004", wherever it is given.
constexpr std::size_t literal_size = 7;

bool is_code(std::string_view literal) {
    return literal.size() == literal_size && literal.front() == '"' && literal.back() == '"' &&
           (literal[1] == 'E' || literal[1] == 'W') &&
           std::all_of(literal.begin() + 2, literal.end() - 1, [](unsigned char c) {
               return std::isdigit(c) != 0;
           });
}

std::set<std::string> codes_given() {
    std::set<std::string> found;
    const fs::path root = fs::path(ENTENTE_SOURCE_DIR) / "src";
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        const fs::path& path = entry.path();
        const bool source = path.extension() == ".cpp" || path.extension() == ".hpp";
        if (!source || path.filename() == "codes.cpp") {
            continue;
        }
        const std::string text = entente::test::read_text(path).value_or("");
        for (std::size_t at = text.find('"'); at != std::string::npos;
             at = text.find('"', at + 1)) {
            const std::string_view literal = std::string_view(text).substr(at, literal_size);
            if (is_code(literal)) {
                found.emplace(literal.substr(1, literal_size - 2));
            }
        }
    }
    return found;
}

}  // namespace

TEST_CASE("every code the sources give is in the table, and nothing else is") {
    const std::set<std::string> given = codes_given();
    CHECK(given.size() > 70);
    std::set<std::string> known;
    for (const entente::text::CodeRow& row : entente::text::code_table()) {
        known.emplace(row.code);
        const bool is_given = given.contains(std::string(row.code));
        CHECK_MESSAGE(is_given, std::string(row.code) << " is in the table and given nowhere");
    }
    for (const std::string& code : given) {
        CHECK_MESSAGE(known.contains(code), code << " is given and not in the table");
    }
}

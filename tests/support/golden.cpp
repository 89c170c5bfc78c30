// SPDX-License-Identifier: Apache-2.0
#include "support/golden.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string_view>

namespace entente::test {

std::optional<std::string> read_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::error_code fault;
    if (!file || !std::filesystem::is_regular_file(path, fault)) {
        return std::nullopt;
    }
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::optional<std::string> difference(const std::string& actual,
                                      const std::filesystem::path& expected) {
    const std::optional<std::string> wanted = read_text(expected);
    if (!wanted) {
        return expected.string() + " is missing; UPDATE_GOLDEN=1 writes it. Found:\n" + actual;
    }
    if (*wanted == actual) {
        return std::nullopt;
    }
    std::istringstream left(*wanted);
    std::istringstream right(actual);
    std::string wanted_line;
    std::string actual_line;
    int line = 0;
    bool more = true;
    while (more && wanted_line == actual_line) {
        ++line;
        wanted_line.clear();
        actual_line.clear();
        more = static_cast<bool>(std::getline(left, wanted_line));
        more = static_cast<bool>(std::getline(right, actual_line)) || more;
    }
    return expected.string() + ":" + std::to_string(line) + "\n  expected: " + wanted_line +
           "\n  found:    " + actual_line + "\nall of it:\n" + actual;
}

std::optional<std::string> compare_golden(const std::string& actual,
                                          const std::filesystem::path& expected) {
    const char* const update = std::getenv("UPDATE_GOLDEN");
    if (update != nullptr && std::string_view(update) == "1") {
        std::ofstream(expected, std::ios::binary) << actual;
    }
    return difference(actual, expected);
}

}  // namespace entente::test

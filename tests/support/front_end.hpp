// SPDX-License-Identifier: Apache-2.0
// What the front end says about one model: lexing, parsing, resolving, and loading of the record.
// Tests of diagnostics call this and nothing else, so that they see every stage the front end has.
#pragma once

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace entente::test {

/// Texts of included models and of tables, by the path a model names them by.
using Files = std::map<std::string, std::string>;

struct Checked {
    std::string rendered;            ///< as the terminal shows it, without colour; empty when fine
    std::string json;                ///< the same for tools
    std::vector<std::string> codes;  ///< of all errors and warnings, sorted by position
    std::string model;    ///< the resolved model, printed; empty where it did not resolve
    bool loaded = false;  ///< whether the record was read too

    bool gives(std::string_view code) const {
        return std::find(codes.begin(), codes.end(), code) != codes.end();
    }
};

/// Reads the file, what it includes and its tables. Messages name it by `shown`, and other files by
/// the path from its folder.
Checked check_file(const std::filesystem::path& path, const std::string& shown);

/// Checks a text as if it were the file `shown` beside `files`.
Checked check_text(const std::string& text, const std::string& shown, const Files& files = {});

}  // namespace entente::test

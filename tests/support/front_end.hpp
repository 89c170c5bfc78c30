// SPDX-License-Identifier: Apache-2.0
// What the front end says about one model file. Tests of diagnostics call this and nothing else, so
// that they see every stage the front end has.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace entente::test {

struct Checked {
    std::string rendered;            ///< as the terminal shows it, without colour; empty when fine
    std::vector<std::string> codes;  ///< of all errors and warnings, sorted by position
};

/// Reads the file, with its includes where a stage follows them. Messages name it by `shown`.
Checked check_file(const std::filesystem::path& path, const std::string& shown);

/// Checks a text as if it were the file `shown`.
Checked check_text(const std::string& text, const std::string& shown);

}  // namespace entente::test

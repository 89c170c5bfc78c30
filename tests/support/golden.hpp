// SPDX-License-Identifier: Apache-2.0
// Compares a text with the file that holds what is expected. With UPDATE_GOLDEN=1 in the
// environment it writes the file instead; review that difference like code.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace entente::test {

/// The bytes of a file; nothing when it cannot be read.
std::optional<std::string> read_text(const std::filesystem::path& path);

/// What differs, with the first line that does; nothing when `actual` is what the file holds. A
/// missing file differs.
std::optional<std::string> difference(const std::string& actual,
                                      const std::filesystem::path& expected);

/// `difference`, but rewrites the file first when UPDATE_GOLDEN=1.
std::optional<std::string> compare_golden(const std::string& actual,
                                          const std::filesystem::path& expected);

}  // namespace entente::test

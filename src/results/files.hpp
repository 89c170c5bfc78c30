// SPDX-License-Identifier: Apache-2.0
// Files on disk: written beside their place and renamed into it, so that a file under its final
// name is always whole. Failures are exceptions with the path and the reason.
#pragma once

#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace entente::results {

/// The outside failed: a file could not be read or written.
class FileError final : public std::runtime_error {
  public:
    FileError(std::filesystem::path path, std::string reason);

    const std::filesystem::path& path() const { return path_; }

    const std::string& reason() const { return reason_; }

  private:
    std::filesystem::path path_;
    std::string reason_;
};

/// Writes the bytes and renames. On failure nothing is left, and an older file stays as it was.
void write_file(const std::filesystem::path& path, std::string_view bytes);

/// The same for writers that need a path: `write` fills the file it is given.
void write_through(const std::filesystem::path& path,
                   const std::function<void(const std::filesystem::path& unfinished)>& write);

/// The whole file.
std::string read_file(const std::filesystem::path& path);

}  // namespace entente::results

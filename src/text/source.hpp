// SPDX-License-Identifier: Apache-2.0
// Model files as text: paths, bytes, lines, and spans of bytes that everything later points back
// to. It reads nothing from disk; the caller hands the text in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"

namespace entente::text {

struct FileTag {};

using FileId = Id<FileTag>;

/// A half-open range of bytes in one file. A default span points nowhere.
struct Span {
    FileId file;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    constexpr auto operator<=>(const Span&) const = default;
};

/// The smallest span that covers both; both must be in one file.
Span join(Span first, Span last);

/// One-based line and column; the column counts bytes of UTF-8 sequences once (code points).
struct Position {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
};

/// All the files of one compilation. Ids stay valid for its lifetime; texts never change.
class Sources {
  public:
    /// Keeps the text. The path is shown in messages as given.
    FileId add(std::string path, std::string text);

    const std::string& path(FileId file) const;
    std::string_view text(FileId file) const;
    std::string_view text(Span span) const;
    Position position(FileId file, std::uint32_t offset) const;

    /// The text of a one-based line, without its line end.
    std::string_view line(FileId file, std::uint32_t line) const;

    std::size_t size() const { return files_.size(); }

  private:
    struct File {
        std::string path;
        std::string text;
        std::vector<std::uint32_t> line_starts;
    };

    Table<FileId, File> files_;
};

}  // namespace entente::text

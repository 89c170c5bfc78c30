// SPDX-License-Identifier: Apache-2.0
#include "text/source.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/contract.hpp"

namespace entente::text {

namespace {

// The second and later bytes of a UTF-8 sequence do not begin a character.
bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

}  // namespace

Span join(Span first, Span last) {
    if (!first.file) {
        return last;
    }
    if (!last.file) {
        return first;
    }
    ENTENTE_EXPECT(first.file == last.file);
    return {first.file, std::min(first.begin, last.begin), std::max(first.end, last.end)};
}

FileId Sources::add(std::string path, std::string text) {
    ENTENTE_EXPECT(text.size() < std::numeric_limits<std::uint32_t>::max());
    std::vector<std::uint32_t> starts = {0};
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n') {
            starts.push_back(static_cast<std::uint32_t>(i + 1));
        }
    }
    return files_.add({std::move(path), std::move(text), std::move(starts)});
}

const std::string& Sources::path(FileId file) const { return files_[file].path; }

std::string_view Sources::text(FileId file) const { return files_[file].text; }

std::string_view Sources::text(Span span) const {
    const std::string_view all = files_[span.file].text;
    ENTENTE_EXPECT(span.begin <= span.end && span.end <= all.size());
    return all.substr(span.begin, span.end - span.begin);
}

Position Sources::position(FileId file, std::uint32_t offset) const {
    const File& entry = files_[file];
    ENTENTE_EXPECT(offset <= entry.text.size());
    const auto after = std::upper_bound(entry.line_starts.begin(), entry.line_starts.end(), offset);
    const auto line = static_cast<std::uint32_t>(after - entry.line_starts.begin());
    const std::uint32_t start = entry.line_starts[line - 1];
    const std::string_view before = std::string_view(entry.text).substr(start, offset - start);
    const auto characters = std::count_if(
        before.begin(), before.end(), [](char byte) { return !continues_character(byte); });
    return {line, static_cast<std::uint32_t>(characters) + 1};
}

std::string_view Sources::line(FileId file, std::uint32_t line) const {
    const File& entry = files_[file];
    ENTENTE_EXPECT(line >= 1 && line <= entry.line_starts.size());
    const std::size_t start = entry.line_starts[line - 1];
    const std::size_t end =
        line < entry.line_starts.size() ? entry.line_starts[line] - 1 : entry.text.size();
    std::string_view found = std::string_view(entry.text).substr(start, end - start);
    if (found.ends_with('\r')) {
        found.remove_suffix(1);
    }
    return found;
}

}  // namespace entente::text

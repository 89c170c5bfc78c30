// SPDX-License-Identifier: Apache-2.0
// One line of a model with underlines and labels below it, drawn in columns of a terminal: tabs
// become spaces, wide letters take two columns, long lines are clipped around the marks. It knows
// nothing of files, numbers or colours.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace entente::text {

/// What to underline: a half-open range of bytes of the line; an empty one gets one column.
struct Mark {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string text;  ///< what to say about it; may be empty
    bool primary = false;
};

/// A run of characters below the line with one role, which decides its colour.
struct Piece {
    enum class Role { plain, primary, other };

    Role role = Role::plain;
    std::string text;
};

struct Excerpt {
    std::string line;                      ///< the line, ready to print
    std::vector<std::vector<Piece>> rows;  ///< underlines and labels below it
};

/// Bytes that are not UTF-8 and control characters show as U+FFFD.
Excerpt draw(std::string_view line, const std::vector<Mark>& marks);

}  // namespace entente::text

// SPDX-License-Identifier: Apache-2.0
// Inside the formatter: the tokens of a file that are printed, each with its surroundings, the
// space before it, and how good a place it is to break a line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "syntax/lexer.hpp"

namespace entente::syntax {

/// A token as printed.
struct Cell {
    const Token* token = nullptr;
    std::string_view text;          ///< as written in the source
    std::size_t index = 0;          ///< among the lexer's tokens
    bool starts_statement = false;  ///< first of its statement
    bool starts_row = false;        ///< of a table, behind a comma
    bool space = false;             ///< before it, unless it begins a line
    std::uint32_t braces = 0;       ///< open around it; both braces count as outside
    std::uint32_t parentheses = 0;  ///< open since the statement's start, brackets too
    /// Cost of a line break before it; none where the statement would end or read badly.
    std::optional<std::uint32_t> break_cost;
};

/// All tokens but comments and line ends, in order. Semicolons are kept.
std::vector<Cell> cells_of(const std::vector<Token>& tokens, const text::Sources& sources);

}  // namespace entente::syntax

// SPDX-License-Identifier: Apache-2.0
// Where statements end. Takes the tokens of one file; gives those the parser reads: no comments,
// and line ends only where they end a statement. A line goes on inside ( and [, after an operator
// or a comma, and when the next line begins with an operator, `as`, `over`, `and`, `or`, `else` or
// `{`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "syntax/lexer.hpp"

namespace entente::syntax {

/// One token the parser reads.
struct Item {
    std::size_t token = 0;    ///< its index among the lexer's tokens
    std::uint32_t depth = 0;  ///< open braces around it; a `}` counts as inside
};

/// `tokens` come from `lex`. An unclosed parenthesis ends where the next line cannot belong to it,
/// an unclosed brace where a declaration begins, so that later statements are read as meant.
std::vector<Item> lay_out(const std::vector<Token>& tokens);

/// Whether a line that begins with this token goes on from the one before.
bool continues_line(const Token& token);

}  // namespace entente::syntax

// SPDX-License-Identifier: Apache-2.0
// Text into tokens. Comments and line ends are tokens too, so that the formatter can keep them; the
// parser reads them through `layout.hpp`, which decides where statements end. Whatever the bytes,
// lexing ends with a token list whose last one is `end`; what cannot be read is reported and leaves
// the nearest sensible token behind.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/ast.hpp"
#include "text/diagnostic.hpp"
#include "text/source.hpp"

namespace entente::syntax {

enum class TokenKind {
    name,
    number,
    date,      ///< 2006-01 or 2006-01-31
    string,    ///< "..."
    symbol,    ///< see Symbol
    comment,   ///< # up to the line end
    doc,       ///< ## up to the line end
    line_end,  ///< whether it ends a statement is for the layout to say
    error,     ///< already reported
    end,       ///< of the file
};

enum class Symbol {
    none,
    open_brace,
    close_brace,
    open_parenthesis,
    close_parenthesis,
    open_bracket,
    close_bracket,
    comma,
    colon,
    semicolon,
    assign,
    tilde,
    plus,
    minus,
    star,
    slash,
    caret,
    percent,
    less,
    greater,
    less_equal,
    greater_equal,
    equal,
    not_equal,
    dots,
    dot,
    arrow,
    line,
};

struct Token {
    TokenKind kind = TokenKind::end;
    Symbol symbol = Symbol::none;
    Span span;
    double number = 0;  ///< finite
    DateLiteral date;
    std::string text;  ///< of a name, a string (escapes resolved), a comment (with its #)
};

/// A model file is a few hundred kilobytes at most; more is a mistake, such as a data file.
constexpr std::size_t largest_file_bytes = std::size_t{8} * 1024 * 1024;

/// After so many faults in one file the rest is noise.
constexpr std::size_t most_faults_per_file = 100;

/// How a symbol is written.
std::string_view to_text(Symbol symbol);

/// Never fails; faults go to `diagnostics` and the last token is always `end`.
std::vector<Token> lex(const text::Sources& sources,
                       text::FileId file,
                       text::Diagnostics& diagnostics);

}  // namespace entente::syntax

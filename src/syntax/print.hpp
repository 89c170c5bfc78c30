// SPDX-License-Identifier: Apache-2.0
// Tokens and trees as text, for `entente show tokens|tree` and for tests: every field that is set,
// no spans, so that two texts with one meaning print alike.
#pragma once

#include <string>
#include <vector>

#include "syntax/ast.hpp"
#include "syntax/lexer.hpp"
#include "text/source.hpp"

namespace entente::syntax {

/// One declaration after another, two columns of indent a level, expressions as `(+ a b)`.
std::string to_text(const Tree& tree);

/// `(* (place price) 2 [kt])` and the like.
std::string to_text(const Expr& expr);

/// `MUSD^1 month^-1`.
std::string to_text(const UnitExpr& unit);

/// One token a line: position, kind, text.
std::string to_text(const std::vector<Token>& tokens, const text::Sources& sources);

}  // namespace entente::syntax

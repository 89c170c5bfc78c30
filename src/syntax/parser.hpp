// SPDX-License-Identifier: Apache-2.0
// The text of one file into a tree that mirrors the grammar of docs/language.md. Recovers at the
// end of a statement or block, so that one run reports every independent fault. It knows the shape
// of statements alone: names, units and meaning are for later stages.
#pragma once

#include <cstdint>
#include <optional>

#include "syntax/ast.hpp"
#include "text/diagnostic.hpp"

namespace entente::syntax {

/// Parentheses, signs and conditions inside each other: far more than anybody can read, and few
/// enough for the stack of every later stage.
constexpr std::uint32_t deepest_nesting = 100;

/// Levels of an expression's tree, so terms of one sum too; later stages walk trees recursively.
constexpr std::uint32_t deepest_expression = 400;

/// Empty if and only if it added an error.
std::optional<Tree> parse(const text::Sources& sources,
                          text::FileId file,
                          text::Diagnostics& diagnostics);

}  // namespace entente::syntax

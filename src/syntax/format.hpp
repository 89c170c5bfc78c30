// SPDX-License-Identifier: Apache-2.0
// Canonical text of a model: what `entente fmt` writes. One set of spaces, two columns of indent a
// block, four for a line that goes on, lines of at most 100 columns where there is a place to
// break, at most one blank line. Comments, groups of lines and the author's own line breaks stay.
// Formatting twice gives what formatting once gives, and the tree of the result is the tree of the
// input.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "text/diagnostic.hpp"
#include "text/source.hpp"

namespace entente::syntax {

/// Columns of a line, a trailing comment not counted.
constexpr std::size_t widest_formatted_line = 100;

/// Empty if and only if the text does not parse; the faults are then in `diagnostics`.
std::optional<std::string> format(const text::Sources& sources,
                                  text::FileId file,
                                  text::Diagnostics& diagnostics);

}  // namespace entente::syntax

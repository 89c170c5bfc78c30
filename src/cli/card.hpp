// SPDX-License-Identifier: Apache-2.0
// Claim results for the terminal: a card a claim, and one line a claim by row.
#pragma once

#include <string>
#include <vector>

#include "claims/claims.hpp"
#include "cli/terminal.hpp"

namespace entente::cli {

/// Ends with a line end. Likelihood and confidence are on lines of their own.
std::string card(const claims::ClaimResult& claim, const Terminal& terminal);

/// A line a row with how many of its claims have each verdict; below, for a verdict that none has,
/// which claim came nearest. Ends with a blank line.
std::string row_table(const std::vector<claims::ClaimResult>& claims, const Terminal& terminal);

/// One line a claim, grouped by row; then how many have each verdict.
std::string summary_table(const std::vector<claims::ClaimResult>& claims, const Terminal& terminal);

/// Breaks at spaces to `width` code points, later lines indented.
std::string wrap(const std::string& text, std::size_t width, std::size_t indent);

/// Code points of UTF-8.
std::size_t width_of(const std::string& text);

}  // namespace entente::cli

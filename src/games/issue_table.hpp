// SPDX-License-Identifier: Apache-2.0
// Issues for the spatial model as tables, in the layout that users of KTAB have: a line with name,
// description, number of actors and number of dimensions (it may be left out), a header, then a row
// an actor with its name, description, capability, and position and salience on each dimension.
// Blanks around cells and one comma at the end of a line mean nothing.
#pragma once

#include <optional>

#include "games/spatial.hpp"
#include "text/diagnostic.hpp"

namespace entente::games {

/// The issue of the file of that id, fit for `bargain`. Empty if and only if it added an error:
/// E6002 for what is no CSV, E6009 for what is no table of actors.
std::optional<Issue> parse_issue(const text::Sources& sources,
                                 text::FileId file,
                                 text::Diagnostics& diagnostics);

}  // namespace entente::games

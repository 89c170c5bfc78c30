// SPDX-License-Identifier: Apache-2.0
// Where a number comes from, as text, for the verb and for the server.
#pragma once

#include <string>

#include "cli/causes.hpp"
#include "cli/project.hpp"

namespace entente::cli {

/// Label, unit, equation, grade, source, neighbours and place of a variable, a line each, under its
/// name, which is given as it is to be shown.
std::string explain_text(const Project& project,
                         const model::Declaration& declaration,
                         const Neighbours& around,
                         const std::string& name);

}  // namespace entente::cli

// SPDX-License-Identifier: Apache-2.0
// entente show decisions: what players considered as they chose in one month.
#pragma once

#include "cli/options.hpp"
#include "cli/terminal.hpp"

namespace entente::cli {

/// Runs the scenario up to the month and prints, for every player that chooses in it, what each
/// option was worth and how often it was taken. Throws Failure for a month without decisions to
/// come and for an unknown player.
int show_decisions(const Options& options, Terminal& terminal);

}  // namespace entente::cli

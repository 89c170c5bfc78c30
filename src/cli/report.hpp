// SPDX-License-Identifier: Apache-2.0
// A report from a model that is open, for the verb and for the server.
#pragma once

#include <string>
#include <vector>

#include "claims/claims.hpp"
#include "cli/project.hpp"
#include "cli/terminal.hpp"

namespace entente::cli {

struct MadeReport {
    std::string text;  ///< HTML, or the payload for --json; empty where there is none
    int code = exit_done;
};

/// Names of the claims whose cards are open: those asked for; else those of the claims that the
/// evidence decides, the first few.
std::vector<std::string> open_cards(const std::vector<claims::ClaimResult>& results,
                                    const Options& options);

/// Judges the claims that the options name, runs the scenarios and writes the text; logs the
/// claims. Throws Failure for names that the model lacks. Faults are told on the terminal.
MadeReport make_report(Project& project, const Options& options, Terminal& terminal);

}  // namespace entente::cli

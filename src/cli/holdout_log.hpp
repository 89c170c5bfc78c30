// SPDX-License-Identifier: Apache-2.0
// holdout.log beside the model: the months held out are scored once, and the log says when and how.
// One JSON object a line; only appended to.
#pragma once

#include <vector>

#include "cli/project.hpp"
#include "cli/score_tables.hpp"

namespace entente::cli {

/// Throws Failure, with the line, where the model's held-out months were scored before; and for a
/// model from standard input, which has no place for a log.
void refuse_second_holdout(const Project& project);

/// Appends the line. Throws Failure where it cannot be written; nothing may be shown then.
void log_holdout(const Project& project, const ScoreReport& report);

}  // namespace entente::cli

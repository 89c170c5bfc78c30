// SPDX-License-Identifier: Apache-2.0
// What a report and the page of a server show besides claims and charts: dated events, track
// record, provenance, and the built front end.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/project.hpp"
#include "report/page.hpp"
#include "report/report.hpp"
#include "results/posterior_draws.hpp"

namespace entente::cli {

/// The command, the draws and the files that a report of these scenarios is made from.
report::Provenance provenance_of(const Project& project,
                                 const Options& options,
                                 const std::vector<std::string>& scenarios,
                                 const std::optional<results::PosteriorDraws>& posterior);

/// The timeline of the model's tables.
std::vector<report::DatedEvent> dated_events(const Project& project);

/// The built page. Throws Failure where this program was built without it.
report::Assets report_assets();

}  // namespace entente::cli

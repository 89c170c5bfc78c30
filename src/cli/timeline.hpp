// SPDX-License-Identifier: Apache-2.0
// Dated events of a model's tables in their order: what happened, when, by which source.
#pragma once

#include <string>
#include <vector>

#include "cli/project.hpp"

namespace entente::cli {

struct DatedEvent {
    std::string date;   ///< as the table has it: "2018-03-26", "2018-03" or "2018"
    std::string table;  ///< the table's name without folder and ending, or "leaders", "agreements"
    std::string what;
    std::string source;
    std::string grade;
    std::string who = {};  ///< actors, as the table or the text names them; or empty
};

/// The rows of every table that lists events: one that counts them, or one with a column that says
/// in words what a row is; with what the text itself dates. In order of date, then of table.
std::vector<DatedEvent> timeline(const Project& project);

}  // namespace entente::cli

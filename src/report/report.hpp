// SPDX-License-Identifier: Apache-2.0
// What a report is made from: a model with its record, the claims judged, the runs of a few
// scenarios, and where all of it comes from. Plain values and references; payload.hpp turns them
// into the JSON that the page shows, page.hpp into the file. Nothing here runs or reads anything.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "claims/claims.hpp"
#include "data/data.hpp"
#include "model/model.hpp"
#include "results/results.hpp"

namespace entente::report {

/// A dated row of a table, for the timeline.
struct DatedEvent {
    std::string date;  ///< YYYY, YYYY-MM or YYYY-MM-DD
    std::string kind;  ///< the lane it stands in
    std::string what;
    std::string source;
    std::string grade;     ///< "A" to "E", or empty
    std::string who = {};  ///< actors in it, or empty
};

struct HashedFile {
    std::string path;    ///< seen from the model's folder
    std::string sha256;  ///< of its bytes
};

/// All it takes to make the same report again. No time and no host: the same inputs give the same
/// bytes.
struct Provenance {
    std::string command;  ///< as typed in a shell
    std::string version;
    std::string commit;
    std::uint64_t seed = 0;
    std::size_t futures = 0;  ///< in each ensemble
    std::string draws;        ///< "priors literature", or which posterior
    std::string model_hash;
    std::vector<HashedFile> files;
};

struct Report {
    const model::Model& model;
    const data::Data& data;
    const std::vector<claims::ClaimResult>& claims;
    std::vector<std::string> cards;      ///< names of claims whose cards are open
    std::span<const results::Run> runs;  ///< the baseline first, then paired scenarios; or none
    std::vector<DatedEvent> events;      ///< in order of date
    std::string scores;                  ///< what `entente score --json` printed, or empty
    Provenance provenance;
    std::string influence = {};  ///< what `entente influence --json` prints, or empty
};

}  // namespace entente::report

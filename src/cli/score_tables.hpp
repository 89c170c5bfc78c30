// SPDX-License-Identifier: Apache-2.0
// A track record as text, JSON and CSV.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/hindcast.hpp"
#include "cli/score_plan.hpp"
#include "cli/terminal.hpp"

namespace entente::cli {

struct LevelRecords {
    analysis::Conditioning level = analysis::Conditioning::nothing;
    std::vector<analysis::TrackRecord> records;
};

struct ScoreReport {
    std::string model;
    std::string
        draws;  ///< "posterior literature_to_2016_12 (record to 2016-12)", "priors literature"
    std::string prior_set;
    std::string fingerprint;  ///< score_fingerprint()
    bool fitted = false;
    bool holdout = false;
    ScorePlan plan;
    std::uint64_t seed = 0;
    std::uint64_t members = 0;
    std::vector<LevelRecords> levels;
};

/// "the model", or the name of the naive forecast with the lowest CRPS; "no rival" without any.
std::string leader_of(const analysis::TrackRecord& record);

/// "12", or "all" where every period was forecast from one origin.
std::string horizon_text(const analysis::TrackRecord& record);

/// A table a level, and what the columns are.
std::string score_text(const ScoreReport& report, const Terminal& terminal);

/// docs/schema/score.schema.json.
std::string score_json(const ScoreReport& report);

/// A row for every forecaster and number.
std::string score_csv(const ScoreReport& report);

}  // namespace entente::cli

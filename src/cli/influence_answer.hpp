// SPDX-License-Identifier: Apache-2.0
// How much of a movement comes through each channel of an influence: the baseline with every set of
// its channels taken away, and each channel's part of what all move. `entente influence` prints it,
// reports draw it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "claims/rules.hpp"
#include "cli/ensemble.hpp"

namespace entente::cli {

/// What one channel moves of one outcome.
struct ChannelShare {
    std::string channel;
    claims::Quantiles moved;  ///< over the members, in the outcome's unit
    double sampling = 0;      ///< two standard errors of the mean
    double share = 0;         ///< of the mean size of what all channels move, 0 to 1
};

struct OutcomeShares {
    std::string outcome;
    std::string unit;
    claims::Quantiles moved;  ///< with all channels less with none
    std::vector<ChannelShare> channels;
};

struct InfluenceAnswer {
    const model::Influence* influence = nullptr;
    std::vector<OutcomeShares> outcomes;
};

/// Ensembles that these influences run.
std::size_t ensembles_in(const std::vector<const model::Influence*>& wanted);

/// Runs one influence; nothing where compiling failed or Ctrl-C came. Members that broke are
/// reported.
std::optional<InfluenceAnswer> influence_answer(Project& project,
                                                const model::Influence& influence,
                                                std::size_t prior_set,
                                                const results::PosteriorDraws* posterior,
                                                const Options& options,
                                                Progress& progress,
                                                Terminal& terminal);

/// An entry of `influences` in docs/schema/influence.schema.json.
nlohmann::ordered_json to_json(const InfluenceAnswer& answer);

}  // namespace entente::cli

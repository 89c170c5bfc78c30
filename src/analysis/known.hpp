// SPDX-License-Identifier: Apache-2.0
// What a forecast may know. The record is cut at an origin, and what the model is told of the
// months from there on is one of three levels, which are never mixed in a score (flagship
// model, 4.5).
#pragma once

#include <string_view>

#include "data/data.hpp"
#include "model/model.hpp"

namespace entente::analysis {

enum class Conditioning {
    nothing,    ///< C0: nothing from the origin on; inputs and levers stay at their last record
    shocks,     ///< C1: recorded inputs too: closures, wars, weather, prices abroad
    decisions,  ///< C2: also recorded levers, events and stocks; a test of structure, no forecast
};

/// "C0", "C1", "C2".
std::string_view name(Conditioning level);

/// Whether the record of such a quantity is known from the origin on.
bool knows(Conditioning level, model::QuantityKind kind);

/// The record as far as a forecast from `origin` may know it. Agreements, leaders and the text's
/// own dates are part of the model and stay; a series that a model is compared with is no part of
/// what runs. Paths that `fill linear` joins across the origin are cut at it.
data::Data known_at(const model::Model& model,
                    const data::Data& data,
                    model::Month origin,
                    Conditioning level);

}  // namespace entente::analysis

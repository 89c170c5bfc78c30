// SPDX-License-Identifier: Apache-2.0
// Random models for the test that compares the engine with the reference evaluator: every kind of
// quantity, every operation, memories, records, players, settings and links, on a small grid. Built
// as resolved models, so that a fault of the front end cannot hide one of the engine.
#pragma once

#include <cstdint>

#include "data/data.hpp"
#include "model/model.hpp"

namespace entente::support {

struct GeneratedModel {
    model::Model model;
    data::Data data;
};

/// The same seed gives the same model.
GeneratedModel generated_model(std::uint64_t seed);

}  // namespace entente::support

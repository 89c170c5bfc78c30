// SPDX-License-Identifier: Apache-2.0
// The influences of a model as a report shows them: what `entente influence --json` says
// (docs/schema/influence.schema.json), with labels and a sentence for each outcome.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "model/model.hpp"

namespace entente::report {

/// An array with an entry an influence; empty where `answers` is. The text must be one of
/// `entente influence --json` on this model.
nlohmann::ordered_json influences_json(const model::Model& model, const std::string& answers);

}  // namespace entente::report

// SPDX-License-Identifier: Apache-2.0
// A resolved model as text: for `entente show model`, and the counts that `entente check` prints.
#pragma once

#include <string>

#include "model/model.hpp"

namespace entente::model {

/// The expression of a node with names, in the units of the quantity it defines.
std::string to_text(const Model& model, NodeId node);

/// The whole model: every quantity with its equation, then links, scenarios and claims.
std::string to_text(const Model& model);

/// What a model holds, by kind; hidden quantities are not counted, elements are.
struct Counts {
    std::size_t parameters = 0;
    std::size_t inputs = 0;
    std::size_t levers = 0;
    std::size_t events = 0;
    std::size_t lets = 0;
    std::size_t stocks = 0;
    std::size_t flows = 0;
    std::size_t links = 0;
    std::size_t data = 0;
    std::size_t missing_data = 0;
    std::size_t players = 0;
    std::size_t scenarios = 0;  ///< without the baseline
    std::size_t claims = 0;
    std::size_t placeholders = 0;  ///< declarations
};

Counts count(const Model& model);

/// "24 parameters, 5 stocks, ...": what there is none of is left out.
std::string to_text(const Counts& counts);

}  // namespace entente::model

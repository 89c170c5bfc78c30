// SPDX-License-Identifier: Apache-2.0
// The slow, obvious way to run a model: one member, one number at a time, straight from the
// resolved model, each value worked out when it is asked for. It is the oracle of the compiled
// program and shares nothing with it but the vector math, the draws and the rules written in
// run/simulate.hpp. Never used to answer a user.
#pragma once

#include <cstdint>
#include <vector>

#include "data/data.hpp"
#include "model/model.hpp"
#include "program/compile.hpp"
#include "program/draws.hpp"

namespace entente::program {

/// The paths of one member.
struct Evaluation {
    std::vector<std::vector<double>> rows;  ///< [row of the grid][output]; NaN where there is none
    std::vector<double> parameters;         ///< in the order of the model's quantities
    std::vector<double> stocks;             ///< at the end, in the order of the model's quantities
};

/// Runs one member. `options.outputs` are the columns. `given` has this member's row alone.
Evaluation evaluate(const model::Model& model,
                    const data::Data& data,
                    const CompileOptions& options,
                    std::uint64_t seed,
                    std::uint32_t member,
                    const GivenDraws* given = nullptr);

}  // namespace entente::program

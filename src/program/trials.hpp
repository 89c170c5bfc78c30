// SPDX-License-Identifier: Apache-2.0
// The programs that players run to try their options.
#pragma once

#include <vector>

#include "data/data.hpp"
#include "program/compile.hpp"
#include "program/program.hpp"

namespace entente::program {

/// One for each player of a program that was compiled from the same model, record and options.
std::vector<Trial> trials_of(const Program& program,
                             const model::Model& model,
                             const data::Data& data,
                             const CompileOptions& options);

}  // namespace entente::program

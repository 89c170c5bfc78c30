// SPDX-License-Identifier: Apache-2.0
// Which way a quantity acts on what reads it, from the equations alone: the sign of a partial
// derivative where it is the same in all states that the model allows. Ranges promised by `in`,
// priors (a normal one from two standard deviations on) and the form of an expression tell what
// does not go below zero; where they do not tell, or an equation reads a quantity both ways, the
// sign is unknown. Nothing is run.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "model/model.hpp"

namespace entente::model {

enum class Sign { plus, minus, unknown };

/// By names of declarations, from what is read to what reads it. Hidden helpers (smooth, delay)
/// count as part of the declaration that they belong to, flows as part of their stock. A pair that
/// is missing is read in a way that has no sign: how a player leans, a turn, a pulse.
std::map<std::pair<std::string, std::string>, Sign> signs(const Model& model);

}  // namespace entente::model

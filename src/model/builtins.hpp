// SPDX-License-Identifier: Apache-2.0
// The one table of functions and distributions of the language. Resolving, "did you mean" and the
// reference derive from it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/equations.hpp"

namespace entente::model {

enum class FunctionKind {
    number,     ///< computes from its arguments at an instant
    aggregate,  ///< over a set: `sum(x[d] for d in supply)`
    memory,     ///< looks back: smooth, delay, previous
    record,     ///< asks a list, an agreement or a leader
};

struct Function {
    std::string_view name;
    FunctionKind kind = FunctionKind::number;
    std::size_t fewest = 1;  ///< arguments
    std::size_t most = 1;
    std::string_view form;     ///< how it is written
    std::string_view meaning;  ///< one line
};

const std::vector<Function>& functions();
const Function* find_function(std::string_view name);

/// What unit a parameter of a distribution has.
enum class ParameterUnit {
    own,       ///< that of the quantity drawn
    none,      ///< no unit
    per_time,  ///< 1/month: a rate of events
};

struct DistributionParameter {
    std::string_view name;
    ParameterUnit unit = ParameterUnit::own;
    std::string_view also;  ///< another name for it, or empty
};

struct DistributionRow {
    std::string_view name;
    DistributionKind kind = DistributionKind::none;
    std::vector<DistributionParameter> parameters;
    bool counts = false;  ///< draws whole numbers: for events
};

const std::vector<DistributionRow>& distributions();
const DistributionRow* find_distribution(std::string_view name);

}  // namespace entente::model

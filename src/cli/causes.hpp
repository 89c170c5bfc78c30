// SPDX-License-Identifier: Apache-2.0
// What reads what, declaration by declaration: the causal structure of a model as `explain` tells
// it of one variable and `graph` draws it.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "model/model.hpp"

namespace entente::cli {

/// One declaration is in the equation of another.
struct Cause {
    std::string from;
    std::string to;
    std::vector<std::string> links;  ///< families of links that it goes through; sorted
    char sign = '?';                 ///< '+', '-', or '?' where it has none; see model/signs.hpp
};

/// By `from`, then by `to`, each pair once; none of a declaration on itself.
std::vector<Cause> causes(const model::Model& model);

/// What a declaration reads, and what reads it.
struct Neighbours {
    std::set<std::string> reads;
    std::set<std::string> read_by;
};

Neighbours neighbours(const std::vector<Cause>& causes, const model::Declaration& declaration);

/// "parameter", "input", "let", "stock", "lever", "event", "issue" or "player".
std::string kind_name(model::DeclarationKind kind);

}  // namespace entente::cli

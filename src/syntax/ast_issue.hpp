// SPDX-License-Identifier: Apache-2.0
// The tree of issues: dimensions, and actors with their positions, saliences and capabilities.
#pragma once

#include <optional>
#include <vector>

#include "syntax/ast_expression.hpp"

namespace entente::syntax {

/// `dimension strictness "How strict" : 1 in 0..1`
struct DimensionClause {
    Name name;
    std::optional<Text> label;
    UnitExpr unit;
    std::optional<Range> range;
    Span span;
};

/// `0.9`, or with several dimensions `strictness = 0.9`.
struct Score {
    std::optional<Name> dimension;
    Expr value;
    Span span;
};

/// `actor USA { ... }`, or `actor a in SET { ... }` for each of a set.
struct IssueActor {
    Name name;                ///< of an actor, or of an index
    std::optional<Name> set;  ///< that the index runs over
    std::vector<Score> positions;
    std::vector<Score> saliences;
    std::optional<Expr> capability;
    Span span;
};

struct IssueDecl {
    Name name;
    Text label;
    std::vector<DimensionClause> dimensions;
    std::vector<IssueActor> actors;
    std::optional<Name> election;  ///< as written: not yet known to be one
    std::optional<Expr> exponent;
};

}  // namespace entente::syntax

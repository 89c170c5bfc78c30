// SPDX-License-Identifier: Apache-2.0
// The tree of claims: what is measured, how it is judged, and the tests of a part.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "syntax/ast_expression.hpp"

namespace entente::syntax {

struct Stat {
    enum class Kind {
        total,
        average,
        highest,
        lowest,
        spread,
        value,
        change,
        around,
        share,
        effect,
        plain
    };

    Kind kind = Kind::plain;
    Expr expr;                     ///< what is measured; the series of `change`
    std::optional<Window> window;  ///< total, average, highest, lowest, spread, share
    std::optional<DateExpr> at;    ///< value
    std::optional<DateExpr> from;  ///< change
    std::optional<DateExpr> to;
    std::optional<Expr> event;       ///< change ... around EVENT
    std::optional<Quantity> within;  ///< change ... around EVENT within TIME
    std::optional<RecordExpr> rows;  ///< share of RECORD
    std::optional<Expr> rows_with;   ///< share of RECORD with CONDITION
    std::vector<Name> links;         ///< effect of
    std::vector<Stat> on;            ///< effect ... on STAT: none or one
    Span span;
};

struct Judged {
    enum class Kind { rises, falls, changes, at_least, at_most, exceeds };

    Kind kind = Kind::rises;
    std::optional<Expr> by;       ///< the amount, or the bound of at_least and at_most
    std::vector<Stat> other;      ///< exceeds: one
    std::optional<double> share;  ///< `in 80% of WINDOW`, as a fraction
    std::optional<Window> window;
    Span span;
};

struct FactTest {};

struct MayTest {};

struct CompareTest {
    Name scenario;
    Name with;
};

struct ExpectTest {
    Stat stat;
    Judged judged;
};

struct RestsTest {
    std::vector<Name> links;
};

struct VariantsTest {
    std::vector<Name> data;
};

/// One set of what else a study around events holds equal.
struct ControlsTest {
    std::vector<Expr> what;
};

struct RivalTest {
    Text text;
    std::optional<Name> source;
};

struct Test {
    std::variant<FactTest,
                 MayTest,
                 CompareTest,
                 ExpectTest,
                 RestsTest,
                 VariantsTest,
                 ControlsTest,
                 RivalTest>
        what;
    Span span;
};

/// A way through which one moves another.
struct ChannelClause {
    Name name;
    std::optional<Text> label;
    std::vector<Expr> links;  ///< places: `aid_pays`, `frustration.by_tests`
    Span span;
};

struct InfluenceDecl {
    Name name;
    Text label;
    std::vector<Expr> on;
    std::optional<Window> window;
    std::vector<ChannelClause> channels;
};

struct PartDecl {
    Name name;
    std::vector<Test> tests;
    Span span;
};

struct ClaimDecl {
    Name name;
    Text label;
    std::vector<Test> tests;
    std::vector<PartDecl> parts;
};

}  // namespace entente::syntax

// SPDX-License-Identifier: Apache-2.0
// The tree of players and scenarios: options, what they set, and the changes of a scenario with
// their timing.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "syntax/ast_expression.hpp"

namespace entente::syntax {

/// `name[subscripts] = expr`
struct Setting {
    Expr place;
    Expr value;
    Span span;
};

struct OptionDecl {
    Name name;
    Text label;
    std::vector<Setting> settings;
    std::optional<Expr> leaning;
    Span span;
};

struct PlayerDecl {
    Name actor;
    std::optional<Quantity> every;
    std::vector<Name> after;
    std::optional<RecordExpr> recorded;
    std::vector<OptionDecl> options;
    std::optional<Expr> inertia;
    std::optional<Expr> wants;
    std::optional<Expr> horizon;
    std::optional<Expr> discount;
    std::optional<Expr> precision;
};

struct Timing {
    std::optional<DateExpr> from;
    std::optional<DateExpr> until;
    std::optional<Expr> once;
    std::optional<Quantity> ramp;
};

struct SetChange {
    Expr place;
    Expr value;
    Timing timing;
};

struct AddChange {
    Expr value;
    Expr place;
    DateExpr on;
};

/// One link: `x`, `x[CHN]`, or a flow `frustration.provoked`.
struct WithoutChange {
    std::vector<Expr> links;
    Timing timing;
};

struct EventChange {
    enum class Kind { never, on, every };

    Expr event;
    bool only = false;
    Kind kind = Kind::never;
    std::vector<DateExpr> dates;
    Quantity period;
    Timing timing;
};

struct LeaderChange {
    Name actor;
    Name leader;
    Timing timing;
};

struct PlaysChange {
    Name actor;
    Name option;
    Timing timing;
};

struct EndChange {
    Name agreement;
    DateExpr on;
};

struct Change {
    std::variant<SetChange,
                 AddChange,
                 WithoutChange,
                 EventChange,
                 LeaderChange,
                 PlaysChange,
                 EndChange>
        what;
    Span span;
};

struct ScenarioDecl {
    Name name;
    std::optional<Name> extends;
    std::optional<Text> label;
    std::vector<Change> changes;
};

}  // namespace entente::syntax

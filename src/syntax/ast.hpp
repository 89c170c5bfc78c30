// SPDX-License-Identifier: Apache-2.0
// The tree that mirrors the grammar of docs/language.md: declarations and their clauses. Plain
// values, const once parsed; it knows nothing of names, units or meaning.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "syntax/ast_choice.hpp"
#include "syntax/ast_claim.hpp"
#include "syntax/ast_expression.hpp"
#include "syntax/ast_issue.hpp"

namespace entente::syntax {

enum class Period { none, month, quarter, year };

// ---- clauses inside the braces of a quantity, event or data declaration ----

struct RecordedClause {
    RecordExpr record;
};

struct ThenClause {
    Expr value;
    Period each = Period::none;
};  ///< an expression or the call of a distribution

struct FlowClause {
    bool inflow = true;
    Name name;
    Expr value;
};

struct TowardClause {
    Expr target;
    Expr over;
};

struct CountClause {
    Expr distribution;
};

struct HazardClause {
    Expr rate;
};

struct WhenClause {
    Expr condition;
};

struct OnClause {
    std::vector<DateExpr> dates;
};

struct WeightClause {
    Name column;
};

struct PriorClause {
    Name set;
    Expr distribution;
    std::optional<Name> source;
};

struct GradeClause {
    Name letter;
};

struct SourceClause {
    Name source;
};

struct CaveatClause {
    Text text;
};

struct LicenceClause {
    Text text;
};

struct ObservesClause {
    std::optional<Name> window;
    Expr value;
    Expr distribution;
};  ///< window: average, total, closing, growth

struct Clause {
    std::variant<RecordedClause,
                 ThenClause,
                 FlowClause,
                 TowardClause,
                 CountClause,
                 HazardClause,
                 WhenClause,
                 OnClause,
                 WeightClause,
                 PriorClause,
                 GradeClause,
                 SourceClause,
                 CaveatClause,
                 LicenceClause,
                 ObservesClause>
        what;
    Span span;
};

// ---- declarations ----

struct ModelDecl {
    Name name;
    Text label;
    std::optional<Name> time_unit;
    std::optional<DateLiteral> from;
    std::optional<DateLiteral> to;
    std::optional<Quantity> step;
    std::optional<Name> method;  ///< `rk4` or `euler`, after the step
    std::optional<DateLiteral> forecast;
    std::vector<Name> priors;
    std::optional<Text> omits;
    std::vector<Name> outputs;
    std::optional<Quantity> language;
};

struct IncludeDecl {
    Text path;
};

struct UnitDecl {
    Name name;
    std::optional<Text> label;
    std::optional<Expr> factor;
    std::optional<UnitExpr> equals;
};

struct NamedLabel {
    Name name;
    Text label;
};

struct ActorsDecl {
    std::vector<NamedLabel> actors;
};

struct DyadsDecl {
    Name name;
    std::vector<Subscript> dyads;
};

struct SetDecl {
    Name name;
    std::vector<Name> elements;
};

struct SourceDecl {
    Name name;
    Text citation;
};

struct SectionDecl {
    Name name;
    Text label;
};

enum class QuantityKind { param, input, let, stock, lever };

struct QuantityDecl {
    QuantityKind kind = QuantityKind::let;
    Name name;
    std::vector<IndexBinding> indices;
    std::optional<Text> label;
    UnitExpr unit;
    bool steady = false;
    std::optional<Value> value;
    std::optional<TableExpr> table;
    std::optional<Range> range;
    bool held_in_range = false;
    std::optional<Name> held_by;
    bool placeholder = false;
    std::vector<Clause> clauses;
};

struct EventDecl {
    Name name;
    std::vector<IndexBinding> indices;
    std::optional<Text> label;
    bool placeholder = false;
    std::vector<Clause> clauses;
};

struct DataDecl {
    Name name;
    std::optional<Text> label;
    UnitExpr unit;
    Period each = Period::none;  ///< none means monthly
    std::optional<RecordExpr> record;
    std::optional<Text> missing;  ///< why there is no such series
    std::vector<Clause> clauses;
};

struct AgreementDecl {
    Name name;
    Text label;
    std::vector<Name> parties;
    std::optional<DateLiteral> signed_on;
    std::optional<DateLiteral> in_force_from;
    std::optional<DateLiteral> until;
    std::optional<Name> sector;
    std::vector<Name> obliges;
    std::optional<Name> source;
};

struct AgreementsDecl {
    Name name;
    RecordExpr record;
};

struct Attribute {
    Name name;
    Expr value;
};

struct LeaderDecl {
    Name name;
    Text label;
    Name actor;
    std::optional<DateLiteral> from;
    std::optional<DateLiteral> until;
    std::vector<Attribute> fields;
};

struct Decl {
    std::variant<ModelDecl,
                 IncludeDecl,
                 UnitDecl,
                 ActorsDecl,
                 DyadsDecl,
                 SetDecl,
                 SourceDecl,
                 SectionDecl,
                 QuantityDecl,
                 EventDecl,
                 DataDecl,
                 AgreementDecl,
                 AgreementsDecl,
                 LeaderDecl,
                 IssueDecl,
                 PlayerDecl,
                 ScenarioDecl,
                 ClaimDecl,
                 InfluenceDecl>
        what;
    std::string doc;  ///< the `##` lines above it, joined by line ends
    Span span;        ///< the whole declaration
};

/// One file.
struct Tree {
    text::FileId file;
    std::vector<Decl> decls;
};

}  // namespace entente::syntax

// SPDX-License-Identifier: Apache-2.0
// The tree that mirrors the grammar of docs/language.md. Every node has the span it was read from.
// Plain values, const once parsed; it knows nothing of names, units or meaning.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "text/source.hpp"

namespace entente::syntax {

using text::Span;

struct Name {
    std::string text;
    Span span;
};

/// A date as written: year, and month and day where given (0 where not).
struct DateLiteral {
    int year = 0;
    int month = 0;
    int day = 0;
    Span span;
};

/// One factor of a unit; `1` has the name "1".
struct UnitFactor {
    Name name;
    int power = 1;
};

struct UnitExpr {
    std::vector<UnitFactor> factors;
    Span span;
};

/// Text inside quotes, escapes resolved.
struct Text {
    std::string text;
    Span span;
};

enum class ExprKind {
    number,  ///< 3, 40 %, 0.02 [1/month], 24 months
    date,    ///< 2006-01
    string,  ///< "..." (in filters)
    place,   ///< name[subscripts].field
    call,    ///< name(arguments).field
    negate,
    logical_not,
    binary,
    choose,  ///< if a then b else c: children a, b, c
    link,    ///< term `as` name [`else` product]: children value [, without]
    error,   ///< what the parser could not read; silences its consequences
};

enum class Operator {
    add,
    subtract,
    multiply,
    divide,
    power,
    less,
    greater,
    less_equal,
    greater_equal,
    equal,
    not_equal,
    logical_and,
    logical_or
};

/// What stands between the brackets of a place: `d`, `d.from`, `CHN`, `CHN->PRK`, `CHN--PRK`,
/// `a->PRK`.
struct Subscript {
    Name name;
    std::vector<Name> fields;  ///< of `name`: from, to, back
    std::optional<Name> to;    ///< the second end of a dyad
    bool directed = true;      ///< `->`, not `--`
    Span span;
};

struct Argument;

struct Expr {
    ExprKind kind = ExprKind::error;
    Span span;
    // number
    double number = 0;
    bool percent = false;
    std::optional<UnitExpr> unit;
    // date
    DateLiteral date;
    // string
    std::string string;
    // place, call, link (the link's name)
    Name name;
    std::vector<Subscript> subscripts;
    std::vector<Name> fields;
    std::vector<Argument> arguments;
    // operators
    Operator op = Operator::add;
    Span op_span;
    std::vector<Expr> children;
    /// Levels of the tree below and with this node; at most `deepest_expression`.
    std::uint32_t height = 1;
};

/// `for i in SET [where CONDITION]` after an argument.
struct Comprehension {
    Name index;
    Name set;
    std::vector<Expr> where;  ///< none or one
};

struct Argument {
    std::optional<Name> name;
    Expr value;
    std::optional<Comprehension> each;
    std::vector<Expr> where;  ///< `count(meetings where level == x)`: none or one
};

/// A number with its unit, as in `every 3 months`, `ramp 6 months`.
struct Quantity {
    double number = 0;
    bool percent = false;
    std::optional<UnitExpr> unit;
    Span span;
};

/// `2026-10`, `2014`, `start`, `forecast + 24 months`.
struct DateExpr {
    enum class Base { date, start, forecast, end };

    Base base = Base::date;
    DateLiteral date;
    int sign = 0;  ///< of the offset; 0 for none
    Quantity offset;
    Span span;
};

struct Window {
    DateExpr from;
    DateExpr to;
    Span span;
};

/// One of the forms a value takes: `expr`, `low to high`, `~ distribution`.
struct Value {
    enum class Kind { expr, interval, distribution };

    Kind kind = Kind::expr;
    Expr first;   ///< the expression, the lower end, or the call of a distribution
    Expr second;  ///< the upper end
    Span span;
};

struct TableKey {
    Subscript name;                   ///< an element or a dyad
    std::optional<DateLiteral> date;  ///< instead of a name
    Span span;
};

struct TableRow {
    TableKey key;
    Value value;
};

struct TableExpr {
    std::vector<TableRow> rows;
    Span span;
};

/// `[d in supply]`, `[k in {a, b}]`, or in clauses a plain use.
struct IndexBinding {
    Name index;
    std::optional<Name> set;
    std::vector<Name> elements;  ///< when written out in braces
    Span span;
};

struct Range {
    std::optional<Expr> low;
    std::optional<Expr> high;
    Span span;
};

/// `recorded` and `from`: a file or a table, and how to read it.
struct RecordExpr {
    std::optional<Text> path;
    std::optional<TableExpr> table;
    std::optional<Name> column;
    std::optional<Name> dates;
    std::optional<Name> fill;  ///< `linear` or `hold`
    std::optional<Expr> where;
    std::optional<DateLiteral> complete_through;
    Span span;
};

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

struct Stat {
    enum class Kind { total, average, highest, lowest, spread, value, change, effect, plain };

    Kind kind = Kind::plain;
    Expr expr;                     ///< what is measured; the series of `change`
    std::optional<Window> window;  ///< total, average, highest, lowest, spread
    std::optional<DateExpr> at;    ///< value
    std::optional<DateExpr> from;  ///< change
    std::optional<DateExpr> to;
    std::vector<Name> links;  ///< effect of
    std::vector<Stat> on;     ///< effect ... on STAT: none or one
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

struct RivalTest {
    Text text;
    std::optional<Name> source;
};

struct Test {
    std::variant<FactTest, MayTest, CompareTest, ExpectTest, RestsTest, VariantsTest, RivalTest>
        what;
    Span span;
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
                 PlayerDecl,
                 ScenarioDecl,
                 ClaimDecl>
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

// SPDX-License-Identifier: Apache-2.0
// The tree below declarations: names, dates, units, expressions, and the values, tables and records
// made of them. Every node has the span it was read from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
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
    std::optional<Name> fill;  ///< `linear`, `hold` or `none`
    std::optional<Expr> where;
    std::optional<DateLiteral> complete_through;
    Span span;
};

}  // namespace entente::syntax

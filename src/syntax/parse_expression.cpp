// SPDX-License-Identifier: Apache-2.0
// Expressions, loosest first: if, or, and, not, comparison, sum, `as`, product, power.
#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "syntax/parser_state.hpp"

namespace entente::syntax {

namespace {

struct OperatorRow {
    Symbol symbol;
    Operator op;
};

constexpr std::array<OperatorRow, 6> comparisons = {
    {{Symbol::less, Operator::less},
     {Symbol::greater, Operator::greater},
     {Symbol::less_equal, Operator::less_equal},
     {Symbol::greater_equal, Operator::greater_equal},
     {Symbol::equal, Operator::equal},
     {Symbol::not_equal, Operator::not_equal}}};

std::optional<Operator> comparison_of(Symbol symbol) {
    for (const OperatorRow& row : comparisons) {
        if (row.symbol == symbol) {
            return row.op;
        }
    }
    return std::nullopt;
}

std::uint32_t highest(const std::vector<Expr>& expressions) {
    std::uint32_t height = 0;
    for (const Expr& expr : expressions) {
        height = std::max(height, expr.height);
    }
    return height;
}

}  // namespace

// Sets the height of a finished node and refuses a tree that is too high.
void Parser::measure(Expr& expr) {
    std::uint32_t below = highest(expr.children);
    for (const Argument& argument : expr.arguments) {
        below = std::max({below, argument.value.height, highest(argument.where)});
        if (argument.each) {
            below = std::max(below, highest(argument.each->where));
        }
    }
    expr.height = below + 1;
    if (expr.height > deepest_expression) {
        fail({"E1014",
              fmt::format("this expression has more than {} levels", deepest_expression),
              {{file_, expr.span.begin, expr.span.begin}, "it begins here"},
              {},
              {},
              {{"split it: give its parts names with `let`", std::nullopt, ""}}});
        expr = Expr{};
    }
}

Expr Parser::binary(Operator op, Span op_span, Expr left, Expr right) {
    Expr expr;
    expr.kind = ExprKind::binary;
    expr.op = op;
    expr.op_span = op_span;
    expr.span = from(left.span);
    expr.children.push_back(std::move(left));
    expr.children.push_back(std::move(right));
    measure(expr);
    return expr;
}

Expr Parser::unary(ExprKind kind, Span begin, Expr child) {
    Expr expr;
    expr.kind = kind;
    expr.span = from(begin);
    expr.op_span = begin;
    expr.children.push_back(std::move(child));
    measure(expr);
    return expr;
}

bool Parser::begins_value(const Token& token) const {
    constexpr std::array<std::string_view, 9> not_values = {
        "then", "else", "and", "or", "as", "for", "is", "in", "to"};
    switch (token.kind) {
        case TokenKind::name:
            return std::find(not_values.begin(), not_values.end(), token.text) == not_values.end();
        case TokenKind::number:
        case TokenKind::date:
        case TokenKind::string:
            return true;
        case TokenKind::symbol:
            return token.symbol == Symbol::open_parenthesis || token.symbol == Symbol::minus;
        case TokenKind::comment:
        case TokenKind::doc:
        case TokenKind::line_end:
        case TokenKind::error:
        case TokenKind::end:
            return false;
    }
    return false;
}

bool Parser::begins_value() const { return begins_value(current()); }

Expr Parser::expression() {
    // One count for every way an expression nests: parentheses, calls, conditions, signs.
    if (nesting_ >= deepest_nesting) {
        fail({"E1014",
              fmt::format("more than {} levels inside each other", deepest_nesting),
              {current().span, "one level too many"},
              {},
              {},
              {{"give the inner parts names with `let`", std::nullopt, ""}}});
        return {};
    }
    ++nesting_;
    Expr expr = at("if") ? choose() : disjunction();
    nesting_ -= nesting_ > 0 ? 1U : 0U;
    return expr;
}

Expr Parser::choose() {
    const Span begin = take().span;
    Expr expr;
    expr.kind = ExprKind::choose;
    expr.children.push_back(expression());
    if (at(Symbol::assign)) {
        fail_expected("`then` after the condition", "to compare, write `==`");
    }
    expect("then", "`then` after the condition");
    const bool outer = std::exchange(in_then_, true);
    expr.children.push_back(expression());
    in_then_ = outer;
    expect("else", "`else` with the other value");
    expr.children.push_back(expression());
    expr.span = from(begin);
    measure(expr);
    return expr;
}

Expr Parser::disjunction() {
    Expr left = conjunction();
    while (at("or")) {
        const Span op = take().span;
        left = binary(Operator::logical_or, op, std::move(left), conjunction());
    }
    return left;
}

Expr Parser::conjunction() {
    Expr left = negation();
    while (at("and")) {
        const Span op = take().span;
        left = binary(Operator::logical_and, op, std::move(left), negation());
    }
    return left;
}

Expr Parser::negation() {
    if (!at("not")) {
        return comparison();
    }
    const Span begin = take().span;
    if (at("not")) {
        fail_expected("a condition", "`not not` says nothing");
    }
    return unary(ExprKind::logical_not, begin, comparison());
}

Expr Parser::comparison() {
    Expr left = sum();
    const std::optional<Operator> op = comparison_of(current().symbol);
    if (!op) {
        return left;
    }
    const Span op_span = take().span;
    Expr compared = binary(*op, op_span, std::move(left), sum());
    if (comparison_of(current().symbol)) {
        const Span middle = failed_ ? op_span : compared.children[1].span;
        const std::string first(sources_.text(compared.span));
        fail({"E1015",
              "two comparisons in a row",
              {current().span, "a second comparison"},
              {{op_span, "the first"}},
              {},
              {{fmt::format("join two comparisons: `{} and {} {} ...`",
                            first,
                            sources_.text(middle),
                            to_text(current().symbol)),
                std::nullopt,
                ""}}});
    }
    return compared;
}

Expr Parser::sum() {
    const Span begin = current().span;
    Expr left;
    if (accept(Symbol::minus)) {
        left = unary(ExprKind::negate, begin, term());
    } else {
        left = term();
    }
    while (at(Symbol::plus) || at(Symbol::minus)) {
        const Token op = take();
        left = binary(op.symbol == Symbol::plus ? Operator::add : Operator::subtract,
                      op.span,
                      std::move(left),
                      term());
    }
    return left;
}

// The value of a link and what stands in for it when the link is removed.
Expr Parser::term() {
    Expr value = product();
    if (!at("as")) {
        return value;
    }
    Expr link;
    link.kind = ExprKind::link;
    link.op_span = take().span;
    link.name = declared_name("the name of a link");
    link.span = value.span;
    link.children.push_back(std::move(value));
    if (!in_then_ && accept("else")) {
        link.children.push_back(product());
    }
    link.span = from(link.span);
    measure(link);
    if (at(Symbol::star) || at(Symbol::slash) || at(Symbol::caret)) {
        fail({"E1021",
              fmt::format("expected the end of the link `{}`, found {}", link.name.text, found()),
              {current().span, "a link ends its product"},
              {{link.op_span, "the link's name is given here"}},
              {},
              {{"put the linked part in parentheses: `(value as name) * factor`",
                std::nullopt,
                ""}}});
    }
    return link;
}

Expr Parser::product() {
    Expr left = power();
    while (at(Symbol::star) || at(Symbol::slash)) {
        const Token op = take();
        left = binary(op.symbol == Symbol::star ? Operator::multiply : Operator::divide,
                      op.span,
                      std::move(left),
                      power());
    }
    return left;
}

Expr Parser::power() {
    const Span begin = current().span;
    // Signs and powers of powers nest as parentheses do.
    const auto inner = [this] {
        if (nesting_ >= deepest_nesting) {
            return expression();  // which says that this is too deep
        }
        ++nesting_;
        Expr expr = power();
        nesting_ -= nesting_ > 0 ? 1U : 0U;
        return expr;
    };
    if (accept(Symbol::minus)) {
        return unary(ExprKind::negate, begin, inner());
    }
    Expr result = atom();
    if (at(Symbol::caret)) {
        const Span op = take().span;
        result = binary(Operator::power, op, std::move(result), inner());
    }
    return result;
}

Expr Parser::atom() {
    const Token& token = current();
    if (token.kind == TokenKind::number) {
        return number_atom();
    }
    if (token.kind == TokenKind::name && begins_value(token)) {
        return place_or_call();
    }
    if (at(Symbol::open_parenthesis)) {
        return parenthesised();
    }
    Expr expr;
    expr.span = token.span;
    if (token.kind == TokenKind::date) {
        expr.kind = ExprKind::date;
        expr.date = take().date;
    } else if (token.kind == TokenKind::string) {
        expr.kind = ExprKind::string;
        expr.string = take().text;
    } else {
        fail_missing_value();
    }
    return expr;
}

void Parser::fail_missing_value() {
    std::string help;
    if (at(Symbol::plus)) {
        help = "a positive number needs no `+`";
    } else if (at(Symbol::star)) {
        help = "the power of a number is written `^`";
    } else if (at(Symbol::open_brace)) {
        help = "`{` after `=` opens a table, elsewhere a block; for grouping use `( )`";
    }
    fail_expected("a value", help);
}

Expr Parser::number_atom() {
    const Token token = take();
    Expr expr;
    expr.kind = ExprKind::number;
    expr.number = token.number;
    expr.percent = accept(Symbol::percent);
    expr.unit = unit_after_number();
    expr.span = from(token.span);
    return expr;
}

Expr Parser::parenthesised() {
    const Span opener = take().span;
    const bool outer = std::exchange(in_then_, false);
    Expr inner = expression();
    in_then_ = outer;
    expect_close(Symbol::close_parenthesis, opener);
    inner.span = from(opener);
    return inner;
}

Expr Parser::place_or_call() {
    if (ahead(1).symbol != Symbol::open_parenthesis) {
        return place();
    }
    const Token token = take();
    if (is_reserved(token.text) && token.text != "leader") {
        fail({"E1016",
              fmt::format("`{}` is a word of the language, not a function", token.text),
              {token.span, "reserved"}});
        return {};
    }
    Expr expr;
    expr.kind = ExprKind::call;
    expr.name = {token.text, token.span};
    call(expr);
    return expr;
}

Expr Parser::place() {
    Expr expr;
    expr.kind = ExprKind::place;
    expr.name = expect_name("a name");
    const bool moment = expr.name.text == "time" || expr.name.text == "start" ||
                        expr.name.text == "forecast" || expr.name.text == "end";
    if (!failed_ && is_reserved(expr.name.text) && !moment) {
        text::Diagnostic diagnostic{
            "E1016",
            fmt::format("expected a value, found the word `{}`", expr.name.text),
            {expr.name.span, "a word of the language, so it names no quantity"}};
        if (expr.name.text == "if") {
            diagnostic.helps.push_back(
                {"put a condition inside a sum in parentheses", std::nullopt, ""});
        }
        fail(std::move(diagnostic));
        return {};
    }
    expr.subscripts = subscripts();
    fields(expr.fields);
    expr.span = from(expr.name.span);
    return expr;
}

void Parser::call(Expr& expr) {
    const Span opener = take().span;
    const bool outer = std::exchange(in_then_, false);
    if (!at(Symbol::close_parenthesis)) {
        do {
            expr.arguments.push_back(argument());
        } while (accept(Symbol::comma));
    }
    in_then_ = outer;
    expect_close(Symbol::close_parenthesis, opener);
    fields(expr.fields);
    expr.span = from(expr.name.span);
    measure(expr);
}

Argument Parser::argument() {
    Argument argument;
    if (current().kind == TokenKind::name && ahead(1).symbol == Symbol::assign) {
        argument.name = expect_name("a name");
        take();
    }
    argument.value = expression();
    if (accept("for")) {
        Comprehension each;
        each.index = declared_name("an index");
        expect("in", "`in` and the name of a set");
        each.set = expect_name("the name of a set");
        if (accept("where")) {
            each.where.push_back(expression());
        }
        argument.each = std::move(each);
    } else if (accept("where")) {
        argument.where.push_back(expression());
    }
    return argument;
}

std::vector<Subscript> Parser::subscripts() {
    std::vector<Subscript> list;
    if (!at(Symbol::open_bracket)) {
        return list;
    }
    const Span opener = take().span;
    do {
        list.push_back(subscript());
    } while (accept(Symbol::comma));
    expect_close(Symbol::close_bracket, opener);
    return list;
}

Subscript Parser::subscript() {
    Subscript subscript;
    if (current().kind == TokenKind::number) {
        fail_expected("an element of a set", "elements have names; there are no numbered ones");
    }
    subscript.name = expect_name("an element of a set");
    fields(subscript.fields);
    if (at(Symbol::arrow) || at(Symbol::line)) {
        subscript.directed = take().symbol == Symbol::arrow;
        subscript.to = expect_name("the second actor");
    }
    subscript.span = from(subscript.name.span);
    return subscript;
}

void Parser::fields(std::vector<Name>& fields) {
    while (accept(Symbol::dot)) {
        fields.push_back(expect_name("a name after `.`"));
    }
}

}  // namespace entente::syntax

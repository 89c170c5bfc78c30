// SPDX-License-Identifier: Apache-2.0
// What stands in declarations besides expressions: units, quantities, dates, tables, ranges,
// indices, records.
#include <cmath>

#include <fmt/core.h>

#include "syntax/parser_state.hpp"

namespace entente::syntax {

namespace {

// Unit exponents beyond this are a slip.
constexpr double largest_power = 9;

}  // namespace

UnitExpr Parser::unit() {
    UnitExpr unit;
    const Span begin = current().span;
    unit.factors.push_back(unit_factor(false));
    while (at(Symbol::star) || at(Symbol::slash)) {
        const bool divided = take().symbol == Symbol::slash;
        unit.factors.push_back(unit_factor(divided));
    }
    unit.span = from(begin);
    return unit;
}

UnitFactor Parser::unit_factor(bool divided) {
    UnitFactor factor;
    const Token token = current();
    if (token.kind == TokenKind::number && token.number == 1) {
        take();
        factor.name = {"1", token.span};
    } else if (token.kind == TokenKind::name && !is_reserved(token.text)) {
        factor.name = expect_name("a unit");
    } else {
        fail_expected("a unit", "a unit is a name, a product or quotient of names, or `1`");
    }
    if (accept(Symbol::caret)) {
        const Span begin = current().span;
        const bool negative = accept(Symbol::minus);
        const Token power = current();
        const bool whole = power.kind == TokenKind::number &&
                           power.number == std::floor(power.number) &&
                           power.number <= largest_power;
        if (!whole && power.kind == TokenKind::number) {
            fail({"E1020",
                  "the power of a unit is a small whole number",
                  {from(begin), fmt::format("found {}", found())}});
        }
        if (!whole) {
            fail_expected("a whole number");
        } else {
            take();
            factor.power = static_cast<int>(negative ? -power.number : power.number);
        }
    }
    factor.power = divided ? -factor.power : factor.power;
    return factor;
}

// The name right behind a number is its unit unless it is a word of a clause.
std::optional<UnitExpr> Parser::unit_after_number() {
    if (at(Symbol::open_bracket)) {
        const Span opener = take().span;
        UnitExpr inside = unit();
        expect_close(Symbol::close_bracket, opener);
        inside.span = from(opener);
        return inside;
    }
    if (current().kind != TokenKind::name || follows_number(current().text) ||
        ahead(1).symbol == Symbol::open_parenthesis) {
        return std::nullopt;
    }
    UnitExpr unit;
    const Token token = take();
    unit.factors.push_back({{token.text, token.span}, 1});
    unit.span = token.span;
    return unit;
}

Quantity Parser::quantity() {
    Quantity quantity;
    const Span begin = current().span;
    const bool negative = accept(Symbol::minus);
    if (current().kind != TokenKind::number) {
        fail_expected("a number with its unit");
        return quantity;
    }
    const double number = take().number;
    quantity.number = negative ? -number : number;
    quantity.percent = accept(Symbol::percent);
    quantity.unit = unit_after_number();
    quantity.span = from(begin);
    return quantity;
}

// A date, or the year that a number of four digits says.
std::optional<DateLiteral> Parser::year_or_date() {
    if (current().kind == TokenKind::date) {
        return take().date;
    }
    const bool year = current().kind == TokenKind::number &&
                      current().span.end - current().span.begin == 4 &&
                      current().number == std::floor(current().number) && current().number >= 1;
    if (!year) {
        return std::nullopt;
    }
    const Token token = take();
    return DateLiteral{static_cast<int>(token.number), 0, 0, token.span};
}

DateLiteral Parser::date_literal() {
    const std::optional<DateLiteral> date = year_or_date();
    if (!date) {
        fail_expected("a date",
                      "a date is written year-month or year-month-day, for instance 2026-10");
        return {};
    }
    return *date;
}

DateExpr Parser::date() {
    DateExpr date;
    const Span begin = current().span;
    if (accept("start")) {
        date.base = DateExpr::Base::start;
    } else if (accept("forecast")) {
        date.base = DateExpr::Base::forecast;
    } else if (accept("end")) {
        date.base = DateExpr::Base::end;
    } else if (const std::optional<DateLiteral> literal = year_or_date()) {
        date.date = *literal;
    } else {
        fail_expected("a date",
                      "a date is for instance 2026-10, 2026, `forecast` or `start + 6 "
                      "months`");
    }
    if (at(Symbol::plus) || at(Symbol::minus)) {
        date.sign = take().symbol == Symbol::plus ? 1 : -1;
        date.offset = quantity();
        if (!date.offset.unit) {
            fail_expected("a unit, as in `6 months`",
                          "the month of a date has two digits: 2026-01");
        }
    }
    date.span = from(begin);
    return date;
}

Window Parser::window() {
    Window window;
    const Span begin = current().span;
    window.from = date();
    expect(Symbol::dots, "`..` and the end of the window");
    window.to = date();
    window.span = from(begin);
    return window;
}

std::vector<DateExpr> Parser::dates() {
    std::vector<DateExpr> list;
    do {
        list.push_back(date());
    } while (accept(Symbol::comma));
    return list;
}

// expr ["to" expr]; a distribution has its own sign and comes through distribution_value.
Value Parser::value() {
    if (at(Symbol::tilde)) {
        take();
        return distribution_value();
    }
    Value value;
    const Span begin = current().span;
    value.first = expression();
    if (accept("to")) {
        value.kind = Value::Kind::interval;
        value.second = expression();
    }
    value.span = from(begin);
    return value;
}

Value Parser::distribution_value() {
    Value value;
    value.kind = Value::Kind::distribution;
    const Span begin = current().span;
    if (current().kind != TokenKind::name || ahead(1).symbol != Symbol::open_parenthesis) {
        fail_expected("a distribution", "for instance `~ normal(0, 1)`");
    }
    value.first = place_or_call();
    value.span = from(begin);
    return value;
}

TableExpr Parser::table() {
    TableExpr table;
    const Span begin = current().span;
    block([this, &table] {
        do {
            TableRow row;
            row.key = table_key();
            expect(Symbol::colon, "`:` and the value");
            row.value = value();
            if (!failed_) {
                table.rows.push_back(std::move(row));
            }
            while (at(Symbol::comma) && (ahead(1).kind == TokenKind::line_end ||
                                         ahead(1).symbol == Symbol::close_brace)) {
                take();  // a comma behind the last row
            }
        } while (accept(Symbol::comma));
    });
    table.span = from(begin);
    return table;
}

TableKey Parser::table_key() {
    TableKey key;
    const Span begin = current().span;
    if (const std::optional<DateLiteral> date = year_or_date()) {
        key.date = *date;
    } else if (current().kind == TokenKind::name) {
        key.name = subscript();
    } else {
        fail_expected("an element, a dyad or a date",
                      "the rows of a table are `key: value`, for instance `oil: 0.4`");
    }
    key.span = from(begin);
    return key;
}

Range Parser::range() {
    Range range;
    const Span begin = current().span;
    if (!at(Symbol::dots)) {
        range.low = sum();
    }
    expect(Symbol::dots, "`..` in the range");
    const bool more = begins_value() && !at("held") && !at("placeholder");
    if (more) {
        range.high = sum();
    } else if (!range.low) {
        fail_expected("an end of the range", "a range is `0..1`, `0..` or `..1`");
    }
    range.span = from(begin);
    return range;
}

std::vector<IndexBinding> Parser::indices() {
    std::vector<IndexBinding> list;
    if (!at(Symbol::open_bracket)) {
        return list;
    }
    const Span opener = take().span;
    do {
        list.push_back(index_binding());
    } while (accept(Symbol::comma));
    expect_close(Symbol::close_bracket, opener);
    return list;
}

IndexBinding Parser::index_binding() {
    IndexBinding binding;
    binding.index = declared_name("an index");
    if (!accept("in")) {
        fail_expected("`in` and a set",
                      "a declaration names its index and set, for instance `[k in measures]`");
    }
    if (at(Symbol::open_brace)) {
        take();
        binding.elements = names("an element");
        expect(Symbol::close_brace, "`}` after the elements");
    } else {
        binding.set = expect_name("the name of a set");
    }
    binding.span = from(binding.index.span);
    return binding;
}

std::vector<Name> Parser::names(std::string_view what) {
    std::vector<Name> list;
    do {
        list.push_back(expect_name(what));
    } while (accept(Symbol::comma));
    return list;
}

Period Parser::period() {
    if (accept("month")) {
        return Period::month;
    }
    if (accept("quarter")) {
        return Period::quarter;
    }
    if (accept("year")) {
        return Period::year;
    }
    fail_expected("`month`, `quarter` or `year`");
    return Period::none;
}

RecordExpr Parser::record() {
    RecordExpr record;
    const Span begin = current().span;
    if (current().kind == TokenKind::string) {
        record.path = expect_text("a file name");
    } else if (at(Symbol::open_brace)) {
        record.table = table();
    } else {
        fail_expected("a file name in quotes or a table", "for instance `\"data/trade.csv\"`");
    }
    record_parts(record);
    record.span = from(begin);
    return record;
}

void Parser::record_parts(RecordExpr& record) {
    while (!failed_) {
        const Token word = current();
        if (accept("column")) {
            if (once(record.column.has_value(), word)) {
                record.column = expect_name("the name of a column");
            }
        } else if (accept("dates")) {
            if (once(record.dates.has_value(), word)) {
                record.dates = expect_name("the name of the column of dates");
            }
        } else if (accept("fill")) {
            if (once(record.fill.has_value(), word)) {
                if (!at_any({"linear", "hold", "none"})) {
                    fail_expected("`linear`, `hold` or `none`");
                }
                record.fill = expect_name("`linear`, `hold` or `none`");
            }
        } else if (accept("where")) {
            if (once(record.where.has_value(), word)) {
                record.where = expression();
            }
        } else if (accept("complete")) {
            if (once(record.complete_through.has_value(), word)) {
                expect("through", "`through` and a date");
                record.complete_through = date_literal();
            }
        } else {
            return;
        }
    }
}

}  // namespace entente::syntax

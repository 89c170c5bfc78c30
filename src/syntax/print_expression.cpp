// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "syntax/print.hpp"
#include "syntax/print_parts.hpp"

namespace entente::syntax {

namespace {

std::string_view operator_text(Operator op) {
    switch (op) {
        case Operator::add:
            return "+";
        case Operator::subtract:
            return "-";
        case Operator::multiply:
            return "*";
        case Operator::divide:
            return "/";
        case Operator::power:
            return "^";
        case Operator::less:
            return "<";
        case Operator::greater:
            return ">";
        case Operator::less_equal:
            return "<=";
        case Operator::greater_equal:
            return ">=";
        case Operator::equal:
            return "==";
        case Operator::not_equal:
            return "!=";
        case Operator::logical_and:
            return "and";
        case Operator::logical_or:
            return "or";
    }
    return "?";
}

std::string list_text(std::string_view head, const std::vector<Expr>& items) {
    std::string text = fmt::format("({}", head);
    for (const Expr& item : items) {
        text += " " + to_text(item);
    }
    return text + ")";
}

std::string fields_text(const std::vector<Name>& fields) {
    std::string text;
    for (const Name& field : fields) {
        text += "." + field.text;
    }
    return text;
}

std::string argument_text(const Argument& argument) {
    std::string text = argument.name ? argument.name->text + "=" : "";
    text += to_text(argument.value);
    if (argument.each) {
        text += fmt::format(" for {} in {}", argument.each->index.text, argument.each->set.text);
        for (const Expr& where : argument.each->where) {
            text += " where " + to_text(where);
        }
    }
    for (const Expr& where : argument.where) {
        text += " where " + to_text(where);
    }
    return text;
}

std::string call_text(const Expr& expr) {
    std::string text = "(call " + expr.name.text;
    for (const Argument& argument : expr.arguments) {
        text += " " + argument_text(argument);
    }
    return text + ")" + fields_text(expr.fields);
}

std::string place_text(const Expr& expr) {
    std::string text = expr.name.text;
    for (std::size_t i = 0; i < expr.subscripts.size(); ++i) {
        text += (i == 0 ? "[" : ", ") + subscript_text(expr.subscripts[i]);
    }
    return text + (expr.subscripts.empty() ? "" : "]") + fields_text(expr.fields);
}

}  // namespace

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        out += c == '\n'               ? "\\n"
               : c == '"' || c == '\\' ? std::string("\\") + c
                                       : std::string(1, c);
    }
    return out + "\"";
}

std::string subscript_text(const Subscript& subscript) {
    std::string text = subscript.name.text + fields_text(subscript.fields);
    if (subscript.to) {
        text += (subscript.directed ? "->" : "--") + subscript.to->text;
    }
    return text;
}

std::string to_text(const UnitExpr& unit) {
    std::string text;
    for (const UnitFactor& factor : unit.factors) {
        text += fmt::format("{}{}^{}", text.empty() ? "" : " ", factor.name.text, factor.power);
    }
    return text;
}

std::string quantity_text(const Quantity& quantity) {
    return fmt::format("{}{}{}",
                       quantity.number,
                       quantity.percent ? "%" : "",
                       quantity.unit ? " [" + to_text(*quantity.unit) + "]" : "");
}

std::string date_text(const DateLiteral& date) {
    std::string text = fmt::format("{:04}", date.year);
    text += date.month != 0 ? fmt::format("-{:02}", date.month) : "";
    return text + (date.day != 0 ? fmt::format("-{:02}", date.day) : "");
}

std::string to_text(const Expr& expr) {
    switch (expr.kind) {
        case ExprKind::number:
            return quantity_text({expr.number, expr.percent, expr.unit, {}});
        case ExprKind::date:
            return date_text(expr.date);
        case ExprKind::string:
            return quoted(expr.string);
        case ExprKind::place:
            return place_text(expr);
        case ExprKind::call:
            return call_text(expr);
        case ExprKind::negate:
            return list_text("-", expr.children);
        case ExprKind::logical_not:
            return list_text("not", expr.children);
        case ExprKind::binary:
            return list_text(operator_text(expr.op), expr.children);
        case ExprKind::choose:
            return list_text("if", expr.children);
        case ExprKind::link:
            return list_text("as " + expr.name.text, expr.children);
        case ExprKind::error:
            break;
    }
    return "(error)";
}

}  // namespace entente::syntax

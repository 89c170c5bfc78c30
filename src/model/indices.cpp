// SPDX-License-Identifier: Apache-2.0
// Subscripts: which scalar `x[d.from]` is. Everything here is known as the model is read.
#include <algorithm>

#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

const Element* bound(const Scope& scope, const std::string& index) {
    for (auto it = scope.indices.rbegin(); it != scope.indices.rend(); ++it) {
        if (it->first == index) {
            return &it->second;
        }
    }
    return nullptr;
}

/// `d.from`, `d.to`, `d.back` of an element; nothing where it has no such end.
std::optional<std::string> projected(const Element& element, const std::string& field) {
    if (!element.is_dyad()) {
        return std::nullopt;
    }
    if (field == "from") {
        return element.from;
    }
    if (field == "to") {
        return element.to;
    }
    if (field == "back") {
        return element.to + (element.directed ? "->" : "--") + element.from;
    }
    return std::nullopt;
}

/// "a->b" as "b->a"; nothing for what is no directed pair.
std::string turned_round(const std::string& pair) {
    const std::size_t arrow = pair.find("->");
    if (arrow == std::string::npos) {
        return {};
    }
    return pair.substr(arrow + 2) + "->" + pair.substr(0, arrow);
}

/// Whether a set has this element, or a pair of one this end; reports it where none has.
bool is_element(Context& context, const std::string& text, Span span) {
    std::vector<std::string> names;
    for (const auto& [name, axis] : context.sets) {
        for (const Element& element : axis.elements) {
            if (element.text == text || element.from == text || element.to == text) {
                return true;
            }
            names.push_back(element.text);
        }
    }
    unknown_name(context, "E2007", {text, span}, "element of any set", names);
    return false;
}

/// The text an index or a name with fields stands for; a name that is no index stands for itself.
std::optional<std::string> name_text(Context& context,
                                     const Scope& scope,
                                     const Name& name,
                                     const std::vector<Name>& fields) {
    const Element* element = bound(scope, name.text);
    if (element == nullptr) {
        if (fields.empty()) {
            return name.text;
        }
        context.error("E2007",
                      fmt::format("`{}` is no index here", name.text),
                      name.span,
                      "only an index has ends");
        return std::nullopt;
    }
    std::string text = element->text;
    for (const Name& field : fields) {
        const auto part = projected(*element, field.text);
        if (!part || &field != &fields.front()) {
            context.error("E2007",
                          fmt::format("`{}` has no `.{}`", name.text, field.text),
                          field.span,
                          element->is_dyad()
                              ? "a pair has `from`, `to` and `back`"
                              : fmt::format("it stands for `{}`, not for a pair", element->text));
            return std::nullopt;
        }
        text = *part;
    }
    return text;
}

}  // namespace

std::optional<Element> element_of(Context& context,
                                  const Scope& scope,
                                  const syntax::Subscript& subscript,
                                  const Axis& axis,
                                  const std::string& of) {
    const auto first = name_text(context, scope, subscript.name, subscript.fields);
    if (!first) {
        return std::nullopt;
    }
    std::string wanted = *first;
    std::string turned;
    if (subscript.to) {
        const auto second = name_text(context, scope, *subscript.to, {});
        if (!second) {
            return std::nullopt;
        }
        const char* arrow = subscript.directed ? "->" : "--";
        wanted = *first + arrow + *second;
        if (!subscript.directed) {
            turned = *second + arrow + *first;
        }
    } else if (const auto at = wanted.find("--"); at != std::string::npos) {
        turned = wanted.substr(at + 2) + "--" + wanted.substr(0, at);
    }
    for (const Element& element : axis.elements) {
        if (element.text == wanted || (!turned.empty() && element.text == turned)) {
            return element;
        }
    }
    std::vector<std::string> names;
    for (const Element& element : axis.elements) {
        names.push_back(element.text);
    }
    Diagnostic diagnostic{
        .code = "E2007",
        .headline = fmt::format("`{}` has no element `{}`", of, wanted),
        .primary = {subscript.span,
                    wanted == context.written(subscript.span)
                        ? fmt::format("not in `{}`", axis.set.empty() ? axis.index : axis.set)
                        : fmt::format("`{}` here, which is not in `{}`",
                                      wanted,
                                      axis.set.empty() ? axis.index : axis.set)},
        .others = {},
        .notes = {},
        .helps = {}};
    const std::string back = turned_round(wanted);
    if (!back.empty() && std::find(names.begin(), names.end(), back) != names.end()) {
        diagnostic.helps.push_back(
            {fmt::format("there is `{}`: a pair with an arrow has a direction", back), {}, {}});
    } else if (const auto help = text::did_you_mean(wanted, names)) {
        diagnostic.helps.push_back({*help, {}, {}});
    } else if (names.size() <= 8) {
        std::string all;
        for (const std::string& name : names) {
            all += (all.empty() ? "`" : ", `") + name + "`";
        }
        diagnostic.helps.push_back({"its elements are " + all, {}, {}});
    }
    context.report(std::move(diagnostic));
    return std::nullopt;
}

std::optional<QuantityId> scalar_of(Context& context,
                                    const Scope& scope,
                                    const Expr& place,
                                    const Declared& declared) {
    if (declared.broken) {
        return std::nullopt;
    }
    if (place.subscripts.size() != declared.axes.size()) {
        Diagnostic diagnostic;
        diagnostic.code = "E2015";
        if (place.subscripts.empty()) {
            std::string index;
            for (const Axis& axis : declared.axes) {
                index += (index.empty() ? "" : ", ") + axis.index;
            }
            diagnostic.headline = fmt::format(
                "`{}` is one number for each of its elements, and here it stands as one number",
                declared.name);
            diagnostic.primary = {place.span, "which element?"};
            const Axis& axis = declared.axes.front();
            if (!axis.elements.empty()) {
                diagnostic.helps.push_back(
                    {fmt::format("pick one, for instance `{0}[{1}]`, or add them up: `sum({0}[{2}] "
                                 "for {2} in {3})`",
                                 declared.name,
                                 axis.elements.front().text,
                                 index,
                                 axis.set.empty() ? "SET" : axis.set),
                     {},
                     {}});
            }
        } else if (declared.axes.empty()) {
            diagnostic.headline =
                fmt::format("`{}` is one number and takes no subscript", declared.name);
            diagnostic.primary = {place.span, "remove the brackets"};
        } else {
            diagnostic.headline = fmt::format("`{}` takes {} subscripts, not {}",
                                              declared.name,
                                              declared.axes.size(),
                                              place.subscripts.size());
            diagnostic.primary = {place.span, "the number of subscripts differs"};
        }
        diagnostic.others.push_back({declared.span, "declared here"});
        context.report(std::move(diagnostic));
        return std::nullopt;
    }
    std::size_t index = 0;
    for (std::size_t a = 0; a < declared.axes.size(); ++a) {
        const Axis& axis = declared.axes[a];
        const auto element = element_of(context, scope, place.subscripts[a], axis, declared.name);
        if (!element) {
            return std::nullopt;
        }
        std::size_t position = 0;
        while (axis.elements[position].text != element->text) {
            ++position;
        }
        index = index * axis.elements.size() + position;
    }
    return declared.elements[index];
}

std::optional<std::string> static_text(const Scope& scope, const Expr& expr) {
    if (expr.kind == syntax::ExprKind::string) {
        return expr.string;
    }
    if (expr.kind != syntax::ExprKind::place || !expr.subscripts.empty()) {
        return std::nullopt;
    }
    const Element* element = bound(scope, expr.name.text);
    if (element == nullptr) {
        if (!expr.fields.empty()) {
            return std::nullopt;
        }
        return expr.name.text;
    }
    if (expr.fields.empty()) {
        return element->text;
    }
    if (expr.fields.size() > 1) {
        return std::nullopt;
    }
    return projected(*element, expr.fields.front().text);
}

std::optional<bool> static_condition(Context& context, const Scope& scope, const Expr& expr) {
    using syntax::ExprKind;
    using syntax::Operator;
    if (expr.kind == ExprKind::error) {
        return std::nullopt;
    }
    if (expr.kind == ExprKind::logical_not) {
        const auto inner = static_condition(context, scope, expr.children[0]);
        if (!inner) {
            return std::nullopt;
        }
        return !*inner;
    }
    if (expr.kind == ExprKind::binary &&
        (expr.op == Operator::logical_and || expr.op == Operator::logical_or)) {
        const auto a = static_condition(context, scope, expr.children[0]);
        const auto b = static_condition(context, scope, expr.children[1]);
        if (!a || !b) {
            return std::nullopt;
        }
        return expr.op == Operator::logical_and ? (*a && *b) : (*a || *b);
    }
    if (expr.kind == ExprKind::binary &&
        (expr.op == Operator::equal || expr.op == Operator::not_equal)) {
        const auto a = static_text(scope, expr.children[0]);
        const auto b = static_text(scope, expr.children[1]);
        if (a && b) {
            if (!is_element(context, *a, expr.children[0].span) ||
                !is_element(context, *b, expr.children[1].span)) {
                return std::nullopt;
            }
            return (expr.op == Operator::equal) == (*a == *b);
        }
    }
    context.error("E2041",
                  "a `where` in an expression compares elements of sets",
                  expr.span,
                  "not a comparison such as `d.to == PRK`");
    return std::nullopt;
}

}  // namespace entente::model::resolving

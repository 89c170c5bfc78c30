// SPDX-License-Identifier: Apache-2.0
// Issues: what is bargained about, who sits at the table, and the names of the results. What the
// results are is in issue_equations.cpp.
#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

/// An election has three operations for each pair of places and each actor: 20,000 for 20 actors.
constexpr std::size_t most_actors = 20;

Quantity result(const Issue& issue, const std::string& name, const std::string& unit) {
    Quantity quantity;
    quantity.name = issue.name + "." + name;
    quantity.declaration = issue.declaration;
    quantity.unit = unit;
    return quantity;
}

void declare_dimensions(Context& context, Issue& issue, DeclaredIssue& declared) {
    for (const syntax::DimensionClause& said : declared.decl->dimensions) {
        for (const DeclaredDimension& other : declared.dimensions) {
            if (other.said->name.text == said.name.text) {
                said_twice(context,
                           fmt::format("the dimension `{}` is defined twice", said.name.text),
                           said.name.span,
                           other.said->name.span);
                declared.broken = true;
            }
        }
        const auto unit = unit_of(context, said.unit);
        declared.broken = declared.broken || !unit;
        declared.dimensions.push_back({&said, unit.value_or(Unit{}), 0, 1});
        const std::string shown = context.written(said.unit.span);
        IssueDimension dimension{said.name.text, said.label ? said.label->text : "", {}, {}};
        dimension.mean = context.model.quantities.add(result(issue, said.name.text, shown));
        dimension.spread =
            context.model.quantities.add(result(issue, said.name.text + ".spread", shown));
        issue.dimensions.push_back(std::move(dimension));
    }
    if (declared.dimensions.empty()) {
        context.error("E2020",
                      fmt::format("`{}` does not say what is bargained about", issue.name),
                      issue.span,
                      "needs `dimension NAME : UNIT in LOW..HIGH`");
        declared.broken = true;
    }
}

/// One actor, as itself or as an element of a set.
void declare_seat(Context& context,
                  Issue& issue,
                  DeclaredIssue& declared,
                  const syntax::IssueActor& said,
                  const std::string& code) {
    const Entry* entry = find_name(context, code);
    if (entry == nullptr || entry->kind != Entry::Kind::actor) {
        const Name name = {code, said.set ? said.set->span : said.name.span};
        unknown_name(context, "E2004", name, "actor", names_of(context, {Entry::Kind::actor}));
        declared.broken = true;
        return;
    }
    for (const Seat& other : declared.seats) {
        if (other.code == code) {
            said_twice(context,
                       fmt::format("`{}` bargains twice about `{}`", code, issue.name),
                       said.name.span,
                       other.said->name.span);
            declared.broken = true;
            return;
        }
    }
    declared.seats.push_back({&said, code});
    issue.actors.push_back(
        {code, context.model.quantities.add(result(issue, code + ".chance", "1"))});
}

void declare_seats(Context& context, Issue& issue, DeclaredIssue& declared) {
    for (const syntax::IssueActor& said : declared.decl->actors) {
        if (!said.set) {
            declare_seat(context, issue, declared, said, said.name.text);
            continue;
        }
        const auto axis = axis_named(context, *said.set);
        declared.broken = declared.broken || !axis;
        for (const Element& element : axis ? axis->elements : std::vector<Element>{}) {
            declare_seat(context, issue, declared, said, element.text);
        }
    }
    if (declared.broken) {
        return;
    }
    if (declared.seats.size() < 2 || declared.seats.size() > most_actors) {
        const bool few = declared.seats.size() < 2;
        context.error(few ? "E2047" : "E2045",
                      fmt::format("`{}` has {} actor{}",
                                  issue.name,
                                  declared.seats.size(),
                                  declared.seats.size() == 1 ? "" : "s"),
                      issue.span,
                      few ? "it takes two to bargain"
                          : fmt::format("{} at the most: every pair of positions is contested by "
                                        "every actor",
                                        most_actors));
        declared.broken = true;
    }
}

}  // namespace

void declare_issue(Context& context, const syntax::Decl& decl, const std::string& section) {
    const auto& said = std::get<syntax::IssueDecl>(decl.what);
    Declaration declaration;
    declaration.name = said.name.text;
    declaration.label = said.label.text;
    declaration.doc = decl.doc;
    declaration.section = section;
    declaration.kind = DeclarationKind::issue;
    declaration.unit = "1";
    declaration.span = decl.span;
    Issue issue;
    issue.name = said.name.text;
    issue.span = said.name.span;
    issue.declaration = context.model.declarations.add(declaration);
    DeclaredIssue declared;
    declared.decl = &said;
    declare_dimensions(context, issue, declared);
    declare_seats(context, issue, declared);
    Declaration& known = context.model.declarations[issue.declaration];
    for (const IssueDimension& dimension : issue.dimensions) {
        known.elements.insert(known.elements.end(), {dimension.mean, dimension.spread});
    }
    for (const IssueActor& actor : issue.actors) {
        known.elements.push_back(actor.chance);
        known.equation += (known.equation.empty() ? "" : ", ") + actor.code;
    }
    context.model.issues.push_back(std::move(issue));
    context.issues.push_back(std::move(declared));
}

Typed issue_result(Context& context, const Expr& expr, const Issue& issue) {
    const std::vector<Name>& fields = expr.fields;
    std::vector<std::string> parts;
    for (std::size_t d = 0; d < issue.dimensions.size(); ++d) {
        const IssueDimension& dimension = issue.dimensions[d];
        parts.insert(parts.end(), {dimension.name, dimension.name + ".spread"});
        const bool spread = fields.size() == 2 && fields[1].text == "spread";
        if (!fields.empty() && fields[0].text == dimension.name && (fields.size() == 1 || spread)) {
            const std::size_t at = static_cast<std::size_t>(&issue - context.model.issues.data());
            return number(context.graph.quantity(spread ? dimension.spread : dimension.mean),
                          context.issues[at].dimensions[d].unit,
                          expr.span);
        }
    }
    for (const IssueActor& actor : issue.actors) {
        parts.push_back(actor.code + ".chance");
        if (fields.size() == 2 && fields[0].text == actor.code && fields[1].text == "chance") {
            return number(context.graph.quantity(actor.chance), {}, expr.span);
        }
    }
    std::string said;
    for (const Name& field : fields) {
        said += (said.empty() ? "" : ".") + field.text;
    }
    if (fields.empty()) {
        context.report({.code = "E3001",
                        .headline = fmt::format("`{}` is no number", issue.name),
                        .primary = {expr.span, "which result of the issue?"},
                        .others = {{issue.span, "this is what it names"}},
                        .notes = {},
                        .helps = {{fmt::format("write, for instance, `{}.{}`",
                                               issue.name,
                                               parts.empty() ? "DIMENSION" : parts.front()),
                                   {},
                                   {}}}});
    } else {
        unknown_name(context,
                     "E2001",
                     {said, text::join(fields.front().span, fields.back().span)},
                     fmt::format("result of `{}`", issue.name),
                     parts);
    }
    return failed(expr.span);
}

}  // namespace entente::model::resolving

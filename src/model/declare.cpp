// SPDX-License-Identifier: Apache-2.0
// Every name of the model, before anything is computed: so that order in the text is free.
#include <fmt/format.h>

#include "model/builtins.hpp"
#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

/// Enters a name; reports a second use with both places. Returns whether it is new.
bool enter(Context& context, const Name& name, Entry::Kind kind, std::size_t index) {
    const auto [known, fresh] = context.names.emplace(name.text, Entry{kind, index, name.span});
    if (!fresh) {
        context.report({.code = "E2002",
                        .headline = fmt::format("`{}` is defined twice", name.text),
                        .primary = {name.span, "the second definition"},
                        .others = {{known->second.span, "the first definition"}},
                        .notes = {},
                        .helps = {{"give one of them another name", {}, {}}}});
    }
    return fresh;
}

/// Scalars of a model: 1,000 actors in pairs.
constexpr double most_quantities = 1'000'000;

/// All combinations of the axes' elements, the last running fastest.
std::vector<std::string> element_names(const std::string& name, const std::vector<Axis>& axes) {
    std::vector<std::string> inner = {""};
    for (const Axis& axis : axes) {
        std::vector<std::string> longer;
        for (const std::string& before : inner) {
            for (const Element& element : axis.elements) {
                longer.push_back(before.empty() ? element.text : before + "," + element.text);
            }
        }
        inner = std::move(longer);
    }
    std::vector<std::string> names;
    for (const std::string& subscript : inner) {
        if (axes.empty()) {
            names.push_back(name);
        } else {
            names.push_back(fmt::format("{}[{}]", name, subscript));
        }
    }
    return names;
}

DeclarationKind declaration_kind(QuantityKind kind) {
    // NOLINTNEXTLINE(clang-diagnostic-switch-enum): the others are not declared
    if (kind == QuantityKind::parameter) {
        return DeclarationKind::param;
    }
    if (kind == QuantityKind::input) {
        return DeclarationKind::input;
    }
    if (kind == QuantityKind::stock) {
        return DeclarationKind::stock;
    }
    if (kind == QuantityKind::lever) {
        return DeclarationKind::lever;
    }
    if (kind == QuantityKind::event) {
        return DeclarationKind::event;
    }
    return DeclarationKind::let;
}

void add_declared(Context& context,
                  const syntax::Decl& decl,
                  const std::string& section,
                  QuantityKind kind,
                  const Name& name,
                  const std::vector<syntax::IndexBinding>& indices,
                  const std::optional<syntax::Text>& label,
                  const syntax::UnitExpr* unit,
                  bool placeholder) {
    if (!enter(context, name, Entry::Kind::quantity, context.declared.size())) {
        return;
    }
    Declared declared{.name = name.text,
                      .kind = kind,
                      .decl = &decl,
                      .id = {},
                      .unit = {},
                      .broken = false,
                      .axes = {},
                      .elements = {},
                      .span = name.span,
                      .unit_span = unit != nullptr ? unit->span : name.span};
    if (unit != nullptr) {
        if (const auto found = unit_of(context, *unit)) {
            declared.unit = *found;
        } else {
            declared.broken = true;
        }
    }
    for (const syntax::IndexBinding& binding : indices) {
        if (auto axis = axis_of(context, binding)) {
            declared.axes.push_back(std::move(*axis));
        } else {
            declared.broken = true;
        }
    }
    double elements = 1;
    for (const Axis& axis : declared.axes) {
        elements *= static_cast<double>(axis.elements.size());
    }
    if (elements + static_cast<double>(context.model.quantities.size()) > most_quantities) {
        context.error(
            "E2045",
            fmt::format(
                "`{}` would be {:.0f} numbers, one for each of its elements", name.text, elements),
            name.span,
            "a model can have a million");
        declared.broken = true;
    }
    if (find_function(name.text) != nullptr || find_distribution(name.text) != nullptr) {
        context.error("E2040",
                      fmt::format("`{}` is the name of a built-in function", name.text),
                      name.span,
                      "choose another name");
    }
    Declaration declaration;
    declaration.name = name.text;
    declaration.label = label ? label->text : "";
    declaration.doc = decl.doc;
    declaration.section = section;
    declaration.kind = declaration_kind(kind);
    declaration.unit = unit != nullptr ? context.written(unit->span) : "1";
    declaration.placeholder = placeholder;
    declaration.span = decl.span;
    declared.id = context.model.declarations.add(declaration);
    if (!declared.broken) {
        for (const std::string& element : element_names(name.text, declared.axes)) {
            Quantity quantity;
            quantity.name = element;
            quantity.kind = kind;
            quantity.declaration = declared.id;
            quantity.unit = declaration.unit;
            declared.elements.push_back(context.model.quantities.add(quantity));
        }
        context.model.declarations[declared.id].elements = declared.elements;
    }
    context.declared.push_back(std::move(declared));
}

QuantityKind kind_of(syntax::QuantityKind kind) {
    switch (kind) {
        case syntax::QuantityKind::param:
            return QuantityKind::parameter;
        case syntax::QuantityKind::input:
            return QuantityKind::input;
        case syntax::QuantityKind::let:
            return QuantityKind::let;
        case syntax::QuantityKind::stock:
            return QuantityKind::stock;
        case syntax::QuantityKind::lever:
            return QuantityKind::lever;
    }
    return QuantityKind::let;
}

/// What is needed before quantities: sources.
void enter_sources(Context& context) {
    for (const syntax::Tree& tree : context.trees) {
        for (const syntax::Decl& decl : tree.decls) {
            if (const auto* source = std::get_if<syntax::SourceDecl>(&decl.what)) {
                if (!enter(
                        context, source->name, Entry::Kind::source, context.model.sources.size())) {
                    continue;
                }
                context.sources_by_name[source->name.text] =
                    context.model.sources.add({source->name.text, source->citation.text});
            } else if (const auto* actors = std::get_if<syntax::ActorsDecl>(&decl.what)) {
                for (const syntax::NamedLabel& actor : actors->actors) {
                    enter(context, actor.name, Entry::Kind::actor, 0);
                }
            } else if (const auto* set = std::get_if<syntax::SetDecl>(&decl.what)) {
                enter(context, set->name, Entry::Kind::set, 0);
            } else if (const auto* dyads = std::get_if<syntax::DyadsDecl>(&decl.what)) {
                enter(context, dyads->name, Entry::Kind::set, 0);
            }
        }
    }
}

std::string label_of(const syntax::Text& label) { return label.text; }

std::string label_of(const std::optional<syntax::Text>& label) { return label ? label->text : ""; }

/// A thing of the model with what its declaration begins with.
template <class Thing, class Written>
Thing named(const syntax::Decl& decl, const Written& written) {
    Thing made;
    made.name = written.name.text;
    made.label = label_of(written.label);
    made.span = decl.span;
    if constexpr (requires { made.doc; }) {
        made.doc = decl.doc;
    }
    return made;
}

void enter_decl(Context& context, const syntax::Decl& decl, std::string& section) {
    Model& model = context.model;
    if (const auto* found = std::get_if<syntax::SectionDecl>(&decl.what)) {
        section = found->name.text;
        model.sections.push_back(found->name.text + ": " + found->label.text);
    } else if (const auto* quantity = std::get_if<syntax::QuantityDecl>(&decl.what)) {
        add_declared(context,
                     decl,
                     section,
                     kind_of(quantity->kind),
                     quantity->name,
                     quantity->indices,
                     quantity->label,
                     &quantity->unit,
                     quantity->placeholder);
    } else if (const auto* event = std::get_if<syntax::EventDecl>(&decl.what)) {
        add_declared(context,
                     decl,
                     section,
                     QuantityKind::event,
                     event->name,
                     event->indices,
                     event->label,
                     nullptr,
                     event->placeholder);
    } else if (const auto* data = std::get_if<syntax::DataDecl>(&decl.what)) {
        if (enter(context, data->name, Entry::Kind::data, model.data.size())) {
            model.data.add(named<DataSeries>(decl, *data));
        }
    } else if (const auto* agreement = std::get_if<syntax::AgreementDecl>(&decl.what)) {
        if (enter(context, agreement->name, Entry::Kind::agreement, model.agreements.size())) {
            model.agreements.push_back(named<Agreement>(decl, *agreement));
        }
    } else if (const auto* list = std::get_if<syntax::AgreementsDecl>(&decl.what)) {
        if (enter(context, list->name, Entry::Kind::agreements, context.lists.size())) {
            context.lists.push_back(list);
        }
    } else if (const auto* leader = std::get_if<syntax::LeaderDecl>(&decl.what)) {
        if (enter(context, leader->name, Entry::Kind::leader, model.leaders.size())) {
            model.leaders.push_back(named<Leader>(decl, *leader));
            model.leaders.back().actor = leader->actor.text;
        }
    } else if (const auto* scenario = std::get_if<syntax::ScenarioDecl>(&decl.what)) {
        if (enter(context, scenario->name, Entry::Kind::scenario, model.scenarios.size())) {
            model.scenarios.add(named<Scenario>(decl, *scenario));
        }
    } else if (const auto* claim = std::get_if<syntax::ClaimDecl>(&decl.what)) {
        if (enter(context, claim->name, Entry::Kind::claim, model.claims.size())) {
            model.claims.add(named<Claim>(decl, *claim));
        }
    } else if (const auto* influence = std::get_if<syntax::InfluenceDecl>(&decl.what)) {
        if (enter(context, influence->name, Entry::Kind::influence, model.influences.size())) {
            model.influences.push_back(named<Influence>(decl, *influence));
        }
    } else if (const auto* issue = std::get_if<syntax::IssueDecl>(&decl.what)) {
        if (enter(context, issue->name, Entry::Kind::issue, model.issues.size())) {
            declare_issue(context, decl, section);
        }
    }
}

/// A player's choice is a quantity of its own, so that options can be asked for as `CHN.press`.
void enter_player(Context& context, const syntax::Decl& decl, const std::string& section) {
    const auto& player = std::get<syntax::PlayerDecl>(decl.what);
    Declaration declaration;
    declaration.name = player.actor.text;
    declaration.doc = decl.doc;
    declaration.section = section;
    declaration.kind = DeclarationKind::player;
    declaration.unit = "1";
    declaration.span = decl.span;
    for (const Player& other : context.model.players) {
        if (other.actor != player.actor.text) {
            continue;
        }
        context.report({.code = "E2002",
                        .headline = fmt::format("`{}` is a player twice", player.actor.text),
                        .primary = {player.actor.span, "the second time"},
                        .others = {{other.span, "the first time"}},
                        .notes = {},
                        .helps = {}});
        return;
    }
    Quantity choice;
    choice.name = player.actor.text;
    choice.kind = QuantityKind::choice;
    choice.unit = "1";
    choice.declaration = context.model.declarations.add(declaration);
    Player known;
    known.actor = player.actor.text;
    known.choice = context.model.quantities.add(choice);
    known.span = player.actor.span;
    for (const syntax::OptionDecl& option : player.options) {
        for (const syntax::OptionDecl& other : player.options) {
            if (&other == &option) {
                break;
            }
            if (other.name.text == option.name.text) {
                said_twice(context,
                           fmt::format("the option `{}` is defined twice", option.name.text),
                           option.name.span,
                           other.name.span);
                break;
            }
        }
        known.options.push_back({option.name.text, option.label.text});
    }
    context.model.declarations[choice.declaration].elements = {known.choice};
    context.model.declarations[choice.declaration].label = known.actor + " chooses";
    context.model.players.push_back(known);
}

}  // namespace

void declare_names(Context& context) {
    enter_sources(context);
    Scenario baseline;
    baseline.name = "baseline";
    baseline.label = "The model as it stands";
    context.model.scenarios.add(baseline);
    context.names["baseline"] = {Entry::Kind::scenario, 0, context.model_span};
    for (const syntax::Tree& tree : context.trees) {
        std::string section;
        for (const syntax::Decl& decl : tree.decls) {
            if (std::holds_alternative<syntax::PlayerDecl>(decl.what)) {
                enter_player(context, decl, section);
            } else {
                enter_decl(context, decl, section);
            }
        }
    }
}

void for_each_element(const Declared& declared,
                      const std::function<void(QuantityId, const Scope&)>& body,
                      const Context& context) {
    for (std::size_t i = 0; i < declared.elements.size(); ++i) {
        Scope scope;
        scope.owner = context.model.quantities[declared.elements[i]].name;
        scope.declaration = declared.id;
        std::size_t rest = i;
        std::vector<std::pair<std::string, Element>> bound;
        for (std::size_t a = declared.axes.size(); a-- > 0;) {
            const Axis& axis = declared.axes[a];
            bound.emplace_back(axis.index, axis.elements[rest % axis.elements.size()]);
            rest /= axis.elements.size();
        }
        scope.indices.assign(bound.rbegin(), bound.rend());
        body(declared.elements[i], scope);
    }
}

}  // namespace entente::model::resolving

// SPDX-License-Identifier: Apache-2.0
// The model block, units and sets: what everything else is said in terms of.
#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

constexpr int language_version = 1;

/// A step must divide a month: h = 1/K month with whole K up to a minute.
constexpr int most_substeps = 43200;

/// Every path of a model has a value a month, so a slip in a year must not ask for gigabytes.
constexpr int most_months = 12000;

void read_grid(Context& context, const syntax::ModelDecl& block, Span span) {
    Grid& grid = context.model.grid;
    if (block.time_unit && block.time_unit->text != "month") {
        context.error("E2013",
                      fmt::format("time runs in months, not in `{}`", block.time_unit->text),
                      block.time_unit->span,
                      "write `month`; `step` refines it");
    }
    if (!block.from || !block.to) {
        context.error("E2013",
                      "the model does not say from when to when it runs",
                      span,
                      "needs `time month from 2006-01 to 2036-12`");
        grid.first = model::month_of(2000, 1);
        grid.months = 1;
        grid.forecast = grid.first + 1;
        return;
    }
    grid.first = month_of(*block.from);
    Month last = month_of(*block.to);
    if (block.to->month == 0) {
        last = last + 11;
    }
    grid.months = last - grid.first + 1;
    bool fine = true;
    if (grid.months < 1) {
        context.error("E2013",
                      "the run ends before it begins",
                      text::join(block.from->span, block.to->span),
                      fmt::format("{} comes after {}", to_text(grid.first), to_text(last)));
        grid.months = 1;
        fine = false;
    }
    if (grid.months > most_months) {
        context.error("E2013",
                      "the run is longer than a thousand years",
                      text::join(block.from->span, block.to->span),
                      fmt::format("{} months", grid.months));
        grid.months = 1;
        fine = false;
    }
    grid.forecast = grid.first + grid.months;
    if (block.forecast && fine) {
        const Month forecast = month_of(*block.forecast);
        if (forecast < grid.first || forecast > grid.first + grid.months) {
            context.error(
                "E2030",
                fmt::format("the forecast begins at {}, outside the run", to_text(forecast)),
                block.forecast->span,
                fmt::format(
                    "the run goes from {} to {}", to_text(grid.first), to_text(grid.last())));
        } else {
            grid.forecast = forecast;
        }
    }
}

void read_step(Context& context, const syntax::ModelDecl& block) {
    Grid& grid = context.model.grid;
    if (block.step) {
        const std::optional<double> step = months_of(context, *block.step);
        if (!step) {
            return;
        }
        const double parts = 1.0 / *step;
        const double whole = std::round(parts);
        if (!(*step > 0) || whole < 1 || whole > most_substeps ||
            std::abs(parts - whole) > 1e-9 * whole) {
            context.error("E2013",
                          "a step must divide a month into equal parts",
                          block.step->span,
                          fmt::format("{} months", *step));
            return;
        }
        grid.substeps = static_cast<int>(whole);
        context.step = *step;
    }
    if (block.method) {
        if (block.method->text == "rk4") {
            grid.method = Method::rk4;
        } else if (block.method->text != "euler") {
            unknown_name(
                context, "E2013", *block.method, "method of integration", {"euler", "rk4"});
        }
    }
}

/// The elements of a dyad subscript written with actors.
std::optional<Element> dyad_of(Context& context, const syntax::Subscript& subscript) {
    const Axis& actors = context.sets.at("actors");
    Element element;
    element.from = subscript.name.text;
    element.to = subscript.to ? subscript.to->text : "";
    element.directed = subscript.directed;
    if (!subscript.to) {
        context.error("E2007",
                      fmt::format("`{}` is an actor, not a pair", subscript.name.text),
                      subscript.span,
                      "write `A->B` or `A--B`");
        return std::nullopt;
    }
    for (const Name& end : {subscript.name, *subscript.to}) {
        bool known = false;
        std::vector<std::string> codes;
        for (const Element& actor : actors.elements) {
            known = known || actor.text == end.text;
            codes.push_back(actor.text);
        }
        if (!known) {
            unknown_name(context, "E2004", end, "actor", codes);
            return std::nullopt;
        }
    }
    element.text = element.from + (element.directed ? "->" : "--") + element.to;
    return element;
}

/// A set holds each element once, and `a--b` is the same as `b--a`.
void drop_repeated(Context& context, const Name& name, Axis& axis, const std::vector<Span>& spans) {
    std::map<std::string, Span> seen;
    std::vector<Element> kept;
    for (std::size_t i = 0; i < axis.elements.size(); ++i) {
        const Element& element = axis.elements[i];
        const bool turn = !element.directed && element.to < element.from;
        const std::string key = turn ? element.to + "--" + element.from : element.text;
        const auto [first, fresh] = seen.emplace(key, spans[i]);
        if (fresh) {
            kept.push_back(element);
        } else {
            said_twice(context,
                       fmt::format("`{}` stands twice in `{}`", element.text, name.text),
                       spans[i],
                       first->second);
        }
    }
    axis.elements = std::move(kept);
}

void add_set(Context& context, const Name& name, Axis axis, bool dyads) {
    IndexSet set{.name = axis.set, .elements = {}, .dyads = dyads};
    for (const Element& element : axis.elements) {
        set.elements.push_back(element.text);
    }
    context.model.sets.push_back(set);
    if (context.sets.contains(name.text)) {
        return;
    }  // reported as a name defined twice
    context.sets[name.text] = std::move(axis);
}

}  // namespace

void read_model_block(Context& context) {
    const syntax::ModelDecl* block = nullptr;
    Span first;
    for (const syntax::Tree& tree : context.trees) {
        for (const syntax::Decl& decl : tree.decls) {
            const auto* found = std::get_if<syntax::ModelDecl>(&decl.what);
            if (found == nullptr) {
                continue;
            }
            if (block != nullptr) {
                context.report({.code = "E2012",
                                .headline = "a model has one `model` block, and here is a second",
                                .primary = {found->name.span, "the second"},
                                .others = {{first, "the first"}},
                                .notes = {},
                                .helps = {}});
                continue;
            }
            block = found;
            first = found->name.span;
            context.model.doc = decl.doc;
        }
    }
    if (block == nullptr) {
        const text::FileId file = context.trees.front().file;
        context.error("E2012",
                      "the model has no `model` block",
                      {file, 0, 0},
                      "begin with `model NAME \"label\" { time month from 2006-01 to 2036-12 }`");
        return;
    }
    context.model_span = first;
    Model& model = context.model;
    model.name = block->name.text;
    model.label = block->label.text;
    if (block->omits) {
        model.omits = block->omits->text;
    }
    if (block->language && (block->language->number != language_version || block->language->unit)) {
        context.error("E2013",
                      fmt::format("this release reads language {}, not {}",
                                  language_version,
                                  context.written(block->language->span)),
                      block->language->span,
                      "a later release reads it");
    }
    read_grid(context, *block, first);
    read_step(context, *block);
    std::map<std::string, Span> seen;
    for (const Name& name : block->priors) {
        const auto [known, fresh] = seen.emplace(name.text, name.span);
        if (!fresh) {
            said_twice(context,
                       fmt::format("the prior set `{}` is named twice", name.text),
                       name.span,
                       known->second);
            continue;
        }
        model.prior_sets.push_back(name.text);
    }
    if (model.prior_sets.empty()) {
        model.prior_sets.push_back("default");
    }
}

std::optional<Unit> unit_of(Context& context, const syntax::UnitExpr& expr) {
    Unit unit;
    for (const syntax::UnitFactor& factor : expr.factors) {
        const std::optional<Unit> found = context.units.find(factor.name.text);
        if (!found) {
            unknown_name(context, "E2003", factor.name, "unit", context.units.names());
            return std::nullopt;
        }
        context.units_used.insert(factor.name.text);
        unit = unit * power(*found, factor.power);
        if (!check_unit(context, unit, expr.span)) {
            return std::nullopt;
        }
    }
    return unit;
}

namespace {

/// Units that never became known: some lead back to themselves, some name what is no unit, and the
/// rest are made of these and silent.
void report_waiting(Context& context, const std::vector<const syntax::UnitDecl*>& waiting) {
    std::map<std::string, const syntax::UnitDecl*> by_name;
    for (const syntax::UnitDecl* decl : waiting) {
        by_name[decl->name.text] = decl;
    }
    std::set<std::string> done;
    for (const syntax::UnitDecl* decl : waiting) {
        for (const syntax::UnitFactor& factor : decl->equals->factors) {
            if (!by_name.contains(factor.name.text) && !context.units.find(factor.name.text)) {
                unknown_name(context, "E2003", factor.name, "unit", context.units.names());
            }
        }
        // Along the first unit that waits too, until the way ends or meets itself.
        std::vector<const syntax::UnitDecl*> way;
        const syntax::UnitDecl* at = decl;
        while (at != nullptr && done.insert(at->name.text).second) {
            way.push_back(at);
            const syntax::UnitDecl* next = nullptr;
            for (const syntax::UnitFactor& factor : at->equals->factors) {
                const auto found = by_name.find(factor.name.text);
                if (next == nullptr && found != by_name.end()) {
                    next = found->second;
                }
            }
            at = next;
        }
        const auto ring = std::find(way.begin(), way.end(), at);
        if (at == nullptr || ring == way.end()) {
            continue;
        }
        Diagnostic diagnostic{
            .code = "E2038",
            .headline = fmt::format("the unit `{}` is defined by itself", (*ring)->name.text),
            .primary = {(*ring)->equals->span, "this leads back to it"},
            .others = {},
            .notes = {},
            .helps = {{"make one of them a unit of its own: `unit NAME`", {}, {}}}};
        for (auto it = ring + 1; it != way.end(); ++it) {
            diagnostic.others.push_back({(*it)->equals->span, "by way of this"});
        }
        context.report(std::move(diagnostic));
    }
    for (const syntax::UnitDecl* decl : waiting) {
        context.units.add_base(decl->name.text);
    }
}

}  // namespace

void declare_units(Context& context) {
    std::vector<const syntax::UnitDecl*> waiting;
    for (const syntax::Tree& tree : context.trees) {
        for (const syntax::Decl& decl : tree.decls) {
            const auto* unit = std::get_if<syntax::UnitDecl>(&decl.what);
            if (unit == nullptr) {
                continue;
            }
            const auto [known, fresh] =
                context.unit_spans.emplace(unit->name.text, unit->name.span);
            if (!fresh || context.units.is_built_in(unit->name.text)) {
                Diagnostic twice{
                    .code = "E2002",
                    .headline = fmt::format("the unit `{}` is defined twice", unit->name.text),
                    .primary = {unit->name.span, fresh ? "it is built in" : "the second time"},
                    .others = {},
                    .notes = {},
                    .helps = {}};
                if (!fresh) {
                    twice.others.push_back({known->second, "the first time"});
                }
                context.report(std::move(twice));
                continue;
            }
            if (unit->equals) {
                waiting.push_back(unit);
            } else {
                context.units.add_base(unit->name.text);
            }
        }
    }
    // Units made of others, in whatever order they stand: as long as one more becomes known.
    bool progress = true;
    while (progress && !waiting.empty()) {
        progress = false;
        std::vector<const syntax::UnitDecl*> still;
        for (const syntax::UnitDecl* decl : waiting) {
            bool ready = true;
            for (const syntax::UnitFactor& factor : decl->equals->factors) {
                ready = ready && context.units.find(factor.name.text);
            }
            if (!ready) {
                still.push_back(decl);
                continue;
            }
            const Unit unit = *unit_of(context, *decl->equals);
            double factor = 1;
            if (decl->factor) {
                factor = constant(context, {}, *decl->factor, Unit{}, decl->name.span).value_or(1);
            }
            if (!(factor > 0)) {
                context.error("E2038",
                              fmt::format("the unit `{}` needs a factor above 0", decl->name.text),
                              decl->name.span,
                              "this unit");
                factor = 1;
            }
            context.units.add_derived(decl->name.text, factor, unit);
            if (!check_unit(context, *context.units.find(decl->name.text), decl->name.span)) {
                context.units.add_base(decl->name.text);
            }
            progress = true;
        }
        waiting = std::move(still);
    }
    report_waiting(context, waiting);
    context.units_used.clear();
}

void declare_sets(Context& context) {
    Axis actors{.index = {}, .set = "actors", .elements = {}};
    for (const syntax::Tree& tree : context.trees) {
        for (const syntax::Decl& decl : tree.decls) {
            const auto* list = std::get_if<syntax::ActorsDecl>(&decl.what);
            if (list == nullptr) {
                continue;
            }
            for (const syntax::NamedLabel& actor : list->actors) {
                context.model.actors.push_back({actor.name.text, actor.label.text});
                actors.elements.push_back({actor.name.text, "", "", true});
            }
        }
    }
    context.sets["actors"] = actors;
    Axis calendar{.index = {}, .set = "calendar", .elements = {}};
    constexpr std::array<const char*, 12> months = {
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    for (const char* month : months) {
        calendar.elements.push_back({month, "", "", true});
    }
    context.sets["calendar"] = calendar;
    for (const syntax::Tree& tree : context.trees) {
        for (const syntax::Decl& decl : tree.decls) {
            Axis axis;
            std::vector<Span> spans;
            const Name* name = nullptr;
            if (const auto* set = std::get_if<syntax::SetDecl>(&decl.what)) {
                name = &set->name;
                for (const Name& element : set->elements) {
                    axis.elements.push_back({element.text, "", "", true});
                    spans.push_back(element.span);
                }
            } else if (const auto* dyads = std::get_if<syntax::DyadsDecl>(&decl.what)) {
                name = &dyads->name;
                for (const syntax::Subscript& pair : dyads->dyads) {
                    if (const auto element = dyad_of(context, pair)) {
                        axis.elements.push_back(*element);
                        spans.push_back(pair.span);
                    }
                }
            }
            if (name == nullptr) {
                continue;
            }
            drop_repeated(context, *name, axis, spans);
            axis.set = name->text;
            add_set(context,
                    *name,
                    std::move(axis),
                    std::holds_alternative<syntax::DyadsDecl>(decl.what));
        }
    }
}

std::optional<Axis> axis_named(Context& context, const Name& set) {
    const auto found = context.sets.find(set.text);
    if (found != context.sets.end()) {
        return found->second;
    }
    std::vector<std::string> names;
    for (const auto& [name, axis] : context.sets) {
        names.push_back(name);
    }
    unknown_name(context, "E2005", set, "set", names);
    return std::nullopt;
}

std::optional<Axis> axis_of(Context& context, const syntax::IndexBinding& binding) {
    Axis axis;
    if (binding.set) {
        std::optional<Axis> named = axis_named(context, *binding.set);
        if (!named) {
            return std::nullopt;
        }
        axis = std::move(*named);
    } else {
        const Axis& actors = context.sets.at("actors");
        for (const Name& element : binding.elements) {
            bool known = false;
            std::vector<std::string> near;
            // Elements written out are actors, or elements of a declared set.
            for (const auto& [name, set] : context.sets) {
                for (const Element& candidate : set.elements) {
                    near.push_back(candidate.text);
                    known = known || candidate.text == element.text;
                }
            }
            if (!known && !actors.elements.empty()) {
                unknown_name(context, "E2007", element, "actor or element", near);
                return std::nullopt;
            }
            axis.elements.push_back({element.text, "", "", true});
        }
    }
    axis.index = binding.index.text;
    return axis;
}

}  // namespace entente::model::resolving

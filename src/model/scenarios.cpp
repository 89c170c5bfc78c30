// SPDX-License-Identifier: Apache-2.0
// Scenarios: changes with their months known, those of the parent first.
#include <algorithm>

#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

struct Line {
    std::string key;  ///< what it changes and when, as written
    Span span;
};

class Reader {
  public:
    Reader(Context& context, const syntax::ScenarioDecl& decl) : context_(context), decl_(decl) {}

    std::vector<Change> changes;
    bool rewrites_history = false;

    void read() {
        for (const syntax::Change& change : decl_.changes) {
            check_repeated(change);
            std::visit([this, &change](const auto& what) { take(what, change.span); }, change.what);
        }
    }

  private:
    Model& model() { return context_.model; }

    Scope scope() const {
        Scope scope;
        scope.owner = "scenario." + decl_.name.text;
        return scope;
    }

    void check_repeated(const syntax::Change& change) {
        const std::string text = context_.written(change.span);
        for (const Line& line : lines_) {
            if (line.key != text) {
                continue;
            }
            context_.report({.code = "E2029",
                             .headline = "the same line stands twice in a scenario",
                             .primary = {change.span, "the second time"},
                             .others = {{line.span, "the first time"}},
                             .notes = {},
                             .helps = {}});
        }
        lines_.push_back({text, change.span});
    }

    std::optional<Timing> timing(const syntax::Timing& written, Span span, bool may_wait) {
        Timing timing;
        timing.from = model().grid.first;
        if (written.from) {
            const auto from = month_of(context_, *written.from);
            if (!from || !in_run(context_, *from, written.from->span)) {
                return std::nullopt;
            }
            timing.from = *from;
        }
        if (written.until) {
            const auto until = month_of(context_, *written.until);
            if (!until) {
                return std::nullopt;
            }
            if (*until <= timing.from) {
                context_.error("E2031",
                               "the change ends before it begins",
                               written.until->span,
                               fmt::format("it begins in {}", to_text(timing.from)));
                return std::nullopt;
            }
            timing.until = *until;
        }
        if ((written.once || written.ramp) && !may_wait) {
            context_.error("E2031",
                           "only `set` takes `once` and `ramp`",
                           span,
                           "this change has its months fixed");
            return std::nullopt;
        }
        if (written.once) {
            timing.once = condition(context_, scope(), *written.once);
            if (!timing.once) {
                return std::nullopt;
            }
        }
        if (written.ramp) {
            const auto ramp = whole_months(context_, *written.ramp);
            if (!ramp) {
                return std::nullopt;
            }
            timing.ramp = *ramp;
        }
        if (timing.from < model().grid.forecast) {
            rewrites_history = true;
        }
        return timing;
    }

    void take(const syntax::SetChange& set, Span span) {
        const Declared* declared = find_declared(context_, set.place.name.text);
        if (declared == nullptr) {
            std::vector<std::string> names;
            for (const Declared& other : context_.declared) {
                if (other.kind == QuantityKind::lever || other.kind == QuantityKind::input ||
                    other.kind == QuantityKind::parameter) {
                    names.push_back(other.name);
                }
            }
            unknown_name(context_, "E2001", set.place.name, "lever, input or parameter", names);
            return;
        }
        if (declared->broken) {
            return;
        }
        const bool settable = declared->kind == QuantityKind::lever ||
                              declared->kind == QuantityKind::input ||
                              declared->kind == QuantityKind::parameter;
        if (!settable) {
            const char* help =
                declared->kind == QuantityKind::stock
                    ? "change a stock with `add AMOUNT to STOCK on DATE`"
                : declared->kind == QuantityKind::event
                    ? "change an event with `event NAME on DATE`, `only` or `never`"
                    : "declare it as an `input` or a `lever`, or switch a link off with `without`";
            context_.report({.code = "E2028",
                             .headline = fmt::format("`{}` cannot be set", declared->name),
                             .primary = {set.place.span, "not a lever, an input or a parameter"},
                             .others = {{declared->span, "declared here"}},
                             .notes = {},
                             .helps = {{help, {}, {}}}});
            return;
        }
        SetChange change;
        change.quantities = declared->elements;
        if (!set.place.subscripts.empty()) {
            const auto one = scalar_of(context_, scope(), set.place, *declared);
            if (!one) {
                return;
            }
            change.quantities = {*one};
        }
        const bool rewrote = rewrites_history;
        const auto when = timing(set.timing, span, true);
        if (!when) {
            return;
        }
        change.timing = *when;
        const bool parameter = declared->kind == QuantityKind::parameter;
        if (parameter) {
            rewrites_history = rewrote;
            const bool at_ends =
                when->from == model().grid.first || when->from == model().grid.forecast;
            if (when->until || when->once || when->ramp != 0 || !at_ends) {
                context_.error(
                    "E2031",
                    fmt::format("the parameter `{}` is one number for a run", declared->name),
                    span,
                    "it may change `from start` or `from forecast`, for good");
                return;
            }
        }
        const Typed typed = expression(context_, scope(), set.value);
        const NodeId value = fitted(context_, typed, declared->unit, declared->unit_span);
        if (!value || !fits(change, value, set.value.span, *declared)) {
            return;
        }
        change.values.assign(change.quantities.size(), value);
        if (!check_reads(change, value, set.value.span, *declared)) {
            return;
        }
        changes.push_back(std::move(change));
    }

    bool fits(const SetChange& change, NodeId value, Span span, const Declared& declared) {
        const std::optional<double> known = context_.graph.number(value);
        const Quantity& first = model().quantities[change.quantities.front()];
        if (!known ||
            !((first.low && *known < *first.low) || (first.high && *known > *first.high))) {
            return true;
        }
        context_.report(
            {.code = "E2035",
             .headline = fmt::format("{} is outside the range of `{}`", *known, declared.name),
             .primary = {span,
                         first.low && *known < *first.low
                             ? fmt::format("the lowest is {}", *first.low)
                             : fmt::format("the highest is {}", *first.high)},
             .others = {{declared.span, "declared here"}},
             .notes = {},
             .helps = {}});
        return false;
    }

    /// A value may not depend on what is set, at the same instant; a parameter may read itself (its
    /// value without the change) and other parameters.
    bool check_reads(const SetChange& change, NodeId value, Span span, const Declared& declared) {
        std::vector<QuantityId> open;
        std::set<QuantityId> seen;
        for (const Read& read : reads_of(model().nodes, {value})) {
            if (read.how == Reads::now) {
                open.push_back(read.quantity);
            }
        }
        const bool parameter = declared.kind == QuantityKind::parameter;
        while (!open.empty()) {
            const QuantityId id = open.back();
            open.pop_back();
            if (!seen.insert(id).second) {
                continue;
            }
            const Quantity& quantity = model().quantities[id];
            if (parameter && quantity.kind != QuantityKind::parameter) {
                context_.error(
                    "E2014",
                    fmt::format("the parameter `{}` depends on `{}`, which changes in time",
                                declared.name,
                                quantity.name),
                    span,
                    "a parameter is one number for a run");
                return false;
            }
            if (parameter) {
                continue;
            }
            for (const QuantityId target : change.quantities) {
                if (target != id) {
                    continue;
                }
                context_.report(
                    {.code = "E2008",
                     .headline = fmt::format("`{}` would be set by itself", declared.name),
                     .primary = {span, "this depends on what it sets"},
                     .others = {},
                     .notes = {},
                     .helps = {{fmt::format("read it with a delay: `previous({})`", declared.name),
                                {},
                                {}}}});
                return false;
            }
            if (quantity.kind == QuantityKind::stock || quantity.kind == QuantityKind::choice ||
                quantity.kind == QuantityKind::latch) {
                continue;
            }
            for (const Read& read : reads_of(model().nodes, opening_nodes(quantity))) {
                if (read.how == Reads::now) {
                    open.push_back(read.quantity);
                }
            }
        }
        return true;
    }

    void take(const syntax::AddChange& add, Span) {
        const Declared* declared = find_declared(context_, add.place.name.text);
        if (declared == nullptr || declared->kind != QuantityKind::stock) {
            std::vector<std::string> stocks;
            for (const Declared& other : context_.declared) {
                if (other.kind == QuantityKind::stock) {
                    stocks.push_back(other.name);
                }
            }
            if (declared == nullptr) {
                unknown_name(context_, "E2001", add.place.name, "stock", stocks);
            } else {
                context_.report(
                    {.code = "E2028",
                     .headline =
                         fmt::format("one adds to stocks, and `{}` is none", declared->name),
                     .primary = {add.place.span, "not a stock"},
                     .others = {{declared->span, "declared here"}},
                     .notes = {},
                     .helps = {
                         {"a lever, an input or a parameter is changed with `set`", {}, {}}}});
            }
            return;
        }
        if (declared->broken) {
            return;
        }
        const auto stock = scalar_of(context_, scope(), add.place, *declared);
        const auto month = month_of(context_, add.on);
        const NodeId amount = fitted(context_,
                                     expression(context_, scope(), add.value),
                                     declared->unit,
                                     declared->unit_span);
        if (!stock || !month || !amount || !in_run(context_, *month, add.on.span)) {
            return;
        }
        if (*month < model().grid.forecast) {
            rewrites_history = true;
        }
        changes.push_back(AddChange{*stock, amount, *month});
    }

    void take(const syntax::WithoutChange& without, Span span) {
        const auto when = timing(without.timing, span, false);
        if (!when) {
            return;
        }
        WithoutChange change;
        change.timing = *when;
        for (const Expr& place : without.links) {
            const std::vector<LinkId> found = links_of(place);
            change.links.insert(change.links.end(), found.begin(), found.end());
        }
        if (!change.links.empty()) {
            changes.push_back(std::move(change));
        }
    }

    /// `x` for all elements, `x[CHN]` for one, `stock.flow`.
    std::vector<LinkId> links_of(const Expr& place) {
        std::string name = place.name.text;
        for (const syntax::Subscript& subscript : place.subscripts) {
            const bool first = &subscript == &place.subscripts.front();
            name += (first ? "[" : ",") + context_.written(subscript.span);
        }
        if (!place.subscripts.empty()) {
            name += "]";
        }
        for (const Name& field : place.fields) {
            name += "." + field.text;
        }
        std::vector<LinkId> found;
        std::vector<std::string> names;
        for (std::size_t i = 0; i < model().links.size(); ++i) {
            const Link& link = model().links[LinkId(i)];
            if (link.name == name || link.family == name) {
                found.push_back(LinkId(i));
            }
            names.push_back(link.family);
        }
        if (found.empty()) {
            unknown_name(context_, "E2024", {name, place.span}, "link", names);
        }
        return found;
    }

    void take(const syntax::EventChange& event, Span span) {
        const Declared* declared = find_declared(context_, event.event.name.text);
        if (declared == nullptr || declared->kind != QuantityKind::event) {
            std::vector<std::string> events;
            for (const Declared& other : context_.declared) {
                if (other.kind == QuantityKind::event) {
                    events.push_back(other.name);
                }
            }
            unknown_name(context_, "E2027", event.event.name, "event", events);
            return;
        }
        if (declared->broken) {
            return;
        }
        std::vector<QuantityId> ids = declared->elements;
        if (!event.event.subscripts.empty()) {
            const auto one = scalar_of(context_, scope(), event.event, *declared);
            if (!one) {
                return;
            }
            ids = {*one};
        }
        // Without `only` nothing is rewritten before the first added event.
        const bool rewrote = rewrites_history;
        const auto when = timing(event.timing, span, false);
        if (!when) {
            return;
        }
        EventChange change;
        change.timing = *when;
        change.only = event.only || event.kind == syntax::EventChange::Kind::never;
        const Month end = when->until ? *when->until : model().grid.last() + 1;
        if (event.kind == syntax::EventChange::Kind::on) {
            for (const syntax::DateExpr& date : event.dates) {
                const auto month = month_of(context_, date);
                if (!month || !in_run(context_, *month, date.span)) {
                    return;
                }
                change.months.push_back(*month);
            }
        } else if (event.kind == syntax::EventChange::Kind::every) {
            const auto period = whole_months(context_, event.period);
            if (!period) {
                return;
            }
            for (Month m = when->from; m < end && m <= model().grid.last(); m = m + *period) {
                change.months.push_back(m);
            }
        }
        if (!change.only) {
            rewrites_history = rewrote;
            for (const Month m : change.months) {
                rewrites_history = rewrites_history || m < model().grid.forecast;
            }
        }
        for (const QuantityId id : ids) {
            change.event = id;
            changes.push_back(change);
        }
    }

    void take(const syntax::LeaderChange& leader, Span span) {
        const auto when = timing(leader.timing, span, false);
        if (!when) {
            return;
        }
        std::vector<std::string> names;
        for (std::size_t i = 0; i < model().leaders.size(); ++i) {
            const Leader& known = model().leaders[i];
            if (known.actor == leader.actor.text) {
                names.push_back(known.name);
            }
            if (known.actor != leader.actor.text || known.name != leader.leader.text) {
                continue;
            }
            changes.push_back(LeaderChange{known.actor, i, *when});
            return;
        }
        unknown_name(context_, "E2027", leader.leader, "leader of " + leader.actor.text, names);
    }

    void take(const syntax::PlaysChange& plays, Span span) {
        const auto when = timing(plays.timing, span, false);
        if (!when) {
            return;
        }
        std::vector<std::string> actors;
        for (const Player& player : model().players) {
            actors.push_back(player.actor);
            if (player.actor != plays.actor.text) {
                continue;
            }
            std::vector<std::string> options;
            for (std::size_t i = 0; i < player.options.size(); ++i) {
                options.push_back(player.options[i].name);
                if (player.options[i].name != plays.option.text) {
                    continue;
                }
                changes.push_back(PlaysChange{player.choice, i, *when});
                return;
            }
            unknown_name(context_, "E2027", plays.option, "option of " + player.actor, options);
            return;
        }
        unknown_name(context_, "E2027", plays.actor, "player", actors);
    }

    void take(const syntax::EndChange& end, Span) {
        const Entry* entry = find_name(context_, end.agreement.text);
        if (entry == nullptr || entry->kind != Entry::Kind::agreement) {
            unknown_name(context_,
                         "E2027",
                         end.agreement,
                         "agreement",
                         names_of(context_, {Entry::Kind::agreement}));
            return;
        }
        const auto month = month_of(context_, end.on);
        if (!month || !in_run(context_, *month, end.on.span)) {
            return;
        }
        if (*month < model().grid.forecast) {
            rewrites_history = true;
        }
        changes.push_back(EndChange{entry->index, *month});
    }

    Context& context_;
    const syntax::ScenarioDecl& decl_;
    std::vector<Line> lines_;
};

void report_ring(Context& context, const std::vector<const syntax::ScenarioDecl*>& ring) {
    Diagnostic diagnostic{.code = "E2032",
                          .headline = "scenarios extend each other in a ring: ",
                          .primary = {},
                          .others = {},
                          .notes = {},
                          .helps = {{"let one of them stand on its own", {}, {}}}};
    for (const syntax::ScenarioDecl* decl : ring) {
        diagnostic.headline += fmt::format("`{}` -> ", decl->name.text);
        diagnostic.others.push_back(
            {decl->extends->span,
             fmt::format("`{}` extends `{}`", decl->name.text, decl->extends->text)});
    }
    diagnostic.headline += fmt::format("`{}`", ring.front()->name.text);
    diagnostic.primary = diagnostic.others.front();
    diagnostic.others.erase(diagnostic.others.begin());
    context.report(std::move(diagnostic));
}

}  // namespace

void define_scenarios(Context& context) {
    std::map<std::string, const syntax::ScenarioDecl*> decls;
    for (const syntax::Tree& tree : context.trees) {
        for (const syntax::Decl& decl : tree.decls) {
            if (const auto* found = std::get_if<syntax::ScenarioDecl>(&decl.what)) {
                decls.emplace(found->name.text, found);
            }
        }
    }
    std::set<const syntax::ScenarioDecl*> in_ring;
    std::map<std::string, Reader> read;
    for (const auto& [name, decl] : decls) {
        Reader reader(context, *decl);
        reader.read();
        read.emplace(name, std::move(reader));
    }
    for (const auto& [name, decl] : decls) {
        const ScenarioId id = find_scenario(context.model, name);
        if (!id || name == "baseline") {
            continue;
        }
        // From the oldest ancestor down; a scenario that meets itself again is a ring.
        std::vector<const syntax::ScenarioDecl*> line = {decl};
        bool fine = true;
        while (fine && line.back()->extends && line.back()->extends->text != "baseline") {
            const Name& parent = *line.back()->extends;
            const auto found = decls.find(parent.text);
            if (found == decls.end()) {
                unknown_name(context,
                             "E2025",
                             parent,
                             "scenario",
                             names_of(context, {Entry::Kind::scenario}));
                fine = false;
                break;
            }
            const auto seen = std::find(line.begin(), line.end(), found->second);
            if (seen == line.end()) {
                line.push_back(found->second);
                continue;
            }
            // Every scenario of the ring leads here; the first says so for all.
            if (in_ring.insert(found->second).second) {
                report_ring(context, {seen, line.end()});
                in_ring.insert(seen, line.end());
            }
            fine = false;
        }
        if (!fine) {
            continue;
        }
        for (auto it = line.rbegin(); it != line.rend(); ++it) {
            const Reader& reader = read.at((*it)->name.text);
            Scenario& scenario = context.model.scenarios[id];
            inherit(scenario.changes, reader.changes);
            scenario.rewrites_history = scenario.rewrites_history || reader.rewrites_history;
        }
    }
}

}  // namespace entente::model::resolving

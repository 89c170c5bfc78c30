// SPDX-License-Identifier: Apache-2.0
// Claims: what is measured, where, and what must hold. A claim that cannot be tested does not
// compile.
#include <cmath>

#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

/// A stat with the unit its amounts are judged in.
struct Measured {
    Stat stat;
    Unit unit;
};

class ClaimReader {
  public:
    ClaimReader(Context& context, const syntax::ClaimDecl& decl, ClaimId id)
        : context_(context), decl_(decl), id_(id) {}

    void read() {
        Part whole;
        whole.span = decl_.name.span;
        std::vector<syntax::RestsTest> rests;
        for (const syntax::Test& test : decl_.tests) {
            if (const auto* rival = std::get_if<syntax::RivalTest>(&test.what)) {
                Rival one;
                one.text = rival->text.text;
                if (rival->source) {
                    one.source = source_of(context_, *rival->source);
                }
                context_.model.claims[id_].rivals.push_back(one);
            } else {
                take(test, whole);
            }
        }
        std::vector<Part> parts;
        const bool whole_compares = compares_;
        if (decl_.parts.empty()) {
            finish(whole, whole.span);
            parts.push_back(whole);
        } else if (!pending_.empty()) {
            context_.error(
                "E2033",
                fmt::format("`{}` has parts, so every `expect` belongs in one", decl_.name.text),
                pending_.front().span,
                "outside the parts");
            pending_.clear();
        }
        for (const syntax::PartDecl& decl : decl_.parts) {
            // What the claim says above its parts holds for each of them.
            Part part = whole;
            part.name = decl.name.text;
            part.span = decl.name.span;
            compares_ = whole_compares;
            for (const Part& other : parts) {
                if (other.name == part.name) {
                    said_twice(context_,
                               fmt::format("the part `{}` is defined twice", part.name),
                               decl.name.span,
                               other.span);
                }
            }
            for (const syntax::Test& test : decl.tests) {
                take(test, part);
            }
            finish(part, decl.name.span);
            parts.push_back(part);
        }
        context_.model.claims[id_].parts = std::move(parts);
    }

  private:
    void take(const syntax::Test& test, Part& part) {
        if (std::holds_alternative<syntax::FactTest>(test.what)) {
            part.fact = true;
        } else if (std::holds_alternative<syntax::MayTest>(test.what)) {
            part.may = true;
        } else if (const auto* compare = std::get_if<syntax::CompareTest>(&test.what)) {
            compares_ = true;
            part.scenario = scenario(compare->scenario);
            part.with = scenario(compare->with);
        } else if (const auto* expect = std::get_if<syntax::ExpectTest>(&test.what)) {
            pending_.push_back({expect, test.span});
        } else if (const auto* rests = std::get_if<syntax::RestsTest>(&test.what)) {
            for (const Name& name : rests->links) {
                const std::vector<LinkId> links = links_named(name);
                part.rests_on.insert(part.rests_on.end(), links.begin(), links.end());
                part.rests_on_names.push_back(name.text);
            }
        } else if (const auto* variants = std::get_if<syntax::VariantsTest>(&test.what)) {
            for (const Name& name : variants->data) {
                const Entry* entry = find_name(context_, name.text);
                if (entry == nullptr || entry->kind != Entry::Kind::data) {
                    unknown_name(
                        context_, "E2026", name, "series", names_of(context_, {Entry::Kind::data}));
                } else {
                    part.variants.push_back(DataId(entry->index));
                }
            }
        } else if (std::holds_alternative<syntax::RivalTest>(test.what)) {
            const auto& rival = std::get<syntax::RivalTest>(test.what);
            Rival one;
            one.text = rival.text.text;
            if (rival.source) {
                one.source = source_of(context_, *rival.source);
            }
            context_.model.claims[id_].rivals.push_back(one);
        }
    }

    /// Expectations come last: what they may use depends on `fact` and `compare`.
    void finish(Part& part, Span span) {
        for (const auto& [expect, at] : pending_) {
            if (auto expectation = read_expectation(*expect, at, part)) {
                part.expectations.push_back(std::move(*expectation));
            } else {
                failed_ = true;
            }
        }
        pending_.clear();
        if (part.expectations.empty() && !failed_) {
            context_.error("E2033",
                           part.name.empty()
                               ? fmt::format("the claim `{}` expects nothing", decl_.name.text)
                               : fmt::format("the part `{}` expects nothing", part.name),
                           span,
                           "needs an `expect` that can be tested");
        }
        failed_ = false;
    }

    std::optional<ScenarioId> scenario(const Name& name) {
        const ScenarioId id = find_scenario(context_.model, name.text);
        if (id) {
            return id;
        }
        unknown_name(
            context_, "E2025", name, "scenario", names_of(context_, {Entry::Kind::scenario}));
        return std::nullopt;
    }

    std::vector<LinkId> links_named(const Name& name) {
        std::vector<LinkId> found;
        std::vector<std::string> names;
        for (std::size_t i = 0; i < context_.model.links.size(); ++i) {
            const Link& link = context_.model.links[LinkId(i)];
            if (link.name == name.text || link.family == name.text) {
                found.push_back(LinkId(i));
            }
            names.push_back(link.family);
        }
        if (found.empty()) {
            unknown_name(context_, "E2024", name, "link", names);
        }
        return found;
    }

    std::optional<Expectation> read_expectation(const syntax::ExpectTest& expect,
                                                Span at,
                                                const Part& part) {
        const auto measured = read_stat(expect.stat, part);
        if (!measured) {
            return std::nullopt;
        }
        Expectation expectation;
        expectation.stat = measured->stat;
        expectation.span = at;
        Judged& judged = expectation.judged;
        judged.kind = static_cast<Judged::Kind>(expect.judged.kind);
        judged.text = context_.written(expect.judged.span);
        const bool direction = judged.kind == Judged::Kind::rises ||
                               judged.kind == Judged::Kind::falls ||
                               judged.kind == Judged::Kind::changes;
        const bool itself =
            measured->stat.kind == Stat::Kind::change || measured->stat.kind == Stat::Kind::effect;
        if (direction && !itself && !compares_) {
            context_.report(
                {.code = "E2033",
                 .headline = "rises or falls against what?",
                 .primary = {expect.judged.span, "nothing is compared"},
                 .others = {},
                 .notes = {},
                 .helps = {{"write `compare SCENARIO with baseline`, or `change ... from ... to`",
                            {},
                            {}}}});
            return std::nullopt;
        }
        if (!read_other(expect, *measured, part, judged)) {
            return std::nullopt;
        }
        if (expect.judged.by &&
            !read_amount(*expect.judged.by, *measured, expectation, direction)) {
            return std::nullopt;
        }
        if (!read_share(expect, judged)) {
            return std::nullopt;
        }
        if (measured->stat.kind == Stat::Kind::plain && !part.fact && !judged.window &&
            measured->stat.quantity &&
            context_.model.quantities[measured->stat.quantity].kind != QuantityKind::parameter) {
            context_.report(
                {.code = "E2033",
                 .headline = "when is it measured?",
                 .primary = {expect.stat.span, "this changes from month to month"},
                 .others = {},
                 .notes = {},
                 .helps = {
                     {"write `value X at DATE`, `average X over WINDOW`, or `in 80% of WINDOW`",
                      {},
                      {}}}});
            return std::nullopt;
        }
        return expectation;
    }

    /// What the stat must exceed, in the same unit. False after a report.
    bool read_other(const syntax::ExpectTest& expect,
                    const Measured& measured,
                    const Part& part,
                    Judged& judged) {
        if (!expect.judged.other.empty()) {
            syntax::Stat written = expect.judged.other.front();
            // `effect of a on x exceeds effect of b`: both on x.
            if (written.kind == syntax::Stat::Kind::effect && written.on.empty()) {
                written.on = expect.stat.on;
            }
            const auto other = read_stat(written, part);
            if (!other) {
                return false;
            }
            if (!same_dimension(other->unit, measured.unit)) {
                context_.report({.code = "E3005",
                                 .headline = "what is compared has different units",
                                 .primary = {written.span, "this " + described(other->unit)},
                                 .others = {{expect.stat.span, "this " + described(measured.unit)}},
                                 .notes = {},
                                 .helps = {}});
                return false;
            }
            judged.other.push_back(other->stat);
        }
        return true;
    }

    /// `in 80% of WINDOW`. False after a report.
    bool read_share(const syntax::ExpectTest& expect, Judged& judged) {
        if (expect.judged.share) {
            judged.share = *expect.judged.share;
            if (!(*judged.share > 0) || *judged.share > 1) {
                context_.error("E2035",
                               "a share lies between 0 % and 100 %",
                               expect.judged.span,
                               "not a share");
                return false;
            }
        }
        if (expect.judged.window) {
            judged.window = window_of(context_, *expect.judged.window);
            return judged.window.has_value();
        }
        return true;
    }

    /// `10%` is a part of the comparison's own value unless the stat itself is a share that is
    /// bounded; a number is in the stat's unit.
    bool read_amount(const Expr& by,
                     const Measured& measured,
                     Expectation& expectation,
                     bool direction) {
        Judged& judged = expectation.judged;
        const Expr& plain = by.kind == syntax::ExprKind::negate ? by.children.front() : by;
        const bool percent = plain.kind == syntax::ExprKind::number && plain.percent;
        const bool relative = percent && (direction || measured.stat.kind == Stat::Kind::change);
        const auto amount =
            constant(context_, {}, by, relative ? Unit{} : measured.unit, expectation.stat.span);
        if (!amount) {
            return false;
        }
        judged.amount = *amount;
        judged.relative = relative;
        return true;
    }

    /// The quantity or series measured, and its unit; nothing after a report.
    std::optional<Measured> measured(const Expr& expr, const Part& part) {
        Measured result;
        if (expr.kind == syntax::ExprKind::place) {
            const Entry* entry = find_name(context_, expr.name.text);
            if (entry != nullptr && entry->kind == Entry::Kind::data) {
                result.stat.data = DataId(entry->index);
                result.unit = unit_of_series(result.stat.data);
                return result;
            }
            if (entry == nullptr && part.fact &&
                find_declared(context_, expr.name.text) == nullptr) {
                unknown_name(context_,
                             "E2026",
                             expr.name,
                             "series",
                             names_of(context_, {Entry::Kind::data}));
                return std::nullopt;
            }
            const Declared* declared = find_declared(context_, expr.name.text);
            if (declared != nullptr && declared->broken) {
                return std::nullopt;
            }
            if (declared != nullptr && expr.fields.empty()) {
                const auto id = scalar_of(context_, Scope{}, expr, *declared);
                if (!id) {
                    return std::nullopt;
                }
                if (part.fact && !text_only(context_.graph.quantity(*id), expr)) {
                    return std::nullopt;
                }
                result.stat.quantity = *id;
                result.unit = declared->unit;
                return result;
            }
        }
        Scope scope;
        scope.owner = "claim." + decl_.name.text + (part.name.empty() ? "" : "." + part.name);
        const Typed typed = expression(context_, scope, expr);
        if (typed.failed()) {
            return std::nullopt;
        }
        if (typed.kind != Typed::Kind::number) {
            context_.report({.code = "E3001",
                             .headline = "a number is measured",
                             .primary = {typed.span, "this is no number"},
                             .others = {},
                             .notes = {},
                             .helps = {{"write `if ... then 1 else 0`", {}, {}}}});
            return std::nullopt;
        }
        if (part.fact && !text_only(typed.node, expr)) {
            return std::nullopt;
        }
        result.stat.quantity = as_quantity(context_, scope, typed, "measured");
        result.unit = typed.unit;
        return result;
    }

    Unit unit_of_series(DataId id) {
        for (const syntax::Tree& tree : context_.trees) {
            for (const syntax::Decl& decl : tree.decls) {
                const auto* data = std::get_if<syntax::DataDecl>(&decl.what);
                if (data == nullptr || data->name.text != context_.model.data[id].name) {
                    continue;
                }
                return unit_of(context_, data->unit).value_or(Unit{});
            }
        }
        return {};
    }

    /// A fact uses the record alone: series, agreements, recorded events.
    bool text_only(NodeId node, const Expr& expr) {
        for (const Read& read : reads_of(context_.model.nodes, {node})) {
            const Quantity& quantity = context_.model.quantities[read.quantity];
            if (quantity.kind == QuantityKind::event && quantity.record) {
                continue;
            }
            context_.report(
                {.code = "E2033",
                 .headline = fmt::format("a fact uses the record alone, and `{}` is computed by "
                                         "the model",
                                         quantity.name),
                 .primary = {expr.span, "reads the model"},
                 .others = {},
                 .notes = {},
                 .helps = {
                     {"use a `data` series or a recorded event, or leave out `fact`", {}, {}}}});
            return false;
        }
        return true;
    }

    std::optional<Measured> read_stat(const syntax::Stat& written, const Part& part) {
        if (written.kind == syntax::Stat::Kind::effect) {
            return read_effect(written, part);
        }
        auto result = measured(written.expr, part);
        if (!result) {
            return std::nullopt;
        }
        Stat& stat = result->stat;
        stat.kind = static_cast<Stat::Kind>(written.kind);
        stat.span = written.span;
        stat.text = context_.written(written.span);
        if (written.window) {
            const auto window = window_of(context_, *written.window);
            if (!window) {
                return std::nullopt;
            }
            stat.window = *window;
        }
        if (written.at) {
            const auto at = month_of(context_, *written.at);
            if (!at || !in_run(context_, *at, written.at->span)) {
                return std::nullopt;
            }
            stat.window = {*at, *at};
        }
        if (written.from && written.to) {
            const auto from = month_of(context_, *written.from);
            const auto to = month_of(context_, *written.to);
            if (!from || !to || !in_run(context_, *from, written.from->span) ||
                !in_run(context_, *to, written.to->span)) {
                return std::nullopt;
            }
            stat.window = {*from, *to};
        }
        if (stat.kind == Stat::Kind::total) {
            // Months add up: a rate per time becomes an amount.
            const Unit month = *context_.units.find("month");
            const auto power_of_time = result->unit.dimensions.find("month");
            if (power_of_time != result->unit.dimensions.end() && power_of_time->second == -1) {
                result->unit = in_total(result->unit, month);
            }
        }
        stat.unit = to_text(result->unit);
        return result;
    }

    /// MUSD/year over months adds up to MUSD.
    Unit in_total(const Unit& unit, const Unit& month) {
        for (const char* time : {"year", "quarter", "day", "month"}) {
            const auto shown = unit.shown.find(time);
            if (shown != unit.shown.end() && shown->second == -1) {
                return unit * *context_.units.find(time);
            }
        }
        return unit * month;
    }

    std::optional<Measured> read_effect(const syntax::Stat& written, const Part& part) {
        if (written.on.empty()) {
            context_.error("E2033",
                           "an effect on what?",
                           written.span,
                           "write `effect of LINK on average X over ...`");
            return std::nullopt;
        }
        auto on = read_stat(written.on.front(), part);
        if (!on) {
            return std::nullopt;
        }
        Measured result;
        result.unit = on->unit;
        result.stat.kind = Stat::Kind::effect;
        result.stat.unit = on->stat.unit;
        result.stat.span = written.span;
        result.stat.text = context_.written(written.span);
        for (const Name& name : written.links) {
            const std::vector<LinkId> links = links_named(name);
            if (links.empty()) {
                return std::nullopt;
            }
            result.stat.links.insert(result.stat.links.end(), links.begin(), links.end());
        }
        result.stat.on.push_back(on->stat);
        return result;
    }

    struct Pending {
        const syntax::ExpectTest* expect;
        Span span;
    };

    Context& context_;
    const syntax::ClaimDecl& decl_;
    ClaimId id_;
    std::vector<Pending> pending_;
    bool compares_ = false;  ///< the part says what it compares, even if with a misspelt name
    bool failed_ = false;
};

}  // namespace

void define_claims(Context& context) {
    for (const syntax::Tree& tree : context.trees) {
        for (const syntax::Decl& decl : tree.decls) {
            const auto* claim = std::get_if<syntax::ClaimDecl>(&decl.what);
            if (claim == nullptr) {
                continue;
            }
            const Entry* entry = find_name(context, claim->name.text);
            if (entry == nullptr || entry->kind != Entry::Kind::claim ||
                entry->span != claim->name.span) {
                continue;
            }
            ClaimReader(context, *claim, ClaimId(entry->index)).read();
        }
    }
}

}  // namespace entente::model::resolving

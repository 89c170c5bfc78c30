// SPDX-License-Identifier: Apache-2.0
// Claims: what is measured, where, and what must hold. A claim that cannot be tested does not
// compile.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "model/claim_stats.hpp"

namespace entente::model::resolving {

namespace {

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
                const std::vector<LinkId> links = links_called(context_, name);
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
        } else if (const auto* controls = std::get_if<syntax::ControlsTest>(&test.what)) {
            if (auto set = read_controls(*controls, part); !set.empty()) {
                part.controls.push_back(std::move(set));
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
        check_alone(part);
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

    std::string owner_of(const Part& part) const {
        return "claim." + decl_.name.text + (part.name.empty() ? "" : "." + part.name);
    }

    StatReader reader_of(const Part& part) const {
        using Asks = StatReader::Asks;
        return {context_, owner_of(part), part.fact ? Asks::record : Asks::model};
    }

    /// Shares of rows and studies around events ask the record, one to a part.
    void check_alone(Part& part) {
        using Kind = syntax::Stat::Kind;
        const auto any = [this](Kind kind) {
            return std::any_of(pending_.begin(), pending_.end(), [kind](const Pending& each) {
                return each.expect->stat.kind == kind;
            });
        };
        const bool of_record = any(Kind::around) || any(Kind::share);
        part.fact = part.fact || of_record;
        if (of_record && pending_.size() > 1) {
            context_.error("E2033",
                           "a share of rows or a study around events is judged alone",
                           pending_[1].span,
                           "give it a part of its own");
            failed_ = true;
        }
        if (!part.controls.empty() && !any(Kind::around)) {
            context_.error("E2033",
                           "`controls` belong to a study around events",
                           part.controls.front().front().span,
                           "this part has no `change ... around`");
            failed_ = true;
        }
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

    std::optional<Expectation> read_expectation(const syntax::ExpectTest& expect,
                                                Span at,
                                                const Part& part) {
        const auto measured = reader_of(part).read(expect.stat);
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
        const bool itself = measured->stat.kind == Stat::Kind::change ||
                            measured->stat.kind == Stat::Kind::around ||
                            measured->stat.kind == Stat::Kind::effect;
        if (measured->stat.kind == Stat::Kind::around && !direction) {
            context_.report({.code = "E2033",
                             .headline = "what happens around an event is a change",
                             .primary = {expect.judged.span, "this is judged otherwise"},
                             .others = {},
                             .notes = {},
                             .helps = {{"write `rises by`, `falls by` or `changes by`", {}, {}}}});
            return std::nullopt;
        }
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
        if (!read_share(expect, bool(measured->stat.data), judged)) {
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
            const auto other = reader_of(part).read(written);
            if (!other) {
                return false;
            }
            const bool rows = measured.stat.kind == Stat::Kind::share;
            if (rows != (other->stat.kind == Stat::Kind::share)) {
                context_.error("E2033",
                               "a share of rows is compared with another share of rows",
                               written.span,
                               "not of the same kind");
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
    bool read_share(const syntax::ExpectTest& expect, bool of_series, Judged& judged) {
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
            judged.window = of_series ? window_of_record(context_, *expect.judged.window)
                                      : window_of(context_, *expect.judged.window);
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
        const bool relative = percent && measured.stat.kind != Stat::Kind::share &&
                              (direction || measured.stat.kind == Stat::Kind::change);
        const auto amount =
            constant(context_, {}, by, relative ? Unit{} : measured.unit, expectation.stat.span);
        if (!amount) {
            return false;
        }
        judged.amount = *amount;
        judged.relative = relative;
        return true;
    }

    /// One set of what else a study holds equal: series, recorded events and inputs.
    std::vector<Stat> read_controls(const syntax::ControlsTest& controls, const Part& part) {
        std::vector<Stat> set;
        StatReader reader(context_, owner_of(part), StatReader::Asks::record_and_inputs);
        for (const Expr& expr : controls.what) {
            if (auto one = reader.measured(expr)) {
                one->stat.text = context_.written(expr.span);
                one->stat.span = expr.span;
                set.push_back(std::move(one->stat));
            } else {
                failed_ = true;
            }
        }
        return set;
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

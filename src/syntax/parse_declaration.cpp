// SPDX-License-Identifier: Apache-2.0
// Declarations but for players, scenarios and claims.
#include <fmt/core.h>

#include "syntax/parser_state.hpp"

namespace entente::syntax {

void Parser::declaration(std::vector<Decl>& decls) {
    Decl decl;
    decl.doc = doc_above(at_);
    const Span begin = current().span;
    if (accept("model")) {
        decl.what = model();
    } else if (accept("include")) {
        decl.what = IncludeDecl{expect_text("the file's name in quotes")};
    } else if (accept("unit")) {
        decl.what = unit_declaration();
    } else if (accept("actors")) {
        decl.what = actors();
    } else if (accept("dyads")) {
        decl.what = dyads();
    } else if (accept("set")) {
        SetDecl set;
        set.name = declared_name("the name of a set");
        expect(Symbol::assign, "`=` and the elements");
        set.elements = names("an element");
        decl.what = std::move(set);
    } else if (accept("source")) {
        SourceDecl source;
        source.name = declared_name("the name of a source");
        source.citation = expect_text("the citation in quotes");
        decl.what = std::move(source);
    } else if (accept("section")) {
        SectionDecl section;
        section.name = declared_name("the name of a section");
        section.label = expect_text("the section's title in quotes");
        decl.what = std::move(section);
    } else if (accept("param")) {
        decl.what = quantity_declaration(QuantityKind::param);
    } else if (accept("input")) {
        decl.what = quantity_declaration(QuantityKind::input);
    } else if (accept("let")) {
        decl.what = quantity_declaration(QuantityKind::let);
    } else if (accept("stock")) {
        decl.what = quantity_declaration(QuantityKind::stock);
    } else if (accept("lever")) {
        decl.what = quantity_declaration(QuantityKind::lever);
    } else if (accept("event")) {
        decl.what = event();
    } else if (accept("data")) {
        decl.what = data();
    } else if (accept("agreement")) {
        decl.what = agreement();
    } else if (accept("agreements")) {
        decl.what = agreements();
    } else if (accept("leader")) {
        decl.what = leader();
    } else if (accept("issue")) {
        decl.what = issue();
    } else if (accept("player")) {
        decl.what = player();
    } else if (accept("scenario")) {
        decl.what = scenario();
    } else if (accept("claim")) {
        decl.what = claim();
    } else if (accept("influence")) {
        decl.what = influence();
    } else {
        unknown_word(BlockKind::file);
    }
    decl.span = from(begin);
    if (!failed_) {
        decls.push_back(std::move(decl));
    }
}

ModelDecl Parser::model() {
    ModelDecl model;
    model.name = declared_name("the name of the model");
    model.label = expect_text("the model's title in quotes");
    block([this, &model] { model_clause(model); });
    return model;
}

void Parser::model_clause(ModelDecl& model) {
    const Token word = current();
    if (accept("time")) {
        if (once(model.time_unit.has_value(), word)) {
            model.time_unit = expect_name("`month`");
            expect("from", "`from` and the first month");
            model.from = date_literal();
            expect("to", "`to` and the last month");
            model.to = date_literal();
        }
    } else if (accept("step")) {
        if (once(model.step.has_value(), word)) {
            model.step = quantity();
            const bool by = accept("by");
            if (at_any({"rk4", "euler"})) {
                model.method = expect_name("a method");
            } else if (by) {
                fail_expected("`rk4` or `euler`");
            }
        }
    } else if (accept("forecast")) {
        if (once(model.forecast.has_value(), word)) {
            expect("from", "`from` and the first month of the forecast");
            model.forecast = date_literal();
        }
    } else if (accept("priors")) {
        if (once(!model.priors.empty(), word)) {
            model.priors = names("the name of a prior set");
        }
    } else if (accept("omits")) {
        if (once(model.omits.has_value(), word)) {
            model.omits = expect_text("what the model leaves out, in quotes");
        }
    } else if (accept("outputs")) {
        if (once(!model.outputs.empty(), word)) {
            model.outputs = names("the name of a quantity");
        }
    } else if (accept("language")) {
        if (once(model.language.has_value(), word)) {
            model.language = quantity();
        }
    } else {
        unknown_word(BlockKind::model);
    }
}

UnitDecl Parser::unit_declaration() {
    UnitDecl decl;
    decl.name = declared_name("the name of a unit");
    if (current().kind == TokenKind::string) {
        decl.label = expect_text("a label");
    }
    if (!accept(Symbol::assign)) {
        return decl;
    }
    if (current().kind != TokenKind::number) {
        fail_expected("a number and a unit", "for instance `unit Mt = 1000 kt`");
        return decl;
    }
    const Token number = take();
    Expr factor;
    factor.kind = ExprKind::number;
    factor.number = number.number;
    factor.span = number.span;
    decl.factor = std::move(factor);
    if (at(Symbol::open_bracket)) {
        decl.equals = unit_after_number();
    } else {
        decl.equals = unit();
    }
    return decl;
}

ActorsDecl Parser::actors() {
    ActorsDecl actors;
    do {
        NamedLabel actor;
        actor.name = declared_name("the name of an actor");
        actor.label = expect_text("the actor's name in quotes");
        actors.actors.push_back(std::move(actor));
    } while (accept(Symbol::comma));
    return actors;
}

DyadsDecl Parser::dyads() {
    DyadsDecl dyads;
    dyads.name = declared_name("the name of a set of dyads");
    expect(Symbol::assign, "`=` and the dyads");
    do {
        dyads.dyads.push_back(subscript());
        if (!failed_ && !dyads.dyads.back().to) {
            fail_expected("`->` or `--` and the second actor",
                          "a dyad is `CHN->PRK` (directed) or `CHN--PRK`");
        }
    } while (accept(Symbol::comma));
    return dyads;
}

QuantityDecl Parser::quantity_declaration(QuantityKind kind) {
    QuantityDecl decl;
    decl.kind = kind;
    decl.name = declared_name("the name of a quantity");
    decl.indices = indices();
    if (current().kind == TokenKind::string) {
        decl.label = expect_text("a label");
    }
    if (!accept(Symbol::colon)) {
        fail_expected("`:` and a unit", "every quantity has a unit; `: 1` for a pure number");
    }
    decl.unit = unit();
    if (accept(Symbol::assign)) {
        if (at(Symbol::open_brace)) {
            decl.table = table();
        } else if (at("steady")) {
            take();
            decl.steady = true;
        } else {
            decl.value = value();
        }
    } else if (accept(Symbol::tilde)) {
        decl.value = distribution_value();
    }
    head_parts(decl);
    if (at(Symbol::open_brace)) {
        decl.clauses = clauses(BlockKind::quantity);
    }
    return decl;
}

// What follows the value of a quantity: its range, who holds it, that it is a stand-in.
void Parser::head_parts(QuantityDecl& decl) {
    while (!failed_) {
        const Token word = current();
        if (at("in") || (at("held") && next_is("in"))) {
            decl.held_in_range = accept("held");
            take();
            if (once(decl.range.has_value(), word)) {
                decl.range = range();
            }
        } else if (accept("held")) {
            expect("by", "`by` and an actor, or `in` and a range");
            if (once(decl.held_by.has_value(), word)) {
                decl.held_by = expect_name("an actor");
            }
        } else if (accept("placeholder")) {
            decl.placeholder = true;
        } else {
            return;
        }
    }
}

EventDecl Parser::event() {
    EventDecl event;
    event.name = declared_name("the name of an event");
    event.indices = indices();
    if (current().kind == TokenKind::string) {
        event.label = expect_text("a label");
    }
    event.placeholder = accept("placeholder");
    event.clauses = clauses(BlockKind::event);
    return event;
}

DataDecl Parser::data() {
    DataDecl data;
    data.name = declared_name("the name of a series");
    if (current().kind == TokenKind::string) {
        data.label = expect_text("a label");
    }
    expect(Symbol::colon, "`:` and a unit");
    data.unit = unit();
    if (accept("each")) {
        data.each = period();
    }
    if (accept("from")) {
        data.record = record();
    } else if (accept("missing")) {
        data.missing = expect_text("why it is missing and where it could be had, in quotes");
    } else {
        fail_expected("`from` and a file, or `missing` and the reason");
    }
    if (at(Symbol::open_brace)) {
        data.clauses = clauses(BlockKind::data);
    }
    return data;
}

std::vector<Clause> Parser::clauses(BlockKind kind) {
    std::vector<Clause> list;
    block([this, kind, &list] {
        Clause read = clause(kind);
        if (!failed_) {
            list.push_back(std::move(read));
        }
    });
    return list;
}

Clause Parser::clause(BlockKind block) {
    Clause clause;
    const Span begin = current().span;
    const bool quantity = block == BlockKind::quantity;
    const bool event = block == BlockKind::event;
    if ((quantity || event) && accept("recorded")) {
        clause.what = RecordedClause{record()};
    } else if (quantity && accept("then")) {
        ThenClause then;
        then.value = expression();
        if (accept("each")) {
            then.each = period();
        }
        clause.what = std::move(then);
    } else if (quantity && at_any({"inflow", "outflow"})) {
        clause.what = flow(take().text == "inflow");
    } else if (quantity && accept("toward")) {
        TowardClause toward;
        toward.target = expression();
        expect("over", "`over` and a delay");
        toward.over = expression();
        clause.what = std::move(toward);
    } else if (quantity && accept("prior")) {
        clause.what = prior();
    } else if (event && accept("count")) {
        clause.what = CountClause{distribution_value().first};
    } else if (event && accept("hazard")) {
        clause.what = HazardClause{expression()};
    } else if (event && accept("when")) {
        clause.what = WhenClause{expression()};
    } else if (event && accept("on")) {
        clause.what = OnClause{dates()};
    } else if (event && accept("weight")) {
        clause.what = WeightClause{expect_name("the name of a column")};
    } else if (accept("grade")) {
        clause.what = GradeClause{expect_name("a grade from A to E")};
    } else if (accept("source")) {
        clause.what = SourceClause{expect_name("the name of a source")};
    } else if (accept("caveat")) {
        clause.what = CaveatClause{expect_text("the caveat in quotes")};
    } else if (accept("licence")) {
        clause.what = LicenceClause{expect_text("the licence in quotes")};
    } else if (block == BlockKind::data && accept("observes")) {
        clause.what = observes();
    } else {
        unknown_word(block);
    }
    clause.span = from(begin);
    return clause;
}

FlowClause Parser::flow(bool inflow) {
    FlowClause flow;
    flow.inflow = inflow;
    flow.name = declared_name("the name of a flow");
    expect(Symbol::assign, "`=` and the flow");
    flow.value = expression();
    return flow;
}

PriorClause Parser::prior() {
    PriorClause prior;
    prior.set = expect_name("the name of a prior set");
    accept(Symbol::tilde);
    prior.distribution = distribution_value().first;
    if (accept("source")) {
        prior.source = expect_name("the name of a source");
    }
    return prior;
}

ObservesClause Parser::observes() {
    ObservesClause observes;
    if (at_any({"average", "total", "closing", "growth"}) && !next_is("with") &&
        begins_value(ahead(1)) && ahead(1).symbol != Symbol::minus) {
        observes.window = expect_name("a window");
    }
    observes.value = expression();
    expect("with", "`with` and a distribution");
    observes.distribution = distribution_value().first;
    return observes;
}

AgreementDecl Parser::agreement() {
    AgreementDecl agreement;
    agreement.name = declared_name("the name of an agreement");
    agreement.label = expect_text("the agreement's title in quotes");
    block([this, &agreement] { agreement_clause(agreement); });
    return agreement;
}

void Parser::agreement_clause(AgreementDecl& agreement) {
    const Token word = current();
    if (accept("parties")) {
        if (once(!agreement.parties.empty(), word)) {
            agreement.parties = names("an actor");
        }
    } else if (accept("signed")) {
        if (once(agreement.signed_on.has_value(), word)) {
            agreement.signed_on = date_literal();
        }
    } else if (accept("in")) {
        expect("force", "`in force from`");
        expect("from", "`from` and a date");
        if (once(agreement.in_force_from.has_value(), word)) {
            agreement.in_force_from = date_literal();
        }
        if (accept("until")) {
            agreement.until = date_literal();
        }
    } else if (accept("until")) {
        if (once(agreement.until.has_value(), word)) {
            agreement.until = date_literal();
        }
    } else if (accept("sector")) {
        if (once(agreement.sector.has_value(), word)) {
            agreement.sector = expect_name("the name of a sector");
        }
    } else if (accept("obliges")) {
        if (once(!agreement.obliges.empty(), word)) {
            agreement.obliges = names("the name of an obligation");
        }
    } else if (accept("source")) {
        if (once(agreement.source.has_value(), word)) {
            agreement.source = expect_name("the name of a source");
        }
    } else {
        unknown_word(BlockKind::agreement);
    }
}

AgreementsDecl Parser::agreements() {
    AgreementsDecl agreements;
    agreements.name = declared_name("the name of a list of agreements");
    expect("from", "`from` and a file");
    agreements.record = record();
    return agreements;
}

LeaderDecl Parser::leader() {
    LeaderDecl leader;
    leader.name = declared_name("the name of a leader");
    leader.label = expect_text("the leader's name in quotes");
    expect("of", "`of` and an actor");
    leader.actor = expect_name("an actor");
    if (accept("from")) {
        leader.from = date_literal();
    }
    if (accept("until")) {
        leader.until = date_literal();
    }
    if (!at(Symbol::open_brace)) {
        return leader;
    }
    block([this, &leader] {
        Attribute field;
        field.name = expect_name("the name of a field");
        expect(Symbol::assign, "`=` and the field's value");
        field.value = expression();
        if (!failed_) {
            leader.fields.push_back(std::move(field));
        }
    });
    return leader;
}

}  // namespace entente::syntax

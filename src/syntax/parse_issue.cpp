// SPDX-License-Identifier: Apache-2.0
// Issues: what is bargained about, and who wants what.
#include "syntax/parser_state.hpp"

namespace entente::syntax {

IssueDecl Parser::issue() {
    IssueDecl issue;
    issue.name = declared_name("the name of an issue");
    issue.label = expect_text("what it is about in quotes");
    block([this, &issue] {
        const Token word = current();
        if (accept("dimension")) {
            DimensionClause read = dimension();
            read.span = from(word.span);
            if (!failed_) {
                issue.dimensions.push_back(std::move(read));
            }
        } else if (accept("actor")) {
            IssueActor read = issue_actor();
            read.span = from(word.span);
            if (!failed_) {
                issue.actors.push_back(std::move(read));
            }
        } else if (accept("election")) {
            if (once(issue.election.has_value(), word)) {
                issue.election = expect_name("`conditional`, `uniform` or `incentive`");
            }
        } else if (accept("exponent")) {
            if (once(issue.exponent.has_value(), word)) {
                issue.exponent = expression();
            }
        } else {
            unknown_word(BlockKind::issue);
        }
    });
    return issue;
}

DimensionClause Parser::dimension() {
    DimensionClause dimension;
    dimension.name = expect_name("the name of a dimension");
    if (current().kind == TokenKind::string) {
        dimension.label = expect_text("a label");
    }
    if (!accept(Symbol::colon)) {
        fail_expected("`:` and a unit", "a dimension has a unit; `: 1` for a pure number");
    }
    dimension.unit = unit();
    if (accept("in")) {
        dimension.range = range();
    }
    return dimension;
}

IssueActor Parser::issue_actor() {
    IssueActor actor;
    actor.name = expect_name("an actor");
    if (accept("in")) {
        actor.set = expect_name("the name of a set");
    }
    block([this, &actor] {
        const Token word = current();
        if (accept("position")) {
            scores(actor.positions);
        } else if (accept("salience")) {
            scores(actor.saliences);
        } else if (accept("capability")) {
            if (once(actor.capability.has_value(), word)) {
                actor.capability = expression();
            }
        } else {
            unknown_word(BlockKind::issue_actor);
        }
    });
    return actor;
}

void Parser::scores(std::vector<Score>& scores) {
    do {
        Score score;
        const Span begin = current().span;
        if (current().kind == TokenKind::name && ahead(1).symbol == Symbol::assign) {
            score.dimension = expect_name("the name of a dimension");
            take();
        }
        score.value = expression();
        score.span = from(begin);
        if (!failed_) {
            scores.push_back(std::move(score));
        }
    } while (accept(Symbol::comma));
}

}  // namespace entente::syntax

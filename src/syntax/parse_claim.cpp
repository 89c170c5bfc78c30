// SPDX-License-Identifier: Apache-2.0
// Claims: parts, tests, what is measured and how it is judged.
#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "syntax/parser_state.hpp"

namespace entente::syntax {

namespace {

struct StatRow {
    std::string_view word;
    Stat::Kind kind;
};

constexpr std::array<StatRow, 5> windowed = {{{"total", Stat::Kind::total},
                                              {"average", Stat::Kind::average},
                                              {"highest", Stat::Kind::highest},
                                              {"lowest", Stat::Kind::lowest},
                                              {"spread", Stat::Kind::spread}}};

}  // namespace

ClaimDecl Parser::claim() {
    ClaimDecl claim;
    claim.name = declared_name("the name of a claim");
    claim.label = expect_text("the claim's sentence in quotes");
    block([this, &claim] {
        if (at("part")) {
            PartDecl read = part();
            if (!failed_) {
                claim.parts.push_back(std::move(read));
            }
            return;
        }
        Test read = test(BlockKind::claim);
        if (!failed_) {
            claim.tests.push_back(std::move(read));
        }
    });
    return claim;
}

InfluenceDecl Parser::influence() {
    InfluenceDecl influence;
    influence.name = declared_name("the name of an influence");
    influence.label = expect_text("what it is about in quotes");
    block([this, &influence] {
        const Span begin = current().span;
        if (at("on")) {
            if (!once(influence.window.has_value(), take())) {
                return;
            }
            do {
                influence.on.push_back(place());
            } while (accept(Symbol::comma));
            expect("over", "`over` and a window");
            influence.window = window();
        } else if (accept("channel")) {
            ChannelClause channel;
            channel.name = expect_name("the name of a channel");
            if (current().kind == TokenKind::string) {
                channel.label = expect_text("the channel's label in quotes");
            }
            expect("through", "`through` and links");
            do {
                channel.links.push_back(place());
            } while (accept(Symbol::comma));
            channel.span = from(begin);
            influence.channels.push_back(std::move(channel));
        } else {
            unknown_word(BlockKind::influence);
        }
    });
    return influence;
}

PartDecl Parser::part() {
    PartDecl part;
    const Span begin = take().span;
    part.name = expect_name("the name of a part");
    block([this, &part] {
        Test read = test(BlockKind::part);
        if (!failed_) {
            part.tests.push_back(std::move(read));
        }
    });
    part.span = from(begin);
    return part;
}

Test Parser::test(BlockKind block) {
    Test test;
    const Span begin = current().span;
    if (accept("fact")) {
        test.what = FactTest{};
    } else if (accept("may")) {
        test.what = MayTest{};
    } else if (accept("compare")) {
        CompareTest compare;
        compare.scenario = expect_name("the name of a scenario");
        expect("with", "`with` and a second scenario");
        compare.with = expect_name("the name of a scenario");
        test.what = std::move(compare);
    } else if (accept("expect")) {
        ExpectTest expectation;
        expectation.stat = stat();
        expectation.judged = judged();
        test.what = std::move(expectation);
    } else if (accept("rests")) {
        expect("on", "`on` and links");
        test.what = RestsTest{names("the name of a link")};
    } else if (accept("variants")) {
        test.what = VariantsTest{names("the name of a series")};
    } else if (accept("controls")) {
        ControlsTest controls;
        do {
            controls.what.push_back(expression());
        } while (accept(Symbol::comma));
        test.what = std::move(controls);
    } else if (accept("rival")) {
        RivalTest rival;
        rival.text = expect_text("the rival explanation in quotes");
        if (accept("source")) {
            rival.source = expect_name("the name of a source");
        }
        test.what = std::move(rival);
    } else {
        unknown_word(block);
    }
    test.span = from(begin);
    return test;
}

// The words of a statistic are ordinary names unless something to measure follows them.
Stat Parser::stat() {
    Stat stat;
    const Span begin = current().span;
    const bool measures = current().kind == TokenKind::name && begins_value(ahead(1)) &&
                          ahead(1).symbol != Symbol::minus;
    const auto* const row = std::find_if(
        windowed.begin(), windowed.end(), [this](const StatRow& each) { return at(each.word); });
    if (measures && row != windowed.end()) {
        take();
        stat.kind = row->kind;
        stat.expr = expression();
        expect("over", "`over` and a window");
        stat.window = window();
    } else if (measures && accept("value")) {
        stat.kind = Stat::Kind::value;
        stat.expr = expression();
        expect("at", "`at` and a date");
        stat.at = date();
    } else if (measures && accept("change")) {
        stat.kind = Stat::Kind::change;
        change(stat);
    } else if (measures && at("share") && next_is("of")) {
        share(stat);
    } else if (measures && at("effect") && next_is("of")) {
        take();
        take();
        stat.kind = Stat::Kind::effect;
        stat.links = names("the name of a link");
        if (at("on")) {
            take();
            if (at("effect")) {
                fail_expected("a statistic", "an effect is on a total, an average, a value ...");
            }
            stat.on.push_back(this->stat());
        }
    } else {
        stat.expr = expression();
    }
    stat.span = from(begin);
    return stat;
}

/// Between two dates, or around the dates of an event.
void Parser::change(Stat& stat) {
    stat.expr = expression();
    if (accept("around")) {
        stat.kind = Stat::Kind::around;
        stat.event = place();
        expect("within", "`within` and a time");
        stat.within = quantity();
        return;
    }
    expect("from", "`from` and a date, or `around` and an event");
    stat.from = date();
    expect("to", "`to` and a date");
    stat.to = date();
}

/// Rows of a table that meet a condition, among those of it that are kept.
void Parser::share(Stat& stat) {
    take();
    take();
    stat.kind = Stat::Kind::share;
    stat.rows = record();
    expect("with", "`with` and a condition on the rows");
    stat.rows_with = expression();
    expect("over", "`over` and a window");
    stat.window = window();
}

Judged Parser::judged() {
    Judged judged;
    const Span begin = current().span;
    if (at_any({"rises", "falls", "changes"})) {
        const std::string word = take().text;
        judged.kind = word == "rises"   ? Judged::Kind::rises
                      : word == "falls" ? Judged::Kind::falls
                                        : Judged::Kind::changes;
        if (accept("by")) {
            judged.by = sum();
        }
    } else if (accept("is")) {
        expect("at", "`at least` or `at most`");
        if (!at_any({"least", "most"})) {
            fail_expected("`least` or `most`");
        }
        judged.kind = take().text == "least" ? Judged::Kind::at_least : Judged::Kind::at_most;
        judged.by = sum();
        if (accept("in")) {
            const Quantity share = quantity();
            judged.share = share.percent ? share.number / 100 : share.number;
            expect("of", "`of` and a window");
            judged.window = window();
        }
    } else if (accept("exceeds")) {
        judged.kind = Judged::Kind::exceeds;
        judged.other.push_back(stat());
        if (accept("by")) {
            judged.by = sum();
        }
    } else {
        fail_expected("`rises`, `falls`, `changes`, `exceeds`, `is at least` or `is at most`");
    }
    judged.span = from(begin);
    return judged;
}

}  // namespace entente::syntax

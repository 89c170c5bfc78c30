// SPDX-License-Identifier: Apache-2.0
// Players with their options, and scenarios with their changes.
#include <fmt/core.h>

#include "syntax/parser_state.hpp"

namespace entente::syntax {

PlayerDecl Parser::player() {
    PlayerDecl player;
    player.actor = expect_name("an actor");
    if (accept("every")) {
        player.every = quantity();
        if (accept("and")) {
            expect("after", "`after` and events");
            player.after = names("an event");
        }
    } else if (accept("after")) {
        player.after = names("an event");
    }
    if (accept("recorded")) {
        player.recorded = record();
    }
    block([this, &player] { player_clause(player); });
    return player;
}

void Parser::player_clause(PlayerDecl& player) {
    const Token word = current();
    const auto number = [this, &word](std::optional<Expr>& slot) {
        if (once(slot.has_value(), word)) {
            slot = expression();
        }
    };
    if (accept("option")) {
        OptionDecl read = option();
        read.span = from(word.span);
        if (!failed_) {
            player.options.push_back(std::move(read));
        }
    } else if (accept("recorded")) {
        if (once(player.recorded.has_value(), word)) {
            player.recorded = record();
        }
    } else if (accept("inertia")) {
        number(player.inertia);
    } else if (accept("wants")) {
        number(player.wants);
    } else if (accept("horizon")) {
        number(player.horizon);
    } else if (accept("discount")) {
        number(player.discount);
    } else if (accept("precision")) {
        number(player.precision);
    } else {
        unknown_word(BlockKind::player);
    }
}

OptionDecl Parser::option() {
    OptionDecl option;
    option.name = declared_name("the name of an option");
    option.label = expect_text("the option's name in quotes");
    block([this, &option] {
        const Token word = current();
        if (word.kind == TokenKind::name && word.text == "leaning" &&
            ahead(1).symbol != Symbol::assign) {
            take();
            if (once(option.leaning.has_value(), word)) {
                option.leaning = expression();
            }
            return;
        }
        Setting read = setting();
        if (!failed_) {
            option.settings.push_back(std::move(read));
        }
    });
    return option;
}

Setting Parser::setting() {
    Setting setting;
    const Span begin = current().span;
    if (current().kind != TokenKind::name) {
        fail_expected("a lever or `leaning`");
    }
    setting.place = place();
    if (!accept(Symbol::assign)) {
        fail_expected("`=` and the lever's value",
                      "an option has lines like `crude = 0.5` and "
                      "`leaning 1.5 * trust`");
    }
    setting.value = expression();
    setting.span = from(begin);
    return setting;
}

ScenarioDecl Parser::scenario() {
    ScenarioDecl scenario;
    scenario.name = declared_name("the name of a scenario");
    if (accept("extends")) {
        scenario.extends = expect_name("the name of a scenario");
    }
    if (current().kind == TokenKind::string) {
        scenario.label = expect_text("a label");
    }
    block([this, &scenario] {
        Change read = change();
        if (!failed_) {
            scenario.changes.push_back(std::move(read));
        }
    });
    return scenario;
}

Change Parser::change() {
    Change change;
    const Span begin = current().span;
    if (accept("set")) {
        change.what = set_change();
    } else if (accept("add")) {
        AddChange add;
        add.value = expression();
        expect("to", "`to` and a stock");
        add.place = place();
        expect("on", "`on` and a date");
        add.on = date();
        change.what = std::move(add);
    } else if (accept("without")) {
        change.what = without_change();
    } else if (accept("event")) {
        change.what = event_change();
    } else if (accept("leader")) {
        LeaderChange leader;
        expect("of", "`of` and an actor");
        leader.actor = expect_name("an actor");
        expect("is", "`is` and a leader");
        leader.leader = expect_name("the name of a leader");
        leader.timing = timing();
        change.what = std::move(leader);
    } else if (accept("end")) {
        EndChange end;
        end.agreement = expect_name("the name of an agreement");
        expect("on", "`on` and a date");
        end.on = date();
        change.what = std::move(end);
    } else if (current().kind == TokenKind::name && next_is("plays")) {
        PlaysChange plays;
        plays.actor = expect_name("an actor");
        take();
        plays.option = expect_name("the name of an option");
        plays.timing = timing();
        change.what = std::move(plays);
    } else {
        unknown_word(BlockKind::scenario);
    }
    change.span = from(begin);
    return change;
}

SetChange Parser::set_change() {
    SetChange set;
    set.place = place();
    expect(Symbol::assign, "`=` and the new value");
    set.value = expression();
    set.timing = timing();
    return set;
}

WithoutChange Parser::without_change() {
    WithoutChange without;
    do {
        without.links.push_back(place());
    } while (accept(Symbol::comma));
    without.timing = timing();
    return without;
}

EventChange Parser::event_change() {
    EventChange event;
    event.event = place();
    event.only = accept("only");
    if (accept("never")) {
        event.kind = EventChange::Kind::never;
    } else if (accept("on")) {
        event.kind = EventChange::Kind::on;
        event.dates = dates();
    } else if (accept("every")) {
        event.kind = EventChange::Kind::every;
        event.period = quantity();
    } else {
        fail_expected("`never`, `on` and dates, or `every` and a period");
    }
    event.timing = timing();
    return event;
}

Timing Parser::timing() {
    Timing timing;
    while (!failed_) {
        const Token word = current();
        if (accept("from")) {
            if (once(timing.from.has_value(), word)) {
                timing.from = date();
            }
        } else if (accept("until")) {
            if (once(timing.until.has_value(), word)) {
                timing.until = date();
            }
        } else if (accept("once")) {
            if (once(timing.once.has_value(), word)) {
                timing.once = expression();
            }
        } else if (accept("ramp")) {
            if (once(timing.ramp.has_value(), word)) {
                timing.ramp = quantity();
            }
        } else {
            break;
        }
    }
    return timing;
}

}  // namespace entente::syntax

// SPDX-License-Identifier: Apache-2.0
#include "syntax/print_parts.hpp"

#include <type_traits>
#include <variant>

#include <fmt/core.h>

#include "syntax/print.hpp"

namespace entente::syntax {

namespace {

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};

template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

}  // namespace

std::string name_list(const std::vector<Name>& names) {
    std::string text;
    for (const Name& name : names) {
        text += (text.empty() ? "" : ", ") + name.text;
    }
    return text;
}

std::string date_text(const DateExpr& date) {
    std::string text = date.base == DateExpr::Base::start      ? "start"
                       : date.base == DateExpr::Base::forecast ? "forecast"
                       : date.base == DateExpr::Base::end      ? "end"
                                                               : date_text(date.date);
    if (date.sign != 0) {
        text += (date.sign > 0 ? " + " : " - ") + quantity_text(date.offset);
    }
    return text;
}

std::string window_text(const Window& window) {
    return date_text(window.from) + " .. " + date_text(window.to);
}

std::string value_text(const Value& value) {
    if (value.kind == Value::Kind::interval) {
        return "= " + to_text(value.first) + " to " + to_text(value.second);
    }
    return (value.kind == Value::Kind::distribution ? "~ " : "= ") + to_text(value.first);
}

std::string table_text(const TableExpr& table) {
    std::string text = "{";
    for (const TableRow& row : table.rows) {
        const std::string key =
            row.key.date ? date_text(*row.key.date) : subscript_text(row.key.name);
        text += fmt::format(" {} {};", key, value_text(row.value));
    }
    return text + " }";
}

std::string index_text(const std::vector<IndexBinding>& indices) {
    std::string text;
    for (const IndexBinding& index : indices) {
        text += (text.empty() ? "[" : ", ") + index.index.text + " in " +
                (index.set ? index.set->text : "{" + name_list(index.elements) + "}");
    }
    return text + (indices.empty() ? "" : "]");
}

std::string range_text(const Range& range) {
    return (range.low ? to_text(*range.low) : "") + ".." + (range.high ? to_text(*range.high) : "");
}

std::string record_text(const RecordExpr& record) {
    std::string text = record.path    ? quoted(record.path->text)
                       : record.table ? table_text(*record.table)
                                      : "";
    text += record.column ? " column " + record.column->text : "";
    text += record.dates ? " dates " + record.dates->text : "";
    text += record.fill ? " fill " + record.fill->text : "";
    text += record.where ? " where " + to_text(*record.where) : "";
    return text + (record.complete_through
                       ? " complete through " + date_text(*record.complete_through)
                       : "");
}

std::string period_text(Period period) {
    switch (period) {
        case Period::none:
            return "";
        case Period::month:
            return " each month";
        case Period::quarter:
            return " each quarter";
        case Period::year:
            return " each year";
    }
    return "";
}

std::string clause_text(const Clause& clause) {
    const auto dates = [](const std::vector<DateExpr>& list) {
        std::string text;
        for (const DateExpr& date : list) {
            text += (text.empty() ? "" : ", ") + date_text(date);
        }
        return text;
    };
    return std::visit(
        Overloaded{
            [](const RecordedClause& c) { return "recorded " + record_text(c.record); },
            [](const ThenClause& c) { return "then " + to_text(c.value) + period_text(c.each); },
            [](const FlowClause& c) {
                return fmt::format(
                    "{} {} = {}", c.inflow ? "inflow" : "outflow", c.name.text, to_text(c.value));
            },
            [](const TowardClause& c) {
                return "toward " + to_text(c.target) + " over " + to_text(c.over);
            },
            [](const CountClause& c) { return "count " + to_text(c.distribution); },
            [](const HazardClause& c) { return "hazard " + to_text(c.rate); },
            [](const WhenClause& c) { return "when " + to_text(c.condition); },
            [&dates](const OnClause& c) { return "on " + dates(c.dates); },
            [](const WeightClause& c) { return "weight " + c.column.text; },
            [](const PriorClause& c) {
                return fmt::format("prior {} {}{}",
                                   c.set.text,
                                   to_text(c.distribution),
                                   c.source ? " source " + c.source->text : "");
            },
            [](const GradeClause& c) { return "grade " + c.letter.text; },
            [](const SourceClause& c) { return "source " + c.source.text; },
            [](const CaveatClause& c) { return "caveat " + quoted(c.text.text); },
            [](const LicenceClause& c) { return "licence " + quoted(c.text.text); },
            [](const ObservesClause& c) {
                return fmt::format("observes {}{} with {}",
                                   c.window ? c.window->text + " " : "",
                                   to_text(c.value),
                                   to_text(c.distribution));
            }},
        clause.what);
}

std::string timing_text(const Timing& timing) {
    std::string text = timing.from ? " from " + date_text(*timing.from) : "";
    text += timing.until ? " until " + date_text(*timing.until) : "";
    text += timing.once ? " once " + to_text(*timing.once) : "";
    return text + (timing.ramp ? " ramp " + quantity_text(*timing.ramp) : "");
}

std::string change_text(const Change& change) {
    return std::visit(
        Overloaded{
            [](const SetChange& c) {
                return fmt::format(
                    "set {} = {}{}", to_text(c.place), to_text(c.value), timing_text(c.timing));
            },
            [](const AddChange& c) {
                return fmt::format(
                    "add {} to {} on {}", to_text(c.value), to_text(c.place), date_text(c.on));
            },
            [](const WithoutChange& c) {
                std::string text = "without";
                for (const Expr& link : c.links) {
                    text += " " + to_text(link);
                }
                return text + timing_text(c.timing);
            },
            [](const EventChange& c) {
                std::string text = "event " + to_text(c.event) + (c.only ? " only" : "");
                text += c.kind == EventChange::Kind::never ? " never"
                        : c.kind == EventChange::Kind::on  ? " on"
                                                           : " every " + quantity_text(c.period);
                for (const DateExpr& date : c.dates) {
                    text += " " + date_text(date);
                }
                return text + timing_text(c.timing);
            },
            [](const LeaderChange& c) {
                return fmt::format(
                    "leader of {} is {}{}", c.actor.text, c.leader.text, timing_text(c.timing));
            },
            [](const PlaysChange& c) {
                return fmt::format(
                    "{} plays {}{}", c.actor.text, c.option.text, timing_text(c.timing));
            },
            [](const EndChange& c) {
                return fmt::format("end {} on {}", c.agreement.text, date_text(c.on));
            }},
        change.what);
}

std::string stat_text(const Stat& stat) {
    switch (stat.kind) {
        case Stat::Kind::total:
            return "total " + to_text(stat.expr) + " over " + window_text(*stat.window);
        case Stat::Kind::average:
            return "average " + to_text(stat.expr) + " over " + window_text(*stat.window);
        case Stat::Kind::highest:
            return "highest " + to_text(stat.expr) + " over " + window_text(*stat.window);
        case Stat::Kind::lowest:
            return "lowest " + to_text(stat.expr) + " over " + window_text(*stat.window);
        case Stat::Kind::spread:
            return "spread " + to_text(stat.expr) + " over " + window_text(*stat.window);
        case Stat::Kind::value:
            return "value " + to_text(stat.expr) + " at " + date_text(*stat.at);
        case Stat::Kind::change:
            return fmt::format("change {} from {} to {}",
                               to_text(stat.expr),
                               date_text(*stat.from),
                               date_text(*stat.to));
        case Stat::Kind::around:
            return fmt::format("change {} around {} within {}",
                               to_text(stat.expr),
                               to_text(*stat.event),
                               quantity_text(*stat.within));
        case Stat::Kind::share:
            return fmt::format("share of {} with {} over {}",
                               record_text(*stat.rows),
                               to_text(*stat.rows_with),
                               window_text(*stat.window));
        case Stat::Kind::effect:
            return "effect of " + name_list(stat.links) +
                   (stat.on.empty() ? "" : " on " + stat_text(stat.on.front()));
        case Stat::Kind::plain:
            break;
    }
    return to_text(stat.expr);
}

std::string judged_text(const Judged& judged) {
    const std::string by = judged.by ? " by " + to_text(*judged.by) : "";
    switch (judged.kind) {
        case Judged::Kind::rises:
            return "rises" + by;
        case Judged::Kind::falls:
            return "falls" + by;
        case Judged::Kind::changes:
            return "changes" + by;
        case Judged::Kind::exceeds:
            return "exceeds " + stat_text(judged.other.front()) + by;
        case Judged::Kind::at_least:
        case Judged::Kind::at_most:
            break;
    }
    std::string text = judged.kind == Judged::Kind::at_least ? "is at least" : "is at most";
    text += judged.by ? " " + to_text(*judged.by) : "";
    if (judged.share && judged.window) {
        text += fmt::format(" in {} of {}", *judged.share, window_text(*judged.window));
    }
    return text;
}

std::string test_text(const Test& test) {
    return std::visit(
        Overloaded{[](const FactTest&) { return std::string("fact"); },
                   [](const MayTest&) { return std::string("may"); },
                   [](const CompareTest& t) {
                       return fmt::format("compare {} with {}", t.scenario.text, t.with.text);
                   },
                   [](const ExpectTest& t) {
                       return "expect " + stat_text(t.stat) + " " + judged_text(t.judged);
                   },
                   [](const RestsTest& t) { return "rests on " + name_list(t.links); },
                   [](const VariantsTest& t) { return "variants " + name_list(t.data); },
                   [](const ControlsTest& t) {
                       std::string text = "controls ";
                       for (std::size_t i = 0; i < t.what.size(); ++i) {
                           text += (i == 0 ? "" : ", ") + to_text(t.what[i]);
                       }
                       return text;
                   },
                   [](const RivalTest& t) {
                       return "rival " + quoted(t.text.text) +
                              (t.source ? " source " + t.source->text : "");
                   }},
        test.what);
}

}  // namespace entente::syntax

// SPDX-License-Identifier: Apache-2.0
// The record's line of a card: facts, past cases, studies around events, shares of coded rows.
#include <cmath>

#include <fmt/format.h>

#include "claims/past.hpp"
#include "claims/rules.hpp"
#include "claims/wording.hpp"
#include "claims/wording_parts.hpp"

namespace entente::claims {

namespace {

std::string variant_text(const VariantResult& v, const PartResult& part) {
    const std::string name = v.label.empty() ? v.series : v.label;
    if (!v.missing.empty()) {
        return fmt::format("{}: no series ({})", name, v.missing);
    }
    if (v.observations == 0) {
        return fmt::format("{}: no observation in the window", name);
    }
    // Dates counted for one month have it in their name.
    const bool of_one_month = v.dated && v.observations == 1;
    const std::string span = v.from == v.to ? v.from : v.from + " to " + v.to;
    std::string text = of_one_month ? name + ": " : fmt::format("{}, {}: ", name, span);
    if (v.counted) {
        text += fmt::format(
            "{} of {} {} meet{} it",
            v.meeting,
            v.observations,
            (v.dated ? "month" : "observation") + std::string(v.observations == 1 ? "" : "s"),
            v.meeting == 1 ? "s" : "");
    } else if (v.value) {
        const Condition* asked = part.conditions.empty() ? nullptr : &part.conditions.front();
        const bool relative = asked != nullptr && asked->relative;
        const bool change = asked != nullptr && asked->measured.starts_with("change ");
        const bool difference = asked != nullptr && asked->kind == model::Judged::Kind::exceeds;
        const double shown = relative ? *v.value * 100 : *v.value;
        text += change ? "a change of " : difference ? "a difference of " : "";
        text += with_unit(change || difference ? signed_number(shown) : number(shown),
                          relative ? "percent" : v.unit);
        if (!of_one_month) {
            text += fmt::format(
                ", from {} observation{}", v.observations, v.observations == 1 ? "" : "s");
        }
    } else {
        text += "not to be computed from it";
    }
    if (!v.enough && v.observations > 0) {
        text += fmt::format("; too few, the rule asks for {}", fact_observations);
    } else if (v.enough) {
        text += v.holds ? "; holds" : "; fails";
    }
    return text;
}

/// What one estimate rests on and found; with a warning where its cases are too few to see the
/// smallest effect.
std::string study_text(const StudyEstimate& e, const Condition& condition) {
    const std::string name = e.label.empty() ? e.series : e.label;
    if (!e.missing.empty()) {
        return fmt::format("{}: no series ({}).", name, e.missing);
    }
    if (e.cases == 0) {
        return fmt::format("{}: no case of `{}` with values on both sides.", name, e.event);
    }
    const std::string cases = fmt::format("{} case{} of `{}`, {}",
                                          e.cases,
                                          e.cases == 1 ? "" : "s",
                                          e.event,
                                          e.first == e.last ? e.first : e.first + " to " + e.last);
    if (!(e.standard_error > 0)) {
        return fmt::format("{}: {}; too few cases to tell.", name, cases);
    }
    const std::string effect =
        with_unit(interval_text(e.low, e.effect, e.high, Signs::both), e.unit);
    if (!e.controls.empty()) {
        return fmt::format(
            "With {} held equal: {}, {}.", join(e.controls, ", "), effect, in_twenty(e.p_claimed));
    }
    std::string text = fmt::format(
        "{}, {}: in the {} months after less those before, against {} other months, {}. "
        "On this record, {}: {}.",
        name,
        cases,
        e.within,
        e.others,
        effect,
        event_text(condition),
        in_twenty(e.p_claimed));
    if (e.detectable > e.smallest) {
        text += fmt::format(
            " These cases show, four times in five, only a change of {} or more; the smallest of "
            "interest is {}.",
            with_unit(number(e.detectable), e.unit),
            with_unit(number(e.smallest), e.unit));
    }
    return text;
}

/// A share in whole percent that is never 0 or 100.
std::string open_percent(double share) {
    if (share < 0.01) {
        return "under 1 %";
    }
    return share > 0.99 ? "over 99 %" : fmt::format("{:.0f} %", 100 * share);
}

std::string perception_text(const Perception& perception, const Condition& condition) {
    std::vector<std::string> lines;
    for (const RowShare& share : perception.shares) {
        if (share.rows == 0) {
            lines.push_back(fmt::format("{}: no row in the window.", share.text));
            continue;
        }
        lines.push_back(fmt::format("{}, {} to {}: {} of {} rows [share, 90 %: {} to {}].",
                                    upper(share.text),
                                    share.from,
                                    share.to,
                                    share.meeting,
                                    share.rows,
                                    open_percent(share.low),
                                    open_percent(share.high)));
    }
    const std::string what =
        perception.shares.size() > 1
            ? "a share larger than the other by " + percent_of(perception.bound) + " or more"
            : (condition.kind == model::Judged::Kind::at_most
                   ? "a share of at most " + percent_of(perception.bound)
                   : "a share of at least " + percent_of(perception.bound));
    lines.push_back(fmt::format("On these rows, {}: {}.", what, in_twenty(perception.p_claimed)));
    return join(lines, " ");
}

}  // namespace

std::string record_line(const PartResult& part) {
    if (part.kind == TestKind::fact) {
        std::vector<std::string> lines;
        for (const VariantResult& v : part.variants) {
            lines.push_back(variant_text(v, part));
        }
        return lines.empty() ? "No series is named." : join(lines, ". ") + ".";
    }
    if (part.kind == TestKind::study) {
        std::vector<std::string> lines;
        for (const StudyEstimate& e : part.studies) {
            lines.push_back(study_text(e, part.conditions.front()));
        }
        lines.emplace_back("What follows an event is not thereby caused by it.");
        return join(lines, " ");
    }
    if (part.perception) {
        return perception_text(*part.perception, part.conditions.front());
    }
    const RecordCases& past = part.record;
    if (part.kind == TestKind::coefficient) {
        return "A coefficient has no record of its own.";
    }
    if (past.event.empty()) {
        return "The record holds no case of this change.";
    }
    if (past.cases == 0) {
        return fmt::format("The record holds no case of `{}` with the outcome observed around it.",
                           past.event);
    }
    std::string text = fmt::format("{} past case{} of `{}`, {} to {}",
                                   past.cases,
                                   past.cases == 1 ? "" : "s",
                                   past.event,
                                   past.first,
                                   past.last);
    if (past.change) {
        text +=
            fmt::format(": `{}` in the {} months after, less those before: {} [cases: {} to {}]",
                        past.outcome,
                        months_around,
                        signed_number(*past.change),
                        signed_number(past.low),
                        signed_number(past.high));
    }
    return text + (past.cases < few_cases ? "; too few cases to tell." : ".");
}

}  // namespace entente::claims

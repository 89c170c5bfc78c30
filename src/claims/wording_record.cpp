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
    const std::string span = v.from == v.to ? v.from : v.from + " to " + v.to;
    std::string text = fmt::format("{}, {}: ", name, span);
    if (v.counted) {
        text += fmt::format("{} of {} observations meet it", v.meeting, v.observations);
    } else if (v.value) {
        const bool relative = !part.conditions.empty() && part.conditions.front().relative;
        text +=
            relative ? signed_number(*v.value * 100) + " %" : with_unit(number(*v.value), v.unit);
        text +=
            fmt::format(", from {} observation{}", v.observations, v.observations == 1 ? "" : "s");
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
    const std::string effect = with_unit(fmt::format("{} [90 %: {} to {}]",
                                                     signed_number(e.effect),
                                                     signed_number(e.low),
                                                     signed_number(e.high)),
                                         e.unit);
    if (!e.controls.empty()) {
        return fmt::format(
            "With {} held equal: {}, {}.", join(e.controls, ", "), effect, in_twenty(e.p_claimed));
    }
    std::string text = fmt::format(
        "{}, {}: in the {} months after less those before, against {} other months, {}. "
        "{} on this record: {}.",
        name,
        cases,
        e.within,
        e.others,
        effect,
        upper(event_text(condition)),
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

/// A share as a percentage that is never 0 or 100.
std::string open_percent(double share) {
    if (share < 0.001) {
        return "under 0.1 %";
    }
    return share > 0.999 ? "over 99.9 %" : percent_of(share);
}

std::string perception_text(const Perception& perception, const Condition& condition) {
    std::vector<std::string> lines;
    for (const RowShare& share : perception.shares) {
        if (share.rows == 0) {
            lines.push_back(fmt::format("{}: no row in the window.", share.text));
            continue;
        }
        lines.push_back(fmt::format("{}, {} to {}: {} of {} rows [share, 90 %: {} to {}].",
                                    share.text,
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
    lines.push_back(
        fmt::format("{} behind these rows: {}.", upper(what), in_twenty(perception.p_claimed)));
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

// SPDX-License-Identifier: Apache-2.0
#include "claims/wording.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "claims/past.hpp"
#include "claims/rules.hpp"
#include "claims/wording_parts.hpp"

namespace entente::claims {

namespace {

/// ICD 203, section D.6.e: a word from `from` on, in percent.
struct WordRow {
    double from;
    const char* word;
};

constexpr std::array<WordRow, 7> words = {{{0, "almost no chance"},
                                           {5, "very unlikely"},
                                           {20, "unlikely"},
                                           {45, "roughly even chance"},
                                           {55, "likely"},
                                           {80, "very likely"},
                                           {95, "almost certain"}}};

std::string word_of_percent(double percent) {
    const char* word = words.front().word;
    for (const WordRow& row : words) {
        if (percent >= row.from - 1e-9) {
            word = row.word;
        }
    }
    return word;
}

/// Thousands in groups of three.
std::string grouped(std::size_t n) {
    std::string digits = fmt::format("{}", n);
    for (int i = static_cast<int>(digits.size()) - 3; i > 0; i -= 3) {
        digits.insert(static_cast<std::size_t>(i), ",");
    }
    return digits;
}

std::string threshold_text(const Condition& c) {
    return c.relative ? percent_of(c.threshold) : with_unit(number(c.threshold), c.unit);
}

bool is_bound(const Condition& c) {
    return c.kind == model::Judged::Kind::at_least || c.kind == model::Judged::Kind::at_most;
}

/// Relative sizes in whole percent, with one decimal below ten; empty where that says nothing or
/// all.
std::string relative_text(double fraction) {
    const double percent = 100 * fraction;
    if (!std::isfinite(percent)) {
        return {};
    }
    const std::string text = std::abs(percent) < 9.95 ? to_step(percent, 0.1) : to_step(percent, 1);
    const bool said = text != "0" && text != "100" && text != "−100";
    return said ? fmt::format(", {}{} %", percent > 0 ? "+" : "", text) : std::string();
}

/// "±2 points" where the sampling error of a share exceeds one point.
std::string sampling_text(const PriorSetResult& r) {
    const double points = 100 * sampling_errors * r.standard_error;
    return points > 1 ? fmt::format(", ±{:.0f} points sampling", std::ceil(points)) : "";
}

std::string graded(const std::string& name, char grade) {
    return grade == 0 ? name : fmt::format("{} (grade {})", name, grade);
}

/// A fact rests on the record and a coefficient on itself: links and hinges say nothing of them.
bool rests_on_futures(const PartResult& part) {
    return part.kind != TestKind::fact && part.kind != TestKind::coefficient &&
           part.kind != TestKind::study && part.kind != TestKind::perception;
}

/// What is measured is a stand-in that nothing moves: no share of futures says anything.
bool is_inert(const PartResult& part) {
    return part.reason == Reason::not_modelled_yet && !part.prior_sets.empty() &&
           part.prior_sets.front().effect.q05 == 0 && part.prior_sets.front().effect.q95 == 0;
}

}  // namespace

std::string with_unit(const std::string& text, const std::string& unit) {
    if (unit.empty() || unit == "1") {
        return text;
    }
    return unit == "percent" ? text + " %" : text + " " + unit;
}

std::string event_text(const Condition& c) {
    const std::string size = threshold_text(c);
    const bool any = c.threshold == 0;
    switch (c.kind) {
        case model::Judged::Kind::rises:
            return any ? "a rise" : "a rise of " + size + " or more";
        case model::Judged::Kind::falls:
            return any ? "a fall" : "a fall of " + size + " or more";
        case model::Judged::Kind::changes:
            return any ? "a change" : "a change of " + size + " or more, up or down";
        case model::Judged::Kind::at_least:
            return "at least " + size;
        case model::Judged::Kind::at_most:
            return "at most " + size;
        case model::Judged::Kind::exceeds:
            return any ? "a difference in this direction"
                       : "a difference of " + size + " or more in this direction";
    }
    return {};
}

std::string join(const std::vector<std::string>& parts, const char* between) {
    return fmt::format("{}", fmt::join(parts, between));
}

std::string in_twenty(double share) {
    const double twentieths = std::round(share * 20);
    if (twentieths < 1) {
        return "fewer than 1 in 20";
    }
    if (twentieths > 19) {
        return "more than 19 in 20";
    }
    return fmt::format("about {:.0f} in 20", twentieths);
}

std::string percent_of(double fraction) { return number(fraction * 100) + " %"; }

std::string upper(std::string text) {
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    }
    return text;
}

std::string likelihood_word(double p) { return word_of_percent(100 * p); }

std::string likelihood(std::size_t hits, std::size_t futures, Confidence confidence) {
    if (futures == 0) {
        return "not to be computed (no whole future)";
    }
    // Rule of three: no case in n trials leaves room for up to 3 in n.
    const std::size_t one_in = std::max<std::size_t>(futures / 3, 1);
    if (hits == 0) {
        return fmt::format("almost no chance (fewer than 1 in {} of the model's futures)",
                           grouped(one_in));
    }
    if (hits == futures) {
        return fmt::format("almost certain (all but fewer than 1 in {} of the model's futures)",
                           grouped(one_in));
    }
    const double percent = 100 * static_cast<double>(hits) / static_cast<double>(futures);
    if (confidence == Confidence::low) {
        const double rounded = 5 * std::round(percent / 5);
        if (rounded < 5) {
            return "almost no chance (less than 5 %)";
        }
        if (rounded > 95) {
            return "almost certain (more than 95 %)";
        }
        return fmt::format("{} (about {:.0f} %)", word_of_percent(rounded), rounded);
    }
    if (percent < 1) {
        return "almost no chance (less than 1 %)";
    }
    if (percent >= 99) {
        return "almost certain (99 % or more)";
    }
    const double rounded = std::min(std::round(percent), 99.0);
    return fmt::format("{} ({:.0f} %)", word_of_percent(rounded), rounded);
}

std::string number(double value) {
    if (!std::isfinite(value)) {
        return "not a number";
    }
    const double size = std::abs(value);
    std::string text;
    if (size >= 1000 && size < 1e15) {
        const double scale = std::pow(10, std::floor(std::log10(size)) - 2);
        text = grouped(static_cast<std::size_t>(std::round(size / scale) * scale));
    } else {
        text = fmt::format("{:.3g}", size);
    }
    return value < 0 && text != "0" ? "−" + text : text;
}

std::string signed_number(double value) {
    const std::string text = number(value);
    return value > 0 && text != "0" ? "+" + text : text;
}

std::string to_step(double value, double step) {
    const double rounded = std::round(value / step) * step;
    const double size = std::abs(rounded);
    const int decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
    std::string text = size >= 1000 && size < 1e15 && decimals == 0
                           ? grouped(static_cast<std::size_t>(std::llround(size)))
                           : fmt::format("{:.{}f}", size, decimals);
    if (decimals > 0) {
        text.erase(text.find_last_not_of('0') + 1);
        text.erase(text.find_last_not_of('.') + 1);
    }
    return rounded < 0 && text != "0" ? "−" + text : text;
}

std::string interval_text(double low, double middle, double high, Signs signs) {
    constexpr double steps_across = 20;
    const double step = std::pow(10, std::floor(std::log10((high - low) / steps_across)));
    const bool spread = std::isfinite(step) && step > 0;
    const auto text = [&](double value) {
        const bool plus = signs == Signs::both && value > 0;
        const std::string digits =
            spread && std::isfinite(value) ? to_step(value, step) : number(value);
        return plus && digits != "0" ? "+" + digits : digits;
    };
    return fmt::format("{} [90 %: {} to {}]", text(middle), text(low), text(high));
}

std::string verdict_text(Verdict verdict, Reason reason) {
    std::string text = upper(to_text(verdict));
    return reason == Reason::none ? text : fmt::format("{} ({})", text, to_text(reason));
}

std::string verdict_mark(Verdict verdict) {
    switch (verdict) {
        case Verdict::supported:
            return "●";
        case Verdict::possible:
            return "◐";
        case Verdict::undetermined:
            return "○";
        case Verdict::contradicted:
            return "✕";
    }
    return {};
}

std::string reason_sentence(const PartResult& part) {
    switch (part.reason) {
        case Reason::none:
            return "";
        case Reason::prior_driven:
            return "The record does not inform this effect: the answer is that of the priors.";
        case Reason::structure_driven:
            return part.kind == TestKind::coefficient
                       ? "Every prior set gives this answer already, so the record cannot speak."
                       : "The model's structure gives this answer under every prior, so the "
                         "record cannot speak.";
        case Reason::confounded:
            return "What follows the events depends on what else is held equal: the answer moves "
                   "by "
                   "more than 30 points between the declared control sets.";
        case Reason::definition_dependent:
            return "The series and its variants disagree.";
        case Reason::no_data:
            return part.detail.empty()
                       ? std::string("The record has too few observations in the window.")
                       : fmt::format("There is no series `{}`.", part.detail);
        case Reason::thin_record:
            return part.kind == TestKind::perception
                       ? "The rows are too few to tell the share from the bound."
                       : "Too few past cases inform it.";
        case Reason::sampling_error:
            return "The share of futures is too near a threshold for this many futures.";
        case Reason::not_modelled_yet:
            return fmt::format("The effect passes through `{}`, a stand-in.", part.detail);
        case Reason::parts_differ:
            return "The parts have different verdicts.";
        case Reason::prior_sets_differ:
            return "The prior sets disagree.";
        case Reason::between_thresholds:
            return "The share of futures lies between the thresholds for and against.";
        case Reason::negligible:
            return "The effect is smaller than the smallest of interest.";
        case Reason::better_without:
            return "Months that the fit did not see are forecast better without a link that it "
                   "rests "
                   "on.";
        case Reason::opposite_sign:
            return "The effect goes the other way.";
        case Reason::not_as_claimed:
            return part.kind == TestKind::fact
                       ? (part.variants.size() > 1 ? "The condition fails in every series used."
                                                   : "The condition fails in the record.")
                   : part.kind == TestKind::perception
                       ? "The share is not as claimed."
                       : "The effect is not in the claimed direction.";
    }
    return {};
}

std::string model_line(const PartResult& part) {
    if (part.prior_sets.empty() || part.conditions.empty()) {
        return {};
    }
    const PriorSetResult& r = part.prior_sets.front();
    const Condition& c = part.conditions.front();
    if (is_inert(part)) {
        return fmt::format("No future of the model can tell: nothing moves the stand-in `{}` yet.",
                           part.detail);
    }
    const std::string chance = likelihood(r.hits, r.futures, part.confidence) + sampling_text(r);
    const std::string more =
        part.conditions.size() > 1 ? " together with the other conditions" : "";
    const std::string futures = grouped(r.futures);
    const std::string measured = c.spoken.empty() ? "the value" : c.spoken;
    const bool of_links = part.kind == TestKind::effect || part.kind == TestKind::interaction;
    const bool plain = is_bound(c) && !of_links;
    if (part.kind == TestKind::coefficient || plain) {
        const char* where = part.kind == TestKind::coefficient ? "draws" : "futures of the model";
        return fmt::format(
            "In {} {}, {} is {}. {}{}: {}.",
            futures,
            where,
            measured,
            with_unit(interval_text(r.effect.q05, r.effect.q50, r.effect.q95), c.unit),
            upper(event_text(c)),
            more,
            chance);
    }
    std::string size =
        with_unit(interval_text(r.effect.q05, r.effect.q50, r.effect.q95, Signs::both), c.unit);
    if (c.relative) {
        size += relative_text(r.relative.q50);
    }
    const bool compares = c.kind == model::Judged::Kind::exceeds && part.with.empty();
    std::string verb = part.kind == TestKind::effect || compares ? "is" : "changes by";
    if (part.kind == TestKind::interaction) {
        verb = fmt::format("in `{}` less that in `{}` is", part.scenario, part.with);
    }
    return fmt::format("In {} paired futures of the model, {} {} {}. {}{}: {}.",
                       futures,
                       measured,
                       verb,
                       size,
                       upper(event_text(c)),
                       more,
                       chance);
}

std::string prior_sets_line(const PartResult& part) {
    if (part.prior_sets.size() < 2 || is_inert(part)) {
        return {};
    }
    std::vector<std::string> shares;
    for (const PriorSetResult& r : part.prior_sets) {
        shares.push_back(fmt::format("{}: {}", r.prior_set, in_twenty(r.p_claimed)));
    }
    return join(shares, " · ");
}

std::string depends_line(const PartResult& part) {
    if (!rests_on_futures(part) || !part.flip_searched || is_inert(part)) {
        return {};
    }
    if (part.depends.empty()) {
        return "On no single parameter by more than sampling error.";
    }
    std::vector<std::string> names;
    for (const Dependence& d : part.depends) {
        names.push_back(fmt::format("{}: {} where low, {} where high",
                                    graded(d.parameter, d.grade),
                                    in_twenty(d.low_share),
                                    in_twenty(d.high_share)));
    }
    return join(names, "; ") + ".";
}

std::string flip_line(const PartResult& part) {
    if (!rests_on_futures(part) || is_inert(part)) {
        return {};
    }
    if (!part.flip_searched) {
        return "not looked for: too few futures or no uncertain parameter.";
    }
    if (!part.flip) {
        return "none found within the 90 % ranges.";
    }
    const Flip& f = *part.flip;
    const char* would = f.share >= supported_share      ? "for the claim"
                        : f.share <= contradicted_share ? "against it"
                                                        : "neither way";
    std::string text = fmt::format("if {} {} {}: {} futures there show it, which speaks {}",
                                   graded(f.parameter, f.grade),
                                   f.above ? ">" : "<",
                                   with_unit(number(f.value), f.unit),
                                   in_twenty(f.share),
                                   would);
    if (!f.share_when_fixed) {
        return text + ".";
    }
    return text + fmt::format("; with that input alone held there {} do: {}.",
                              in_twenty(*f.share_when_fixed),
                              f.confirmed ? "the same answer"
                                          : "not the same, other inputs differ there too");
}

std::string asks_line(const PartResult& part) {
    std::vector<std::string> lines;
    for (const Condition& c : part.conditions) {
        std::string text = c.measured + " " + c.text;
        // Generated text says neither 0 % nor 100 %, whoever wrote it first.
        const std::size_t all = text.find("in 100% of");
        if (all != std::string::npos) {
            text.replace(all, std::string("in 100% of").size(), "in all of");
        }
        if (c.by_default) {
            text += " (smallest effect: the language's " + threshold_text(c) + ")";
        }
        lines.push_back(text);
    }
    const std::string compared =
        part.scenario.empty() ? "" : fmt::format("{} with {}: ", part.scenario, part.with);
    return (part.may ? "may: " : "") + compared + join(lines, "; ");
}

std::string other_side_line(const PartResult& part) {
    if (!part.other_side) {
        return {};
    }
    std::vector<std::string> settings;
    for (const Setting& s : part.against) {
        settings.push_back(fmt::format(
            "{} at {}", graded(s.parameter, s.grade), with_unit(number(s.value), s.unit)));
    }
    const double share = part.other_side->futures == 0
                             ? 0
                             : static_cast<double>(part.other_side->hits) /
                                   static_cast<double>(part.other_side->futures);
    return fmt::format("with {}: {} of {} futures show it.",
                       join(settings, ", "),
                       in_twenty(share),
                       grouped(part.other_side->futures));
}

std::string rests_line(const PartResult& part) {
    return rests_on_futures(part) ? join(part.rests_on, ", ") : std::string();
}

std::string rival_line(const RivalView& rival) {
    return rival.source.empty() ? fmt::format("“{}”", rival.text)
                                : fmt::format("“{}” ({})", rival.text, rival.source);
}

std::string confidence_line(Confidence confidence) {
    return "confidence in this answer: " + to_text(confidence);
}

std::string sentence(const ClaimResult& claim) {
    std::string text = verdict_text(claim.verdict, claim.reason) + ".";
    if (claim.parts.size() != 1) {
        std::vector<std::string> parts;
        for (const PartResult& part : claim.parts) {
            parts.push_back(
                fmt::format("{}: {}", part.name, verdict_text(part.verdict, part.reason)));
        }
        return text + " " + join(parts, "; ") + ".";
    }
    const PartResult& part = claim.parts.front();
    const std::string line = part.prior_sets.empty() ? record_line(part) : model_line(part);
    return line.empty() ? text : text + " " + line;
}

const std::vector<std::string>& banned_words() {
    static const std::vector<std::string> banned = {
        "will", "predicts", "proves", "confirms", "optimal", "accurate", "real-time"};
    return banned;
}

}  // namespace entente::claims

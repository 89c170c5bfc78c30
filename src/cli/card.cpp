// SPDX-License-Identifier: Apache-2.0
#include "cli/card.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "claims/nearest.hpp"
#include "claims/policies.hpp"
#include "claims/wording.hpp"

namespace entente::cli {

namespace {

using claims::ClaimResult;
using claims::PartResult;

constexpr std::size_t card_width = 100;
constexpr std::size_t name_width = 9;

std::string upper(std::string text) {
    for (char& c : text) {
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return text;
}

/// "  record   ..." or nothing for an empty text.
std::string row(const std::string& name, const std::string& text) {
    if (text.empty()) {
        return {};
    }
    const std::size_t indent = 4 + name_width;
    return fmt::format("    {:<9}{}\n", name, wrap(text, card_width - indent, indent));
}

std::string verdict_line(claims::Verdict verdict, claims::Reason reason) {
    std::string text = claims::verdict_mark(verdict) + " " + upper(claims::to_text(verdict));
    return reason == claims::Reason::none ? text
                                          : fmt::format("{} ({})", text, claims::to_text(reason));
}

constexpr std::array<claims::Verdict, 4> verdicts = {claims::Verdict::supported,
                                                     claims::Verdict::possible,
                                                     claims::Verdict::undetermined,
                                                     claims::Verdict::contradicted};

/// P2 before P10, claims of one row in the order written.
std::vector<const ClaimResult*> by_row(const std::vector<ClaimResult>& claims) {
    std::vector<const ClaimResult*> sorted;
    sorted.reserve(claims.size());
    for (const ClaimResult& claim : claims) {
        sorted.push_back(&claim);
    }
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) {
        if (a->row.size() != b->row.size() && a->row.starts_with('P') && b->row.starts_with('P')) {
            return a->row.size() < b->row.size();
        }
        return a->row < b->row;
    });
    return sorted;
}

std::string nearest_line(claims::Verdict verdict, const std::vector<ClaimResult>& all) {
    const auto nearest = claims::nearest_to(verdict, all);
    if (!nearest) {
        return fmt::format("The verdict {} never occurs: no claim is said as a possibility.\n",
                           claims::to_text(verdict));
    }
    std::string why = claims::to_text(nearest->reason);
    if (!nearest->part.empty()) {
        why = nearest->part + (why.empty() ? "" : ": " + why);
    }
    return fmt::format("The verdict {} never occurs; {} comes nearest{}.\n",
                       claims::to_text(verdict),
                       nearest->claim,
                       why.empty() ? "" : " (" + why + ")");
}

std::string part_lines(const PartResult& part, bool named) {
    std::string text;
    if (named) {
        text += fmt::format("  {}: {}\n", part.name, verdict_line(part.verdict, part.reason));
    }
    text += row("asks", claims::asks_line(part));
    text += row("why", claims::reason_sentence(part));
    if (!part.prior_sets.empty()) {
        std::string model = claims::model_line(part);
        if (part.evidence) {
            model += fmt::format(" Evidence class {}.", claims::to_text(*part.evidence));
        }
        text += row("model", model);
        text += row("priors", claims::prior_sets_line(part));
    }
    text += row("players", claims::policies_line(part));
    text += row("record", claims::record_line(part));
    text += row("depends", claims::depends_line(part));
    text += row("flips", claims::flip_line(part));
    text += row("against", claims::other_side_line(part));
    return text + row("rests on", claims::rests_line(part));
}

}  // namespace

std::size_t width_of(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

std::string wrap(const std::string& text, std::size_t width, std::size_t indent) {
    std::string out;
    std::size_t column = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        const std::string word = text.substr(begin, end - begin);
        const std::size_t length = width_of(word);
        if (column > 0 && column + 1 + length > width) {
            out += "\n" + std::string(indent, ' ');
            column = 0;
        } else if (column > 0) {
            out += ' ';
            ++column;
        }
        out += word;
        column += length;
        begin = end + 1;
    }
    return out;
}

std::string card(const ClaimResult& claim, const Terminal& terminal) {
    std::string text = fmt::format("{}  {}\n", terminal.strong(claim.name), claim.label);
    text += fmt::format("  {}\n", terminal.strong(verdict_line(claim.verdict, claim.reason)));
    text += fmt::format("  {}\n", claims::confidence_line(claim.confidence));
    for (const PartResult& part : claim.parts) {
        text += part_lines(part, claim.parts.size() > 1);
    }
    for (const claims::RivalView& rival : claim.rivals) {
        text += row("rival", claims::rival_line(rival));
    }
    if (claim.variants_tried > 1) {
        text += row("tried",
                    fmt::format("{} versions of this claim were tested here; this is one of them.",
                                claim.variants_tried));
    }
    return text + "\n";
}

std::string row_table(const std::vector<ClaimResult>& claims, const Terminal& terminal) {
    std::vector<std::string> rows;
    std::map<std::string, std::map<claims::Verdict, std::size_t>> counts;
    for (const ClaimResult* claim : by_row(claims)) {
        if (rows.empty() || rows.back() != claim->row) {
            rows.push_back(claim->row);
        }
        ++counts[claim->row][claim->verdict];
        ++counts["all"][claim->verdict];
    }
    rows.emplace_back("all");
    std::size_t widest = 4;
    for (const std::string& row : rows) {
        widest = std::max(widest, width_of(row) + 2);
    }
    std::string text = terminal.strong(fmt::format("{:<{}}{:>6}", "row", widest, "claims"));
    for (const claims::Verdict verdict : verdicts) {
        text += terminal.strong(fmt::format("{:>14}", claims::to_text(verdict)));
    }
    text += '\n';
    for (const std::string& row : rows) {
        std::size_t total = 0;
        std::string cells;
        for (const claims::Verdict verdict : verdicts) {
            const std::size_t count = counts[row][verdict];
            total += count;
            cells += fmt::format("{:>14}", count == 0 ? "-" : fmt::format("{}", count));
        }
        text +=
            row + std::string(widest - width_of(row), ' ') + fmt::format("{:>6}{}\n", total, cells);
    }
    for (const claims::Verdict verdict : verdicts) {
        if (counts["all"][verdict] == 0 && verdict != claims::Verdict::undetermined) {
            text += nearest_line(verdict, claims);
        }
    }
    return text + '\n';
}

std::string summary_table(const std::vector<ClaimResult>& claims, const Terminal& terminal) {
    std::size_t widest = 5;
    for (const ClaimResult& claim : claims) {
        widest = std::max(widest, width_of(claim.name));
    }
    std::string text;
    std::map<claims::Verdict, std::size_t> counts;
    for (const ClaimResult* claim : by_row(claims)) {
        ++counts[claim->verdict];
        const std::string verdict = verdict_line(claim->verdict, claim->reason);
        const std::string name = claim->name + std::string(widest - width_of(claim->name), ' ');
        const std::string pad(width_of(verdict) < 42 ? 42 - width_of(verdict) : 1, ' ');
        text += fmt::format("{}  {}{}{}\n", terminal.strong(name), verdict, pad, claim->label);
    }
    std::vector<std::string> totals;
    totals.reserve(verdicts.size());
    for (const claims::Verdict verdict : verdicts) {
        totals.push_back(fmt::format("{} {}", counts[verdict], claims::to_text(verdict)));
    }
    return text + fmt::format("{}\n", fmt::join(totals, " · "));
}

}  // namespace entente::cli

// SPDX-License-Identifier: Apache-2.0
#include "syntax/words.hpp"

#include <algorithm>
#include <array>

#include "base/contract.hpp"

namespace entente::syntax {

namespace {

struct BlockRow {
    BlockKind block;
    std::string_view name;
    std::vector<std::string> words;
};

const std::vector<BlockRow>& blocks() {
    static const std::vector<BlockRow> rows = {
        {BlockKind::file,
         "a model file",
         {"model",      "include", "unit",  "actors", "dyads",    "set",   "source",   "section",
          "param",      "input",   "let",   "stock",  "lever",    "event", "data",     "agreement",
          "agreements", "leader",  "issue", "player", "scenario", "claim", "influence"}},
        {BlockKind::model,
         "the model block",
         {"time", "step", "forecast", "priors", "omits", "outputs", "language"}},
        {BlockKind::quantity,
         "a quantity",
         {"recorded",
          "then",
          "inflow",
          "outflow",
          "toward",
          "prior",
          "grade",
          "source",
          "caveat",
          "licence"}},
        {BlockKind::event,
         "an event",
         {"recorded",
          "count",
          "hazard",
          "when",
          "on",
          "weight",
          "grade",
          "source",
          "caveat",
          "licence"}},
        {BlockKind::data, "data", {"observes", "grade", "source", "caveat", "licence"}},
        {BlockKind::agreement,
         "an agreement",
         {"parties", "signed", "in", "until", "sector", "obliges", "source"}},
        {BlockKind::leader, "a leader", {}},
        {BlockKind::issue, "an issue", {"dimension", "actor", "election", "exponent"}},
        {BlockKind::issue_actor, "an actor of an issue", {"position", "salience", "capability"}},
        {BlockKind::player,
         "a player",
         {"option", "recorded", "inertia", "wants", "horizon", "discount", "precision"}},
        {BlockKind::option, "an option", {"leaning"}},
        {BlockKind::scenario, "a scenario", {"set", "add", "without", "event", "leader", "end"}},
        {BlockKind::claim,
         "a claim",
         {"fact", "may", "compare", "expect", "part", "rests", "variants", "controls", "rival"}},
        {BlockKind::influence, "an influence", {"on", "channel"}},
        {BlockKind::part,
         "a part of a claim",
         {"fact", "may", "compare", "expect", "rests", "variants", "controls", "rival"}},
    };
    return rows;
}

const BlockRow& row_of(BlockKind block) {
    const auto& rows = blocks();
    const auto found = std::find_if(
        rows.begin(), rows.end(), [block](const BlockRow& row) { return row.block == block; });
    ENTENTE_EXPECT(found != rows.end());
    return *found;
}

template <std::size_t count>
bool contains(const std::array<std::string_view, count>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// Besides the declaration words; `source`, `influence` and `issue` are such too, but stay usable as
// names.
constexpr std::array<std::string_view, 12> expression_words = {
    "if", "then", "else", "and", "or", "not", "as", "for", "time", "start", "forecast", "end"};

// Words inside statements.
constexpr std::array<std::string_view, 64> inner_words = {
    "after",   "at",     "average", "by",          "changes",  "closing", "column",  "complete",
    "count",   "dates",  "each",    "effect",      "every",    "exceeds", "extends", "falls",
    "fill",    "force",  "from",    "growth",      "held",     "highest", "in",      "is",
    "least",   "lowest", "missing", "most",        "never",    "of",      "on",      "once",
    "only",    "over",   "part",    "placeholder", "plays",    "quarter", "ramp",    "recorded",
    "rests",   "rises",  "signed",  "spread",      "steady",   "through", "to",      "total",
    "toward",  "until",  "value",   "change",      "variants", "when",    "where",   "with",
    "without", "year",   "month",   "hazard",      "hold",     "around",  "share",   "within"};

// Of the words inside statements, those that are also units.
constexpr std::array<std::string_view, 3> unit_words = {"quarter", "year", "month"};

}  // namespace

const std::vector<std::string>& words_of(BlockKind block) { return row_of(block).words; }

std::string_view name_of(BlockKind block) { return row_of(block).name; }

bool begins_declaration_only(std::string_view word) {
    constexpr std::array<std::string_view, 6> also_inside = {
        "set", "source", "event", "leader", "influence", "issue"};
    const auto& words = words_of(BlockKind::file);
    return std::find(words.begin(), words.end(), word) != words.end() &&
           !contains(also_inside, word);
}

bool is_reserved(std::string_view word) {
    const auto& words = words_of(BlockKind::file);
    return contains(expression_words, word) ||
           (word != "source" && word != "influence" && word != "issue" &&
            std::find(words.begin(), words.end(), word) != words.end());
}

bool follows_number(std::string_view word) {
    return is_keyword(word) && !contains(unit_words, word);
}

bool is_keyword(std::string_view word) {
    if (contains(expression_words, word) || contains(inner_words, word)) {
        return true;
    }
    const auto& rows = blocks();
    return std::any_of(rows.begin(), rows.end(), [word](const BlockRow& row) {
        return std::find(row.words.begin(), row.words.end(), word) != row.words.end();
    });
}

}  // namespace entente::syntax

// SPDX-License-Identifier: Apache-2.0
#include "syntax/spacing.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>

#include "syntax/layout.hpp"

namespace entente::syntax {

namespace {

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool opens(Symbol symbol) {
    return symbol == Symbol::open_parenthesis || symbol == Symbol::open_bracket;
}

bool closes(Symbol symbol) {
    return symbol == Symbol::close_parenthesis || symbol == Symbol::close_bracket;
}

// Words after which an expression begins, so that `(` groups and `-` is a sign.
bool begins_expression(std::string_view word) {
    return one_of(word,
                  {"and",
                   "or",
                   "not",
                   "if",
                   "then",
                   "else",
                   "in",
                   "to",
                   "by",
                   "over",
                   "once",
                   "least",
                   "most",
                   "where",
                   "is"});
}

// Words that begin a statement with an expression right behind them.
bool begins_clause(std::string_view word) {
    return one_of(word,
                  {"toward",
                   "hazard",
                   "when",
                   "then",
                   "leaning",
                   "inertia",
                   "wants",
                   "horizon",
                   "discount",
                   "precision",
                   "position",
                   "salience",
                   "capability",
                   "exponent",
                   "expect",
                   "add",
                   "observes"});
}

class Spacing {
  public:
    Spacing(const std::vector<Token>& tokens, const text::Sources& sources)
        : tokens_(tokens), sources_(sources) {}

    std::vector<Cell> run() {
        bool fresh = true;
        for (const Item& item : lay_out(tokens_)) {
            const Token& token = tokens_[item.token];
            if (token.kind == TokenKind::end) {
                break;
            }
            if (token.kind == TokenKind::line_end) {
                fresh = true;
                continue;
            }
            add(token, item, fresh);
            fresh = token.symbol == Symbol::semicolon || token.symbol == Symbol::close_brace ||
                    (token.symbol == Symbol::open_brace && parentheses_ == 0);
            // What follows a block on its line still belongs to the statement.
            fresh = fresh && token.symbol != Symbol::close_brace;
        }
        return std::move(cells_);
    }

  private:
    void add(const Token& token, const Item& item, bool fresh) {
        if (fresh) {
            statement_ = token.text;
            begin_ = cells_.size();
            parentheses_ = 0;
            unit_ = false;
        }
        Cell cell;
        cell.token = &token;
        cell.text = sources_.text(token.span);
        cell.index = item.token;
        cell.starts_statement = fresh;
        cell.starts_row = in_table() && parentheses_ == 0 && !cells_.empty() &&
                          last().token->symbol == Symbol::comma;
        cell.braces = item.depth - (token.symbol == Symbol::close_brace && item.depth > 0 ? 1 : 0);
        if (closes(token.symbol) && parentheses_ > 0) {
            --parentheses_;
        }
        cell.parentheses = parentheses_;
        follow_unit(token);
        cells_.push_back(cell);
        if (cells_.size() > 1) {
            cells_.back().space = space();
            if (!fresh) {
                cells_.back().break_cost = break_cost();
            }
        }
        if (opens(token.symbol)) {
            ++parentheses_;
        }
        if (token.symbol == Symbol::open_brace && parentheses_ == 0) {
            tables_.push_back(is_table());
        } else if (token.symbol == Symbol::close_brace && !tables_.empty() && parentheses_ == 0) {
            tables_.pop_back();
        }
    }

    const Cell& last() const { return cells_.back(); }

    const Token& before(std::size_t count) const {
        static const Token nothing;
        return cells_.size() > count ? *cells_[cells_.size() - 1 - count].token : nothing;
    }

    // Whether the `{` just added holds rows instead of clauses.
    bool is_table() const {
        const Token& head = before(1);
        return head.symbol == Symbol::assign || head.text == "recorded" || head.text == "from";
    }

    bool in_table() const { return !tables_.empty() && tables_.back(); }

    // Units stand behind the colon of a head and in brackets behind a number.
    void follow_unit(const Token& token) {
        const Token& previous = cells_.empty() ? token : *cells_.back().token;
        if (!unit_) {
            const bool head =
                token.symbol == Symbol::colon && parentheses_ == 0 && !in_table() &&
                one_of(statement_,
                       {"param", "input", "let", "stock", "lever", "data", "dimension"});
            const bool bracket =
                token.symbol == Symbol::open_bracket &&
                (previous.kind == TokenKind::number || previous.symbol == Symbol::percent);
            const bool equals = statement_ == "unit" && previous.kind == TokenKind::number &&
                                token.kind == TokenKind::name;
            unit_ = head || bracket || equals;
            return;
        }
        const bool operand = token.kind == TokenKind::name || token.kind == TokenKind::number;
        const bool after_operand =
            previous.kind == TokenKind::name || previous.kind == TokenKind::number;
        const bool operation = token.symbol == Symbol::star || token.symbol == Symbol::slash ||
                               token.symbol == Symbol::caret || token.symbol == Symbol::minus;
        unit_ = operation || (operand && !after_operand);
    }

    // Whether the last cell but `count` ends a value, so that an operator behind it has two sides.
    bool ends_value(std::size_t count) const {
        const Token& token = before(count);
        if (token.kind != TokenKind::name) {
            return token.kind == TokenKind::number || token.kind == TokenKind::date ||
                   token.kind == TokenKind::string || closes(token.symbol) ||
                   token.symbol == Symbol::percent;
        }
        if (before(count + 1).symbol == Symbol::dot) {
            return true;
        }
        const bool first = cells_.size() - 1 - count == begin_;
        return !begins_expression(token.text) && !(first && begins_clause(token.text));
    }

    // A statistic in front of a parenthesis: `expect total (a + b) over`.
    bool is_statistic(std::size_t count) const {
        return one_of(before(count).text,
                      {"total",
                       "average",
                       "highest",
                       "lowest",
                       "spread",
                       "value",
                       "change",
                       "closing",
                       "growth"}) &&
               one_of(before(count + 1).text, {"expect", "observes", "exceeds", "on"});
    }

    bool binary_minus() const { return before(0).symbol == Symbol::minus && ends_value(1); }

    bool space() const {
        const Token& previous = before(1);
        const Token& token = before(0);
        const Symbol p = previous.symbol;
        const Symbol t = token.symbol;
        if (opens(p) || closes(t) || t == Symbol::comma || t == Symbol::semicolon ||
            t == Symbol::percent || p == Symbol::dot || t == Symbol::dot) {
            return false;
        }
        if (p == Symbol::arrow || t == Symbol::arrow || p == Symbol::line || t == Symbol::line) {
            return false;
        }
        if (p == Symbol::dots || t == Symbol::dots) {
            return t == Symbol::open_brace || spaced_dots(t == Symbol::dots ? 1 : 2) ||
                   (p == Symbol::dots && one_of(token.text, {"held", "placeholder"}));
        }
        if (p == Symbol::minus && t != Symbol::minus && !ends_value(2)) {
            return false;
        }
        if (t == Symbol::open_parenthesis) {
            return previous.kind != TokenKind::name || !ends_value(1) || is_statistic(1);
        }
        if (t == Symbol::open_bracket) {
            return previous.kind != TokenKind::name;
        }
        if (t == Symbol::colon) {
            return !in_table();
        }
        return !unit_operator(t) && !unit_operator(p);
    }

    bool unit_operator(Symbol symbol) const {
        return unit_ && (symbol == Symbol::star || symbol == Symbol::slash ||
                         symbol == Symbol::caret || symbol == Symbol::minus);
    }

    // `..` of a window has spaces, that of a range has none.
    bool spaced_dots(std::size_t count) const {
        for (std::size_t i = count; i < cells_.size(); ++i) {
            const Cell& cell = cells_[cells_.size() - 1 - i];
            if (one_of(cell.token->text, {"over", "of"})) {
                return true;
            }
            if (cell.starts_statement || cell.token->text == "in") {
                return false;
            }
        }
        return false;
    }

    // Lower is better: outside parentheses first, there after `=`, then at the loosest operator.
    std::optional<std::uint32_t> break_cost() const {
        constexpr std::uint32_t per_level = 10;
        const Token& previous = before(1);
        const Token& token = before(0);
        const std::uint32_t level = per_level * last().parentheses;
        if (unit_) {
            return std::nullopt;
        }
        if (previous.symbol == Symbol::assign && level == 0) {
            return token.symbol == Symbol::open_brace ? std::nullopt
                                                      : std::optional<std::uint32_t>(0);
        }
        if (previous.symbol == Symbol::comma) {
            return level + 1;
        }
        if (previous.kind != TokenKind::symbol && one_of(token.text, {"or", "and"})) {
            return level + 1;
        }
        if (token.text == "over" && token.kind == TokenKind::name && level == 0) {
            return 1;
        }
        if (token.symbol == Symbol::plus || binary_minus()) {
            return level + 2;
        }
        if (token.symbol == Symbol::star || token.symbol == Symbol::slash) {
            return level + 4;
        }
        if (token.kind == TokenKind::name && token.text == "as" && ends_value(1)) {
            return level + 5;
        }
        return std::nullopt;
    }

    const std::vector<Token>& tokens_;
    const text::Sources& sources_;
    std::vector<Cell> cells_;
    std::string statement_;
    std::size_t begin_ = 0;
    std::uint32_t parentheses_ = 0;
    bool unit_ = false;
    std::vector<bool> tables_;
};

}  // namespace

std::vector<Cell> cells_of(const std::vector<Token>& tokens, const text::Sources& sources) {
    return Spacing(tokens, sources).run();
}

}  // namespace entente::syntax

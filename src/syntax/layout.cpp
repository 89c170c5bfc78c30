// SPDX-License-Identifier: Apache-2.0
#include "syntax/layout.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "syntax/words.hpp"

namespace entente::syntax {

namespace {

bool is_operator(Symbol symbol) {
    constexpr std::array<Symbol, 17> operators = {Symbol::comma,
                                                  Symbol::colon,
                                                  Symbol::assign,
                                                  Symbol::tilde,
                                                  Symbol::plus,
                                                  Symbol::minus,
                                                  Symbol::star,
                                                  Symbol::slash,
                                                  Symbol::caret,
                                                  Symbol::less,
                                                  Symbol::less_equal,
                                                  Symbol::equal,
                                                  Symbol::greater_equal,
                                                  Symbol::line,
                                                  Symbol::greater,
                                                  Symbol::not_equal,
                                                  Symbol::arrow};
    return std::find(operators.begin(), operators.end(), symbol) != operators.end();
}

bool is_one_of(const Token& token, std::initializer_list<std::string_view> words) {
    return token.kind == TokenKind::name &&
           std::find(words.begin(), words.end(), token.text) != words.end();
}

bool goes_on_after(const Token& token) {
    return (token.kind == TokenKind::symbol && is_operator(token.symbol)) ||
           is_one_of(token, {"and", "or", "not", "as", "if", "then", "else"});
}

bool goes_on_before(const Token& token) {
    return (token.kind == TokenKind::symbol &&
            (is_operator(token.symbol) || token.symbol == Symbol::dots ||
             token.symbol == Symbol::open_brace)) ||
           is_one_of(token, {"as", "over", "and", "or", "else"});
}

bool ends_value(const Token& token) {
    switch (token.kind) {
        case TokenKind::name:
            return !is_one_of(
                token, {"and", "or", "not", "as", "if", "then", "else", "for", "in", "where"});
        case TokenKind::number:
        case TokenKind::date:
        case TokenKind::string:
        case TokenKind::error:
            return true;
        case TokenKind::symbol:
            return token.symbol == Symbol::close_parenthesis ||
                   token.symbol == Symbol::close_bracket || token.symbol == Symbol::close_brace ||
                   token.symbol == Symbol::percent;
        case TokenKind::comment:
        case TokenKind::doc:
        case TokenKind::line_end:
        case TokenKind::end:
            return false;
    }
    return false;
}

// Whether a line inside a parenthesis cannot belong to it: two values in a row, or a declaration.
bool cannot_belong(const Token& before, const Token& after) {
    if (after.kind != TokenKind::name) {
        return after.kind == TokenKind::end;
    }
    if (begins_declaration_only(after.text)) {
        return true;
    }
    return ends_value(before) &&
           !is_one_of(after,
                      {"and", "or", "not", "as", "if", "then", "else", "for", "in", "where", "to"});
}

class Layout {
  public:
    explicit Layout(const std::vector<Token>& tokens) : tokens_(tokens) {}

    std::vector<Item> run() {
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            const Token& token = tokens_[i];
            if (token.kind == TokenKind::comment || token.kind == TokenKind::doc) {
                continue;
            }
            if (token.kind == TokenKind::line_end) {
                if (!line_end_) {
                    line_end_ = i;
                }
                continue;
            }
            if (line_end_) {
                end_line(token);
                line_end_.reset();
            }
            add(i);
        }
        return std::move(items_);
    }

  private:
    void end_line(const Token& next) {
        if (items_.empty()) {
            return;
        }
        const Token& before = tokens_[items_.back().token];
        const bool inside = !open_.empty() && open_.back() != Symbol::open_brace;
        const bool broken = inside && cannot_belong(before, next);
        if (broken) {
            close_parentheses();
        }
        const bool statement_open =
            before.symbol != Symbol::open_brace && before.symbol != Symbol::semicolon;
        const bool declares = next.kind == TokenKind::name && begins_declaration_only(next.text);
        const bool goes_on =
            inside ? !broken : !declares && (goes_on_after(before) || goes_on_before(next));
        if (!goes_on) {
            if (statement_open) {
                items_.push_back({*line_end_, depth_});
            }
            // Nothing but a missing brace puts a declaration into a block.
            if (declares) {
                open_.clear();
                depth_ = 0;
            }
        }
    }

    void add(std::size_t i) {
        const Token& token = tokens_[i];
        if (token.symbol == Symbol::close_brace) {
            close_parentheses();
        }
        items_.push_back({i, depth_});
        if (token.symbol == Symbol::open_brace || token.symbol == Symbol::open_parenthesis ||
            token.symbol == Symbol::open_bracket) {
            open_.push_back(token.symbol);
            depth_ += token.symbol == Symbol::open_brace ? 1U : 0U;
        } else if (token.symbol == Symbol::close_brace) {
            close(Symbol::open_brace);
        } else if (token.symbol == Symbol::close_parenthesis) {
            close(Symbol::open_parenthesis);
        } else if (token.symbol == Symbol::close_bracket) {
            close(Symbol::open_bracket);
        }
    }

    void close(Symbol opener) {
        if (!open_.empty() && open_.back() == opener) {
            open_.pop_back();
            depth_ -= opener == Symbol::open_brace ? 1U : 0U;
        }
    }

    void close_parentheses() {
        while (!open_.empty() && open_.back() != Symbol::open_brace) {
            open_.pop_back();
        }
    }

    const std::vector<Token>& tokens_;
    std::vector<Item> items_;
    std::vector<Symbol> open_;
    std::uint32_t depth_ = 0;  // open braces
    std::optional<std::size_t> line_end_;
};

}  // namespace

bool continues_line(const Token& token) { return goes_on_before(token); }

std::vector<Item> lay_out(const std::vector<Token>& tokens) { return Layout(tokens).run(); }

}  // namespace entente::syntax

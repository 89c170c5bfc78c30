// SPDX-License-Identifier: Apache-2.0
#include "syntax/format.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "syntax/layout.hpp"
#include "syntax/lexer.hpp"
#include "syntax/parser.hpp"
#include "syntax/spacing.hpp"
#include "text/utf8.hpp"

namespace entente::syntax {

namespace {

constexpr std::size_t block_indent = 2;
constexpr std::size_t continuation_indent = 4;

std::size_t columns_of(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size();) {
        const text::Decoded next = text::decode(text, i);
        count += next.valid ? text::columns(next.code) : 1;
        i += next.bytes;
    }
    return count;
}

// A line to print: cells [begin, end), or a comment alone.
struct Line {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string comment;
    bool blank_before = false;
    std::uint32_t comment_braces = 0;  // of a comment alone
};

class Formatter {
  public:
    Formatter(const std::vector<Token>& tokens, const text::Sources& sources)
        : tokens_(tokens), cells_(cells_of(tokens, sources)) {
        match_braces();
    }

    std::string run() {
        for (const Line& line : source_lines()) {
            emit(line);
        }
        return std::move(out_);
    }

  private:
    Symbol symbol(std::size_t cell) const { return cells_[cell].token->symbol; }

    // Pairs braces of blocks and tables, and finds those with a line end or comment inside.
    void match_braces() {
        partner_.assign(cells_.size(), 0);
        expanded_.assign(cells_.size(), false);
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            if (symbol(i) == Symbol::open_brace) {
                open.push_back(i);
            } else if (symbol(i) == Symbol::close_brace && !open.empty()) {
                const std::size_t opener = open.back();
                open.pop_back();
                partner_[opener] = i;
                partner_[i] = opener;
                // Inside brackets a brace holds elements, and layout is of no concern.
                const bool broken =
                    cells_[opener].parentheses == 0 &&
                    (i > opener + 1 ? cells_[i].index - cells_[opener].index > i - opener
                                    : has_comment(opener, i));
                expanded_[opener] = broken;
                expanded_[i] = broken;
            }
        }
    }

    bool has_comment(std::size_t opener, std::size_t closer) const {
        for (std::size_t i = cells_[opener].index; i < cells_[closer].index; ++i) {
            if (tokens_[i].kind == TokenKind::comment || tokens_[i].kind == TokenKind::doc) {
                return true;
            }
        }
        return false;
    }

    // Whether a line end behind cell `cell - 1` is inside `{ }`.
    bool in_empty_block(std::size_t cell) const {
        return cell > 0 && cell < cells_.size() && symbol(cell - 1) == Symbol::open_brace &&
               partner_[cell - 1] == cell && !expanded_[cell];
    }

    bool ends_statement(std::size_t cell) const { return symbol(cell) == Symbol::semicolon; }

    // A line may end without the semicolon unless the next one would then go on.
    bool may_drop_semicolon(std::size_t cell) const {
        return cell + 1 >= cells_.size() || !continues_line(*cells_[cell + 1].token);
    }

    // Splits the cells at the author's line ends and around expanded braces.
    std::vector<Line> source_lines() {
        Line line;
        bool blank = false;
        std::size_t cell = 0;
        std::size_t line_ends = 0;
        const auto flush = [&] {
            line.end = cell;
            if (line.begin < line.end || !line.comment.empty()) {
                line.blank_before = blank;
                blank = false;
                lines_.push_back(line);
            }
            line = Line{cell, cell, "", false, 0};
        };
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            const Token& token = tokens_[i];
            if (token.kind == TokenKind::line_end) {
                const bool brace_follows =
                    cell < cells_.size() && symbol(cell) == Symbol::open_brace &&
                    cell > line.begin && line.comment.empty() && only_line_ends(i);
                if (!brace_follows && !in_empty_block(cell)) {
                    flush();
                    blank = blank || ++line_ends > 1;
                }
            } else if (token.kind == TokenKind::comment || token.kind == TokenKind::doc) {
                line.comment = token.text;
                line.comment_braces = braces_at(cell);
                line_ends = 0;
            } else if (token.kind != TokenKind::end && token.kind != TokenKind::error) {
                if (line_ends > 0 || cell == 0) {
                    line_ends = 0;
                }
                if (symbol(cell) == Symbol::close_brace && expanded_[cell]) {
                    flush();
                    blank = false;
                }
                ++cell;
                if (symbol(cell - 1) == Symbol::open_brace && expanded_[cell - 1] &&
                    !comment_follows(i)) {
                    flush();
                }
            }
        }
        flush();
        return std::move(lines_);
    }

    bool only_line_ends(std::size_t token) const {
        while (tokens_[token].kind == TokenKind::line_end) {
            ++token;
        }
        return tokens_[token].symbol == Symbol::open_brace;
    }

    bool comment_follows(std::size_t token) const {
        const TokenKind next = tokens_[token + 1].kind;
        return next == TokenKind::comment || next == TokenKind::doc;
    }

    std::uint32_t braces_at(std::size_t cell) const {
        if (cell >= cells_.size()) {
            return 0;
        }
        return cells_[cell].braces + (symbol(cell) == Symbol::close_brace ? 1U : 0U);
    }

    std::size_t indent_of(const Line& line) const {
        if (line.begin == line.end) {
            return block_indent * line.comment_braces;
        }
        const Cell& first = cells_[line.begin];
        const Symbol begin = symbol(line.begin);
        if (first.starts_statement || first.starts_row || begin == Symbol::close_brace) {
            return block_indent * first.braces;
        }
        // The factors of a product stand deeper than the terms of the sum around it.
        const bool factor = begin == Symbol::star || begin == Symbol::slash;
        return block_indent * (first.braces + first.parentheses + (factor ? 1U : 0U)) +
               continuation_indent;
    }

    std::string text_of(std::size_t begin, std::size_t end) const {
        std::string text;
        for (std::size_t i = begin; i < end; ++i) {
            const bool superfluous =
                ends_statement(i) &&
                ((i + 1 == end && may_drop_semicolon(i)) || i == begin || ends_statement(i - 1) ||
                 symbol(i - 1) == Symbol::open_brace ||
                 (i + 1 < end && symbol(i + 1) == Symbol::close_brace));
            if (!superfluous) {
                text += (cells_[i].space && i > begin ? " " : "");
                text += cells_[i].text;
            }
        }
        return text;
    }

    void emit(Line line) {
        while (line.begin < line.end && ends_statement(line.begin)) {
            ++line.begin;
        }
        if (line.begin == line.end && line.comment.empty()) {
            return;
        }
        const std::size_t indent = indent_of(line);
        std::string text = text_of(line.begin, line.end);
        if (line.begin < line.end && indent + columns_of(text) > widest_formatted_line &&
            split(line)) {
            return;
        }
        const bool opened = out_.ends_with("{\n");
        const bool closing = line.begin < line.end && symbol(line.begin) == Symbol::close_brace;
        if (line.blank_before && !out_.empty() && !opened && !closing) {
            out_ += "\n";
        }
        if (!line.comment.empty()) {
            text += (text.empty() ? "" : "  ") + line.comment;
        }
        out_ += std::string(indent, ' ') + text + "\n";
    }

    // Emits the line as several; false when there is no place to break it.
    bool split(const Line& line) {
        const std::size_t at = place_to_split(line);
        if (at > line.begin && at < line.end) {
            emit({line.begin, at, "", line.blank_before, 0});
            emit({at, line.end, line.comment, false, 0});
            return true;
        }
        for (std::size_t i = line.begin; i < line.end; ++i) {
            if (symbol(i) == Symbol::open_brace && cells_[i].parentheses == 0 &&
                partner_[i] < line.end && partner_[i] > i + 1) {
                emit({line.begin, i + 1, "", line.blank_before, 0});
                emit({i + 1, partner_[i], "", false, 0});
                emit({partner_[i], line.end, line.comment, false, 0});
                return true;
            }
        }
        const std::size_t best = best_break(line);
        if (best == line.begin) {
            return false;
        }
        emit({line.begin, best, "", line.blank_before, 0});
        emit({best, line.end, line.comment, false, 0});
        return true;
    }

    // Behind the last semicolon of the line's own block that leaves a short enough line.
    std::size_t place_to_split(const Line& line) const {
        const std::uint32_t braces = cells_[line.begin].braces;
        const std::size_t indent = indent_of(line);
        std::size_t place = line.begin;
        for (std::size_t i = line.begin; i + 1 < line.end; ++i) {
            const bool candidate =
                ends_statement(i) && cells_[i].braces == braces && may_drop_semicolon(i);
            if (!candidate) {
                continue;
            }
            const bool fits =
                indent + columns_of(text_of(line.begin, i + 1)) <= widest_formatted_line;
            if (place == line.begin || fits) {
                place = i + 1;
            }
        }
        return place;
    }

    // The cheapest place within the width, the last of equals; else the first place beyond it.
    std::size_t best_break(const Line& line) const {
        const std::size_t indent = indent_of(line);
        std::size_t best = line.begin;
        for (std::size_t i = line.begin + 1; i < line.end; ++i) {
            if (!cells_[i].break_cost) {
                continue;
            }
            const bool fits = indent + columns_of(text_of(line.begin, i)) <= widest_formatted_line;
            if (best == line.begin || (fits && *cells_[i].break_cost <= *cells_[best].break_cost)) {
                best = i;
            }
            if (!fits) {
                break;
            }
        }
        return best;
    }

    const std::vector<Token>& tokens_;
    std::vector<Cell> cells_;
    std::vector<std::size_t> partner_;
    std::vector<bool> expanded_;
    std::vector<Line> lines_;
    std::string out_;
};

}  // namespace

std::optional<std::string> format(const text::Sources& sources,
                                  text::FileId file,
                                  text::Diagnostics& diagnostics) {
    if (!parse(sources, file, diagnostics)) {
        return std::nullopt;
    }
    text::Diagnostics none;  // what the lexer finds, parse has reported
    const std::vector<Token> tokens = lex(sources, file, none);
    return Formatter(tokens, sources).run();
}

}  // namespace entente::syntax

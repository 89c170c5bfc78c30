// SPDX-License-Identifier: Apache-2.0
#include "syntax/parser.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "syntax/parser_state.hpp"

namespace entente::syntax {

namespace {

std::string_view opener_of(Symbol closer) {
    return closer == Symbol::close_parenthesis ? "parenthesis" : "bracket";
}

}  // namespace

Parser::Parser(const text::Sources& sources, text::FileId file, text::Diagnostics& diagnostics)
    : sources_(sources),
      file_(file),
      diagnostics_(diagnostics),
      tokens_(lex(sources, file, diagnostics)),
      items_(lay_out(tokens_)),
      last_{file, 0, 0} {
    nothing_.kind = TokenKind::line_end;
    nothing_.span = last_;
}

// ---- tokens ----

const Token& Parser::ahead(std::size_t count) const {
    if (failed_) {
        return nothing_;
    }
    return tokens_[items_[std::min(at_ + count, items_.size() - 1)].token];
}

std::uint32_t Parser::depth() const { return items_[at_].depth; }

bool Parser::at(std::string_view word) const {
    return current().kind == TokenKind::name && current().text == word;
}

bool Parser::at_any(std::initializer_list<std::string_view> words) const {
    return std::any_of(
        words.begin(), words.end(), [this](std::string_view word) { return at(word); });
}

bool Parser::next_is(std::string_view word) const {
    return ahead(1).kind == TokenKind::name && ahead(1).text == word;
}

bool Parser::at_statement_end() const {
    return current().kind == TokenKind::line_end || current().kind == TokenKind::end ||
           at(Symbol::semicolon) || at(Symbol::close_brace);
}

Token Parser::take() {
    if (failed_) {
        return nothing_;
    }
    Token token = current();
    if (at_ + 1 < items_.size()) {
        ++at_;
    }
    last_ = token.span;
    return token;
}

bool Parser::accept(Symbol symbol) {
    if (!at(symbol)) {
        return false;
    }
    take();
    return true;
}

bool Parser::accept(std::string_view word) {
    if (!at(word)) {
        return false;
    }
    take();
    return true;
}

Span Parser::from(Span begin) const {
    return {file_, begin.begin, std::max(begin.begin, last_.end)};
}

Span Parser::behind() const { return {file_, last_.end, last_.end}; }

// ---- faults ----

void Parser::fail(text::Diagnostic diagnostic) {
    if (failed_) {
        return;
    }
    failed_ = true;
    ++faults_;
    diagnostics_.add(std::move(diagnostic));
}

std::string Parser::found() const {
    const Token& token = current();
    switch (token.kind) {
        case TokenKind::name:
            return "`" + token.text + "`";
        case TokenKind::number:
        case TokenKind::date:
            return fmt::format("`{}`", sources_.text(token.span));
        case TokenKind::string:
            return "a text in quotes";
        case TokenKind::symbol:
            return fmt::format("`{}`", to_text(token.symbol));
        case TokenKind::line_end:
            return "the end of the line";
        case TokenKind::end:
            return "the end of the file";
        case TokenKind::comment:
        case TokenKind::doc:
        case TokenKind::error:
            break;
    }
    return "something unreadable";
}

void Parser::fail_expected(std::string_view what, const std::string& help) {
    if (failed_) {
        return;
    }
    if (current().kind == TokenKind::error) {  // reported by the lexer
        failed_ = true;
        return;
    }
    const bool nothing_there =
        current().kind == TokenKind::line_end || current().kind == TokenKind::end;
    text::Diagnostic diagnostic{
        "E1010",
        fmt::format("expected {}, found {}", what, found()),
        {nothing_there ? behind() : current().span, fmt::format("expected {}", what)}};
    if (!help.empty()) {
        diagnostic.helps.push_back({help, std::nullopt, ""});
    }
    fail(std::move(diagnostic));
}

void Parser::expect(Symbol symbol, std::string_view what) {
    if (!accept(symbol)) {
        fail_expected(what);
    }
}

void Parser::expect(std::string_view word, std::string_view what) {
    if (!accept(word)) {
        fail_expected(what);
    }
}

void Parser::expect_close(Symbol closer, Span opener) {
    if (failed_ || accept(closer)) {
        return;
    }
    if (current().kind == TokenKind::error) {
        failed_ = true;
        return;
    }
    const std::string_view kind = opener_of(closer);
    const Span where = at_statement_end() ? behind() : current().span;
    text::Diagnostic diagnostic{
        "E1011",
        fmt::format(
            "this {} is not closed: expected `{}`, found {}", kind, to_text(closer), found()),
        {where, fmt::format("expected `{}`", to_text(closer))},
        {{opener, fmt::format("the {} opened here", kind)}}};
    if (at(Symbol::assign)) {
        diagnostic.helps.push_back({"to compare, write `==`", std::nullopt, ""});
    }
    fail(std::move(diagnostic));
}

Name Parser::expect_name(std::string_view what) {
    if (current().kind != TokenKind::name) {
        fail_expected(what);
        return {"", behind()};
    }
    const Token token = take();
    return {token.text, token.span};
}

Text Parser::expect_text(std::string_view what) {
    if (current().kind != TokenKind::string) {
        fail_expected(what);
        return {"", behind()};
    }
    const Token token = take();
    return {token.text, token.span};
}

Name Parser::declared_name(std::string_view what) {
    const Token& token = current();
    if (token.kind == TokenKind::name && is_reserved(token.text)) {
        fail({"E1016",
              fmt::format("`{}` is a word of the language and cannot be {}", token.text, what),
              {token.span, "reserved"},
              {},
              {},
              {{fmt::format("choose another name, for instance `{}_`", token.text),
                std::nullopt,
                ""}}});
    }
    return expect_name(what);
}

void Parser::unknown_word(BlockKind block) {
    if (failed_) {
        return;
    }
    const std::vector<std::string>& words = words_of(block);
    std::string list;
    for (const std::string& word : words) {
        list += (list.empty() ? "`" : ", `") + word + "`";
    }
    if (current().kind != TokenKind::name) {
        fail_expected(block == BlockKind::file ? "a declaration" : "a clause",
                      fmt::format("in {} a line begins with one of {}", name_of(block), list));
        return;
    }
    const std::string word = current().text;
    const bool file = block == BlockKind::file;
    text::Diagnostic diagnostic{
        file ? "E1017" : "E1018",
        file ? fmt::format("`{}` does not begin a declaration", word)
             : fmt::format("`{}` is not a clause of {}", word, name_of(block)),
        {current().span, "unknown here"}};
    std::vector<BlockKind> homes;
    for (const BlockKind other : {BlockKind::model,
                                  BlockKind::quantity,
                                  BlockKind::event,
                                  BlockKind::data,
                                  BlockKind::agreement,
                                  BlockKind::issue,
                                  BlockKind::issue_actor,
                                  BlockKind::player,
                                  BlockKind::option,
                                  BlockKind::scenario,
                                  BlockKind::claim,
                                  BlockKind::influence}) {
        const auto& there = words_of(other);
        if (other != block && std::find(there.begin(), there.end(), word) != there.end()) {
            homes.push_back(other);
        }
    }
    if (const auto near = text::did_you_mean(word, words); near && homes.empty()) {
        diagnostic.helps.push_back({*near, std::nullopt, ""});
        fail(std::move(diagnostic));
        return;
    }
    if (!homes.empty()) {
        diagnostic.helps.push_back(
            {fmt::format("`{}` belongs in {}", word, name_of(homes.front())), std::nullopt, ""});
    }
    diagnostic.notes.push_back(
        fmt::format("in {} a line begins with one of {}", name_of(block), list));
    fail(std::move(diagnostic));
}

bool Parser::once(bool known, const Token& word) {
    if (known) {
        fail({"E1019",
              fmt::format("`{}` is said twice", word.text),
              {word.span, "a second time"},
              {},
              {},
              {{"keep one of the two", std::nullopt, ""}}});
    }
    return !failed_;
}

// Behind the statement that failed: to its end in the block whose statements lie at `block_depth`.
void Parser::recover(std::uint32_t block_depth) {
    failed_ = false;
    nesting_ = 0;
    in_then_ = false;
    while (current().kind != TokenKind::end) {
        if (depth() < block_depth) {
            return;
        }
        const bool ends = current().kind == TokenKind::line_end || at(Symbol::semicolon) ||
                          (at(Symbol::close_brace) && block_depth > 0);
        if (depth() == block_depth && ends) {
            return;
        }
        take();
    }
}

// ---- blocks ----

void Parser::block(const std::function<void()>& statement) {
    const Span opener = current().span;
    const std::uint32_t inside = depth() + 1;
    expect(Symbol::open_brace, "`{`");
    if (failed_) {
        return;
    }
    while (current().kind != TokenKind::end && depth() >= inside) {
        if (accept(Symbol::close_brace)) {
            return;
        }
        if (current().kind == TokenKind::line_end || at(Symbol::semicolon)) {
            take();
            continue;
        }
        const std::size_t begin = at_;
        statement();
        if (!failed_ && !at_statement_end()) {
            end_statement("the clause");
        }
        if (failed_) {
            recover(inside);
        }
        if (faults_ >= most_faults_per_file) {
            failed_ = true;
            return;
        }
        if (at_ == begin && current().kind != TokenKind::end) {
            take();
        }
    }
    diagnostics_.add(
        {"E1012",
         fmt::format("this block is not closed: expected `}}`, found {}", found()),
         {opener, "opened here"},
         {{current().kind == TokenKind::end ? behind() : current().span,
           current().kind == TokenKind::end ? "the file ends" : "begins a declaration"}}});
    ++faults_;
}

void Parser::end_statement(std::string_view after) {
    if (failed_ || at_statement_end()) {
        return;
    }
    // Behind a block that was not closed, which is reported, a new statement is at hand.
    const Token& previous = tokens_[items_[at_ > 0 ? at_ - 1 : 0].token];
    if (previous.kind == TokenKind::line_end || previous.symbol == Symbol::open_brace) {
        return;
    }
    if (current().kind == TokenKind::error) {
        failed_ = true;
        return;
    }
    if (at(Symbol::close_parenthesis) || at(Symbol::close_bracket)) {
        const std::string closer(to_text(current().symbol));
        fail({"E1013",
              fmt::format("`{}` closes nothing", closer),
              {current().span, "nothing is open here"}});
        return;
    }
    text::Diagnostic diagnostic{"E1021",
                                fmt::format("expected the end of {}, found {}", after, found()),
                                {current().span, "not part of it"},
                                {},
                                {},
                                {{"a statement ends with its line or with `;`", std::nullopt, ""}}};
    if (at(Symbol::line)) {
        diagnostic.helps.back().text =
            "`--` joins two actors; to subtract a negative number write "
            "`- (-x)`";
    } else if (at(Symbol::assign)) {
        diagnostic.helps.back().text = "to compare, write `==`";
    } else if (at("if")) {
        diagnostic.helps.back().text = "put a condition inside a sum in parentheses";
    }
    fail(std::move(diagnostic));
}

// The `##` lines that end on the line before the declaration; a line of dashes is a banner.
std::string Parser::doc_above(std::size_t item) const {
    std::size_t token = items_[item].token;
    std::vector<std::string_view> lines;
    while (token >= 2 && tokens_[token - 1].kind == TokenKind::line_end &&
           tokens_[token - 2].kind == TokenKind::doc) {
        // A doc behind other tokens of its line belongs to that line.
        if (token >= 3 && tokens_[token - 3].kind != TokenKind::line_end) {
            break;
        }
        std::string_view line = tokens_[token - 2].text;
        line.remove_prefix(std::min(line.find_first_not_of("# \t"), line.size()));
        if (line.starts_with("---")) {
            break;
        }
        lines.push_back(line);
        token -= 2;
    }
    std::string doc;
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        doc += (doc.empty() ? "" : "\n") + std::string(*line);
    }
    return doc;
}

Tree Parser::file() {
    Tree tree{file_, {}};
    while (current().kind != TokenKind::end && faults_ < most_faults_per_file) {
        if (current().kind == TokenKind::line_end || at(Symbol::semicolon)) {
            take();
            continue;
        }
        const std::size_t begin = at_;
        if (!at(Symbol::close_brace)) {
            declaration(tree.decls);
            end_statement("the declaration");
        }
        if (at(Symbol::close_brace)) {
            fail({"E1013", "`}` closes nothing", {current().span, "no block is open here"}});
            take();
        }
        if (failed_) {
            recover(0);
        }
        if (at_ == begin) {
            take();
        }
    }
    return tree;
}

std::optional<Tree> parse(const text::Sources& sources,
                          text::FileId file,
                          text::Diagnostics& diagnostics) {
    const std::size_t before = diagnostics.error_count();
    Tree tree = Parser(sources, file, diagnostics).file();
    if (diagnostics.error_count() > before) {
        return std::nullopt;
    }
    return tree;
}

}  // namespace entente::syntax

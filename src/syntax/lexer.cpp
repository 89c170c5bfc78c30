// SPDX-License-Identifier: Apache-2.0
#include "syntax/lexer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>
#include <utility>

#include <fmt/core.h>

#include "text/utf8.hpp"

namespace entente::syntax {

namespace {

struct Spelling {
    std::string_view text;
    Symbol symbol;
};

// Longer spellings first, so that `..` is not read as two dots.
constexpr std::array<Spelling, 27> spellings = {{{"..", Symbol::dots},
                                                 {"->", Symbol::arrow},
                                                 {"--", Symbol::line},
                                                 {"<=", Symbol::less_equal},
                                                 {">=", Symbol::greater_equal},
                                                 {"==", Symbol::equal},
                                                 {"!=", Symbol::not_equal},
                                                 {"{", Symbol::open_brace},
                                                 {"}", Symbol::close_brace},
                                                 {"(", Symbol::open_parenthesis},
                                                 {")", Symbol::close_parenthesis},
                                                 {"[", Symbol::open_bracket},
                                                 {"]", Symbol::close_bracket},
                                                 {",", Symbol::comma},
                                                 {":", Symbol::colon},
                                                 {";", Symbol::semicolon},
                                                 {"=", Symbol::assign},
                                                 {"~", Symbol::tilde},
                                                 {"+", Symbol::plus},
                                                 {"-", Symbol::minus},
                                                 {"*", Symbol::star},
                                                 {"/", Symbol::slash},
                                                 {"^", Symbol::caret},
                                                 {"%", Symbol::percent},
                                                 {"<", Symbol::less},
                                                 {">", Symbol::greater},
                                                 {".", Symbol::dot}}};

// Characters and pairs people write out of habit, and what to write instead.
struct Habit {
    std::string_view wrong;
    std::string_view right;
    Symbol symbol;
};

constexpr std::array<Habit, 16> habits = {{{"&&", "and", Symbol::none},
                                           {"||", "or", Symbol::none},
                                           {"!", "not", Symbol::none},
                                           {"'", "\"", Symbol::none},
                                           {"\xE2\x80\x9C", "\"", Symbol::none},
                                           {"\xE2\x80\x9D", "\"", Symbol::none},
                                           {"\xE2\x88\x92", "-", Symbol::minus},
                                           {"\xE2\x80\x93", "-", Symbol::minus},
                                           {"\xE2\x80\x94", "-", Symbol::minus},
                                           {"\xC3\x97", "*", Symbol::star},
                                           {"\xC2\xB7", "*", Symbol::star},
                                           {"\xE2\x89\xA4", "<=", Symbol::less_equal},
                                           {"\xE2\x89\xA5", ">=", Symbol::greater_equal},
                                           {"\xE2\x89\xA0", "!=", Symbol::not_equal},
                                           {"\xE2\x86\x92", "->", Symbol::arrow},
                                           {"\xE2\x80\xA6", "..", Symbol::dots}}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool begins_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

bool continues_name(char c) { return begins_name(c) || is_digit(c); }

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

int days_in(int year, int month) {
    constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[static_cast<std::size_t>(month - 1)];
}

class Lexer {
  public:
    Lexer(std::string_view text, text::FileId file, text::Diagnostics& diagnostics)
        : text_(text), file_(file), diagnostics_(diagnostics) {}

    std::vector<Token> run() {
        if (check_file()) {
            at_ = text_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
            while (at_ < text_.size() && faults_ < most_faults_per_file) {
                next();
            }
        }
        at_ = text_.size();
        push(TokenKind::end, at_);
        return std::move(tokens_);
    }

  private:
    Span span(std::size_t begin, std::size_t end) const {
        return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    }

    Token& push(TokenKind kind, std::size_t begin) {
        Token token;
        token.kind = kind;
        token.span = span(begin, at_);
        tokens_.push_back(std::move(token));
        return tokens_.back();
    }

    void report(std::string code,
                std::string headline,
                Span where,
                std::string label,
                std::string help = "",
                std::string replacement = "") {
        ++faults_;
        text::Diagnostic diagnostic{
            std::move(code), std::move(headline), {where, std::move(label)}};
        if (!help.empty()) {
            text::Help way_out{std::move(help), std::nullopt, std::move(replacement)};
            if (!way_out.replacement.empty()) {
                way_out.where = where;
            }
            diagnostic.helps.push_back(std::move(way_out));
        }
        diagnostics_.add(std::move(diagnostic));
    }

    // Size and encoding of the whole file; false when there is no sense in going on.
    bool check_file() {
        if (text_.size() > largest_file_bytes) {
            report("E1007",
                   fmt::format("the file has {} bytes, and a model file at most {}",
                               text_.size(),
                               largest_file_bytes),
                   span(0, 0),
                   "",
                   "is this a data file? name it in a `recorded \"...\"` clause instead");
            return false;
        }
        for (std::size_t i = 0; i < text_.size();) {
            const text::Decoded character = text::decode(text_, i);
            if (!character.valid) {
                report("E1001",
                       "the file is not UTF-8 text",
                       span(i, i + 1),
                       fmt::format("byte 0x{:02X} begins no character",
                                   static_cast<unsigned>(static_cast<unsigned char>(text_[i]))),
                       "save the file as UTF-8");
                break;
            }
            i += character.bytes;
        }
        return true;
    }

    void next() {
        const std::size_t begin = at_;
        const char c = text_[at_];
        if (c == '\n') {
            ++at_;
            push(TokenKind::line_end, begin);
        } else if (c == ' ' || c == '\t' || text_.substr(at_, 2) == "\r\n") {
            ++at_;
        } else if (c == '#') {
            comment();
        } else if (c == '"') {
            string();
        } else if (is_digit(c)) {
            number_or_date();
        } else if (begins_name(c)) {
            while (at_ < text_.size() && continues_name(text_[at_])) {
                ++at_;
            }
            if (letters_follow()) {
                at_ = begin;
                stray_letters();
                push(TokenKind::error, begin);
            } else {
                name(begin);
            }
        } else if (c == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1])) {
            bare_fraction();
        } else if (!symbol()) {
            stray();
        }
    }

    // A letter of another alphabet inside a name, such as the ö of größe; not a dash or quote.
    bool letters_follow() const {
        return at_ < text_.size() && !is_ascii(text_[at_]) && text::decode(text_, at_).valid &&
               std::none_of(habits.begin(), habits.end(), [this](const Habit& habit) {
                   return text_.substr(at_).starts_with(habit.wrong);
               });
    }

    void name(std::size_t begin) {
        push(TokenKind::name, begin).text = text_.substr(begin, at_ - begin);
    }

    void comment() {
        const std::size_t begin = at_;
        at_ = std::min(text_.find('\n', at_), text_.size());
        std::string_view words = text_.substr(begin, at_ - begin);
        words = words.substr(0, words.find_last_not_of(" \t\r") + 1);
        const bool doc = words.starts_with("##");
        push(doc ? TokenKind::doc : TokenKind::comment, begin).text = words;
    }

    bool symbol() {
        for (const Spelling& spelling : spellings) {
            if (text_.substr(at_).starts_with(spelling.text)) {
                const std::size_t begin = at_;
                at_ += spelling.text.size();
                push(TokenKind::symbol, begin).symbol = spelling.symbol;
                return true;
            }
        }
        return false;
    }

    // A text without its end leaves an error, as what follows it was swallowed.
    void string() {
        const std::size_t begin = at_++;
        std::string value;
        bool closed = false;
        while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\n') {
            if (text_[at_] == '\\') {
                escape(value);
                continue;
            }
            const auto byte = static_cast<unsigned char>(text_[at_]);
            if (byte < 0x20 && byte != '\t' && text_.substr(at_, 2) != "\r\n") {
                report("E1002",
                       fmt::format("a control character (0x{:02X}) in a text",
                                   static_cast<unsigned>(byte)),
                       span(at_, at_ + 1),
                       "not printable",
                       "delete it");
            } else if (byte != '\r') {
                value += text_[at_];
            }
            ++at_;
        }
        if (at_ < text_.size() && text_[at_] == '"') {
            ++at_;
            closed = true;
        } else {
            report("E1003",
                   "this text has no closing quote",
                   span(begin, begin + 1),
                   "opened here",
                   "a text ends on its own line; add `\"` after its last word");
        }
        push(closed ? TokenKind::string : TokenKind::error, begin).text = std::move(value);
    }

    void escape(std::string& value) {
        const std::size_t begin = at_++;
        const char c = at_ < text_.size() ? text_[at_] : '\n';
        if (c == '"' || c == '\\') {
            value += c;
        } else if (c == 'n') {
            value += '\n';
        } else {
            const std::size_t length = c == '\n' || !is_ascii(c) ? 1 : 2;
            report("E1008",
                   fmt::format("`{}` is not an escape in a text", text_.substr(begin, length)),
                   span(begin, begin + length),
                   "unknown",
                   "the escapes are `\\\"`, `\\\\` and `\\n`; for a backslash write `\\\\`");
            value += '\\';
            return;
        }
        ++at_;
    }

    bool digits_at(std::size_t from, std::size_t count) const {
        for (std::size_t i = from; i < from + count; ++i) {
            if (i >= text_.size() || !is_digit(text_[i])) {
                return false;
            }
        }
        return from + count >= text_.size() || !is_digit(text_[from + count]);
    }

    char peek(std::size_t at) const { return at < text_.size() ? text_[at] : '\0'; }

    int integer(std::size_t from, std::size_t count) const {
        int value = 0;
        for (std::size_t i = from; i < from + count; ++i) {
            value = 10 * value + (text_[i] - '0');
        }
        return value;
    }

    void number_or_date() {
        const bool month = digits_at(at_, 4) && peek(at_ + 4) == '-' && digits_at(at_ + 5, 2);
        const bool fraction = peek(at_ + 7) == '.' && is_digit(peek(at_ + 8));
        if (month && !fraction) {
            date();
        } else {
            number();
        }
    }

    void date() {
        const std::size_t begin = at_;
        DateLiteral date{integer(at_, 4), integer(at_ + 5, 2), 0, {}};
        at_ += 7;
        const bool with_day = peek(at_) == '-' && digits_at(at_ + 1, 2);
        if (with_day) {
            date.day = integer(at_ + 1, 2);
            at_ += 3;
        }
        date.span = span(begin, at_);
        const std::string written(text_.substr(begin, at_ - begin));
        if (date.month < 1 || date.month > 12) {
            report("E1006",
                   fmt::format("there is no month {:02} in `{}`", date.month, written),
                   date.span,
                   "months run from 01 to 12",
                   "a date is written year-month or year-month-day, for instance 2026-10");
            date.month = std::clamp(date.month, 1, 12);
        } else if (with_day && (date.day < 1 || date.day > days_in(date.year, date.month))) {
            const int last = days_in(date.year, date.month);
            report("E1006",
                   fmt::format("there is no day `{}`", written),
                   date.span,
                   fmt::format("{:04}-{:02} has {} days", date.year, date.month, last));
        }
        date.day = with_day ? std::clamp(date.day, 1, days_in(date.year, date.month)) : 0;
        push(TokenKind::date, begin).date = date;
    }

    void digits() {
        while (is_digit(peek(at_))) {
            ++at_;
        }
    }

    void number() {
        const std::size_t begin = at_;
        digits();
        if (peek(at_) == '.' && is_digit(peek(at_ + 1))) {
            ++at_;
            digits();
        }
        const char sign = peek(at_ + 1);
        const std::size_t exponent = sign == '+' || sign == '-' ? at_ + 2 : at_ + 1;
        if ((peek(at_) == 'e' || peek(at_) == 'E') && is_digit(peek(exponent))) {
            at_ = exponent;
            digits();
        }
        const std::string_view written = text_.substr(begin, at_ - begin);
        double value = 0;
        const auto read = std::from_chars(written.data(), written.data() + written.size(), value);
        if (read.ec == std::errc::result_out_of_range) {
            report("E1004",
                   fmt::format("the number `{}` is beyond what can be represented", clip(written)),
                   span(begin, at_),
                   "the range is 1e-307 to 1e308",
                   "choose a larger or smaller unit");
            value = 0;
        }
        if (peek(at_) == '_' && is_digit(peek(at_ + 1))) {
            separated(begin);
        }
        push(TokenKind::number, begin).number = value;
    }

    // 1_000_000
    void separated(std::size_t begin) {
        while (peek(at_) == '_' || is_digit(peek(at_))) {
            ++at_;
        }
        std::string plain(text_.substr(begin, at_ - begin));
        plain.erase(std::remove(plain.begin(), plain.end(), '_'), plain.end());
        report("E1005",
               "the digits of a number are not separated",
               span(begin, at_),
               "contains `_`",
               fmt::format("write `{}`", clip(plain)),
               plain);
    }

    // .5
    void bare_fraction() {
        const std::size_t begin = at_++;
        digits();
        const std::string right = "0" + std::string(text_.substr(begin, at_ - begin));
        report("E1005",
               "a number begins with a digit",
               span(begin, at_),
               "begins with `.`",
               fmt::format("write `{}`", clip(right)),
               right);
        double value = 0;
        std::from_chars(right.data(), right.data() + right.size(), value);
        push(TokenKind::number, begin).number = value;
    }

    static std::string clip(std::string_view text) {
        constexpr std::size_t most = 40;
        return std::string(text.substr(0, most)) + (text.size() > most ? "..." : "");
    }

    void stray() {
        for (const Habit& habit : habits) {
            if (text_.substr(at_).starts_with(habit.wrong)) {
                stray_habit(habit);
                return;
            }
        }
        const std::size_t begin = at_;
        const text::Decoded character = text::decode(text_, at_);
        if (!character.valid) {  // reported for the file
            while (at_ < text_.size() && !text::decode(text_, at_).valid) {
                ++at_;
            }
        } else if (is_ascii(text_[at_])) {
            stray_ascii();
        } else {
            stray_letters();
        }
        push(TokenKind::error, begin);
    }

    void stray_habit(const Habit& habit) {
        const std::size_t begin = at_;
        at_ += habit.wrong.size();
        report("E1002",
               fmt::format("`{}` has no meaning here", habit.wrong),
               span(begin, at_),
               "",
               fmt::format("write `{}`", habit.right),
               std::string(habit.right));
        if (habit.symbol != Symbol::none) {
            push(TokenKind::symbol, begin).symbol = habit.symbol;
        } else {
            push(TokenKind::error, begin);
        }
    }

    void stray_ascii() {
        const std::size_t begin = at_;
        const char c = text_[at_];
        while (at_ < text_.size() && text_[at_] == c) {
            ++at_;
        }
        const auto byte = static_cast<unsigned>(static_cast<unsigned char>(c));
        if (byte < 0x20 || byte == 0x7F) {
            report("E1002",
                   fmt::format("a control character (0x{:02X}) in the model", byte),
                   span(begin, at_),
                   "not printable",
                   c == '\r' ? "end lines with a line feed" : "delete it");
        } else {
            report("E1002", fmt::format("`{}` has no meaning here", c), span(begin, at_), "");
        }
    }

    void stray_letters() {
        const std::size_t begin = at_;
        while (at_ < text_.size()) {
            const text::Decoded next = text::decode(text_, at_);
            if (!next.valid || (next.bytes == 1 && !continues_name(text_[at_]))) {
                break;
            }
            at_ += next.bytes;
        }
        report("E1002",
               fmt::format("`{}` has no meaning here", text_.substr(begin, at_ - begin)),
               span(begin, at_),
               "not one of a to z, A to Z, 0 to 9 or _",
               "names use plain letters; other alphabets are at home in labels and comments");
    }

    std::string_view text_;
    text::FileId file_;
    text::Diagnostics& diagnostics_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    std::size_t faults_ = 0;
};

}  // namespace

std::string_view to_text(Symbol symbol) {
    for (const Spelling& spelling : spellings) {
        if (spelling.symbol == symbol) {
            return spelling.text;
        }
    }
    return "";
}

std::vector<Token> lex(const text::Sources& sources,
                       text::FileId file,
                       text::Diagnostics& diagnostics) {
    return Lexer(sources.text(file), file, diagnostics).run();
}

}  // namespace entente::syntax

// SPDX-License-Identifier: Apache-2.0
#include "data/csv.hpp"

#include <charconv>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "text/utf8.hpp"

namespace entente::data {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Walks over the text once, cell by cell.
class Reader {
  public:
    Reader(const text::Sources& sources, text::FileId file, text::Diagnostics& diagnostics)
        : text_(sources.text(file)), file_(file), diagnostics_(diagnostics) {}

    std::optional<CsvTable> read() {
        if (!begin()) {
            return std::nullopt;
        }
        CsvTable table;
        table.header = row();
        check_header(table.header);
        while (at_ < text_.size() && errors_ < csv_errors_kept) {
            const std::size_t begin = at_;
            const std::size_t errors_before = errors_;
            Row cells = row();
            if (errors_ > errors_before) {
                continue;
            }
            if (is_last_blank(cells)) {
                break;
            }
            if (cells.size() != table.header.size()) {
                ragged(begin, cells, table.header);
                continue;
            }
            table.rows.push_back(std::move(cells));
        }
        if (errors_ > 0) {
            return std::nullopt;
        }
        return table;
    }

    std::optional<std::vector<Row>> read_rows() {
        if (!begin()) {
            return std::nullopt;
        }
        std::vector<Row> rows;
        while (at_ < text_.size() && errors_ < csv_errors_kept) {
            Row cells = row();
            if (is_last_blank(cells)) {
                break;
            }
            rows.push_back(std::move(cells));
        }
        if (errors_ > 0) {
            return std::nullopt;
        }
        return rows;
    }

  private:
    void error(std::size_t begin,
               std::size_t end,
               std::string headline,
               std::string label,
               std::string help = {}) {
        ++errors_;
        text::Diagnostic diagnostic;
        diagnostic.code = "E6002";
        diagnostic.headline = std::move(headline);
        diagnostic.primary = {span(begin, end), std::move(label)};
        if (!help.empty()) {
            diagnostic.helps.push_back({std::move(help), std::nullopt, {}});
        }
        diagnostics_.add(std::move(diagnostic));
    }

    text::Span span(std::size_t begin, std::size_t end) const {
        return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    }

    /// UTF-8 without NUL; the first fault is enough, the rest of such a file is no better.
    bool is_text() {
        for (std::size_t i = 0; i < text_.size();) {
            if (text_[i] == '\0') {
                error(i,
                      i + 1,
                      "the table holds a NUL byte",
                      "here",
                      "is it a spreadsheet? export it as CSV");
                return false;
            }
            const text::Decoded decoded = text::decode(text_, i);
            if (!decoded.valid) {
                error(i, i + 1, "the table is not UTF-8 text", "this byte", "save it as UTF-8");
                return false;
            }
            i += decoded.bytes;
        }
        return true;
    }

    /// To the first record; whether there is one.
    bool begin() {
        if (!is_text()) {
            return false;
        }
        if (text_.starts_with(byte_order_mark)) {
            at_ = byte_order_mark.size();
        }
        if (at_ == text_.size()) {
            error(at_, at_, "the table is empty", "a header row was expected");
            return false;
        }
        return true;
    }

    bool at_line_end() const {
        return text_[at_] == '\n' || (text_[at_] == '\r' && text_.substr(at_ + 1, 1) == "\n");
    }

    bool rest_is_blank() const {
        return text_.find_first_not_of("\r\n", at_) == std::string_view::npos;
    }

    bool is_last_blank(const Row& cells) const {
        return cells.size() == 1 && cells[0].span.begin == cells[0].span.end && rest_is_blank();
    }

    /// One record with its line end.
    Row row() {
        Row cells;
        while (true) {
            cells.push_back(at_ < text_.size() && text_[at_] == '"' ? quoted() : bare());
            if (at_ == text_.size()) {
                return cells;
            }
            if (text_[at_] == ',') {
                ++at_;
                continue;
            }
            at_ += text_[at_] == '\r' ? 2 : 1;
            return cells;
        }
    }

    /// Up to the comma or line end; what is wrong inside is reported and passed over.
    Cell bare() {
        const std::size_t begin = at_;
        while (at_ < text_.size() && text_[at_] != ',' && !at_line_end()) {
            if (text_[at_] == '"') {
                error(at_,
                      at_ + 1,
                      "a quote inside a cell that does not begin with one",
                      "this quote",
                      "put the whole cell in quotes and double the quotes inside it");
                skip_line();
                break;
            }
            if (text_[at_] == '\r') {
                error(at_,
                      at_ + 1,
                      "a carriage return alone is no line end",
                      "here",
                      "end lines with LF or CR LF");
                skip_line();
                break;
            }
            ++at_;
        }
        return {std::string(text_.substr(begin, at_ - begin)), span(begin, at_)};
    }

    /// From the opening quote to behind the closing one.
    Cell quoted() {
        const std::size_t begin = at_++;
        std::string cell;
        while (true) {
            const std::size_t quote = text_.find('"', at_);
            if (quote == std::string_view::npos) {
                error(begin,
                      begin + 1,
                      "a quoted cell does not end",
                      "it begins here",
                      "close the quote");
                at_ = text_.size();
                return {std::move(cell), span(begin, at_)};
            }
            cell += text_.substr(at_, quote - at_);
            at_ = quote + 1;
            if (at_ < text_.size() && text_[at_] == '"') {
                cell += '"';
                ++at_;
                continue;
            }
            break;
        }
        Cell done{std::move(cell), span(begin, at_)};
        if (at_ < text_.size() && text_[at_] != ',' && !at_line_end()) {
            error(at_,
                  at_ + 1,
                  "text after the closing quote of a cell",
                  "a comma or the end of the line was expected",
                  "a quote inside quotes is written twice");
            skip_line();
        }
        return done;
    }

    void skip_line() {
        while (at_ < text_.size() && !at_line_end()) {
            ++at_;
        }
    }

    void ragged(std::size_t begin, const Row& cells, const Row& header) {
        std::size_t end = begin;
        while (end < text_.size() && text_[end] != '\n' && text_[end] != '\r') {
            ++end;
        }
        error(begin,
              end,
              fmt::format("this row has {} {}, the header {}",
                          cells.size(),
                          cells.size() == 1 ? "cell" : "cells",
                          header.size()),
              cells.size() > header.size() ? "too many" : "too few",
              "a cell with a comma in it is written in quotes");
    }

    void check_header(const Row& header) {
        std::map<std::string, text::Span> seen;
        for (const Cell& cell : header) {
            if (cell.text.empty()) {
                error(cell.span.begin, cell.span.end, "a column has no name", "in the header");
                continue;
            }
            const auto [first, fresh] = seen.emplace(cell.text, cell.span);
            if (!fresh) {
                error(cell.span.begin,
                      cell.span.end,
                      fmt::format("two columns are called `{}`", cell.text),
                      "the second");
            }
        }
        const bool one = header.size() == 1;
        for (const char separator : {';', '\t'}) {
            if (one && header[0].text.find(separator) != std::string::npos) {
                error(header[0].span.begin,
                      header[0].span.end,
                      "the header has one column",
                      separator == ';' ? "separated by semicolons?" : "separated by tabs?",
                      "export the table with commas");
            }
        }
    }

    std::string_view text_;
    text::FileId file_;
    text::Diagnostics& diagnostics_;
    std::size_t at_ = 0;
    std::size_t errors_ = 0;
};

}  // namespace

std::optional<std::size_t> find_column(const CsvTable& table, std::string_view name) {
    for (std::size_t i = 0; i < table.header.size(); ++i) {
        if (table.header[i].text == name) {
            return i;
        }
    }
    return std::nullopt;
}

std::optional<CsvTable> parse_csv(const text::Sources& sources,
                                  text::FileId file,
                                  text::Diagnostics& diagnostics) {
    return Reader(sources, file, diagnostics).read();
}

std::optional<std::vector<Row>> parse_rows(const text::Sources& sources,
                                           text::FileId file,
                                           text::Diagnostics& diagnostics) {
    return Reader(sources, file, diagnostics).read_rows();
}

std::optional<double> parse_number(std::string_view text) {
    double number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, fault] = std::from_chars(text.data(), end, number);
    if (fault != std::errc() || stop != end || !std::isfinite(number)) {
        return std::nullopt;
    }
    return number;
}

}  // namespace entente::data

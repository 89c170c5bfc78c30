// SPDX-License-Identifier: Apache-2.0
#include "games/issue_table.hpp"

#include <cmath>
#include <map>

#include <fmt/format.h>

#include "data/csv.hpp"

namespace entente::games {

namespace {

using data::Cell;
using data::Row;

/// Name, description and capability stand before positions and saliences.
constexpr std::size_t columns_before = 3;
/// Sums of saliences are written with rounding.
constexpr double salience_tolerance = 1e-9;

std::string trimmed(const std::string& text) {
    constexpr std::string_view blanks = " \t";
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

/// "1 row", "4 rows".
std::string counted(std::size_t n, std::string_view what) {
    return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
}

class Reader {
  public:
    Reader(std::vector<Row> rows, text::Diagnostics& diagnostics)
        : rows_(std::move(rows)), diagnostics_(diagnostics) {
        for (Row& row : rows_) {
            for (Cell& cell : row) {
                cell.text = trimmed(cell.text);
            }
            if (row.size() > 1 && row.back().text.empty()) {
                row.pop_back();
            }
        }
    }

    std::optional<Issue> read() {
        std::size_t at = read_first_line() ? 1 : 0;
        if (at == rows_.size()) {
            error(whole(rows_.front()), "no header follows the first line", "the only line", {});
            return std::nullopt;
        }
        const Row& header = rows_[at++];
        if (!read_header(header)) {
            return std::nullopt;
        }
        if (at == rows_.size()) {
            error(whole(header), "a table without actors", "nothing follows the header", {});
            return std::nullopt;
        }
        for (; at < rows_.size(); ++at) {
            read_actor(rows_[at], header);
        }
        check_count();
        if (faulty_) {
            return std::nullopt;
        }
        return std::move(issue_);
    }

  private:
    static text::Span whole(const Row& row) {
        return text::join(row.front().span, row.back().span);
    }

    void error(text::Span span, std::string headline, std::string label, std::string help) {
        faulty_ = true;
        text::Diagnostic diagnostic;
        diagnostic.code = "E6009";
        diagnostic.headline = std::move(headline);
        diagnostic.primary = {span, std::move(label)};
        if (!help.empty()) {
            diagnostic.helps.push_back({std::move(help), std::nullopt, {}});
        }
        diagnostics_.add(std::move(diagnostic));
    }

    /// Whether there is a line with the issue's name and the numbers of actors and dimensions: a
    /// header has a word where the first of them stands.
    bool read_first_line() {
        const Row& line = rows_.front();
        if (line.size() != 4 || !data::parse_number(line[2].text) ||
            !data::parse_number(line[3].text)) {
            return false;
        }
        issue_.name = line[0].text;
        issue_.description = line[1].text;
        actors_said_ = line[2];
        dimensions_said_ = line[3];
        return true;
    }

    bool read_header(const Row& header) {
        constexpr const char* layout =
            "columns are actor, description, capability, then position and salience of each "
            "dimension";
        if (header.size() < columns_before + 2 || (header.size() - columns_before) % 2 != 0) {
            error(whole(header),
                  fmt::format("the header has {}", counted(header.size(), "column")),
                  "five, seven, nine and so on were expected",
                  layout);
            return false;
        }
        const std::size_t dimensions = (header.size() - columns_before) / 2;
        if (dimensions_said_) {
            const double said = *data::parse_number(dimensions_said_->text);
            if (said != static_cast<double>(dimensions)) {
                error(dimensions_said_->span,
                      fmt::format("the header has columns of {}, the first line says {}",
                                  counted(dimensions, "dimension"),
                                  dimensions_said_->text),
                      "this number",
                      layout);
            }
        }
        for (std::size_t d = 0; d < dimensions; ++d) {
            const Cell& name = header[columns_before + 2 * d];
            if (name.text.empty()) {
                error(name.span, "a dimension has no name", "in the header", {});
            }
            issue_.dimensions.push_back(name.text);
        }
        return true;
    }

    /// The number of a cell within a range, or nothing after an error.
    std::optional<double> number(const Cell& cell, const Cell& column, double least, double most) {
        const auto value = data::parse_number(cell.text);
        if (!value) {
            error(cell.span,
                  cell.text.empty() ? "a number is missing"
                                    : fmt::format("`{}` is not a number", cell.text),
                  fmt::format("in column `{}`", column.text),
                  "write it as in 1234.5: digits, a point, no unit and no thousands separator");
            return std::nullopt;
        }
        if (*value < least || *value > most) {
            error(cell.span,
                  fmt::format("{} is outside of {} to {}", cell.text, least, most),
                  fmt::format("in column `{}`", column.text),
                  "positions and saliences are on a scale from 0 to 100");
            return std::nullopt;
        }
        return value;
    }

    std::optional<double> capability(const Cell& cell, const Cell& column) {
        const auto value = number(cell, column, -HUGE_VAL, HUGE_VAL);
        if (value && *value <= 0) {
            error(cell.span,
                  fmt::format("a capability of {}", cell.text),
                  "not above 0",
                  "leave out actors who bring nothing to bear");
            return std::nullopt;
        }
        return value;
    }

    void read_actor(const Row& row, const Row& header) {
        ++rows_read_;
        if (row.size() != header.size()) {
            error(whole(row),
                  fmt::format(
                      "this row has {}, the header {}", counted(row.size(), "cell"), header.size()),
                  row.size() > header.size() ? "too many" : "too few",
                  "a cell with a comma in it is written in quotes");
            return;
        }
        SpatialActor actor;
        actor.name = row[0].text;
        actor.description = row[1].text;
        check_name(row[0]);
        actor.capability = capability(row[2], header[2]).value_or(0);
        const auto dimensions = static_cast<Eigen::Index>(issue_.dimensions.size());
        actor.position.setZero(dimensions);
        actor.salience.setZero(dimensions);
        bool complete = true;
        for (Eigen::Index d = 0; d < dimensions; ++d) {
            const std::size_t column = columns_before + 2 * static_cast<std::size_t>(d);
            const auto position = number(row[column], header[column], 0, scale_end);
            const auto salience = number(row[column + 1], header[column + 1], 0, scale_end);
            complete = complete && position && salience;
            actor.position(d) = position.value_or(0);
            actor.salience(d) = salience.value_or(0);
        }
        if (complete) {
            check_salience(actor, text::join(row[columns_before + 1].span, row.back().span));
        }
        issue_.actors.push_back(std::move(actor));
    }

    void check_name(const Cell& cell) {
        if (cell.text.empty()) {
            error(cell.span, "an actor has no name", "here", {});
            return;
        }
        const auto [first, fresh] = names_.emplace(cell.text, cell.span);
        if (!fresh) {
            error(cell.span,
                  fmt::format("two actors are called `{}`", cell.text),
                  "the second",
                  "give one of them another name");
        }
    }

    void check_salience(const SpatialActor& actor, text::Span span) {
        const double sum = actor.salience.sum();
        if (sum > scale_end * (1 + salience_tolerance)) {
            error(
                span,
                fmt::format("the saliences of `{}` sum to {:.6g}", actor.name, sum),
                "more than 100",
                fmt::format("divide them by {:.3f} or more: they are shares of the attention that "
                            "an actor has",
                            sum / scale_end));
        } else if (sum <= 0) {
            error(span,
                  fmt::format("nothing matters to `{}`", actor.name),
                  "saliences of 0",
                  "leave out actors who do not care");
        }
    }

    void check_count() {
        if (actors_said_ &&
            *data::parse_number(actors_said_->text) != static_cast<double>(rows_read_)) {
            error(actors_said_->span,
                  fmt::format("the table has {} of actors, the first line says {}",
                              counted(rows_read_, "row"),
                              actors_said_->text),
                  "this number",
                  "count the rows again, or leave the first line out");
        }
    }

    std::vector<Row> rows_;
    text::Diagnostics& diagnostics_;
    Issue issue_;
    std::optional<Cell> actors_said_;
    std::optional<Cell> dimensions_said_;
    std::map<std::string, text::Span> names_;
    std::size_t rows_read_ = 0;
    bool faulty_ = false;
};

}  // namespace

std::optional<Issue> parse_issue(const text::Sources& sources,
                                 text::FileId file,
                                 text::Diagnostics& diagnostics) {
    auto rows = data::parse_rows(sources, file, diagnostics);
    if (!rows) {
        return std::nullopt;
    }
    return Reader(std::move(*rows), diagnostics).read();
}

}  // namespace entente::games

// SPDX-License-Identifier: Apache-2.0
#include "text/excerpt.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "text/utf8.hpp"

namespace entente::text {

namespace {

// A terminal is usually at least this wide beside the margin.
constexpr std::size_t widest_line = 110;
// What stays visible to the left of the first mark when a line is clipped.
constexpr std::size_t context_columns = 30;
constexpr std::size_t tab_columns = 4;
constexpr std::string_view ellipsis = "...";

// One character as drawn.
struct Cell {
    std::size_t byte = 0;    // where it begins in the line
    std::size_t column = 0;  // where it is drawn
    std::size_t width = 0;
    std::string text;
};

std::vector<Cell> cells_of(std::string_view line) {
    std::vector<Cell> cells;
    std::size_t column = 0;
    for (std::size_t i = 0; i < line.size();) {
        const Decoded next = decode(line, i);
        Cell cell{i, column, 1, "\xEF\xBF\xBD"};
        if (line[i] == '\t') {
            cell.width = tab_columns - column % tab_columns;
            cell.text = std::string(cell.width, ' ');
        } else if (next.valid && next.code >= 0x20 && next.code != 0x7F) {
            cell.width = columns(next.code);
            cell.text = std::string(line.substr(i, next.bytes));
        }
        column += cell.width;
        i += next.bytes;
        cells.push_back(std::move(cell));
    }
    cells.push_back({line.size(), column, 0, ""});
    return cells;
}

std::size_t column_of(const std::vector<Cell>& cells, std::size_t byte) {
    const auto after =
        std::upper_bound(cells.begin(), cells.end(), byte, [](std::size_t at, const Cell& cell) {
            return at < cell.byte;
        });
    return after == cells.begin() ? 0 : std::prev(after)->column;
}

// A mark in columns of the drawn line.
struct Underline {
    std::size_t begin = 0;
    std::size_t end = 0;
    const Mark* mark = nullptr;
};

// The columns [begin, end) of the line that are shown.
struct View {
    std::size_t begin = 0;
    std::size_t end = 0;
};

View view_of(std::size_t width, const std::vector<Underline>& underlines) {
    if (width <= widest_line) {
        return {0, width};
    }
    std::size_t first = underlines.empty() ? 0 : underlines.front().begin;
    std::size_t last = 0;
    for (const Underline& underline : underlines) {
        first = std::min(first, underline.begin);
        last = std::max(last, underline.end);
    }
    if (last <= widest_line) {
        return {0, widest_line};
    }
    // When not all marks fit, the primary one decides.
    if (last - first + context_columns > widest_line) {
        for (const Underline& underline : underlines) {
            first = underline.mark->primary ? underline.begin : first;
        }
    }
    const std::size_t begin = first > context_columns ? first - context_columns : 0;
    return {begin, std::min(width, begin + widest_line)};
}

std::string shown_text(const std::vector<Cell>& cells, View view, std::size_t width) {
    std::string text = view.begin > 0 ? std::string(ellipsis) : "";
    std::size_t column = view.begin;
    for (const Cell& cell : cells) {
        if (cell.column >= view.begin && cell.column + cell.width <= view.end) {
            // A wide letter cut by the left edge leaves a gap.
            text += std::string(cell.column - std::min(cell.column, column), ' ') + cell.text;
            column = cell.column + cell.width;
        }
    }
    if (view.end < width) {
        return text + std::string(ellipsis);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

// Characters of one row with their roles, merged into pieces at the end.
class Canvas {
  public:
    void put(std::size_t column, const std::string& text, Piece::Role role) {
        if (cells_.size() < column + 1) {
            cells_.resize(column + 1, {Piece::Role::plain, " "});
        }
        cells_[column] = {role, text};
    }

    std::vector<Piece> pieces() const {
        std::vector<Piece> merged;
        for (const Piece& cell : cells_) {
            if (!merged.empty() && merged.back().role == cell.role) {
                merged.back().text += cell.text;
            } else {
                merged.push_back(cell);
            }
        }
        return merged;
    }

  private:
    std::vector<Piece> cells_;
};

Piece::Role role_of(const Underline& underline) {
    return underline.mark->primary ? Piece::Role::primary : Piece::Role::other;
}

std::vector<std::vector<Piece>> rows_below(std::vector<Underline> underlines) {
    std::vector<std::vector<Piece>> rows;
    // Other marks first, so that the primary one is drawn over them.
    std::stable_sort(
        underlines.begin(), underlines.end(), [](const Underline& a, const Underline& b) {
            return !a.mark->primary && b.mark->primary;
        });
    Canvas marks;
    std::size_t rightmost = 0;
    for (const Underline& underline : underlines) {
        for (std::size_t c = underline.begin; c < underline.end; ++c) {
            marks.put(c, underline.mark->primary ? "^" : "-", role_of(underline));
        }
        rightmost = std::max(rightmost, underline.end);
    }
    std::vector<Underline> waiting;
    std::copy_if(underlines.begin(),
                 underlines.end(),
                 std::back_inserter(waiting),
                 [](const Underline& underline) { return !underline.mark->text.empty(); });
    std::stable_sort(waiting.begin(), waiting.end(), [](const Underline& a, const Underline& b) {
        return a.begin < b.begin;
    });
    // The last label stands beside its underline, the others below, from right to left.
    if (!waiting.empty() && waiting.back().end == rightmost) {
        marks.put(rightmost, " ", Piece::Role::plain);
        marks.put(rightmost + 1, waiting.back().mark->text, role_of(waiting.back()));
        waiting.pop_back();
    }
    rows.push_back(marks.pieces());
    while (!waiting.empty()) {
        const Underline label = waiting.back();
        waiting.pop_back();
        Canvas row;
        for (const Underline& left : waiting) {
            if (left.begin < label.begin) {
                row.put(left.begin, "|", role_of(left));
            }
        }
        row.put(label.begin, label.mark->text, role_of(label));
        rows.push_back(row.pieces());
    }
    return rows;
}

}  // namespace

Excerpt draw(std::string_view line, const std::vector<Mark>& marks) {
    const std::vector<Cell> cells = cells_of(line);
    const std::size_t width = cells.back().column;
    std::vector<Underline> underlines;
    for (const Mark& mark : marks) {
        const std::size_t begin = column_of(cells, mark.begin);
        underlines.push_back({begin, std::max(begin + 1, column_of(cells, mark.end)), &mark});
    }
    const View view = view_of(width, underlines);
    Excerpt excerpt;
    excerpt.line = shown_text(cells, view, width);
    const std::size_t shift = view.begin > 0 ? ellipsis.size() : 0;
    for (Underline& underline : underlines) {
        if (width > widest_line) {
            underline.begin = std::clamp(underline.begin, view.begin, view.end);
            underline.end = std::clamp(underline.end, underline.begin + 1, view.end + 1);
        }
        underline.begin += shift - view.begin;
        underline.end += shift - view.begin;
    }
    if (!underlines.empty()) {
        excerpt.rows = rows_below(underlines);
    }
    return excerpt;
}

}  // namespace entente::text

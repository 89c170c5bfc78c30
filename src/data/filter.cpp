// SPDX-License-Identifier: Apache-2.0
#include "data/filter.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace entente::data {

namespace {

using model::Filter;

/// Values named in a note before "and N more".
constexpr std::size_t values_shown = 8;

void add_error(text::Diagnostics& diagnostics,
               std::string code,
               std::string headline,
               text::Label primary,
               std::vector<std::string> helps = {},
               std::vector<std::string> notes = {}) {
    text::Diagnostic diagnostic;
    diagnostic.code = std::move(code);
    diagnostic.headline = std::move(headline);
    diagnostic.primary = std::move(primary);
    diagnostic.notes = std::move(notes);
    for (std::string& help : helps) {
        diagnostic.helps.push_back({std::move(help), std::nullopt, {}});
    }
    diagnostics.add(std::move(diagnostic));
}

std::string listed(const std::vector<std::string>& values) {
    const std::size_t shown = std::min(values.size(), values_shown);
    std::string text;
    for (std::size_t i = 0; i < shown; ++i) {
        text += fmt::format("{}`{}`", i == 0 ? "" : ", ", values[i]);
    }
    if (values.size() > shown) {
        text += fmt::format(" and {} more", values.size() - shown);
    }
    return text;
}

/// The column of each comparison, found once before the rows are walked over.
struct Bound {
    const Filter* filter = nullptr;
    std::size_t column = 0;
    std::vector<Bound> parts;
};

class Binder {
  public:
    Binder(const CsvTable& table, const model::Record& record, text::Diagnostics& diagnostics)
        : table_(table), record_(record), diagnostics_(diagnostics) {}

    std::optional<Bound> bind(const Filter& filter) {
        Bound bound{&filter, 0, {}};
        if (filter.kind == Filter::Kind::compare) {
            const auto column =
                required_column(table_, filter.column, record_.shown, filter.span, diagnostics_);
            if (!column) {
                return std::nullopt;
            }
            bound.column = *column;
            return occurs(filter, *column) ? std::optional(bound) : std::nullopt;
        }
        bool fine = true;
        for (const Filter& part : filter.parts) {
            std::optional<Bound> inner = bind(part);
            fine = fine && inner.has_value();
            if (inner) {
                bound.parts.push_back(std::move(*inner));
            }
        }
        return fine ? std::optional(std::move(bound)) : std::nullopt;
    }

  private:
    /// Whether a comparison can decide anything: its value occurs, its cells are numbers.
    bool occurs(const Filter& filter, std::size_t column) {
        const bool same = filter.comparison == Filter::Comparison::equal ||
                          filter.comparison == Filter::Comparison::not_equal;
        if (!same) {
            return !filter.number || all_numbers(filter, column);
        }
        std::set<std::string> values;
        for (const Row& row : table_.rows) {
            const std::string& text = row[column].text;
            const bool found =
                filter.number ? parse_number(text) == filter.number : text == filter.text;
            if (found) {
                return true;
            }
            values.insert(text);
        }
        const std::vector<std::string> candidates(values.begin(), values.end());
        const std::string wanted = filter.number ? fmt::format("{}", *filter.number) : filter.text;
        std::vector<std::string> helps;
        if (auto near = text::did_you_mean(wanted, candidates)) {
            helps.push_back(std::move(*near));
        }
        std::vector<std::string> notes;
        if (!candidates.empty()) {
            notes.push_back(fmt::format("`{}` holds {}", filter.column, listed(candidates)));
        }
        add_error(diagnostics_,
                  "E6006",
                  fmt::format("`{}` of `{}` never is `{}`", filter.column, record_.shown, wanted),
                  {filter.span, "no row has this value"},
                  std::move(helps),
                  std::move(notes));
        return false;
    }

    bool all_numbers(const Filter& filter, std::size_t column) {
        for (const Row& row : table_.rows) {
            const Cell& cell = row[column];
            if (!cell.text.empty() && !parse_number(cell.text)) {
                text::Diagnostic diagnostic;
                diagnostic.code = "E6004";
                diagnostic.headline =
                    fmt::format("`{}` cannot be compared with a number", cell.text);
                diagnostic.primary = {cell.span, "this is text"};
                diagnostic.others.push_back({filter.span, "compared here"});
                diagnostics_.add(std::move(diagnostic));
                return false;
            }
        }
        return true;
    }

    const CsvTable& table_;
    const model::Record& record_;
    text::Diagnostics& diagnostics_;
};

template <class T>
bool holds(Filter::Comparison comparison, const T& a, const T& b) {
    switch (comparison) {
        case Filter::Comparison::equal:
            return a == b;
        case Filter::Comparison::not_equal:
            return a != b;
        case Filter::Comparison::less:
            return a < b;
        case Filter::Comparison::less_equal:
            return a <= b;
        case Filter::Comparison::greater:
            return a > b;
        case Filter::Comparison::greater_equal:
            return a >= b;
    }
    return false;
}

bool keeps(const Bound& bound, const Row& row) {
    const Filter& filter = *bound.filter;
    const auto part = [&](const Bound& inner) { return keeps(inner, row); };
    switch (filter.kind) {
        case Filter::Kind::all_of:
            return std::all_of(bound.parts.begin(), bound.parts.end(), part);
        case Filter::Kind::any_of:
            return std::any_of(bound.parts.begin(), bound.parts.end(), part);
        case Filter::Kind::none_of:
            return std::none_of(bound.parts.begin(), bound.parts.end(), part);
        case Filter::Kind::compare:
            break;
    }
    const std::string& text = row[bound.column].text;
    if (!filter.number) {
        return holds(filter.comparison, text, filter.text);
    }
    const std::optional<double> number = parse_number(text);
    if (!number) {
        // A blank or a word is no number: it is unequal to every one, and nothing else.
        return filter.comparison == Filter::Comparison::not_equal;
    }
    return holds(filter.comparison, *number, *filter.number);
}

}  // namespace

std::optional<std::size_t> required_column(const CsvTable& table,
                                           const std::string& name,
                                           const std::string& shown,
                                           text::Span where,
                                           text::Diagnostics& diagnostics) {
    const std::optional<std::size_t> found = find_column(table, name);
    if (!found) {
        std::vector<std::string> names;
        for (const Cell& cell : table.header) {
            names.push_back(cell.text);
        }
        std::vector<std::string> helps;
        if (auto near = text::did_you_mean(name, names)) {
            helps.push_back(std::move(*near));
        }
        add_error(diagnostics,
                  "E6003",
                  fmt::format("`{}` has no column `{}`", shown, name),
                  {where, "read here"},
                  std::move(helps),
                  {fmt::format("its columns are {}", listed(names))});
    }
    return found;
}

std::optional<std::vector<std::size_t>> kept_rows(const CsvTable& table,
                                                  const model::Record& record,
                                                  text::Diagnostics& diagnostics) {
    std::vector<std::size_t> kept;
    if (!record.filter) {
        for (std::size_t i = 0; i < table.rows.size(); ++i) {
            kept.push_back(i);
        }
        return kept;
    }
    const std::optional<Bound> bound = Binder(table, record, diagnostics).bind(*record.filter);
    if (!bound) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        if (keeps(*bound, table.rows[i])) {
            kept.push_back(i);
        }
    }
    if (kept.empty() && !record.none_is_an_answer) {
        add_error(diagnostics,
                  "E6006",
                  fmt::format("the `where` keeps no row of `{}`", record.shown),
                  {record.filter->span, "no row fits"});
        return std::nullopt;
    }
    return kept;
}

}  // namespace entente::data

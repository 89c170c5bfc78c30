// SPDX-License-Identifier: Apache-2.0
#include "data/rows.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "data/filter.hpp"

namespace entente::data {

namespace {

using model::Month;
using model::Period;
using model::RecordUse;

class RowReader {
  public:
    RowReader(const CsvTable& table,
              const model::Record& record,
              Period each,
              text::Diagnostics& diagnostics)
        : table_(table), record_(record), each_(each), diagnostics_(diagnostics) {}

    std::optional<DatedRows> read() {
        const auto date =
            required_column(table_, record_.dates, record_.shown, record_.span, diagnostics_);
        std::optional<std::size_t> value;
        if (!record_.column.empty()) {
            value =
                required_column(table_, record_.column, record_.shown, record_.span, diagnostics_);
        } else if (record_.use != RecordUse::counts) {
            value = value_column();
        }
        const bool needs_value = record_.use != RecordUse::counts || !record_.column.empty();
        if (!date || (needs_value && !value)) {
            return std::nullopt;
        }
        const auto kept = kept_rows(table_, record_, diagnostics_);
        if (!kept) {
            return std::nullopt;
        }
        DatedRows all;
        all.kept = kept->size();
        for (const std::size_t i : *kept) {
            add_row(table_.rows[i], *date, value, all);
        }
        if (faults_ > 0) {
            return std::nullopt;
        }
        std::stable_sort(
            all.rows.begin(), all.rows.end(), [](const DatedRow& a, const DatedRow& b) {
                return std::tie(a.month, a.published) < std::tie(b.month, b.published);
            });
        return all;
    }

  private:
    /// Without `column` a table may have one that is called so.
    std::optional<std::size_t> value_column() {
        const auto found = find_column(table_, "value");
        if (!found) {
            required_column(table_, "value", record_.shown, record_.span, diagnostics_);
        }
        return found;
    }

    void add_row(const Row& row,
                 std::size_t date,
                 const std::optional<std::size_t>& value,
                 DatedRows& all) {
        DatedRow dated;
        dated.span = row[date].span;
        const auto month = month_of(row[date]);
        dated.value = 1;
        if (value) {
            const Cell& cell = row[*value];
            if (cell.text.empty() && record_.use != RecordUse::counts) {
                return;  // a blank is a gap
            }
            const auto number = number_of(cell);
            dated.value = number.value_or(0) * record_.factor;
        }
        dated.source = text_of(row, "source");
        dated.note = text_of(row, "note");
        const std::string grade = text_of(row, "grade");
        if (grade.size() == 1 && grade[0] >= 'A' && grade[0] <= 'E') {
            dated.grade = grade[0];
        }
        dated.published = published(row);
        if (month) {
            dated.month = *month;
            all.rows.push_back(std::move(dated));
        }
    }

    std::string text_of(const Row& row, std::string_view column) const {
        const auto found = find_column(table_, column);
        return found ? row[*found].text : std::string();
    }

    /// When the figure was printed, where the table says it.
    std::optional<Month> published(const Row& row) {
        const auto column = find_column(table_, "as_of");
        if (!column || row[*column].text.empty()) {
            return std::nullopt;
        }
        const Cell& cell = row[*column];
        const auto date = model::parse_date(cell.text);
        if (!date || date->month == 0) {
            fault("E6005",
                  fmt::format("`{}` is not a month", cell.text),
                  {cell.span, "in column `as_of`"},
                  "write when the figure was published as 2026-09-15 or 2026-09");
            return std::nullopt;
        }
        return model::month_of(date->year, date->month);
    }

    std::optional<double> number_of(const Cell& cell) {
        const auto number = parse_number(cell.text);
        if (!number) {
            fault("E6004",
                  cell.text.empty() ? "a number is missing"
                                    : fmt::format("`{}` is not a number", cell.text),
                  {cell.span, fmt::format("in column `{}`", record_.column)},
                  "write it as in 1234.5: digits, a point, no unit and no thousands separator");
            return std::nullopt;
        }
        if (record_.use == RecordUse::counts && *number < 0) {
            fault("E6004",
                  fmt::format("a count cannot be {}", cell.text),
                  {cell.span, "below 0"},
                  {});
            return std::nullopt;
        }
        return number;
    }

    std::optional<Month> month_of(const Cell& cell) {
        const auto date = model::parse_date(cell.text);
        if (!date) {
            fault("E6005",
                  cell.text.empty() ? "a row has no date"
                                    : fmt::format("`{}` is not a date", cell.text),
                  {cell.span, fmt::format("in column `{}`", record_.dates)},
                  "write dates as 2026-09-15, 2026-09 or, for yearly figures, 2026");
            return std::nullopt;
        }
        const bool yearly = each_ == Period::year || record_.yearly;
        if (date->month == 0 && !yearly) {
            fault("E6005",
                  fmt::format("`{}` names no month", cell.text),
                  {cell.span, "only a year"},
                  record_.use == RecordUse::data
                      ? "say `each year` for a yearly series, or leave the row out with `where`"
                      : "give the month, or leave the row out with `where`");
            return std::nullopt;
        }
        const Month month = model::month_of(date->year, std::max(1, date->month));
        return period_start(month, yearly ? Period::year : each_);
    }

    void fault(std::string code, std::string headline, text::Label primary, std::string help) {
        if (++faults_ > csv_errors_kept) {
            return;
        }
        text::Diagnostic diagnostic;
        diagnostic.code = std::move(code);
        diagnostic.headline = std::move(headline);
        diagnostic.primary = std::move(primary);
        diagnostic.others.push_back({record_.span, "read here"});
        if (!help.empty()) {
            diagnostic.helps.push_back({std::move(help), std::nullopt, {}});
        }
        diagnostics_.add(std::move(diagnostic));
    }

    const CsvTable& table_;
    const model::Record& record_;
    Period each_;
    text::Diagnostics& diagnostics_;
    std::size_t faults_ = 0;
};

}  // namespace

int months_of(Period each) {
    switch (each) {
        case Period::month:
            return 1;
        case Period::quarter:
            return 3;
        case Period::year:
            return 12;
    }
    return 1;
}

Month period_start(Month month, Period each) {
    const int inside = (model::month_in_year(month) - 1) % months_of(each);
    return month + -inside;
}

DatedRows rows_of_text(const model::Record& record) {
    DatedRows all;
    for (const auto& [month, value] : record.rows) {
        DatedRow row;
        row.month = month;
        row.value = value * record.factor;
        row.span = record.span;
        all.rows.push_back(std::move(row));
    }
    all.kept = all.rows.size();
    std::stable_sort(all.rows.begin(), all.rows.end(), [](const DatedRow& a, const DatedRow& b) {
        return a.month < b.month;
    });
    return all;
}

std::optional<DatedRows> rows_of_table(const CsvTable& table,
                                       const model::Record& record,
                                       Period each,
                                       text::Diagnostics& diagnostics) {
    return RowReader(table, record, each, diagnostics).read();
}

}  // namespace entente::data

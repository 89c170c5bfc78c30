// SPDX-License-Identifier: Apache-2.0
#include "data/lay.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace entente::data {

namespace {

using model::Month;

std::string name_of(const model::Record& record) {
    return record.shown.empty() ? "the table" : fmt::format("`{}`", record.shown);
}

bool check_rows(const DatedRows& rows,
                const model::Record& record,
                text::Diagnostics& diagnostics) {
    if (rows.rows.empty()) {
        text::Diagnostic diagnostic;
        diagnostic.code = "E6008";
        diagnostic.headline = fmt::format("{} holds no value", name_of(record));
        diagnostic.primary = {record.span, "read here"};
        diagnostics.add(std::move(diagnostic));
        return false;
    }
    bool fine = true;
    for (std::size_t i = 1; i < rows.rows.size(); ++i) {
        const DatedRow& before = rows.rows[i - 1];
        const DatedRow& row = rows.rows[i];
        const bool releases = record.use == model::RecordUse::data && row.published &&
                              before.published && *row.published != *before.published;
        if (row.month != before.month || releases) {
            continue;
        }
        fine = false;
        text::Diagnostic diagnostic;
        diagnostic.code = "E6007";
        diagnostic.headline =
            fmt::format("two values for {} in {}", model::to_text(row.month), name_of(record));
        diagnostic.primary = {row.span, "the second"};
        if (!(before.span == row.span)) {
            diagnostic.others.push_back({before.span, "the first"});
        }
        diagnostic.helps.push_back({"keep one of them, or choose with `where`", std::nullopt, {}});
        diagnostics.add(std::move(diagnostic));
    }
    return fine;
}

void warn_late_rows(const DatedRows& rows,
                    const model::Record& record,
                    text::Diagnostics& diagnostics) {
    if (!record.complete_through) {
        return;
    }
    const auto late = std::find_if(rows.rows.begin(), rows.rows.end(), [&](const DatedRow& row) {
        return row.month > *record.complete_through;
    });
    if (late == rows.rows.end()) {
        return;
    }
    text::Diagnostic diagnostic;
    diagnostic.code = "W6001";
    diagnostic.headline = fmt::format(
        "{} of {} is dated after `complete through {}` and not used",
        rows.rows.end() - late == 1 ? "a row" : fmt::format("{} rows", rows.rows.end() - late),
        name_of(record),
        model::to_text(*record.complete_through));
    diagnostic.primary = {record.span, "read here"};
    if (!(late->span == record.span)) {
        diagnostic.others.push_back({late->span, "the first of them"});
    }
    diagnostics.add(std::move(diagnostic));
}

void warn_uncovered(const RecordValues& laid,
                    const model::Record& record,
                    text::Diagnostics& diagnostics) {
    if (std::find(laid.covered.begin(), laid.covered.end(), 1) != laid.covered.end()) {
        return;
    }
    text::Diagnostic diagnostic;
    diagnostic.code = "W6002";
    diagnostic.headline = fmt::format("{} covers no month of the run", name_of(record));
    diagnostic.primary = {record.span, "read here"};
    diagnostic.helps.push_back(
        {"say `complete through` where the record is known to go on", std::nullopt, {}});
    diagnostics.add(std::move(diagnostic));
}

RecordValues empty_record(const DatedRows& rows, const model::Grid& grid) {
    const auto n = static_cast<std::size_t>(grid.rows());
    RecordValues laid;
    laid.value.assign(n, 0);
    laid.covered.assign(n, 0);
    laid.rows_read = rows.rows.size();
    laid.rows_kept = rows.kept;
    return laid;
}

/// On the line through two rows, by months.
double between(const DatedRow& a, const DatedRow& b, Month month) {
    const double share =
        static_cast<double>(month - a.month) / static_cast<double>(b.month - a.month);
    return a.value + (b.value - a.value) * share;
}

}  // namespace

std::optional<RecordValues> lay_values(const DatedRows& rows,
                                       const model::Record& record,
                                       const model::Grid& grid,
                                       text::Diagnostics& diagnostics) {
    if (!check_rows(rows, record, diagnostics)) {
        return std::nullopt;
    }
    warn_late_rows(rows, record, diagnostics);
    RecordValues laid = empty_record(rows, grid);
    const int period = record.yearly ? 12 : 1;
    const Month last_dated = rows.rows.back().month + (period - 1);
    const Month end = record.complete_through.value_or(last_dated);
    std::size_t next = 0;  // the first row after the month
    for (int r = 0; r < grid.rows(); ++r) {
        const Month month = grid.month(r);
        while (next < rows.rows.size() && rows.rows[next].month <= month) {
            ++next;
        }
        if (next == 0 || month > end) {
            continue;
        }
        const DatedRow& row = rows.rows[next - 1];
        const bool dated = month <= row.month + (period - 1);
        if (record.fill == model::Fill::none && !dated) {
            continue;
        }
        const auto i = static_cast<std::size_t>(r);
        laid.covered[i] = 1;
        const bool joined = record.fill == model::Fill::linear && next < rows.rows.size();
        laid.value[i] = joined ? between(row, rows.rows[next], month) : row.value;
    }
    warn_uncovered(laid, record, diagnostics);
    return laid;
}

std::optional<RecordValues> lay_counts(const DatedRows& rows,
                                       const model::Record& record,
                                       const model::Grid& grid,
                                       text::Diagnostics& diagnostics) {
    if (rows.rows.empty() && !record.complete_through) {
        check_rows(rows, record, diagnostics);
        return std::nullopt;
    }
    warn_late_rows(rows, record, diagnostics);
    RecordValues laid = empty_record(rows, grid);
    const Month end = record.complete_through ? *record.complete_through : rows.rows.back().month;
    for (int r = 0; r < grid.rows() && grid.month(r) <= end; ++r) {
        laid.covered[static_cast<std::size_t>(r)] = 1;
    }
    for (const DatedRow& row : rows.rows) {
        if (row.month > end) {
            break;
        }
        if (row.month < grid.first) {
            if (laid.earlier.empty() || laid.earlier.back().first != row.month) {
                laid.earlier.emplace_back(row.month, 0);
            }
            laid.earlier.back().second += row.value;
        } else if (grid.row(row.month) < grid.rows()) {
            laid.value[static_cast<std::size_t>(grid.row(row.month))] += row.value;
        }
    }
    warn_uncovered(laid, record, diagnostics);
    return laid;
}

std::optional<Series> points_of(const DatedRows& rows,
                                const model::Record& record,
                                text::Diagnostics& diagnostics) {
    if (!check_rows(rows, record, diagnostics)) {
        return std::nullopt;
    }
    Series series;
    for (const DatedRow& row : rows.rows) {
        const bool again = !series.points.empty() && series.points.back().month == row.month;
        std::vector<Release> releases;
        if (again) {
            releases = std::move(series.points.back().releases);
            series.points.pop_back();
        }
        if (row.published) {
            releases.push_back({*row.published, row.value});
        }
        series.points.push_back(
            {row.month, row.value, row.source, row.note, row.grade, std::move(releases)});
    }
    return series;
}

}  // namespace entente::data

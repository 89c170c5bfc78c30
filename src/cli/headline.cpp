// SPDX-License-Identifier: Apache-2.0
#include "cli/headline.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "claims/rules.hpp"
#include "claims/wording.hpp"
#include "cli/differences.hpp"
#include "cli/table.hpp"
#include "results/summary.hpp"

namespace entente::cli {

namespace {

using results::CellMethod;
using results::Run;

/// Where in the grid an output is read.
struct Place {
    int first = 0;
    int last = 0;
};

Place place_of(const Run& run, std::size_t output) {
    const int last = std::max(0, results::last_row_with_value(run, output, run.grid.rows() - 1));
    return run.outputs[output].cell_method == CellMethod::sum
               ? Place{std::max(0, last - months_of_counts + 1), last}
               : Place{last, last};
}

std::vector<double> values_at(const Run& run, std::size_t output, const Place& place) {
    std::vector<double> values(run.members, 0);
    for (std::size_t member = 0; member < run.members; ++member) {
        for (int row = place.first; row <= place.last; ++row) {
            values[member] += static_cast<double>(run.value(member, row, output));
        }
    }
    return values;
}

HeadlineRow row_of(const Run& first, const Run& run, std::size_t output) {
    const Place place = place_of(first, output);
    HeadlineRow row;
    row.output = run.outputs[output].name;
    row.unit = run.outputs[output].unit;
    row.when = when(first.grid, place.first, place.last);
    row.scenario = run.scenario;
    std::vector<double> values = values_at(run, output, place);
    if (&run != &first) {
        std::vector<double> paired = values_at(first, output, place);
        paired.resize(std::min(paired.size(), values.size()));
        for (std::size_t i = 0; i < paired.size(); ++i) {
            paired[i] = values[i] - paired[i];
        }
        row.sampling = two_standard_errors(paired);
        row.difference = claims::quantiles(std::move(paired));
    }
    row.level = claims::quantiles(std::move(values));
    return row;
}

/// "+0.1 ± 0.02 [−0.1 to +0.3]".
std::string difference_text(const HeadlineRow& row) {
    if (!row.difference) {
        return "";
    }
    const claims::Quantiles& d = *row.difference;
    if (d.q05 == 0 && d.q95 == 0 && d.mean == 0) {
        return "none";
    }
    return fmt::format("{} ± {} [{} to {}]",
                       claims::signed_number(d.mean),
                       claims::number(row.sampling),
                       claims::signed_number(d.q05),
                       claims::signed_number(d.q95));
}

}  // namespace

std::string when(const model::Grid& grid, int first, int last) {
    const std::string month = model::to_text(grid.month(last));
    return first == last ? month : fmt::format("{} months to {}", last - first + 1, month);
}

std::string policy_text(const std::string& policy) {
    return policy == "rule" ? "" : fmt::format(" · policy {}", policy);
}

double two_standard_errors(const std::vector<double>& values) {
    double sum = 0;
    double squares = 0;
    std::size_t n = 0;
    for (const double value : values) {
        if (std::isfinite(value)) {
            sum += value;
            ++n;
        }
    }
    const double mean = sum / static_cast<double>(n);
    for (const double value : values) {
        squares += std::isfinite(value) ? (value - mean) * (value - mean) : 0;
    }
    return n < 2 ? 0 : 2 * std::sqrt(squares / static_cast<double>(n - 1) / static_cast<double>(n));
}

std::vector<HeadlineRow> headline(std::span<const Run> runs) {
    std::vector<HeadlineRow> rows;
    if (runs.empty()) {
        return rows;
    }
    for (std::size_t output = 0; output < runs.front().outputs.size(); ++output) {
        if (!runs.front().outputs[output].hidden) {
            for (const Run& run : runs) {
                rows.push_back(row_of(runs.front(), run, output));
            }
        }
    }
    return rows;
}

std::string headline_text(const std::vector<HeadlineRow>& rows) {
    const bool paired =
        std::any_of(rows.begin(), rows.end(), [](const auto& row) { return row.difference; });
    std::vector<std::vector<std::string>> cells = {
        {"output", "at", "scenario", "median [90 % band]"}};
    std::string first;
    if (!rows.empty()) {
        first = rows.front().scenario;
    }
    if (paired) {
        cells.front().push_back("difference from " + first);
    }
    cells.front().push_back("unit");
    std::string before;
    for (const HeadlineRow& row : rows) {
        const bool again = row.output == before;
        before = row.output;
        cells.push_back(
            {again ? "" : row.output, again ? "" : row.when, row.scenario, band(row.level, false)});
        if (paired) {
            cells.back().push_back(difference_text(row));
        }
        cells.back().push_back(row.unit == "1" ? "" : row.unit);
    }
    std::string text = table(cells);
    if (paired) {
        text +=
            "  difference: mean over the paired futures ± two standard errors of sampling "
            "[90 % of them]\n";
    }
    return text;
}

}  // namespace entente::cli

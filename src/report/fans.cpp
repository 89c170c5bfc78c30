// SPDX-License-Identifier: Apache-2.0
#include "report/fans.hpp"

#include <algorithm>
#include <limits>

#include "results/summary.hpp"

namespace entente::report {

namespace {

/// What the measure has of a member in a row.
double value_of(
    const results::Run& run, std::size_t member, int row, std::size_t output, Measure measure) {
    if (measure != Measure::twelve_months) {
        return static_cast<double>(run.value(member, row, output));
    }
    double total = 0;
    for (int r = row - months_of_year + 1; r <= row; ++r) {
        total += static_cast<double>(run.value(member, r, output));
    }
    return total;
}

int first_row_of(Measure measure, int wanted) {
    return measure == Measure::twelve_months ? std::max(wanted, months_of_year - 1) : wanted;
}

/// `value(member, row)` of every row to the last one with a value.
template <class Value>
Fan fan_of(const results::Run& run, std::size_t output, int first_row, const Value& value) {
    Fan fan;
    fan.scenario = run.scenario;
    fan.first_row = first_row_of(measure_of(run.outputs[output]), first_row);
    const int last = results::last_row_with_value(run, output, run.grid.rows() - 1);
    std::vector<double> values;
    for (int row = fan.first_row; row <= last; ++row) {
        values.resize(run.members);
        for (std::size_t member = 0; member < run.members; ++member) {
            values[member] = value(member, row);
        }
        fan.rows.push_back(results::quantiles_of(values));
    }
    return fan;
}

}  // namespace

Measure measure_of(const results::Output& output) {
    switch (output.cell_method) {
        case results::CellMethod::point:
            return Measure::point;
        case results::CellMethod::mean:
            return Measure::mean;
        case results::CellMethod::sum:
            return Measure::twelve_months;
    }
    return Measure::point;
}

Fan levels(const results::Run& run, std::size_t output, int first_row) {
    const Measure measure = measure_of(run.outputs[output]);
    return fan_of(run, output, first_row, [&](std::size_t member, int row) {
        return value_of(run, member, row, output, measure);
    });
}

Fan differences(const results::Run& baseline,
                const results::Run& scenario,
                std::size_t output,
                int first_row) {
    const Measure measure = measure_of(scenario.outputs[output]);
    return fan_of(scenario, output, first_row, [&](std::size_t member, int row) {
        return value_of(scenario, member, row, output, measure) -
               value_of(baseline, member, row, output, measure);
    });
}

std::vector<std::vector<double>> samples(const results::Run& run,
                                         std::size_t output,
                                         int first_row) {
    const Measure measure = measure_of(run.outputs[output]);
    const int first = first_row_of(measure, first_row);
    const int last = results::last_row_with_value(run, output, run.grid.rows() - 1);
    std::vector<std::vector<double>> all(std::min(run.members, most_samples));
    for (std::size_t member = 0; member < all.size(); ++member) {
        for (int row = first; row <= last; ++row) {
            all[member].push_back(value_of(run, member, row, output, measure));
        }
    }
    return all;
}

std::vector<double> last_year(const results::Run& run, std::size_t output) {
    const int last = results::last_row_with_value(run, output, run.grid.rows() - 1);
    std::vector<double> totals(run.members);
    if (last < months_of_year - 1) {
        return {};
    }
    const bool counts = measure_of(run.outputs[output]) == Measure::twelve_months;
    for (std::size_t member = 0; member < run.members; ++member) {
        const double total = value_of(run, member, last, output, Measure::twelve_months);
        totals[member] = counts ? total : total / months_of_year;
    }
    return totals;
}

int first_difference(const results::Run& a,
                     const results::Run& b,
                     std::size_t output,
                     int first_row) {
    for (int row = first_row; row < a.grid.rows(); ++row) {
        for (std::size_t member = 0; member < std::min(a.members, b.members); ++member) {
            const float left = a.value(member, row, output);
            const float right = b.value(member, row, output);
            if (left < right || right < left) {
                return row;
            }
        }
    }
    return -1;
}

}  // namespace entente::report

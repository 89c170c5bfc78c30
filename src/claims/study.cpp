// SPDX-License-Identifier: Apache-2.0
#include "claims/study.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <Eigen/QR>

#include "claims/effects.hpp"
#include "claims/observations.hpp"
#include "claims/rules.hpp"
#include "math/distributions.hpp"

namespace entente::claims {

namespace {

using model::Judged;
using model::Stat;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Fewer shifted copies of the dates tell nothing of chance.
constexpr std::size_t fewest_shifts = 20;

/// Standard errors between no effect and one that is seen four times in five at the two-sided 5 %
/// level: 1.96 + 0.84.
constexpr double power_deviations = 2.80;

/// A value a month of the grid; NaN is a gap. A yearly figure stands in all its months.
std::vector<double> by_month(const model::Grid& grid, const Observations& all) {
    std::vector<double> values(static_cast<std::size_t>(grid.months), nan);
    for (const data::Point& p : all.points) {
        for (int m = 0; m < all.months_each; ++m) {
            const int row = grid.row(p.month + m);
            if (row >= 0 && row < grid.months) {
                values[static_cast<std::size_t>(row)] = p.value;
            }
        }
    }
    return values;
}

/// Mean of the values from `first` to `last`; NaN unless at least half of them are there.
double mean_of(const std::vector<double>& values, int first, int last) {
    if (first < 0 || last >= static_cast<int>(values.size())) {
        return nan;
    }
    double sum = 0;
    int count = 0;
    for (int row = first; row <= last; ++row) {
        const double value = values[static_cast<std::size_t>(row)];
        if (std::isfinite(value)) {
            sum += value;
            ++count;
        }
    }
    return 2 * count >= last - first + 1 ? sum / count : nan;
}

/// What the record has of one study, a row of the grid each.
struct Months {
    std::vector<double> change;   ///< after less before; NaN where not to be had
    std::vector<char> case_here;  ///< 1 where a case begins
    std::vector<char> too_near;   ///< an event within a case's months: no month to use
    std::vector<std::vector<double>> controls;  ///< mean of the months before
};

/// Months with an event, less than `within` months after a case counted with that case.
void mark_cases(const std::vector<double>& events, int within, Months& months) {
    int last_case = -within;
    for (int row = 0; row < static_cast<int>(events.size()); ++row) {
        const auto i = static_cast<std::size_t>(row);
        if (!(events[i] > 0)) {
            continue;
        }
        const bool near = row - last_case < within;
        (near ? months.too_near : months.case_here)[i] = 1;
        last_case = near ? last_case : row;
    }
}

bool usable(const Months& months, std::size_t i) {
    return std::isfinite(months.change[i]) &&
           std::all_of(months.controls.begin(), months.controls.end(), [i](const auto& control) {
               return std::isfinite(control[i]);
           });
}

/// The coefficient of the cases when their dates are moved by `shift` rows, round the end to the
/// beginning: change = constant + b case + controls, by least squares. NaN with fewer than two
/// cases on usable months, or than two other months.
double coefficient(const Months& months, std::size_t first, std::size_t last, std::size_t shift) {
    const std::size_t span = last - first + 1;
    std::vector<std::size_t> rows;
    std::vector<char> is_case;
    std::size_t cases = 0;
    for (std::size_t k = 0; k < span; ++k) {
        const std::size_t dated = first + (k + span - shift) % span;
        if (!usable(months, first + k) || months.too_near[dated] != 0) {
            continue;
        }
        rows.push_back(first + k);
        is_case.push_back(months.case_here[dated]);
        cases += months.case_here[dated] != 0 ? 1 : 0;
    }
    if (cases < 2 || rows.size() < cases + 2 + months.controls.size()) {
        return nan;
    }
    const auto n = static_cast<Eigen::Index>(rows.size());
    const auto columns = static_cast<Eigen::Index>(2 + months.controls.size());
    Eigen::MatrixXd design(n, columns);
    Eigen::VectorXd change(n);
    for (Eigen::Index r = 0; r < n; ++r) {
        const auto i = static_cast<std::size_t>(r);
        design(r, 0) = 1;
        design(r, 1) = is_case[i];
        for (std::size_t c = 0; c < months.controls.size(); ++c) {
            design(r, static_cast<Eigen::Index>(2 + c)) = months.controls[c][rows[i]];
        }
        change(r) = months.change[rows[i]];
    }
    return design.colPivHouseholderQr().solve(change)(1);
}

/// Root mean square of the coefficients of shifted dates about their mean. Shifts by less than the
/// window would look at the cases themselves.
double error_of_shifts(const Months& months, std::size_t first, std::size_t last, int within) {
    const std::size_t span = last - first + 1;
    std::vector<double> shifted;
    for (auto shift = static_cast<std::size_t>(within);
         shift + static_cast<std::size_t>(within) <= span;
         ++shift) {
        const double b = coefficient(months, first, last, shift);
        if (std::isfinite(b)) {
            shifted.push_back(b);
        }
    }
    return shifted.size() < fewest_shifts ? nan : standard_deviation(shifted);
}

/// Shares of the effect's distribution given the record: Student's t about the estimate.
void fill_shares(const Judged& judged, StudyEstimate& e) {
    const double freedom = static_cast<double>(e.cases) - 1;
    if (!(e.standard_error > 0) || !(freedom >= 1)) {
        return;
    }
    const math::Distribution t = {
        math::DistributionKind::student_t, e.effect, e.standard_error, freedom};
    const double below = t.cdf(-e.smallest);
    const double above = 1 - t.cdf(e.smallest);
    e.p_negligible = std::max(0.0, 1 - below - above);
    switch (judged.kind) {
        case Judged::Kind::falls:
            e.p_claimed = below;
            e.p_opposite = above;
            break;
        case Judged::Kind::changes:
            e.p_claimed = below + above;
            e.p_opposite = 0;
            break;
        case Judged::Kind::rises:
        case Judged::Kind::at_least:
        case Judged::Kind::at_most:
        case Judged::Kind::exceeds:
            e.p_claimed = above;
            e.p_opposite = below;
            break;
    }
    e.low = t.quantile(0.05);
    e.high = t.quantile(0.95);
}

/// Name, label and why it is missing; true where there is a record to look at.
bool describe(const model::Model& model, const Stat& stat, StudyEstimate& e) {
    e.event = model.quantities[stat.event].name;
    e.within = stat.within;
    e.unit = stat.unit;
    if (!stat.data) {
        const model::Quantity& quantity = model.quantities[stat.quantity];
        e.series = quantity.hidden ? stat.text : quantity.name;
        e.label = quantity.hidden || !quantity.declaration
                      ? ""
                      : model.declarations[quantity.declaration].label;
        return true;
    }
    const model::DataSeries& series = model.data[stat.data];
    e.series = series.name;
    e.label = series.label;
    e.missing = series.missing;
    e.grade = series.grade;
    return series.missing.empty();
}

Months months_of(const model::Model& model,
                 const data::Data& data,
                 const Stat& stat,
                 const std::vector<double>& outcome,
                 const std::vector<Stat>& controls) {
    const auto rows = static_cast<std::size_t>(model.grid.months);
    Months months;
    months.change.assign(rows, nan);
    months.case_here.assign(rows, 0);
    months.too_near.assign(rows, 0);
    for (const Stat& control : controls) {
        const auto values = by_month(model.grid, observations_of(model, data, control));
        std::vector<double> before(rows, nan);
        for (int row = 0; row < model.grid.months; ++row) {
            before[static_cast<std::size_t>(row)] = mean_of(values, row - stat.within, row - 1);
        }
        months.controls.push_back(std::move(before));
    }
    Stat dated;
    dated.quantity = stat.event;
    const auto events = by_month(model.grid, observations_of(model, data, dated));
    for (int row = 0; row < model.grid.months; ++row) {
        const auto i = static_cast<std::size_t>(row);
        // Whether something happened must be known, else the month is no comparison.
        if (std::isfinite(events[i])) {
            months.change[i] = mean_of(outcome, row + 1, row + stat.within) -
                               mean_of(outcome, row - stat.within, row - 1);
        }
    }
    mark_cases(events, stat.within, months);
    return months;
}

StudyEstimate estimate(const model::Model& model,
                       const data::Data& data,
                       const model::Expectation& expectation,
                       const std::vector<Stat>& controls) {
    const Stat& stat = expectation.stat;
    StudyEstimate e;
    for (const Stat& control : controls) {
        e.controls.push_back(control.text);
    }
    if (!describe(model, stat, e)) {
        return e;
    }
    const auto outcome = by_month(model.grid, observations_of(model, data, stat));
    e.observations = static_cast<std::size_t>(
        std::count_if(outcome.begin(), outcome.end(), [](double v) { return std::isfinite(v); }));
    const Months months = months_of(model, data, stat, outcome, controls);
    std::size_t first = outcome.size();
    std::size_t last = 0;
    for (std::size_t i = 0; i < outcome.size(); ++i) {
        if (!usable(months, i)) {
            continue;
        }
        first = std::min(first, i);
        last = i;
        if (months.case_here[i] != 0) {
            ++e.cases;
            const std::string date = model::to_text(model.grid.month(static_cast<int>(i)));
            e.first = e.first.empty() ? date : e.first;
            e.last = date;
        } else if (months.too_near[i] == 0) {
            ++e.others;
        }
    }
    const Condition condition = condition_of(model, expectation);
    double sum = 0;
    for (const double value : outcome) {
        sum += std::isfinite(value) ? value : 0;
    }
    const double mean =
        e.observations > 0 ? std::abs(sum / static_cast<double>(e.observations)) : nan;
    e.smallest = condition.relative ? condition.threshold * mean : condition.threshold;
    if (e.cases < 2) {
        return e;
    }
    e.effect = coefficient(months, first, last, 0);
    e.standard_error = error_of_shifts(months, first, last, stat.within);
    e.detectable = power_deviations * e.standard_error;
    fill_shares(expectation.judged, e);
    return e;
}

}  // namespace

std::vector<StudyEstimate> study_events(const model::Model& model,
                                        const data::Data& data,
                                        const model::Part& part) {
    ENTENTE_EXPECT(part.expectations.size() == 1);
    const model::Expectation& main = part.expectations.front();
    std::vector<StudyEstimate> all = {estimate(model, data, main, {})};
    for (const std::vector<Stat>& controls : part.controls) {
        all.push_back(estimate(model, data, main, controls));
    }
    for (const model::DataId variant : part.variants) {
        model::Expectation other = main;
        other.stat.data = variant;
        other.stat.quantity = {};
        all.push_back(estimate(model, data, other, {}));
    }
    return all;
}

}  // namespace entente::claims

// SPDX-License-Identifier: Apache-2.0
#include "claims/facts.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "claims/effects.hpp"
#include "claims/observations.hpp"
#include "claims/rules.hpp"

namespace entente::claims {

namespace {

using model::Judged;
using model::Month;
using model::MonthWindow;
using model::Stat;

const data::Point* in_period(const Observations& all, Month month) {
    for (const data::Point& p : all.points) {
        if (p.month <= month && month < p.month + all.months_each) {
            return &p;
        }
    }
    return nullptr;
}

std::optional<double> statistic(const Stat& stat,
                                bool relative,
                                const Observations& all,
                                const std::vector<data::Point>& inside) {
    if (stat.kind == Stat::Kind::value) {
        const data::Point* p = in_period(all, stat.window.first);
        return p != nullptr ? std::optional(p->value) : std::nullopt;
    }
    if (stat.kind == Stat::Kind::change) {
        const data::Point* first = in_period(all, stat.window.first);
        const data::Point* last = in_period(all, stat.window.last);
        if (first == nullptr || last == nullptr || (relative && first->value == 0)) {
            return std::nullopt;
        }
        const double change = last->value - first->value;
        return relative ? change / std::abs(first->value) : change;
    }
    if (inside.empty()) {
        return std::nullopt;
    }
    double sum = 0;
    double low = inside.front().value;
    double high = low;
    for (const data::Point& p : inside) {
        sum += p.value;
        low = std::min(low, p.value);
        high = std::max(high, p.value);
    }
    if (stat.kind == Stat::Kind::total) {
        return sum;
    }
    if (stat.kind == Stat::Kind::highest) {
        return high;
    }
    if (stat.kind == Stat::Kind::lowest) {
        return low;
    }
    if (stat.kind == Stat::Kind::spread) {
        return high - low;
    }
    return sum / static_cast<double>(inside.size());
}

bool meets(const Judged& judged, double value) {
    switch (judged.kind) {
        case Judged::Kind::at_least:
            return value >= judged.amount;
        case Judged::Kind::at_most:
            return value <= judged.amount;
        case Judged::Kind::rises:
            return value > 0 && value >= judged.amount;
        case Judged::Kind::falls:
            return value < 0 && value <= -judged.amount;
        case Judged::Kind::changes:
            return value != 0 && std::abs(value) >= judged.amount;
        case Judged::Kind::exceeds:
            return value > 0 && value >= judged.amount;
    }
    return false;
}

MonthWindow window_of(const model::Model& model, const model::Expectation& e) {
    if (e.judged.window) {
        return *e.judged.window;
    }
    if (e.stat.kind == Stat::Kind::plain) {
        // No window written: all there is. Series may begin before the run.
        return {Month{-12 * 400}, model.grid.forecast + -1};
    }
    return e.stat.window;
}

std::vector<data::Point> inside_window(const Observations& all, MonthWindow window) {
    std::vector<data::Point> inside;
    for (const data::Point& p : all.points) {
        if (window.contains(p.month)) {
            inside.push_back(p);
        }
    }
    return inside;
}

/// Whether each observation is asked, or one statistic of them all.
bool asks_each(const Stat& stat) { return stat.kind == Stat::Kind::plain; }

void judge_each(const Judged& judged,
                const std::vector<data::Point>& inside,
                VariantResult& result) {
    result.counted = true;
    for (const data::Point& p : inside) {
        result.meeting += meets(judged, p.value) ? 1 : 0;
    }
    const double share = judged.share.value_or(1.0);
    // A share of whole observations: half a rounding error must not decide.
    result.holds =
        static_cast<double>(result.meeting) + 1e-9 >= share * static_cast<double>(inside.size());
}

/// A year for yearly figures, else the month.
std::string date_text(Month month, int months_each) {
    const std::string text = model::to_text(month);
    return months_each == 12 ? text.substr(0, text.rfind('-')) : text;
}

VariantResult check_one(const model::Model& model,
                        const data::Data& data,
                        const model::Expectation& e) {
    VariantResult result;
    const bool document = !e.stat.data;
    if (e.stat.data) {
        const model::DataSeries& series = model.data[e.stat.data];
        result.series = series.name;
        result.label = series.label;
        result.missing = series.missing;
        result.unit = series.unit;
    } else {
        result.series = e.stat.text;
        result.label = spoken_stat(e.stat);
        result.dated = true;
        result.unit = e.stat.unit;
    }
    if (!result.missing.empty()) {
        return result;
    }
    const Observations all = observations_of(model, data, e.stat);
    // A series is asked for its month among all it has; dates are counted for that month alone.
    const bool one_month = e.stat.kind == Stat::Kind::value;
    const Month month = e.stat.window.first;
    const std::vector<data::Point> inside =
        one_month && !document
            ? all.points
            : inside_window(all, one_month ? MonthWindow{month, month} : window_of(model, e));
    result.observations = inside.size();
    result.enough = inside.size() >= (document ? document_observations : fact_observations);
    for (const data::Point& p : inside) {
        result.worst_grade = worse_grade(result.worst_grade, p.grade);
    }
    if (e.stat.data && result.worst_grade == 0) {
        result.worst_grade = model.data[e.stat.data].grade;
    }
    if (!inside.empty()) {
        result.from = date_text(inside.front().month, all.months_each);
        result.to = date_text(inside.back().month, all.months_each);
    }
    if (asks_each(e.stat) && e.judged.other.empty()) {
        judge_each(e.judged, inside, result);
        return result;
    }
    result.value = statistic(e.stat, e.judged.relative, all, inside);
    if (result.value && !e.judged.other.empty()) {
        const Stat& other = e.judged.other.front();
        const Observations others = observations_of(model, data, other);
        const auto against = statistic(other, false, others, inside_window(others, other.window));
        result.value = against ? std::optional(*result.value - *against) : std::nullopt;
    }
    result.enough = result.enough && result.value.has_value();
    result.holds = result.value && meets(e.judged, *result.value);
    return result;
}

}  // namespace

std::vector<VariantResult> check_fact(const model::Model& model,
                                      const data::Data& data,
                                      const model::Part& part) {
    std::vector<VariantResult> results;
    for (std::size_t v = 0; v <= part.variants.size(); ++v) {
        // All expectations must hold under one definition; the first one's numbers are shown.
        std::optional<VariantResult> shown;
        for (model::Expectation e : part.expectations) {
            if (v > 0) {
                e.stat.data = part.variants[v - 1];
                e.stat.quantity = {};
            }
            VariantResult result = check_one(model, data, e);
            if (!shown) {
                shown = std::move(result);
            } else {
                shown->holds = shown->holds && result.holds;
                shown->enough = shown->enough && result.enough;
                shown->worst_grade = worse_grade(shown->worst_grade, result.worst_grade);
            }
        }
        if (shown) {
            results.push_back(std::move(*shown));
        }
    }
    return results;
}

}  // namespace entente::claims

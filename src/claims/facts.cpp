// SPDX-License-Identifier: Apache-2.0
#include "claims/facts.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "claims/rules.hpp"

namespace entente::claims {

namespace {

using model::Judged;
using model::Month;
using model::MonthWindow;
using model::Stat;

/// Dated values that a condition is asked of.
struct Observations {
    std::vector<data::Point> points;
    int months_each = 1;
};

// ---- recorded quantities and texts ----

std::optional<double> node_value(const model::Model& model,
                                 const data::Data& data,
                                 model::NodeId id,
                                 int row);

std::optional<double> at_row(const model::Model& model,
                             const data::Data& data,
                             model::TrackId track,
                             int row) {
    const std::vector<double> values = data::track_values(model, data, track);
    const auto i = static_cast<std::size_t>(row);
    return i < values.size() ? std::optional(values[i]) : std::nullopt;
}

/// A quantity as the record has it in that month, or nothing.
std::optional<double> quantity_value(const model::Model& model,
                                     const data::Data& data,
                                     model::QuantityId id,
                                     int row) {
    const model::Quantity& quantity = model.quantities[id];
    if (quantity.record) {
        if (quantity.covered && at_row(model, data, quantity.covered, row).value_or(0) == 0) {
            return std::nullopt;
        }
        return at_row(model, data, quantity.record, row);
    }
    if (quantity.kind == model::QuantityKind::event) {
        return quantity.dates ? at_row(model, data, quantity.dates, row) : std::nullopt;
    }
    const bool written = quantity.kind == model::QuantityKind::let ||
                         quantity.kind == model::QuantityKind::parameter;
    if (written && quantity.definitions.size() == 1 && quantity.definitions.front().node) {
        return node_value(model, data, quantity.definitions.front().node, row);
    }
    return std::nullopt;
}

std::optional<double> two_sided(model::Op op, double a, double b) {
    using model::Op;
    if (op == Op::add) {
        return a + b;
    }
    if (op == Op::subtract) {
        return a - b;
    }
    if (op == Op::multiply) {
        return a * b;
    }
    if (op == Op::divide) {
        return a / b;
    }
    if (op == Op::min) {
        return std::min(a, b);
    }
    if (op == Op::max) {
        return std::max(a, b);
    }
    if (op == Op::less) {
        return a < b ? 1 : 0;
    }
    if (op == Op::less_equal) {
        return a <= b ? 1 : 0;
    }
    if (op == Op::equal) {
        return a == b ? 1 : 0;
    }
    if (op == Op::not_equal) {
        return a != b ? 1 : 0;
    }
    if (op == Op::logical_and) {
        return a != 0 && b != 0 ? 1 : 0;
    }
    if (op == Op::logical_or) {
        return a != 0 || b != 0 ? 1 : 0;
    }
    return std::nullopt;
}

std::optional<double> window_count(const model::Model& model,
                                   const data::Data& data,
                                   const model::Node& node,
                                   int row) {
    double sum = 0;
    for (int r = row - node.months + 1; r <= row; ++r) {
        const auto count =
            r >= 0 ? quantity_value(model, data, node.quantity, r) : std::optional(0.0);
        if (!count) {
            return std::nullopt;
        }
        sum += *count;
    }
    return sum;
}

std::optional<double> node_value(const model::Model& model,
                                 const data::Data& data,
                                 model::NodeId id,
                                 int row) {
    using model::Op;
    const model::Node& node = model.nodes[id];
    const auto argument = [&](std::size_t i) {
        return node_value(model, data, node.arguments[i], row);
    };
    if (node.op == Op::constant) {
        return node.value;
    }
    if (node.op == Op::track) {
        return at_row(model, data, node.track, row);
    }
    if (node.op == Op::quantity) {
        return quantity_value(model, data, node.quantity, row);
    }
    if (node.op == Op::time) {
        return model.grid.month(row).since_1970;
    }
    if (node.op == Op::window_count) {
        return window_count(model, data, node, row);
    }
    if (node.op == Op::link) {
        return argument(0);
    }
    if (!node.arguments[0]) {
        return std::nullopt;
    }
    const auto a = argument(0);
    if (!a) {
        return std::nullopt;
    }
    if (node.op == Op::negate) {
        return -*a;
    }
    if (node.op == Op::abs) {
        return std::abs(*a);
    }
    if (node.op == Op::logical_not) {
        return *a == 0 ? 1 : 0;
    }
    if (node.op == Op::choose) {
        return *a != 0 ? argument(1) : argument(2);
    }
    if (!node.arguments[1]) {
        return std::nullopt;
    }
    const auto b = argument(1);
    return b ? two_sided(node.op, *a, *b) : std::nullopt;
}

Observations recorded(const model::Model& model, const data::Data& data, model::QuantityId id) {
    Observations out;
    for (int row = 0; row < model.grid.months; ++row) {
        const auto value = quantity_value(model, data, id, row);
        if (value && std::isfinite(*value)) {
            data::Point point;
            point.month = model.grid.month(row);
            point.value = *value;
            out.points.push_back(std::move(point));
        }
    }
    return out;
}

Observations observed(const model::Model& model, const data::Data& data, model::DataId id) {
    Observations out;
    out.points = data.series[id].points;
    switch (model.data[id].each) {
        case model::Period::month:
            out.months_each = 1;
            break;
        case model::Period::quarter:
            out.months_each = 3;
            break;
        case model::Period::year:
            out.months_each = 12;
            break;
    }
    return out;
}

// ---- the statistic and the condition ----

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

Observations observations_of(const model::Model& model, const data::Data& data, const Stat& stat) {
    return stat.data ? observed(model, data, stat.data) : recorded(model, data, stat.quantity);
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
        result.unit = e.stat.unit;
    }
    if (!result.missing.empty()) {
        return result;
    }
    const Observations all = observations_of(model, data, e.stat);
    const std::vector<data::Point> inside =
        e.stat.kind == Stat::Kind::value ? all.points : inside_window(all, window_of(model, e));
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

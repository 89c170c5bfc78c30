// SPDX-License-Identifier: Apache-2.0
#include "claims/observations.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace entente::claims {

namespace {

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

}  // namespace

Observations observations_of(const model::Model& model,
                             const data::Data& data,
                             const model::Stat& stat) {
    return stat.data ? observed(model, data, stat.data) : recorded(model, data, stat.quantity);
}

}  // namespace entente::claims

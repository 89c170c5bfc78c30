// SPDX-License-Identifier: Apache-2.0
#include "report/observed.hpp"

#include <optional>

#include "data/rows.hpp"
#include "data/series.hpp"

namespace entente::report {

namespace {

using model::Observation;

/// A quantity and the number it is multiplied with to get what is observed.
struct Multiple {
    model::QuantityId quantity;
    double factor = 1;
};

/// The multiple that a node is, looking through the conversion of units that `observes` makes;
/// nothing where it computes more.
std::optional<Multiple> multiple_of(const model::Model& model, model::NodeId id) {
    const model::Node& node = model.nodes[id];
    if (node.op == model::Op::quantity) {
        const model::Quantity& quantity = model.quantities[node.quantity];
        if (quantity.hidden && quantity.definitions.size() == 1 &&
            !quantity.definitions.front().is_drawn()) {
            return multiple_of(model, quantity.definitions.front().node);
        }
        return Multiple{node.quantity, 1};
    }
    if (node.op != model::Op::multiply && node.op != model::Op::divide) {
        return std::nullopt;
    }
    const model::Node& left = model.nodes[node.arguments[0]];
    const model::Node& right = model.nodes[node.arguments[1]];
    if (right.op == model::Op::constant) {
        auto of = multiple_of(model, node.arguments[0]);
        if (of) {
            of->factor *= node.op == model::Op::multiply ? right.value : 1 / right.value;
        }
        return of;
    }
    if (left.op == model::Op::constant && node.op == model::Op::multiply) {
        auto of = multiple_of(model, node.arguments[1]);
        if (of) {
            of->factor *= left.value;
        }
        return of;
    }
    return std::nullopt;
}

std::optional<Multiple> multiple_of(const model::Model& model, model::QuantityId id) {
    const model::Quantity& quantity = model.quantities[id];
    if (!quantity.hidden) {
        return Multiple{id, 1};
    }
    const bool one = quantity.definitions.size() == 1 && !quantity.definitions.front().is_drawn();
    return one ? multiple_of(model, quantity.definitions.front().node) : std::nullopt;
}

/// Where a dot of the window stands in the chart, or nothing where it does not belong there.
std::optional<double> offset_of(Observation::Window window, int period, Measure measure) {
    const bool totals = measure == Measure::twelve_months;
    switch (window) {
        case Observation::Window::average:
            return totals ? std::nullopt : std::optional<double>(period / 2.0);
        case Observation::Window::closing:
            return totals ? std::nullopt : std::optional<double>(period);
        case Observation::Window::total:
            return totals && period == 12 ? std::optional<double>(period) : std::nullopt;
        case Observation::Window::growth:
            return std::nullopt;
    }
    return std::nullopt;
}

void add_series(const model::Model& model,
                const data::Data& data,
                std::size_t index,
                model::QuantityId wanted,
                Measure measure,
                std::vector<ObservedSeries>& all) {
    const model::DataSeries& series = model.data[model::DataId(index)];
    for (const Observation& observation : series.observes) {
        const auto of = multiple_of(model, observation.quantity);
        const auto offset = offset_of(observation.window, data::months_of(series.each), measure);
        if (!of || of->quantity != wanted || !offset ||
            observation.errors == model::ErrorModel::ordered) {
            continue;
        }
        ObservedSeries made = {series.name,
                               series.label,
                               *offset,
                               series.grade,
                               series.source ? model.sources[series.source].citation : "",
                               series.caveat,
                               {},
                               {}};
        for (const data::Point& point : data.series[model::DataId(index)].points) {
            made.dots.push_back({point.month, point.value / of->factor, point.grade});
        }
        if (!made.dots.empty()) {
            made.to = data::period_text(made.dots.back().month, series.each);
            all.push_back(std::move(made));
        }
        return;  // a series that observes in two ways still has one set of dots
    }
}

/// Whole years of an event's record as totals.
std::optional<ObservedSeries> record_of_event(const model::Model& model,
                                              const data::Data& data,
                                              const model::Quantity& event) {
    if (event.kind != model::QuantityKind::event || !event.record) {
        return std::nullopt;
    }
    const model::RecordId record = model.tracks[event.record].record;
    if (!record) {
        return std::nullopt;
    }
    const model::Declaration& declared = model.declarations[event.declaration];
    ObservedSeries made = {event.name,
                           declared.label,
                           12,
                           declared.grade,
                           declared.source ? model.sources[declared.source].citation : "",
                           declared.caveat,
                           {},
                           {}};
    const data::RecordValues& values = data.records[record];
    double total = 0;
    int covered = 0;
    for (int row = 0; row < model.grid.months; ++row) {
        const model::Month month = model.grid.month(row);
        if (model::month_in_year(month) == 1) {
            total = 0;
            covered = 0;
        }
        total += values.value[static_cast<std::size_t>(row)];
        covered += values.covered[static_cast<std::size_t>(row)] != 0 ? 1 : 0;
        if (covered == 12) {
            made.dots.push_back({month + -11, total, declared.grade});
        }
    }
    if (made.dots.empty()) {
        return std::nullopt;
    }
    made.to = data::period_text(made.dots.back().month, model::Period::year);
    return made;
}

}  // namespace

std::vector<ObservedSeries> observed_of(const model::Model& model,
                                        const data::Data& data,
                                        const std::string& quantity,
                                        Measure measure) {
    std::vector<ObservedSeries> all;
    const model::QuantityId id = model::find_quantity(model, quantity);
    if (!id) {
        return all;
    }
    for (std::size_t i = 0; i < model.data.size(); ++i) {
        add_series(model, data, i, id, measure, all);
    }
    if (measure == Measure::twelve_months) {
        if (auto record = record_of_event(model, data, model.quantities[id])) {
            all.push_back(std::move(*record));
        }
    }
    return all;
}

}  // namespace entente::report

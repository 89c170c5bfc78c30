// SPDX-License-Identifier: Apache-2.0
#include "claims/past.hpp"

#include "claims/rules.hpp"

namespace entente::claims {

namespace {

/// The recorded counts of an event, a row of the grid each; not-covered rows are NaN-free gaps.
struct Recorded {
    std::vector<double> counts;
    std::vector<double> covered;
};

std::optional<Recorded> recorded_counts(const model::Model& model,
                                        const data::Data& data,
                                        model::QuantityId id) {
    const model::Quantity& quantity = model.quantities[id];
    if (quantity.kind != model::QuantityKind::event || !quantity.record || !quantity.covered) {
        return std::nullopt;
    }
    return Recorded{data::track_values(model, data, quantity.record),
                    data::track_values(model, data, quantity.covered)};
}

/// The first recorded event that the scenario or the one it is compared with changes.
model::QuantityId changed_event(const model::Model& model, const model::Part& part) {
    for (const auto scenario : {part.scenario, part.with}) {
        if (!scenario) {
            continue;
        }
        for (const model::Change& change : model.scenarios[*scenario].changes) {
            const auto* event = std::get_if<model::EventChange>(&change);
            if (event != nullptr && model.quantities[event->event].record) {
                return event->event;
            }
        }
    }
    return {};
}

/// The recorded event that the part measures: directly, or through a hidden let that is just it.
model::QuantityId measured_event(const model::Model& model, const model::Part& part) {
    if (part.expectations.empty()) {
        return {};
    }
    model::QuantityId id = part.expectations.front().stat.quantity;
    for (int depth = 0; id && depth < 4; ++depth) {
        const model::Quantity& quantity = model.quantities[id];
        if (quantity.kind == model::QuantityKind::event) {
            return id;
        }
        if (quantity.kind != model::QuantityKind::let || quantity.definitions.empty() ||
            !quantity.definitions.front().node) {
            return {};
        }
        const model::Node& node = model.nodes[quantity.definitions.front().node];
        if (node.op != model::Op::quantity) {
            return {};
        }
        id = node.quantity;
    }
    return {};
}

double sum(const Recorded& r, int first, int last) {
    double total = 0;
    for (int row = first; row <= last; ++row) {
        total += r.counts[static_cast<std::size_t>(row)];
    }
    return total;
}

bool covers(const Recorded& r, int first, int last) {
    if (first < 0 || last >= static_cast<int>(r.covered.size())) {
        return false;
    }
    for (int row = first; row <= last; ++row) {
        if (r.covered[static_cast<std::size_t>(row)] == 0) {
            return false;
        }
    }
    return true;
}

}  // namespace

RecordCases past_cases(const model::Model& model, const data::Data& data, const model::Part& part) {
    RecordCases cases;
    const model::QuantityId event = changed_event(model, part);
    if (!event) {
        return cases;
    }
    const auto happened = recorded_counts(model, data, event);
    if (!happened) {
        return cases;
    }
    const model::QuantityId outcome_id = measured_event(model, part);
    const auto outcome =
        outcome_id && outcome_id != event ? recorded_counts(model, data, outcome_id) : std::nullopt;
    cases.event = model.quantities[event].name;
    std::vector<double> changes;
    for (int row = 0; row < model.grid.months; ++row) {
        const auto i = static_cast<std::size_t>(row);
        if (happened->covered[i] == 0 || happened->counts[i] == 0) {
            continue;
        }
        if (outcome && !covers(*outcome, row - months_around, row + months_around)) {
            continue;
        }
        ++cases.cases;
        const std::string date = model::to_text(model.grid.month(row));
        cases.first = cases.first.empty() ? date : cases.first;
        cases.last = date;
        if (outcome) {
            changes.push_back(sum(*outcome, row + 1, row + months_around) -
                              sum(*outcome, row - months_around, row - 1));
        }
    }
    if (!changes.empty()) {
        const Quantiles q = quantiles(changes);
        cases.outcome = model.quantities[outcome_id].name;
        cases.change = q.mean;
        cases.low = q.q05;
        cases.high = q.q95;
    }
    return cases;
}

}  // namespace entente::claims

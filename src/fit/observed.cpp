// SPDX-License-Identifier: Apache-2.0
#include "fit/observed.hpp"

#include <algorithm>

#include "base/contract.hpp"
#include "model/graph.hpp"

namespace entente::fit {

namespace {

using model::DistributionKind;
using model::ErrorModel;
using model::EventModel;
using model::Quantity;
using model::QuantityId;
using model::QuantityKind;
using Window = model::Observation::Window;

int months_of(model::Period period) {
    switch (period) {
        case model::Period::month:
            return 1;
        case model::Period::quarter:
            return 3;
        case model::Period::year:
            return 12;
    }
    return 1;
}

class Builder {
  public:
    Builder(const model::Model& model, const data::Data& data, model::MonthWindow window)
        : data_(data), window_(window) {
        made_.model = model;
    }

    Targets build() {
        for (std::size_t i = 0; i < made_.model.data.size(); ++i) {
            add_series(model::DataId(i));
        }
        const std::size_t quantities = made_.model.quantities.size();
        for (std::size_t i = 0; i < quantities; ++i) {
            add_event(QuantityId(i));
        }
        // The lets made on the way need their places in the order of evaluation.
        model::order(made_.model);
        return std::move(made_);
    }

  private:
    void add_series(model::DataId id) {
        const model::DataSeries& series = made_.model.data[id];
        for (const model::Observation& observation : series.observes) {
            Target target;
            target.name = series.name;
            target.label = series.label;
            target.unit = series.unit;
            target.errors = observation.errors;
            target.window = observation.window;
            target.period = months_of(series.each);
            target.scale = observation.scale;
            target.closes_after =
                made_.model.quantities[observation.quantity].kind == QuantityKind::stock;
            for (const data::Point& point : data_.series[id].points) {
                add_point(target, point.month, point.value);
            }
            if (target.points.empty()) {
                continue;
            }
            target.output = output(observation.quantity);
            for (const model::ErrorSetting& setting : observation.settings) {
                Setting made;
                made.value = setting.value;
                if (setting.quantity) {
                    made.output = output(setting.quantity);
                }
                target.settings.push_back(made);
            }
            made_.targets.push_back(std::move(target));
        }
    }

    void add_point(Target& target, model::Month month, double value) const {
        const model::Grid& grid = made_.model.grid;
        Observed point;
        point.month = month;
        point.first = grid.row(month);
        point.last = point.first + target.period - 1;
        point.value = value;
        const bool growth = target.window == Window::growth;
        const int from = growth ? point.first - target.period : point.first;
        const bool within = window_.contains(month) && window_.contains(grid.month(point.last));
        if (within && from >= 0 && point.last < grid.months) {
            target.points.push_back(point);
        }
    }

    void add_event(QuantityId id) {
        const Quantity event = made_.model.quantities[id];
        const bool drawn = event.event_model == EventModel::draw;
        const bool hazard = event.event_model == EventModel::hazard;
        if (event.kind != QuantityKind::event || !event.record || (!drawn && !hazard)) {
            return;
        }
        ENTENTE_EXPECT(event.definitions.size() == 1);
        const model::Definition& definition = event.definitions.front();
        Target target;
        target.name = event.name;
        target.unit = event.unit;
        target.event = true;
        target.hazard = hazard;
        target.errors = hazard ? ErrorModel::bernoulli : count_model(definition.draw.kind);
        if (event.declaration) {
            target.label = made_.model.declarations[event.declaration].label;
        }
        add_months(target, event);
        if (target.points.empty()) {
            return;
        }
        const auto& parameters = definition.draw.parameters;
        const model::NodeId mean = hazard ? definition.node : parameters[0];
        target.output = output(let(event, mean, "mean"));
        if (target.errors == ErrorModel::negative_binomial) {
            target.settings.push_back({0, output(let(event, parameters[1], "size"))});
        }
        made_.targets.push_back(std::move(target));
    }

    static ErrorModel count_model(DistributionKind kind) {
        if (kind == DistributionKind::poisson) {
            return ErrorModel::poisson;
        }
        if (kind == DistributionKind::negative_binomial) {
            return ErrorModel::negative_binomial;
        }
        ENTENTE_EXPECT(kind == DistributionKind::bernoulli);
        return ErrorModel::bernoulli;
    }

    /// The months the record covers.
    void add_months(Target& target, const Quantity& event) const {
        const std::vector<double> covered = track_values(made_.model, data_, event.covered);
        const std::vector<double> counts = track_values(made_.model, data_, event.record);
        for (int row = 0; row < made_.model.grid.months; ++row) {
            if (covered[static_cast<std::size_t>(row)] != 0) {
                add_point(
                    target, made_.model.grid.month(row), counts[static_cast<std::size_t>(row)]);
            }
        }
    }

    /// What an event's law reads, as a quantity of the model.
    QuantityId let(const Quantity& event, model::NodeId node, const char* what) {
        const model::Node& read = made_.model.nodes[node];
        if (read.op == model::Op::quantity) {
            return read.quantity;
        }
        Quantity made;
        made.name = event.name + ".fitted_" + what;
        made.declaration = event.declaration;
        made.unit = "1";
        made.hidden = true;
        made.definitions.push_back({node, {}});
        return made_.model.quantities.add(made);
    }

    std::uint32_t output(QuantityId id) {
        auto& outputs = made_.outputs;
        const auto found = std::find(outputs.begin(), outputs.end(), id);
        if (found == outputs.end()) {
            outputs.push_back(id);
            return static_cast<std::uint32_t>(outputs.size() - 1);
        }
        return static_cast<std::uint32_t>(found - outputs.begin());
    }

    const data::Data& data_;
    model::MonthWindow window_;
    Targets made_;
};

}  // namespace

std::size_t Targets::points() const {
    std::size_t sum = 0;
    for (const Target& target : targets) {
        sum += target.points.size();
    }
    return sum;
}

int Targets::rows() const {
    int last = -1;
    for (const Target& target : targets) {
        for (const Observed& point : target.points) {
            last = std::max(last, point.last + (target.closes_after ? 1 : 0));
        }
    }
    return last + 1;
}

Targets targets_of(const model::Model& model, const data::Data& data, model::MonthWindow window) {
    return Builder(model, data, window).build();
}

}  // namespace entente::fit

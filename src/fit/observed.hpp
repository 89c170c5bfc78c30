// SPDX-License-Identifier: Apache-2.0
// What a model is held against: the series it observes and the events it has a record of, each with
// the months it speaks of and the quantities of the model it is compared with. The first step of a
// likelihood and of a score; nothing is run here.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/data.hpp"
#include "model/model.hpp"

namespace entente::fit {

/// One observed number and the rows of the model that it is compared with.
struct Observed {
    model::Month month;  ///< the first month of its period
    int first = 0;       ///< row of that month
    int last = 0;        ///< row of the period's last month
    double value = 0;    ///< in the unit of the series
};

/// A number of an error model: fixed, or an output.
struct Setting {
    double value = 0;
    std::optional<std::uint32_t> output;
};

/// One series with one way of observing it, or one recorded event.
struct Target {
    std::string name;   ///< of the series or the event
    std::string label;  ///< for people; may be empty
    std::string unit;
    bool event = false;
    /// Of an event: what the model has is a rate a month; the chance of one is 1 - exp(-rate).
    bool hazard = false;
    model::ErrorModel errors = model::ErrorModel::normal;
    model::Observation::Window window = model::Observation::Window::closing;
    int period = 1;             ///< months
    bool closes_after = false;  ///< a stock: its closing value is that of the next row
    double scale = 1;           ///< of a number without unit: 0.01 for percent
    std::uint32_t output = 0;
    std::vector<Setting> settings;
    std::vector<Observed> points;  ///< rising by month
};

/// A model with everything its targets need among its quantities.
struct Targets {
    model::Model model;  ///< the given one; the rates of recorded events are lets of it
    std::vector<model::QuantityId> outputs;  ///< what a run must keep; Target::output is an index
    std::vector<Target> targets;

    /// Observed numbers of all targets together.
    std::size_t points() const;
    /// Rows that a run must reach: the last one any target reads, and one.
    int rows() const;
};

/// The targets of a model whose points lie wholly in the window: every `observes` clause with at
/// least one point, and every event with a record and a count or hazard of its own. A growth needs
/// the period before it within the
/// grid. Inputs and choices with a record are not targets: the model is conditional on them.
Targets targets_of(const model::Model& model, const data::Data& data, model::MonthWindow window);

}  // namespace entente::fit

// SPDX-License-Identifier: Apache-2.0
// A small text resolved, for tests of the model stage.
#pragma once

#include <optional>
#include <string>

#include <doctest/doctest.h>

#include "model/model.hpp"
#include "model/print.hpp"
#include "model/resolve.hpp"

namespace entente::test {

/// The model of a text without includes; the test fails where it does not resolve. Two years from
/// 2020-01, forecast from 2021-01.
inline model::Model resolved(const std::string& text) {
    text::Sources sources;
    text::Diagnostics diagnostics;
    const text::FileId file = sources.add(
        "m.ent",
        "model m \"M\" { time month from 2020-01 to 2021-12; forecast from 2021-01 }\n" + text);
    auto model = model::resolve(
        sources,
        file,
        [](const std::string&) { return std::optional<std::string>(); },
        diagnostics);
    INFO(text::render(diagnostics, sources, text::Colour::off));
    REQUIRE(model.has_value());
    return *std::move(model);
}

inline const model::Quantity& quantity(const model::Model& model, const std::string& name) {
    const model::QuantityId id = model::find_quantity(model, name);
    INFO(name);
    REQUIRE(id);
    return model.quantities[id];
}

/// The expression that defines a quantity, printed.
inline std::string equation(const model::Model& model, const std::string& name) {
    const model::Quantity& q = quantity(model, name);
    return model::to_text(model, q.definitions.empty() ? q.otherwise : q.definitions.front().node);
}

/// The model with the changes of one of its scenarios.
inline model::Model with(const model::Model& model, const std::string& scenario) {
    const model::ScenarioId id = model::find_scenario(model, scenario);
    REQUIRE(id);
    return model::with_scenario(model, model.scenarios[id]);
}

/// The value of a path in a month.
inline double at(const model::Model& model, model::TrackId track, int year, int month) {
    REQUIRE(track);
    const int row = model.grid.row(model::month_of(year, month));
    return model.tracks[track].values.at(static_cast<std::size_t>(row));
}

}  // namespace entente::test

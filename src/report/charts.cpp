// SPDX-License-Identifier: Apache-2.0
#include "report/charts.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "report/details.hpp"
#include "report/fans.hpp"
#include "report/record_json.hpp"
#include "report/sentences.hpp"

namespace entente::report {

namespace {

using Json = nlohmann::ordered_json;

}  // namespace

Json rounded(double value, int digits) {
    if (!std::isfinite(value)) {
        return nullptr;
    }
    const std::string text = fmt::format("{:.{}g}", value, digits);
    double read = 0;
    std::from_chars(text.data(), text.data() + text.size(), read);
    // Whole numbers without ".0": most counts are.
    const bool whole = std::abs(read) < 1e15 && std::trunc(read) == read;
    return whole ? Json(static_cast<std::int64_t>(read)) : Json(read);
}

Json fan_json(const Fan& fan, const model::Grid& grid, const std::string& summary) {
    Json json = {{"scenario", fan.scenario},
                 {"from", model::to_text(grid.month(fan.first_row))},
                 {"summary", summary}};
    const auto column = [&](double results::Quantiles::*quantile) {
        Json values = Json::array();
        for (const results::Quantiles& q : fan.rows) {
            values.push_back(rounded(q.*quantile));
        }
        return values;
    };
    json["q05"] = column(&results::Quantiles::q05);
    json["q25"] = column(&results::Quantiles::q25);
    json["q50"] = column(&results::Quantiles::q50);
    json["q75"] = column(&results::Quantiles::q75);
    json["q95"] = column(&results::Quantiles::q95);
    return json;
}

Json observed_json(const std::vector<ObservedSeries>& observed) {
    Json all = Json::array();
    for (const ObservedSeries& series : observed) {
        Json points = Json::array();
        for (const Dot& dot : series.dots) {
            points.push_back({{"month", model::to_text(dot.month)},
                              {"value", rounded(dot.value)},
                              {"grade", grade_json(dot.grade)}});
        }
        all.push_back({{"name", series.name},
                       {"label", series.label},
                       {"offset", series.offset},
                       {"grade", grade_json(series.grade)},
                       {"source", series.source},
                       {"caveat", series.caveat},
                       {"to", series.to},
                       {"points", std::move(points)}});
    }
    return all;
}

const char* name_of(Measure measure) {
    switch (measure) {
        case Measure::point:
            return "point";
        case Measure::mean:
            return "mean";
        case Measure::twelve_months:
            return "twelve_months";
    }
    return "";
}

namespace {

/// Counts, and whatever never goes below zero, are drawn from zero.
bool never_negative(const Fan& fan) {
    return std::none_of(fan.rows.begin(), fan.rows.end(), [](const auto& q) { return q.q05 < 0; });
}

}  // namespace

std::string label_of(const model::Model& model, const std::string& output) {
    const model::QuantityId id = model::find_quantity(model, output);
    if (!id || !model.quantities[id].declaration) {
        return {};
    }
    const model::Declaration& declared = model.declarations[model.quantities[id].declaration];
    // Elements of an index share a label; the name tells them apart.
    return declared.elements.size() == 1 ? declared.label
                                         : fmt::format("{}: {}", declared.label, output);
}

Json begun_chart(const model::Model& model,
                 const data::Data& data,
                 const results::Run& baseline,
                 std::size_t output) {
    const results::Output& shown = baseline.outputs[output];
    const Measure measure = measure_of(shown);
    const Fan base = levels(baseline, output, 0);
    Json fans = Json::array();
    fans.push_back(fan_json(base, model.grid, level_summary(base, model.grid, measure)));
    return {{"name", shown.name},
            {"label", label_of(model, shown.name)},
            {"unit", shown.unit},
            {"measure", name_of(measure)},
            {"from_zero", never_negative(base)},
            {"fans", std::move(fans)},
            {"differences", Json::array()},
            {"observed", observed_json(observed_of(model, data, shown.name, measure))}};
}

void add_scenario(Json& chart,
                  const results::Run& baseline,
                  const results::Run& run,
                  std::size_t output,
                  int first_row) {
    const int first = first_difference(baseline, run, output, first_row);
    if (first < 0) {
        return;
    }
    const model::Grid& grid = run.grid;
    const Measure measure = measure_of(baseline.outputs[output]);
    const Fan fan = levels(run, output, first);
    const Fan change = differences(baseline, run, output, first);
    chart["from_zero"] = chart["from_zero"].get<bool>() && never_negative(fan);
    chart["fans"].push_back(fan_json(fan, grid, level_summary(fan, grid, measure)));
    chart["differences"].push_back(
        fan_json(change, grid, difference_summary(change, grid, measure)));
}

Json charts_json(const model::Model& model,
                 const data::Data& data,
                 std::span<const results::Run> runs) {
    Json all = Json::array();
    if (runs.empty()) {
        return all;
    }
    for (std::size_t output = 0; output < runs.front().outputs.size(); ++output) {
        if (!runs.front().outputs[output].hidden) {
            Json chart = begun_chart(model, data, runs.front(), output);
            for (const results::Run& run : runs.subspan(1)) {
                add_scenario(chart, runs.front(), run, output);
            }
            add_details(chart, model, runs, output);
            all.push_back(std::move(chart));
        }
    }
    return all;
}

}  // namespace entente::report

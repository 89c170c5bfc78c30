// SPDX-License-Identifier: Apache-2.0
#include "report/details.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "report/charts.hpp"
#include "report/fans.hpp"
#include "report/matters.hpp"
#include "results/summary.hpp"

namespace entente::report {

namespace {

using Json = nlohmann::ordered_json;

constexpr int digits_of_thin_lines = 3;

Json samples_json(const results::Run& run, std::size_t output, int first_row) {
    Json all = Json::array();
    for (const std::vector<double>& path : samples(run, output, first_row)) {
        Json values = Json::array();
        for (const double value : path) {
            values.push_back(rounded(value, digits_of_thin_lines));
        }
        all.push_back(std::move(values));
    }
    return all;
}

/// "mean of 2036-02 to 2037-01".
std::string window_text(const results::Run& run, std::size_t output) {
    const int last = results::last_row_with_value(run, output, run.grid.rows() - 1);
    const bool counts = measure_of(run.outputs[output]) == Measure::twelve_months;
    return fmt::format("{} of {} to {}",
                       counts ? "total" : "mean",
                       model::to_text(run.grid.month(last - months_of_year + 1)),
                       model::to_text(run.grid.month(last)));
}

/// Nothing where no input stands out.
void add_matters(Json& fan,
                 const model::Model& model,
                 const results::Run& run,
                 std::size_t output,
                 std::span<const double> outcome) {
    Json inputs = matters_json(model, run, outcome);
    if (inputs.empty()) {
        return;
    }
    const Json& first = inputs.front();
    const double share = std::clamp(100 * first.at("share").get<double>(), 1.0, 99.0);
    const auto label = first.at("label").get<std::string>();
    const std::string sentence =
        fmt::format("Of the spread of this {}, about {:.0f} in 100 goes with one input: {}.",
                    measure_of(run.outputs[output]) == Measure::twelve_months ? "total" : "mean",
                    share,
                    label.empty() ? first.at("name").get<std::string>() : label);
    fan["matters"] = {
        {"of", window_text(run, output)}, {"sentence", sentence}, {"inputs", std::move(inputs)}};
}

const results::Run* run_of(std::span<const results::Run> runs, const Json& fan) {
    const auto found = std::find_if(runs.begin(), runs.end(), [&](const results::Run& run) {
        return run.scenario == fan.at("scenario").get<std::string>();
    });
    return found == runs.end() ? nullptr : &*found;
}

}  // namespace

Json matters_json(const model::Model& model,
                  const results::Run& run,
                  std::span<const double> outcome,
                  const std::atomic<bool>* stop) {
    Json all = Json::array();
    for (const Matter& matter : matters(run, outcome, stop)) {
        const model::QuantityId id = model::find_quantity(model, matter.name);
        const model::DeclarationId declared =
            id ? model.quantities[id].declaration : model::DeclarationId();
        const char grade = declared ? model.declarations[declared].grade : '\0';
        all.push_back({{"name", matter.name},
                       {"label", label_of(model, matter.name)},
                       {"grade", grade == 0 ? Json(nullptr) : Json(std::string(1, grade))},
                       {"share", matter.share},
                       {"low", matter.low},
                       {"high", matter.high},
                       {"low_value", matter.low_value},
                       {"high_value", matter.high_value}});
    }
    return all;
}

void add_samples(Json& fan,
                 const results::Run& baseline,
                 const results::Run& run,
                 std::size_t output,
                 int first_row) {
    const int first = &run == &baseline ? 0 : first_difference(baseline, run, output, first_row);
    fan["samples"] = samples_json(run, output, std::max(first, run.grid.row(run.grid.forecast)));
}

void add_details(Json& chart,
                 const model::Model& model,
                 std::span<const results::Run> runs,
                 std::size_t output) {
    const results::Run& baseline = runs.front();
    for (Json& fan : chart["fans"]) {
        if (const results::Run* run = run_of(runs, fan)) {
            add_samples(fan, baseline, *run, output);
        }
    }
    const std::vector<double> before = last_year(baseline, output);
    if (before.empty()) {
        return;
    }
    add_matters(chart["fans"].front(), model, baseline, output, before);
    for (Json& change : chart["differences"]) {
        if (const results::Run* run = run_of(runs, change)) {
            std::vector<double> changed = last_year(*run, output);
            for (std::size_t member = 0; member < changed.size(); ++member) {
                changed[member] -= before[member];
            }
            add_matters(change, model, *run, output, changed);
        }
    }
}

}  // namespace entente::report

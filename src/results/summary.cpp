// SPDX-License-Identifier: Apache-2.0
#include "results/summary.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

#include "results/json_number.hpp"
#include "results/manifest.hpp"
#include "results/quantiles.hpp"

namespace entente::results {

namespace {

using Json = nlohmann::ordered_json;

/// Faults written out in full; the count is of all.
constexpr std::size_t faults_listed = 20;

const char* method_name(CellMethod method) {
    switch (method) {
        case CellMethod::point:
            return "point";
        case CellMethod::mean:
            return "mean";
        case CellMethod::sum:
            return "sum";
    }
    return "point";
}

Json output_json(const Run& run, std::size_t output) {
    Json at = Json::array();
    int before = -1;
    for (const int wanted : summary_rows(run.grid)) {
        const int row = last_row_with_value(run, output, wanted);
        if (row <= before) {
            continue;  // a flow's last month was already there
        }
        before = row;
        const Quantiles q = quantiles_of(run, output, row);
        at.push_back({{"month", model::to_text(run.grid.month(row))},
                      {"median", json_number(q.q50)},
                      {"low", json_number(q.q05)},
                      {"high", json_number(q.q95)},
                      {"mean", json_number(q.mean)},
                      {"n", q.n}});
    }
    return {{"name", run.outputs[output].name},
            {"unit", run.outputs[output].unit},
            {"cell_method", method_name(run.outputs[output].cell_method)},
            {"at", at}};
}

Json faults_json(const Run& run) {
    Json first = Json::array();
    for (std::size_t i = 0; i < run.faults.size() && i < faults_listed; ++i) {
        const Fault& fault = run.faults[i];
        first.push_back({{"member", fault.member},
                         {"month", model::to_text(run.grid.month(fault.row))},
                         {"code", fault.code},
                         {"quantity", fault.quantity},
                         {"value", json_number(fault.value)}});
    }
    return {{"members", run.faulty_members}, {"count", run.fault_count}, {"first", first}};
}

}  // namespace

std::vector<int> summary_rows(const model::Grid& grid) {
    const int end = grid.rows() - 1;
    std::vector<int> rows;
    const int first = std::max(0, grid.row(grid.forecast));
    for (int row = first; row < end; row += 12) {
        rows.push_back(row);
    }
    rows.push_back(end);
    return rows;
}

int last_row_with_value(const Run& run, std::size_t output, int row) {
    for (; row >= 0; --row) {
        for (std::size_t member = 0; member < run.members; ++member) {
            if (!std::isnan(run.value(member, row, output))) {
                return row;
            }
        }
    }
    return -1;
}

std::string summary_json(std::span<const Run> runs, const std::string& model_name) {
    Json scenarios = Json::array();
    for (const Run& run : runs) {
        Json outputs = Json::array();
        for (std::size_t i = 0; i < run.outputs.size(); ++i) {
            if (!run.outputs[i].hidden) {
                outputs.push_back(output_json(run, i));
            }
        }
        Json scenario = {{"scenario", run.scenario},
                         {"prior_set", run.prior_set},
                         {"policy", run.policy},
                         {"seed", run.seed},
                         {"members", run.members},
                         {"partial", run.partial},
                         {"outputs", outputs},
                         {"faults", faults_json(run)}};
        if (run.choices.made > 0) {
            scenario["choices"] = {{"made", run.choices.made},
                                   {"unsettled", run.choices.unsettled}};
        }
        scenarios.push_back(std::move(scenario));
    }
    const Json json = {{"schema_version", schema_version},
                       {"model", model_name},
                       {"band", {0.05, 0.95}},
                       {"scenarios", scenarios}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace entente::results

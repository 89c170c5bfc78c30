// SPDX-License-Identifier: Apache-2.0
#include "cli/served_graph.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/parallel.hpp"
#include "claims/wording.hpp"
#include "cli/loops_now.hpp"
#include "report/charts.hpp"
#include "report/fans.hpp"
#include "report/record_json.hpp"
#include "results/json_number.hpp"

namespace entente::cli {

namespace {

using Json = nlohmann::ordered_json;

/// Parameters would hide the structure, as in `entente graph`; `explain` names them.
bool is_drawn(const model::Declaration& declared) {
    return declared.kind != model::DeclarationKind::param;
}

/// What a page tells apart by its drawing; all else is a quantity.
std::string node_kind(model::DeclarationKind kind) {
    using Kind = model::DeclarationKind;
    constexpr std::array drawn = {Kind::stock, Kind::lever, Kind::event, Kind::input};
    const bool apart = std::find(drawn.begin(), drawn.end(), kind) != drawn.end();
    return apart ? kind_name(kind) : "quantity";
}

Json loops_json(Served& served) {
    Json all = Json::array();
    for (const LoopNow& loop : loops_now(*served.project, 0, served.options)) {
        const bool feeds_itself = loop.gain > 0;
        all.push_back({{"polarity", feeds_itself ? "R" : "B"},
                       {"nodes", loop.stocks},
                       {"strength", results::json_number(loop.gain)},
                       {"text",
                        fmt::format("{} → {}: {}, gain {}",
                                    fmt::join(loop.stocks, " → "),
                                    loop.stocks.front(),
                                    feeds_itself ? "reinforcing" : "balancing",
                                    claims::signed_number(loop.gain))}});
    }
    return all;
}

Json path_json(const Served& served, const std::string& name) {
    constexpr int digits_of_small_lines = 3;
    Json path = Json::array();
    if (const auto found = served.paths.find(name); found != served.paths.end()) {
        for (const double value : found->second) {
            path.push_back(report::rounded(value, digits_of_small_lines));
        }
    }
    return path;
}

}  // namespace

std::string section_label(const model::Model& model, const std::string& section) {
    for (const std::string& known : model.sections) {
        if (known.starts_with(section + ": ")) {
            return known.substr(section.size() + 2);
        }
    }
    return section;
}

std::map<std::string, std::vector<double>> paths_of(const model::Model& model,
                                                    const results::Run& run) {
    std::map<std::string, std::vector<double>> paths;
    for (const model::Declaration& declared : model.declarations) {
        if (is_drawn(declared)) {
            paths[declared.name];
        }
    }
    parallel_for(run.outputs.size(), 0, [&](std::size_t output) {
        const auto path = paths.find(run.outputs[output].name);
        if (path == paths.end()) {
            return;  // an element of an index, or hidden
        }
        const report::Fan fan = report::levels(run, output, 0);
        const int end = fan.first_row + static_cast<int>(fan.rows.size());
        for (int row = 0; row < end; row += months_of_paths) {
            path->second.push_back(
                row < fan.first_row ? std::nan("")
                                    : fan.rows[static_cast<std::size_t>(row - fan.first_row)].q50);
        }
    });
    return paths;
}

Json graph_json(Served& served) {
    const model::Model& model = *served.project->model;
    Json nodes = Json::array();
    Json edges = Json::array();
    std::map<std::string, bool> shown;
    for (const model::Declaration& declared : model.declarations) {
        shown[declared.name] = is_drawn(declared);
        if (shown[declared.name]) {
            nodes.push_back({{"name", declared.name},
                             {"label", declared.label},
                             {"kind", node_kind(declared.kind)},
                             {"sector", section_label(model, declared.section)},
                             {"unit", declared.unit},
                             {"grade", report::grade_json(declared.grade)},
                             {"path", path_json(served, declared.name)}});
        }
    }
    for (const Cause& cause : served.causes) {
        if (shown[cause.from] && shown[cause.to]) {
            edges.push_back(
                {{"from", cause.from}, {"to", cause.to}, {"sign", std::string(1, cause.sign)}});
        }
    }
    return {{"nodes", std::move(nodes)},
            {"months_of_paths", months_of_paths},
            {"edges", std::move(edges)},
            {"loops", loops_json(served)}};
}

}  // namespace entente::cli

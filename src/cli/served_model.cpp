// SPDX-License-Identifier: Apache-2.0
#include "cli/served_model.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/version.hpp"
#include "cli/ensemble.hpp"
#include "cli/explain.hpp"
#include "cli/fits.hpp"
#include "cli/posterior_use.hpp"
#include "cli/report_inputs.hpp"
#include "cli/served_graph.hpp"
#include "cli/track_record.hpp"
#include "program/compile.hpp"
#include "report/charts.hpp"
#include "report/payload.hpp"
#include "report/record_json.hpp"
#include "results/json_number.hpp"
#include "results/quantiles.hpp"

namespace entente::cli {

namespace {

using Json = nlohmann::ordered_json;

/// A few futures of the baseline, with every quantity; nothing where it does not compile.
std::optional<results::Run> few_futures(Served& served) {
    const model::Model& model = *served.project->model;
    Ensemble ensemble;
    ensemble.scenario = model.scenarios[model::ScenarioId(0)];
    ensemble.outputs = every_quantity(model);
    const auto program = compile(*served.project, ensemble, served.options);
    if (!program) {
        return std::nullopt;
    }
    const Members members = {0, futures_of_now};
    const auto draws =
        member_draws(model, served.posterior ? &*served.posterior : nullptr, members);
    run::RunSpec spec;
    spec.seed = served.options.seed;
    spec.members = members.count;
    spec.threads = static_cast<std::size_t>(served.options.threads);
    spec.given = draws ? &draws->given : nullptr;
    return run::simulate(*program, spec);
}

std::map<std::string, double> values_now(const results::Run& run) {
    std::map<std::string, double> now;
    const int row = run.grid.row(run.grid.forecast);
    for (std::size_t output = 0; output < run.outputs.size(); ++output) {
        const double median = results::quantiles_of(run, output, row).q50;
        if (std::isfinite(median)) {
            now[run.outputs[output].name] = median;
        }
    }
    return now;
}

Json number_or_null(const std::optional<double>& value) {
    return value ? results::json_number(*value) : Json(nullptr);
}

std::optional<double> value_now(const Served& served, const std::string& name) {
    const auto found = served.now.find(name);
    return found == served.now.end() ? std::nullopt : std::optional(found->second);
}

// ---- scenarios ----

std::string trimmed(std::string_view text) {
    constexpr const char* blank = " \t\r";
    const std::size_t begin = text.find_first_not_of(blank);
    return begin == std::string_view::npos
               ? std::string()
               : std::string(text.substr(begin, text.find_last_not_of(blank) - begin + 1));
}

/// The lines between the braces behind a place of a text, without comments.
std::vector<std::string> lines_within(std::string_view text, std::size_t from) {
    const std::size_t open = text.find('{', from);
    const std::size_t close = text.find('}', from);
    std::vector<std::string> lines;
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
        return lines;
    }
    std::string_view inside = text.substr(open + 1, close - open - 1);
    while (!inside.empty()) {
        const std::size_t end = std::min(inside.find('\n'), inside.size());
        std::string line = trimmed(inside.substr(0, end));
        if (!line.empty() && line.front() != '#') {
            lines.push_back(std::move(line));
        }
        inside.remove_prefix(std::min(end + 1, inside.size()));
    }
    return lines;
}

Json scenarios_json(const Project& project) {
    Json all = Json::array();
    for (std::size_t i = 0; i < project.model->scenarios.size(); ++i) {
        const model::Scenario& scenario = project.model->scenarios[model::ScenarioId(i)];
        std::vector<std::string> changes;
        // The baseline stands in no text.
        if (i > 0) {
            changes = lines_within(project.sources.text(scenario.span.file), scenario.span.begin);
        }
        all.push_back({{"name", scenario.name},
                       {"label", i == 0 ? "Baseline" : scenario.label},
                       {"doc", scenario.doc},
                       {"changes", changes}});
    }
    return all;
}

// ---- what can be set and asked for ----

std::string actor_label(const model::Model& model, const std::string& code) {
    for (const model::Actor& actor : model.actors) {
        if (actor.code == code) {
            return actor.label;
        }
    }
    return code;
}

/// Smallest and largest value of a record before the forecast.
struct Seen {
    std::optional<double> low;
    std::optional<double> high;
};

Seen seen_of(const model::Model& model, const data::Data& data, const model::Quantity& lever) {
    Seen seen;
    if (!lever.record) {
        return seen;
    }
    const std::vector<double> values = data::track_values(model, data, lever.record);
    const std::vector<double> covered = lever.covered
                                            ? data::track_values(model, data, lever.covered)
                                            : std::vector<double>(values.size(), 1);
    const auto end = static_cast<std::size_t>(model.grid.row(model.grid.forecast));
    for (std::size_t row = 0; row < std::min(end, values.size()); ++row) {
        if (covered[row] != 0) {
            seen.low = std::min(seen.low.value_or(values[row]), values[row]);
            seen.high = std::max(seen.high.value_or(values[row]), values[row]);
        }
    }
    return seen;
}

/// The default, where it is a number.
std::optional<double> usual_of(const model::Model& model, const model::Quantity& lever) {
    if (!lever.otherwise || model.nodes[lever.otherwise].op != model::Op::constant) {
        return std::nullopt;
    }
    return model.nodes[lever.otherwise].value;
}

Json levers_json(const Served& served) {
    const model::Model& model = *served.project->model;
    Json all = Json::array();
    for (const model::Quantity& lever : model.quantities) {
        if (lever.kind != model::QuantityKind::lever || lever.hidden) {
            continue;
        }
        const model::Declaration& declared = model.declarations[lever.declaration];
        const Seen seen = seen_of(model, *served.project->data, lever);
        const std::optional<double> usual = usual_of(model, lever);
        const std::optional<double> now = value_now(served, lever.name);
        all.push_back({{"name", lever.name},
                       {"label", report::label_of(model, lever.name)},
                       {"unit", lever.unit},
                       {"holder", declared.held_by},
                       {"holder_label", actor_label(model, declared.held_by)},
                       {"low", number_or_null(lever.low)},
                       {"high", number_or_null(lever.high)},
                       {"usual", number_or_null(usual)},
                       {"now", number_or_null(now ? now : usual)},
                       {"seen_low", number_or_null(seen.low)},
                       {"seen_high", number_or_null(seen.high)},
                       {"doc", declared.doc},
                       {"source", report::citation_of(model, declared.source)},
                       {"grade", report::grade_json(declared.grade)}});
    }
    return all;
}

Json event_kinds_json(const model::Model& model) {
    Json all = Json::array();
    for (const model::Quantity& event : model.quantities) {
        if (event.kind == model::QuantityKind::event && !event.hidden && event.declaration) {
            all.push_back({{"name", event.name},
                           {"label", report::label_of(model, event.name)},
                           {"unit", event.unit},
                           {"doc", model.declarations[event.declaration].doc}});
        }
    }
    return all;
}

/// Where an output stands and how a chart draws it.
Json outputs_json(Served& served) {
    const model::Model& model = *served.project->model;
    Json all = Json::array();
    Ensemble ensemble;
    ensemble.scenario = model.scenarios[model::ScenarioId(0)];
    ensemble.outputs = model.outputs;
    const auto program = compile(*served.project, ensemble, served.options);
    if (!program) {
        return all;
    }
    for (const auto& output : program->outputs) {
        const model::Quantity& quantity =
            model.quantities[model::find_quantity(model, output.name)];
        const std::string section =
            quantity.declaration ? model.declarations[quantity.declaration].section : "";
        all.push_back({{"name", output.name},
                       {"label", report::label_of(model, output.name)},
                       {"unit", output.unit},
                       {"measure", report::name_of(report::measure_of(output))},
                       {"sector", section_label(model, section)}});
    }
    return all;
}

/// What members draw from, and why not from the posterior beside the model.
std::string draws_of(const Served& served) {
    const std::string draws = draws_text(*served.project->model, 0, served.posterior);
    const bool other = served.options.posterior == "none" && served.asked_posterior == "auto";
    return other ? draws + "; the posterior beside the model is of another text" : draws;
}

Json policies_json() {
    constexpr std::pair<program::Policy, const char*> labels[] = {
        {program::Policy::rule, "Players follow their rules"},
        {program::Policy::scripted, "Players do what scenarios and records say"},
        {program::Policy::myopic, "Players look ahead to their next choice"},
        {program::Policy::rollout, "Players look ahead over their horizon"},
        {program::Policy::equilibrium, "Players look ahead and expect what the others then do"}};
    Json all = Json::array();
    for (const auto& [policy, label] : labels) {
        all.push_back({{"name", program::name(policy)}, {"label", label}});
    }
    return all;
}

/// What stands at the other end of the causes whose `own` end is the declaration, with their signs.
Json neighbours_json(const Served& served,
                     const std::string& declared,
                     std::string Cause::*own,
                     std::string Cause::*other) {
    Json all = Json::array();
    for (const Cause& cause : served.causes) {
        if (cause.*own == declared) {
            all.push_back({{"name", cause.*other},
                           {"label", report::label_of(*served.project->model, cause.*other)},
                           {"sign", std::string(1, cause.sign)}});
        }
    }
    return all;
}

}  // namespace

Served open_served(const Options& options) {
    Served served;
    served.options = options;
    served.asked_posterior = options.posterior;
    served.project = open_project(options.arguments.front(), Reads::model_and_data);
    Project& project = *served.project;
    if (project.diagnostics.has_errors() || !project.model || !project.data) {
        project.model.reset();
        return served;
    }
    try {
        served.posterior = posteriors_for(project, {0}, options)[0];
    } catch (const Failure&) {
        if (options.posterior != "auto") {
            throw;
        }
        // A text that is being written soon is another model than the one that was fitted.
        served.options.posterior = "none";
    }
    served.causes = causes(*project.model);
    if (const auto run = few_futures(served)) {
        served.now = values_now(*run);
        served.paths = paths_of(*project.model, *run);
    }
    return served;
}

std::string served_model_json(Served& served) {
    Project& project = *served.project;
    const model::Model& model = *project.model;
    const std::vector<claims::ClaimResult> none;
    Terminal terminal(served.options);
    const report::Report report = {
        model,
        *project.data,
        none,
        {},
        {},
        dated_events(project),
        track_record_beside(project, served.options, terminal),
        provenance_of(project, served.options, {"baseline"}, served.posterior)};
    Json payload = Json::parse(report::payload_json(report));
    Json series = Json::array();
    for (std::size_t i = 0; i < model.data.size(); ++i) {
        series.push_back(
            report::series_json(model, *project.data, model::DataId(i), report::Points::listed));
    }
    const Json all = {{"schema_version", 1},
                      {"model", std::move(payload["model"])},
                      {"scenarios", scenarios_json(project)},
                      {"levers", levers_json(served)},
                      {"event_kinds", event_kinds_json(model)},
                      {"outputs", outputs_json(served)},
                      {"events", std::move(payload["events"])},
                      {"series", std::move(series)},
                      {"inputs", std::move(payload["inputs"])},
                      {"graph", graph_json(served)},
                      {"limits", std::move(payload["limits"])},
                      {"track_record", std::move(payload["track_record"])},
                      {"policies", policies_json()},
                      {"draws", draws_of(served)},
                      {"seed", served.options.seed},
                      {"version", version()},
                      {"commit", commit()}};
    return all.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Json> explained_json(const Served& served, const std::string& name) {
    const model::Model& model = *served.project->model;
    const auto found = std::find_if(model.declarations.begin(),
                                    model.declarations.end(),
                                    [&name](const auto& d) { return d.name == name; });
    if (found == model.declarations.end()) {
        return std::nullopt;
    }
    const model::Declaration& declared = *found;
    const Neighbours around = neighbours(served.causes, declared);
    return Json{{"name", declared.name},
                {"label", declared.label},
                {"kind", kind_name(declared.kind)},
                {"unit", declared.unit},
                {"equation", declared.equation},
                {"doc", declared.doc},
                {"value_now", number_or_null(value_now(served, name))},
                {"inputs", neighbours_json(served, declared.name, &Cause::to, &Cause::from)},
                {"outputs", neighbours_json(served, declared.name, &Cause::from, &Cause::to)},
                {"grade", report::grade_json(declared.grade)},
                {"source", report::citation_of(model, declared.source)},
                {"caveat", declared.caveat},
                {"text", explain_text(*served.project, declared, around, declared.name)}};
}

std::vector<std::string> served_files(const Project& project) {
    std::vector<std::string> files;
    files.reserve(project.sources.size() + 3);
    for (std::size_t i = 0; i < project.sources.size(); ++i) {
        files.push_back(project.sources.path(text::FileId(i)));
    }
    for (const data::File& file : project.data ? project.data->files : std::vector<data::File>()) {
        files.push_back(file.path);
    }
    const std::filesystem::path folder = std::filesystem::path(project.path).parent_path();
    for (const char* beside : {"posterior.nc", "ablations.json", "score.json"}) {
        files.push_back((folder / beside).string());
    }
    if (!project.model) {
        // What is missing is not among the files that were read.
        files.push_back(folder.empty() ? "." : folder.string());
    }
    return files;
}

}  // namespace entente::cli

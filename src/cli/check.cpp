// SPDX-License-Identifier: Apache-2.0
// entente check: everything that can be said of a model without simulating it.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/project.hpp"
#include "cli/suggest.hpp"
#include "cli/verbs.hpp"
#include "program/compile.hpp"

namespace entente::cli {

namespace {

using Json = nlohmann::ordered_json;

std::size_t declared(const model::Model& model, model::DeclarationKind kind) {
    return static_cast<std::size_t>(std::count_if(model.declarations.begin(),
                                                  model.declarations.end(),
                                                  [&](const auto& d) { return d.kind == kind; }));
}

/// What a model holds, in numbers.
struct Summary {
    std::size_t actors, dyads, stocks, levers, players, scenarios, claims;
    std::size_t series, missing, events_recorded;
    std::size_t uncertain, weak;  ///< graded inputs; of grade C or worse
    std::string data_to;
};

Summary summarise(const Project& project) {
    const model::Model& model = *project.model;
    Summary s = {};
    s.actors = model.actors.size();
    for (const model::IndexSet& set : model.sets) {
        s.dyads += set.dyads ? set.elements.size() : 0;
    }
    s.stocks = declared(model, model::DeclarationKind::stock);
    s.levers = declared(model, model::DeclarationKind::lever);
    s.players = model.players.size();
    s.scenarios = model.scenarios.size() - 1;  // without the baseline
    s.claims = model.claims.size();
    for (const model::DataSeries& series : model.data) {
        ++(series.missing.empty() ? s.series : s.missing);
    }
    for (std::size_t i = 0; i < model.records.size(); ++i) {
        const model::RecordId id(i);
        if (model.records[id].use == model::RecordUse::counts) {
            s.events_recorded += project.data->records[id].rows_kept;
        }
    }
    model::Month last = model.grid.first;
    for (const data::Series& series : project.data->series) {
        if (!series.points.empty()) {
            last = std::max(last, series.points.back().month);
            s.data_to = model::to_text(last);
        }
    }
    for (const model::Declaration& d : model.declarations) {
        if (d.kind == model::DeclarationKind::param && d.grade != 0) {
            ++s.uncertain;
            s.weak += d.grade >= 'C' ? 1 : 0;
        }
    }
    return s;
}

std::string for_people(const Project& project, const Summary& s, const std::string& argument) {
    const model::Model& model = *project.model;
    std::vector<std::string> parts;
    const auto add = [&](std::size_t n, const char* one, const char* many) {
        if (n > 0) {
            parts.push_back(counted(n, one, many));
        }
    };
    add(s.actors, "actor", "actors");
    add(s.dyads, "dyad", "dyads");
    add(s.stocks, "stock", "stocks");
    add(s.levers, "lever", "levers");
    add(s.players, "player", "players");
    add(s.scenarios, "scenario", "scenarios");
    add(s.claims, "claim", "claims");
    std::string text = fmt::format("ok  {}: {}\n", model.name, fmt::join(parts, ", "));
    std::vector<std::string> more = {"units agree",
                                     fmt::format("{} to {} monthly",
                                                 model::to_text(model.grid.first),
                                                 model::to_text(model.grid.last()))};
    if (!s.data_to.empty()) {
        more.push_back("data to " + s.data_to);
    }
    std::string record = fmt::format("{} series", s.series);
    if (s.missing > 0) {
        record += fmt::format(" and {} missing", s.missing);
    }
    if (s.events_recorded > 0) {
        record += ", " + counted(s.events_recorded, "event", "events");
    }
    more.push_back(record);
    text += fmt::format("    {}\n", fmt::join(more, " · "));
    if (s.uncertain > 0 && argument == "-") {
        text += fmt::format(
            "    {} of {} graded inputs are of grade C or worse\n", s.weak, s.uncertain);
    } else if (s.uncertain > 0) {
        text += fmt::format(
            "    {} of {} graded inputs are of grade C or worse      see: entente data list {}\n",
            s.weak,
            s.uncertain,
            argument);
    }
    return text;
}

Json for_tools(const Project& project, const Summary& s) {
    return {{"model", project.model->name},
            {"actors", s.actors},
            {"dyads", s.dyads},
            {"stocks", s.stocks},
            {"levers", s.levers},
            {"players", s.players},
            {"scenarios", s.scenarios},
            {"claims", s.claims},
            {"series", s.series},
            {"missing_series", s.missing},
            {"events_recorded", s.events_recorded},
            {"graded_inputs", s.uncertain},
            {"weak_inputs", s.weak},
            {"data_to", s.data_to}};
}

}  // namespace

int run_check(const Options& options, Terminal& terminal) {
    const std::string& argument = options.arguments.front();
    const auto project = open_project(argument, Reads::model_and_data);
    bool fine = project->model && project->data && !project->diagnostics.has_errors();
    if (fine) {
        program::CompileOptions how;
        how.outputs = project->model->outputs;
        fine = program::compile(*project->model, *project->data, how, project->diagnostics)
                   .has_value();
    }
    if (options.json) {
        Json all = {
            {"schema_version", 1},
            {"ok", fine},
            {"diagnostics", Json::parse(text::to_json(project->diagnostics, project->sources))}};
        if (fine) {
            all["summary"] = for_tools(*project, summarise(*project));
        }
        terminal.out(all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
        return fine ? exit_done : exit_check_said_no;
    }
    report_faults(*project, terminal);
    if (!fine) {
        return exit_check_said_no;
    }
    terminal.out(for_people(*project, summarise(*project), argument));
    return exit_done;
}

}  // namespace entente::cli

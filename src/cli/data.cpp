// SPDX-License-Identifier: Apache-2.0
// entente data list|show|timeline|check: where the record comes from, its gaps, and what is
// missing.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/project.hpp"
#include "cli/suggest.hpp"
#include "cli/timeline.hpp"
#include "cli/verbs.hpp"
#include "report/record_json.hpp"

namespace entente::cli {

namespace {

using Json = nlohmann::ordered_json;
using report::citation_of;
using report::gaps;
using report::name_of;
using report::period_text;

std::string grade_text(char grade) { return grade == 0 ? "-" : std::string(1, grade); }

Json tables_json(const data::Data& data) {
    Json tables = Json::array();
    for (const data::File& file : data.files) {
        tables.push_back({{"path", file.shown}, {"sha256", file.hash}, {"rows", file.rows}});
    }
    return tables;
}

std::string list_line(const model::DataSeries& series, const data::Series& values) {
    const std::string span = values.points.empty()
                                 ? "no observation"
                                 : fmt::format("{} to {}",
                                               period_text(series, values.points.front().month),
                                               period_text(series, values.points.back().month));
    const std::size_t holes = gaps(series, values).size();
    return fmt::format("{:<28} {:<8} {:>5}  {:<19} {:<8}  grade {}  {}\n",
                       series.name,
                       name_of(series.each),
                       values.points.size(),
                       span,
                       counted(holes, "gap", "gaps"),
                       grade_text(series.grade),
                       series.unit);
}

void list(const Project& project, Terminal& terminal) {
    std::string missing;
    for (std::size_t i = 0; i < project.model->data.size(); ++i) {
        const model::DataSeries& series = project.model->data[model::DataId(i)];
        if (!series.missing.empty()) {
            missing += fmt::format("{:<28} {}\n", series.name, series.missing);
            continue;
        }
        terminal.out(list_line(series, project.data->series[model::DataId(i)]));
        terminal.out(fmt::format("    {}\n", citation_of(*project.model, series.source)));
        if (!series.caveat.empty()) {
            terminal.out(fmt::format("    caveat: {}\n", series.caveat));
        }
    }
    if (!missing.empty()) {
        terminal.out("\nMissing, declared with a reason:\n" + missing);
    }
    std::size_t judged = 0;
    std::size_t uncertain = 0;
    std::string inputs;
    for (const model::Declaration& d : project.model->declarations) {
        if (d.kind == model::DeclarationKind::param && d.grade != 0) {
            ++uncertain;
            judged += d.grade >= 'C' ? 1 : 0;
            inputs += fmt::format(
                "{:<28} grade {}  {}\n", d.name, d.grade, citation_of(*project.model, d.source));
        }
    }
    if (uncertain > 0) {
        terminal.out(fmt::format(
            "\nUncertain inputs, {} of {} of grade C or worse:\n{}", judged, uncertain, inputs));
    }
}

std::size_t series_named(const model::Model& model, const std::string& name) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < model.data.size(); ++i) {
        if (model.data[model::DataId(i)].name == name) {
            return i;
        }
        names.push_back(model.data[model::DataId(i)].name);
    }
    throw Failure(fmt::format("`{}` has no series `{}`{}", model.name, name, suggest(name, names)));
}

void show(const Project& project, std::size_t i, Terminal& terminal) {
    const model::DataSeries& series = project.model->data[model::DataId(i)];
    const data::Series& values = project.data->series[model::DataId(i)];
    terminal.out(fmt::format("{}  {}\n", terminal.strong(series.name), series.label));
    const auto row = [&](const char* name, const std::string& text) {
        if (!text.empty()) {
            terminal.out(fmt::format("  {:<9}{}\n", name, text));
        }
    };
    row("missing", series.missing);
    row("unit", series.unit);
    row("each", name_of(series.each));
    row("source", citation_of(*project.model, series.source));
    row("grade", grade_text(series.grade));
    row("caveat", series.caveat);
    row("licence", series.licence);
    row("gaps", fmt::format("{}", fmt::join(gaps(series, values), " ")));
    if (values.points.empty()) {
        return;
    }
    terminal.out("\n");
    for (const data::Point& p : values.points) {
        terminal.out(fmt::format("  {}  {:>12.6g}  {}  {}{}{}\n",
                                 period_text(series, p.month),
                                 p.value,
                                 grade_text(p.grade),
                                 p.source,
                                 p.note.empty() ? "" : " · ",
                                 p.note));
    }
}

Json event_json(const DatedEvent& event) {
    return {{"date", event.date},
            {"table", event.table},
            {"what", event.what},
            {"source", event.source},
            {"grade", event.grade.empty() ? Json(nullptr) : Json(event.grade)}};
}

void print_timeline(const Project& project, const Options& options, Terminal& terminal) {
    const std::vector<DatedEvent> events = timeline(project);
    if (options.json) {
        Json all = {{"schema_version", 1},
                    {"model", project.model->name},
                    {"series", Json::array()},
                    {"events", Json::array()}};
        for (const DatedEvent& event : events) {
            all["events"].push_back(event_json(event));
        }
        terminal.out(all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
        return;
    }
    for (const DatedEvent& event : events) {
        terminal.out(fmt::format("{:<10}  {:<24}  {}\n", event.date, event.table, event.what));
        const std::string grade = event.grade.empty() ? "" : " · grade " + event.grade;
        if (!event.source.empty()) {
            terminal.out(fmt::format("{:<38}{}{}\n", "", event.source, grade));
        }
    }
}

}  // namespace

int run_data(const Options& options, Terminal& terminal) {
    const std::string& what = options.arguments[0];
    if (what == "show" && options.arguments.size() < 3) {
        throw Failure(
            "`data show` needs the name of a series. Usage: entente data show MODEL NAME");
    }
    const auto project = open_project(options.arguments[1], Reads::model_and_data);
    const bool faulty = report_faults(*project, terminal);
    if (faulty || !project->data) {
        return exit_check_said_no;
    }
    const model::Model& model = *project->model;
    if (what == "check" && !options.json) {
        std::size_t rows = 0;
        for (const data::File& file : project->data->files) {
            rows += file.rows;
        }
        terminal.out(fmt::format("ok  {}: {} with {}, {}\n",
                                 model.name,
                                 counted(project->data->files.size(), "table", "tables"),
                                 counted(rows, "row", "rows"),
                                 counted(model.data.size(), "series", "series")));
        return exit_done;
    }
    if (what == "timeline") {
        print_timeline(*project, options, terminal);
        return exit_done;
    }
    const bool one = what == "show";
    const std::size_t chosen = one ? series_named(model, options.arguments[2]) : 0;
    if (options.json) {
        Json all = {{"schema_version", 1}, {"model", model.name}, {"series", Json::array()}};
        for (std::size_t i = 0; i < model.data.size(); ++i) {
            if (!one || i == chosen) {
                all["series"].push_back(
                    report::series_json(model,
                                        *project->data,
                                        model::DataId(i),
                                        one ? report::Points::listed : report::Points::left_out));
            }
        }
        if (what == "check") {
            all["tables"] = tables_json(*project->data);
        }
        terminal.out(all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    } else if (one) {
        show(*project, chosen, terminal);
    } else {
        list(*project, terminal);
    }
    return exit_done;
}

}  // namespace entente::cli

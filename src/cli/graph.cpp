// SPDX-License-Identifier: Apache-2.0
// entente graph: the causal structure of a model as dot, svg or JSON.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "cli/causes.hpp"
#include "cli/project.hpp"
#include "cli/suggest.hpp"
#include "cli/verbs.hpp"
#include "results/files.hpp"

namespace entente::cli {

namespace {

using Json = nlohmann::ordered_json;

struct CausalGraph {
    std::vector<const model::Declaration*> nodes;  ///< in the order declared
    std::vector<Cause> edges;
};

/// The whole model without its parameters, or what is next to the variables named, with them.
CausalGraph graph_of(const model::Model& model, const std::vector<std::string>& about) {
    std::vector<std::string> names;
    for (const model::Declaration& d : model.declarations) {
        names.push_back(d.name);
    }
    std::set<std::string> centre;
    for (const std::string& name : about) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            throw Failure(fmt::format(
                "`{}` has no variable `{}` (--var){}", model.name, name, suggest(name, names)));
        }
        centre.insert(name);
    }
    std::set<std::string> shown;
    for (const model::Declaration& d : model.declarations) {
        const bool parameter = d.kind == model::DeclarationKind::param;
        if (centre.empty() ? !parameter : centre.contains(d.name)) {
            shown.insert(d.name);
        }
    }
    CausalGraph graph;
    for (Cause& cause : causes(model)) {
        const bool near = centre.contains(cause.from) || centre.contains(cause.to);
        if (centre.empty() ? shown.contains(cause.from) && shown.contains(cause.to) : near) {
            shown.insert(cause.from);
            shown.insert(cause.to);
            graph.edges.push_back(std::move(cause));
        }
    }
    for (const model::Declaration& d : model.declarations) {
        if (shown.contains(d.name)) {
            graph.nodes.push_back(&d);
        }
    }
    return graph;
}

std::string in_quotes(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        out += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    }
    return out + "\"";
}

const char* shape_of(model::DeclarationKind kind) {
    switch (kind) {
        case model::DeclarationKind::stock:
            return "box";
        case model::DeclarationKind::lever:
            return "house";
        case model::DeclarationKind::event:
            return "diamond";
        case model::DeclarationKind::issue:
            return "hexagon";
        case model::DeclarationKind::player:
            return "doubleoctagon";
        case model::DeclarationKind::param:
            return "plaintext";
        case model::DeclarationKind::input:
            return "invhouse";
        case model::DeclarationKind::let:
            return "ellipse";
    }
    return "ellipse";
}

/// Above, names of links beside their arrows hide more than they tell: a picture shows them when
/// pointed at.
constexpr std::size_t labelled_arrows = 60;

/// Sections are clusters, in the order declared. Ranks go across clusters (`newrank`): inside them
/// alone, dot fails on large models.
std::string dot_text(const model::Model& model, const CausalGraph& graph) {
    const char* links_as = graph.edges.size() > labelled_arrows ? "tooltip" : "label";
    std::string text = fmt::format(
        "digraph {} {{\n  rankdir=LR;\n  newrank=true;\n  node [fontname=\"sans-serif\", "
        "fontsize=10];\n"
        "  edge [fontname=\"sans-serif\", fontsize=8];\n",
        in_quotes(model.name));
    std::vector<std::string> sections;
    for (const model::Declaration* d : graph.nodes) {
        if (std::find(sections.begin(), sections.end(), d->section) == sections.end()) {
            sections.push_back(d->section);
        }
    }
    for (std::size_t s = 0; s < sections.size(); ++s) {
        const bool cluster = !sections[s].empty();
        if (cluster) {
            text +=
                fmt::format("  subgraph cluster_{} {{\n    label={};\n", s, in_quotes(sections[s]));
        }
        for (const model::Declaration* d : graph.nodes) {
            if (d->section == sections[s]) {
                text += fmt::format("    {} [shape={}, tooltip={}];\n",
                                    in_quotes(d->name),
                                    shape_of(d->kind),
                                    in_quotes(d->label));
            }
        }
        text += cluster ? "  }\n" : "";
    }
    for (const Cause& cause : graph.edges) {
        text += fmt::format("  {} -> {}", in_quotes(cause.from), in_quotes(cause.to));
        text += cause.links.empty()
                    ? ";\n"
                    : fmt::format(" [{}={}];\n",
                                  links_as,
                                  in_quotes(fmt::format("{}", fmt::join(cause.links, ", "))));
    }
    return text + "}\n";
}

std::string json_text(const model::Model& model, const CausalGraph& graph) {
    Json all = {{"schema_version", 1},
                {"model", model.name},
                {"nodes", Json::array()},
                {"edges", Json::array()}};
    for (const model::Declaration* d : graph.nodes) {
        all["nodes"].push_back(
            {{"name", d->name},
             {"label", d->label},
             {"kind", kind_name(d->kind)},
             {"section", d->section},
             {"unit", d->unit},
             {"grade", d->grade == 0 ? Json(nullptr) : Json(std::string(1, d->grade))},
             {"placeholder", d->placeholder}});
    }
    for (const Cause& cause : graph.edges) {
        all["edges"].push_back({{"from", cause.from}, {"to", cause.to}, {"links", cause.links}});
    }
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// What `dot -Tsvg` makes of the text. Throws Failure where there is no `dot` or it fails.
std::string svg_text(const std::string& dot) {
    // A file between, since a pipe in both directions could fill on one side while the other waits.
    std::string path = (std::filesystem::temp_directory_path() / "entente-graph-XXXXXX").string();
    const int made = ::mkstemp(path.data());
    if (made < 0) {
        throw Failure(fmt::format("cannot write to `{}`", path));
    }
    ::close(made);
    results::write_file(path, dot);
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(
        ::popen(fmt::format("dot -Tsvg '{}' 2>/dev/null", path).c_str(), "r"), ::pclose);
    std::string svg;
    char buffer[4096];
    while (pipe) {
        const std::size_t read = std::fread(buffer, 1, sizeof buffer, pipe.get());
        svg.append(buffer, read);
        if (read < sizeof buffer) {
            break;
        }
    }
    const bool failed = !pipe || ::pclose(pipe.release()) != 0;
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    if (failed || svg.find("</svg>") == std::string::npos) {
        throw Failure(
            "cannot draw: `dot` of the package graphviz is not installed or failed. Install it, or "
            "take --format dot or json");
    }
    return svg;
}

}  // namespace

int run_graph(const Options& options, Terminal& terminal) {
    const auto project = open_project(options.arguments.front(), Reads::model);
    if (report_faults(*project, terminal) || !project->model) {
        return exit_check_said_no;
    }
    const CausalGraph graph = graph_of(*project->model, options.variables);
    std::string text;
    if (options.json || options.format == "json") {
        text = json_text(*project->model, graph);
    } else {
        text = dot_text(*project->model, graph);
        text = options.format == "svg" ? svg_text(text) : text;
    }
    if (options.output.empty()) {
        terminal.out(text);
        return exit_done;
    }
    results::write_file(options.output, text);
    terminal.note(fmt::format("  {} with {} and {}\n",
                              options.output,
                              counted(graph.nodes.size(), "variable", "variables"),
                              counted(graph.edges.size(), "arrow", "arrows")));
    return exit_done;
}

}  // namespace entente::cli

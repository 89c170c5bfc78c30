// SPDX-License-Identifier: Apache-2.0
// entente show: what each stage makes of a text.
#include <fmt/format.h>

#include "cli/decisions.hpp"
#include "cli/project.hpp"
#include "cli/verbs.hpp"
#include "model/print.hpp"
#include "program/compile.hpp"
#include "syntax/lexer.hpp"
#include "syntax/parser.hpp"
#include "syntax/print.hpp"

namespace entente::cli {

namespace {

/// Tokens and trees are of one file; nothing it includes is read.
std::optional<std::string> of_one_file(const std::string& what, Project& project) {
    const text::FileId file =
        project.sources.add(shown_path(project.path), read_text(project.path, "model"));
    if (what == "tokens") {
        return syntax::to_text(syntax::lex(project.sources, file, project.diagnostics),
                               project.sources);
    }
    const auto tree = syntax::parse(project.sources, file, project.diagnostics);
    return tree ? std::optional(syntax::to_text(*tree)) : std::nullopt;
}

std::optional<std::string> program_text(Project& project) {
    program::CompileOptions how;
    how.outputs = project.model->outputs;
    const auto compiled = program::compile(*project.model, *project.data, how, project.diagnostics);
    return compiled ? std::optional(program::to_text(*compiled)) : std::nullopt;
}

}  // namespace

int run_show(const Options& options, Terminal& terminal) {
    const std::string& what = options.arguments[0];
    if (what == "decisions") {
        return show_decisions(options, terminal);
    }
    for (const char* flag : {"at", "player", "scenario", "policy", "members", "json"}) {
        if (options.given.contains(flag)) {
            throw Failure(fmt::format("--{} is for `entente show decisions MODEL`", flag));
        }
    }
    const std::string& argument = options.arguments[1];
    std::unique_ptr<Project> project;
    std::optional<std::string> text;
    if (what == "tokens" || what == "tree") {
        project = std::make_unique<Project>();
        project->path = model_file(argument);
        text = of_one_file(what, *project);
    } else if (what == "model") {
        project = open_project(argument, Reads::model);
        text = project->model ? std::optional(model::to_text(*project->model)) : std::nullopt;
    } else {
        project = open_project(argument, Reads::model_and_data);
        text = project->data ? program_text(*project) : std::nullopt;
    }
    const bool faulty = report_faults(*project, terminal);
    if (text) {
        terminal.out(*text);
    }
    return faulty ? exit_check_said_no : exit_done;
}

}  // namespace entente::cli

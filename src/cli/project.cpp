// SPDX-License-Identifier: Apache-2.0
#include "cli/project.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "cli/suggest.hpp"
#include "model/resolve.hpp"
#include "results/files.hpp"

namespace entente::cli {

namespace {

namespace fs = std::filesystem;

constexpr const char* model_suffix = ".ent";
constexpr const char* standard_input = "-";

std::string standard_input_text() {
    std::string text;
    char buffer[4096];
    while (const std::size_t n = std::fread(buffer, 1, sizeof buffer, stdin)) {
        text.append(buffer, n);
    }
    if (std::ferror(stdin) != 0) {
        throw Failure("cannot read standard input");
    }
    return text;
}

/// Names of what lies beside a path that is not there.
std::vector<std::string> beside(const fs::path& path) {
    std::vector<std::string> names;
    std::error_code error;
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error)) {
        names.push_back(path.has_parent_path()
                            ? (path.parent_path() / i->path().filename()).string()
                            : i->path().filename().string());
    }
    return names;
}

/// Files of a folder that end in `.ent`, sorted. Throws Failure where it cannot be read.
std::vector<fs::path> model_files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error)) {
        if (i->path().extension() == model_suffix && i->is_regular_file(error)) {
            files.push_back(i->path().lexically_normal());
        }
    }
    if (error) {
        throw Failure(
            fmt::format("cannot read the folder `{}` ({})", folder.string(), error.message()));
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// Whether some line begins with the word `model`: the main file of a model, not one it includes.
bool says_model(const fs::path& file) {
    const std::string text = "\n" + results::read_file(file);
    for (std::size_t at = text.find("\nmodel"); at != std::string::npos;
         at = text.find("\nmodel", at + 1)) {
        const char after = at + 6 < text.size() ? text[at + 6] : '\n';
        if (after == ' ' || after == '\t') {
            return true;
        }
    }
    return false;
}

void expect_exists(const std::string& path, const std::string& what) {
    std::error_code error;
    if (fs::exists(path, error)) {
        return;
    }
    if (error) {
        throw Failure(fmt::format("cannot open `{}` ({}): {}", path, what, error.message()));
    }
    throw Failure(fmt::format(
        "cannot open `{}` ({}): there is no such file{}", path, what, suggest(path, beside(path))));
}

/// Resolves the model of `main` and, where asked, loads its record.
void fill(Project& project,
          text::FileId main,
          Reads reads,
          const std::function<std::optional<std::string>(const std::string&)>& read) {
    project.model = model::resolve(project.sources, main, read, project.diagnostics);
    if (project.model && reads == Reads::model_and_data) {
        project.data = data::load(*project.model, project.sources, read, project.diagnostics);
    }
}

}  // namespace

std::string model_file(const std::string& argument) {
    if (argument == standard_input) {
        return argument;
    }
    expect_exists(argument, "model");
    std::error_code error;
    if (!fs::is_directory(argument, error)) {
        return argument;
    }
    const std::vector<fs::path> all = model_files_in(argument);
    if (all.size() == 1) {
        return all.front().string();
    }
    std::vector<std::string> mains;
    for (const fs::path& file : all) {
        if (says_model(file)) {
            mains.push_back(file.string());
        }
    }
    if (mains.size() == 1) {
        return mains.front();
    }
    if (mains.empty()) {
        throw Failure(fmt::format(
            "the folder `{}` holds no model: no file *.ent in it says `model NAME`", argument));
    }
    throw Failure(fmt::format("the folder `{}` holds {} models. Name one: {}",
                              argument,
                              mains.size(),
                              fmt::join(mains, ", ")));
}

std::vector<std::string> model_files_below(const std::string& argument) {
    if (argument == standard_input) {
        return {argument};
    }
    expect_exists(argument, "to format");
    std::error_code error;
    if (!fs::is_directory(argument, error)) {
        return {argument};
    }
    std::vector<std::string> files;
    for (const fs::path& file : model_files_in(argument)) {
        files.push_back(file.string());
    }
    if (files.empty()) {
        throw Failure(fmt::format("the folder `{}` holds no file *.ent", argument));
    }
    return files;
}

std::string read_text(const std::string& path, const std::string& what) {
    if (path == standard_input) {
        return standard_input_text();
    }
    expect_exists(path, what);
    try {
        return results::read_file(path);
    } catch (const results::FileError& fault) {
        throw Failure(fmt::format("cannot read `{}` ({}): {}", path, what, fault.reason()));
    }
}

std::string shown_path(const std::string& path) {
    return path == standard_input ? "standard input" : path;
}

std::unique_ptr<Project> open_project(const std::string& argument, Reads reads) {
    auto project = std::make_unique<Project>();
    const std::string path = model_file(argument);
    project->path = shown_path(path);
    const text::FileId main = project->sources.add(project->path, read_text(path, "model"));
    fill(*project, main, reads, [](const std::string& file) -> std::optional<std::string> {
        std::error_code error;
        if (fs::is_directory(file, error)) {
            return std::nullopt;
        }
        try {
            return results::read_file(file);
        } catch (const results::FileError&) {
            return std::nullopt;
        }
    });
    return project;
}

std::unique_ptr<Project> open_inputs(const results::Inputs& inputs) {
    auto project = std::make_unique<Project>();
    if (inputs.model_files.empty()) {
        throw Failure("the manifest holds no model");
    }
    std::map<std::string, const std::string*> texts;
    for (const auto* files : {&inputs.model_files, &inputs.data_files}) {
        for (const results::InputFile& file : *files) {
            texts.emplace(file.path, &file.text);
        }
    }
    const results::InputFile& first = inputs.model_files.front();
    project->path = first.path;
    const text::FileId main = project->sources.add(first.path, first.text);
    fill(*project,
         main,
         Reads::model_and_data,
         [&](const std::string& file) -> std::optional<std::string> {
             const auto found = texts.find(results::seen_from("", file));
             return found == texts.end() ? std::nullopt : std::optional(*found->second);
         });
    return project;
}

bool report_faults(Project& project, Terminal& terminal) {
    terminal.error(text::render(project.diagnostics, project.sources, terminal.error_colour()));
    const bool faulty = project.diagnostics.has_errors();
    project.warnings += project.diagnostics.warning_count();
    project.diagnostics = {};
    return faulty;
}

model::ScenarioId scenario_named(const model::Model& model, const std::string& name) {
    const model::ScenarioId id = model::find_scenario(model, name);
    if (!id) {
        std::vector<std::string> names;
        for (const model::Scenario& scenario : model.scenarios) {
            names.push_back(scenario.name);
        }
        throw Failure(fmt::format("`{}` has no scenario `{}`{}",
                                  model.name,
                                  name,
                                  suggest_or_list(name, names, "Scenarios")));
    }
    return id;
}

std::size_t prior_set_named(const model::Model& model, const std::string& name) {
    if (name.empty()) {
        return 0;
    }
    const auto found = std::find(model.prior_sets.begin(), model.prior_sets.end(), name);
    if (found == model.prior_sets.end()) {
        throw Failure(fmt::format("`{}` has no prior set `{}`{}",
                                  model.name,
                                  name,
                                  suggest_or_list(name, model.prior_sets, "Prior sets")));
    }
    return static_cast<std::size_t>(found - model.prior_sets.begin());
}

}  // namespace entente::cli

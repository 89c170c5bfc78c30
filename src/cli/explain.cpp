// SPDX-License-Identifier: Apache-2.0
// entente explain CODE: the page of an error. entente explain VARIABLE MODEL: where a number comes
// from.
#include "cli/explain.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/causes.hpp"
#include "cli/project.hpp"
#include "cli/resources.hpp"
#include "cli/suggest.hpp"
#include "cli/verbs.hpp"

namespace entente::cli {

namespace {

using Json = nlohmann::ordered_json;

bool looks_like_code(const std::string& word) {
    return word.size() == 5 &&
           (word[0] == 'E' || word[0] == 'W' || word[0] == 'e' || word[0] == 'w') &&
           std::all_of(
               word.begin() + 1, word.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

void print(const Json& json, Terminal& terminal) {
    terminal.out(json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

int explain_code(std::string code, const Options& options, Terminal& terminal) {
    code[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(code[0])));
    const std::string_view page = find_resource("docs/errors/" + code + ".md");
    if (page.data() == nullptr) {
        std::vector<std::string> codes;
        for (const text::CodeRow& row : text::code_table()) {
            codes.emplace_back(row.code);
        }
        throw Failure(fmt::format("there is no code `{}`{}", code, suggest(code, codes)));
    }
    if (options.json) {
        std::string title;
        for (const text::CodeRow& row : text::code_table()) {
            title = row.code == code ? std::string(row.title) : title;
        }
        print({{"schema_version", 1}, {"code", code}, {"title", title}, {"page", page}}, terminal);
    } else {
        terminal.out(page);
    }
    return exit_done;
}

/// Where it is declared.
struct Declared {
    std::string file;
    std::uint32_t line = 0;
};

Declared declared_at(const Project& project, const model::Declaration& declaration) {
    const text::Span span = declaration.span;
    return {project.sources.path(span.file), project.sources.position(span.file, span.begin).line};
}

std::string source_of(const model::Model& model, const model::Declaration& declaration) {
    return declaration.source ? model.sources[declaration.source].citation : "";
}

Json for_tools(const model::Model& model,
               const model::Declaration& declaration,
               const Neighbours& around,
               const Declared& at) {
    return {
        {"schema_version", 1},
        {"variable", declaration.name},
        {"label", declaration.label},
        {"kind", kind_name(declaration.kind)},
        {"placeholder", declaration.placeholder},
        {"unit", declaration.unit},
        {"doc", declaration.doc},
        {"equation", declaration.equation},
        {"held_by", declaration.held_by},
        {"grade", declaration.grade == 0 ? Json(nullptr) : Json(std::string(1, declaration.grade))},
        {"source", source_of(model, declaration)},
        {"caveat", declaration.caveat},
        {"reads", around.reads},
        {"read_by", around.read_by},
        {"file", at.file},
        {"line", at.line}};
}

int explain_variable(const Options& options, Terminal& terminal) {
    const std::string& name = options.arguments[0];
    const auto project = open_project(options.arguments[1], Reads::model);
    if (report_faults(*project, terminal) || !project->model) {
        return exit_check_said_no;
    }
    const model::Model& model = *project->model;
    const model::Declaration* found = nullptr;
    std::vector<std::string> names;
    for (const model::Declaration& d : model.declarations) {
        names.push_back(d.name);
        found = d.name == name ? &d : found;
    }
    if (found == nullptr) {
        throw Failure(
            fmt::format("`{}` has no variable `{}`{}", model.name, name, suggest(name, names)));
    }
    const Neighbours around = neighbours(causes(model), *found);
    if (options.json) {
        print(for_tools(model, *found, around, declared_at(*project, *found)), terminal);
    } else {
        terminal.out(explain_text(*project, *found, around, terminal.strong(found->name)));
    }
    return exit_done;
}

}  // namespace

std::string explain_text(const Project& project,
                         const model::Declaration& declaration,
                         const Neighbours& around,
                         const std::string& name) {
    const model::Model& model = *project.model;
    const Declared at = declared_at(project, declaration);
    std::string text = fmt::format("{}  {}\n", name, declaration.label);
    const auto row = [&](const char* key, const std::string& value) {
        text += value.empty() ? "" : fmt::format("  {:<10}{}\n", key, value);
    };
    row("kind",
        kind_name(declaration.kind) +
            (declaration.placeholder ? ", a stand-in (placeholder)" : ""));
    row("unit", declaration.unit);
    row("says", declaration.doc);
    row("equation", declaration.equation);
    row("held by", declaration.held_by);
    row("grade", declaration.grade == 0 ? "" : std::string(1, declaration.grade));
    row("source", source_of(model, declaration));
    row("caveat", declaration.caveat);
    row("reads", fmt::format("{}", fmt::join(around.reads, ", ")));
    row("read by", fmt::format("{}", fmt::join(around.read_by, ", ")));
    row("declared", fmt::format("{}:{}", at.file, at.line));
    return text;
}

int run_explain(const Options& options, Terminal& terminal) {
    if (options.arguments.size() == 2) {
        return explain_variable(options, terminal);
    }
    const std::string& word = options.arguments.front();
    if (!looks_like_code(word)) {
        throw Failure(
            fmt::format("`{}` is not a code such as E3004. For a variable, name its model too: "
                        "entente explain {} "
                        "MODEL",
                        word,
                        word));
    }
    return explain_code(word, options, terminal);
}

}  // namespace entente::cli

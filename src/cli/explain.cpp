// SPDX-License-Identifier: Apache-2.0
// entente explain CODE: the page of an error. entente explain VARIABLE MODEL: where a number comes
// from.
#include <algorithm>
#include <cctype>
#include <set>

#include <fmt/format.h>

#include "cli/project.hpp"
#include "cli/resources.hpp"
#include "cli/suggest.hpp"
#include "cli/verbs.hpp"

namespace entente::cli {

namespace {

bool looks_like_code(const std::string& word) {
    return word.size() == 5 &&
           (word[0] == 'E' || word[0] == 'W' || word[0] == 'e' || word[0] == 'w') &&
           std::all_of(
               word.begin() + 1, word.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

int explain_code(std::string code, Terminal& terminal) {
    code[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(code[0])));
    const std::string_view page = find_resource("docs/errors/" + code + ".md");
    if (page.data() == nullptr) {
        std::vector<std::string> codes;
        for (const text::CodeRow& row : text::code_table()) {
            codes.emplace_back(row.code);
        }
        throw Failure(fmt::format("there is no code `{}`{}", code, suggest(code, codes)));
    }
    terminal.out(page);
    return exit_done;
}

std::string kind_name(model::DeclarationKind kind) {
    switch (kind) {
        case model::DeclarationKind::param:
            return "parameter";
        case model::DeclarationKind::input:
            return "input";
        case model::DeclarationKind::let:
            return "let";
        case model::DeclarationKind::stock:
            return "stock";
        case model::DeclarationKind::lever:
            return "lever";
        case model::DeclarationKind::event:
            return "event";
        case model::DeclarationKind::player:
            return "player";
    }
    return {};
}

/// The quantities an expression reads directly.
void collect(const model::Model& model, model::NodeId id, std::set<model::QuantityId>& found) {
    if (!id) {
        return;
    }
    const model::Node& node = model.nodes[id];
    if (node.quantity) {
        found.insert(node.quantity);
    }
    for (const model::NodeId argument : node.arguments) {
        collect(model, argument, found);
    }
}

std::set<model::QuantityId> reads(const model::Model& model, model::QuantityId id) {
    std::set<model::QuantityId> found;
    const model::Quantity& quantity = model.quantities[id];
    for (const model::Definition& d : quantity.definitions) {
        collect(model, d.node, found);
        for (const model::NodeId p : d.draw.parameters) {
            collect(model, p, found);
        }
    }
    for (const model::QuantityId flow : quantity.flows) {
        found.merge(reads(model, flow));
    }
    for (const model::NodeId leaning : quantity.leanings) {
        collect(model, leaning, found);
    }
    return found;
}

/// Hidden helpers are shown by the declaration they belong to.
std::string shown_name(const model::Model& model, model::QuantityId id) {
    const model::Quantity& quantity = model.quantities[id];
    return quantity.declaration ? model.declarations[quantity.declaration].name : quantity.name;
}

struct Neighbours {
    std::set<std::string> reads;
    std::set<std::string> read_by;
};

Neighbours neighbours(const model::Model& model, const model::Declaration& declaration) {
    Neighbours found;
    const std::set<model::QuantityId> own(declaration.elements.begin(), declaration.elements.end());
    for (std::size_t i = 0; i < model.quantities.size(); ++i) {
        const model::QuantityId id(i);
        const std::string name = shown_name(model, id);
        for (const model::QuantityId other : reads(model, id)) {
            const std::string other_name = shown_name(model, other);
            if (name == declaration.name && other_name != name) {
                found.reads.insert(other_name);
            }
            if (other_name == declaration.name && name != declaration.name) {
                found.read_by.insert(name);
            }
        }
    }
    return found;
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
    terminal.out(fmt::format("{}  {}\n", terminal.strong(found->name), found->label));
    const auto row = [&](const char* key, const std::string& text) {
        if (!text.empty()) {
            terminal.out(fmt::format("  {:<10}{}\n", key, text));
        }
    };
    const Neighbours around = neighbours(model, *found);
    row("kind", kind_name(found->kind) + (found->placeholder ? ", a stand-in (placeholder)" : ""));
    row("unit", found->unit);
    row("says", found->doc);
    row("equation", found->equation);
    row("held by", found->held_by);
    row("grade", found->grade == 0 ? "" : std::string(1, found->grade));
    row("source", found->source ? model.sources[found->source].citation : "");
    row("caveat", found->caveat);
    row("reads", fmt::format("{}", fmt::join(around.reads, ", ")));
    row("read by", fmt::format("{}", fmt::join(around.read_by, ", ")));
    const text::Position at = project->sources.position(found->span.file, found->span.begin);
    row("declared", fmt::format("{}:{}", project->sources.path(found->span.file), at.line));
    return exit_done;
}

}  // namespace

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
    return explain_code(word, terminal);
}

}  // namespace entente::cli

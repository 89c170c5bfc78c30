// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

void Context::error(std::string code, std::string headline, Span where, std::string label) {
    diagnostics.add({.code = std::move(code),
                     .headline = std::move(headline),
                     .primary = {where, std::move(label)},
                     .others = {},
                     .notes = {},
                     .helps = {}});
}

void Context::report(Diagnostic diagnostic) { diagnostics.add(std::move(diagnostic)); }

std::string Context::written(Span span) const {
    if (!span.file) {
        return {};
    }
    std::string text;
    bool in_comment = false;
    for (const char c : sources.text(span)) {
        if (c == '#') {
            in_comment = true;
        }
        if (c == '\n') {
            in_comment = false;
        }
        if (in_comment) {
            continue;
        }
        const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!blank) {
            text += c;
        } else if (!text.empty() && text.back() != ' ') {
            text += ' ';
        }
    }
    if (!text.empty() && text.back() == ' ') {
        text.pop_back();
    }
    return text;
}

/// Resolves `.` and `..`, so that one file has one path.
std::string tidy(const std::string& path) {
    std::vector<std::string> parts;
    const bool absolute = path.starts_with('/');
    std::size_t begin = 0;
    while (begin <= path.size()) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        const std::string part = path.substr(begin, end - begin);
        begin = end + 1;
        if (part.empty() || part == ".") {
            continue;
        }
        if (part == ".." && !parts.empty() && parts.back() != "..") {
            parts.pop_back();
        } else {
            parts.push_back(part);
        }
    }
    std::string tidied = absolute ? "/" : "";
    for (const std::string& part : parts) {
        tidied += (tidied.empty() || tidied.back() == '/' ? "" : "/") + part;
    }
    return tidied;
}

std::string path_beside(const std::string& file, const std::string& written) {
    if (written.starts_with('/')) {
        return tidy(written);
    }
    const std::size_t slash = file.rfind('/');
    return tidy((slash == std::string::npos ? std::string() : file.substr(0, slash + 1)) + written);
}

std::vector<std::string> names_of(const Context& context,
                                  std::initializer_list<Entry::Kind> kinds) {
    std::vector<std::string> names;
    for (const auto& [name, entry] : context.names) {
        for (const Entry::Kind kind : kinds) {
            if (entry.kind == kind) {
                names.push_back(name);
            }
        }
    }
    return names;
}

const Entry* find_name(const Context& context, const std::string& name) {
    const auto found = context.names.find(name);
    return found == context.names.end() ? nullptr : &found->second;
}

const Declared* find_declared(const Context& context, const std::string& name) {
    const Entry* entry = find_name(context, name);
    if (entry == nullptr || entry->kind != Entry::Kind::quantity) {
        return nullptr;
    }
    return &context.declared[entry->index];
}

void said_twice(Context& context, std::string headline, Span second, Span first) {
    context.report({.code = "E2002",
                    .headline = std::move(headline),
                    .primary = {second, "the second time"},
                    .others = {{first, "the first time"}},
                    .notes = {},
                    .helps = {}});
}

QuantityId quantity_named(Context& context, const std::string& name) {
    const auto& quantities = context.model.quantities;
    for (; context.named < quantities.size(); ++context.named) {
        const QuantityId id(context.named);
        context.quantity_names.emplace(quantities[id].name, id);
    }
    const auto found = context.quantity_names.find(name);
    return found == context.quantity_names.end() ? QuantityId() : found->second;
}

namespace {

/// Unknown names that are compared with all others; more are not shown, and comparing takes time.
constexpr std::size_t most_explained = 40;

/// Names that are listed where none is near; more are no help.
constexpr std::size_t most_listed = 8;

/// "there is `a`", "there are `a`, `b`", or nothing for too many.
std::optional<std::string> listed(std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    if (names.empty()) {
        return "the model has none";
    }
    if (names.size() > most_listed) {
        return std::nullopt;
    }
    return fmt::format(
        "there {} `{}`", names.size() == 1 ? "is only" : "are", fmt::join(names, "`, `"));
}

}  // namespace

void unknown_name(Context& context,
                  const std::string& code,
                  const Name& name,
                  const std::string& what,
                  const std::vector<std::string>& candidates) {
    const auto [first, fresh] =
        context.unknown.emplace(code + " " + what + " " + name.text, name.span);
    if (!fresh) {
        context.diagnostics.add_place(code, first->second, {name.span, "and here"});
        return;
    }
    Diagnostic diagnostic;
    diagnostic.code = code;
    const Entry* other = find_name(context, name.text);
    if (other != nullptr && other->span.file) {
        diagnostic.headline = fmt::format("`{}` is no {}", name.text, what);
        diagnostic.primary = {name.span, "something else"};
        diagnostic.others.push_back({other->span, "this is what it names"});
    } else {
        diagnostic.headline = fmt::format("there is no {} called `{}`", what, name.text);
        diagnostic.primary = {name.span, "not declared anywhere in the model"};
    }
    if (context.unknown.size() > most_explained) {
        context.report(std::move(diagnostic));
        return;
    }
    const std::vector<std::string> near = text::near_names(name.text, candidates);
    if (near.size() == 1) {
        diagnostic.helps.push_back(
            {fmt::format("did you mean `{}`?", near.front()), name.span, near.front()});
    } else if (const auto help = text::did_you_mean(name.text, near)) {
        diagnostic.helps.push_back({*help, {}, {}});
    } else if (what == "quantity") {
        diagnostic.helps.push_back(
            {"declare it: as a `param`, `input`, `let`, `stock`, `lever` or `event`", {}, {}});
    } else if (const auto all = listed(candidates)) {
        diagnostic.helps.push_back({*all, {}, {}});
    }
    context.report(std::move(diagnostic));
}

SourceId source_of(Context& context, const Name& name) {
    const auto found = context.sources_by_name.find(name.text);
    if (found != context.sources_by_name.end()) {
        return found->second;
    }
    unknown_name(context, "E2006", name, "source", names_of(context, {Entry::Kind::source}));
    return {};
}

}  // namespace entente::model::resolving

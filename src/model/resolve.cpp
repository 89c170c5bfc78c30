// SPDX-License-Identifier: Apache-2.0
#include "model/resolve.hpp"

#include <fmt/format.h>

#include "model/resolver.hpp"
#include "syntax/parser.hpp"

namespace entente::model {

namespace resolving {

namespace {

class Includes {
  public:
    Includes(Context& context, const ReadFile& read) : context_(context), read_(read) {}

    /// Parses a file and what it includes, each once. False where a file did not parse.
    bool take(text::FileId file) {
        const std::string path = tidy(context_.sources.path(file));
        known_.insert(path);
        open_.push_back({path, {}});
        auto tree = syntax::parse(context_.sources, file, context_.diagnostics);
        context_.model.texts.emplace_back(context_.sources.path(file),
                                          std::string(context_.sources.text(file)));
        bool fine = tree.has_value();
        if (tree) {
            std::vector<syntax::IncludeDecl> includes;
            for (const syntax::Decl& decl : tree->decls) {
                if (const auto* found = std::get_if<syntax::IncludeDecl>(&decl.what)) {
                    includes.push_back(*found);
                }
            }
            context_.trees.push_back(std::move(*tree));
            for (const syntax::IncludeDecl& include : includes) {
                fine = follow(include) && fine;
            }
        }
        open_.pop_back();
        return fine;
    }

  private:
    bool follow(const syntax::IncludeDecl& include) {
        const std::string& written = include.path.text;
        const std::string path = path_beside(open_.back().path, written);
        open_.back().include = include.path.span;
        for (const Open& open : open_) {
            if (open.path != path) {
                continue;
            }
            Diagnostic ring{.code = "E2011",
                            .headline = "files include each other in a ring",
                            .primary = {include.path.span, fmt::format("leads back to `{}`", path)},
                            .others = {},
                            .notes = {},
                            .helps = {{"a file that is included sees all the names anyway: remove "
                                       "this line",
                                       {},
                                       {}}}};
            for (const Open& step : open_) {
                if (step.include != include.path.span) {
                    ring.others.push_back({step.include, "on the way"});
                }
            }
            context_.report(std::move(ring));
            return false;
        }
        if (known_.contains(path)) {
            return true;
        }
        const std::optional<std::string> text = read_(path);
        if (!text) {
            context_.report({.code = "E2010",
                             .headline = fmt::format("cannot read the included file `{}`", written),
                             .primary = {include.path.span, fmt::format("looked for `{}`", path)},
                             .others = {},
                             .notes = {},
                             .helps = {{"paths are relative to the file that says them", {}, {}}}});
            known_.insert(path);
            return false;
        }
        return take(context_.sources.add(path, *text));
    }

    struct Open {
        std::string path;
        Span include;
    };

    Context& context_;
    const ReadFile& read_;
    std::set<std::string> known_;
    std::vector<Open> open_;
};

void define_outputs(Context& context) {
    for (const syntax::Tree& tree : context.trees) {
        for (const syntax::Decl& decl : tree.decls) {
            const auto* block = std::get_if<syntax::ModelDecl>(&decl.what);
            if (block == nullptr || block->name.span != context.model_span) {
                continue;
            }
            for (const Name& name : block->outputs) {
                const Declared* declared = find_declared(context, name.text);
                if (declared == nullptr) {
                    unknown_name(context,
                                 "E2001",
                                 name,
                                 "quantity",
                                 names_of(context, {Entry::Kind::quantity}));
                    continue;
                }
                for (const QuantityId id : declared->elements) {
                    context.model.outputs.push_back(id);
                }
            }
        }
    }
}

}  // namespace

}  // namespace resolving

std::optional<Model> resolve(text::Sources& sources,
                             text::FileId main,
                             const ReadFile& read,
                             text::Diagnostics& diagnostics) {
    using namespace resolving;
    const std::size_t errors_before = diagnostics.error_count();
    Context context(sources, diagnostics);
    // Names cannot be told from misspelt ones while a file is missing or did not parse.
    if (!Includes(context, read).take(main)) {
        return std::nullopt;
    }
    if (context.trees.empty()) {
        return std::nullopt;
    }
    declare_units(context);
    read_model_block(context);
    if (!context.model_span.file) {
        return std::nullopt;
    }
    declare_sets(context);
    declare_names(context);
    define_agreements(context);
    define_leaders(context);
    define_quantities(context);
    define_issues(context);
    define_data(context);
    define_players(context);
    define_outputs(context);
    check_order(context);
    define_scenarios(context);
    define_claims(context);
    define_influences(context);
    if (diagnostics.error_count() > errors_before) {
        return std::nullopt;
    }
    check_scenario_orders(context);
    if (diagnostics.error_count() > errors_before) {
        return std::nullopt;
    }
    find_placeholders(context);
    warn(context);
    take_out_reciprocals(context);
    order(context.model);
    return std::move(context.model);
}

}  // namespace entente::model

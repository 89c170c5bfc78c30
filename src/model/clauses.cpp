// SPDX-License-Identifier: Apache-2.0
// Clauses that every quantity has: evidence, the equation as written, and which belong to which
// kind.
#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

char grade_of(Context& context, const syntax::GradeClause& grade) {
    const std::string& letter = grade.letter.text;
    if (letter.size() == 1 && letter[0] >= 'A' && letter[0] <= 'E') {
        return letter[0];
    }
    context.error("E2044",
                  fmt::format("`{}` is no grade", letter),
                  grade.letter.span,
                  "grades are A, B, C, D and E");
    return 0;
}

void add_evidence(Context& context,
                  const Declared& declared,
                  const std::vector<syntax::Clause>& clauses) {
    Declaration& declaration = context.model.declarations[declared.id];
    for (const syntax::Clause& clause : clauses) {
        if (const auto* grade = std::get_if<syntax::GradeClause>(&clause.what)) {
            declaration.grade = grade_of(context, *grade);
        } else if (const auto* source = std::get_if<syntax::SourceClause>(&clause.what)) {
            declaration.source = source_of(context, source->source);
        } else if (const auto* caveat = std::get_if<syntax::CaveatClause>(&clause.what)) {
            declaration.caveat = caveat->text.text;
        } else if (const auto* prior = std::get_if<syntax::PriorClause>(&clause.what)) {
            if (prior->source && !declaration.source) {
                const auto known = context.sources_by_name.find(prior->source->text);
                if (known != context.sources_by_name.end()) {
                    declaration.source = known->second;
                }
            }
        }
    }
}

std::string equation_of(const Context& context, const syntax::QuantityDecl& decl) {
    std::string text;
    if (decl.steady) {
        text = "steady";
    }
    if (decl.value) {
        text = decl.value->kind == syntax::Value::Kind::distribution ? "~ " : "";
        text += context.written(decl.value->span);
        if (text.starts_with("~ ~")) {
            text = text.substr(2);
        }
    }
    if (decl.table) {
        text = context.written(decl.table->span);
    }
    for (const syntax::Clause& clause : decl.clauses) {
        const bool part = std::holds_alternative<syntax::FlowClause>(clause.what) ||
                          std::holds_alternative<syntax::TowardClause>(clause.what) ||
                          std::holds_alternative<syntax::ThenClause>(clause.what) ||
                          std::holds_alternative<syntax::PriorClause>(clause.what);
        if (part) {
            text += (text.empty() ? "" : "; ") + context.written(clause.span);
        }
    }
    return text;
}

void check_clauses(Context& context,
                   const Declared& declared,
                   const std::vector<syntax::Clause>& clauses) {
    for (const syntax::Clause& clause : clauses) {
        const bool path = std::holds_alternative<syntax::RecordedClause>(clause.what);
        const bool then = std::holds_alternative<syntax::ThenClause>(clause.what);
        const bool flow = std::holds_alternative<syntax::FlowClause>(clause.what) ||
                          std::holds_alternative<syntax::TowardClause>(clause.what);
        const bool prior = std::holds_alternative<syntax::PriorClause>(clause.what);
        const bool happens = std::holds_alternative<syntax::CountClause>(clause.what) ||
                             std::holds_alternative<syntax::HazardClause>(clause.what) ||
                             std::holds_alternative<syntax::WhenClause>(clause.what) ||
                             std::holds_alternative<syntax::OnClause>(clause.what) ||
                             std::holds_alternative<syntax::WeightClause>(clause.what);
        const bool observes = std::holds_alternative<syntax::ObservesClause>(clause.what);
        const QuantityKind kind = declared.kind;
        const bool event = kind == QuantityKind::event;
        bool fits = !observes;
        if (path) {
            fits = kind != QuantityKind::parameter && kind != QuantityKind::let;
        }
        if (then) {
            fits = kind == QuantityKind::input;
        }
        if (flow) {
            fits = kind == QuantityKind::stock;
        }
        if (prior) {
            fits = kind == QuantityKind::parameter;
        }
        if (happens) {
            fits = event;
        }
        if (fits) {
            continue;
        }
        const char* home = then       ? "an input"
                           : flow     ? "a stock"
                           : prior    ? "a parameter"
                           : happens  ? "an event"
                           : observes ? "a data series"
                                      : "an input, a lever, a stock or an event";
        context.report({.code = "E2021",
                        .headline = fmt::format("`{}` cannot have this clause", declared.name),
                        .primary = {clause.span, fmt::format("this belongs to {}", home)},
                        .others = {{declared.span, "declared here"}},
                        .notes = {},
                        .helps = {}});
    }
}

}  // namespace entente::model::resolving

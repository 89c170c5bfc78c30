// SPDX-License-Identifier: Apache-2.0
#include "syntax/print.hpp"

#include <utility>
#include <variant>

#include <fmt/core.h>

#include "syntax/print_parts.hpp"

namespace entente::syntax {

namespace {

std::string label_text(const std::optional<Text>& label) {
    return label ? " " + quoted(label->text) : "";
}

std::string_view kind_text(QuantityKind kind) {
    switch (kind) {
        case QuantityKind::param:
            return "param";
        case QuantityKind::input:
            return "input";
        case QuantityKind::let:
            return "let";
        case QuantityKind::stock:
            return "stock";
        case QuantityKind::lever:
            return "lever";
    }
    return "?";
}

std::string_view kind_text(TokenKind kind) {
    switch (kind) {
        case TokenKind::name:
            return "name";
        case TokenKind::number:
            return "number";
        case TokenKind::date:
            return "date";
        case TokenKind::string:
            return "string";
        case TokenKind::symbol:
            return "symbol";
        case TokenKind::comment:
            return "comment";
        case TokenKind::doc:
            return "doc";
        case TokenKind::line_end:
            return "line end";
        case TokenKind::error:
            return "error";
        case TokenKind::end:
            return "end";
    }
    return "?";
}

class Printer {
  public:
    std::string run(const Tree& tree) {
        for (const Decl& decl : tree.decls) {
            if (!decl.doc.empty()) {
                line("doc " + quoted(decl.doc));
            }
            std::visit(*this, decl.what);
        }
        return std::move(out_);
    }

    void operator()(const ModelDecl& model) {
        line("model " + model.name.text + " " + quoted(model.label.text));
        if (model.time_unit && model.from && model.to) {
            line("  time " + model.time_unit->text + " from " + date_text(*model.from) + " to " +
                 date_text(*model.to));
        }
        if (model.step) {
            line("  step " + quantity_text(*model.step) +
                 (model.method ? " by " + model.method->text : ""));
        }
        if (model.forecast) {
            line("  forecast from " + date_text(*model.forecast));
        }
        if (!model.priors.empty()) {
            line("  priors " + name_list(model.priors));
        }
        if (model.omits) {
            line("  omits " + quoted(model.omits->text));
        }
        if (!model.outputs.empty()) {
            line("  outputs " + name_list(model.outputs));
        }
        if (model.language) {
            line("  language " + quantity_text(*model.language));
        }
    }

    void operator()(const IncludeDecl& decl) { line("include " + quoted(decl.path.text)); }

    void operator()(const UnitDecl& decl) {
        line("unit " + decl.name.text + label_text(decl.label) +
             (decl.factor ? " = " + to_text(*decl.factor) : "") +
             (decl.equals ? " " + to_text(*decl.equals) : ""));
    }

    void operator()(const ActorsDecl& decl) {
        line("actors");
        for (const NamedLabel& actor : decl.actors) {
            line("  " + actor.name.text + " " + quoted(actor.label.text));
        }
    }

    void operator()(const DyadsDecl& decl) {
        line("dyads " + decl.name.text);
        for (const Subscript& dyad : decl.dyads) {
            line("  " + subscript_text(dyad));
        }
    }

    void operator()(const SetDecl& decl) {
        line("set " + decl.name.text + " = " + name_list(decl.elements));
    }

    void operator()(const SourceDecl& decl) {
        line("source " + decl.name.text + " " + quoted(decl.citation.text));
    }

    void operator()(const SectionDecl& decl) {
        line("section " + decl.name.text + " " + quoted(decl.label.text));
    }

    void operator()(const QuantityDecl& decl) {
        line(fmt::format("{} {}{}{}",
                         kind_text(decl.kind),
                         decl.name.text,
                         index_text(decl.indices),
                         label_text(decl.label)));
        line("  unit " + to_text(decl.unit));
        if (decl.steady) {
            line("  = steady");
        }
        if (decl.value) {
            line("  " + value_text(*decl.value));
        }
        if (decl.table) {
            line("  = " + table_text(*decl.table));
        }
        if (decl.range) {
            line((decl.held_in_range ? "  held in " : "  in ") + range_text(*decl.range));
        }
        if (decl.held_by) {
            line("  held by " + decl.held_by->text);
        }
        if (decl.placeholder) {
            line("  placeholder");
        }
        clauses(decl.clauses);
    }

    void operator()(const EventDecl& decl) {
        line("event " + decl.name.text + index_text(decl.indices) + label_text(decl.label) +
             (decl.placeholder ? " placeholder" : ""));
        clauses(decl.clauses);
    }

    void operator()(const DataDecl& decl) {
        line("data " + decl.name.text + label_text(decl.label));
        line("  unit " + to_text(decl.unit) + period_text(decl.each));
        if (decl.record) {
            line("  from " + record_text(*decl.record));
        }
        if (decl.missing) {
            line("  missing " + quoted(decl.missing->text));
        }
        clauses(decl.clauses);
    }

    void operator()(const AgreementDecl& decl) {
        line("agreement " + decl.name.text + " " + quoted(decl.label.text));
        line("  parties " + name_list(decl.parties));
        const auto date = [this](const char* word, const std::optional<DateLiteral>& when) {
            if (when) {
                line(std::string("  ") + word + " " + date_text(*when));
            }
        };
        date("signed", decl.signed_on);
        date("in force from", decl.in_force_from);
        date("until", decl.until);
        if (decl.sector) {
            line("  sector " + decl.sector->text);
        }
        if (!decl.obliges.empty()) {
            line("  obliges " + name_list(decl.obliges));
        }
        if (decl.source) {
            line("  source " + decl.source->text);
        }
    }

    void operator()(const AgreementsDecl& decl) {
        line("agreements " + decl.name.text + " from " + record_text(decl.record));
    }

    void operator()(const LeaderDecl& decl) {
        line(fmt::format("leader {} {} of {}{}{}",
                         decl.name.text,
                         quoted(decl.label.text),
                         decl.actor.text,
                         decl.from ? " from " + date_text(*decl.from) : "",
                         decl.until ? " until " + date_text(*decl.until) : ""));
        for (const Attribute& field : decl.fields) {
            line("  " + field.name.text + " = " + to_text(field.value));
        }
    }

    void operator()(const IssueDecl& decl) {
        line("issue " + decl.name.text + " " + quoted(decl.label.text));
        for (const DimensionClause& dimension : decl.dimensions) {
            line(fmt::format("  dimension {}{} : {}{}",
                             dimension.name.text,
                             label_text(dimension.label),
                             to_text(dimension.unit),
                             dimension.range ? " in " + range_text(*dimension.range) : ""));
        }
        for (const IssueActor& actor : decl.actors) {
            line("  actor " + actor.name.text + (actor.set ? " in " + actor.set->text : ""));
            scores("    position ", actor.positions);
            scores("    salience ", actor.saliences);
            attribute("    capability", actor.capability);
        }
        if (decl.election) {
            line("  election " + decl.election->text);
        }
        attribute("  exponent", decl.exponent);
    }

    void operator()(const PlayerDecl& decl) {
        line("player " + decl.actor.text +
             (decl.every ? " every " + quantity_text(*decl.every) : "") +
             (decl.after.empty() ? "" : " after " + name_list(decl.after)));
        if (decl.recorded) {
            line("  recorded " + record_text(*decl.recorded));
        }
        for (const OptionDecl& option : decl.options) {
            line("  option " + option.name.text + " " + quoted(option.label.text));
            for (const Setting& setting : option.settings) {
                line("    " + to_text(setting.place) + " = " + to_text(setting.value));
            }
            attribute("    leaning", option.leaning);
        }
        attribute("  inertia", decl.inertia);
        attribute("  wants", decl.wants);
        attribute("  horizon", decl.horizon);
        attribute("  discount", decl.discount);
        attribute("  precision", decl.precision);
    }

    void operator()(const ScenarioDecl& decl) {
        line("scenario " + decl.name.text + (decl.extends ? " extends " + decl.extends->text : "") +
             label_text(decl.label));
        for (const Change& change : decl.changes) {
            line("  " + change_text(change));
        }
    }

    void operator()(const ClaimDecl& decl) {
        line("claim " + decl.name.text + " " + quoted(decl.label.text));
        for (const Test& test : decl.tests) {
            line("  " + test_text(test));
        }
        for (const PartDecl& part : decl.parts) {
            line("  part " + part.name.text);
            for (const Test& test : part.tests) {
                line("    " + test_text(test));
            }
        }
    }

    void operator()(const InfluenceDecl& decl) {
        line("influence " + decl.name.text + " " + quoted(decl.label.text));
        if (decl.window) {
            line("  on " + place_list(decl.on) + " over " + window_text(*decl.window));
        }
        for (const ChannelClause& channel : decl.channels) {
            line("  channel " + channel.name.text + label_text(channel.label) + " through " +
                 place_list(channel.links));
        }
    }

  private:
    static std::string place_list(const std::vector<Expr>& places) {
        std::string text;
        for (const Expr& place : places) {
            text += (text.empty() ? "" : ", ") + to_text(place);
        }
        return text;
    }

    void line(const std::string& text) { out_ += text + "\n"; }

    void clauses(const std::vector<Clause>& list) {
        for (const Clause& clause : list) {
            line("  " + clause_text(clause));
        }
    }

    void scores(const char* word, const std::vector<Score>& list) {
        for (const Score& score : list) {
            line(word + (score.dimension ? score.dimension->text + " = " : "") +
                 to_text(score.value));
        }
    }

    void attribute(const char* word, const std::optional<Expr>& value) {
        if (value) {
            line(std::string(word) + " " + to_text(*value));
        }
    }

    std::string out_;
};

}  // namespace

std::string to_text(const Tree& tree) { return Printer().run(tree); }

std::string to_text(const std::vector<Token>& tokens, const text::Sources& sources) {
    std::string out;
    for (const Token& token : tokens) {
        const text::Position at = sources.position(token.span.file, token.span.begin);
        const bool blank = token.kind == TokenKind::line_end || token.kind == TokenKind::end;
        out += fmt::format("{}:{} {}{}\n",
                           at.line,
                           at.column,
                           kind_text(token.kind),
                           blank ? "" : fmt::format(" {}", sources.text(token.span)));
    }
    return out;
}

}  // namespace entente::syntax

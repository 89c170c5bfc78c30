// SPDX-License-Identifier: Apache-2.0
// Agreements in force and leaders in office, as tracks over the months of the run.
#include <fmt/format.h>

#include "model/resolver.hpp"

namespace entente::model::resolving {

namespace {

bool is_actor(const Context& context, const Name& name) {
    const Entry* entry = find_name(context, name.text);
    return entry != nullptr && entry->kind == Entry::Kind::actor;
}

void check_actor(Context& context, const Name& name) {
    if (!is_actor(context, name)) {
        unknown_name(context, "E2004", name, "actor", names_of(context, {Entry::Kind::actor}));
    }
}

template <class Decl>
std::vector<std::pair<const Decl*, std::string>> all_of(const Context& context) {
    std::vector<std::pair<const Decl*, std::string>> found;
    for (const syntax::Tree& tree : context.trees) {
        for (const syntax::Decl& decl : tree.decls) {
            if (const auto* one = std::get_if<Decl>(&decl.what)) {
                found.emplace_back(one, decl.doc);
            }
        }
    }
    return found;
}

/// The field of the leader in office, month by month: the last who came by then and has not left;
/// the given one's while nobody is.
Track in_office(const Model& model, const Leader& leader, const std::string& field) {
    Track track;
    for (int row = 0; row < model.grid.rows(); ++row) {
        const Month month = model.grid.month(row);
        const Leader* now = nullptr;
        for (const Leader& one : model.leaders) {
            if (one.actor != leader.actor || !one.from || *one.from > month) {
                continue;
            }
            if (one.until && *one.until <= month) {
                continue;
            }
            if (now == nullptr || *one.from >= *now->from) {
                now = &one;
            }
        }
        double x = 0;
        for (const auto& [name, number] : (now == nullptr ? leader : *now).fields) {
            if (name == field) {
                x = number;
            }
        }
        track.values.push_back(x);
    }
    return track;
}

/// Every field that one leader of an actor has, all must have: any may come to office.
void check_fields(Context& context) {
    const Model& model = context.model;
    for (const Leader& leader : model.leaders) {
        for (const Leader& other : model.leaders) {
            if (other.actor != leader.actor) {
                continue;
            }
            for (const auto& [field, value] : leader.fields) {
                bool has = false;
                for (const auto& [name, x] : other.fields) {
                    has = has || name == field;
                }
                if (has) {
                    continue;
                }
                context.report(
                    {.code = "E2037",
                     .headline = fmt::format("`{}` has no `{}`", other.name, field),
                     .primary = {other.span, fmt::format("this leader of {}", other.actor)},
                     .others = {{leader.span, "this one has it"}},
                     .notes = {"any leader of an actor may come to office in a scenario"},
                     .helps = {}});
            }
        }
    }
}

}  // namespace

void define_agreements(Context& context) {
    for (const auto& [decl, doc] : all_of<syntax::AgreementDecl>(context)) {
        const Entry* entry = find_name(context, decl->name.text);
        if (entry == nullptr || entry->kind != Entry::Kind::agreement) {
            continue;
        }
        Agreement& agreement = context.model.agreements[entry->index];
        for (const Name& party : decl->parties) {
            check_actor(context, party);
            agreement.parties.push_back(party.text);
        }
        if (decl->signed_on) {
            agreement.signed_on = month_of(*decl->signed_on);
        }
        if (decl->in_force_from) {
            agreement.in_force_from = month_of(*decl->in_force_from);
        }
        if (decl->until) {
            agreement.until = month_of(*decl->until);
        }
        if (decl->sector) {
            agreement.sector = decl->sector->text;
        }
        for (const Name& obligation : decl->obliges) {
            agreement.obliges.push_back(obligation.text);
        }
        if (decl->source) {
            agreement.source = source_of(context, *decl->source);
        }
        if (!agreement.signed_on && !agreement.in_force_from) {
            context.error("E2020",
                          fmt::format("when was `{}` signed?", agreement.name),
                          decl->name.span,
                          "needs `signed DATE` or `in force from DATE`");
        }
        // In force in months that open on or after the day: the month after it, unless the first.
        const syntax::DateLiteral* day = decl->in_force_from ? &*decl->in_force_from
                                         : decl->signed_on   ? &*decl->signed_on
                                                             : nullptr;
        Track track;
        for (int row = 0; row < context.model.grid.rows(); ++row) {
            const Month month = context.model.grid.month(row);
            bool in_force = false;
            if (day != nullptr) {
                const Month begins = month_of(*day) + (day->day > 1 ? 1 : 0);
                in_force = month >= begins;
            }
            if (decl->until && month >= month_of(*decl->until)) {
                in_force = false;
            }
            track.values.push_back(in_force ? 1.0 : 0.0);
        }
        context.model.agreements[entry->index].in_force = context.model.tracks.add(track);
    }
}

void define_leaders(Context& context) {
    Model& model = context.model;
    for (const auto& [decl, doc] : all_of<syntax::LeaderDecl>(context)) {
        const Entry* entry = find_name(context, decl->name.text);
        if (entry == nullptr || entry->kind != Entry::Kind::leader) {
            continue;
        }
        check_actor(context, decl->actor);
        Leader& leader = model.leaders[entry->index];
        if (decl->from) {
            leader.from = month_of(*decl->from);
        }
        if (decl->until) {
            leader.until = month_of(*decl->until);
        }
        for (const syntax::Attribute& field : decl->fields) {
            const std::string key = decl->actor.text + "." + field.name.text;
            const Typed typed = expression(context, {}, field.value);
            if (typed.failed()) {
                continue;
            }
            const auto known = context.field_units.emplace(key, typed.unit).first;
            const auto value = constant(context, {}, field.value, known->second, field.name.span);
            if (!value) {
                continue;
            }
            for (const syntax::Attribute& other : decl->fields) {
                if (&other == &field) {
                    break;
                }
                if (other.name.text != field.name.text) {
                    continue;
                }
                said_twice(context,
                           fmt::format("`{}` is given twice", field.name.text),
                           field.name.span,
                           other.name.span);
                break;
            }
            leader.fields.emplace_back(field.name.text, *value);
        }
    }
    check_fields(context);
    std::set<std::string> done;
    for (const Leader& leader : model.leaders) {
        for (const auto& [field, value] : leader.fields) {
            if (!done.insert(leader.actor + "." + field).second) {
                continue;
            }
            const Track track = in_office(model, leader, field);
            model.leader_fields.push_back({leader.actor, field, model.tracks.add(track)});
        }
    }
}

}  // namespace entente::model::resolving

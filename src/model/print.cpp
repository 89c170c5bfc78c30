// SPDX-License-Identifier: Apache-2.0
#include "model/print.hpp"

#include <iterator>

#include <fmt/format.h>

#include "model/builtins.hpp"

namespace entente::model {

namespace {

/// How tightly an operator binds; more binds tighter.
enum Binding { lowest, disjunction, conjunction, comparison, sum, product, power_of, atom };

std::string_view symbol(Op op) {
    switch (op) {
        case Op::add:
            return " + ";
        case Op::subtract:
            return " - ";
        case Op::multiply:
            return " * ";
        case Op::divide:
            return " / ";
        case Op::power:
            return " ^ ";
        case Op::less:
            return " < ";
        case Op::less_equal:
            return " <= ";
        case Op::equal:
            return " == ";
        case Op::not_equal:
            return " != ";
        case Op::logical_and:
            return " and ";
        case Op::logical_or:
            return " or ";
        case Op::exp:
            return "exp";
        case Op::ln:
            return "ln";
        case Op::sqrt:
            return "sqrt";
        case Op::abs:
            return "abs";
        case Op::logistic:
            return "logistic";
        case Op::logit:
            return "logit";
        case Op::min:
            return "min";
        case Op::max:
            return "max";
        case Op::constant:
        case Op::track:
        case Op::quantity:
        case Op::time:
        case Op::negate:
        case Op::logical_not:
        case Op::choose:
        case Op::lookup:
        case Op::link:
        case Op::previous:
        case Op::delayed:
        case Op::window_count:
        case Op::decay_since:
            break;
    }
    return "";
}

Binding binding(Op op) {
    if (op == Op::logical_or) {
        return disjunction;
    }
    if (op == Op::logical_and) {
        return conjunction;
    }
    if (op == Op::less || op == Op::less_equal || op == Op::equal || op == Op::not_equal) {
        return comparison;
    }
    if (op == Op::add || op == Op::subtract) {
        return sum;
    }
    if (op == Op::multiply || op == Op::divide) {
        return product;
    }
    return power_of;
}

class Printer {
  public:
    explicit Printer(const Model& model) : model_(model) {}

    std::string node(NodeId id, Binding outer) const {
        if (!id) {
            return "none";
        }
        const Node& n = model_.nodes[id];
        const auto name = [&] { return model_.quantities[n.quantity].name; };
        switch (n.op) {
            case Op::constant:
                return n.value < 0 ? wrapped(fmt::format("{}", n.value), outer > sum)
                                   : fmt::format("{}", n.value);
            case Op::track:
                return track(n.track);
            case Op::quantity:
                return name();
            case Op::time:
                return "time";
            case Op::negate:
                return wrapped("-" + node(n.arguments[0], power_of), outer > sum);
            case Op::logical_not:
                return wrapped("not " + node(n.arguments[0], comparison), outer > conjunction);
            case Op::choose:
                return wrapped(fmt::format("if {} then {} else {}",
                                           node(n.arguments[0], lowest),
                                           node(n.arguments[1], lowest),
                                           node(n.arguments[2], lowest)),
                               outer > lowest);
            case Op::lookup:
                return lookup(n);
            case Op::link:
                return wrapped(link(n), outer > sum);
            case Op::previous:
                return fmt::format("previous({})", name());
            case Op::delayed:
                return fmt::format("delay({}, {} months)", name(), node(n.arguments[0], lowest));
            case Op::window_count:
                return fmt::format("count({}, {} months)", name(), n.months);
            case Op::decay_since:
                return fmt::format(
                    "decay_since({}, {} months)", name(), node(n.arguments[0], lowest));
            case Op::exp:
            case Op::ln:
            case Op::sqrt:
            case Op::abs:
            case Op::logistic:
            case Op::logit:
                return fmt::format("{}({})", symbol(n.op), node(n.arguments[0], lowest));
            case Op::min:
            case Op::max:
                return fmt::format("{}({}, {})",
                                   symbol(n.op),
                                   node(n.arguments[0], lowest),
                                   node(n.arguments[1], lowest));
            case Op::add:
            case Op::subtract:
            case Op::multiply:
            case Op::divide:
            case Op::power:
            case Op::less:
            case Op::less_equal:
            case Op::equal:
            case Op::not_equal:
            case Op::logical_and:
            case Op::logical_or:
                break;
        }
        const Binding own = binding(n.op);
        const bool left_to_right = own != comparison && own != power_of;
        const std::string text =
            node(n.arguments[0], left_to_right ? own : static_cast<Binding>(own + 1)) +
            std::string(symbol(n.op)) + node(n.arguments[1], static_cast<Binding>(own + 1));
        return wrapped(text, outer > own);
    }

    std::string lookup(const Node& n) const {
        const Lookup& points = model_.lookups[n.lookup];
        std::string text = "lookup(" + node(n.arguments[0], lowest);
        for (std::size_t i = 0; i < points.x.size(); ++i) {
            text += fmt::format(", {}, {}", points.x[i], points.y[i]);
        }
        return text + ")";
    }

    std::string link(const Node& n) const {
        std::string text = node(n.arguments[0], product) + " as " + model_.links[n.link].name;
        const Node& off = model_.nodes[n.arguments[1]];
        if (off.op != Op::constant || off.value != 0) {
            text += " else " + node(n.arguments[1], product);
        }
        return text;
    }

    std::string draw(const DrawnFrom& d) const {
        std::string text;
        for (const DistributionRow& row : distributions()) {
            if (row.kind != d.kind) {
                continue;
            }
            text = std::string(row.name) + "(";
            for (std::size_t i = 0; i < row.parameters.size(); ++i) {
                text += (i == 0 ? "" : ", ") + node(d.parameters[i], lowest);
            }
            text += ")";
        }
        if (d.low || d.high) {
            text += fmt::format(" in {}", range(d.low, d.high));
        }
        return text;
    }

    std::string definition(const Definition& d) const {
        return d.is_drawn() ? "~ " + draw(d.draw) : "= " + node(d.node, lowest);
    }

    static std::string range(const std::optional<double>& low, const std::optional<double>& high) {
        return (low ? fmt::format("{}", *low) : "") + ".." + (high ? fmt::format("{}", *high) : "");
    }

  private:
    static std::string wrapped(const std::string& text, bool wrap) {
        return wrap ? "(" + text + ")" : text;
    }

    std::string track(TrackId id) const {
        for (const LeaderField& field : model_.leader_fields) {
            if (field.track == id) {
                return fmt::format("leader({}).{}", field.actor, field.field);
            }
        }
        for (const Agreement& agreement : model_.agreements) {
            if (agreement.in_force == id) {
                return fmt::format("in_force({})", agreement.name);
            }
        }
        const Track& t = model_.tracks[id];
        if (t.kind == Track::Kind::record_count) {
            return fmt::format("count({}, {} months)", model_.records[t.record].shown, t.months);
        }
        return fmt::format("track {}", id.index);
    }

    const Model& model_;
};

std::string_view kind_word(const Quantity& quantity) {
    switch (quantity.kind) {
        case QuantityKind::parameter:
            return "param";
        case QuantityKind::input:
            return "input";
        case QuantityKind::lever:
            return "lever";
        case QuantityKind::event:
            return "event";
        case QuantityKind::let:
            return "let";
        case QuantityKind::flow:
            return quantity.outward ? "outflow" : "inflow";
        case QuantityKind::stock:
            return "stock";
        case QuantityKind::choice:
            return "player";
        case QuantityKind::latch:
            return "latch";
    }
    return "";
}

void print_quantity(const Model& model,
                    const Printer& printer,
                    const Quantity& q,
                    std::string& out) {
    auto to = std::back_inserter(out);
    fmt::format_to(to, "{} {} : {}", kind_word(q), q.name, q.unit);
    if (q.low || q.high) {
        fmt::format_to(to, " {}in {}", q.held ? "held " : "", Printer::range(q.low, q.high));
    }
    if (q.hidden) {
        out += " hidden";
    }
    out += "\n";
    if (q.otherwise) {
        fmt::format_to(to, "  = {}\n", printer.node(q.otherwise, lowest));
    }
    for (std::size_t i = 0; i < q.definitions.size(); ++i) {
        const std::string set =
            q.definitions.size() > 1 ? "prior " + model.prior_sets[i] + " " : std::string();
        const std::string word = q.kind == QuantityKind::input ? "then " : set;
        fmt::format_to(to, "  {}{}\n", word, printer.definition(q.definitions[i]));
    }
    if (q.record) {
        const Record& record = model.records[model.tracks[q.record].record];
        fmt::format_to(to,
                       "  recorded {}\n",
                       record.shown.empty()
                           ? fmt::format("{} dates in the text", record.rows.size())
                           : record.shown);
    }
    for (std::size_t i = 0; i < q.leanings.size(); ++i) {
        if (q.leanings[i]) {
            fmt::format_to(to, "  leaning {} = {}\n", i, printer.node(q.leanings[i], lowest));
        }
    }
}

}  // namespace

std::string to_text(const Model& model, NodeId node) { return Printer(model).node(node, lowest); }

std::string to_text(const Model& model) {
    const Printer printer(model);
    std::string out;
    auto to = std::back_inserter(out);
    fmt::format_to(to,
                   "model {} \"{}\"\n{} to {}, forecast from {}, {} parts a month, {}\n",
                   model.name,
                   model.label,
                   to_text(model.grid.first),
                   to_text(model.grid.last()),
                   to_text(model.grid.forecast),
                   model.grid.substeps,
                   model.grid.method == Method::euler ? "euler" : "rk4");
    out += to_text(count(model)) + "\n\n";
    for (const Quantity& q : model.quantities) {
        print_quantity(model, printer, q, out);
    }
    for (const Scenario& scenario : model.scenarios) {
        fmt::format_to(to, "scenario {} ({} changes)\n", scenario.name, scenario.changes.size());
    }
    for (const Issue& issue : model.issues) {
        fmt::format_to(to,
                       "issue {} ({} dimensions, {} actors)\n",
                       issue.name,
                       issue.dimensions.size(),
                       issue.actors.size());
    }
    for (const Influence& influence : model.influences) {
        fmt::format_to(to,
                       "influence {} ({} quantities, {} channels)\n",
                       influence.name,
                       influence.on.size(),
                       influence.channels.size());
    }
    for (const Claim& claim : model.claims) {
        fmt::format_to(to, "claim {}\n", claim.name);
        for (const Part& part : claim.parts) {
            for (const Expectation& e : part.expectations) {
                fmt::format_to(to,
                               "  {}{}expect {} {}\n",
                               part.name,
                               part.name.empty() ? "" : ": ",
                               e.stat.text,
                               e.judged.text);
            }
            for (const QuantityId id : part.placeholders) {
                fmt::format_to(to, "  not modelled yet: {}\n", model.quantities[id].name);
            }
        }
    }
    return out;
}

Counts count(const Model& model) {
    Counts counts;
    for (const Quantity& q : model.quantities) {
        if (q.hidden) {
            continue;
        }
        switch (q.kind) {
            case QuantityKind::parameter:
                ++counts.parameters;
                break;
            case QuantityKind::input:
                ++counts.inputs;
                break;
            case QuantityKind::lever:
                ++counts.levers;
                break;
            case QuantityKind::event:
                ++counts.events;
                break;
            case QuantityKind::let:
                ++counts.lets;
                break;
            case QuantityKind::flow:
                ++counts.flows;
                break;
            case QuantityKind::stock:
                ++counts.stocks;
                break;
            case QuantityKind::choice:
                ++counts.players;
                break;
            case QuantityKind::latch:
                break;
        }
    }
    std::vector<std::string> families;
    for (const Link& link : model.links) {
        bool known = false;
        for (const std::string& family : families) {
            known = known || family == link.family;
        }
        if (!known && link.family.find('.') == std::string::npos) {
            families.push_back(link.family);
        }
    }
    counts.links = families.size();
    for (const DataSeries& series : model.data) {
        ++counts.data;
        if (!series.missing.empty()) {
            ++counts.missing_data;
        }
    }
    counts.scenarios = model.scenarios.size() - 1;
    counts.claims = model.claims.size();
    for (const Declaration& declaration : model.declarations) {
        if (declaration.placeholder) {
            ++counts.placeholders;
        }
    }
    return counts;
}

std::string to_text(const Counts& counts) {
    std::string text;
    const auto add = [&text](std::size_t n, std::string_view one, std::string_view many) {
        if (n == 0) {
            return;
        }
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", n, n == 1 ? one : many);
    };
    add(counts.stocks, "stock", "stocks");
    add(counts.flows, "flow", "flows");
    add(counts.lets, "let", "lets");
    add(counts.parameters, "parameter", "parameters");
    add(counts.inputs, "input", "inputs");
    add(counts.levers, "lever", "levers");
    add(counts.events, "event", "events");
    add(counts.players, "player", "players");
    add(counts.links, "link", "links");
    add(counts.data, "series", "series");
    add(counts.missing_data, "of them missing", "of them missing");
    add(counts.placeholders, "placeholder", "placeholders");
    add(counts.scenarios, "scenario", "scenarios");
    add(counts.claims, "claim", "claims");
    return text;
}

}  // namespace entente::model

// SPDX-License-Identifier: Apache-2.0
#include "program/lower.hpp"

#include <algorithm>

#include "base/contract.hpp"
#include "program/lowering.hpp"

namespace entente::program {

using namespace model;

namespace {

std::optional<Code> code_of(Op op) {
    switch (op) {
        case Op::negate:
            return Code::negate;
        case Op::logical_not:
            return Code::logical_not;
        case Op::exp:
            return Code::exp;
        case Op::ln:
            return Code::ln;
        case Op::sqrt:
            return Code::sqrt;
        case Op::abs:
            return Code::abs;
        case Op::logistic:
            return Code::logistic;
        case Op::logit:
            return Code::logit;
        case Op::add:
            return Code::add;
        case Op::subtract:
            return Code::subtract;
        case Op::multiply:
            return Code::multiply;
        case Op::divide:
            return Code::divide;
        case Op::power:
            return Code::power;
        case Op::min:
            return Code::min;
        case Op::max:
            return Code::max;
        case Op::less:
            return Code::less;
        case Op::less_equal:
            return Code::less_equal;
        case Op::equal:
            return Code::equal;
        case Op::not_equal:
            return Code::not_equal;
        case Op::logical_and:
            return Code::logical_and;
        case Op::logical_or:
            return Code::logical_or;
        case Op::constant:
        case Op::track:
        case Op::quantity:
        case Op::time:
        case Op::choose:
        case Op::lookup:
        case Op::link:
        case Op::previous:
        case Op::delayed:
        case Op::window_count:
        case Op::decay_since:
            break;
    }
    return std::nullopt;
}

std::size_t index(View view) { return static_cast<std::size_t>(view); }

}  // namespace

Section section_of(View view) {
    switch (view) {
        case View::initial:
            return Section::start;
        case View::decision:
            return Section::decide;
        case View::pulse:
            return Section::pulse;
        case View::opening:
            return Section::open;
        case View::instant:
            return Section::instant;
        case View::end:
            return Section::end;
    }
    return Section::start;
}

Lowering::Lowering(const Model& model,
                   const data::Data& data,
                   const CompileOptions& options,
                   text::Diagnostics& diagnostics)
    : m_(model), data_(data), options_(options), diagnostics_(diagnostics), out_(model.grid) {
    for (std::size_t view = 0; view < view_count; ++view) {
        nodes_[view].resize(m_.nodes.size());
        quantities_[view].resize(m_.quantities.size());
    }
    paths_.resize(m_.tracks.size());
    tracks_.resize(m_.tracks.size());
    pulsed_.assign(m_.quantities.size(), false);
    for (const Lookup& lookup : m_.lookups) {
        out_.values.lookups.push_back(lookup);
    }
    for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
        const Quantity& quantity = at(QuantityId(i));
        pulsed_[i] = !quantity.pulses.empty();
        if (quantity.kind != QuantityKind::stock) {
            continue;
        }
        stocks_[static_cast<std::uint32_t>(i)] = out_.values.add_place(quantity.name);
    }
}

std::optional<Lowered> Lowering::run() {
    const std::size_t errors = diagnostics_.error_count();
    begin_stocks();
    take_records();
    decide();
    describe_players();
    describe_deciding();
    add_pulses();
    move_stocks();
    record_rows();
    check_stocks();
    record_end();
    write_rings();
    if (diagnostics_.error_count() > errors) {
        return std::nullopt;
    }
    return std::move(out_);
}

const std::vector<double>& Lowering::path(TrackId id) {
    std::vector<double>& known = paths_[id.index];
    if (known.empty()) {
        known = data::track_values(m_, data_, id);
    }
    return known;
}

ValueId Lowering::track(View view, TrackId id) {
    const std::vector<double>& rows = path(id);
    if (view == View::initial) {
        return number(rows.front());
    }
    ValueId& known = tracks_[id.index];
    if (!known) {
        known = out_.values.month({rows.begin(), rows.begin() + m_.grid.months});
    }
    return known;
}

ValueId Lowering::code(View view, Code code, ValueId a, ValueId b, ValueId c) {
    return out_.values.code(section_of(view), code, a, b, c);
}

ValueId Lowering::choose(View view, ValueId condition, ValueId yes, ValueId no) {
    return out_.values.choose(section_of(view), condition, yes, no);
}

ValueId Lowering::node(View view, NodeId id) {
    ValueId known = nodes_[index(view)][id.index];
    if (!known) {
        known = operation(view, m_.nodes[id]);
        nodes_[index(view)][id.index] = known;
    }
    return known;
}

ValueId Lowering::operation(View view, const Node& n) {
    if (const std::optional<Code> plain = code_of(n.op)) {
        const ValueId a = node(view, n.arguments[0]);
        return code(view, *plain, a, n.arguments[1] ? node(view, n.arguments[1]) : ValueId());
    }
    if (n.op == Op::constant) {
        return number(n.value);
    }
    if (n.op == Op::track) {
        return track(view, n.track);
    }
    if (n.op == Op::quantity) {
        return quantity(view, n.quantity);
    }
    if (n.op == Op::time) {
        return time(view);
    }
    if (n.op == Op::lookup) {
        return out_.values.lookup(section_of(view), n.lookup.index, node(view, n.arguments[0]));
    }
    if (n.op == Op::link) {
        const TrackId off = m_.links[n.link].off;
        const ValueId switched = off ? track(view, off) : number(0.0);
        if (out_.values.is_constant(switched, 0.0)) {
            return node(view, n.arguments[0]);
        }
        return choose(view, switched, node(view, n.arguments[1]), node(view, n.arguments[0]));
    }
    if (n.op == Op::choose) {
        const ValueId condition = node(view, n.arguments[0]);
        const Value known = out_.values[condition];
        if (known.kind == ValueKind::constant) {
            return node(view, n.arguments[known.number != 0.0 ? 1 : 2]);
        }
        const ValueId yes = node(view, n.arguments[1]);
        return choose(view, condition, yes, node(view, n.arguments[2]));
    }
    return memory(view, n);
}

ValueId Lowering::time(View view) {
    const ValueId now = out_.values.time();
    return view == View::initial ? out_.values.at_start(now) : now;
}

ValueId Lowering::quantity(View view, QuantityId id) {
    if (at(id).kind == QuantityKind::parameter) {
        view = View::initial;
    }
    ValueId known = quantities_[index(view)][id.index];
    if (!known) {
        known = worked_out(view, id);
        const QuantityKind kind = at(id).kind;
        if (kind == QuantityKind::lever || kind == QuantityKind::input ||
            kind == QuantityKind::event) {
            known = out_.values.opened(known);
        }
        quantities_[index(view)][id.index] = known;
    }
    return known;
}

ValueId Lowering::worked_out(View view, QuantityId id) {
    const bool within = view == View::instant || view == View::end;
    switch (at(id).kind) {
        case QuantityKind::parameter:
            return parameter(id);
        case QuantityKind::stock:
            return stock(view, id);
        case QuantityKind::let:
            return node(view, at(id).definitions.front().node);
        case QuantityKind::flow:
            return flow(view, id);
        case QuantityKind::choice:
            return choice(view, id);
        case QuantityKind::latch:
            return latch(view, id);
        case QuantityKind::lever:
            if (within) {
                return quantity(View::opening, id);
            }
            return view == View::decision ? months_before(view, id) : lever(view, id);
        case QuantityKind::event:
            if (within) {
                return quantity(View::opening, id);
            }
            if (view == View::initial) {
                return number(0.0);
            }
            return view == View::decision ? months_before(view, id) : event(view, id);
        case QuantityKind::input:
            return within ? quantity(View::opening, id) : input(view, id);
    }
    ENTENTE_EXPECT(false);
    return {};
}

ValueId Lowering::stock(View view, QuantityId id) {
    const PlaceId place = stocks_.at(id.index);
    switch (view) {
        case View::initial:
            return initial(id);
        case View::decision:
        case View::pulse:
            return out_.values.place(place, Section::decide);
        case View::opening:
            return out_.values.place(place, pulsed_[id.index] ? Section::open : Section::decide);
        case View::instant:
        case View::end:
            return out_.values.place(place, section_of(view));
    }
    return {};
}

ValueId Lowering::flow(View view, QuantityId id) {
    const Quantity& q = at(id);
    // What a bound adds is known when the month is over: read within it, it is the month before's.
    if (q.definitions.empty()) {
        if (view == View::initial) {
            return number(0.0);
        }
        return earlier_row(view, id, {.op = Op::previous, .quantity = id});
    }
    const TrackId off = q.link ? m_.links[q.link].off : TrackId();
    const ValueId x = node(view, q.definitions.front().node);
    return off ? choose(view, track(view, off), number(0.0), x) : x;
}

ValueId Lowering::parameter(QuantityId id) {
    const Quantity& q = at(id);
    return once(q, q.definitions[std::min(options_.prior_set, q.definitions.size() - 1)]);
}

ValueId Lowering::initial(QuantityId id) {
    const Quantity& q = at(id);
    if (q.covered && path(q.covered).front() != 0.0) {
        return number(path(q.record).front());
    }
    return once(q, q.definitions.front());
}

ValueId Lowering::once(const Quantity& q, const Definition& definition) {
    if (!definition.is_drawn()) {
        return node(View::initial, definition.node);
    }
    const std::uint32_t place = site(q, 1, 0);
    out_.sites[place].once = true;
    return drawn(View::initial, definition.draw, place, false);
}

std::optional<Lowered> lower(const Model& model,
                             const data::Data& data,
                             const CompileOptions& options,
                             text::Diagnostics& diagnostics) {
    return Lowering(model, data, options, diagnostics).run();
}

}  // namespace entente::program

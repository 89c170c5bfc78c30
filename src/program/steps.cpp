// SPDX-License-Identifier: Apache-2.0
// The statements of each section: what is drawn, moved, checked and left in the row, in the order
// of run/simulate.hpp.
#include <limits>

#include "program/lowering.hpp"

namespace entente::program {

using namespace model;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/// A promised bound may be missed by rounding; more is a fault.
constexpr double promise_tolerance = 1e-9;

}  // namespace

void Lowering::state(Section section, Statement statement) {
    out_.sections[static_cast<std::size_t>(section)].push_back(statement);
}

void Lowering::store(Section section, PlaceId place, ValueId value) {
    // What another place holds is read before any place of the section changes.
    if (out_.values[value].kind == ValueKind::place) {
        value = out_.values.at_hand(section, Code::copy, 0, value);
    }
    state(section, {.target = place, .in = {value}});
}

bool Lowering::one_step() const { return m_.grid.method == Method::euler && m_.grid.substeps == 1; }

// ---- before the first month ----

void Lowering::begin_stocks() {
    for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
        const Quantity& q = at(QuantityId(i));
        if (q.kind == QuantityKind::parameter) {
            out_.parameters.push_back(quantity(View::initial, QuantityId(i)));
            out_.parameter_names.push_back(q.name);
            out_.parameter_units.push_back(q.unit);
        }
        if (q.kind == QuantityKind::stock) {
            const auto place = stocks_.at(static_cast<std::uint32_t>(i));
            store(Section::start, place, quantity(View::initial, QuantityId(i)));
        }
    }
}

// ---- openings ----

/// 1 in the months in which the record holds the stock.
ValueId Lowering::covered_months(const Quantity& stock) {
    std::vector<double> months;
    months.reserve(static_cast<std::size_t>(m_.grid.months));
    for (int row = 0; row < m_.grid.months; ++row) {
        months.push_back(recorded(stock, row) ? 1.0 : 0.0);
    }
    return out_.values.month(std::move(months));
}

void Lowering::take_records() {
    for (const auto& [i, place] : stocks_) {
        const Quantity& q = at(QuantityId(i));
        const ValueId covered = covered_months(q);
        if (out_.values.is_constant(covered, 0.0)) {
            continue;
        }
        state(Section::take,
              {.target = place, .in = {track(View::opening, q.record)}, .only_if = covered});
    }
}

void Lowering::add_pulses() {
    for (const auto& [i, place] : stocks_) {
        const Quantity& q = at(QuantityId(i));
        if (q.pulses.empty()) {
            continue;
        }
        ValueId x = quantity(View::pulse, QuantityId(i));
        for (const Pulse& pulse : q.pulses) {
            std::vector<double> months(static_cast<std::size_t>(m_.grid.months), 0.0);
            const int row = m_.grid.row(pulse.month);
            if (row < 0 || row >= m_.grid.months) {
                continue;
            }
            months[static_cast<std::size_t>(row)] = 1.0;
            const ValueId now = out_.values.month(std::move(months));
            const ValueId raised = code(View::pulse, Code::add, x, node(View::pulse, pulse.amount));
            x = choose(View::pulse, now, raised, x);
        }
        store(Section::pulse, place, x);
    }
}

std::uint32_t Lowering::check(const Quantity& q, bool promise, int row) {
    const double low = promise && q.low ? *q.low - promise_tolerance : -infinite;
    const double high = promise && q.high ? *q.high + promise_tolerance : infinite;
    constexpr double most = std::numeric_limits<double>::max();
    out_.checks.push_back({.quantity = q.name,
                           .low = std::max(low, -most),
                           .high = std::min(high, most),
                           .row = row});
    return static_cast<std::uint32_t>(out_.checks.size() - 1);
}

void Lowering::record_rows() {
    for (std::size_t o = 0; o < options_.outputs.size(); ++o) {
        const QuantityId id = options_.outputs[o];
        const Quantity& q = at(id);
        const bool is_flow = q.kind == QuantityKind::flow;
        results::CellMethod method = results::CellMethod::point;
        if (is_flow) {
            method = results::CellMethod::mean;
        }
        if (q.kind == QuantityKind::event) {
            method = results::CellMethod::sum;
        }
        out_.outputs.push_back(
            {.name = q.name, .unit = q.unit, .cell_method = method, .hidden = q.hidden});
        out_.output_checks.push_back(q.kind == QuantityKind::stock ? no_operand
                                                                   : check(q, false, 0));
        const bool opens = !is_flow || (one_step() && !q.definitions.empty());
        state(
            opens ? Section::open : Section::close,
            {.code = Code::record, .in = {row_value(id)}, .extra = static_cast<std::uint32_t>(o)});
    }
}

// ---- within the month ----

ValueId Lowering::net(View view, QuantityId stock) {
    ValueId sum;
    for (const QuantityId id : at(stock).flows) {
        const ValueId x = quantity(view, id);
        const bool outward = at(id).outward;
        if (!sum) {
            sum = outward ? code(view, Code::negate, x) : x;
        } else {
            sum = code(view, outward ? Code::subtract : Code::add, sum, x);
        }
    }
    return sum;
}

/// Where a number that moves within the month is found by every sub-step; none if it does not move.
PlaceId Lowering::moving(const std::string& name, ValueId opening, ValueId later) {
    if (opening == later && !out_.values.moves(opening)) {
        return {};
    }
    const PlaceId place = out_.values.add_place(name);
    store(Section::open, place, opening);
    store(Section::instant, place, later);
    return place;
}

void Lowering::move_stocks() {
    for (const auto& [i, place] : stocks_) {
        const QuantityId id{i};
        const Quantity& q = at(id);
        if (q.flows.empty()) {
            continue;
        }
        const ValueId opening = net(View::opening, id);
        if (one_step()) {
            move_euler(id, opening);
            continue;
        }
        const PlaceId moves = moving("net " + q.name, opening, net(View::instant, id));
        if (m_.grid.method == Method::rk4) {
            move_rk4(id, opening, moves);
        } else {
            move_euler(id, moves ? out_.values.place(moves, Section::step) : opening);
        }
    }
}

void Lowering::move_euler(QuantityId id, ValueId net) {
    const Quantity& q = at(id);
    const PlaceId place = stocks_.at(id.index);
    const ValueId stock = out_.values.place(place, Section::step);
    const ValueId covered = covered_months(q);
    if (one_step() && !q.held) {
        state(Section::step,
              {.code = Code::advance,
               .target = place,
               .in = {stock, net},
               .extra = check(q, true, 1),
               .unless = covered});
    } else {
        state(Section::step,
              {.code = Code::advance_part,
               .target = place,
               .in = {stock, net, number(1.0 / m_.grid.substeps)},
               .unless = covered});
    }
    hold_stock(id, Section::step);
}

void Lowering::move_rk4(QuantityId id, ValueId net, PlaceId moves) {
    const Quantity& q = at(id);
    Values& values = out_.values;
    const PlaceId place = stocks_.at(id.index);
    const PlaceId start = values.add_place("start " + q.name);
    const PlaceId sum = values.add_place("slopes " + q.name);
    const ValueId covered = covered_months(q);
    const double h = 1.0 / m_.grid.substeps;
    const auto slope = [&](Section section) { return moves ? values.place(moves, section) : net; };
    const auto advance = [&](Section section, ValueId by, double part) {
        state(section,
              {.code = Code::advance_part,
               .target = place,
               .in = {values.place(section == Section::step ? place : start, section),
                      by,
                      number(part)},
               .unless = covered});
    };
    const auto twice = [&](Section section) {
        return values.code(section, Code::multiply, number(2.0), slope(section));
    };
    store(Section::step, start, values.place(place, Section::step));
    store(Section::step, sum, slope(Section::step));
    advance(Section::step, slope(Section::step), 0.5 * h);
    for (const Section stage : {Section::stage_2, Section::stage_3}) {
        const ValueId so_far = values.place(sum, stage);
        store(stage, sum, values.code(stage, Code::add, so_far, twice(stage)));
        advance(stage, slope(stage), stage == Section::stage_2 ? 0.5 * h : h);
    }
    const Section last = Section::stage_4;
    const ValueId all = values.code(last, Code::add, values.place(sum, last), slope(last));
    advance(last, all, h / 6.0);
    hold_stock(id, last);
}

void Lowering::hold_stock(QuantityId id, Section section) {
    const Quantity& q = at(id);
    if (!q.held) {
        return;
    }
    const PlaceId place = stocks_.at(id.index);
    const PlaceId added = out_.values.add_place(q.name + ".held");
    held_[id.index] = added;
    store(Section::open, added, number(0.0));
    state(section,
          {.code = Code::hold,
           .target = place,
           .in = {out_.values.place(place, section),
                  number(q.low.value_or(-infinite)),
                  number(q.high.value_or(infinite))},
           .sum = added});
}

// ---- when the month is over ----

void Lowering::check_stocks() {
    for (const auto& [i, place] : stocks_) {
        const Quantity& q = at(QuantityId(i));
        if (q.flows.empty() || (one_step() && !q.held)) {
            continue;
        }
        state(Section::last_check,
              {.code = Code::check,
               .in = {out_.values.place(place, Section::last_check)},
               .extra = check(q, !q.held, 1)});
    }
}

/// The mean of a flow over the sub-steps of the month; of NAME.held what was added in it.
ValueId Lowering::flow_mean(QuantityId id) {
    const Quantity& q = at(id);
    if (q.definitions.empty()) {
        const auto held = held_.find(q.stock.index);
        return held == held_.end() ? number(0.0) : out_.values.place(held->second, Section::close);
    }
    const ValueId opening = quantity(View::opening, id);
    if (one_step()) {
        return out_.values.code(Section::open, Code::add, number(0.0), opening);
    }
    PlaceId& sum = flow_sums_[id.index];
    if (!sum) {
        sum = out_.values.add_place("sum " + q.name);
        sum_flow(id, opening, sum);
    }
    return out_.values.code(Section::close,
                            Code::divide,
                            out_.values.place(sum, Section::close),
                            number(static_cast<double>(m_.grid.substeps)));
}

void Lowering::sum_flow(QuantityId id, ValueId opening, PlaceId sum) {
    Values& values = out_.values;
    const PlaceId moves = moving(at(id).name, opening, quantity(View::instant, id));
    const auto flow = [&](Section section) {
        return moves ? values.place(moves, section) : opening;
    };
    store(Section::open, sum, number(0.0));
    if (m_.grid.method == Method::euler) {
        const Section step = Section::step;
        store(step, sum, values.code(step, Code::add, values.place(sum, step), flow(step)));
        return;
    }
    const PlaceId stages = values.add_place("stages " + at(id).name);
    store(Section::step, stages, flow(Section::step));
    for (const Section stage : {Section::stage_2, Section::stage_3}) {
        const ValueId twice = values.code(stage, Code::multiply, number(2.0), flow(stage));
        store(stage, stages, values.code(stage, Code::add, values.place(stages, stage), twice));
    }
    const Section last = Section::stage_4;
    const ValueId all = values.code(last, Code::add, values.place(stages, last), flow(last));
    const ValueId mean = values.code(last, Code::divide, all, number(6.0));
    store(last, sum, values.code(last, Code::add, values.place(sum, last), mean));
}

void Lowering::record_end() {
    for (std::size_t o = 0; o < options_.outputs.size(); ++o) {
        const QuantityId id = options_.outputs[o];
        const QuantityKind kind = at(id).kind;
        if (kind != QuantityKind::stock && kind != QuantityKind::let &&
            kind != QuantityKind::parameter) {
            continue;
        }
        state(Section::end,
              {.code = Code::record,
               .in = {quantity(View::end, id)},
               .extra = static_cast<std::uint32_t>(o)});
    }
}

}  // namespace entente::program

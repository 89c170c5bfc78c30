// SPDX-License-Identifier: Apache-2.0
#include "program/evaluate.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>

#include "math/vector.hpp"
#include "program/draws.hpp"
#include "program/member.hpp"

namespace entente::program {

using namespace model;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

Member::Member(const Model& m,
               const data::Data& d,
               const CompileOptions& o,
               std::uint64_t seed,
               std::uint32_t member,
               const GivenDraws* given)
    : m_(m),
      data_(d),
      options_(o),
      seed_(seed),
      member_(member),
      given_(given),
      substeps_(m.grid.substeps) {
    const std::size_t n = m.quantities.size();
    value_.assign(n, nan);
    known_.assign(n, false);
    last_.assign(n, 0.0);
    process_.assign(n, 0.0);
    state_.assign(n, 0.0);
    seed_value_.assign(n, 0.0);
    history_.assign(n, {});
    last_time_.assign(n, -std::numeric_limits<double>::infinity());
    for (std::size_t t = 0; t < m.tracks.size(); ++t) {
        tracks_.push_back(data::track_values(m, d, TrackId(t)));
    }
}

Evaluation Member::run() {
    Evaluation result;
    begin();
    const Grid& grid = m_.grid;
    for (row_ = 0; row_ < grid.months; ++row_) {
        open_month();
        std::vector<double> row = record_row();
        integrate(row);
        result.rows.push_back(std::move(row));
        close_month();
    }
    result.rows.push_back(end_row());
    for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
        const QuantityKind kind = quantity(QuantityId(i)).kind;
        if (kind == QuantityKind::parameter) {
            result.parameters.push_back(parameter(QuantityId(i)));
        }
        if (kind == QuantityKind::stock) {
            result.stocks.push_back(state_[i]);
        }
    }
    return result;
}

void Member::begin() {
    view_ = MemberView::initial;
    row_ = 0;
    time_ = month().since_1970;
    for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
        const Quantity& q = quantity(QuantityId(i));
        if (q.kind == QuantityKind::choice || q.kind == QuantityKind::latch) {
            last_[i] = -1.0;
        }
        if (q.kind != QuantityKind::event) {
            continue;
        }
        for (const auto& [when, count] : earlier(q)) {
            if (count > 0.0) {
                last_time_[i] = when.since_1970;
            }
        }
    }
    for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
        seed_value_[i] = get(QuantityId(i));
    }
    for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
        if (quantity(QuantityId(i)).kind == QuantityKind::lever) {
            last_[i] = seed_value_[i];
        }
    }
}

void Member::open_month() {
    std::optional<Member> before;
    if (looks_ahead(options_.policy) && !ahead_ && month() >= m_.grid.forecast) {
        before.emplace(*this);
    }
    // Recorded stocks take their record before anybody looks.
    for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
        const Quantity& q = quantity(QuantityId(i));
        if (q.kind == QuantityKind::stock && recorded(q)) {
            state_[i] = track(q.record);
        }
    }
    time_ = month().since_1970;
    view_ = MemberView::decision;
    forget();
    std::map<std::uint32_t, double> decided;
    std::vector<const Player*> due;
    for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
        const Quantity& q = quantity(QuantityId(i));
        if (q.kind == QuantityKind::choice) {
            decided[static_cast<std::uint32_t>(i)] = decide(QuantityId(i), q);
            const Player* const player = looking_player(QuantityId(i));
            if (before && player != nullptr && is_due(q)) {
                due.push_back(player);
            }
        }
        if (q.kind == QuantityKind::latch) {
            decided[static_cast<std::uint32_t>(i)] =
                last_[i] >= 0.0 ? last_[i] + 1.0 : (node(q.condition) != 0.0 ? 0.0 : -1.0);
        }
    }
    if (!due.empty()) {
        for (const auto& [i, x] : answers_ahead(*before, due)) {
            decided[i] = x;
        }
    }
    for (const auto& [i, x] : decided) {
        last_[i] = x;
    }
    // From here on levers and events are the month's own.
    view_ = MemberView::opening;
    forget();
    for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
        const Quantity& q = quantity(QuantityId(i));
        for (const Pulse& pulse : q.pulses) {
            if (pulse.month == month()) {
                pulses_.emplace_back(i, node(pulse.amount));
            }
        }
    }
    for (const auto& [i, amount] : pulses_) {
        state_[i] += amount;
    }
    pulses_.clear();
    forget();
    opened_.resize(m_.quantities.size());
    for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
        opened_[i] = get(QuantityId(i));
    }
}

bool Member::is_due(const Quantity& q) {
    if (options_.policy == Policy::scripted || month() < m_.grid.forecast ||
        (q.scripted && track(q.scripted) != 0.0)) {
        return false;
    }
    bool due = q.turn && track(q.turn) != 0.0;
    for (const QuantityId e : q.after) {
        due = due || happened_before_[e.index];
    }
    return due;
}

double Member::decide(QuantityId id, const Quantity& q) {
    const double current = last_[id.index];
    if (forced_.contains(id.index)) {
        return forced_.at(id.index);
    }
    if (q.scripted && track(q.scripted) != 0.0) {
        return track(q.scripted) - 1.0;
    }
    if (!is_due(q)) {
        return current;
    }
    std::vector<double> lean(q.leanings.size());
    for (std::size_t i = 0; i < lean.size(); ++i) {
        lean[i] = q.leanings[i] ? node(q.leanings[i]) : 0.0;
        if (q.inertia && current == static_cast<double>(i)) {
            lean[i] = lean[i] + node(q.inertia);
        }
    }
    return choose_option(lean, uniform_at(q, month()), options_.draws == Draws::mean);
}

void Member::forget() {
    for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
        const QuantityKind kind = quantity(QuantityId(i)).kind;
        if (kind != QuantityKind::parameter && kind != QuantityKind::stock) {
            known_[i] = false;
        }
    }
}

void Member::forget_instant() {
    for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
        const QuantityKind kind = quantity(QuantityId(i)).kind;
        if (kind == QuantityKind::let || kind == QuantityKind::flow) {
            known_[i] = false;
        }
    }
}

std::vector<double> Member::record_row() {
    std::vector<double> row;
    for (const QuantityId q : options_.outputs) {
        row.push_back(get(q));
    }
    return row;
}

std::vector<double> Member::end_row() {
    row_ = m_.grid.months - 1;
    time_ = (m_.grid.first + m_.grid.months).since_1970;
    forget_instant();
    std::vector<double> row;
    for (const QuantityId q : options_.outputs) {
        const QuantityKind kind = quantity(q).kind;
        const bool there = kind == QuantityKind::stock || kind == QuantityKind::let ||
                           kind == QuantityKind::parameter;
        row.push_back(there ? get(q) : nan);
    }
    return row;
}

void Member::integrate(std::vector<double>& row) {
    const int parts = substeps_;
    const double h = 1.0 / parts;
    std::map<std::uint32_t, double> flow_sum;
    std::map<std::uint32_t, double> added;
    for (int k = 0; k < parts; ++k) {
        const std::vector<double> start = state_;
        const double t0 = month().since_1970 + static_cast<double>(k) * h;
        if (m_.grid.method == Method::euler) {
            at(t0, k > 0);
            for (const auto& [f, x] : flows()) {
                flow_sum[f] += x;
            }
            const std::vector<double> slope = slopes();
            for (std::size_t i = 0; i < start.size(); ++i) {
                if (moves(i)) {
                    state_[i] = start[i] + h * slope[i];
                }
            }
        } else {
            rk4(start, t0, h, k > 0, flow_sum);
        }
        hold(added);
    }
    for (const auto& [f, x] : flow_sum) {
        opened_[f] = x / parts;
    }
    for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
        const Quantity& q = quantity(QuantityId(i));
        if (is_held_flow(q)) {
            opened_[i] = added[q.stock.index];
        }
    }
    for (std::size_t o = 0; o < options_.outputs.size(); ++o) {
        const QuantityId id = options_.outputs[o];
        if (quantity(id).kind == QuantityKind::flow) {
            row[o] = opened_[id.index];
        }
    }
}

void Member::rk4(const std::vector<double>& start,
                 double t0,
                 double h,
                 bool again,
                 std::map<std::uint32_t, double>& sum) {
    std::map<std::uint32_t, double> weighted;
    std::vector<std::vector<double>> k;
    for (int stage = 0; stage < 4; ++stage) {
        const double part = stage == 0 ? 0.0 : (stage == 3 ? h : 0.5 * h);
        if (stage > 0) {
            for (std::size_t i = 0; i < start.size(); ++i) {
                if (moves(i)) {
                    state_[i] = start[i] + part * k.back()[i];
                }
            }
        }
        at(t0 + part, again || stage > 0);
        k.push_back(slopes());
        const double weight = stage == 0 || stage == 3 ? 1.0 : 2.0;
        for (const auto& [f, x] : flows()) {
            weighted[f] = stage == 0 ? x : weighted[f] + weight * x;
        }
    }
    for (std::size_t i = 0; i < start.size(); ++i) {
        if (!moves(i)) {
            continue;
        }
        state_[i] = start[i] + h / 6.0 * (((k[0][i] + 2.0 * k[1][i]) + 2.0 * k[2][i]) + k[3][i]);
    }
    for (const auto& [f, x] : weighted) {
        sum[f] += x / 6.0;
    }
}

void Member::at(double time, bool afresh) {
    time_ = time;
    if (afresh) {
        forget_instant();
    }
}

std::map<std::uint32_t, double> Member::flows() {
    std::map<std::uint32_t, double> all;
    for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
        const Quantity& q = quantity(QuantityId(i));
        if (q.kind == QuantityKind::flow && !is_held_flow(q)) {
            all[static_cast<std::uint32_t>(i)] = get(QuantityId(i));
        }
    }
    return all;
}

std::vector<double> Member::slopes() {
    std::vector<double> slope(m_.quantities.size(), 0.0);
    for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
        const Quantity& q = quantity(QuantityId(i));
        if (q.kind != QuantityKind::stock) {
            continue;
        }
        bool first = true;
        double net = 0.0;
        for (const QuantityId f : q.flows) {
            const double x = get(f);
            if (first) {
                net = quantity(f).outward ? -x : x;
            } else {
                net = quantity(f).outward ? net - x : net + x;
            }
            first = false;
        }
        slope[i] = net;
    }
    return slope;
}

bool Member::is_held_flow(const Quantity& q) {
    return q.kind == QuantityKind::flow && q.definitions.empty();
}

bool Member::moves(std::size_t i) const {
    const Quantity& q = quantity(QuantityId(i));
    return q.kind == QuantityKind::stock && !q.flows.empty() && !recorded(q);
}

void Member::hold(std::map<std::uint32_t, double>& added) {
    for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
        const Quantity& q = quantity(QuantityId(i));
        if (q.kind != QuantityKind::stock || !q.held || q.flows.empty()) {
            continue;
        }
        double x = state_[i];
        if (q.low) {
            x = math::max(x, *q.low);
        }
        if (q.high) {
            x = math::min(x, *q.high);
        }
        added[static_cast<std::uint32_t>(i)] += x - state_[i];
        state_[i] = x;
    }
}

void Member::close_month() {
    for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
        const Quantity& q = quantity(QuantityId(i));
        history_[i].push_back(opened_[i]);
        if (q.kind == QuantityKind::lever || q.kind == QuantityKind::event) {
            last_[i] = opened_[i];
        }
        if (q.kind == QuantityKind::input) {
            process_[i] = new_process_[static_cast<std::uint32_t>(i)];
        }
        if (q.kind != QuantityKind::event) {
            continue;
        }
        if (held_now_[static_cast<std::uint32_t>(i)]) {
            fired_[static_cast<std::uint32_t>(i)] = true;
        }
        happened_before_[static_cast<std::uint32_t>(i)] = happened(q, opened_[i]);
        if (happened(q, opened_[i])) {
            last_time_[i] = month().since_1970;
        }
    }
}

bool Member::happened(const Quantity& q, double count) const {
    if (options_.draws == Draws::sampled) {
        return count > 0.0;
    }
    double known = q.dates ? track(q.dates) : 0.0;
    const bool replaced = q.replaced && track(q.replaced) != 0.0;
    if (!replaced && recorded(q)) {
        known += track(q.record);
    }
    return known > 0.0;
}

Evaluation evaluate(const Model& model,
                    const data::Data& data,
                    const CompileOptions& options,
                    std::uint64_t seed,
                    std::uint32_t member,
                    const GivenDraws* given) {
    return Member(model, data, options, seed, member, given).run();
}

}  // namespace entente::program

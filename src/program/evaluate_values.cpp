// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <map>

#include "base/contract.hpp"
#include "math/random.hpp"
#include "math/vector.hpp"
#include "model/apply.hpp"
#include "program/draws.hpp"
#include "program/member.hpp"

namespace entente::program {

using namespace model;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

double Member::uniform_at(const Quantity& q, Month when) const {
    return math::uniform(seed_, member_, when.since_1970, draw_site(q));
}

double Member::uniform_once(const Quantity& q) const {
    const auto column = given_ != nullptr ? given_->find_column(draw_site(q)) : std::nullopt;
    return column ? given_->uniforms[*column] : uniform_at(q, Month{0});
}

double Member::parameter(QuantityId id) {
    if (!known_[id.index]) {
        const Quantity& q = quantity(id);
        const std::size_t set = std::min(options_.prior_set, q.definitions.size() - 1);
        value_[id.index] = once(q, q.definitions[set]);
        known_[id.index] = true;
    }
    return value_[id.index];
}

double Member::once(const Quantity& q, const Definition& d) {
    if (!d.is_drawn()) {
        return node(d.node);
    }
    std::array<double, 4> p{};
    for (std::size_t i = 0; i < 4; ++i) {
        if (d.draw.parameters[i]) {
            p[i] = node(d.draw.parameters[i]);
        }
    }
    return draw_once(d.draw, p, uniform_once(q));
}

double Member::initial(QuantityId id) {
    if (!known_[id.index]) {
        const Quantity& q = quantity(id);
        const bool from_record = q.covered && track(q.covered) != 0.0;
        state_[id.index] = from_record ? track(q.record) : once(q, q.definitions.front());
        known_[id.index] = true;
    }
    return state_[id.index];
}

const std::vector<std::pair<Month, double>>& Member::earlier(const Quantity& q) const {
    static const std::vector<std::pair<Month, double>> nothing;
    if (!q.record || m_.tracks[q.record].kind != Track::Kind::record_value) {
        return nothing;
    }
    return data_.records[m_.tracks[q.record].record].earlier;
}

bool Member::recorded(const Quantity& q) const {
    return options_.history == History::recorded && q.covered && track(q.covered) != 0.0;
}

double Member::get(QuantityId id) {
    const Quantity& q = quantity(id);
    switch (q.kind) {
        case QuantityKind::parameter:
            return parameter(id);
        case QuantityKind::stock:
            return view_ == MemberView::initial ? initial(id) : state_[id.index];
        case QuantityKind::choice:
        case QuantityKind::latch:
            return last_[id.index];
        case QuantityKind::lever:
        case QuantityKind::event:
            if (view_ == MemberView::decision) {
                return last_[id.index];
            }
            break;
        case QuantityKind::input:
        case QuantityKind::let:
        case QuantityKind::flow:
            break;
    }
    if (!known_[id.index]) {
        value_[id.index] = work_out(id, q);
        known_[id.index] = true;
    }
    return value_[id.index];
}

double Member::work_out(QuantityId id, const Quantity& q) {
    if (q.kind == QuantityKind::lever) {
        return lever(q);
    }
    if (q.kind == QuantityKind::input) {
        new_process_[id.index] = input(id, q);
        return with_settings(q, new_process_[id.index]);
    }
    if (q.kind == QuantityKind::event) {
        return view_ == MemberView::initial ? 0.0 : event(id, q);
    }
    if (is_held_flow(q)) {
        return view_ == MemberView::initial || row_ == 0 ? 0.0 : history_[id.index].back();
    }
    const double x = node(q.definitions.front().node);
    const bool off = q.link && link_off(q.link);
    return off ? 0.0 : x;
}

bool Member::link_off(LinkId link) const {
    const TrackId off = m_.links[link].off;
    return off && track(off) != 0.0;
}

int Member::last_covered(const Quantity& q) const {
    if (!q.covered) {
        return -1;
    }
    for (int row = row_; row >= 0; --row) {
        if (tracks_[q.covered.index][static_cast<std::size_t>(row)] != 0.0) {
            return row;
        }
    }
    return -1;
}

double Member::lever(const Quantity& q) {
    double x = q.otherwise ? node(q.otherwise) : 0.0;
    const bool uses_record = q.covered && (options_.history == History::recorded || !q.player);
    const int covered = uses_record ? last_covered(q) : -1;
    if (covered >= 0) {
        x = tracks_[q.record.index][static_cast<std::size_t>(covered)];
    }
    if (covered != row_ || covered < 0) {
        const double option = q.player ? last_[q.player.index] : -1.0;
        if (option >= 0.0) {
            const NodeId setting = q.by_option[static_cast<std::size_t>(option)];
            x = setting ? node(setting) : (q.otherwise ? node(q.otherwise) : 0.0);
        }
    }
    return with_settings(q, x);
}

double Member::with_settings(const Quantity& q, double x) {
    for (const Setting& s : q.settings) {
        if (s.window && track(s.window) == 0.0) {
            continue;
        }
        double months = month() - s.from;
        if (s.latch) {
            months = last_[s.latch.index];
            if (months < 0.0) {
                continue;
            }
        }
        const double target = node(s.value);
        if (s.ramp == 0) {
            x = target;
        } else {
            x = ramped(x, target, months, s.ramp);
        }
    }
    return x;
}

double Member::input(QuantityId id, const Quantity& q) {
    const bool has_model = !q.definitions.empty();
    const bool uses_record = q.covered && (options_.history == History::recorded || !has_model);
    const int covered = uses_record ? last_covered(q) : -1;
    if (covered == row_ && covered >= 0) {
        return tracks_[q.record.index][static_cast<std::size_t>(covered)];
    }
    const double otherwise = covered >= 0
                                 ? tracks_[q.record.index][static_cast<std::size_t>(covered)]
                                 : (q.otherwise ? node(q.otherwise) : 0.0);
    if (!has_model) {
        return otherwise;
    }
    // A record that is still to come holds the default until it starts.
    if (uses_record && covered < 0 && first_covered_after(q)) {
        return otherwise;
    }
    const Definition& d = q.definitions.front();
    if (!d.is_drawn()) {
        return node(d.node);
    }
    std::array<double, 4> p{};
    for (std::size_t i = 0; i < 4; ++i) {
        if (d.draw.parameters[i]) {
            p[i] = node(d.draw.parameters[i]);
        }
    }
    if (d.draw.kind == DistributionKind::ar1) {
        const double before = row_ > 0 ? process_[id.index] : otherwise;
        return ar1_step(p, before, uniform_at(q, month()), options_.draws == Draws::mean);
    }
    const Month when = period_start(month(), q.each);
    return draw_monthly(d.draw, p, uniform_at(q, when), options_.draws == Draws::mean);
}

bool Member::first_covered_after(const Quantity& q) const {
    for (int row = row_ + 1; row < m_.grid.rows(); ++row) {
        if (tracks_[q.covered.index][static_cast<std::size_t>(row)] != 0.0) {
            return true;
        }
    }
    return false;
}

double Member::event(QuantityId id, const Quantity& q) {
    const double added = q.dates ? track(q.dates) : 0.0;
    if (q.replaced && track(q.replaced) != 0.0) {
        return added;
    }
    if (recorded(q)) {
        return track(q.record) + added;
    }
    return added + drawn_count(id, q);
}

double Member::drawn_count(QuantityId id, const Quantity& q) {
    const bool mean = options_.draws == Draws::mean;
    switch (q.event_model) {
        case EventModel::none:
        case EventModel::dated:
            return 0.0;
        case EventModel::hazard:
            return hazard_count(node(q.definitions.front().node), uniform_at(q, month()), mean);
        case EventModel::when: {
            const bool now = node(q.definitions.front().node) != 0.0;
            held_now_[id.index] = now;
            return now && !fired_[id.index] ? 1.0 : 0.0;
        }
        case EventModel::draw: {
            const DrawnFrom& draw = q.definitions.front().draw;
            std::array<double, 4> p{};
            for (std::size_t i = 0; i < 4; ++i) {
                if (draw.parameters[i]) {
                    p[i] = node(draw.parameters[i]);
                }
            }
            return draw_monthly(draw, p, uniform_at(q, month()), mean);
        }
    }
    return nan;
}

double Member::node(NodeId id) {
    const Node& n = m_.nodes[id];
    if (n.op == Op::constant) {
        return n.value;
    }
    if (n.op == Op::track) {
        return track(n.track);
    }
    if (n.op == Op::quantity) {
        return get(n.quantity);
    }
    if (n.op == Op::time) {
        return time_;
    }
    if (n.op == Op::lookup) {
        return looked_up(m_.lookups[n.lookup], node(n.arguments[0]));
    }
    if (n.op == Op::link) {
        return node(n.arguments[link_off(n.link) ? 1 : 0]);
    }
    if (n.op == Op::choose) {
        return node(n.arguments[node(n.arguments[0]) != 0.0 ? 1 : 2]);
    }
    if (n.op >= Op::previous) {
        return memory(n);
    }
    const double a = node(n.arguments[0]);
    const auto result = apply(n.op, a, n.arguments[1] ? node(n.arguments[1]) : 0.0);
    ENTENTE_EXPECT(result.has_value());
    return *result;
}

double Member::memory(const Node& n) {
    const QuantityId id = n.quantity;
    const Quantity& q = quantity(id);
    const bool at_hand = q.kind == QuantityKind::parameter || q.kind == QuantityKind::stock;
    if (n.op == Op::window_count) {
        return counted(id, n.months);
    }
    if (n.op == Op::decay_since) {
        double last = last_time_[id.index];
        if (view_ == MemberView::opening && happened(q, get(id))) {
            last = month().since_1970;
        }
        return math::exp((last - time_) / node(n.arguments[0]));
    }
    double back = 1.0;
    if (n.op == Op::delayed) {
        const double lag = node(n.arguments[0]);
        if (lag != lag) {
            return lag;
        }
        back = math::max(1.0, math::floor(lag + 0.5));
    }
    if (view_ == MemberView::initial) {
        return at_hand ? get(id) : 0.0;
    }
    if (back > row_) {
        return seed_value_[id.index];
    }
    return history_[id.index][static_cast<std::size_t>(row_ - static_cast<int>(back))];
}

double Member::counted(QuantityId id, int months) {
    const int last = view_ == MemberView::opening ? row_ : row_ - 1;
    double sum = 0.0;
    for (int row = last - months + 1; row <= last; ++row) {
        double count = 0.0;
        if (row < 0) {
            for (const auto& [when, n] : earlier(quantity(id))) {
                if (m_.grid.row(when) == row) {
                    count = n;
                }
            }
        } else {
            count = row == row_ ? get(id) : history_[id.index][static_cast<std::size_t>(row)];
        }
        sum += count;
    }
    return sum;
}

}  // namespace entente::program

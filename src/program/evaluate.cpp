// SPDX-License-Identifier: Apache-2.0
#include "program/evaluate.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "math/random.hpp"
#include "math/vector.hpp"
#include "program/apply.hpp"
#include "program/draws.hpp"

namespace entente::program {

using namespace model;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// When the number asked for is wanted: it decides what a lever or an event reads.
enum class View {
    initial,   ///< before the first month
    decision,  ///< stocks at the opening, levers and events of the month before
    opening,   ///< the month's own
};

class Member {
  public:
    Member(const Model& m,
           const data::Data& d,
           const CompileOptions& o,
           std::uint64_t seed,
           std::uint32_t member)
        : m_(m), data_(d), options_(o), seed_(seed), member_(member) {
        const std::size_t n = m.quantities.size();
        value_.assign(n, nan);
        known_.assign(n, false);
        last_.assign(n, 0.0);
        process_.assign(n, 0.0);
        state_.assign(n, 0.0);
        seed_value_.assign(n, 0.0);
        history_.assign(n, {});
        last_time_.assign(n, -std::numeric_limits<double>::infinity());
        for (std::size_t t = 0; t < m.tracks.size(); ++t)
            tracks_.push_back(data::track_values(m, d, TrackId(t)));
    }

    Evaluation run() {
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
            if (kind == QuantityKind::parameter)
                result.parameters.push_back(parameter(QuantityId(i)));
            if (kind == QuantityKind::stock) result.stocks.push_back(state_[i]);
        }
        return result;
    }

  private:
    const Quantity& quantity(QuantityId q) const { return m_.quantities[q]; }

    double track(TrackId t) const { return tracks_[t.index][static_cast<std::size_t>(row_)]; }

    Month month() const { return m_.grid.month(row_); }

    double uniform_at(const Quantity& q, Month when) const {
        return math::uniform(seed_, member_, when.since_1970, draw_site(q));
    }

    // ---- what holds for the whole run ----

    double parameter(QuantityId id) {
        if (!known_[id.index]) {
            const Quantity& q = quantity(id);
            const std::size_t set = std::min(options_.prior_set, q.definitions.size() - 1);
            value_[id.index] = once(q, q.definitions[set]);
            known_[id.index] = true;
        }
        return value_[id.index];
    }

    /// A number drawn or computed once a member.
    double once(const Quantity& q, const Definition& d) {
        if (!d.is_drawn()) return node(d.node);
        std::array<double, 4> p{};
        for (std::size_t i = 0; i < 4; ++i) {
            if (d.draw.parameters[i]) p[i] = node(d.draw.parameters[i]);
        }
        return draw_once(d.draw, p, uniform_at(q, Month{0}));
    }

    double initial(QuantityId id) {
        if (!known_[id.index]) {
            const Quantity& q = quantity(id);
            const bool from_record = q.covered && track(q.covered) != 0.0;
            state_[id.index] = from_record ? track(q.record) : once(q, q.definitions.front());
            known_[id.index] = true;
        }
        return state_[id.index];
    }

    /// The initial view: what the first month's memories and decisions look back on.
    void begin() {
        view_ = View::initial;
        row_ = 0;
        time_ = month().since_1970;
        for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
            const Quantity& q = quantity(QuantityId(i));
            if (q.kind == QuantityKind::choice || q.kind == QuantityKind::latch) last_[i] = -1.0;
            if (q.kind != QuantityKind::event) continue;
            for (const auto& [when, count] : earlier(q)) {
                if (count > 0.0) last_time_[i] = when.since_1970;
            }
        }
        for (std::size_t i = 0; i < m_.quantities.size(); ++i) seed_value_[i] = get(QuantityId(i));
        for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
            if (quantity(QuantityId(i)).kind == QuantityKind::lever) last_[i] = seed_value_[i];
        }
    }

    /// An event's counts before the grid.
    const std::vector<std::pair<Month, double>>& earlier(const Quantity& q) const {
        static const std::vector<std::pair<Month, double>> nothing;
        if (!q.record || m_.tracks[q.record].kind != Track::Kind::record_value) return nothing;
        return data_.records[m_.tracks[q.record].record].earlier;
    }

    bool recorded(const Quantity& q) const {
        return options_.history == History::recorded && q.covered && track(q.covered) != 0.0;
    }

    // ---- a month ----

    void open_month() {
        // Recorded stocks take their record before anybody looks.
        for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
            const Quantity& q = quantity(QuantityId(i));
            if (q.kind == QuantityKind::stock && recorded(q)) state_[i] = track(q.record);
        }
        time_ = month().since_1970;
        view_ = View::decision;
        forget(false);
        std::map<std::uint32_t, double> decided;
        for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
            const Quantity& q = quantity(QuantityId(i));
            if (q.kind == QuantityKind::choice)
                decided[static_cast<std::uint32_t>(i)] = decide(q, last_[i]);
            if (q.kind == QuantityKind::latch) {
                decided[static_cast<std::uint32_t>(i)] =
                    last_[i] >= 0.0 ? last_[i] + 1.0 : (node(q.condition) != 0.0 ? 0.0 : -1.0);
            }
        }
        for (const auto& [i, x] : decided) last_[i] = x;
        // From here on levers and events are the month's own.
        view_ = View::opening;
        forget(false);
        for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
            const Quantity& q = quantity(QuantityId(i));
            for (const Pulse& pulse : q.pulses) {
                if (pulse.month == month()) pulses_.emplace_back(i, node(pulse.amount));
            }
        }
        for (const auto& [i, amount] : pulses_) state_[i] += amount;
        pulses_.clear();
        forget(false);
        opened_.resize(m_.quantities.size());
        for (std::size_t i = 0; i < m_.quantities.size(); ++i) opened_[i] = get(QuantityId(i));
    }

    double decide(const Quantity& q, double current) {
        const bool script = q.scripted && track(q.scripted) != 0.0;
        if (script) return track(q.scripted) - 1.0;
        if (options_.policy == Policy::scripted || month() < m_.grid.forecast) return current;
        bool due = q.turn && track(q.turn) != 0.0;
        for (const QuantityId e : q.after) due = due || happened_before_[e.index];
        if (!due) return current;
        std::vector<double> lean(q.leanings.size());
        for (std::size_t i = 0; i < lean.size(); ++i) {
            lean[i] = q.leanings[i] ? node(q.leanings[i]) : 0.0;
            if (q.inertia && current == static_cast<double>(i)) lean[i] = lean[i] + node(q.inertia);
        }
        return choose_option(lean, uniform_at(q, month()), options_.draws == Draws::mean);
    }

    /// Values of a month that do not move within it, and what is computed at this instant, are
    /// worked out afresh.
    void forget(bool all) {
        for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
            const QuantityKind kind = quantity(QuantityId(i)).kind;
            if (all || (kind != QuantityKind::parameter && kind != QuantityKind::stock))
                known_[i] = false;
        }
    }

    /// Only what moves within a month.
    void forget_instant() {
        for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
            const QuantityKind kind = quantity(QuantityId(i)).kind;
            if (kind == QuantityKind::let || kind == QuantityKind::flow) known_[i] = false;
        }
    }

    double get(QuantityId id) {
        const Quantity& q = quantity(id);
        switch (q.kind) {
            case QuantityKind::parameter:
                return parameter(id);
            case QuantityKind::stock:
                return view_ == View::initial ? initial(id) : state_[id.index];
            case QuantityKind::choice:
            case QuantityKind::latch:
                return last_[id.index];
            case QuantityKind::lever:
            case QuantityKind::event:
                if (view_ == View::decision) return last_[id.index];
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

    double work_out(QuantityId id, const Quantity& q) {
        if (q.kind == QuantityKind::lever) return lever(q);
        if (q.kind == QuantityKind::input) {
            new_process_[id.index] = input(id, q);
            return with_settings(q, new_process_[id.index]);
        }
        if (q.kind == QuantityKind::event) return view_ == View::initial ? 0.0 : event(id, q);
        if (is_held_flow(q)) {
            return view_ == View::initial || row_ == 0 ? 0.0 : history_[id.index].back();
        }
        const double x = node(q.definitions.front().node);
        const bool off = q.link && link_off(q.link);
        return off ? 0.0 : x;
    }

    bool link_off(LinkId link) const {
        const TrackId off = m_.links[link].off;
        return off && track(off) != 0.0;
    }

    /// The last row up to this one that a record covers, -1 where there is none.
    int last_covered(const Quantity& q) const {
        if (!q.covered) return -1;
        for (int row = row_; row >= 0; --row) {
            if (tracks_[q.covered.index][static_cast<std::size_t>(row)] != 0.0) return row;
        }
        return -1;
    }

    double lever(const Quantity& q) {
        double x = q.otherwise ? node(q.otherwise) : 0.0;
        const bool uses_record = q.covered && (options_.history == History::recorded || !q.player);
        const int covered = uses_record ? last_covered(q) : -1;
        if (covered >= 0) x = tracks_[q.record.index][static_cast<std::size_t>(covered)];
        if (covered != row_ || covered < 0) {
            const double option = q.player ? last_[q.player.index] : -1.0;
            if (option >= 0.0) {
                const NodeId setting = q.by_option[static_cast<std::size_t>(option)];
                x = setting ? node(setting) : (q.otherwise ? node(q.otherwise) : 0.0);
            }
        }
        return with_settings(q, x);
    }

    double with_settings(const Quantity& q, double x) {
        for (const Setting& s : q.settings) {
            if (s.window && track(s.window) == 0.0) continue;
            double months = month() - s.from;
            if (s.latch) {
                months = last_[s.latch.index];
                if (months < 0.0) continue;
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

    double input(QuantityId id, const Quantity& q) {
        const bool has_model = !q.definitions.empty();
        const bool uses_record = q.covered && (options_.history == History::recorded || !has_model);
        const int covered = uses_record ? last_covered(q) : -1;
        if (covered == row_ && covered >= 0)
            return tracks_[q.record.index][static_cast<std::size_t>(covered)];
        const double otherwise = covered >= 0
                                     ? tracks_[q.record.index][static_cast<std::size_t>(covered)]
                                     : (q.otherwise ? node(q.otherwise) : 0.0);
        if (!has_model) return otherwise;
        // A record that is still to come holds the default until it starts.
        if (uses_record && covered < 0 && first_covered_after(q)) return otherwise;
        const Definition& d = q.definitions.front();
        if (!d.is_drawn()) return node(d.node);
        std::array<double, 4> p{};
        for (std::size_t i = 0; i < 4; ++i) {
            if (d.draw.parameters[i]) p[i] = node(d.draw.parameters[i]);
        }
        if (d.draw.kind == DistributionKind::ar1) {
            const double before = row_ > 0 ? process_[id.index] : otherwise;
            return ar1_step(p, before, uniform_at(q, month()), options_.draws == Draws::mean);
        }
        const Month when = period_start(month(), q.each);
        return draw_monthly(d.draw, p, uniform_at(q, when), options_.draws == Draws::mean);
    }

    bool first_covered_after(const Quantity& q) const {
        for (int row = row_ + 1; row < m_.grid.rows(); ++row) {
            if (tracks_[q.covered.index][static_cast<std::size_t>(row)] != 0.0) return true;
        }
        return false;
    }

    double event(QuantityId id, const Quantity& q) {
        const double added = q.dates ? track(q.dates) : 0.0;
        if (q.replaced && track(q.replaced) != 0.0) return added;
        if (recorded(q)) return track(q.record) + added;
        return added + drawn_count(id, q);
    }

    double drawn_count(QuantityId id, const Quantity& q) {
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
                    if (draw.parameters[i]) p[i] = node(draw.parameters[i]);
                }
                return draw_monthly(draw, p, uniform_at(q, month()), mean);
            }
        }
        return nan;
    }

    // ---- rows ----

    std::vector<double> record_row() {
        std::vector<double> row;
        for (const QuantityId q : options_.outputs) row.push_back(get(q));
        return row;
    }

    /// Stocks and lets at the end of the last month; all else stands as it opened.
    std::vector<double> end_row() {
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

    // ---- sub-steps ----

    /// Moves the stocks through the month and writes the flows' means into the row.
    void integrate(std::vector<double>& row) {
        const int parts = m_.grid.substeps;
        const double h = 1.0 / parts;
        std::map<std::uint32_t, double> flow_sum;
        std::map<std::uint32_t, double> added;
        for (int k = 0; k < parts; ++k) {
            const std::vector<double> start = state_;
            const double t0 = month().since_1970 + static_cast<double>(k) * h;
            if (m_.grid.method == Method::euler) {
                at(t0, k > 0);
                for (const auto& [f, x] : flows()) flow_sum[f] += x;
                const std::vector<double> slope = slopes();
                for (std::size_t i = 0; i < start.size(); ++i) {
                    if (moves(i)) state_[i] = start[i] + h * slope[i];
                }
            } else {
                rk4(start, t0, h, k > 0, flow_sum);
            }
            hold(added);
        }
        for (const auto& [f, x] : flow_sum) opened_[f] = x / parts;
        for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
            const Quantity& q = quantity(QuantityId(i));
            if (is_held_flow(q)) opened_[i] = added[q.stock.index];
        }
        for (std::size_t o = 0; o < options_.outputs.size(); ++o) {
            const QuantityId id = options_.outputs[o];
            if (quantity(id).kind == QuantityKind::flow) row[o] = opened_[id.index];
        }
    }

    void rk4(const std::vector<double>& start,
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
                    if (moves(i)) state_[i] = start[i] + part * k.back()[i];
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
            if (!moves(i)) continue;
            state_[i] =
                start[i] + h / 6.0 * (((k[0][i] + 2.0 * k[1][i]) + 2.0 * k[2][i]) + k[3][i]);
        }
        for (const auto& [f, x] : weighted) sum[f] += x / 6.0;
    }

    void at(double time, bool afresh) {
        time_ = time;
        if (afresh) forget_instant();
    }

    std::map<std::uint32_t, double> flows() {
        std::map<std::uint32_t, double> all;
        for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
            const Quantity& q = quantity(QuantityId(i));
            if (q.kind == QuantityKind::flow && !is_held_flow(q))
                all[static_cast<std::uint32_t>(i)] = get(QuantityId(i));
        }
        return all;
    }

    std::vector<double> slopes() {
        std::vector<double> slope(m_.quantities.size(), 0.0);
        for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
            const Quantity& q = quantity(QuantityId(i));
            if (q.kind != QuantityKind::stock) continue;
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

    /// NAME.held, what the bounds of a stock add: known when the month is over.
    static bool is_held_flow(const Quantity& q) {
        return q.kind == QuantityKind::flow && q.definitions.empty();
    }

    /// A stock with flows that no record holds this month.
    bool moves(std::size_t i) const {
        const Quantity& q = quantity(QuantityId(i));
        return q.kind == QuantityKind::stock && !q.flows.empty() && !recorded(q);
    }

    /// Puts held stocks back within their bounds; what that adds is summed by stock.
    void hold(std::map<std::uint32_t, double>& added) {
        for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
            const Quantity& q = quantity(QuantityId(i));
            if (q.kind != QuantityKind::stock || !q.held || q.flows.empty()) continue;
            double x = state_[i];
            if (q.low) x = math::max(x, *q.low);
            if (q.high) x = math::min(x, *q.high);
            added[static_cast<std::uint32_t>(i)] += x - state_[i];
            state_[i] = x;
        }
    }

    void close_month() {
        for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
            const Quantity& q = quantity(QuantityId(i));
            history_[i].push_back(opened_[i]);
            if (q.kind == QuantityKind::lever || q.kind == QuantityKind::event)
                last_[i] = opened_[i];
            if (q.kind == QuantityKind::input)
                process_[i] = new_process_[static_cast<std::uint32_t>(i)];
            if (q.kind != QuantityKind::event) continue;
            if (held_now_[static_cast<std::uint32_t>(i)])
                fired_[static_cast<std::uint32_t>(i)] = true;
            happened_before_[static_cast<std::uint32_t>(i)] = happened(q, opened_[i]);
            if (happened(q, opened_[i])) last_time_[i] = month().since_1970;
        }
    }

    /// Whether the event counts as having happened this month.
    bool happened(const Quantity& q, double count) const {
        if (options_.draws == Draws::sampled) return count > 0.0;
        double known = q.dates ? track(q.dates) : 0.0;
        const bool replaced = q.replaced && track(q.replaced) != 0.0;
        if (!replaced && recorded(q)) known += track(q.record);
        return known > 0.0;
    }

    // ---- expressions ----

    double node(NodeId id) {
        const Node& n = m_.nodes[id];
        if (n.op == Op::constant) return n.value;
        if (n.op == Op::track) return track(n.track);
        if (n.op == Op::quantity) return get(n.quantity);
        if (n.op == Op::time) return time_;
        if (n.op == Op::lookup) return looked_up(m_.lookups[n.lookup], node(n.arguments[0]));
        if (n.op == Op::link) return node(n.arguments[link_off(n.link) ? 1 : 0]);
        if (n.op == Op::choose) return node(n.arguments[node(n.arguments[0]) != 0.0 ? 1 : 2]);
        if (n.op >= Op::previous) return memory(n);
        const double a = node(n.arguments[0]);
        return apply(n.op, a, n.arguments[1] ? node(n.arguments[1]) : 0.0);
    }

    double memory(const Node& n) {
        const QuantityId id = n.quantity;
        const Quantity& q = quantity(id);
        const bool at_hand = q.kind == QuantityKind::parameter || q.kind == QuantityKind::stock;
        if (n.op == Op::window_count) return counted(id, n.months);
        if (n.op == Op::decay_since) {
            double last = last_time_[id.index];
            if (view_ == View::opening && happened(q, get(id))) last = month().since_1970;
            return math::exp((last - time_) / node(n.arguments[0]));
        }
        double back = 1.0;
        if (n.op == Op::delayed) {
            const double lag = node(n.arguments[0]);
            if (lag != lag) return lag;
            back = math::max(1.0, math::floor(lag + 0.5));
        }
        if (view_ == View::initial) return at_hand ? get(id) : 0.0;
        if (back > row_) return seed_value_[id.index];
        return history_[id.index][static_cast<std::size_t>(row_ - static_cast<int>(back))];
    }

    /// Counts of an event over the last months, oldest first; up to the month before but in the
    /// opening view.
    double counted(QuantityId id, int months) {
        const int last = view_ == View::opening ? row_ : row_ - 1;
        double sum = 0.0;
        for (int row = last - months + 1; row <= last; ++row) {
            double count = 0.0;
            if (row < 0) {
                for (const auto& [when, n] : earlier(quantity(id))) {
                    if (m_.grid.row(when) == row) count = n;
                }
            } else {
                count = row == row_ ? get(id) : history_[id.index][static_cast<std::size_t>(row)];
            }
            sum += count;
        }
        return sum;
    }

    const Model& m_;
    const data::Data& data_;
    const CompileOptions& options_;
    std::uint64_t seed_;
    std::uint32_t member_;
    std::vector<std::vector<double>> tracks_;

    View view_ = View::initial;
    int row_ = 0;
    double time_ = 0;
    std::vector<double> value_;
    std::vector<bool> known_;
    std::vector<double> last_;     ///< levers and events of the month before; choices, latches now
    std::vector<double> process_;  ///< inputs of the month before, without settings
    std::vector<double> state_;    ///< stocks
    std::vector<double> seed_value_;  ///< everything in the initial view
    std::vector<double> opened_;      ///< everything as the month opened; flows: their means
    std::vector<double> last_time_;   ///< events: the opening of the last month they happened in
    std::vector<std::vector<double>> history_;  ///< [quantity][row]
    std::map<std::uint32_t, double> new_process_;
    std::map<std::uint32_t, bool> happened_before_;
    std::map<std::uint32_t, bool> held_now_;  ///< conditions of `when` looked at and found true
    std::map<std::uint32_t, bool> fired_;     ///< and before this month
    std::vector<std::pair<std::size_t, double>> pulses_;
};

}  // namespace

Evaluation evaluate(const Model& model,
                    const data::Data& data,
                    const CompileOptions& options,
                    std::uint64_t seed,
                    std::uint32_t member) {
    return Member(model, data, options, seed, member).run();
}

}  // namespace entente::program

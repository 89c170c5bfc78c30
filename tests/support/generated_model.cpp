// SPDX-License-Identifier: Apache-2.0
#include "support/generated_model.hpp"

#include <array>
#include <random>
#include <string>
#include <tuple>

namespace entente::support {

using namespace model;

namespace {

/// Grows one model. Every quantity reads only what was made before it, so no ring can arise; stocks
/// close the loops.
class Generator {
  public:
    explicit Generator(std::uint64_t seed) : random_(seed) {}

    GeneratedModel grow() {
        Model& m = made_.model;
        m.name = "generated";
        m.grid.first = month_of(2018, 1 + below(12));
        m.grid.months = 3 + below(30);
        m.grid.substeps = 1 + below(4);
        m.grid.method = chance(0.3) ? Method::rk4 : Method::euler;
        m.grid.forecast = m.grid.first + below(m.grid.months + 1);
        m.prior_sets = {"default"};
        m.scenarios.add(Scenario{.name = "baseline"});

        repeat(1 + below(6), [&] { add_parameter(); });
        stock_count_ = static_cast<std::size_t>(1 + below(5));
        for (std::size_t i = 0; i < stock_count_; ++i) add_stock(i);
        repeat(below(4), [&] { add_input(); });
        const bool plays = chance(0.4);
        const QuantityId player = plays ? add_choice() : QuantityId();
        repeat(below(4), [&] { add_lever(player); });
        repeat(2 + below(14), [&] {
            if (chance(0.3)) {
                add_event();
            } else {
                add_let();
            }
        });
        if (plays) give_leanings(player);
        finish_latches();
        for (const QuantityId stock : stocks_) add_flows(stock);
        for (std::size_t i = 0; i < m.quantities.size(); ++i) {
            const QuantityKind kind = m.quantities[QuantityId(i)].kind;
            if (kind != QuantityKind::parameter) m.outputs.push_back(QuantityId(i));
        }
        if (plays) give_wishes(player);
        order(m);
        return std::move(made_);
    }

  private:
    template <class Do>
    void repeat(int times, Do&& once) {
        for (int i = 0; i < times; ++i) once();
    }

    int below(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }

    double uniform(double low, double high) {
        return low + (high - low) * static_cast<double>(random_() >> 11) * 0x1p-53;
    }

    bool chance(double p) { return uniform(0, 1) < p; }

    Model& m() { return made_.model; }

    std::string next_name(const char* kind) {
        return std::string(kind) + std::to_string(counter_++);
    }

    NodeId node(Node n) { return m().nodes.add(n); }

    NodeId constant(double value) { return node({.op = Op::constant, .value = value}); }

    NodeId unary(Op op, NodeId a) { return node({.op = op, .arguments = {a, {}, {}}}); }

    NodeId binary(Op op, NodeId a, NodeId b) { return node({.op = op, .arguments = {a, b, {}}}); }

    NodeId of(QuantityId q) { return node({.op = Op::quantity, .quantity = q}); }

    /// A path with a value in every row.
    TrackId values_track(bool truth) {
        Track track;
        double value = truth ? static_cast<double>(below(2)) : uniform(-2, 2);
        for (int row = 0; row < m().grid.rows(); ++row) {
            if (chance(0.2)) value = truth ? static_cast<double>(below(2)) : uniform(-2, 2);
            track.values.push_back(value);
        }
        return m().tracks.add(std::move(track));
    }

    /// A record that covers the first months, as value and cover tracks.
    std::pair<TrackId, TrackId> record(bool counts) {
        const int until = below(m().grid.rows() + 1);
        data::RecordValues rows;
        for (int row = 0; row < m().grid.rows(); ++row) {
            const bool covered = row < until;
            const double value = counts ? static_cast<double>(below(4)) : uniform(0, 1);
            rows.value.push_back(covered ? value : 0.0);
            rows.covered.push_back(covered ? 1 : 0);
        }
        if (counts && chance(0.5))
            rows.earlier = {{m().grid.first + -7, 2.0}, {m().grid.first + -2, 1.0}};
        const RecordId id = m().records.add(
            Record{.use = counts ? RecordUse::counts : RecordUse::values, .shown = "generated"});
        made_.data.records.add(std::move(rows));
        const TrackId value =
            m().tracks.add(Track{.kind = Track::Kind::record_value, .record = id});
        const TrackId covers =
            m().tracks.add(Track{.kind = Track::Kind::record_covers, .record = id});
        return {value, covers};
    }

    QuantityId add(Quantity quantity) {
        const QuantityId id = m().quantities.add(std::move(quantity));
        return id;
    }

    void add_parameter() {
        Quantity q{.name = next_name("parameter"), .kind = QuantityKind::parameter};
        Definition d;
        if (!parameters_.empty() && chance(0.3)) {
            d.node = binary(Op::multiply, of(any(parameters_)), constant(uniform(0.2, 2)));
        } else if (chance(0.2)) {
            d.node = constant(uniform(-2, 2));
        } else {
            d.draw.kind = chance(0.5) ? DistributionKind::normal : DistributionKind::lognormal;
            d.draw.parameters[0] = constant(uniform(0.1, 2));
            d.draw.parameters[1] = constant(uniform(0.05, 0.6));
            if (chance(0.3)) {
                d.draw.low = 0.05;
                d.draw.high = 2.5;
            }
        }
        q.definitions = {d};
        parameters_.push_back(add(std::move(q)));
    }

    void add_stock(std::size_t i) {
        Quantity q{.name = next_name("stock"), .kind = QuantityKind::stock};
        Definition d;
        if (chance(0.3)) {
            d.draw.kind = DistributionKind::normal;
            d.draw.parameters[0] = constant(uniform(0, 1));
            d.draw.parameters[1] = constant(0.2);
        } else {
            d.node = chance(0.5) ? of(any(parameters_)) : constant(uniform(0, 2));
        }
        q.definitions = {d};
        if (chance(0.3)) {
            q.held = true;
            q.low = uniform(-0.5, 0.2);
            if (chance(0.5)) q.high = uniform(1, 3);
        }
        if (i > 0 && chance(0.2)) std::tie(q.record, q.covered) = record(false);
        if (chance(0.15)) {
            q.pulses.push_back(
                {m().grid.first + below(m().grid.months), constant(uniform(-0.3, 0.3))});
        }
        const QuantityId id = add(std::move(q));
        stocks_.push_back(id);
        if (m().quantities[id].held) {
            add({.name = m().quantities[id].name + ".held",
                 .kind = QuantityKind::flow,
                 .stock = id});
        }
    }

    void add_input() {
        Quantity q{.name = next_name("input"), .kind = QuantityKind::input};
        q.otherwise = constant(uniform(0, 2));
        if (chance(0.6)) std::tie(q.record, q.covered) = record(false);
        Definition d;
        if (chance(0.35)) {
            d.draw.kind = DistributionKind::normal;
            d.draw.parameters[0] = constant(uniform(-1, 1));
            d.draw.parameters[1] = constant(0.3);
            q.each = std::array{1, 3, 12}[static_cast<std::size_t>(below(3))];
            q.definitions = {d};
        } else if (chance(0.5)) {
            d.draw.kind = DistributionKind::ar1;
            d.draw.parameters[0] = constant(uniform(0, 1));
            d.draw.parameters[1] = constant(uniform(0, 0.98));
            d.draw.parameters[2] = constant(0.1);
            q.definitions = {d};
        } else if (chance(0.5)) {
            d.node = binary(Op::multiply, constant(0.001), node({.op = Op::time}));
            q.definitions = {d};
        }
        readable_.push_back(add(std::move(q)));
    }

    QuantityId add_choice() {
        Quantity q{.name = next_name("player"), .kind = QuantityKind::choice};
        q.turn = values_track(true);
        q.inertia = constant(1.5);
        return add(std::move(q));
    }

    void add_lever(QuantityId player) {
        Quantity q{.name = next_name("lever"), .kind = QuantityKind::lever};
        q.otherwise = constant(uniform(0, 1));
        if (chance(0.5)) std::tie(q.record, q.covered) = record(false);
        if (player && chance(0.7)) {
            q.player = player;
            q.by_option = {constant(uniform(0, 1)), NodeId(), constant(uniform(0, 1))};
        }
        if (chance(0.4)) {
            Setting s{.window = values_track(true),
                      .value = constant(uniform(0, 1)),
                      .from = m().grid.first};
            s.from = m().grid.first + below(m().grid.months);
            if (chance(0.5)) s.ramp = 1 + below(8);
            if (chance(0.4)) {
                Quantity latch{.name = next_name("latch"), .kind = QuantityKind::latch};
                s.latch = add(std::move(latch));
                latches_.push_back(s.latch);
            }
            q.settings.push_back(s);
        }
        readable_.push_back(add(std::move(q)));
    }

    void add_event() {
        Quantity q{.name = next_name("event"), .kind = QuantityKind::event};
        Definition d;
        const NodeId rate = binary(
            Op::min, unary(Op::exp, binary(Op::min, expression(2), constant(1))), constant(3));
        switch (below(6)) {
            case 0:
                q.event_model = EventModel::hazard;
                d.node = rate;
                break;
            case 1:
                q.event_model = EventModel::when;
                d.node = binary(Op::less, constant(0.5), expression(2));
                break;
            case 2:
                q.event_model = EventModel::dated;
                q.dates = dates();
                break;
            case 3:
                q.event_model = EventModel::draw;
                d.draw.kind = DistributionKind::negative_binomial;
                d.draw.parameters = {rate, constant(uniform(0.5, 3)), NodeId(), NodeId()};
                break;
            case 4:
                q.event_model = EventModel::draw;
                d.draw.kind = DistributionKind::bernoulli;
                d.draw.parameters[0] = unary(Op::logistic, expression(2));
                break;
            default:
                q.event_model = EventModel::draw;
                d.draw.kind = DistributionKind::poisson;
                d.draw.parameters[0] = rate;
                break;
        }
        q.definitions = {d};
        if (chance(0.5)) std::tie(q.record, q.covered) = record(true);
        if (chance(0.2)) q.dates = dates();
        if (chance(0.2)) q.replaced = values_track(true);
        const QuantityId id = add(std::move(q));
        readable_.push_back(id);
        events_.push_back(id);
    }

    TrackId dates() {
        Track track;
        for (int row = 0; row < m().grid.rows(); ++row)
            track.values.push_back(chance(0.15) ? 1.0 : 0.0);
        return m().tracks.add(std::move(track));
    }

    void add_let() {
        Quantity q{.name = next_name("let"), .kind = QuantityKind::let};
        Definition d;
        d.node = expression(4);
        q.definitions = {d};
        readable_.push_back(add(std::move(q)));
        lets_.push_back(readable_.back());
    }

    void add_flows(QuantityId stock) {
        const int flows = 1 + below(3);
        for (int i = 0; i < flows; ++i) {
            Quantity q{.name = m().quantities[stock].name + ".flow" + std::to_string(i),
                       .kind = QuantityKind::flow};
            Definition d;
            // A goal gap towards something bounded keeps most members finite.
            const NodeId goal = unary(Op::logistic, expression(3));
            const NodeId gap = binary(Op::subtract, goal, of(stock));
            d.node = i == 0
                         ? binary(Op::divide, gap, constant(uniform(2, 20)))
                         : binary(Op::multiply, constant(0.1), unary(Op::logistic, expression(2)));
            q.definitions = {d};
            q.stock = stock;
            q.outward = i != 0 && chance(0.5);
            if (chance(0.2)) {
                q.link = m().links.add(Link{.name = q.name, .family = q.name, .off = maybe_off()});
            }
            const QuantityId id = add(std::move(q));
            m().quantities[stock].flows.push_back(id);
        }
    }

    TrackId maybe_off() { return chance(0.5) ? values_track(true) : TrackId(); }

    void give_leanings(QuantityId player) {
        Quantity& q = m().quantities[player];
        q.leanings = {expression(2), NodeId(), expression(2)};
        if (!events_.empty()) m().quantities[player].after = {any(events_)};
        if (chance(0.3)) {
            Track scripted;
            for (int row = 0; row < m().grid.rows(); ++row) {
                scripted.values.push_back(chance(0.2) ? static_cast<double>(1 + below(3)) : 0.0);
            }
            m().quantities[player].scripted = m().tracks.add(std::move(scripted));
        }
    }

    /// Behind everything else, so that what came before is drawn as it was.
    void give_wishes(QuantityId choice) {
        Player player;
        player.actor = m().quantities[choice].name;
        player.choice = choice;
        player.every = 1 + below(3);
        player.options.resize(m().quantities[choice].leanings.size());
        player.wants = expression(2);
        if (chance(0.5)) player.precision = expression(1);
        if (chance(0.5)) player.discount = constant(0.02);
        if (chance(0.5)) player.horizon = constant(uniform(0, 9));
        m().players.push_back(player);
    }

    void finish_latches() {
        for (const QuantityId latch : latches_) {
            m().quantities[latch].condition = binary(Op::less, constant(0.4), expression(2));
        }
    }

    template <class T>
    T any(const std::vector<T>& from) {
        return from[static_cast<std::size_t>(below(static_cast<int>(from.size())))];
    }

    /// Something to read: no operation.
    NodeId leaf() {
        switch (below(9)) {
            case 0:
                return constant(uniform(-2, 2));
            case 1:
                return node({.op = Op::track, .track = values_track(false)});
            case 2:
                return binary(Op::multiply, constant(0.001), node({.op = Op::time}));
            case 3:
            case 4:
                return of(any(stocks_));
            case 5:
                return of(any(parameters_));
            default:
                return readable_.empty() ? of(any(stocks_)) : of(any(readable_));
        }
    }

    NodeId memory() {
        const int which = below(4);
        if (which == 0) {
            const QuantityId q = lets_.empty() ? any(stocks_) : any(lets_);
            return node({.op = Op::previous, .quantity = q});
        }
        if (which == 1) {
            const QuantityId q = lets_.empty() ? any(stocks_) : any(lets_);
            const NodeId lag = chance(0.5)
                                   ? constant(1 + below(6))
                                   : binary(Op::multiply, constant(3), of(any(parameters_)));
            return node({.op = Op::delayed,
                         .arguments = {binary(Op::min, unary(Op::abs, lag), constant(9)), {}, {}},
                         .quantity = q});
        }
        if (events_.empty()) return leaf();
        if (which == 2)
            return node(
                {.op = Op::window_count, .quantity = any(events_), .months = 1 + below(12)});
        return node({.op = Op::decay_since,
                     .arguments = {constant(uniform(1, 9)), {}, {}},
                     .quantity = any(events_)});
    }

    NodeId condition(int depth) {
        static constexpr std::array ops{Op::less, Op::less_equal, Op::equal, Op::not_equal};
        const NodeId plain =
            binary(ops[static_cast<std::size_t>(below(4))], expression(depth), expression(depth));
        if (chance(0.2)) return unary(Op::logical_not, plain);
        if (chance(0.2)) {
            const NodeId other = binary(Op::less, expression(depth), constant(0.3));
            return binary(chance(0.5) ? Op::logical_and : Op::logical_or, plain, other);
        }
        return plain;
    }

    NodeId expression(int depth) {
        if (depth <= 0 || chance(0.15)) return chance(0.15) ? memory() : leaf();
        static constexpr std::array ops{
            Op::add, Op::subtract, Op::multiply, Op::min, Op::max, Op::add, Op::multiply};
        switch (below(14)) {
            case 0:
                return unary(Op::negate, expression(depth - 1));
            case 1:
                return unary(Op::exp, binary(Op::min, expression(depth - 1), constant(2)));
            case 2:
                return unary(Op::ln,
                             binary(Op::add, constant(1.5), unary(Op::abs, expression(depth - 1))));
            case 3:
                return unary(Op::sqrt, unary(Op::abs, expression(depth - 1)));
            case 4:
                return unary(Op::logistic, expression(depth - 1));
            case 5:
                return unary(
                    Op::logit,
                    unary(Op::logistic, binary(Op::min, expression(depth - 1), constant(9))));
            case 6:
                return binary(Op::divide,
                              expression(depth - 1),
                              binary(Op::add, constant(1), unary(Op::abs, expression(depth - 1))));
            case 7:
                return binary(Op::power,
                              binary(Op::add, constant(0.2), unary(Op::abs, expression(depth - 1))),
                              chance(0.5) ? constant(uniform(-1, 2)) : leaf());
            case 8:
                return node(
                    {.op = Op::choose,
                     .arguments = {
                         condition(depth - 2), expression(depth - 1), expression(depth - 1)}});
            case 9: {
                const LinkId link = m().links.add(
                    Link{.name = next_name("link"), .family = "link", .off = maybe_off()});
                return node({.op = Op::link,
                             .arguments = {expression(depth - 1),
                                           chance(0.5) ? constant(0) : expression(depth - 2),
                                           {}},
                             .link = link});
            }
            case 10: {
                const LookupId table = m().lookups.add(
                    Lookup{.x = {-1, 0, 0.5, 2},
                           .y = {uniform(-1, 1), uniform(-1, 1), uniform(-1, 1), uniform(-1, 1)}});
                return node({.op = Op::lookup,
                             .arguments = {expression(depth - 1), {}, {}},
                             .lookup = table});
            }
            default:
                return binary(ops[static_cast<std::size_t>(below(7))],
                              expression(depth - 1),
                              expression(depth - 1));
        }
    }

    std::mt19937_64 random_;
    GeneratedModel made_;
    int counter_ = 0;
    std::size_t stock_count_ = 0;
    std::vector<QuantityId> parameters_, stocks_, readable_, lets_, events_, latches_;
};

}  // namespace

GeneratedModel generated_model(std::uint64_t seed) { return Generator(seed).grow(); }

}  // namespace entente::support

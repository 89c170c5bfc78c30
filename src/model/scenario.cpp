// SPDX-License-Identifier: Apache-2.0
// A scenario written into a copy of its model: settings, pulses, tracks and links changed, ids
// kept.
#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "base/contract.hpp"
#include "model/graph.hpp"
#include "model/model.hpp"
#include "model/resolver.hpp"

namespace entente::model {

namespace {

class Writer {
  public:
    Writer(const Model& model, const Scenario& scenario)
        : result(model), graph_(result.nodes), scenario_(scenario) {}

    Model result;

    void write() {
        for (const Change& change : scenario_.changes) {
            std::visit([this](const auto& what) { take(what); }, change);
        }
        replace_parameters();
    }

  private:
    std::size_t rows() const { return static_cast<std::size_t>(result.grid.rows()); }

    /// Calls `body` for the rows from `timing.from` on while it applies.
    template <class Body>
    void rows_of(const Timing& timing, const Body& body) {
        for (std::size_t row = 0; row < rows(); ++row) {
            const Month month = result.grid.month(static_cast<int>(row));
            if (month < timing.from || (timing.until && month >= *timing.until)) {
                continue;
            }
            body(row);
        }
    }

    /// The track itself to write to: a fresh one where there is none, a copy of a shared one never
    /// being needed, because tracks of changes are not shared.
    std::vector<double>& values(TrackId& track) {
        if (!track) {
            Track fresh;
            fresh.values.assign(rows(), 0.0);
            track = result.tracks.add(fresh);
        }
        return result.tracks[track].values;
    }

    TrackId window(const Timing& timing) {
        TrackId track;
        std::vector<double>& active = values(track);
        rows_of(timing, [&](std::size_t row) { active[row] = 1.0; });
        return track;
    }

    void take(const SetChange& set) {
        if (result.quantities[set.quantities.front()].kind == QuantityKind::parameter) {
            for (std::size_t i = 0; i < set.quantities.size(); ++i) {
                parameters_.push_back({set.quantities[i], set.values[i], set.timing.from});
            }
            return;
        }
        Setting setting;
        setting.window = window(set.timing);
        setting.ramp = set.timing.ramp;
        setting.from = set.timing.from;
        if (set.timing.once) {
            Quantity latch;
            latch.name =
                fmt::format("scenario.{}.once.{}", scenario_.name, result.quantities.size());
            latch.kind = QuantityKind::latch;
            latch.unit = "1";
            latch.hidden = true;
            latch.condition = set.timing.once;
            // Waiting begins where the change does.
            if (set.timing.from > result.grid.first) {
                latch.condition =
                    graph_.binary(Op::logical_and, graph_.track(setting.window), latch.condition);
            }
            setting.latch = result.quantities.add(latch);
        }
        for (std::size_t i = 0; i < set.quantities.size(); ++i) {
            setting.value = set.values[i];
            result.quantities[set.quantities[i]].settings.push_back(setting);
        }
    }

    void take(const AddChange& add) {
        result.quantities[add.stock].pulses.push_back({add.month, add.amount});
    }

    void take(const WithoutChange& without) {
        for (const LinkId link : without.links) {
            std::vector<double>& off = values(result.links[link].off);
            rows_of(without.timing, [&](std::size_t row) { off[row] = 1.0; });
        }
    }

    void take(const EventChange& change) {
        Quantity& event = result.quantities[change.event];
        TrackId dates = event.dates;
        TrackId replaced = event.replaced;
        std::vector<double>& counts = values(dates);
        if (change.only) {
            rows_of(change.timing, [&](std::size_t row) { counts[row] = 0.0; });
        }
        for (const Month month : change.months) {
            counts[static_cast<std::size_t>(result.grid.row(month))] += 1.0;
        }
        if (change.only) {
            std::vector<double>& instead = values(replaced);
            rows_of(change.timing, [&](std::size_t row) { instead[row] = 1.0; });
        }
        event.dates = dates;
        event.replaced = replaced;
    }

    void take(const LeaderChange& change) {
        const Leader& leader = result.leaders[change.leader];
        for (const LeaderField& field : result.leader_fields) {
            if (field.actor != change.actor) {
                continue;
            }
            for (const auto& [name, value] : leader.fields) {
                if (name != field.field) {
                    continue;
                }
                std::vector<double>& path = result.tracks[field.track].values;
                rows_of(change.timing, [&, x = value](std::size_t row) { path[row] = x; });
            }
        }
    }

    void take(const PlaysChange& change) {
        TrackId track = result.quantities[change.choice].scripted;
        std::vector<double>& script = values(track);
        rows_of(change.timing,
                [&](std::size_t row) { script[row] = static_cast<double>(change.option) + 1.0; });
        result.quantities[change.choice].scripted = track;
    }

    void take(const EndChange& change) {
        Agreement& agreement = result.agreements[change.agreement];
        agreement.until = change.month;
        std::vector<double>& in_force = result.tracks[agreement.in_force].values;
        for (std::size_t row = 0; row < rows(); ++row) {
            if (result.grid.month(static_cast<int>(row)) >= change.month) {
                in_force[row] = 0.0;
            }
        }
    }

    // ---- parameters ----

    struct Replacement {
        QuantityId parameter;
        NodeId value;
        Month from;
    };

    /// A parameter is one number for a run. From the start: its definition is replaced; the old one
    /// lives on in a hidden parameter with the same draws, for values that read it. From the
    /// forecast: what is computed month by month reads the new number from then on, while
    /// parameters and initial values keep the old.
    void replace_parameters() {
        for (const Replacement& change : parameters_) {
            if (change.from <= result.grid.first) {
                replace_from_start(change);
            } else {
                replace_from(change);
            }
        }
    }

    void replace_from_start(const Replacement& change) {
        const Quantity before = result.quantities[change.parameter];
        Quantity old = before;
        old.name = before.name + ".before";
        while (find_quantity(result, old.name)) {
            old.name += "_";
        }
        old.draws_as = before.draws_as.empty() ? before.name : before.draws_as;
        old.hidden = true;
        const QuantityId id = result.quantities.add(old);
        std::map<std::uint32_t, NodeId> moved;
        const NodeId value = with(change.value, change.parameter, graph_.quantity(id), moved);
        Quantity& parameter = result.quantities[change.parameter];
        parameter.definitions = {{value, {}}};
    }

    void replace_from(const Replacement& change) {
        TrackId track;
        Timing timing;
        timing.from = change.from;
        track = window(timing);
        const NodeId old = graph_.quantity(change.parameter);
        const NodeId now = graph_.choose(graph_.track(track), change.value, old);
        std::map<std::uint32_t, NodeId> moved;
        const auto move = [&](NodeId& node) {
            if (node) {
                node = with(node, change.parameter, now, moved);
            }
        };
        for (std::size_t i = 0; i < result.quantities.size(); ++i) {
            // `with` adds nodes, never quantities, so the reference holds.
            Quantity& q = result.quantities[QuantityId(i)];
            if (q.kind == QuantityKind::parameter) {
                continue;
            }
            if (q.kind != QuantityKind::stock) {
                for (Definition& definition : q.definitions) {
                    move(definition.node);
                    for (NodeId& parameter : definition.draw.parameters) {
                        move(parameter);
                    }
                }
            }
            move(q.otherwise);
            for (Setting& setting : q.settings) {
                move(setting.value);
            }
            for (Pulse& pulse : q.pulses) {
                move(pulse.amount);
            }
            for (NodeId& value : q.by_option) {
                move(value);
            }
            for (NodeId& leaning : q.leanings) {
                move(leaning);
            }
            move(q.inertia);
            move(q.condition);
        }
    }

    /// The node with a parameter's value replaced, and with it parameters computed from it.
    NodeId with(NodeId id,
                QuantityId parameter,
                NodeId value,
                std::map<std::uint32_t, NodeId>& moved) {
        if (const auto known = moved.find(id.index); known != moved.end()) {
            return known->second;
        }
        Node node = result.nodes[id];
        NodeId changed = id;
        if (node.op == Op::quantity && node.quantity == parameter) {
            changed = value;
        } else if (node.op == Op::quantity) {
            const Quantity& read = result.quantities[node.quantity];
            if (read.kind == QuantityKind::parameter && read.definitions.size() == 1 &&
                read.definitions.front().node) {
                const NodeId inner = read.definitions.front().node;
                const NodeId other = with(inner, parameter, value, moved);
                if (other != inner) {
                    changed = other;
                }
            }
        } else {
            bool any = false;
            for (NodeId& argument : node.arguments) {
                if (!argument) {
                    continue;
                }
                const NodeId other = with(argument, parameter, value, moved);
                any = any || other != argument;
                argument = other;
            }
            if (any) {
                changed = graph_.add(node);
            }
        }
        moved[id.index] = changed;
        return changed;
    }

    Graph graph_;
    const Scenario& scenario_;
    std::vector<Replacement> parameters_;
};

}  // namespace

Model resolving::unordered_with_scenario(const Model& model, const Scenario& scenario) {
    Writer writer(model, scenario);
    writer.write();
    return std::move(writer.result);
}

Model with_scenario(const Model& model, const Scenario& scenario) {
    Model changed = resolving::unordered_with_scenario(model, scenario);
    order(changed);
    return changed;
}

Model with_parameters(Model model, const std::vector<FixedParameter>& fixed) {
    for (const FixedParameter& one : fixed) {
        ENTENTE_EXPECT(model.quantities[one.parameter].kind == QuantityKind::parameter);
        Node number;
        number.value = one.value;
        const NodeId node = model.nodes.add(number);
        model.quantities[one.parameter].definitions = {{node, {}}};
    }
    return model;
}

std::vector<double> turns(const Grid& grid, int every) {
    std::vector<double> turns;
    turns.reserve(static_cast<std::size_t>(grid.rows()));
    for (int row = 0; row < grid.rows(); ++row) {
        const int since = grid.month(row) - grid.forecast;
        turns.push_back(since >= 0 && since % every == 0 ? 1.0 : 0.0);
    }
    return turns;
}

Model with_rhythm(Model model, int every) {
    ENTENTE_EXPECT(every >= 1);
    for (Player& player : model.players) {
        player.every = every;
        Quantity& choice = model.quantities[player.choice];
        choice.after.clear();
        Track turn;
        turn.values = turns(model.grid, every);
        choice.turn = model.tracks.add(std::move(turn));
    }
    return model;
}

Model without_turns(Model model, Month from) {
    for (const Player& player : model.players) {
        Quantity& choice = model.quantities[player.choice];
        Track turn = model.tracks[choice.turn];
        for (int row = std::max(model.grid.row(from), 0); row < std::ssize(turn.values); ++row) {
            turn.values[static_cast<std::size_t>(row)] = 0;
        }
        choice.turn = model.tracks.add(std::move(turn));
    }
    return model;
}

}  // namespace entente::model

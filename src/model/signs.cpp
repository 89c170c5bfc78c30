// SPDX-License-Identifier: Apache-2.0
#include "model/signs.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace entente::model {

namespace {

/// Normal draws that stay on one side of zero in all but about one future in forty count as of that
/// side: two standard deviations.
constexpr double deviations = 2;

Sign flipped(Sign sign) {
    return sign == Sign::plus ? Sign::minus : sign == Sign::minus ? Sign::plus : Sign::unknown;
}

/// The sign of a product.
Sign times(Sign a, Sign b) {
    return b == Sign::plus ? a : b == Sign::minus ? flipped(a) : Sign::unknown;
}

/// That of both where they agree.
Sign both(Sign a, Sign b) { return a == b ? a : Sign::unknown; }

/// On which side of zero values lie; plus for those never below it.
class Sides {
  public:
    explicit Sides(const Model& model) : model_(model) {}

    Sign of(NodeId id) {
        if (!id) {
            return Sign::plus;  // a missing alternative is 0
        }
        const Node& node = model_.nodes[id];
        const auto& [a, b, c] = node.arguments;
        switch (node.op) {
            case Op::constant:
                return of(node.value);
            case Op::track:
                return of(model_.tracks[node.track]);
            case Op::quantity:
            case Op::previous:
            case Op::delayed:
                return of(node.quantity);
            case Op::negate:
                return flipped(of(a));
            case Op::add:
                return both(of(a), of(b));
            case Op::subtract:
                return both(of(a), flipped(of(b)));
            case Op::multiply:
            case Op::divide:
                return times(of(a), of(b));
            case Op::min:
                return of(a) == Sign::minus || of(b) == Sign::minus ? Sign::minus
                                                                    : both(of(a), of(b));
            case Op::max:
                return of(a) == Sign::plus || of(b) == Sign::plus ? Sign::plus : both(of(a), of(b));
            case Op::power:
                return of(a) == Sign::plus ? Sign::plus : Sign::unknown;
            case Op::choose:
                return both(of(b), of(c));
            case Op::link:
                return both(of(a), of(b));
            case Op::lookup:
                return of(model_.lookups[node.lookup]);
            case Op::ln:
            case Op::logit:
                return Sign::unknown;
            case Op::time:
            case Op::exp:
            case Op::sqrt:
            case Op::abs:
            case Op::logistic:
            case Op::logical_not:
            case Op::less:
            case Op::less_equal:
            case Op::equal:
            case Op::not_equal:
            case Op::logical_and:
            case Op::logical_or:
            case Op::window_count:
            case Op::decay_since:
                return Sign::plus;
        }
        return Sign::unknown;
    }

  private:
    static Sign of(double value) { return value >= 0 ? Sign::plus : Sign::minus; }

    static Sign of(const Track& track) {
        if (track.kind == Track::Kind::record_value) {
            return Sign::unknown;
        }
        const auto below = [](double value) { return value < 0; };
        return std::none_of(track.values.begin(), track.values.end(), below) ? Sign::plus
                                                                             : Sign::unknown;
    }

    static Sign of(const Lookup& lookup) {
        const auto below = [](double value) { return value < 0; };
        return std::none_of(lookup.y.begin(), lookup.y.end(), below) ? Sign::plus : Sign::unknown;
    }

    Sign of(QuantityId id) {
        const Quantity& quantity = model_.quantities[id];
        if (quantity.kind == QuantityKind::event || (quantity.low && *quantity.low >= 0)) {
            return Sign::plus;
        }
        if (quantity.high && *quantity.high <= 0) {
            return Sign::minus;
        }
        const bool told =
            quantity.kind == QuantityKind::let || quantity.kind == QuantityKind::parameter;
        if (!told || quantity.definitions.empty()) {
            return Sign::unknown;
        }
        if (const auto known = known_.find(id.index); known != known_.end()) {
            return known->second;
        }
        if (!asked_.insert(id.index).second) {
            ++rings_;
            return Sign::unknown;
        }
        const std::size_t rings_before = rings_;
        Sign side = of(quantity.definitions.front());
        for (const Definition& definition : quantity.definitions) {
            side = both(side, of(definition));
        }
        asked_.erase(id.index);
        if (rings_ == rings_before) {
            known_.emplace(id.index, side);
        }
        return side;
    }

    Sign of(const Definition& definition) {
        if (!definition.is_drawn()) {
            return of(definition.node);
        }
        const DrawnFrom& draw = definition.draw;
        if ((draw.low && *draw.low >= 0) || draw.kind == DistributionKind::lognormal ||
            draw.kind == DistributionKind::logit_normal || draw.kind == DistributionKind::beta ||
            draw.kind == DistributionKind::bernoulli || draw.kind == DistributionKind::poisson ||
            draw.kind == DistributionKind::negative_binomial) {
            return Sign::plus;
        }
        if (draw.kind == DistributionKind::uniform) {
            return both(of(draw.parameters[0]), of(draw.parameters[1]));
        }
        if (draw.kind == DistributionKind::scaled_beta) {
            return both(of(draw.parameters[2]), of(draw.parameters[3]));
        }
        const Node& mean = model_.nodes[draw.parameters[0]];
        const Node& sd = model_.nodes[draw.parameters[1]];
        if (draw.kind != DistributionKind::normal || mean.op != Op::constant ||
            sd.op != Op::constant) {
            return Sign::unknown;
        }
        return mean.value >= deviations * sd.value    ? Sign::plus
               : mean.value <= -deviations * sd.value ? Sign::minus
                                                      : Sign::unknown;
    }

    const Model& model_;
    std::set<std::size_t> asked_;        ///< quantities whose side is being worked out
    std::map<std::size_t, Sign> known_;  ///< of those that no ring cut short
    std::size_t rings_ = 0;              ///< met so far
};

/// Whether a lookup rises, falls, or neither throughout.
Sign slope_of(const Lookup& lookup) {
    if (std::is_sorted(lookup.y.begin(), lookup.y.end())) {
        return Sign::plus;
    }
    return std::is_sorted(lookup.y.rbegin(), lookup.y.rend()) ? Sign::minus : Sign::unknown;
}

class Reader {
  public:
    explicit Reader(const Model& model) : model_(model), sides_(model) {}

    std::map<std::pair<std::string, std::string>, Sign> read() {
        for (std::size_t i = 0; i < model_.quantities.size(); ++i) {
            const Quantity& quantity = model_.quantities[QuantityId(i)];
            if (!quantity.hidden && quantity.kind != QuantityKind::flow && quantity.declaration) {
                to_ = model_.declarations[quantity.declaration].name;
                done_.clear();
                read(QuantityId(i), Sign::plus);
            }
        }
        return std::move(found_);
    }

  private:
    /// What a quantity is made of.
    void read(QuantityId id, Sign sign) {
        const Quantity& quantity = model_.quantities[id];
        // What an issue becomes is read by many ways: a helper once with each sign.
        if (within_.contains(id.index) || !done_.insert({id.index, sign}).second) {
            return;
        }
        within_.insert(id.index);
        for (const Definition& definition : quantity.definitions) {
            read(definition.node, sign);
            read(definition.draw, sign);
        }
        read(quantity.otherwise, sign);
        for (const QuantityId flow : quantity.flows) {
            read(flow, model_.quantities[flow].outward ? flipped(sign) : sign);
        }
        within_.erase(id.index);
    }

    void read(const DrawnFrom& draw, Sign sign) {
        const bool beta = draw.kind == DistributionKind::beta;
        const bool uniform = draw.kind == DistributionKind::uniform;
        for (std::size_t i = 0; i < draw.parameters.size(); ++i) {
            const bool first = i == 0 && draw.kind != DistributionKind::scaled_beta;
            const bool second = i == 1 && (beta || uniform);
            const Sign own = beta && i == 1 ? flipped(sign) : sign;
            read(draw.parameters[i], first || second ? own : Sign::unknown);
        }
    }

    void note(QuantityId id, Sign sign) {
        const Quantity& quantity = model_.quantities[id];
        if (quantity.hidden) {
            read(id, sign);
            return;
        }
        const std::string& from =
            quantity.declaration ? model_.declarations[quantity.declaration].name : quantity.name;
        if (from != to_) {
            const auto [place, fresh] = found_.insert({{from, to_}, sign});
            place->second = fresh ? sign : both(place->second, sign);
        }
    }

    void read(NodeId id, Sign sign) {
        if (!id) {
            return;
        }
        const Node& node = model_.nodes[id];
        if (node.quantity) {
            note(node.quantity, sign);
        }
        const auto signs = of_arguments(node, sign);
        for (std::size_t i = 0; i < node.arguments.size(); ++i) {
            read(node.arguments[i], signs[i]);
        }
    }

    std::array<Sign, 3> of_arguments(const Node& node, Sign sign) {
        const auto& [a, b, c] = node.arguments;
        const Sign none = Sign::unknown;
        switch (node.op) {
            case Op::exp:
            case Op::ln:
            case Op::sqrt:
            case Op::logistic:
            case Op::logit:
            case Op::add:
            case Op::min:
            case Op::max:
            case Op::logical_and:
            case Op::logical_or:
            case Op::link:
            case Op::decay_since:
                return {sign, sign, sign};
            case Op::negate:
            case Op::logical_not:
                return {flipped(sign), none, none};
            case Op::abs:
                return {times(sign, sides_.of(a)), none, none};
            case Op::subtract:
                return {sign, flipped(sign), none};
            case Op::multiply:
                return {times(sign, sides_.of(b)), times(sign, sides_.of(a)), none};
            case Op::divide:
                return {times(sign, sides_.of(b)), flipped(times(sign, sides_.of(a))), none};
            case Op::power:
                return {sides_.of(a) == Sign::plus ? times(sign, sides_.of(b)) : none, none, none};
            case Op::less:
            case Op::less_equal:
                return {flipped(sign), sign, none};
            case Op::choose:
                return {none, sign, sign};
            case Op::lookup:
                return {times(sign, slope_of(model_.lookups[node.lookup])), none, none};
            case Op::constant:
            case Op::track:
            case Op::quantity:
            case Op::time:
            case Op::equal:
            case Op::not_equal:
            case Op::previous:
            case Op::delayed:
            case Op::window_count:
                return {none, none, none};
        }
        return {none, none, none};
    }

    const Model& model_;
    Sides sides_;
    std::string to_;
    std::map<std::pair<std::string, std::string>, Sign> found_;
    std::set<std::size_t> within_;  ///< quantities being read, against circles of helpers
    std::set<std::pair<std::size_t, Sign>> done_;  ///< what has been read for `to_`
};

}  // namespace

std::map<std::pair<std::string, std::string>, Sign> signs(const Model& model) {
    return Reader(model).read();
}

}  // namespace entente::model

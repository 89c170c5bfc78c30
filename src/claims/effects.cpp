// SPDX-License-Identifier: Apache-2.0
#include "claims/effects.hpp"

#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace entente::claims {

namespace {

using model::Judged;
using model::Stat;

/// Defaults of flagship's test rules: 10 % of flows, 0.05 of indices within 0..1, 0.2 log-odds of
/// coefficients.
constexpr double default_relative = 0.10;
constexpr double default_index = 0.05;
constexpr double default_log_odds = 0.2;

using Column = std::vector<double>;

/// Reads columns of member values for one prior set.
class Columns {
  public:
    Columns(const model::Model& model,
            const Needs& needs,
            const std::vector<CaseValues>& values,
            std::size_t prior_set)
        : model_(model), needs_(needs), values_(values), prior_set_(prior_set) {}

    const Column& of(const Measure& measure,
                     model::ScenarioId scenario,
                     const std::vector<model::LinkId>& without) const {
        const std::size_t c = case_index(needs_, scenario, without, prior_set_);
        return values_[c].by_measure[measure_index(needs_.cases[c], measure)];
    }

    /// The stat in a scenario; an effect is the value with the links minus the value without.
    Column stat(const Stat& stat, const Judged& judged, model::ScenarioId scenario) const {
        if (stat.kind != Stat::Kind::effect) {
            return of(measure_of(model_, stat, judged), scenario, {});
        }
        const Measure m = measure_of(model_, stat.on.front(), judged);
        return minus(of(m, scenario, {}), of(m, scenario, stat.links));
    }

    /// What a relative change without a comparison is relative to.
    Column reference(const Stat& stat, const Judged& judged, model::ScenarioId scenario) const {
        if (stat.kind == Stat::Kind::effect) {
            return of(measure_of(model_, stat.on.front(), judged), scenario, stat.links);
        }
        if (stat.kind == Stat::Kind::change) {
            return of(first_value_of(stat), scenario, {});
        }
        return Column(of(measure_of(model_, stat, judged), scenario, {}).size(),
                      std::numeric_limits<double>::quiet_NaN());
    }

    static Column minus(const Column& a, const Column& b) {
        ENTENTE_EXPECT(a.size() == b.size());
        Column difference(a.size());
        for (std::size_t i = 0; i < a.size(); ++i) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }

  private:
    const model::Model& model_;
    const Needs& needs_;
    const std::vector<CaseValues>& values_;
    std::size_t prior_set_;
};

bool is_bound(Judged::Kind kind) {
    return kind == Judged::Kind::at_least || kind == Judged::Kind::at_most;
}

/// The quantity whose scale decides the default smallest effect.
const model::Quantity& measured_quantity(const model::Model& model, const Stat& stat) {
    const Stat& inner = stat.kind == Stat::Kind::effect ? stat.on.front() : stat;
    return model.quantities[inner.quantity];
}

/// A bound: the value is at least or at most the threshold.
void judge_bound(const Condition& condition, MemberEffects& e) {
    const bool least = condition.kind == Judged::Kind::at_least;
    for (std::size_t i = 0; i < e.effect.size(); ++i) {
        const double value =
            condition.relative ? e.effect[i] / std::abs(e.reference[i]) : e.effect[i];
        e.valid[i] = std::isfinite(value) ? 1 : 0;
        const bool holds = least ? value >= condition.threshold : value <= condition.threshold;
        e.hit[i] = holds ? 1 : 0;
        e.opposite[i] = holds ? 0 : 1;
    }
}

/// A direction: the effect has the sign claimed and at least the smallest size of interest.
void judge_direction(const Condition& condition, MemberEffects& e) {
    for (std::size_t i = 0; i < e.effect.size(); ++i) {
        const double smallest = condition.relative ? condition.threshold * std::abs(e.reference[i])
                                                   : condition.threshold;
        const double effect = e.effect[i];
        e.valid[i] = std::isfinite(effect) && std::isfinite(smallest) ? 1 : 0;
        const bool up = effect > 0 && effect >= smallest;
        const bool down = effect < 0 && -effect >= smallest;
        e.negligible[i] = !up && !down ? 1 : 0;
        const bool hit = condition.kind == Judged::Kind::changes ? up || down
                         : condition.kind == Judged::Kind::falls ? down
                                                                 : up;
        e.hit[i] = hit ? 1 : 0;
        e.opposite[i] = (up || down) && !hit ? 1 : 0;
    }
}

}  // namespace

std::string spoken_stat(const Stat& stat) {
    std::string text = stat.text;
    if (text.starts_with("value ")) {
        return text.substr(std::string("value ").size());
    }
    if (stat.kind != Stat::Kind::effect) {
        return text;
    }
    const std::string on_value = " on value ";
    const std::size_t on = text.find(on_value);
    if (on != std::string::npos) {
        text.replace(on, on_value.size(), " on ");
    }
    return "the " + text;
}

Condition condition_of(const model::Model& model, const model::Expectation& expectation) {
    const Judged& judged = expectation.judged;
    Condition condition;
    condition.text = judged.text;
    condition.measured = expectation.stat.text;
    condition.spoken = spoken_stat(expectation.stat);
    if (!judged.other.empty()) {
        condition.spoken += " less " + spoken_stat(judged.other.front());
    }
    condition.unit = expectation.stat.unit;
    condition.kind = judged.kind;
    condition.threshold = std::abs(judged.amount);
    condition.relative = judged.relative;
    if (is_bound(judged.kind)) {
        // `x is at least 3 in 80% of W`: the measure is a share of months, the bound lies in it.
        const bool share = judged.share && expectation.stat.kind == Stat::Kind::plain;
        condition.threshold = judged.amount;
        if (share && !expectation.stat.data) {
            condition.threshold = *judged.share;
            condition.kind = Judged::Kind::at_least;
            condition.unit = "1";
            condition.spoken = fmt::format("the share of the asked months in which {} {}",
                                           condition.spoken,
                                           judged.text.substr(0, judged.text.rfind(" in ")));
        }
        return condition;
    }
    const bool study = expectation.stat.kind == Stat::Kind::around;
    if (study && judged.amount == 0 && expectation.stat.data) {
        condition.by_default = true;
        condition.threshold = default_relative;
        condition.relative = true;
        return condition;
    }
    if (judged.amount == 0 && judged.kind != Judged::Kind::exceeds && !expectation.stat.data &&
        expectation.stat.kind != Stat::Kind::share) {
        const model::Quantity& q = measured_quantity(model, expectation.stat);
        condition.by_default = true;
        if (q.kind == model::QuantityKind::parameter) {
            condition.threshold = default_log_odds;
        } else if (q.low == 0.0 && q.high == 1.0) {
            condition.threshold = default_index;
        } else {
            condition.threshold = default_relative;
            condition.relative = true;
        }
    }
    return condition;
}

MemberEffects member_effects(const model::Model& model,
                             const model::Part& part,
                             const model::Expectation& expectation,
                             const Needs& needs,
                             const std::vector<CaseValues>& values,
                             std::size_t prior_set) {
    const Columns columns(model, needs, values, prior_set);
    const Stat& stat = expectation.stat;
    const Judged& judged = expectation.judged;
    const model::ScenarioId own = own_scenario(part);
    const Condition condition = condition_of(model, expectation);

    MemberEffects e;
    e.effect = columns.stat(stat, judged, own);
    if (!judged.other.empty()) {
        e.reference = columns.stat(judged.other.front(), judged, own);
        e.effect = Columns::minus(e.effect, e.reference);
    } else if (part.with && !is_bound(judged.kind)) {
        e.reference = columns.stat(stat, judged, *part.with);
        e.effect = Columns::minus(e.effect, e.reference);
    } else {
        e.reference = columns.reference(stat, judged, own);
    }
    const std::size_t members = e.effect.size();
    e.valid.resize(members);
    e.hit.resize(members);
    e.negligible.resize(members);
    e.opposite.resize(members);
    if (is_bound(judged.kind)) {
        judge_bound(condition, e);
    } else {
        judge_direction(condition, e);
    }
    return e;
}

}  // namespace entente::claims

// SPDX-License-Identifier: Apache-2.0
// What holds through a month: levers, inputs, events, the options of players, and their draws.
#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "base/contract.hpp"
#include "program/draws.hpp"
#include "program/lowering.hpp"

namespace entente::program {

using namespace model;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

// ---- records ----

bool Lowering::recorded(const Quantity& q, int row) {
    return options_.history == History::recorded && q.covered &&
           path(q.covered)[static_cast<std::size_t>(row)] != 0.0;
}

int Lowering::last_covered(const Quantity& q, int row) {
    if (!q.covered) {
        return -1;
    }
    const std::vector<double>& covered = path(q.covered);
    while (row >= 0 && covered[static_cast<std::size_t>(row)] == 0.0) {
        --row;
    }
    return row;
}

// ---- levers ----

ValueId Lowering::lever(View view, QuantityId id) {
    const Quantity& q = at(id);
    const ValueId otherwise = q.otherwise ? node(view, q.otherwise) : number(0.0);
    const bool uses_record = q.covered && (options_.history == History::recorded || !q.player);
    std::vector<double> last;
    std::vector<double> known;
    std::vector<double> now;
    for (int row = 0; row < m_.grid.months; ++row) {
        const int covered = uses_record ? last_covered(q, row) : -1;
        known.push_back(covered >= 0 ? 1.0 : 0.0);
        now.push_back(covered == row ? 1.0 : 0.0);
        last.push_back(covered >= 0 ? path(q.record)[static_cast<std::size_t>(covered)] : 0.0);
    }
    const auto months = [&](std::vector<double> path) {
        const ValueId value = out_.values.month(std::move(path));
        return view == View::initial ? out_.values.at_start(value) : value;
    };
    const ValueId base = choose(view, months(std::move(known)), months(std::move(last)), otherwise);
    if (!q.player) {
        return with_settings(view, q, base);
    }
    const ValueId option = quantity(view, q.player);
    ValueId x = base;
    for (std::size_t i = 0; i < q.by_option.size(); ++i) {
        const ValueId set = q.by_option[i] ? node(view, q.by_option[i]) : otherwise;
        const ValueId this_one = code(view, Code::equal, option, number(static_cast<double>(i)));
        x = choose(view, this_one, set, x);
    }
    return with_settings(view, q, choose(view, months(std::move(now)), base, x));
}

ValueId Lowering::with_settings(View view, const Quantity& q, ValueId x) {
    for (const Setting& s : q.settings) {
        const ValueId window = s.window ? track(view, s.window) : number(1.0);
        if (out_.values.is_constant(window, 0.0)) {
            continue;
        }
        ValueId months;
        if (s.latch) {
            months = quantity(view, s.latch);
        } else {
            std::vector<double> since;
            since.reserve(static_cast<std::size_t>(m_.grid.months));
            for (int row = 0; row < m_.grid.months; ++row) {
                since.push_back(m_.grid.month(row) - s.from);
            }
            months = out_.values.month(std::move(since));
            if (view == View::initial) {
                months = out_.values.at_start(months);
            }
        }
        const ValueId target = node(view, s.value);
        ValueId set = target;
        if (s.ramp != 0) {
            // As `ramped` in program/draws.hpp.
            const ValueId share =
                code(view, Code::divide, months, number(static_cast<double>(s.ramp)));
            const ValueId part = code(view, Code::max, share, number(0.0));
            const ValueId gap = code(view, Code::subtract, target, x);
            const ValueId way = code(view, Code::add, x, code(view, Code::multiply, gap, part));
            set = choose(view, code(view, Code::less_equal, number(1.0), share), target, way);
        }
        if (s.latch) {
            set = choose(view, code(view, Code::less, months, number(0.0)), x, set);
        }
        x = choose(view, window, set, x);
    }
    return x;
}

// ---- inputs ----

ValueId Lowering::input(View view, QuantityId id) {
    const Quantity& q = at(id);
    const ValueId default_value = q.otherwise ? node(view, q.otherwise) : number(0.0);
    const bool has_model = !q.definitions.empty();
    const bool uses_record = q.covered && (options_.history == History::recorded || !has_model);
    const int end = uses_record ? last_covered(q, m_.grid.rows() - 1) : -1;
    std::vector<double> last;
    std::vector<double> known;
    std::vector<double> modelled;
    for (int row = 0; row < m_.grid.months; ++row) {
        const int covered = uses_record ? last_covered(q, row) : -1;
        const bool to_come = covered < 0 && end > row;
        known.push_back(covered >= 0 ? 1.0 : 0.0);
        last.push_back(covered >= 0 ? path(q.record)[static_cast<std::size_t>(covered)] : 0.0);
        modelled.push_back(has_model && covered != row && !to_come ? 1.0 : 0.0);
    }
    const auto months = [&](std::vector<double> path) {
        const ValueId value = out_.values.month(std::move(path));
        return view == View::initial ? out_.values.at_start(value) : value;
    };
    const ValueId otherwise =
        choose(view, months(std::move(known)), months(std::move(last)), default_value);
    const ValueId uses_model = months(std::move(modelled));
    ValueId x = otherwise;
    if (!out_.values.is_constant(uses_model, 0.0)) {
        x = choose(view, uses_model, input_model(view, id, otherwise), otherwise);
    }
    if (view == View::opening && last_months_.contains(id.index)) {
        store(Section::open, last_months_.at(id.index), x);
    }
    return with_settings(view, q, x);
}

ValueId Lowering::input_model(View view, QuantityId id, ValueId otherwise) {
    const Quantity& q = at(id);
    const Definition& definition = q.definitions.front();
    if (!definition.is_drawn()) {
        return node(view, definition.node);
    }
    const bool mean = options_.draws == Draws::mean;
    const int first = m_.grid.first.since_1970;
    const auto place_of_draws = [&] {
        if (view != View::initial) {
            return site(q, q.each, std::nullopt);
        }
        return site(q, 1, period_start(m_.grid.first, q.each).since_1970);
    };
    if (definition.draw.kind != DistributionKind::ar1) {
        return drawn(view, definition.draw, place_of_draws(), mean);
    }
    // ar1_step in program/draws.hpp; `before` is last month's value, in the first month the
    // default.
    ValueId before = otherwise;
    if (view != View::initial) {
        if (!last_months_.contains(id.index)) {
            last_months_[id.index] = out_.values.add_place(q.name + " of the month before");
            store(Section::start, last_months_[id.index], number(0.0));
        }
        std::vector<double> later(static_cast<std::size_t>(m_.grid.months), 1.0);
        later.front() = 0.0;
        before = choose(view,
                        out_.values.month(std::move(later)),
                        out_.values.place(last_months_[id.index], Section::decide),
                        otherwise);
    }
    std::array<ValueId, 3> p;
    for (std::size_t i = 0; i < 3; ++i) {
        p[i] = node(view, definition.draw.parameters[i]);
    }
    const ValueId gap = code(view, Code::subtract, before, p[0]);
    const ValueId drift = code(view, Code::add, p[0], code(view, Code::multiply, p[1], gap));
    if (mean) {
        return drift;
    }
    const std::uint32_t monthly =
        view == View::initial ? site(q, 1, first) : site(q, 1, std::nullopt);
    const ValueId z = uniform(view, monthly, Code::normal);
    return code(view, Code::add, drift, code(view, Code::multiply, p[2], z));
}

// ---- draws ----

std::uint32_t Lowering::site(const Quantity& q, int each, std::optional<int> month) {
    const math::Site place = draw_site(q);
    const std::string& named = q.draws_as.empty() ? q.name : q.draws_as;
    const std::string name = (q.kind == QuantityKind::choice ? "choice:" : "") + named;
    const auto [known, fresh_name] = site_names_.try_emplace(place, name);
    if (!fresh_name && known->second != name) {
        diagnostics_.add({.code = "E4001",
                          .headline = fmt::format(
                              "the draws of `{}` and of `{}` have one site", known->second, name),
                          .primary = {m_.declarations[q.declaration].span, "rename this one"},
                          .others = {},
                          .notes = {},
                          .helps = {}});
    }
    const auto key = std::pair{place, std::pair{each, month.value_or(-1000000)}};
    const auto [found, fresh] =
        sites_.try_emplace(key, static_cast<std::uint32_t>(out_.sites.size()));
    if (fresh) {
        out_.sites.push_back({.site = place, .each = each, .month = month, .quantity = name});
    }
    return found->second;
}

ValueId Lowering::uniform(View view, std::uint32_t site, Code code) {
    if (view == View::initial) {
        return out_.values.reading(Section::start, code, site);
    }
    return out_.values.at_hand(section_of(view), code, site);
}

ValueId Lowering::drawn(View view, const DrawnFrom& draw, std::uint32_t site, bool mean) {
    std::array<ValueId, 4> p;
    for (std::size_t i = 0; i < 4; ++i) {
        if (draw.parameters[i]) {
            p[i] = node(view, draw.parameters[i]);
        }
    }
    const bool whole = !draw.low && !draw.high;
    const bool count = draw.kind == DistributionKind::bernoulli ||
                       draw.kind == DistributionKind::poisson ||
                       draw.kind == DistributionKind::negative_binomial;
    if (draw.kind == DistributionKind::ar1 || (count && mean)) {
        return p[0];
    }
    if (count) {
        Code code_of_count = Code::negative_binomial;
        if (draw.kind == DistributionKind::bernoulli) {
            code_of_count = Code::bernoulli;
        }
        if (draw.kind == DistributionKind::poisson) {
            code_of_count = Code::poisson;
        }
        const ValueId u = uniform(view, site, Code::uniform);
        return code(view, code_of_count, u, p[0], p[1]);
    }
    // The quantiles of math/distributions.cpp, where they are a formula.
    if (whole && !mean && draw.kind == DistributionKind::uniform) {
        const ValueId u = uniform(view, site, Code::uniform);
        const ValueId width = code(view, Code::subtract, p[1], p[0]);
        return code(view, Code::add, p[0], code(view, Code::multiply, width, u));
    }
    if (whole && !mean &&
        (draw.kind == DistributionKind::normal || draw.kind == DistributionKind::lognormal ||
         draw.kind == DistributionKind::logit_normal)) {
        const ValueId z = uniform(view, site, Code::normal);
        const ValueId spread = code(view, Code::multiply, p[1], z);
        if (draw.kind == DistributionKind::lognormal) {
            return code(view, Code::multiply, p[0], code(view, Code::exp, spread));
        }
        const ValueId sum = code(view, Code::add, p[0], spread);
        return draw.kind == DistributionKind::normal ? sum : code(view, Code::logistic, sum);
    }
    ValueList list{.operands = {mean ? number(0.5) : uniform(view, site, Code::uniform)},
                   .draw = draw,
                   .mean = mean};
    bool constant = mean;
    std::array<double, 4> numbers{};
    for (std::size_t i = 0; i < 4; ++i) {
        list.operands.push_back(p[i] ? p[i] : number(0.0));
        const Value& value = out_.values[list.operands.back()];
        constant = constant && value.kind == ValueKind::constant;
        numbers[i] = value.number;
    }
    if (constant) {
        return number(draw_monthly(draw, numbers, 0.5, true));
    }
    return out_.values.listed(section_of(view), Code::draw, std::move(list));
}

// ---- events ----

/// What dates and the record alone give, month by month.
std::vector<double> Lowering::known_counts(const Quantity& q) {
    std::vector<double> counts;
    for (int row = 0; row < m_.grid.months; ++row) {
        const auto r = static_cast<std::size_t>(row);
        const double added = q.dates ? path(q.dates)[r] : 0.0;
        const bool replaced = q.replaced && path(q.replaced)[r] != 0.0;
        counts.push_back(!replaced && recorded(q, row) ? path(q.record)[r] + added : added);
    }
    return counts;
}

/// 1 in the months in which the event is drawn.
std::vector<double> Lowering::drawn_months(const Quantity& q) {
    const bool draws = q.event_model == EventModel::draw || q.event_model == EventModel::hazard ||
                       q.event_model == EventModel::when;
    std::vector<double> months;
    for (int row = 0; row < m_.grid.months; ++row) {
        const bool replaced = q.replaced && path(q.replaced)[static_cast<std::size_t>(row)] != 0.0;
        months.push_back(draws && !replaced && !recorded(q, row) ? 1.0 : 0.0);
    }
    return months;
}

ValueId Lowering::event(View view, QuantityId id) {
    const Quantity& q = at(id);
    const ValueId known = out_.values.month(known_counts(q));
    const ValueId asked = out_.values.month(drawn_months(q));
    if (out_.values.is_constant(asked, 0.0)) {
        return known;
    }
    ValueId count = event_draw(view, id, asked);
    if (q.dates) {
        count = code(view, Code::add, track(view, q.dates), count);
    }
    return choose(view, asked, count, known);
}

ValueId Lowering::event_draw(View view, QuantityId id, ValueId asked) {
    const Quantity& q = at(id);
    const bool mean = options_.draws == Draws::mean;
    if (q.event_model == EventModel::draw) {
        return drawn(view, q.definitions.front().draw, site(q, 1, std::nullopt), mean);
    }
    const ValueId x = node(view, q.definitions.front().node);
    if (q.event_model == EventModel::hazard) {
        const ValueId gone = code(view, Code::expm1, code(view, Code::negate, x));
        const ValueId chance = code(view, Code::negate, gone);
        if (!mean) {
            const ValueId u = uniform(view, site(q, 1, std::nullopt), Code::uniform);
            return code(view, Code::bernoulli, u, chance);
        }
        return choose(view, code(view, Code::less_equal, number(0.0), chance), chance, number(nan));
    }
    // `when`: the first month in which the condition holds.
    if (!last_months_.contains(id.index)) {
        last_months_[id.index] = out_.values.add_place(q.name + " fired");
        store(Section::start, last_months_[id.index], number(0.0));
    }
    const ValueId fired = out_.values.place(last_months_[id.index], Section::decide);
    const ValueId holds = code(view, Code::not_equal, x, number(0.0));
    if (view == View::opening) {
        const ValueId either = code(view, Code::logical_or, fired, holds);
        store(Section::open, last_months_[id.index], choose(view, asked, either, fired));
    }
    return code(view, Code::logical_and, holds, code(view, Code::logical_not, fired));
}

// ---- the month before, for those who decide ----

ValueId Lowering::months_before(View view, QuantityId id) {
    const Quantity& q = at(id);
    const ValueId now = quantity(View::opening, id);
    const ValueId first = q.kind == QuantityKind::lever ? quantity(View::initial, id) : number(0.0);
    if (out_.values.is_uniform(now) && out_.values.is_uniform(first)) {
        return out_.values.shifted(now, 1, out_.values.at_month(first, 0));
    }
    ENTENTE_EXPECT(view == View::decision);
    PlaceId& place = before_[id.index];
    if (!place) {
        place = out_.values.add_place(q.name + " of the month before");
        store(Section::start, place, first);
        store(Section::open, place, now);
    }
    return out_.values.place(place, Section::decide);
}

/// Whether an event happened in the month before, as a condition.
ValueId Lowering::happened(View view, QuantityId id) {
    if (options_.draws == Draws::mean) {
        const ValueId known = out_.values.month(known_counts(at(id)));
        return code(view, Code::less, number(0.0), out_.values.shifted(known, 1, 0.0));
    }
    return code(view, Code::less, number(0.0), quantity(View::decision, id));
}

// ---- choices and latches ----

/// 1 in the months in which the player is asked, unless a script speaks.
std::vector<double> Lowering::asked_months() const {
    std::vector<double> months;
    for (int row = 0; row < m_.grid.months; ++row) {
        const bool open =
            options_.policy != Policy::scripted && m_.grid.month(row) >= m_.grid.forecast;
        months.push_back(open ? 1.0 : 0.0);
    }
    return months;
}

ValueId Lowering::choice(View view, QuantityId id) {
    if (view == View::initial) {
        return number(-1.0);
    }
    const Quantity& q = at(id);
    const ValueId asked = out_.values.month(asked_months());
    if (out_.values.is_constant(asked, 0.0)) {
        // Only scripts speak: the option in force is known month by month.
        std::vector<double> options;
        double current = -1.0;
        for (int row = 0; row < m_.grid.months; ++row) {
            const double before = current;
            const double script =
                q.scripted ? path(q.scripted)[static_cast<std::size_t>(row)] : 0.0;
            if (script != 0.0) {
                current = script - 1.0;
            }
            options.push_back(view == View::decision ? before : current);
        }
        return out_.values.month(std::move(options));
    }
    PlaceId& place = choices_[id.index];
    if (!place) {
        place = out_.values.add_place(q.name);
    }
    return out_.values.place(place, view == View::decision ? Section::decide : Section::pulse);
}

ValueId Lowering::latch(View view, QuantityId id) {
    if (view == View::initial) {
        return number(-1.0);
    }
    PlaceId& place = choices_[id.index];
    if (!place) {
        place = out_.values.add_place(at(id).name);
    }
    return out_.values.place(place, view == View::decision ? Section::decide : Section::pulse);
}

void Lowering::decide() {
    for (std::size_t i = 0; i < m_.quantities.size(); ++i) {
        const QuantityId id{i};
        const QuantityKind kind = at(id).kind;
        if (kind != QuantityKind::choice && kind != QuantityKind::latch) {
            continue;
        }
        if (out_.values.is_uniform(quantity(View::opening, id))) {
            continue;
        }
        const PlaceId place = choices_.at(id.index);
        store(Section::start, place, number(-1.0));
        store(Section::decide, place, decided(id));
    }
}

/// Whether it is the player's turn, or an event calls it.
ValueId Lowering::is_due(QuantityId choice) {
    const View view = View::decision;
    const Quantity& q = at(choice);
    ValueId due =
        q.turn ? code(view, Code::not_equal, track(view, q.turn), number(0.0)) : number(0.0);
    for (const QuantityId event : q.after) {
        due = code(view, Code::logical_or, due, happened(view, event));
    }
    return due;
}

/// Of each option, with the inertia of the one in force.
std::vector<ValueId> Lowering::leanings(QuantityId id) {
    const View view = View::decision;
    const Quantity& q = at(id);
    const ValueId current = quantity(view, id);
    const ValueId inertia = q.inertia ? node(view, q.inertia) : ValueId();
    std::vector<ValueId> all;
    all.reserve(q.leanings.size());
    for (std::size_t i = 0; i < q.leanings.size(); ++i) {
        ValueId leaning = q.leanings[i] ? node(view, q.leanings[i]) : number(0.0);
        if (inertia) {
            const ValueId in_force =
                code(view, Code::equal, current, number(static_cast<double>(i)));
            leaning = choose(view, in_force, code(view, Code::add, leaning, inertia), leaning);
        }
        all.push_back(leaning);
    }
    return all;
}

ValueId Lowering::decided(QuantityId id) {
    const View view = View::decision;
    const Quantity& q = at(id);
    const ValueId current = quantity(view, id);
    if (q.kind == QuantityKind::latch) {
        const ValueId first = choose(view, node(view, q.condition), number(0.0), number(-1.0));
        return choose(view,
                      code(view, Code::less_equal, number(0.0), current),
                      code(view, Code::add, current, number(1.0)),
                      first);
    }
    const bool mean = options_.draws == Draws::mean;
    const ValueId due = is_due(id);
    ValueList list;
    if (!mean) {
        list.operands.push_back(uniform(view, site(q, 1, std::nullopt), Code::uniform));
    }
    for (const ValueId leaning : leanings(id)) {
        list.operands.push_back(leaning);
    }
    const ValueId picked =
        out_.values.listed(section_of(view), mean ? Code::likeliest : Code::pick, std::move(list));
    const ValueId asked = out_.values.month(asked_months());
    const ValueId answer = choose(view, asked, choose(view, due, picked, current), current);
    if (!q.scripted) {
        return answer;
    }
    const ValueId script = track(view, q.scripted);
    return choose(view, script, code(view, Code::subtract, script, number(1.0)), answer);
}

}  // namespace entente::program

// SPDX-License-Identifier: Apache-2.0
#include "program/values.hpp"

#include <algorithm>
#include <bit>

#include "base/contract.hpp"
#include "math/counts.hpp"
#include "math/normal.hpp"
#include "math/vector.hpp"
#include "program/draws.hpp"

namespace entente::program {

namespace {

bool same_bits(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

double truth(bool holds) { return holds ? 1.0 : 0.0; }

double unary(Code code, double a) {
    if (code == Code::copy) {
        return a;
    }
    if (code == Code::negate) {
        return -a;
    }
    if (code == Code::logical_not) {
        return truth(a == 0.0);
    }
    if (code == Code::exp) {
        return math::exp(a);
    }
    if (code == Code::ln) {
        return math::log(a);
    }
    if (code == Code::sqrt) {
        return math::sqrt(a);
    }
    if (code == Code::abs) {
        return math::abs(a);
    }
    if (code == Code::logistic) {
        return math::logistic(a);
    }
    if (code == Code::logit) {
        return math::logit(a);
    }
    if (code == Code::expm1) {
        return math::expm1(a);
    }
    ENTENTE_EXPECT(code == Code::normal_quantile);
    return math::normal_quantile(a);
}

double binary(Code code, double a, double b) {
    if (code == Code::add) {
        return a + b;
    }
    if (code == Code::subtract) {
        return a - b;
    }
    if (code == Code::multiply) {
        return a * b;
    }
    if (code == Code::divide) {
        return a / b;
    }
    if (code == Code::power) {
        return math::pow(a, b);
    }
    if (code == Code::min) {
        return math::min(a, b);
    }
    if (code == Code::max) {
        return math::max(a, b);
    }
    if (code == Code::less) {
        return truth(a < b);
    }
    if (code == Code::less_equal) {
        return truth(a <= b);
    }
    if (code == Code::equal) {
        return truth(a == b);
    }
    if (code == Code::not_equal) {
        return truth(a != b);
    }
    if (code == Code::logical_and) {
        return truth(a != 0.0 && b != 0.0);
    }
    if (code == Code::logical_or) {
        return truth(a != 0.0 || b != 0.0);
    }
    if (code == Code::bernoulli) {
        return math::bernoulli(a, b);
    }
    ENTENTE_EXPECT(code == Code::poisson);
    return math::poisson(a, b);
}

}  // namespace

int instants_in_month(const model::Grid& grid) {
    return grid.method == model::Method::euler ? grid.substeps : 3 * grid.substeps;
}

bool Values::Key::operator==(const Key& other) const {
    return bits == other.bits && in == other.in && same_bits(number, other.number);
}

std::size_t Values::Hash::operator()(const Key& key) const noexcept {
    const auto number = std::bit_cast<std::uint64_t>(key.number);
    std::uint64_t hash = math::mix_bits(key.bits ^ number);
    hash = math::mix_bits(hash ^ key.in[0] ^ (static_cast<std::uint64_t>(key.in[1]) << 32));
    return math::mix_bits(hash ^ key.in[2]);
}

Values::Values(const model::Grid& grid) : grid_(grid), instants_(instants_in_month(grid)) {
    std::vector<double> times;
    const double h = 1.0 / grid.substeps;
    for (int m = 0; m < grid.months; ++m) {
        const double opening = grid.month(m).since_1970;
        for (int k = 0; k < grid.substeps; ++k) {
            const double begin = opening + static_cast<double>(k) * h;
            times.push_back(begin);
            if (grid.method == model::Method::euler) {
                continue;
            }
            times.push_back(begin + 0.5 * h);
            times.push_back(begin + h);
        }
    }
    times.push_back((grid.first + grid.months).since_1970);
    time_ = instant(std::move(times));
}

Values::Key Values::key_of(const Value& value) {
    Key key{.bits = static_cast<std::uint64_t>(value.kind) |
                    (static_cast<std::uint64_t>(value.code) << 8) |
                    (static_cast<std::uint64_t>(value.section) << 24) |
                    (static_cast<std::uint64_t>(value.extra) << 32),
            .in = {value.in[0].index, value.in[1].index, value.in[2].index},
            .number = value.number};
    if (value.kind == ValueKind::place) {
        key.in[0] = value.index;
    }
    return key;
}

ValueId Values::shared(const Value& value) {
    const auto [found, fresh] = known_.try_emplace(key_of(value), ValueId());
    if (fresh) {
        found->second = values_.add(value);
    }
    return found->second;
}

ValueId Values::constant(double number) {
    return shared({.kind = ValueKind::constant, .number = number});
}

ValueId Values::month(std::vector<double> numbers) {
    ENTENTE_EXPECT(numbers.size() == static_cast<std::size_t>(grid_.months));
    if (std::all_of(numbers.begin(), numbers.end(), [&](double x) {
            return same_bits(x, numbers.front());
        })) {
        return constant(numbers.front());
    }
    paths_.push_back(std::move(numbers));
    return values_.add({.kind = ValueKind::month,
                        .number = 0,
                        .index = static_cast<std::uint32_t>(paths_.size() - 1)});
}

ValueId Values::instant(std::vector<double> numbers) {
    if (std::all_of(numbers.begin(), numbers.end(), [&](double x) {
            return same_bits(x, numbers.front());
        })) {
        return constant(numbers.front());
    }
    paths_.push_back(std::move(numbers));
    return values_.add(
        {.kind = ValueKind::instant, .index = static_cast<std::uint32_t>(paths_.size() - 1)});
}

ValueId Values::place(PlaceId place, Section section) {
    return shared({.kind = ValueKind::place, .section = section, .index = place.index});
}

PlaceId Values::add_place(std::string name) { return places_.add({std::move(name)}); }

Section Values::earliest(Section view, ValueId operand) const {
    const Value& value = values_[operand];
    if (value.kind == ValueKind::constant) {
        return Section::start;
    }
    if (value.kind == ValueKind::month) {
        return Section::decide;
    }
    // What runs on within a month is new in every section that moves with it.
    if (value.kind == ValueKind::instant) {
        return view > Section::open ? view : Section::decide;
    }
    return value.section;
}

// A value known before the view is taken from there; a new one stands in the view's own section, or
// with the openings where a moving section needs it and nothing in it moves.
ValueId Values::placed(Section view, Value value) {
    if (value.section == Section::start) {
        return shared(value);
    }
    for (Section s = value.section; s < view; s = static_cast<Section>(static_cast<int>(s) + 1)) {
        Value earlier = value;
        earlier.section = s;
        if (const auto found = known_.find(key_of(earlier)); found != known_.end()) {
            return found->second;
        }
    }
    const bool waits = view == Section::instant && value.section <= Section::open;
    value.section = waits ? Section::open : view;
    return shared(value);
}

// x * 1, x / 1 and x - 0 are x to the bit; x + 0 is not where x is -0.
bool Values::leaves_as_is(Code code, ValueId a, ValueId b) const {
    if (!b || is_uniform(a)) {
        return false;
    }
    const bool by_one = code == Code::multiply || code == Code::divide;
    return (by_one && is_constant(b, 1.0)) || (code == Code::subtract && is_constant(b, 0.0));
}

ValueId Values::code(Section view, Code code, ValueId a, ValueId b, ValueId c) {
    if (leaves_as_is(code, a, b)) {
        return a;
    }
    if (code == Code::multiply && leaves_as_is(code, b, a)) {
        return b;
    }
    Value value{.kind = ValueKind::code, .code = code, .in = {a, b, c}};
    bool uniform = true;
    for (const ValueId id : value.in) {
        if (!id) {
            continue;
        }
        uniform = uniform && is_uniform(id);
        value.section = std::max(value.section, earliest(view, id));
    }
    return uniform ? fold(code, value.in, 0) : placed(view, value);
}

ValueId Values::lookup(Section view, std::uint32_t lookup, ValueId at) {
    if (is_uniform(at)) {
        return fold(Code::lookup, {at, {}, {}}, lookup);
    }
    return placed(view,
                  {.kind = ValueKind::code,
                   .code = Code::lookup,
                   .section = earliest(view, at),
                   .in = {at, {}, {}},
                   .extra = lookup});
}

ValueId Values::reading(Section section, Code code, std::uint32_t extra, ValueId a) {
    return shared({.kind = ValueKind::code,
                   .code = code,
                   .section = section,
                   .in = {a, {}, {}},
                   .extra = extra});
}

ValueId Values::at_hand(Section view, Code code, std::uint32_t extra, ValueId a) {
    Value value{.kind = ValueKind::code,
                .code = code,
                .section = Section::decide,
                .in = {a, {}, {}},
                .extra = extra};
    if (a) {
        value.section = std::max(value.section, earliest(view, a));
    }
    return placed(view, value);
}

ValueId Values::listed(Section section, Code code, ValueList list) {
    lists_.push_back(std::move(list));
    return values_.add({.kind = ValueKind::code,
                        .code = code,
                        .section = section,
                        .extra = static_cast<std::uint32_t>(lists_.size() - 1)});
}

ValueId Values::fold(Code code, const std::array<ValueId, 3>& in, std::uint32_t extra) {
    // A fold may make a new path; the same operands fold once.
    const Key key{.bits = static_cast<std::uint64_t>(code) << 8 | 0xFFU |
                          (static_cast<std::uint64_t>(extra) << 32),
                  .in = {in[0].index, in[1].index, in[2].index},
                  .number = 0};
    if (const auto found = known_.find(key); found != known_.end()) {
        return found->second;
    }
    const ValueId folded = folded_path(code, in, extra);
    known_.emplace(key, folded);
    return folded;
}

ValueId Values::folded_path(Code code, const std::array<ValueId, 3>& in, std::uint32_t extra) {
    ValueKind widest = ValueKind::constant;
    for (const ValueId id : in) {
        if (id) {
            widest = std::max(widest, values_[id].kind);
        }
    }
    const auto at = [&](std::size_t i, bool by_instant, std::size_t step) {
        if (!in[i]) {
            return 0.0;
        }
        return by_instant ? at_instant(in[i], step) : at_month(in[i], static_cast<int>(step));
    };
    if (widest == ValueKind::constant) {
        return constant(number(code, extra, at(0, false, 0), at(1, false, 0), at(2, false, 0)));
    }
    const bool by_instant = widest == ValueKind::instant;
    const auto months = static_cast<std::size_t>(grid_.months);
    const std::size_t steps =
        by_instant ? months * static_cast<std::size_t>(instants_) + 1 : months;
    std::vector<double> numbers(steps);
    for (std::size_t s = 0; s < steps; ++s) {
        numbers[s] =
            number(code, extra, at(0, by_instant, s), at(1, by_instant, s), at(2, by_instant, s));
    }
    return by_instant ? instant(std::move(numbers)) : month(std::move(numbers));
}

double Values::number(Code code, std::uint32_t extra, double a, double b, double c) const {
    if (code == Code::choose) {
        return a != 0.0 ? b : c;
    }
    if (code == Code::negative_binomial) {
        return math::negative_binomial(a, b, c);
    }
    if (code == Code::lookup) {
        return looked_up(lookups[extra], a);
    }
    return operand_count(code) == 1 ? unary(code, a) : binary(code, a, b);
}

ValueId Values::choose(Section view, ValueId condition, ValueId yes, ValueId no) {
    if (values_[condition].kind == ValueKind::constant) {
        return values_[condition].number != 0.0 ? yes : no;
    }
    return yes == no ? yes : code(view, Code::choose, condition, yes, no);
}

bool Values::moves(ValueId id) const {
    const Value& value = values_[id];
    return value.kind == ValueKind::instant || value.section > Section::open;
}

bool Values::is_constant(ValueId id, double number) const {
    return values_[id].kind == ValueKind::constant && same_bits(values_[id].number, number);
}

double Values::at_month(ValueId id, int month) const {
    const Value& value = values_[id];
    if (value.kind == ValueKind::constant) {
        return value.number;
    }
    const auto m = static_cast<std::size_t>(month);
    return paths_[value.index]
                 [value.kind == ValueKind::month ? m : m * static_cast<std::size_t>(instants_)];
}

double Values::at_instant(ValueId id, std::size_t instant) const {
    const Value& value = values_[id];
    if (value.kind == ValueKind::instant) {
        return paths_[value.index][instant];
    }
    // The instant after the last month reads what the last month reads.
    const std::size_t month = std::min(instant / static_cast<std::size_t>(instants_),
                                       static_cast<std::size_t>(grid_.months) - 1);
    return at_month(id, static_cast<int>(month));
}

ValueId Values::at_start(ValueId id) { return is_uniform(id) ? constant(at_month(id, 0)) : id; }

ValueId Values::opened(ValueId id) {
    return values_[id].kind == ValueKind::instant ? shifted(id, 0, 0.0) : id;
}

ValueId Values::shifted(ValueId id, int months, double first) {
    std::vector<double> numbers;
    numbers.reserve(static_cast<std::size_t>(grid_.months));
    for (int m = 0; m < grid_.months; ++m) {
        numbers.push_back(m < months ? first : at_month(id, m - months));
    }
    return month(std::move(numbers));
}

}  // namespace entente::program

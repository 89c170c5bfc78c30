// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>

#include "program/past_reader.hpp"

namespace entente::program {

namespace {

bool same_bits(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

bool never_negative_zero(Code code) {
    return code == Code::bernoulli || code == Code::poisson || code == Code::negative_binomial ||
           code == Code::logical_and || code == Code::logical_or || code == Code::logical_not;
}

}  // namespace

bool PastReader::read_values() {
    read_stores();
    for (std::size_t i = 0; i < values_.size(); ++i) {
        const Value& value = values_[ValueId(i)];
        if (value.kind < ValueKind::place) {
            if (!cut_[i].is_uniform()) {
                cut_[i] = uniform_of(ValueId(i));
            }
        } else if (value.kind == ValueKind::place) {
            cut_[i] = place_of(ValueId(i), value);
        } else {
            cut_[i] = code_of(value);
        }
    }
    bool more = false;
    for (const auto& [section, statement] : all_) {
        if (!idle_.contains(statement) && is_idle(section, *statement)) {
            idle_.insert(statement);
            more = true;
        }
    }
    return more;
}

Cut PastReader::uniform_of(ValueId id) const {
    const Value& value = values_[id];
    if (value.kind == ValueKind::constant) {
        return uniform({value.number}, ValueKind::constant);
    }
    const std::size_t each = value.kind == ValueKind::month ? 1 : instants_;
    const std::vector<double>& whole = values_.path(id);
    return uniform({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(months_ * each)},
                   value.kind);
}

Cut PastReader::uniform(std::vector<double> path, ValueKind kind) const {
    if (kind == ValueKind::instant) {
        bool moves = false;
        for (std::size_t i = 0; i < path.size(); ++i) {
            moves = moves || !same_bits(path[i], path[i - i % instants_]);
        }
        if (!moves) {
            for (std::size_t m = 0; m < months_; ++m) {
                path[m] = path[m * instants_];
            }
            path.resize(months_);
            kind = ValueKind::month;
        }
    }
    if (std::all_of(path.begin(), path.end(), [&](double x) { return same_bits(x, path[0]); })) {
        path.resize(1);
        kind = ValueKind::constant;
    }
    Mixer print(static_cast<std::uint64_t>(kind));
    for (const double x : path) {
        print.add(x);
    }
    return {.print = print.print(),
            .kind = kind,
            .path = std::make_shared<const std::vector<double>>(std::move(path)),
            .place_read = {}};
}

double PastReader::at(const Cut& cut, ValueKind kind, std::size_t step) const {
    if (cut.kind == ValueKind::constant) {
        return cut.path->front();
    }
    const bool finer = kind == ValueKind::instant && cut.kind == ValueKind::month;
    return (*cut.path)[finer ? step / instants_ : step];
}

double PastReader::at_month(const Cut& cut, std::size_t month) const {
    return at(cut, cut.kind, cut.kind == ValueKind::instant ? month * instants_ : month);
}

bool PastReader::is_constant(const Cut& cut, double number) const {
    return cut.kind == ValueKind::constant && same_bits(cut.path->front(), number);
}

Cut PastReader::place_of(ValueId id, const Value& value) const {
    const auto& stores = stores_[value.index];
    const std::size_t section = index_of(value.section);
    if (place_constants_[value.index]) {
        return *place_constants_[value.index];
    }
    if (place_paths_[value.index]) {
        const bool before = section <= stores.back();
        return before ? shifted(*place_paths_[value.index]) : after(*place_paths_[value.index]);
    }
    Mixer print(place_print);
    print.add(values_.places()[PlaceId(value.index)].name);
    print.add(static_cast<std::uint64_t>(std::count_if(
        stores.begin(), stores.end(), [&](std::size_t s) { return s > 0 && s < section; })));
    return {.print = print.print(), .kind = ValueKind::place, .path = nullptr, .place_read = id};
}

Cut PastReader::shifted(const std::vector<double>& path) const {
    return uniform({path.begin(), path.end() - 1}, ValueKind::month);
}

Cut PastReader::after(const std::vector<double>& path) const {
    return uniform({path.begin() + 1, path.end()}, ValueKind::month);
}

Cut PastReader::code_of(const Value& value) const {
    std::array<const Cut*, 3> in{};
    bool all_uniform = true;
    for (std::size_t i = 0; i < 3; ++i) {
        if (value.in[i]) {
            in[i] = &cut_[value.in[i].index];
            all_uniform = all_uniform && in[i]->is_uniform();
        }
    }
    if (const Cut* const same = same_as_operand(value.code, in)) {
        return *same;
    }
    if (all_uniform && is_plain(value.code)) {
        return folded(value, in);
    }
    if (const auto known = decided(value.code, in)) {
        return uniform({*known}, ValueKind::constant);
    }
    if (auto known = from_known_ring(value, in)) {
        return *known;
    }
    Mixer print(code_print);
    print.add(static_cast<std::uint64_t>(value.code));
    for (const Cut* const operand : in) {
        print.add(operand != nullptr ? operand->print : Fingerprint{});
    }
    print.add(extra_of(value));
    return {.print = print.print(),
            .kind = ValueKind::code,
            .path = nullptr,
            .place_read = {},
            .is_count = never_negative_zero(value.code)};
}

const Cut* PastReader::same_as_operand(Code code, const std::array<const Cut*, 3>& in) const {
    if (code == Code::copy) {
        return in[0];
    }
    if (code == Code::choose) {
        if (in[0]->kind == ValueKind::constant) {
            return in[0]->path->front() != 0.0 ? in[1] : in[2];
        }
        return in[1]->print == in[2]->print ? in[1] : nullptr;
    }
    if (in[1] == nullptr || (in[0]->is_uniform() && in[1]->is_uniform())) {
        return nullptr;
    }
    // A count plus the dates a scenario adds later on.
    if (code == Code::add && in[1]->is_count && is_constant(*in[0], 0.0)) {
        return in[1];
    }
    const bool product = code == Code::multiply;
    if (((product || code == Code::divide) && is_constant(*in[1], 1.0)) ||
        (code == Code::subtract && is_constant(*in[1], 0.0))) {
        return in[0];
    }
    return product && is_constant(*in[0], 1.0) ? in[1] : nullptr;
}

std::optional<double> PastReader::decided(Code code, const std::array<const Cut*, 3>& in) const {
    if (code != Code::logical_and && code != Code::logical_or) {
        return std::nullopt;
    }
    const bool enough = code == Code::logical_or;
    for (const Cut* const side : {in[0], in[1]}) {
        if (side->kind == ValueKind::constant && (side->path->front() != 0.0) == enough) {
            return enough ? 1.0 : 0.0;
        }
    }
    return std::nullopt;
}

Cut PastReader::folded(const Value& value, const std::array<const Cut*, 3>& in) const {
    ValueKind widest = ValueKind::constant;
    for (const Cut* const operand : in) {
        widest = operand != nullptr ? std::max(widest, operand->kind) : widest;
    }
    std::size_t steps = widest == ValueKind::constant ? 1 : months_;
    steps *= widest == ValueKind::instant ? instants_ : 1;
    std::vector<double> path(steps);
    for (std::size_t s = 0; s < steps; ++s) {
        std::array<double, 3> x{};
        for (std::size_t i = 0; i < 3; ++i) {
            x[i] = in[i] != nullptr ? at(*in[i], widest, s) : 0.0;
        }
        path[s] = values_.number(value.code, value.extra, x[0], x[1], x[2]);
    }
    return uniform(std::move(path), widest);
}

Fingerprint PastReader::extra_of(const Value& value) const {
    Mixer print(list_print);
    const Code code = value.code;
    if (code == Code::lookup) {
        const model::Lookup& lookup = values_.lookups[value.extra];
        for (std::size_t i = 0; i < lookup.x.size(); ++i) {
            print.add(lookup.x[i]);
            print.add(lookup.y[i]);
        }
    }
    if (code == Code::uniform || code == Code::normal) {
        const DrawSite& site = lowered_.sites[value.extra];
        print.add(site.site);
        print.add(static_cast<std::uint64_t>(site.each));
        print.add(static_cast<std::uint64_t>(site.month.has_value()));
        print.add(static_cast<std::uint64_t>(site.month.value_or(0)));
        print.add(static_cast<std::uint64_t>(site.once));
    }
    if (code == Code::ring_read || code == Code::ring_gather || code == Code::window_count ||
        code == Code::window_before) {
        const RingUse& use = lowered_.ring_uses[value.extra];
        print.add(ring_name(use.ring));
        print.add(static_cast<std::uint64_t>(use.count));
    }
    if (code == Code::draw || code == Code::pick || code == Code::likeliest) {
        add_list(values_.lists()[value.extra], print);
    }
    return print.print();
}

void PastReader::add_list(const ValueList& list, Mixer& print) const {
    print.add(static_cast<std::uint64_t>(list.operands.size()));
    for (const ValueId operand : list.operands) {
        print.add(operand ? cut_[operand.index].print : Fingerprint{});
    }
    print.add(static_cast<std::uint64_t>(list.draw.kind));
    for (const std::optional<double>& bound : {list.draw.low, list.draw.high}) {
        print.add(static_cast<std::uint64_t>(bound.has_value()));
        print.add(bound.value_or(0.0));
    }
    print.add(static_cast<std::uint64_t>(list.mean));
}

std::string PastReader::ring_name(std::uint32_t id) const {
    const Ring& ring = lowered_.rings[id];
    return (ring.counts ? "counts of " : ring.whole ? "all of " : "") + ring.quantity;
}

}  // namespace entente::program

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "program/past_reader.hpp"

namespace entente::program {

bool PastReader::find_known() {
    bool found = false;
    for (std::uint32_t p = 0; p < place_paths_.size(); ++p) {
        if (place_paths_[p] || place_constants_[p]) {
            continue;
        }
        place_paths_[p] = known_place(p);
        place_constants_[p] = constant_place(p);
        found = found || place_paths_[p] || place_constants_[p];
    }
    for (std::uint32_t r = 0; r < ring_paths_.size(); ++r) {
        if (ring_paths_[r] || ring_constants_[r] || lowered_.rings[r].whole) {
            continue;
        }
        ring_paths_[r] = known_ring(r);
        ring_constants_[r] = constant_ring(r);
        found = found || ring_paths_[r] || ring_constants_[r];
    }
    return found;
}

std::optional<PastReader::Stores> PastReader::plain_stores(std::uint32_t place) const {
    Stores stores;
    for (const auto& [section, statement] : all_) {
        if (idle_.contains(statement) ||
            (statement->target.index != place && statement->sum.index != place)) {
            continue;
        }
        const bool plain = statement->code == Code::copy && !statement->unless &&
                           !statement->only_if && statement->target.index == place;
        const bool before = section == index_of(Section::start);
        const Statement*& kept = before ? stores.first : stores.monthly;
        if (!plain || kept != nullptr ||
            (!before && section != index_of(Section::decide) &&
             section != index_of(Section::open))) {
            return std::nullopt;
        }
        kept = statement;
    }
    return stores.first != nullptr ? std::optional(stores) : std::nullopt;
}

std::optional<std::vector<double>> PastReader::known_place(std::uint32_t place) const {
    const std::optional<Stores> stores = plain_stores(place);
    if (!stores || !cut(stores->first->in[0]).is_uniform()) {
        return std::nullopt;
    }
    const auto& [first, monthly] = *stores;
    std::vector<double> path{at_month(cut(first->in[0]), 0)};
    if (monthly == nullptr) {
        path.resize(months_ + 1, path.front());
        return path;
    }
    for (std::size_t m = 0; m < months_; ++m) {
        std::unordered_map<std::uint32_t, std::optional<double>> known;
        const auto x = in_month(monthly->in[0], m, place, path.back(), known);
        if (!x) {
            return std::nullopt;
        }
        path.push_back(*x);
    }
    return path;
}

std::optional<double> PastReader::in_month(
    ValueId id,
    std::size_t month,
    std::uint32_t place,
    double before,
    std::unordered_map<std::uint32_t, std::optional<double>>& known) const {
    const Cut& now = cut(id);
    if (now.is_uniform()) {
        return at_month(now, month);
    }
    if (now.place_read) {
        const Value& read = values_[now.place_read];
        const bool old = read.index == place && index_of(read.section) <= stores_[place].back();
        return old ? std::optional(before) : std::nullopt;
    }
    const Value& value = values_[id];
    if (value.kind != ValueKind::code || !is_plain(value.code)) {
        return std::nullopt;
    }
    if (const auto found = known.find(id.index); found != known.end()) {
        return found->second;
    }
    std::array<double, 3> x{};
    for (std::size_t i = 0; i < 3; ++i) {
        const bool skipped = value.code == Code::choose && i > 0 && (x[0] != 0.0) != (i == 1);
        if (!value.in[i] || skipped) {
            continue;
        }
        const auto operand = in_month(value.in[i], month, place, before, known);
        if (!operand) {
            return known[id.index] = std::nullopt;
        }
        x[i] = *operand;
    }
    return known[id.index] = values_.number(value.code, value.extra, x[0], x[1], x[2]);
}

std::optional<Cut> PastReader::constant_place(std::uint32_t place) const {
    const std::optional<Stores> stores = plain_stores(place);
    if (!stores || stores->monthly == nullptr) {
        return std::nullopt;
    }
    const Cut& first = cut(stores->first->in[0]);
    const bool same = !first.is_uniform() && first.print == cut(stores->monthly->in[0]).print;
    return same ? std::optional(first) : std::nullopt;
}

std::optional<Cut> PastReader::constant_ring(std::uint32_t ring) const {
    const Cut* first = nullptr;
    const Cut* monthly = nullptr;
    for (const auto& [section, statement] : all_) {
        const Code code = statement->code;
        const bool writes =
            code == Code::ring_fill || code == Code::ring_set || code == Code::ring_write;
        if (!writes || lowered_.ring_uses[statement->extra].ring != ring) {
            continue;
        }
        if (code == Code::ring_set) {
            return std::nullopt;
        }
        (code == Code::ring_fill ? first : monthly) = &cut(statement->in[0]);
    }
    const bool same = first != nullptr && monthly != nullptr && !first->is_uniform() &&
                      first->print == monthly->print;
    return same ? std::optional(*first) : std::nullopt;
}

std::optional<PastReader::KnownRing> PastReader::known_ring(std::uint32_t ring) const {
    KnownRing known;
    known.first.resize(lowered_.rings[ring].size);
    for (const auto& [section, statement] : all_) {
        const Code code = statement->code;
        if ((code != Code::ring_fill && code != Code::ring_set && code != Code::ring_write) ||
            lowered_.ring_uses[statement->extra].ring != ring) {
            continue;
        }
        if (!cut(statement->in[0]).is_uniform()) {
            return std::nullopt;
        }
        const Cut& x = cut(statement->in[0]);
        if (code == Code::ring_fill) {
            std::fill(known.first.begin(), known.first.end(), at_month(x, 0));
        } else if (code == Code::ring_set) {
            const int entry = lowered_.ring_uses[statement->extra].count;
            known.first[static_cast<std::size_t>(entry)] = at_month(x, 0);
        } else {
            for (std::size_t m = 0; m < months_; ++m) {
                known.months.push_back(at_month(x, m));
            }
        }
    }
    return known.months.size() == months_ ? std::optional(std::move(known)) : std::nullopt;
}

std::optional<Cut> PastReader::from_known_ring(const Value& value,
                                               const std::array<const Cut*, 3>& in) const {
    const bool now = value.code == Code::window_count;
    if (value.code != Code::ring_read && value.code != Code::window_before && !now) {
        return std::nullopt;
    }
    const RingUse& use = lowered_.ring_uses[value.extra];
    if (value.code == Code::ring_read && ring_constants_[use.ring]) {
        return ring_constants_[use.ring];
    }
    const auto& ring = ring_paths_[use.ring];
    if (!ring || value.section == Section::start || (now && !in[0]->is_uniform())) {
        return std::nullopt;
    }
    std::vector<double> path;
    for (std::size_t m = 0; m < months_; ++m) {
        const auto row = static_cast<std::ptrdiff_t>(m);
        if (value.code == Code::ring_read) {
            path.push_back(ring->in_row(row - use.count));
            continue;
        }
        double sum = 0.0;
        for (std::ptrdiff_t j = now ? use.count - 1 : use.count; j >= 1; --j) {
            sum += ring->in_row(row - j);
        }
        path.push_back(now ? sum + at_month(*in[0], m) : sum);
    }
    return uniform(std::move(path), ValueKind::month);
}

}  // namespace entente::program

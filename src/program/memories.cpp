// SPDX-License-Identifier: Apache-2.0
// Rows before this one: previous, delay, trailing counts and the time since an event.
#include <algorithm>
#include <cmath>
#include <limits>

#include "base/contract.hpp"
#include "program/lowering.hpp"

namespace entente::program {

using namespace model;

namespace {

constexpr double never = -std::numeric_limits<double>::infinity();

}  // namespace

const std::vector<std::pair<Month, double>>& Lowering::earlier(const Quantity& q) const {
    static const std::vector<std::pair<Month, double>> nothing;
    if (!q.record || m_.tracks[q.record].kind != Track::Kind::record_value) {
        return nothing;
    }
    return data_.records[m_.tracks[q.record].record].earlier;
}

ValueId Lowering::memory(View view, const Node& n) {
    if (n.op == Op::window_count) {
        return counted(view, n.quantity, n.months);
    }
    if (n.op == Op::decay_since) {
        const ValueId gone =
            code(view, Code::subtract, last_happened(view, n.quantity), time(view));
        const ValueId span = node(view, n.arguments[0]);
        return code(view, Code::exp, code(view, Code::divide, gone, span));
    }
    return earlier_row(view, n.quantity, n);
}

// ---- previous and delay ----

ValueId Lowering::earlier_row(View view, QuantityId id, const Node& n) {
    const QuantityKind kind = at(id).kind;
    const bool kept = kind == QuantityKind::parameter || kind == QuantityKind::stock;
    const ValueId lag = n.op == Op::delayed ? node(view, n.arguments[0]) : number(1.0);
    const bool known_lag = out_.values[lag].kind == ValueKind::constant;
    const double months = out_.values[lag].number;
    if (known_lag && std::isnan(months)) {
        return lag;
    }
    if (view == View::initial) {
        const ValueId x = kept ? quantity(view, id) : number(0.0);
        return known_lag ? x : choose(view, code(view, Code::not_equal, lag, lag), lag, x);
    }
    const ValueId first = quantity(View::initial, id);
    const double back = known_lag ? std::max(1.0, std::floor(months + 0.5)) : 1.0;
    if (known_lag && back > m_.grid.months) {
        return first;
    }
    if (known_lag && kind == QuantityKind::parameter) {
        return first;
    }
    if (known_lag && kind != QuantityKind::flow) {
        const ValueId row = row_value(id);
        if (out_.values.is_uniform(row) && out_.values.is_uniform(first)) {
            return out_.values.shifted(row, static_cast<int>(back), out_.values.at_month(first, 0));
        }
        if (row == first) {
            return first;
        }
    }
    if (known_lag) {
        const auto rows = static_cast<std::uint32_t>(back);
        const std::uint32_t from = use(ring(id, rows, false), static_cast<std::int32_t>(rows));
        return out_.values.at_hand(section_of(view), Code::ring_read, from);
    }
    const Section section = section_of(view);
    const std::uint32_t from = use(ring(id, 0, true), 0);
    const ValueId lanes =
        out_.values.is_uniform(lag) ? out_.values.at_hand(section, Code::copy, 0, lag) : lag;
    return out_.values.at_hand(section, Code::ring_gather, from, lanes);
}

/// What row m keeps of a quantity: flows their mean, all else its value as the month opened.
ValueId Lowering::row_value(QuantityId id) {
    return at(id).kind == QuantityKind::flow ? flow_mean(id) : quantity(View::opening, id);
}

std::uint32_t Lowering::use(std::uint32_t ring, std::int32_t count) {
    for (std::size_t i = 0; i < out_.ring_uses.size(); ++i) {
        const RingUse& known = out_.ring_uses[i];
        if (known.ring == ring && known.count == count) {
            return static_cast<std::uint32_t>(i);
        }
    }
    out_.ring_uses.push_back({.ring = ring, .count = count});
    return static_cast<std::uint32_t>(out_.ring_uses.size() - 1);
}

std::uint32_t Lowering::ring(QuantityId id, std::uint32_t lag, bool whole) {
    const auto [found, fresh] = rings_.try_emplace(2 * id.index + (whole ? 1U : 0U),
                                                   static_cast<std::uint32_t>(out_.rings.size()));
    if (fresh) {
        const auto rows = static_cast<std::uint32_t>(m_.grid.rows());
        out_.rings.push_back(
            {.size = whole ? rows : lag + 1, .whole = whole, .quantity = at(id).name});
    }
    Ring& ring = out_.rings[found->second];
    if (!whole) {
        ring.size = std::max(ring.size, lag + 1);
    }
    return found->second;
}

// ---- trailing counts ----

/// Counts of months before the grid, rows -months .. -1, oldest first.
std::vector<double> Lowering::counts_before(const Quantity& event, int months) const {
    std::vector<double> counts(static_cast<std::size_t>(months), 0.0);
    for (const auto& [month, count] : earlier(event)) {
        const int row = m_.grid.row(month);
        if (row < 0 && row >= -months) {
            const int place = months + row;
            counts[static_cast<std::size_t>(place)] = count;
        }
    }
    return counts;
}

ValueId Lowering::counted(View view, QuantityId id, int months) {
    if (view == View::instant || view == View::end) {
        view = View::opening;
    }
    std::vector<double> counts = counts_before(at(id), months);
    const auto sum_of = [&](std::size_t begin) {
        double sum = 0.0;
        for (int j = 0; j < months; ++j) {
            sum += counts[begin + static_cast<std::size_t>(j)];
        }
        return sum;
    };
    if (view == View::initial) {
        return number(sum_of(0));
    }
    const ValueId now = quantity(View::opening, id);
    const bool before = view == View::decision;
    if (out_.values.is_uniform(now)) {
        std::vector<double> sums;
        for (int m = 0; m < m_.grid.months; ++m) {
            counts.push_back(out_.values.at_month(now, m));
            sums.push_back(sum_of(static_cast<std::size_t>(before ? m : m + 1)));
        }
        return out_.values.month(std::move(sums));
    }
    const std::uint32_t from = use(count_ring(id, static_cast<std::uint32_t>(months)), months);
    const Section section = section_of(view);
    if (before) {
        return out_.values.at_hand(section, Code::window_before, from);
    }
    return out_.values.at_hand(section, Code::window_count, from, quantity(view, id));
}

std::uint32_t Lowering::count_ring(QuantityId id, std::uint32_t months) {
    const auto [found, fresh] =
        count_rings_.try_emplace(id.index, static_cast<std::uint32_t>(out_.rings.size()));
    if (fresh) {
        out_.rings.push_back({.size = months, .counts = true, .quantity = at(id).name});
    }
    Ring& ring = out_.rings[found->second];
    ring.size = std::max(ring.size, months);
    return found->second;
}

// ---- the last time ----

/// The opening of the last month up to each in which dates or the record have the event.
std::vector<double> Lowering::known_last(QuantityId id) {
    double last = never;
    for (const auto& [month, count] : earlier(at(id))) {
        if (count > 0.0) {
            last = month.since_1970;
        }
    }
    std::vector<double> rows{last};
    const std::vector<double> counts = known_counts(at(id));
    for (int m = 0; m < m_.grid.months; ++m) {
        if (counts[static_cast<std::size_t>(m)] > 0.0) {
            last = m_.grid.month(m).since_1970;
        }
        rows.push_back(last);
    }
    return rows;  // before the first month, then one a month
}

ValueId Lowering::last_happened(View view, QuantityId id) {
    if (view == View::instant || view == View::end) {
        view = View::opening;
    }
    const std::vector<double> known = known_last(id);
    if (view == View::initial) {
        return number(known.front());
    }
    const ValueId count = quantity(View::opening, id);
    if (out_.values.is_uniform(count) || options_.draws == Draws::mean) {
        const auto begin = known.begin() + (view == View::decision ? 0 : 1);
        return out_.values.month({begin, begin + m_.grid.months});
    }
    const auto now = [&](View when) {
        std::vector<double> openings;
        openings.reserve(static_cast<std::size_t>(m_.grid.months));
        for (int m = 0; m < m_.grid.months; ++m) {
            openings.push_back(m_.grid.month(m).since_1970);
        }
        const ValueId happens = code(when, Code::less, number(0.0), quantity(when, id));
        return choose(when,
                      happens,
                      out_.values.month(std::move(openings)),
                      out_.values.place(last_happened_.at(id.index), Section::decide));
    };
    if (!last_happened_.contains(id.index)) {
        const PlaceId place = out_.values.add_place("last " + at(id).name);
        last_happened_[id.index] = place;
        store(Section::start, place, number(known.front()));
        store(Section::open, place, now(View::opening));
    }
    if (view == View::decision) {
        return out_.values.place(last_happened_.at(id.index), Section::decide);
    }
    return now(view);
}

// ---- writing the rows ----

void Lowering::write_rings() {
    // Asking for a value may ask for another row: until nothing new comes up.
    std::vector<std::uint32_t> written;
    for (bool more = true; more;) {
        more = false;
        for (const auto& [key, ring] : std::map(rings_)) {
            if (std::find(written.begin(), written.end(), ring) != written.end()) {
                continue;
            }
            written.push_back(ring);
            more = true;
            const QuantityId id{key / 2};
            const bool whole = key % 2 == 1;
            const ValueId row = row_value(id);
            const bool opens = at(id).kind != QuantityKind::flow || one_step();
            state(Section::start,
                  {.code = Code::ring_fill,
                   .in = {quantity(View::initial, id)},
                   .extra = use(ring, 0)});
            state(opens ? Section::open : Section::close,
                  {.code = Code::ring_write, .in = {row}, .extra = use(ring, whole ? 1 : 0)});
        }
        for (const auto& [key, ring] : std::map(count_rings_)) {
            if (std::find(written.begin(), written.end(), ring) != written.end()) {
                continue;
            }
            written.push_back(ring);
            more = true;
            state(Section::open,
                  {.code = Code::ring_write,
                   .in = {quantity(View::opening, QuantityId{key})},
                   .extra = use(ring, 0)});
        }
    }
    for (const auto& [key, ring] : count_rings_) {
        const auto size = static_cast<int>(out_.rings[ring].size);
        const std::vector<double> counts = counts_before(at(QuantityId{key}), size);
        state(Section::start,
              {.code = Code::ring_fill, .in = {number(0.0)}, .extra = use(ring, 0)});
        for (int row = -size; row < 0; ++row) {
            const int place = size + row;
            const double count = counts[static_cast<std::size_t>(place)];
            if (count == 0.0) {
                continue;
            }
            state(Section::start,
                  {.code = Code::ring_set, .in = {number(count)}, .extra = use(ring, place)});
        }
    }
}

}  // namespace entente::program

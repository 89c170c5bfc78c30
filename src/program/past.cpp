// SPDX-License-Identifier: Apache-2.0
#include "program/past.hpp"

#include <algorithm>

#include "base/contract.hpp"
#include "program/past_reader.hpp"

namespace entente::program {

PastReader::PastReader(const Lowered& lowered, int months)
    : lowered_(lowered),
      values_(lowered.values),
      months_(static_cast<std::size_t>(months)),
      instants_(static_cast<std::size_t>(lowered.values.instants())) {
    cut_.resize(values_.size());
    place_paths_.resize(values_.places().size());
    ring_paths_.resize(lowered.rings.size());
    place_constants_.resize(place_paths_.size());
    ring_constants_.resize(ring_paths_.size());
    for (std::size_t s = 0; s < index_of(Section::end); ++s) {
        for (const Statement& statement : lowered.sections[s]) {
            all_.emplace_back(s, &statement);
        }
    }
}

Past PastReader::read() {
    // What is the same for all members may make more the same for all.
    for (bool more = true; more;) {
        more = read_values();
        more = find_known() || more;
    }
    Past past{.months = static_cast<int>(months_), .places = {}, .rings = {}, .outputs = {}};
    write_places(past);
    write_rings(past);
    write_outputs(past);
    return past;
}

bool PastReader::is_idle(std::size_t section, const Statement& statement) const {
    const auto always = [&](ValueId id, double number) {
        return id && cut(id).is_uniform() && is_constant(cut(id), number);
    };
    if (always(statement.unless, 1.0) || always(statement.only_if, 0.0)) {
        return true;
    }
    if (statement.code != Code::copy || in_order(section)) {
        return false;
    }
    const ValueId read = cut(statement.in[0]).place_read;
    if (!read || values_[read].index != statement.target.index) {
        return false;
    }
    // Nothing stores between the reading and this statement.
    const auto& stores = stores_[statement.target.index];
    return std::none_of(stores.begin(), stores.end(), [&](std::size_t s) {
        return s >= index_of(values_[read].section) && s < section;
    });
}

void PastReader::read_stores() {
    stores_.assign(values_.places().size(), {});
    for (const auto& [section, statement] : all_) {
        if (idle_.contains(statement)) {
            continue;
        }
        for (const PlaceId place : {statement->target, statement->sum}) {
            if (place && (stores_[place.index].empty() || stores_[place.index].back() != section)) {
                stores_[place.index].push_back(section);
            }
        }
    }
}

Fingerprint PastReader::print_of(std::size_t section,
                                 const Statement& statement,
                                 const std::map<std::uint32_t, std::uint64_t>& versions) const {
    Mixer print(statement_print);
    print.add(static_cast<std::uint64_t>(section));
    print.add(static_cast<std::uint64_t>(statement.code));
    for (const ValueId id : statement.in) {
        print.add(id ? cut(id).print : Fingerprint{});
        // In sections that run in order a statement sees what those before it stored.
        const ValueId read = id ? cut(id).place_read : ValueId();
        const auto found = read ? versions.find(values_[read].index) : versions.end();
        print.add(found != versions.end() ? found->second : std::uint64_t{0});
    }
    for (const ValueId id : {statement.unless, statement.only_if}) {
        const bool told = id && cut(id).kind != ValueKind::constant;
        print.add(told ? cut(id).print : Fingerprint{});
    }
    for (const PlaceId place : {statement.target, statement.sum}) {
        print.add(place ? values_.places()[place].name : std::string());
    }
    if (statement.code == Code::advance || statement.code == Code::check) {
        add_check(statement.extra, print);
    }
    if (statement.code == Code::record && lowered_.output_checks[statement.extra] != no_operand) {
        add_check(lowered_.output_checks[statement.extra], print);
    }
    if (statement.code == Code::ring_set || statement.code == Code::ring_write) {
        print.add(static_cast<std::uint64_t>(lowered_.ring_uses[statement.extra].count));
    }
    return print.print();
}

void PastReader::add_check(std::uint32_t id, Mixer& print) const {
    const Check& check = lowered_.checks[id];
    print.add(check.quantity);
    print.add(check.low);
    print.add(check.high);
    print.add(static_cast<std::uint64_t>(check.row));
}

void PastReader::write_places(Past& past) const {
    std::vector<Mixer> prints(values_.places().size(), Mixer(place_print));
    for_each_statement([&](const Statement& statement, const Fingerprint& print) {
        for (const PlaceId place : {statement.target, statement.sum}) {
            if (place) {
                prints[place.index].add(print);
            }
        }
        // A check belongs to the stock it looks at.
        if (statement.code == Code::check) {
            prints[values_[statement.in[0]].index].add(print);
        }
    });
    for (std::uint32_t p = 0; p < prints.size(); ++p) {
        Past::Kept kept{values_.places()[PlaceId(p)].name, prints[p].print(), {}};
        kept.as_begun = place_constants_[p].has_value();
        if (place_paths_[p]) {
            kept.known.push_back(place_paths_[p]->back());
        }
        past.places.push_back(std::move(kept));
    }
}

void PastReader::write_rings(Past& past) const {
    std::vector<Mixer> prints(lowered_.rings.size(), Mixer(list_print));
    for (std::size_t r = 0; r < prints.size(); ++r) {
        // Where counts of months before the grid stand depends on the size.
        prints[r].add(std::uint64_t{lowered_.rings[r].counts ? lowered_.rings[r].size : 0U});
    }
    for_each_statement([&](const Statement& statement, const Fingerprint& print) {
        const Code code = statement.code;
        if (code == Code::ring_fill || code == Code::ring_write || code == Code::ring_set) {
            prints[lowered_.ring_uses[statement.extra].ring].add(print);
        }
    });
    for (std::uint32_t r = 0; r < prints.size(); ++r) {
        Past::Kept kept{ring_name(r), prints[r].print(), {}};
        kept.as_begun = ring_constants_[r].has_value();
        if (ring_paths_[r]) {
            const auto size = static_cast<std::ptrdiff_t>(lowered_.rings[r].size);
            kept.known.resize(lowered_.rings[r].size);
            for (std::ptrdiff_t back = size; back >= 1; --back) {
                const std::ptrdiff_t row = static_cast<std::ptrdiff_t>(months_) - back;
                kept.known[static_cast<std::size_t>((row % size + size) % size)] =
                    ring_paths_[r]->in_row(row);
            }
        }
        past.rings.push_back(std::move(kept));
    }
}

void PastReader::write_outputs(Past& past) const {
    past.outputs.resize(lowered_.outputs.size());
    for_each_statement([&](const Statement& statement, const Fingerprint& print) {
        if (statement.code == Code::record) {
            past.outputs[statement.extra] = print;
        }
    });
}

Past past_of(const Lowered& lowered, int months) {
    ENTENTE_EXPECT(months > 0);
    return PastReader(lowered, months).read();
}

}  // namespace entente::program

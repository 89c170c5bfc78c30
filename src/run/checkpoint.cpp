// SPDX-License-Identifier: Apache-2.0
#include "run/checkpoint.hpp"

#include <algorithm>
#include <map>

#include "base/contract.hpp"
#include "run/simulate.hpp"

namespace entente::run {

namespace {

bool same_grid(const model::Grid& a, const model::Grid& b) {
    return a.first == b.first && a.months == b.months && a.substeps == b.substeps &&
           a.method == b.method && a.forecast == b.forecast;
}

bool same_check(const program::Check& a, const program::Check& b) {
    return a.quantity == b.quantity && a.low == b.low && a.high == b.high && a.row == b.row;
}

using Kept = program::Past::Kept;

/// By name; nothing where a name stands twice.
std::optional<std::map<std::string, std::size_t>> by_name(const std::vector<Kept>& all) {
    std::map<std::string, std::size_t> found;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!found.emplace(all[i].name, i).second) {
            return std::nullopt;
        }
    }
    return found;
}

std::size_t entry_of(std::ptrdiff_t row, std::size_t size) {
    const auto n = static_cast<std::ptrdiff_t>(size);
    return static_cast<std::size_t>((row % n + n) % n);
}

bool share_places(const CheckpointLayout& layout, const program::Past& own, SharedPast& shared) {
    const auto there = by_name(layout.past.places);
    if (!there || !by_name(own.places)) {
        return false;
    }
    for (const Kept& place : own.places) {
        if (place.as_begun || !place.known.empty()) {
            shared.places.push_back({.as_begun = place.as_begun});
            if (!place.known.empty()) {
                shared.places.back().known = place.known.front();
            }
            continue;
        }
        const auto found = there->find(place.name);
        if (found == there->end() || !(layout.past.places[found->second].how == place.how)) {
            return false;
        }
        shared.places.push_back({.row = found->second});
    }
    return true;
}

bool share_rings(const CheckpointLayout& layout,
                 const program::Program& program,
                 SharedPast& shared) {
    const std::vector<Kept>& own = program.past->rings;
    const auto there = by_name(layout.past.rings);
    if (!there || !by_name(own)) {
        return false;
    }
    std::vector<std::size_t> begins;
    std::size_t next = layout.past.places.size();
    for (const std::uint32_t size : layout.ring_sizes) {
        begins.push_back(next);
        next += size;
    }
    for (std::size_t r = 0; r < own.size(); ++r) {
        const std::size_t size = program.rings[r].size;
        std::vector<SharedPast::Source> entries(size);
        if (own[r].as_begun || !own[r].known.empty()) {
            for (std::size_t e = 0; e < size; ++e) {
                entries[e].as_begun = own[r].as_begun;
                if (!own[r].known.empty()) {
                    entries[e].known = own[r].known[e];
                }
            }
            shared.rings.push_back(std::move(entries));
            continue;
        }
        const auto found = there->find(own[r].name);
        if (found == there->end() || !(layout.past.rings[found->second].how == own[r].how)) {
            return false;
        }
        const std::size_t kept = layout.ring_sizes[found->second];
        if (kept < size) {
            return false;
        }
        if (program.rings[r].whole) {
            // Entries of rows to come hold nothing that is read; sizes are one grid's.
            for (std::size_t e = 0; e < size; ++e) {
                entries[e].row = begins[found->second] + e;
            }
        } else {
            const std::ptrdiff_t months = program.past->months;
            for (std::ptrdiff_t row = months - static_cast<std::ptrdiff_t>(size); row < months;
                 ++row) {
                entries[entry_of(row, size)].row = begins[found->second] + entry_of(row, kept);
            }
        }
        shared.rings.push_back(std::move(entries));
    }
    return true;
}

bool share_outputs(const CheckpointLayout& layout,
                   const program::Program& program,
                   SharedPast& shared) {
    for (std::size_t o = 0; o < program.outputs.size(); ++o) {
        const auto found =
            std::find(layout.outputs.begin(), layout.outputs.end(), program.outputs[o].name);
        const auto column = static_cast<std::size_t>(found - layout.outputs.begin());
        if (found == layout.outputs.end() ||
            !(layout.past.outputs[column] == program.past->outputs[o])) {
            return false;
        }
        shared.outputs.push_back(column);
    }
    return true;
}

bool share_checks(const CheckpointLayout& layout,
                  const program::Program& program,
                  SharedPast& shared) {
    shared.check_in_own.resize(layout.checks.size());
    for (std::size_t c = 0; c < program.checks.size(); ++c) {
        const auto found =
            std::find_if(layout.checks.begin(), layout.checks.end(), [&](const auto& check) {
                return same_check(check, program.checks[c]);
            });
        if (found == layout.checks.end()) {
            return false;
        }
        shared.check_in_own[static_cast<std::size_t>(found - layout.checks.begin())] =
            static_cast<std::uint32_t>(c);
    }
    return true;
}

}  // namespace

std::optional<CheckpointLayout> layout_of(const program::Program& program) {
    if (!program.past) {
        return std::nullopt;
    }
    CheckpointLayout layout{.grid = program.grid,
                            .past = *program.past,
                            .ring_sizes = {},
                            .outputs = {},
                            .checks = program.checks};
    for (const program::Ring& ring : program.rings) {
        layout.ring_sizes.push_back(ring.size);
    }
    for (const results::Output& output : program.outputs) {
        layout.outputs.push_back(output.name);
    }
    return layout;
}

std::optional<SharedPast> find_shared_past(const CheckpointLayout& layout,
                                           const program::Program& program) {
    if (!program.past || program.past->months != layout.past.months ||
        !same_grid(program.grid, layout.grid)) {
        return std::nullopt;
    }
    SharedPast shared;
    if (!share_places(layout, *program.past, shared) || !share_rings(layout, program, shared) ||
        !share_outputs(layout, program, shared) || !share_checks(layout, program, shared)) {
        return std::nullopt;
    }
    return shared;
}

bool fits(const Checkpoint& checkpoint, const RunSpec& spec) {
    return checkpoint.seed == spec.seed && checkpoint.first_member == spec.first_member &&
           checkpoint.members >= spec.members && checkpoint.given == spec.given &&
           (spec.block == 0 || spec.block == checkpoint.block);
}

void begin_checkpoint(Checkpoint& checkpoint, std::size_t blocks) {
    const CheckpointLayout& layout = checkpoint.layout;
    std::size_t rows_of_lanes = layout.past.places.size();
    for (const std::uint32_t size : layout.ring_sizes) {
        rows_of_lanes += size;
    }
    checkpoint.state_size = rows_of_lanes * checkpoint.block;
    checkpoint.state.resize(blocks * checkpoint.state_size);
    const auto months = static_cast<std::size_t>(layout.past.months);
    checkpoint.rows.resize(blocks * months * layout.outputs.size() * checkpoint.block);
    checkpoint.faults.resize(blocks);
}

void save(Checkpoint& checkpoint, std::size_t b, Block& block, const float* paths) {
    const CheckpointLayout& layout = checkpoint.layout;
    const std::size_t lanes = checkpoint.block;
    double* to = checkpoint.state.data() + b * checkpoint.state_size;
    for (std::uint32_t p = 0; p < layout.past.places.size(); ++p) {
        to = std::copy_n(block.slot(p), lanes, to);
    }
    for (std::uint32_t r = 0; r < layout.ring_sizes.size(); ++r) {
        to = std::copy_n(block.ring(r), layout.ring_sizes[r] * lanes, to);
    }
    const std::size_t size =
        static_cast<std::size_t>(layout.past.months) * layout.outputs.size() * lanes;
    std::copy_n(paths, size, checkpoint.rows.data() + b * size);
    checkpoint.faults[b] = block.faults();
}

void restore(const Checkpoint& checkpoint,
             const SharedPast& shared,
             std::size_t b,
             Block& block,
             float* paths) {
    const CheckpointLayout& layout = checkpoint.layout;
    const std::size_t lanes = checkpoint.block;
    const double* const state = checkpoint.state.data() + b * checkpoint.state_size;
    const auto put = [&](const SharedPast::Source& source, double* to) {
        if (source.as_begun) {
            return;
        }
        if (source.known) {
            std::fill_n(to, lanes, *source.known);
        } else {
            std::copy_n(state + source.row * lanes, lanes, to);
        }
    };
    for (std::uint32_t p = 0; p < shared.places.size(); ++p) {
        put(shared.places[p], block.slot(p));
    }
    for (std::uint32_t r = 0; r < shared.rings.size(); ++r) {
        double* const ring = block.ring(r);
        for (std::size_t e = 0; e < shared.rings[r].size(); ++e) {
            put(shared.rings[r][e], ring + e * lanes);
        }
    }
    const auto months = static_cast<std::size_t>(layout.past.months);
    const std::size_t kept = layout.outputs.size() * lanes;
    const float* const rows = checkpoint.rows.data() + b * months * kept;
    for (std::size_t m = 0; m < months; ++m) {
        for (const std::size_t column : shared.outputs) {
            paths = std::copy_n(rows + m * kept + column * lanes, lanes, paths);
        }
    }
    std::vector<BlockFault> faults;
    for (BlockFault fault : checkpoint.faults[b]) {
        if (const auto own = shared.check_in_own[fault.check]) {
            fault.check = *own;
            faults.push_back(fault);
        }
    }
    block.set_faults(std::move(faults));
}

}  // namespace entente::run

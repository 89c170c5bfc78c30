// SPDX-License-Identifier: Apache-2.0
#include "run/trials.hpp"

#include <algorithm>
#include <set>

namespace entente::run {

using program::Trial;

namespace {

/// Where a ring keeps a row.
std::size_t entry_of(std::ptrdiff_t row, std::size_t size) {
    const auto n = static_cast<std::ptrdiff_t>(size);
    return static_cast<std::size_t>((row % n + n) % n);
}

}  // namespace

std::size_t trial_lanes(const Trial& trial, std::size_t asked) {
    constexpr std::size_t wide = 128;
    constexpr std::size_t narrow = 64;
    if (asked != 0) {
        return asked;
    }
    const bool fits = hot_slots(trial.program) * wide * sizeof(double) <= second_cache_bytes() / 2;
    return fits ? wide : narrow;
}

KeptPlaces::KeptPlaces(const program::Program& program, std::size_t lanes) : lanes_(lanes) {
    std::set<std::uint32_t> slots;
    for (std::size_t p = 0; p < program.players.size(); ++p) {
        slots.insert(program.players[p].choice);
        for (const Trial::Carried& place : program.trials[p].places) {
            slots.insert(place.from);
        }
    }
    slots_.assign(slots.begin(), slots.end());
    values_.resize(slots_.size() * lanes);
}

void KeptPlaces::keep(Block& home) {
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        std::copy_n(home.slot(slots_[i]), lanes_, values_.data() + i * lanes_);
    }
}

const double* KeptPlaces::find(std::uint32_t slot) const {
    const auto found = std::lower_bound(slots_.begin(), slots_.end(), slot);
    if (found == slots_.end() || *found != slot) {
        return nullptr;
    }
    return values_.data() + static_cast<std::size_t>(found - slots_.begin()) * lanes_;
}

Trials::Trials(const program::Program& program,
               std::size_t player,
               const KeptPlaces& kept,
               TrialShape shape,
               std::uint64_t seed,
               std::shared_ptr<const program::FusedCode> fused)
    : program_(program),
      trial_(program.trials[player]),
      player_(player),
      kept_(kept),
      lanes_(shape.lanes),
      home_(shape.home),
      seed_(seed),
      block_(trial_.program, shape.set, shape.lanes, seed, std::move(fused)),
      begun_(trial_.begun.size() * shape.home),
      seeds_(shape.lanes),
      members_(shape.lanes),
      from_(shape.lanes),
      weights_(shape.lanes) {}

void Trials::begin(std::uint32_t first, std::size_t count) {
    first_ = first;
    for (std::size_t begin = 0; begin < count; begin += lanes_) {
        const std::size_t some = std::min(lanes_, count - begin);
        block_.begin(first + static_cast<std::uint32_t>(begin), some);
        for (std::size_t i = 0; i < trial_.begun.size(); ++i) {
            std::copy_n(block_.slot(trial_.begun[i]), some, begun_.data() + i * home_ + begin);
        }
    }
}

void Trials::run(Block& home,
                 int month,
                 const std::vector<Forced>& forced,
                 std::vector<Attempt>& attempts) {
    for (std::size_t begin = 0; begin < attempts.size(); begin += lanes_) {
        const std::size_t count = std::min(lanes_, attempts.size() - begin);
        load(home, month, attempts.data() + begin, count);
        block_.open(month, nullptr);
        choose(forced, attempts.data() + begin, count);
        run_months(month, attempts.data() + begin, count);
    }
}

void Trials::load(Block& home, int month, const Attempt* attempts, std::size_t count) {
    in_a_row_ = count == lanes_;
    for (std::size_t k = 0; k < lanes_; ++k) {
        // Lanes to spare do what the last attempt does; nobody looks.
        const Attempt& attempt = attempts[std::min(k, count - 1)];
        from_[k] = attempt.lane;
        in_a_row_ = in_a_row_ && from_[k] == from_[0] + k;
        members_[k] = first_ + attempt.lane;
        seeds_[k] = program::look_ahead_seed(
            seed_, program_.grid.month(month).since_1970, attempt.replicate);
    }
    block_.draw_by(seeds_.data(), members_.data());
    for (std::size_t i = 0; i < trial_.begun.size(); ++i) {
        put(begun_.data() + i * home_, block_.slot(trial_.begun[i]));
    }
    for (const Trial::Carried& place : trial_.places) {
        put(kept_.find(place.from), block_.slot(place.to));
    }
    for (const Trial::Carried& ring : trial_.rings) {
        const program::Ring& there = program_.rings[ring.from];
        const program::Ring& here = trial_.program.rings[ring.to];
        const double* const from = home.ring(ring.from);
        double* const to = block_.ring(ring.to);
        if (here.whole) {
            // Entries of rows to come hold nothing that is read.
            for (std::size_t e = 0; e <= static_cast<std::size_t>(month); ++e) {
                put(from + e * home_, to + e * lanes_);
            }
            continue;
        }
        const auto size = static_cast<std::ptrdiff_t>(here.size);
        for (std::ptrdiff_t row = month - size; row < month; ++row) {
            put(from + entry_of(row, there.size) * home_, to + entry_of(row, here.size) * lanes_);
        }
    }
}

void Trials::put(const double* from, double* to) const {
    if (in_a_row_) {
        std::copy_n(from + from_[0], lanes_, to);
        return;
    }
    for (std::size_t k = 0; k < lanes_; ++k) {
        to[k] = from[from_[k]];
    }
}

void Trials::choose(const std::vector<Forced>& forced, const Attempt* attempts, std::size_t count) {
    for (const Forced& other : forced) {
        if (other.player == player_) {
            continue;
        }
        double* const choice = block_.slot(trial_.choices[other.player]);
        for (std::size_t k = 0; k < count; ++k) {
            const double option = other.options[attempts[k].replicate * home_ + attempts[k].lane];
            choice[k] = option >= 0 ? option : choice[k];
        }
    }
    double* const choice = block_.slot(trial_.choices[player_]);
    for (std::size_t k = 0; k < count; ++k) {
        choice[k] = attempts[k].option;
    }
}

void Trials::run_months(int month, Attempt* attempts, std::size_t count) {
    const int every = program_.players[player_].every;
    int longest = 0;
    for (std::size_t k = 0; k < count; ++k) {
        longest = std::max(longest, attempts[k].months);
        attempts[k].worth = 0;
    }
    for (int j = 0; j < longest; ++j) {
        if (j == 0) {
            block_.move(month);
        } else {
            block_.advance(month + j, nullptr);
        }
        const bool fresh = j % every == 0;
        const double* const wants = block_.slot(trial_.wants);
        for (std::size_t k = 0; k < count; ++k) {
            Attempt& attempt = attempts[k];
            if (fresh) {
                weights_[k] = program::weight_of_month(attempt.discount, j, every);
            }
            if (j < attempt.months) {
                attempt.worth += program::worth_of_month(wants[k], weights_[k], every);
            }
        }
    }
}

}  // namespace entente::run

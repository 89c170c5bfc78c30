// SPDX-License-Identifier: Apache-2.0
// The futures in which a player tries its options: what is asked is any number of attempts, each of
// a member, an option and a replicate, and they fill the lanes of a block of the player's trial
// program, whichever members they belong to. So few members that are due cost little.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "run/block.hpp"

namespace entente::run {

/// An option tried by a member in one future.
struct Attempt {
    std::uint32_t lane = 0;  ///< of the block that decides
    std::uint32_t option = 0;
    std::uint32_t replicate = 0;
    int months = 0;       ///< that are looked at, at least 1
    double discount = 0;  ///< 1/month
    double worth = 0;     ///< what it came to
};

/// The machine code of the trials of a program, by player; null where there is none.
using FusedTrials = std::vector<std::shared_ptr<const program::FusedCode>>;

/// Lanes of a block of trials: as many as the cache allows.
std::size_t trial_lanes(const program::Trial& trial, std::size_t asked);

/// What the places that trials carry held before the home block opened the month.
class KeptPlaces {
  public:
    KeptPlaces(const program::Program& program, std::size_t lanes);

    void keep(Block& home);

    /// The lanes of a slot of the program; null where it is not kept.
    const double* find(std::uint32_t slot) const;

  private:
    std::size_t lanes_;
    std::vector<std::uint32_t> slots_;  ///< rising
    std::vector<double> values_;        ///< [slot kept][lane]
};

/// Lanes of a block of trials, and of the home block.
struct TrialShape {
    math::InstructionSet set;
    std::size_t lanes;
    std::size_t home;
};

/// Used by one thread, for one block of members after another.
class Trials {
  public:
    /// Of player `player`; `kept` must outlive it.
    Trials(const program::Program& program,
           std::size_t player,
           const KeptPlaces& kept,
           TrialShape shape,
           std::uint64_t seed,
           std::shared_ptr<const program::FusedCode> fused);

    /// As Block::give.
    void give(const program::GivenDraws* given, std::uint32_t first) { block_.give(given, first); }

    /// The members that the home block begins with.
    void begin(std::uint32_t first, std::size_t count);

    /// What a player chooses in this month whatever its leanings: [replicate][lane of home], below
    /// 0 where it follows them.
    struct Forced {
        std::size_t player = 0;
        const double* options = nullptr;
    };

    /// Fills `worth` of every attempt. Places are read as kept, rings are read from the home block,
    /// which has opened the month and not moved on.
    void run(Block& home,
             int month,
             const std::vector<Forced>& forced,
             std::vector<Attempt>& attempts);

  private:
    void load(Block& home, int month, const Attempt* attempts, std::size_t count);
    void put(const double* from, double* to) const;
    void choose(const std::vector<Forced>& forced, const Attempt* attempts, std::size_t count);
    void run_months(int month, Attempt* attempts, std::size_t count);

    const program::Program& program_;
    const program::Trial& trial_;
    std::size_t player_;
    const KeptPlaces& kept_;
    std::size_t lanes_;
    std::size_t home_;
    std::uint64_t seed_;
    Block block_;
    std::uint32_t first_ = 0;
    std::vector<double> begun_;  ///< [slot begun][lane of home]
    bool in_a_row_ = false;      ///< whether the attempts loaded are of lanes in a row
    std::vector<std::uint64_t> seeds_;
    std::vector<std::uint64_t> members_;
    std::vector<std::uint32_t> from_;  ///< the home lane of each lane
    std::vector<double> weights_;
};

}  // namespace entente::run

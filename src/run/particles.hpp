// SPDX-License-Identifier: Apache-2.0
// Members that run month by month side by side, and may be exchanged between months: what a
// particle filter needs of the engine. Weights and the choice of ancestors are the caller's. A
// particle is a member: it has the draws of its own number, also after it took over the state of
// another, so that copies part from the next draw on. Nothing is kept of months past but what the
// program itself keeps; faults are not told.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "program/program.hpp"
#include "run/block.hpp"
#include "run/simulate.hpp"

namespace entente::run {

class Particles {
  public:
    /// Particles are the members of the spec, of which seed, members, given draws, threads, block
    /// and instruction set count. They stand before the first month. The program must outlive them.
    Particles(const program::Program& program, const RunSpec& spec);

    std::size_t count() const { return count_; }

    /// Rows that were run; the next month is that row of the grid.
    int months() const { return months_; }

    /// Runs the next month of all particles. There must be one.
    void advance();

    /// What the last month left in its row (run/simulate.hpp), for an output of the program:
    /// particles block * lanes() and following.
    std::span<const float> row(std::size_t block, std::size_t output) const;

    std::size_t blocks() const { return blocks_.size(); }

    std::size_t lanes() const { return lanes_; }

    float value(std::size_t particle, std::size_t output) const {
        return row(particle / lanes_, output)[particle % lanes_];
    }

    /// Particle i goes on from where particle ancestors[i] stands: stocks, memories, options in
    /// force, and what was drawn once. One ancestor a particle. Quickest where whoever is an
    /// ancestor is its own (settle_ancestors). Rows of the last month stay as they are.
    void resample(std::span<const std::uint32_t> ancestors);

    /// Numbers of each particle that pass from month to month and may differ: what resampling
    /// moves.
    std::size_t state_size() const { return state_size_; }

  private:
    /// A particle that takes over, and the one it takes over from.
    struct Move {
        std::uint32_t to_block;
        std::uint32_t to_lane;
        std::uint32_t from_block;
        std::uint32_t from_lane;
    };

    void find_state();
    bool differs(std::uint32_t slot);
    void move_in_place(const std::vector<Move>& moves);
    void move_through_copy(const std::vector<Move>& moves);

    const program::Program& program_;
    std::size_t count_;
    std::size_t lanes_;
    std::size_t threads_;
    int months_ = 0;
    std::vector<std::unique_ptr<Block>> blocks_;
    std::vector<float> rows_;  ///< [block][output][lane]
    std::size_t state_size_ = 0;
    std::vector<double*> state_;  ///< [number][block], each of all lanes
    std::vector<double> copies_;
    std::vector<Move> moves_;
};

/// Puts ancestors in an order in which each that has descendants is among them itself: the same
/// ancestors as often each.
void settle_ancestors(std::span<std::uint32_t> ancestors);

/// Slots that a month reads before it writes them, or may: what passes from month to month.
std::vector<std::uint32_t> lasting_slots(const program::Program& program);

}  // namespace entente::run

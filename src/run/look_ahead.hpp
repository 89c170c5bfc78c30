// SPDX-License-Identifier: Apache-2.0
// Players of a block of members who choose by looking ahead (Policy::myopic, Policy::rollout):
// before a month in which somebody is due, the block's state is kept, and a second block runs from
// it once for every option and replicate. run/simulate.hpp has the rule.
#pragma once

#include <memory>
#include <vector>

#include "run/block.hpp"

namespace entente::run {

/// Used by one thread, for one block after another.
class LookAhead {
  public:
    /// As for the block whose players choose.
    LookAhead(const program::Program& program,
              math::InstructionSet set,
              std::size_t lanes,
              std::uint64_t seed,
              std::shared_ptr<const program::FusedCode> fused);

    /// Block::advance with the choices made by looking ahead.
    void advance(Block& block, int month, float* row);

  private:
    /// A player that is due in some lanes.
    struct Asked {
        std::size_t player;
        const double* due;  ///< by lane
    };

    /// The choices of the month, into the slots of a block that has made its own.
    void answer(Block& block, int month);

    /// Fills the option's values. Others follow their leanings here or, where they reply, those of
    /// the level below.
    void try_option(Block& block,
                    int month,
                    const std::vector<Asked>& asked,
                    const Asked& one,
                    std::size_t option,
                    bool others_reply);

    /// From values to leanings.
    void lean(Block& block, std::size_t player);

    /// Draws options by the leanings, where the player is due.
    void choose(Block& block, int month, std::uint64_t seed, const Asked& one);

    const program::Program& program_;
    std::size_t lanes_;
    std::uint64_t seed_;
    Block ahead_;
    Block::State start_;                     ///< of the block, before its decisions
    std::vector<float> row_;                 ///< what the second block writes, which nobody reads
    std::vector<std::size_t> first_option_;  ///< of each player
    std::vector<double> values_;             ///< [option of all players][lane]
    std::vector<double> leanings_;           ///< the same
};

}  // namespace entente::run

// SPDX-License-Identifier: Apache-2.0
// Players of a block of members who choose by looking ahead: before a month in which somebody is
// due, what places hold is kept, and from it every option of the players due is tried
// (run/trials.hpp). run/simulate.hpp has the rule.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "program/settle.hpp"
#include "results/results.hpp"
#include "run/block.hpp"
#include "run/trials.hpp"

namespace entente::run {

/// Used by one thread, for one block after another.
class LookAhead {
  public:
    /// For blocks of `lanes` of the program; `trial` lanes in a block of trials, 0 for the best
    /// fit.
    LookAhead(const program::Program& program,
              math::InstructionSet set,
              std::size_t lanes,
              std::size_t trial,
              std::uint64_t seed,
              const FusedTrials& fused);

    /// As Block::give and Block::begin, for the same members.
    void give(const program::GivenDraws* given, std::uint32_t first);
    void begin(std::uint32_t first, std::size_t count);

    /// Block::open with the choices made by looking ahead.
    void open(Block& block, int month, float* row);

    /// Values, errors and chances of a player that was due in the lane in the month opened last;
    /// nothing for one that does not look ahead.
    void tell(math::Site player, std::uint32_t lane, results::Decision& decision);

    /// Of all blocks so far.
    const results::Choices& choices() const { return choices_; }

  private:
    /// A player, and the lanes in which it is due.
    struct Asked {
        std::size_t player = 0;
        std::vector<std::uint32_t> lanes;
    };

    using Due = std::vector<Asked>;

    Due find_due(Block& block) const;

    /// What others are expected to do this month where options are tried.
    enum class Others {
        lean,      ///< by their leanings in the model
        foreseen,  ///< as `foresee` has it
        changed,   ///< the same; only where it is not what it was before
    };

    /// Leanings of level 1, then of each higher one, in answer to those of the level below.
    void reply(Block& block, int month, const Due& due, std::size_t levels);

    /// Leanings in equilibrium; of level 2 in lanes where there is none to be found.
    void settle(Block& block, int month, const Due& due);

    /// One step in one lane; whether it came to rest.
    bool settle_lane(Block& block, const Due& due, std::uint32_t lane, int step);

    /// What each player due would choose in each future, by its leanings, as others see it.
    void foresee(int month, const Due& due);

    /// Fills the values of a player's options.
    void try_options(Block& block, int month, const Due& due, const Asked& asked, Others others);

    /// Whether another player than this one does something else now in the lane and future.
    bool is_changed(const Due& due,
                    const Asked& asked,
                    std::uint32_t replicate,
                    std::uint32_t lane) const;

    /// From values to leanings.
    void lean(Block& block, const Asked& asked);

    /// Draws options by the leanings, into the slots of the block.
    void choose(Block& block, int month, const Due& due);

    std::vector<double> leanings_of(std::size_t player, std::uint32_t lane) const;
    void set_leanings(std::size_t player, std::uint32_t lane, const std::vector<double>& leanings);
    double& value(std::size_t player, std::size_t option, std::uint32_t replicate);

    const program::Program& program_;
    std::size_t lanes_;
    std::uint64_t seed_;
    std::uint32_t replicates_;
    KeptPlaces kept_;
    std::vector<std::unique_ptr<Trials>> trials_;  ///< by player
    std::uint32_t first_ = 0;
    std::size_t count_ = 0;
    std::vector<std::size_t> first_option_;      ///< of each player
    std::vector<double> values_;                 ///< [option of all players][replicate][lane]
    std::vector<double> leanings_;               ///< [option of all players][lane]
    std::vector<std::vector<double>> foreseen_;  ///< by player: [replicate][lane], -1: not due
    std::vector<std::vector<double>> foreseen_before_;
    std::vector<Attempt> attempts_;
    results::Choices choices_;
};

}  // namespace entente::run

// SPDX-License-Identifier: Apache-2.0
#include "run/look_ahead.hpp"

#include <algorithm>
#include <cmath>

#include "math/random.hpp"
#include "program/draws.hpp"
#include "program/look_ahead.hpp"

namespace entente::run {

using program::LookingPlayer;

LookAhead::LookAhead(const program::Program& program,
                     math::InstructionSet set,
                     std::size_t lanes,
                     std::size_t trial,
                     std::uint64_t seed,
                     const FusedTrials& fused)
    : program_(program),
      lanes_(lanes),
      seed_(seed),
      replicates_(program::replicates_of(program.look_ahead)),
      kept_(program, lanes),
      foreseen_(program.players.size()) {
    std::size_t options = 0;
    first_option_.reserve(program.players.size());
    trials_.reserve(program.players.size());
    for (std::size_t p = 0; p < program.players.size(); ++p) {
        first_option_.push_back(options);
        options += program.players[p].options;
        const std::size_t width = trial_lanes(program.trials[p], trial);
        trials_.push_back(std::make_unique<Trials>(
            program, p, kept_, TrialShape{set, width, lanes}, seed, fused[p]));
    }
    values_.resize(options * replicates_ * lanes);
    leanings_.resize(options * lanes);
}

void LookAhead::give(const program::GivenDraws* given, std::uint32_t first) {
    for (const auto& trials : trials_) {
        trials->give(given, first);
    }
}

void LookAhead::begin(std::uint32_t first, std::size_t count) {
    first_ = first;
    count_ = count;
    for (const auto& trials : trials_) {
        trials->begin(first, count);
    }
}

void LookAhead::open(Block& block, int month, float* row) {
    const auto& players = program_.players;
    const bool nobody = std::none_of(players.begin(), players.end(), [&](const auto& player) {
        return player.may_decide[static_cast<std::size_t>(month)] != 0;
    });
    if (nobody) {
        block.open(month, row);
        return;
    }
    kept_.keep(block);
    block.open(month, row);
    const Due due = find_due(block);
    if (program_.look_ahead.settle) {
        settle(block, month, due);
    } else {
        reply(block, month, due, program_.look_ahead.levels);
    }
    choose(block, month, due);
}

void LookAhead::tell(math::Site site, std::uint32_t lane, results::Decision& decision) {
    const auto& players = program_.players;
    const auto found = std::find_if(
        players.begin(), players.end(), [&](const auto& player) { return player.site == site; });
    if (found == players.end()) {
        return;
    }
    const auto player = static_cast<std::size_t>(found - players.begin());
    decision.values.reserve(found->options);
    decision.errors.reserve(found->options);
    for (std::size_t option = 0; option < found->options; ++option) {
        double total = 0.0;
        for (std::uint32_t r = 0; r < replicates_; ++r) {
            total += (&value(player, option, r))[lane];
        }
        const double mean = total / replicates_;
        double squares = 0.0;
        for (std::uint32_t r = 0; r < replicates_; ++r) {
            const double off = (&value(player, option, r))[lane] - mean;
            squares += off * off;
        }
        const double n = replicates_;
        decision.values.push_back(mean);
        decision.errors.push_back(std::sqrt(squares / (n - 1) / n));
    }
    decision.chances = program::chances_of(leanings_of(player, lane));
}

LookAhead::Due LookAhead::find_due(Block& block) const {
    Due due;
    for (std::size_t p = 0; p < program_.players.size(); ++p) {
        const double* const is_due = block.slot(program_.players[p].due);
        Asked asked{.player = p, .lanes = {}};
        for (std::uint32_t lane = 0; lane < count_; ++lane) {
            if (is_due[lane] != 0) {
                asked.lanes.push_back(lane);
            }
        }
        if (!asked.lanes.empty()) {
            due.push_back(std::move(asked));
        }
    }
    return due;
}

void LookAhead::reply(Block& block, int month, const Due& due, std::size_t levels) {
    for (std::size_t level = 1; level <= levels; ++level) {
        if (level > 1) {
            foresee(month, due);
        }
        for (const Asked& asked : due) {
            try_options(block, month, due, asked, level > 1 ? Others::foreseen : Others::lean);
        }
        for (const Asked& asked : due) {
            lean(block, asked);
        }
    }
}

void LookAhead::settle(Block& block, int month, const Due& due) {
    for (const Asked& asked : due) {
        const LookingPlayer& player = program_.players[asked.player];
        const double* const inertia = block.slot(player.inertia);
        const double* const current = kept_.find(player.choice);
        for (const std::uint32_t lane : asked.lanes) {
            set_leanings(asked.player,
                         lane,
                         program::first_leanings(player.options, inertia[lane], current[lane]));
        }
    }
    std::vector<unsigned char> at_rest(lanes_, 0);
    for (int step = 1; step <= program::settling_steps; ++step) {
        foreseen_before_ = foreseen_;
        foresee(month, due);
        for (const Asked& asked : due) {
            try_options(block, month, due, asked, step == 1 ? Others::foreseen : Others::changed);
        }
        for (std::uint32_t lane = 0; lane < count_; ++lane) {
            at_rest[lane] = settle_lane(block, due, lane, step) ? 1 : 0;
        }
    }
    Due unsettled = due;
    for (Asked& asked : unsettled) {
        std::erase_if(asked.lanes, [&](std::uint32_t lane) { return at_rest[lane] != 0; });
        choices_.unsettled += asked.lanes.size();
    }
    std::erase_if(unsettled, [](const Asked& asked) { return asked.lanes.empty(); });
    reply(block, month, unsettled, program::unsettled_levels);
}

bool LookAhead::settle_lane(Block& block, const Due& due, std::uint32_t lane, int step) {
    std::vector<program::Settling> settling;
    std::vector<std::size_t> players;
    for (const Asked& asked : due) {
        if (!std::binary_search(asked.lanes.begin(), asked.lanes.end(), lane)) {
            continue;
        }
        const LookingPlayer& player = program_.players[asked.player];
        players.push_back(asked.player);
        program::Settling& one = settling.emplace_back();
        one.precision = block.slot(player.precision)[lane];
        one.inertia = block.slot(player.inertia)[lane];
        one.current = kept_.find(player.choice)[lane];
        one.leanings = leanings_of(asked.player, lane);
        one.acts.reserve(replicates_);
        one.values.reserve(player.options * replicates_);
        for (std::uint32_t r = 0; r < replicates_; ++r) {
            one.acts.push_back(foreseen_[asked.player][r * lanes_ + lane]);
        }
        for (std::size_t option = 0; option < player.options; ++option) {
            for (std::uint32_t r = 0; r < replicates_; ++r) {
                one.values.push_back((&value(asked.player, option, r))[lane]);
            }
        }
    }
    const bool at_rest = program::settle(settling, step);
    for (std::size_t i = 0; i < players.size(); ++i) {
        set_leanings(players[i], lane, settling[i].leanings);
    }
    return at_rest;
}

double& LookAhead::value(std::size_t player, std::size_t option, std::uint32_t replicate) {
    return values_[((first_option_[player] + option) * replicates_ + replicate) * lanes_];
}

std::vector<double> LookAhead::leanings_of(std::size_t player, std::uint32_t lane) const {
    std::vector<double> leanings(program_.players[player].options);
    for (std::size_t option = 0; option < leanings.size(); ++option) {
        leanings[option] = leanings_[(first_option_[player] + option) * lanes_ + lane];
    }
    return leanings;
}

void LookAhead::set_leanings(std::size_t player,
                             std::uint32_t lane,
                             const std::vector<double>& leanings) {
    for (std::size_t option = 0; option < leanings.size(); ++option) {
        leanings_[(first_option_[player] + option) * lanes_ + lane] = leanings[option];
    }
}

void LookAhead::foresee(int month, const Due& due) {
    const int when = program_.grid.month(month).since_1970;
    for (const Asked& asked : due) {
        std::vector<double>& foreseen = foreseen_[asked.player];
        foreseen.assign(replicates_ * lanes_, -1.0);
        for (const std::uint32_t lane : asked.lanes) {
            const std::vector<double> leanings = leanings_of(asked.player, lane);
            for (std::uint32_t r = 0; r < replicates_; ++r) {
                const double u = math::uniform(program::look_ahead_seed(seed_, when, r),
                                               first_ + lane,
                                               when,
                                               program_.players[asked.player].site);
                foreseen[r * lanes_ + lane] =
                    program::choose_option(leanings, u, program_.look_ahead.mean);
            }
        }
    }
}

void LookAhead::try_options(
    Block& block, int month, const Due& due, const Asked& asked, Others others) {
    const LookingPlayer& player = program_.players[asked.player];
    const double* const horizon = block.slot(player.horizon);
    const double* const discount = block.slot(player.discount);
    const int left = program_.grid.months - month;
    attempts_.clear();
    attempts_.reserve(replicates_ * player.options * asked.lanes.size());
    for (std::uint32_t r = 0; r < replicates_; ++r) {
        for (std::uint32_t option = 0; option < player.options; ++option) {
            for (const std::uint32_t lane : asked.lanes) {
                if (others == Others::changed && !is_changed(due, asked, r, lane)) {
                    continue;
                }
                attempts_.push_back({.lane = lane,
                                     .option = option,
                                     .replicate = r,
                                     .months = program::months_ahead(
                                         program_.look_ahead, horizon[lane], player.every, left),
                                     .discount = discount[lane]});
            }
        }
    }
    std::vector<Trials::Forced> forced;
    for (const Asked& other : due) {
        if (others != Others::lean && other.player != asked.player) {
            forced.push_back({other.player, foreseen_[other.player].data()});
        }
    }
    for (const Attempt& attempt : attempts_) {
        choices_.months += static_cast<std::size_t>(attempt.months);
    }
    trials_[asked.player]->run(block, month, forced, attempts_);
    for (const Attempt& attempt : attempts_) {
        (&value(asked.player, attempt.option, attempt.replicate))[attempt.lane] = attempt.worth;
    }
}

bool LookAhead::is_changed(const Due& due,
                           const Asked& asked,
                           std::uint32_t replicate,
                           std::uint32_t lane) const {
    const std::size_t at = replicate * lanes_ + lane;
    return std::any_of(due.begin(), due.end(), [&](const Asked& other) {
        return other.player != asked.player &&
               foreseen_[other.player][at] != foreseen_before_[other.player][at];
    });
}

void LookAhead::lean(Block& block, const Asked& asked) {
    const LookingPlayer& player = program_.players[asked.player];
    const double* const precision = block.slot(player.precision);
    const double* const inertia = block.slot(player.inertia);
    const double* const current = kept_.find(player.choice);
    std::vector<double> values(player.options);
    for (const std::uint32_t lane : asked.lanes) {
        for (std::size_t option = 0; option < player.options; ++option) {
            double total = 0.0;
            for (std::uint32_t r = 0; r < replicates_; ++r) {
                total += (&value(asked.player, option, r))[lane];
            }
            values[option] = total / replicates_;
        }
        set_leanings(asked.player,
                     lane,
                     program::leanings_from(values, precision[lane], inertia[lane], current[lane]));
    }
}

void LookAhead::choose(Block& block, int month, const Due& due) {
    for (const Asked& asked : due) {
        const LookingPlayer& player = program_.players[asked.player];
        double* const choice = block.slot(player.choice);
        for (const std::uint32_t lane : asked.lanes) {
            const double u = math::uniform(
                seed_, first_ + lane, program_.grid.month(month).since_1970, player.site);
            choice[lane] = program::choose_option(
                leanings_of(asked.player, lane), u, program_.look_ahead.mean);
        }
        choices_.made += asked.lanes.size();
    }
}

}  // namespace entente::run

// SPDX-License-Identifier: Apache-2.0
#include "run/look_ahead.hpp"

#include <algorithm>

#include "math/random.hpp"
#include "program/draws.hpp"
#include "program/look_ahead.hpp"

namespace entente::run {

using program::LookingPlayer;

LookAhead::LookAhead(const program::Program& program,
                     math::InstructionSet set,
                     std::size_t lanes,
                     std::uint64_t seed,
                     std::shared_ptr<const program::FusedCode> fused)
    : program_(program),
      lanes_(lanes),
      seed_(seed),
      ahead_(program, set, lanes, seed, std::move(fused)),
      row_(program.outputs.size() * lanes) {
    std::size_t options = 0;
    for (const LookingPlayer& player : program.players) {
        first_option_.push_back(options);
        options += player.options;
    }
    values_.resize(options * lanes);
    leanings_.resize(options * lanes);
}

void LookAhead::advance(Block& block, int month, float* row) {
    const auto& players = program_.players;
    const bool nobody = std::none_of(players.begin(), players.end(), [&](const auto& player) {
        return player.may_decide[static_cast<std::size_t>(month)] != 0;
    });
    if (nobody) {
        block.advance(month, row);
        return;
    }
    block.keep(start_);
    block.open(month, row);
    answer(block, month);
    block.move(month);
}

void LookAhead::answer(Block& block, int month) {
    std::vector<Asked> asked;
    for (std::size_t p = 0; p < program_.players.size(); ++p) {
        const double* const due = block.slot(program_.players[p].due);
        if (std::any_of(due, due + lanes_, [](double is_due) { return is_due != 0; })) {
            asked.push_back({p, due});
        }
    }
    const program::LookAhead& how = program_.look_ahead;
    for (std::size_t level = 1; level <= how.levels && !asked.empty(); ++level) {
        for (const Asked& one : asked) {
            for (std::size_t option = 0; option < program_.players[one.player].options; ++option) {
                try_option(block, month, asked, one, option, level > 1);
            }
        }
        for (const Asked& one : asked) {
            lean(block, one.player);
        }
    }
    for (const Asked& one : asked) {
        choose(block, month, seed_, one);
    }
}

void LookAhead::try_option(Block& block,
                           int month,
                           const std::vector<Asked>& asked,
                           const Asked& one,
                           std::size_t option,
                           bool others_reply) {
    const program::LookAhead& how = program_.look_ahead;
    const LookingPlayer& player = program_.players[one.player];
    const double* const horizon = block.slot(player.horizon);
    const double* const discount = block.slot(player.discount);
    double* const values = values_.data() + (first_option_[one.player] + option) * lanes_;
    std::fill_n(values, lanes_, 0.0);
    std::vector<int> months(lanes_, 0);
    for (std::size_t lane = 0; lane < lanes_; ++lane) {
        if (one.due[lane] != 0) {
            months[lane] = program::months_ahead(
                how, horizon[lane], player.every, program_.grid.months - month);
        }
    }
    const int longest = *std::max_element(months.begin(), months.end());
    const std::uint32_t replicates = how.mean ? 1 : how.replicates;
    for (std::uint32_t replicate = 0; replicate < replicates; ++replicate) {
        const std::uint64_t seed =
            program::look_ahead_seed(seed_, program_.grid.month(month).since_1970, replicate);
        ahead_.restore(start_);
        ahead_.reseed(seed);
        ahead_.open(month, row_.data());
        for (const Asked& other : asked) {
            if (others_reply && other.player != one.player) {
                choose(ahead_, month, seed, other);
            }
        }
        double* const choice = ahead_.slot(player.choice);
        for (std::size_t lane = 0; lane < lanes_; ++lane) {
            choice[lane] = one.due[lane] != 0 ? static_cast<double>(option) : choice[lane];
        }
        for (int j = 0; j < longest; ++j) {
            if (j == 0) {
                ahead_.move(month);
            } else {
                ahead_.advance(month + j, row_.data());
            }
            const double* const wants = ahead_.slot(player.wants);
            for (std::size_t lane = 0; lane < lanes_; ++lane) {
                if (j < months[lane]) {
                    values[lane] +=
                        program::worth_of_month(wants[lane], discount[lane], j, player.every);
                }
            }
        }
    }
    for (std::size_t lane = 0; lane < lanes_; ++lane) {
        values[lane] /= replicates;
    }
}

void LookAhead::lean(Block& block, std::size_t p) {
    const LookingPlayer& player = program_.players[p];
    const double* const precision = block.slot(player.precision);
    const double* const inertia = block.slot(player.inertia);
    const double* const current = start_.slot(player.choice, lanes_);
    std::vector<double> values(player.options);
    for (std::size_t lane = 0; lane < lanes_; ++lane) {
        for (std::size_t option = 0; option < player.options; ++option) {
            values[option] = values_[(first_option_[p] + option) * lanes_ + lane];
        }
        const std::vector<double> leanings =
            program::leanings_from(values, precision[lane], inertia[lane], current[lane]);
        for (std::size_t option = 0; option < player.options; ++option) {
            leanings_[(first_option_[p] + option) * lanes_ + lane] = leanings[option];
        }
    }
}

void LookAhead::choose(Block& block, int month, std::uint64_t seed, const Asked& one) {
    const LookingPlayer& player = program_.players[one.player];
    double* const choice = block.slot(player.choice);
    std::vector<double> leanings(player.options);
    for (std::size_t lane = 0; lane < lanes_; ++lane) {
        if (one.due[lane] == 0) {
            continue;
        }
        for (std::size_t option = 0; option < player.options; ++option) {
            leanings[option] = leanings_[(first_option_[one.player] + option) * lanes_ + lane];
        }
        const double u = math::uniform(seed,
                                       start_.first_member + static_cast<std::uint32_t>(lane),
                                       program_.grid.month(month).since_1970,
                                       player.site);
        choice[lane] = program::choose_option(leanings, u, program_.look_ahead.mean);
    }
}

}  // namespace entente::run

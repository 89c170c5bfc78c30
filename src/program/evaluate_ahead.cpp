// SPDX-License-Identifier: Apache-2.0
// Players that look ahead, the slow way: a copy of the member for every option and replicate.
#include <algorithm>

#include "math/random.hpp"
#include "program/draws.hpp"
#include "program/member.hpp"
#include "program/settle.hpp"

namespace entente::program {

using namespace model;

const Player* Member::looking_player(QuantityId choice) const {
    if (!looks_ahead(options_.policy) || ahead_) {
        return nullptr;
    }
    for (const Player& player : m_.players) {
        if (player.choice == choice) {
            return player.wants ? &player : nullptr;
        }
    }
    return nullptr;
}

double Member::said(NodeId id, double usual) { return id ? node(id) : usual; }

Member::Options Member::answers_ahead(const Member& before, std::vector<const Player*> due) {
    // Whatever order they are written in.
    std::sort(due.begin(), due.end(), [&](const Player* a, const Player* b) {
        return draw_site(quantity(a->choice)) < draw_site(quantity(b->choice));
    });
    const LookAhead how = look_ahead_of(options_);
    const Leanings leanings = how.settle ? settled(before, due) : reply(before, due, how.levels);
    Options answers;
    for (const auto& [choice, lean] : leanings) {
        const double u = uniform_at(quantity(QuantityId(choice)), month());
        answers[choice] = choose_option(lean, u, how.mean);
    }
    return answers;
}

Member::Leanings Member::reply(const Member& before,
                               const std::vector<const Player*>& due,
                               std::size_t levels) {
    const std::uint32_t replicates = replicates_of(look_ahead_of(options_));
    Leanings leanings;
    for (std::size_t level = 1; level <= levels; ++level) {
        Leanings next;
        for (const Player* player : due) {
            const Quantity& q = quantity(player->choice);
            std::vector<double> values;
            values.reserve(q.leanings.size());
            for (std::size_t option = 0; option < q.leanings.size(); ++option) {
                double total = 0.0;
                for (std::uint32_t r = 0; r < replicates; ++r) {
                    total += worth_ahead(before, *player, option, r, foreseen(leanings, r));
                }
                values.push_back(total / replicates);
            }
            next[player->choice.index] = leanings_from(values,
                                                       said(player->precision, usual_precision),
                                                       said(q.inertia, 0.0),
                                                       last_[player->choice.index]);
        }
        leanings = std::move(next);
    }
    return leanings;
}

Member::Leanings Member::settled(const Member& before, const std::vector<const Player*>& due) {
    const std::uint32_t replicates = replicates_of(look_ahead_of(options_));
    std::vector<Settling> players;
    players.reserve(due.size());
    for (const Player* player : due) {
        const Quantity& q = quantity(player->choice);
        Settling one{.precision = said(player->precision, usual_precision),
                     .inertia = said(q.inertia, 0.0),
                     .current = last_[player->choice.index],
                     .leanings = {},
                     .acts = {},
                     .values = {}};
        one.leanings = first_leanings(q.leanings.size(), one.inertia, one.current);
        players.push_back(std::move(one));
    }
    bool at_rest = false;
    Leanings leanings;
    for (int step = 1; step <= settling_steps; ++step) {
        for (std::size_t p = 0; p < due.size(); ++p) {
            leanings[due[p]->choice.index] = players[p].leanings;
            players[p].acts.clear();
            players[p].values.clear();
        }
        for (std::size_t p = 0; p < due.size(); ++p) {
            players[p].acts.reserve(replicates);
            players[p].values.reserve(replicates * players[p].leanings.size());
            for (std::uint32_t r = 0; r < replicates; ++r) {
                players[p].acts.push_back(foreseen(leanings, r).at(due[p]->choice.index));
            }
            for (std::size_t option = 0; option < players[p].leanings.size(); ++option) {
                for (std::uint32_t r = 0; r < replicates; ++r) {
                    players[p].values.push_back(
                        worth_ahead(before, *due[p], option, r, foreseen(leanings, r)));
                }
            }
        }
        at_rest = settle(players, step);
    }
    if (!at_rest) {
        return reply(before, due, unsettled_levels);
    }
    for (std::size_t p = 0; p < due.size(); ++p) {
        leanings[due[p]->choice.index] = players[p].leanings;
    }
    return leanings;
}

Member::Options Member::foreseen(const Leanings& leanings, std::uint32_t replicate) const {
    Options options;
    for (const auto& [choice, lean] : leanings) {
        const double u = math::uniform(look_ahead_seed(seed_, month().since_1970, replicate),
                                       member_,
                                       month().since_1970,
                                       draw_site(quantity(QuantityId(choice))));
        options[choice] = choose_option(lean, u, options_.draws == Draws::mean);
    }
    return options;
}

double Member::worth_ahead(const Member& before,
                           const Player& player,
                           std::size_t option,
                           std::uint32_t replicate,
                           const Options& others) {
    const LookAhead how = look_ahead_of(options_);
    const double usual = usual_epochs_ahead * player.every;
    const double discount = said(player.discount, 0.0);
    const int months =
        months_ahead(how, said(player.horizon, usual), player.every, m_.grid.months - row_);
    Member ahead = before;
    ahead.ahead_ = true;
    ahead.substeps_ = how.substeps == 0 ? substeps_ : how.substeps;
    ahead.seed_ = look_ahead_seed(seed_, month().since_1970, replicate);
    ahead.forced_ = others;
    ahead.forced_[player.choice.index] = static_cast<double>(option);
    double worth = 0.0;
    for (int j = 0; j < months; ++j) {
        ahead.open_month();
        const double weight = weight_of_month(discount, j, player.every);
        worth += worth_of_month(ahead.node(player.wants), weight, player.every);
        std::vector<double> row = ahead.record_row();
        ahead.integrate(row);
        ahead.close_month();
        ahead.forced_.clear();
        ++ahead.row_;
    }
    return worth;
}

}  // namespace entente::program

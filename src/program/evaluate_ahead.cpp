// SPDX-License-Identifier: Apache-2.0
// Players that look ahead, the slow way: a copy of the member for every option and replicate.
#include "program/draws.hpp"
#include "program/member.hpp"

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

std::map<std::uint32_t, double> Member::answers_ahead(const Member& before,
                                                      const std::vector<const Player*>& due) {
    std::map<std::uint32_t, std::vector<double>> leanings;
    for (std::size_t level = 1; level <= look_ahead_of(options_).levels; ++level) {
        std::map<std::uint32_t, std::vector<double>> next;
        for (const Player* player : due) {
            const Quantity& q = quantity(player->choice);
            std::vector<double> values;
            for (std::size_t option = 0; option < q.leanings.size(); ++option) {
                values.push_back(value_ahead(before, *player, option, leanings));
            }
            next[player->choice.index] = leanings_from(values,
                                                       said(player->precision, usual_precision),
                                                       said(q.inertia, 0.0),
                                                       last_[player->choice.index]);
        }
        leanings = std::move(next);
    }
    std::map<std::uint32_t, double> answers;
    for (const auto& [choice, lean] : leanings) {
        const double u = uniform_at(quantity(QuantityId(choice)), month());
        answers[choice] = choose_option(lean, u, options_.draws == Draws::mean);
    }
    return answers;
}

double Member::value_ahead(const Member& before,
                           const Player& player,
                           std::size_t option,
                           const std::map<std::uint32_t, std::vector<double>>& others) {
    const LookAhead how = look_ahead_of(options_);
    const double usual = usual_epochs_ahead * player.every;
    const double discount = said(player.discount, 0.0);
    const int months =
        months_ahead(how, said(player.horizon, usual), player.every, m_.grid.months - row_);
    const std::uint32_t replicates = how.mean ? 1 : how.replicates;
    double total = 0.0;
    for (std::uint32_t replicate = 0; replicate < replicates; ++replicate) {
        Member ahead = before;
        ahead.ahead_ = true;
        ahead.seed_ = look_ahead_seed(seed_, month().since_1970, replicate);
        for (const auto& [choice, lean] : others) {
            const double u = ahead.uniform_at(quantity(QuantityId(choice)), month());
            ahead.forced_[choice] = choose_option(lean, u, how.mean);
        }
        ahead.forced_[player.choice.index] = static_cast<double>(option);
        for (int j = 0; j < months; ++j) {
            ahead.open_month();
            total += worth_of_month(ahead.node(player.wants), discount, j, player.every);
            std::vector<double> row = ahead.record_row();
            ahead.integrate(row);
            ahead.close_month();
            ahead.forced_.clear();
            ++ahead.row_;
        }
    }
    return total / replicates;
}

}  // namespace entente::program

// SPDX-License-Identifier: Apache-2.0
#include "games/rollout.hpp"

#include <algorithm>
#include <cmath>

#include "base/contract.hpp"
#include "games/level_k.hpp"
#include "math/random.hpp"

namespace entente::games {

namespace {

void expect_fitting(const MarkovGame& game, const Policy& policy, const Outlook& outlook) {
    expect_consistent(game);
    ENTENTE_EXPECT(policy.size() == game.states.size());
    ENTENTE_EXPECT(outlook.state < game.states.size() && outlook.horizon >= 1);
}

/// Values of following a policy from each state for some epochs.
StateValues values_of_policy(const MarkovGame& game, const Policy& policy, std::size_t epochs) {
    StateValues values(game.states.size(), std::vector<double>(game.players(), 0.0));
    for (std::size_t epoch = 0; epoch < epochs; ++epoch) {
        StateValues longer = values;
        for (std::size_t state = 0; state < game.states.size(); ++state) {
            const NormalForm stage = with_future(game, state, values);
            for (std::size_t player = 0; player < game.players(); ++player) {
                const std::vector<double> worth = action_values(stage, policy[state], player);
                longer[state][player] = 0;
                for (std::size_t a = 0; a < worth.size(); ++a) {
                    longer[state][player] += policy[state][player][a] * worth[a];
                }
            }
        }
        values = std::move(longer);
    }
    return values;
}

/// The index at which the running sum of chances first exceeds u in (0, 1).
template <class Chances>
std::size_t drawn(const Chances& chances, std::size_t count, double u) {
    double sum = 0;
    for (std::size_t i = 0; i + 1 < count; ++i) {
        sum += chances(i);
        if (u < sum) {
            return i;
        }
    }
    return count - 1;
}

/// One drawn future after another, all from the numbers of one replicate.
class Future {
  public:
    Future(const MarkovGame& game, const Policy& continuation, std::uint64_t seed)
        : game_(game), continuation_(continuation), seed_(seed) {}

    /// Discounted payoffs to `player` when it takes `action` now.
    double payoff(std::uint32_t replicate,
                  std::size_t player,
                  std::size_t action,
                  const Strategies& now,
                  const Outlook& outlook) const {
        std::size_t state = outlook.state;
        double total = 0;
        double weight = 1;
        for (std::size_t epoch = 0; epoch < outlook.horizon; ++epoch) {
            const auto month = static_cast<std::int32_t>(epoch);
            const Strategies& strategies = epoch == 0 ? now : continuation_[state];
            std::vector<std::size_t> chosen;
            for (std::size_t i = 0; i < game_.players(); ++i) {
                const double u = math::uniform(seed_, replicate, month, math::site(choices, i));
                chosen.push_back(drawn(
                    [&](std::size_t a) { return strategies[i][a]; }, strategies[i].size(), u));
            }
            if (epoch == 0) {
                chosen[player] = action;
            }
            const std::size_t profile = game_.states[state].index(chosen);
            total += weight * game_.states[state].payoffs[player][profile];
            weight *= game_.discounts[player];
            const double u = math::uniform(seed_, replicate, month, moves);
            const auto row = static_cast<Eigen::Index>(profile);
            const Eigen::MatrixXd& leads = game_.transitions[state];
            state =
                drawn([&](std::size_t next) { return leads(row, static_cast<Eigen::Index>(next)); },
                      game_.states.size(),
                      u);
        }
        return total;
    }

  private:
    static constexpr math::Site choices = math::site("rollout choices");
    static constexpr math::Site moves = math::site("rollout moves");

    const MarkovGame& game_;
    const Policy& continuation_;
    std::uint64_t seed_;
};

/// The greatest change of any chance.
double change(const Strategies& before, const Strategies& after) {
    double most = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
        for (std::size_t a = 0; a < before[i].size(); ++a) {
            most = std::max(most, std::abs(after[i][a] - before[i][a]));
        }
    }
    return most;
}

Strategies replies(const ActionValues& values, double precision) {
    Strategies strategies;
    for (const std::vector<double>& worth : values) {
        strategies.push_back(logit_choice(worth, precision));
    }
    return strategies;
}

}  // namespace

ActionValues rollout_values(const MarkovGame& game,
                            const Policy& continuation,
                            const Strategies& now,
                            const Outlook& outlook) {
    expect_fitting(game, continuation, outlook);
    const StateValues ahead = values_of_policy(game, continuation, outlook.horizon - 1);
    const NormalForm stage = with_future(game, outlook.state, ahead);
    ActionValues values;
    for (std::size_t player = 0; player < game.players(); ++player) {
        values.push_back(action_values(stage, now, player));
    }
    return values;
}

SampledValues sampled_rollout_values(const MarkovGame& game,
                                     const Policy& continuation,
                                     const Strategies& now,
                                     const Outlook& outlook,
                                     const Replicates& replicates) {
    expect_fitting(game, continuation, outlook);
    ENTENTE_EXPECT(replicates.count >= 2);
    const Future future(game, continuation, replicates.seed);
    const auto n = static_cast<double>(replicates.count);
    SampledValues sampled;
    for (std::size_t player = 0; player < game.players(); ++player) {
        sampled.means.emplace_back();
        sampled.errors.emplace_back();
        sampled.draws.emplace_back();
        for (std::size_t action = 0; action < game.states[outlook.state].actions[player];
             ++action) {
            std::vector<double> totals;
            double mean = 0;
            for (std::uint32_t m = 0; m < replicates.count; ++m) {
                totals.push_back(future.payoff(m, player, action, now, outlook));
                mean += totals.back() / n;
            }
            double squares = 0;
            for (const double total : totals) {
                squares += (total - mean) * (total - mean);
            }
            sampled.means.back().push_back(mean);
            sampled.errors.back().push_back(std::sqrt(squares / (n - 1) / n));
            sampled.draws.back().push_back(std::move(totals));
        }
    }
    return sampled;
}

std::vector<Strategies> quantal_levels(const MarkovGame& game,
                                       const Policy& continuation,
                                       const Outlook& outlook,
                                       double precision,
                                       std::size_t levels) {
    expect_fitting(game, continuation, outlook);
    return level_replies(continuation[outlook.state], levels, [&](const Strategies& below) {
        return replies(rollout_values(game, continuation, below, outlook), precision);
    });
}

RolloutEquilibrium rollout_equilibrium(const MarkovGame& game,
                                       const Policy& continuation,
                                       const Outlook& outlook,
                                       double precision) {
    constexpr int steps = 5;
    constexpr int most_iterations = 60;  // of each step
    constexpr double damping = 0.5;
    constexpr double settled = 1e-9;
    expect_fitting(game, continuation, outlook);
    RolloutEquilibrium found;
    found.strategies = even_strategies(game.states[outlook.state]);
    for (int step = 1; step <= steps; ++step) {
        found.converged = false;
        for (int i = 0; i < most_iterations && !found.converged; ++i) {
            const Strategies answer =
                replies(rollout_values(game, continuation, found.strategies, outlook),
                        precision * step / steps);
            found.converged = change(found.strategies, answer) < settled;
            for (std::size_t player = 0; player < answer.size(); ++player) {
                for (std::size_t a = 0; a < answer[player].size(); ++a) {
                    double& chance = found.strategies[player][a];
                    chance += damping * (answer[player][a] - chance);
                }
            }
            ++found.iterations;
        }
    }
    if (!found.converged) {
        constexpr std::size_t fallback_level = 2;
        found.strategies =
            quantal_levels(game, continuation, outlook, precision, fallback_level).back();
    }
    return found;
}

}  // namespace entente::games

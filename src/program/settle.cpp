// SPDX-License-Identifier: Apache-2.0
#include "program/settle.hpp"

#include <cmath>

#include "math/vector.hpp"
#include "program/look_ahead.hpp"

namespace entente::program {

namespace {

using Chances = std::vector<std::vector<double>>;

/// How much likelier the others' acts are in each future than when they were drawn.
std::vector<double> weights(const std::vector<Settling>& players,
                            const Chances& now,
                            const Chances& drawn,
                            std::size_t own) {
    std::vector<double> weights(players[own].acts.size(), 1.0);
    for (std::size_t other = 0; other < players.size(); ++other) {
        if (other == own) {
            continue;
        }
        for (std::size_t future = 0; future < weights.size(); ++future) {
            const auto act = static_cast<std::size_t>(players[other].acts[future]);
            weights[future] *= now[other][act] / drawn[other][act];
        }
    }
    return weights;
}

double sum_of(const std::vector<double>& weights) {
    double all = 0.0;
    for (const double weight : weights) {
        all += weight;
    }
    return all;
}

/// Whether every player's futures stand for what the others do now.
bool are_covered(const std::vector<Settling>& players, const Chances& now, const Chances& drawn) {
    for (std::size_t p = 0; p < players.size(); ++p) {
        const auto futures = static_cast<double>(players[p].acts.size());
        const double mean = sum_of(weights(players, now, drawn, p)) / futures;
        if (!(mean >= 1.0 / most_weight && mean <= most_weight)) {
            return false;
        }
    }
    return true;
}

std::vector<double> reply(const Settling& player, const std::vector<double>& weights, int step) {
    const std::size_t futures = player.acts.size();
    const double all = sum_of(weights);
    std::vector<double> values;
    values.reserve(player.leanings.size());
    for (std::size_t option = 0; option < player.leanings.size(); ++option) {
        double total = 0.0;
        for (std::size_t future = 0; future < futures; ++future) {
            total += weights[future] * player.values[option * futures + future];
        }
        values.push_back(total / all);
    }
    const double precision =
        step == settling_steps ? player.precision : player.precision * step / settling_steps;
    return leanings_from(values, precision, player.inertia, player.current);
}

}  // namespace

std::vector<double> chances_of(const std::vector<double>& leanings) {
    double top = leanings.front();
    for (const double leaning : leanings) {
        top = math::max(top, leaning);
    }
    std::vector<double> chances;
    chances.reserve(leanings.size());
    double total = 0.0;
    for (const double leaning : leanings) {
        chances.push_back(math::exp(leaning - top));
        total += chances.back();
    }
    for (double& chance : chances) {
        chance /= total;
    }
    return chances;
}

std::vector<double> first_leanings(std::size_t options, double inertia, double current) {
    return leanings_from(std::vector<double>(options, 0.0), 0.0, inertia, current);
}

bool settle(std::vector<Settling>& players, int step) {
    Chances drawn;
    drawn.reserve(players.size());
    for (const Settling& player : players) {
        drawn.push_back(chances_of(player.leanings));
    }
    Chances now = drawn;
    for (int i = 0; i < most_replies; ++i) {
        Chances answers;
        answers.reserve(players.size());
        bool at_rest = true;
        for (std::size_t p = 0; p < players.size(); ++p) {
            players[p].leanings = reply(players[p], weights(players, now, drawn, p), step);
            answers.push_back(chances_of(players[p].leanings));
            for (std::size_t option = 0; option < answers[p].size(); ++option) {
                // What is not a number is not at rest.
                const double change = std::abs(answers[p][option] - now[p][option]);
                at_rest = at_rest && change < settled_change;
            }
        }
        if (at_rest) {
            return are_covered(players, now, drawn);
        }
        for (std::size_t p = 0; p < players.size(); ++p) {
            for (std::size_t option = 0; option < answers[p].size(); ++option) {
                now[p][option] += settling_share * (answers[p][option] - now[p][option]);
            }
        }
    }
    return false;
}

}  // namespace entente::program

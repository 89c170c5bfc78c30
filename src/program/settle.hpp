// SPDX-License-Identifier: Apache-2.0
// Players who expect of each other what each then does: a logit equilibrium of one member's
// decisions of a month, on the values that trials found (docs/design/0008). The rule in numbers,
// shared by the engine and the reference evaluator.
//
// Precision rises in five steps from nothing, so that the play found is that of the principal
// branch. In each step the others' choices of the month are drawn once in every future, by the play
// of the step before, and every option is tried against them; then the future's weight is how much
// likelier its draws have become. So the value of an option moves with what is expected of others,
// without being tried again, and the iteration comes to rest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace entente::program {

inline constexpr int settling_steps = 5;

/// A step that has not come to rest after so many replies did not settle.
inline constexpr int most_replies = 60;

/// How far expectations go towards each reply, and the largest change of a chance at rest.
inline constexpr double settling_share = 0.5;
inline constexpr double settled_change = 1e-3;

/// The mean weight of a player's futures is 1 where they stand for what the others do. Beyond this
/// factor either way they do not, and what is at rest on them is not settled.
inline constexpr double most_weight = 2.0;

/// Where the last step does not settle, players choose by this level of replies.
inline constexpr std::size_t unsettled_levels = 2;

/// A player of the member that is due this month.
struct Settling {
    double precision = 0;
    double inertia = 0;
    double current = 0;            ///< the option in force
    std::vector<double> leanings;  ///< by option: its play so far, then after the step
    std::vector<double> acts;      ///< by future: what it chose, drawn by the leanings so far
    std::vector<double> values;    ///< [option][future], of options tried against others' acts
};

/// The chances with which leanings draw.
std::vector<double> chances_of(const std::vector<double>& leanings);

/// Leanings without precision, with which the first step draws.
std::vector<double> first_leanings(std::size_t options, double inertia, double current);

/// Step 1 .. settling_steps; whether it settled. The order of players makes no difference but
/// by rounding: callers keep them in the order of their sites.
bool settle(std::vector<Settling>& players, int step);

}  // namespace entente::program

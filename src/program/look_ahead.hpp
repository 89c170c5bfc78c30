// SPDX-License-Identifier: Apache-2.0
// How players choose who look ahead: the rule in numbers, shared by the engine (run/look_ahead.hpp)
// and the reference evaluator. run/simulate.hpp says when each is asked; docs/design/0008 says why.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "math/site.hpp"

namespace entente::program {

/// What is the same for all players.
struct LookAhead {
    std::size_t levels = 1;         ///< 1: others are expected to follow their leanings
    std::uint32_t replicates = 16;  ///< futures that an option is tried in
    bool whole_horizon = false;     ///< else one epoch, the months until the player is due again
    bool settle = false;            ///< players who expect what each then does (program/settle.hpp)
    bool mean = false;              ///< Draws::mean: the likeliest option, one replicate
    int substeps = 1;               ///< of a month that is tried; 0: as many as the model has
};

/// A player that looks ahead, and the slots through which the run learns of it and answers.
struct LookingPlayer {
    std::string name;
    math::Site site = 0;  ///< of its choice
    std::size_t options = 0;
    int every = 1;                          ///< months of an epoch
    std::vector<unsigned char> may_decide;  ///< by month: 0 where it cannot be due in any member
    std::uint32_t choice = 0;               ///< the option in force
    std::uint32_t due = 0;                  ///< 1 in members in which it chooses this month
    std::uint32_t wants = 0;                ///< of the month that was opened last
    std::uint32_t precision = 0;            ///< these as the player decides
    std::uint32_t inertia = 0;
    std::uint32_t discount = 0;  ///< 1/month
    std::uint32_t horizon = 0;   ///< months
};

/// What a program tells of a player's decisions where it is asked to, whatever the policy.
struct DecidingPlayer {
    std::string name;
    math::Site site = 0;
    std::uint32_t choice = 0;             ///< slot: the option in force
    std::uint32_t due = 0;                ///< slot: 1 in members in which it chooses this month
    std::vector<std::uint32_t> leanings;  ///< slots, by option, inertia included
};

/// Where a player does not say.
inline constexpr double usual_precision = 1.0;
inline constexpr int usual_epochs_ahead = 8;

/// Futures that an option is tried in.
inline std::uint32_t replicates_of(const LookAhead& how) { return how.mean ? 1 : how.replicates; }

/// Months that are looked at, whole epochs, `left` at most.
int months_ahead(const LookAhead& how, double horizon, int every, int left);

/// What a month is discounted by, `ahead` from the present one (0): by the epochs before its own.
double weight_of_month(double discount, int ahead, int every);

/// What a month adds to the value of an option: its share of the mean over its epoch. Months beyond
/// the end of a run add nothing.
inline double worth_of_month(double wants, double weight, int every) {
    return weight * wants / every;
}

/// Leanings that a player has from the values of its options: precision times value, and the
/// inertia for the option in force.
std::vector<double> leanings_from(const std::vector<double>& values,
                                  double precision,
                                  double inertia,
                                  double current);

/// The seed of a replicate's draws: of no use to anybody but in this month. It knows neither player
/// nor option, so all are tried in the same futures, and none of them is the one to come.
std::uint64_t look_ahead_seed(std::uint64_t seed, std::int32_t month, std::uint32_t replicate);

}  // namespace entente::program

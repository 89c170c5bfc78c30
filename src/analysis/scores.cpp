// SPDX-License-Identifier: Apache-2.0
#include "analysis/scores.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/contract.hpp"
#include "math/densities.hpp"
#include "math/normal_cdf.hpp"
#include "math/vector.hpp"

namespace entente::analysis {

namespace {

constexpr double half_log_two_pi = 0.91893853320467274178;
constexpr double one_over_root_pi = 0.56418958354775628695;
constexpr double root_half = 0.70710678118654752440;

/// What a law of counts leaves out, and the most counts it holds.
constexpr double left_out = 1e-13;
constexpr std::size_t most_counts = 200'000;

/// A deviation of 0 has a density of its own: none. It counts as the least that still has one.
constexpr double least_deviation = 1e-12;

/// Half the share outside the central intervals.
constexpr double tail_50 = 0.25;
constexpr double tail_90 = 0.05;

double normal_density(double z) { return math::exp(-0.5 * z * z - half_log_two_pi); }

/// From the chance of 0, 1, 2, ... until next to nothing is left.
template <class LogChance>
CountLaw law_of(const LogChance& log_chance) {
    CountLaw law;
    double sum = 0;
    while (sum < 1 - left_out && law.chances.size() < most_counts) {
        const double chance = math::exp(log_chance(static_cast<double>(law.chances.size())));
        law.chances.push_back(chance);
        sum += chance;
        const bool falling = law.chances.size() > 1 && chance < left_out && sum > 0.5;
        if (falling) {
            break;
        }
    }
    return law;
}

void place(Score& made, double low, double high) {
    made.pit_low = low;
    made.pit_high = high;
    // In [q05, q95]: at least 5 % at or below it, and at least 5 % at or above it.
    made.within_50 = high >= tail_50 && low < 1 - tail_50;
    made.within_90 = high >= tail_90 && low < 1 - tail_90;
}

Score score_law(const NormalLaw& law, double y) {
    Score made;
    const double deviation = std::max(law.deviation, least_deviation);
    const double z = (y - law.mean) / deviation;
    const double below = math::normal_cdf(z);
    made.crps = law.deviation <= 0
                    ? std::abs(y - law.mean)
                    : deviation * (z * (2 * below - 1) + 2 * normal_density(z) - one_over_root_pi);
    made.log_score = 0.5 * z * z + half_log_two_pi + math::log(deviation);
    place(made, below, below);
    return made;
}

Score score_law(const LognormalLaw& law, double y) {
    const double mean = math::exp(law.log_mean + 0.5 * law.log_deviation * law.log_deviation);
    const double spread = 2 * math::normal_cdf(law.log_deviation * root_half) - 2;
    Score made;
    if (!(y > 0)) {
        // Below the support.
        made.crps = -y - mean * spread;
        made.log_score = std::numeric_limits<double>::infinity();
        return made;
    }
    made = score_law(NormalLaw{law.log_mean, law.log_deviation}, math::log(y));
    made.log_score += math::log(y);
    if (law.log_deviation <= 0) {
        made.crps = std::abs(y - mean);
        return made;
    }
    const double z = (math::log(y) - law.log_mean) / law.log_deviation;
    made.crps =
        y * (2 * made.pit_low - 1) - mean * (2 * math::normal_cdf(z - law.log_deviation) + spread);
    return made;
}

Score score_law(const CountLaw& law, double y) {
    ENTENTE_EXPECT(!law.chances.empty());
    Score made;
    double below = 0;
    double at = 0;
    double sum = 0;
    for (std::size_t k = 0; k < law.chances.size(); ++k) {
        const auto count = static_cast<double>(k);
        below += count < y ? law.chances[k] : 0;
        at += count == y ? law.chances[k] : 0;
        sum += law.chances[k];
        const double miss = sum - (count >= y ? 1 : 0);
        made.crps += miss * miss;
    }
    // Beyond the last count the law is 1 and the number's own step still to come.
    made.crps += std::max(0.0, y - static_cast<double>(law.chances.size()));
    made.log_score = -math::log(std::max(at, least_chance));
    place(made, below, below + at);
    const double miss = (1 - law.chances.front()) - (y > 0 ? 1 : 0);
    made.brier = miss * miss;
    return made;
}

/// Mean and deviation of an ensemble as a normal law.
NormalLaw normal_of(std::span<const double> values) {
    double mean = 0;
    for (const double value : values) {
        mean += value;
    }
    mean /= static_cast<double>(values.size());
    double squares = 0;
    for (const double value : values) {
        squares += (value - mean) * (value - mean);
    }
    const double freedom = std::max(1.0, static_cast<double>(values.size()) - 1);
    return {mean, std::sqrt(squares / freedom)};
}

}  // namespace

CountLaw poisson_law(double mean) {
    ENTENTE_EXPECT(mean >= 0);
    return law_of([mean](double n) { return math::poisson_log_chance(n, mean); });
}

CountLaw negative_binomial_law(double mean, double size) {
    ENTENTE_EXPECT(mean >= 0 && size > 0);
    return law_of([=](double n) { return math::negative_binomial_log_chance(n, mean, size); });
}

CountLaw empirical_law(std::span<const double> counts) {
    ENTENTE_EXPECT(!counts.empty());
    CountLaw law;
    const double most = *std::max_element(counts.begin(), counts.end());
    law.chances.resize(static_cast<std::size_t>(most) + 1);
    for (const double count : counts) {
        law.chances[static_cast<std::size_t>(count)] += 1 / static_cast<double>(counts.size());
    }
    return law;
}

CountLaw sum_of(const CountLaw& law, int terms) {
    ENTENTE_EXPECT(terms >= 1);
    CountLaw sum = law;
    for (int term = 1; term < terms; ++term) {
        CountLaw next;
        next.chances.resize(sum.chances.size() + law.chances.size() - 1);
        for (std::size_t i = 0; i < sum.chances.size(); ++i) {
            for (std::size_t j = 0; j < law.chances.size(); ++j) {
                next.chances[i + j] += sum.chances[i] * law.chances[j];
            }
        }
        sum = std::move(next);
    }
    return sum;
}

Score score(const Law& law, double observed) {
    return std::visit([observed](const auto& one) { return score_law(one, observed); }, law);
}

double median(const Law& law) {
    if (const auto* normal = std::get_if<NormalLaw>(&law)) {
        return normal->mean;
    }
    if (const auto* lognormal = std::get_if<LognormalLaw>(&law)) {
        return math::exp(lognormal->log_mean);
    }
    const std::vector<double>& chances = std::get<CountLaw>(law).chances;
    ENTENTE_EXPECT(!chances.empty());
    std::size_t count = 0;
    double sum = chances.front();
    while (sum < 0.5 && count + 1 < chances.size()) {
        sum += chances[++count];
    }
    return static_cast<double>(count);
}

double fair_crps(std::span<const double> sorted, double observed) {
    ENTENTE_EXPECT(!sorted.empty());
    const auto n = static_cast<double>(sorted.size());
    double distance = 0;
    double spread = 0;  // sum over pairs i < j of x_j - x_i
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        distance += std::abs(sorted[i] - observed);
        spread += sorted[i] * (2 * static_cast<double>(i) - n + 1);
    }
    return distance / n - (sorted.size() > 1 ? spread / (n * (n - 1)) : 0);
}

Score score_ensemble(std::vector<double> members,
                     NumberKind kind,
                     double observed,
                     std::optional<double> log_density) {
    ENTENTE_EXPECT(!members.empty());
    std::sort(members.begin(), members.end());
    const auto n = static_cast<double>(members.size());
    const auto [first, last] = std::equal_range(members.begin(), members.end(), observed);
    const auto below = static_cast<double>(first - members.begin());
    const auto at = static_cast<double>(last - first);
    Score made;
    made.crps = fair_crps(members, observed);
    if (kind == NumberKind::count) {
        place(made, below / n, (below + at) / n);
        const double chance = log_density ? math::exp(*log_density) : at / n;
        made.log_score = -math::log(std::max(chance, least_chance));
        const auto none = static_cast<double>(
            std::upper_bound(members.begin(), members.end(), 0.0) - members.begin());
        const double miss = (1 - none / n) - (observed > 0 ? 1 : 0);
        made.brier = miss * miss;
        return made;
    }
    // The rank of the number among the members and itself.
    place(made, below / (n + 1), (below + at + 1) / (n + 1));
    made.log_score = log_density ? -*log_density : score(normal_of(members), observed).log_score;
    return made;
}

}  // namespace entente::analysis

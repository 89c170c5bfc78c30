// SPDX-License-Identifier: Apache-2.0
#include "fit/particle.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/contract.hpp"
#include "math/random.hpp"
#include "math/vector.hpp"

namespace entente::fit {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Weights that sum to 1 from logs; returns the log of their sum, -infinity when all are
/// impossible.
double normalise(std::span<const double> logs, std::span<double> weights) {
    double top = -infinity;
    for (const double x : logs) {
        top = x > top ? x : top;
    }
    if (!std::isfinite(top)) {
        return -infinity;
    }
    double sum = 0.0;
    for (std::size_t i = 0; i < logs.size(); ++i) {
        // A NaN fails the comparison and weighs nothing.
        weights[i] = logs[i] > -infinity ? math::exp(logs[i] - top) : 0.0;
        sum += weights[i];
    }
    for (double& weight : weights) {
        weight /= sum;
    }
    return top + math::log(sum);
}

}  // namespace

double log_mean_exp(std::span<const double> x) {
    if (x.empty()) {
        return -infinity;
    }
    std::vector<double> weights(x.size());
    return normalise(x, weights) - math::log(static_cast<double>(x.size()));
}

double effective_size(std::span<const double> weights) {
    double squares = 0.0;
    for (const double w : weights) {
        squares += w * w;
    }
    return 1.0 / squares;
}

void resample_systematically(std::span<const double> weights,
                             double u,
                             std::span<std::uint32_t> ancestors) {
    ENTENTE_EXPECT(!weights.empty() && u >= 0.0 && u < 1.0);
    const auto count = static_cast<double>(ancestors.size());
    std::size_t j = 0;
    double sum = weights[0];
    for (std::size_t i = 0; i < ancestors.size(); ++i) {
        const double place = (static_cast<double>(i) + u) / count;
        while (sum <= place && j + 1 < weights.size()) {
            ++j;
            sum += weights[j];
        }
        // Where rounding left the sum below 1, the last places fall to the last with any weight.
        std::size_t taken = j;
        while (weights[taken] == 0.0 && taken > 0) {
            --taken;
        }
        ancestors[i] = static_cast<std::uint32_t>(taken);
    }
}

ParticleResult filter_particles(const ParticleModel& model, const ParticleOptions& options) {
    ENTENTE_EXPECT(options.particles > 0 && options.steps > 0);
    constexpr math::Site place = math::site("fit:resample");
    const auto count = static_cast<double>(options.particles);
    ParticleResult result = {.least_effective = count};
    // Logs of the weights that stand before a step's observation, summing to 1.
    std::vector<double> carried(options.particles, -math::log(count));
    std::vector<double> logs(options.particles);
    std::vector<double> weights(options.particles);
    std::vector<std::uint32_t> ancestors(options.particles);
    for (std::size_t step = 0; step < options.steps; ++step) {
        model.advance(step);
        std::fill(logs.begin(), logs.end(), 0.0);
        model.weigh(step, logs);
        for (std::size_t i = 0; i < logs.size(); ++i) {
            logs[i] += carried[i];
        }
        ParticleStep now = {.increment = normalise(logs, weights)};
        result.log_likelihood += now.increment;
        if (!std::isfinite(now.increment)) {
            result.log_likelihood = -infinity;
            result.least_effective = 0.0;
            result.steps.push_back(now);
            result.collapsed.push_back(step);
            break;
        }
        now.effective = effective_size(weights);
        result.least_effective = std::min(result.least_effective, now.effective);
        if (now.effective < options.collapse_below) {
            result.collapsed.push_back(step);
        }
        if (model.observe) {
            model.observe(step, weights);
        }
        now.resampled =
            now.effective < options.resample_below * count || options.resample_below >= 1.0;
        if (now.resampled) {
            const double u = math::uniform(options.seed, 0, static_cast<std::int32_t>(step), place);
            resample_systematically(weights, u, ancestors);
            model.resample(ancestors);
            std::fill(carried.begin(), carried.end(), -math::log(count));
        } else {
            for (std::size_t i = 0; i < logs.size(); ++i) {
                carried[i] = weights[i] > 0.0 ? math::log(weights[i]) : -infinity;
            }
        }
        result.steps.push_back(now);
    }
    return result;
}

}  // namespace entente::fit

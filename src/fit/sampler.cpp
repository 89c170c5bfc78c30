// SPDX-License-Identifier: Apache-2.0
#include "fit/sampler.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "base/contract.hpp"
#include "fit/jumps.hpp"
#include "math/random.hpp"
#include "math/vector.hpp"

namespace entente::fit {

namespace {

/// Rows of prior draws in the archive, per dimension, unless told (ter Braak & Vrugt 2008).
constexpr std::size_t rows_per_dimension = 10;

/// The chance below which no crossover falls, so that it can come back.
constexpr double least_crossover_chance = 0.05;

/// Looks for lost chains that many times during burn-in.
constexpr std::uint64_t outlier_checks = 10;

void expect_sane(const SamplerOptions& options) {
    ENTENTE_EXPECT(options.dimension > 0 && options.chains > 0);
    ENTENTE_EXPECT(options.thin > 0 && options.archive_every > 0);
    ENTENTE_EXPECT(options.most_pairs > 0 && options.crossovers > 0);
    ENTENTE_EXPECT(options.full_share >= 0.0 && options.snooker_share >= 0.0 &&
                   options.gaussian_share >= 0.0);
    ENTENTE_EXPECT(options.full_share + options.snooker_share + options.gaussian_share <= 1.0);
}

std::span<const double> row(const std::vector<double>& table, std::size_t i, std::size_t width) {
    return std::span(table).subspan(i * width, width);
}

/// Which rows of a table of values are finite, the highest first; equal ones in their order.
std::vector<std::size_t> best_rows(std::span<const double> values) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isfinite(values[i])) {
            order.push_back(i);
        }
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return values[a] > values[b];
    });
    return order;
}

/// Standard deviation of each coordinate over the chains; 1 where they all agree.
std::vector<double> chain_deviations(const SamplerState& state, std::size_t dimension) {
    const std::size_t chains = state.values.size();
    std::vector<double> deviations(dimension);
    for (std::size_t j = 0; j < dimension; ++j) {
        double mean = 0.0;
        for (std::size_t c = 0; c < chains; ++c) {
            mean += state.points[c * dimension + j];
        }
        mean /= static_cast<double>(chains);
        double squares = 0.0;
        for (std::size_t c = 0; c < chains; ++c) {
            const double gap = state.points[c * dimension + j] - mean;
            squares += gap * gap;
        }
        deviations[j] = squares > 0.0 ? std::sqrt(squares / static_cast<double>(chains)) : 1.0;
    }
    return deviations;
}

/// Crossovers are chosen in proportion to the squared jumps they bring (Vrugt et al. 2009).
void adapt_crossovers(SamplerState& state) {
    std::vector<double> gain;
    for (std::size_t i = 0; i < state.crossover_chance.size(); ++i) {
        if (state.crossover_uses[i] == 0 || !(state.crossover_distance[i] > 0.0)) {
            return;
        }
        gain.push_back(state.crossover_distance[i] / static_cast<double>(state.crossover_uses[i]));
    }
    const double sum = std::accumulate(gain.begin(), gain.end(), 0.0);
    const double free = 1.0 - least_crossover_chance * static_cast<double>(gain.size());
    for (std::size_t i = 0; i < gain.size() && free > 0.0; ++i) {
        state.crossover_chance[i] = least_crossover_chance + free * gain[i] / sum;
    }
}

/// Chains whose mean log density over the last half of burn-in so far lies more than two
/// interquartile ranges below the first quartile jump to where the best chain is (Vrugt et al.
/// 2009).
void move_outliers(SamplerState& state, std::size_t dimension) {
    const std::size_t chains = state.values.size();
    const std::size_t generations = state.burn_in_values.size() / chains;
    std::vector<double> means(chains);
    for (std::size_t g = generations / 2; g < generations; ++g) {
        for (std::size_t c = 0; c < chains; ++c) {
            means[c] += state.burn_in_values[g * chains + c];
        }
    }
    for (double& mean : means) {
        mean /= static_cast<double>(generations - generations / 2);
    }
    std::vector<double> ascending = means;
    std::sort(ascending.begin(), ascending.end());
    const double first = ascending[chains / 4];
    const double third = ascending[(3 * chains) / 4 < chains ? (3 * chains) / 4 : chains - 1];
    const auto best =
        static_cast<std::size_t>(std::max_element(means.begin(), means.end()) - means.begin());
    for (std::size_t c = 0; c < chains; ++c) {
        if (means[c] < first - 2.0 * (third - first)) {
            std::copy_n(&state.points[best * dimension], dimension, &state.points[c * dimension]);
            state.values[c] = state.values[best];
            ++state.outliers_moved;
        }
    }
}

/// What only burn-in needs goes; the archive keeps what chains found in its second half, if that is
/// enough to build jumps from; the gaussian jumps learn their mean and covariance from it.
void end_burn_in(SamplerState& state, const SamplerOptions& options) {
    state.burn_in_values = {};
    const std::size_t d = options.dimension;
    const std::size_t late = options.burn_in / options.archive_every / 2 * options.chains;
    const std::size_t rows = state.archive.size() / d;
    if (late >= rows_per_dimension * d && late < rows) {
        state.archive.erase(state.archive.begin(),
                            state.archive.end() - static_cast<std::ptrdiff_t>(late * d));
    }
    if (state.archive.size() / d > 2 * d) {
        learn_gaussian(state.archive, d, state.centre, state.factor);
    }
}

}  // namespace

std::string_view name(JumpKind kind) {
    switch (kind) {
        case JumpKind::subspace:
            return "subspace";
        case JumpKind::full:
            return "full";
        case JumpKind::snooker:
            return "snooker";
        case JumpKind::gaussian:
            return "gaussian";
    }
    return "";
}

Sampler::Sampler(SamplerOptions options, LogDensity density, std::span<const double> cloud)
    : options_(std::move(options)), density_(std::move(density)) {
    expect_sane(options_);
    const std::size_t d = options_.dimension;
    ENTENTE_EXPECT(cloud.size() % d == 0);
    const std::size_t drawn = std::max<std::size_t>(
        3, options_.archive_rows > 0 ? options_.archive_rows : rows_per_dimension * d);
    state_.archive.resize(drawn * d);
    draw_prior(options_.seed, 0, d, state_.archive);
    state_.archive.insert(state_.archive.end(), cloud.begin(), cloud.end());

    std::vector<double> values(state_.archive.size() / d);
    density_(state_.archive, values);
    state_.evaluations = values.size();
    // The cloud's own points first, in their order; else the best of all.
    std::vector<std::size_t> starts;
    for (std::size_t i = drawn; i < values.size(); ++i) {
        if (std::isfinite(values[i])) {
            starts.push_back(i);
        }
    }
    if (starts.empty()) {
        starts = best_rows(values);
    }
    if (starts.empty()) {
        throw std::runtime_error("no start has a finite log density");
    }
    for (std::size_t c = 0; c < options_.chains; ++c) {
        const std::size_t start = starts[c % starts.size()];
        const auto point = row(state_.archive, start, d);
        state_.points.insert(state_.points.end(), point.begin(), point.end());
        state_.values.push_back(values[start]);
    }
    const auto crossovers = static_cast<double>(options_.crossovers);
    state_.crossover_chance.assign(options_.crossovers, 1.0 / crossovers);
    state_.crossover_distance.assign(options_.crossovers, 0.0);
    state_.crossover_uses.assign(options_.crossovers, 0);
    if (options_.burn_in == 0) {
        end_burn_in(state_, options_);
    }
}

Sampler::Sampler(SamplerOptions options, LogDensity density, SamplerState state)
    : options_(std::move(options)), density_(std::move(density)), state_(std::move(state)) {
    expect_sane(options_);
}

void Sampler::step() {
    const std::size_t d = options_.dimension;
    const std::size_t chains = options_.chains;
    const bool burning = burning_in();
    std::vector<Jump> jumps;
    std::vector<double> proposed(chains * d);
    for (std::size_t c = 0; c < chains; ++c) {
        jumps.push_back(propose(options_, state_, c, std::span(proposed).subspan(c * d, d)));
    }
    std::vector<double> values(chains);
    density_(proposed, values);

    // From here on nothing throws but for want of memory.
    const std::vector<double> deviations =
        burning ? chain_deviations(state_, d) : std::vector<double>();
    auto& counts = burning ? state_.burn_in_jumps : state_.jumps;
    constexpr math::Site acceptance = math::site("fit:accept");
    for (std::size_t c = 0; c < chains; ++c) {
        JumpCount& count = counts[static_cast<std::size_t>(jumps[c].kind)];
        ++count.proposed;
        const bool possible = std::isfinite(values[c]);
        if (!possible && !burning) {
            ++state_.divergences;
        }
        const double u = math::uniform(options_.seed,
                                       static_cast<std::uint32_t>(c),
                                       static_cast<std::int32_t>(state_.generation),
                                       acceptance);
        const bool accepted =
            possible && math::log(u) < values[c] - state_.values[c] + jumps[c].log_factor;
        double distance = 0.0;
        if (accepted) {
            ++count.accepted;
            state_.values[c] = values[c];
            for (std::size_t j = 0; j < d; ++j) {
                double& x = state_.points[c * d + j];
                if (burning) {
                    const double gap = (proposed[c * d + j] - x) / deviations[j];
                    distance += gap * gap;
                }
                x = proposed[c * d + j];
            }
        }
        if (burning && jumps[c].kind == JumpKind::subspace) {
            state_.crossover_distance[jumps[c].crossover] += distance;
            ++state_.crossover_uses[jumps[c].crossover];
        }
    }
    state_.evaluations += chains;
    ++state_.generation;
    if (burning) {
        adapt();
    }
    remember();
}

void Sampler::adapt() {
    adapt_crossovers(state_);
    state_.burn_in_values.insert(
        state_.burn_in_values.end(), state_.values.begin(), state_.values.end());
    const std::uint64_t every = std::max<std::uint64_t>(1, options_.burn_in / outlier_checks);
    if (state_.generation % every == 0 && burning_in()) {
        move_outliers(state_, options_.dimension);
    }
}

void Sampler::remember() {
    if (state_.generation % options_.archive_every == 0) {
        state_.archive.insert(state_.archive.end(), state_.points.begin(), state_.points.end());
    }
    if (state_.generation == options_.burn_in) {
        end_burn_in(state_, options_);
    }
    if (state_.generation > options_.burn_in &&
        (state_.generation - options_.burn_in) % options_.thin == 0) {
        state_.draws.insert(state_.draws.end(), state_.points.begin(), state_.points.end());
        state_.draw_values.insert(
            state_.draw_values.end(), state_.values.begin(), state_.values.end());
    }
}

std::size_t Sampler::draws() const { return state_.draw_values.size() / options_.chains; }

std::vector<double> Sampler::chain_draws(std::size_t coordinate) const {
    ENTENTE_EXPECT(coordinate < options_.dimension);
    std::vector<double> result;
    for (std::size_t c = 0; c < options_.chains; ++c) {
        for (std::size_t t = 0; t < draws(); ++t) {
            result.push_back(
                state_.draws[(t * options_.chains + c) * options_.dimension + coordinate]);
        }
    }
    return result;
}

std::vector<double> Sampler::chain_values() const {
    std::vector<double> result;
    for (std::size_t c = 0; c < options_.chains; ++c) {
        for (std::size_t t = 0; t < draws(); ++t) {
            result.push_back(state_.draw_values[t * options_.chains + c]);
        }
    }
    return result;
}

}  // namespace entente::fit

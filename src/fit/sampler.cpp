// SPDX-License-Identifier: Apache-2.0
#include "fit/sampler.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
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

/// The share of jumps that goes to all variants alike, so that each can come back.
constexpr double least_variant_share = 0.15;

/// Looks for lost chains that many times during burn-in.
constexpr std::uint64_t outlier_checks = 10;

/// The shape is learned when these eighths of burn-in are over, each time at so many points, by
/// steps of this share of the chains' deviation.
constexpr std::array<std::uint64_t, 5> looks = {1, 2, 4, 6, 8};
constexpr std::size_t slopes_a_dimension = 4;
constexpr std::size_t least_slopes = 32;
constexpr std::size_t most_slopes = 256;
constexpr double slope_step = 0.1;

/// Of the sum of eigenvalues (fit/shape.hpp): what is left to the jumps in the rest. With this much
/// a fresh draw from the prior there is accepted more often than not.
constexpr double left_out = 0.5;

void expect_sane(const SamplerOptions& options) {
    ENTENTE_EXPECT(options.dimension > 0 && options.chains > 0);
    ENTENTE_EXPECT(options.thin > 0 && options.archive_every > 0);
    ENTENTE_EXPECT(options.most_pairs > 0 && options.crossovers > 0);
    ENTENTE_EXPECT(options.full_share >= 0.0 && options.snooker_share >= 0.0 &&
                   options.gaussian_share >= 0.0 && options.rest_share >= 0.0);
    ENTENTE_EXPECT(options.full_share + options.snooker_share + options.gaussian_share +
                       options.rest_share <=
                   1.0);
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

Variants even_variants(std::size_t count) {
    return {.chance = std::vector<double>(count, 1.0 / static_cast<double>(count)),
            .distance = std::vector<double>(count, 0.0),
            .uses = std::vector<std::uint64_t>(count, 0)};
}

/// Variants are chosen in proportion to the squared jumps they bring (Vrugt et al. 2009).
void adapt_variants(Variants& variants) {
    const std::size_t count = variants.chance.size();
    std::vector<double> gain;
    for (std::size_t i = 0; i < count; ++i) {
        if (variants.uses[i] == 0) {
            return;
        }
        gain.push_back(variants.distance[i] / static_cast<double>(variants.uses[i]));
    }
    const double sum = std::accumulate(gain.begin(), gain.end(), 0.0);
    const double least = least_variant_share / static_cast<double>(count);
    for (std::size_t i = 0; i < count && sum > 0.0; ++i) {
        variants.chance[i] = least + (1.0 - least_variant_share) * gain[i] / sum;
    }
}

/// Chains whose mean log density over the last half of burn-in so far lies more than two
/// interquartile ranges below the first quartile jump to where the best chain is (Vrugt et al.
/// 2009).
void move_outliers(SamplerState& state, std::size_t dimension) {
    const std::size_t chains = state.values.size();
    const std::size_t generations = state.burn_in_values.size() / chains;
    const std::size_t half = generations / 2;
    std::vector<double> means(chains);
    for (std::size_t g = half; g < generations; ++g) {
        for (std::size_t c = 0; c < chains; ++c) {
            means[c] += state.burn_in_values[g * chains + c];
        }
    }
    for (double& mean : means) {
        mean /= static_cast<double>(generations - half);
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

/// Numbers in the archive that chains added during the second half of the generations so far.
std::size_t late_numbers(const SamplerState& state, const SamplerOptions& options) {
    const std::uint64_t additions = state.generation / options.archive_every;
    return (additions - additions / 2) * options.chains * options.dimension;
}

/// Drops what the archive holds from before, if what is left is enough to build jumps from.
void forget_early(SamplerState& state, const SamplerOptions& options, std::size_t directions) {
    const std::size_t late = late_numbers(state, options);
    if (late >= rows_per_dimension * directions * options.dimension &&
        late < state.archive.size()) {
        state.archive.erase(state.archive.begin(),
                            state.archive.end() - static_cast<std::ptrdiff_t>(late));
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
        case JumpKind::rest:
            return "rest";
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
    state_.subspace = even_variants(options_.crossovers);
    state_.gaussian = even_variants(gaussian_variants);
}

Sampler::Sampler(SamplerOptions options, LogDensity density, SamplerState state)
    : options_(std::move(options)), density_(std::move(density)), state_(std::move(state)) {
    expect_sane(options_);
}

void Sampler::step() {
    const std::size_t d = options_.dimension;
    const std::size_t chains = options_.chains;
    const bool burning = burning_in();
    std::uint64_t evaluations = chains;
    std::optional<Shape> learned;
    if (learns_now()) {
        learned = learn(evaluations);
    }
    const Shape& shape = learned ? *learned : state_.shape;
    std::vector<Jump> jumps;
    std::vector<double> proposed(chains * d);
    for (std::size_t c = 0; c < chains; ++c) {
        jumps.push_back(propose(options_, state_, shape, c, std::span(proposed).subspan(c * d, d)));
    }
    std::vector<double> values(chains);
    density_(proposed, values);

    // From here on nothing throws but for want of memory.
    if (learned) {
        state_.shape = std::move(*learned);
        forget_early(state_, options_, Frame(state_.shape, d).size());
        state_.gaussian.distance.assign(gaussian_variants, 0.0);
        state_.gaussian.uses.assign(gaussian_variants, 0);
    }
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
            state_.subspace.distance[jumps[c].variant] += distance;
            ++state_.subspace.uses[jumps[c].variant];
        }
        if (burning && jumps[c].kind == JumpKind::gaussian) {
            state_.gaussian.distance[jumps[c].variant] += distance;
            ++state_.gaussian.uses[jumps[c].variant];
        }
    }
    state_.evaluations += evaluations;
    ++state_.generation;
    if (burning) {
        adapt();
    }
    remember();
}

bool Sampler::learns_now() const {
    return std::any_of(looks.begin(), looks.end(), [this](std::uint64_t eighths) {
        return state_.generation == options_.burn_in * eighths / looks.back() &&
               (state_.generation > 0 || options_.burn_in == 0);
    });
}

Shape Sampler::learn(std::uint64_t& evaluations) const {
    const std::size_t d = options_.dimension;
    // At the beginning there is only the archive's first filling to learn from.
    const std::size_t late = late_numbers(state_, options_);
    const auto rows = std::span(state_.archive).last(late > 0 ? late : state_.archive.size());
    const std::size_t count = rows.size() / d;
    const std::size_t looked_at =
        std::min({count, most_slopes, slopes_a_dimension * d + least_slopes});
    std::vector<double> at;
    for (std::size_t i = 0; i < looked_at; ++i) {
        const auto point = rows.subspan((i + 1) * count / looked_at * d - d, d);
        at.insert(at.end(), point.begin(), point.end());
    }
    std::vector<double> steps = chain_deviations(state_, d);
    for (double& step : steps) {
        step *= slope_step;
    }
    const std::vector<double> points = slope_points(at, steps);
    std::vector<double> values(points.size() / d);
    density_(points, values);
    evaluations += values.size();
    return learn_shape(slopes_of(at, values, steps),
                       rows,
                       d,
                       options_.chains,
                       options_.rest_share > 0.0 ? left_out : -1.0);
}

void Sampler::adapt() {
    adapt_variants(state_.subspace);
    adapt_variants(state_.gaussian);
    state_.burn_in_values.insert(
        state_.burn_in_values.end(), state_.values.begin(), state_.values.end());
    const std::uint64_t every = std::max<std::uint64_t>(1, options_.burn_in / outlier_checks);
    if (state_.generation % every == 0 && burning_in()) {
        move_outliers(state_, options_.dimension);
    }
}

void Sampler::remember() {
    if (state_.generation <= options_.burn_in && state_.generation % options_.archive_every == 0) {
        state_.archive.insert(state_.archive.end(), state_.points.begin(), state_.points.end());
    }
    if (state_.generation == options_.burn_in) {
        state_.burn_in_values = {};
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

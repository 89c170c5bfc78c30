// SPDX-License-Identifier: Apache-2.0
#include "fit/jumps.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "math/normal.hpp"
#include "math/random.hpp"
#include "math/vector.hpp"

namespace entente::fit {

namespace {

// What a draw within a proposal is for; each has its own sites.
constexpr math::Site kind_site = math::site("fit:kind");
constexpr math::Site size_site = math::site("fit:size");
constexpr math::Site rows_site = math::site("fit:rows");
constexpr math::Site crossing_site = math::site("fit:crossing");
constexpr math::Site noise_site = math::site("fit:noise");

/// e lies in -0.05..0.05 (Vrugt et al. 2009), epsilon within 1e-6 prior deviations: enough for
/// every point to be reached.
constexpr double stretch = 0.05;
constexpr double noise = 1e-6;

/// Of the gaussian jumps, each with the same chance: from a fresh draw to a short move.
constexpr std::array<double, 3> gaussian_steps = {1.0, 0.5, 0.2};

/// The draws of one proposal.
class Draws {
  public:
    Draws(const SamplerOptions& options, const SamplerState& state, std::size_t chain)
        : seed_(options.seed),
          chain_(static_cast<std::uint32_t>(chain)),
          generation_(static_cast<std::int32_t>(state.generation)) {}

    double uniform(math::Site place, std::size_t index = 0) const {
        return math::uniform(seed_, chain_, generation_, math::site(place, index));
    }

    double between(double low, double high, math::Site place, std::size_t index = 0) const {
        return low + (high - low) * uniform(place, index);
    }

    std::size_t below(std::size_t count, math::Site place, std::size_t index = 0) const {
        const auto i = static_cast<std::size_t>(static_cast<double>(count) * uniform(place, index));
        return std::min(i, count - 1);
    }

  private:
    std::uint64_t seed_;
    std::uint32_t chain_;
    std::int32_t generation_;
};

/// One proposal in the making.
struct Proposal {
    const SamplerOptions& options;
    const SamplerState& state;
    Draws draws;
    std::span<const double> from;
    std::span<double> to;

    std::size_t dimension() const { return options.dimension; }

    const double* archived(std::size_t row) const {
        return &state.archive[row * options.dimension];
    }

    std::size_t archive_rows() const { return state.archive.size() / options.dimension; }

    /// Two different rows.
    std::array<const double*, 2> pair(std::size_t index) const {
        const std::size_t rows = archive_rows();
        const std::size_t a = draws.below(rows, rows_site, 2 * index);
        const std::size_t b = draws.below(rows - 1, rows_site, 2 * index + 1);
        return {archived(a), archived(b + (b >= a ? 1 : 0))};
    }
};

double little(const Proposal& p, std::size_t coordinate) {
    return p.draws.between(-noise, noise, noise_site, coordinate);
}

/// The crossover that u picks.
std::size_t pick_crossover(const std::vector<double>& chance, double u) {
    double sum = 0.0;
    for (std::size_t i = 0; i + 1 < chance.size(); ++i) {
        sum += chance[i];
        if (u < sum) {
            return i;
        }
    }
    return chance.size() - 1;
}

Jump jump_in_subspace(const Proposal& p) {
    const std::size_t d = p.dimension();
    const std::size_t pairs = 1 + p.draws.below(p.options.most_pairs, size_site, 0);
    const std::size_t crossover =
        pick_crossover(p.state.crossover_chance, p.draws.uniform(size_site, 1));
    const double share =
        static_cast<double>(crossover + 1) / static_cast<double>(p.options.crossovers);
    std::vector<std::size_t> moved;
    for (std::size_t j = 0; j < d; ++j) {
        if (p.draws.uniform(crossing_site, j) < share) {
            moved.push_back(j);
        }
    }
    if (moved.empty()) {
        moved.push_back(p.draws.below(d, size_site, 2));
    }
    std::vector<double> direction(d);
    for (std::size_t i = 0; i < pairs; ++i) {
        const auto [a, b] = p.pair(i);
        for (const std::size_t j : moved) {
            direction[j] += a[j] - b[j];
        }
    }
    const double gamma =
        2.38 / std::sqrt(2.0 * static_cast<double>(pairs) * static_cast<double>(moved.size()));
    const double scale = gamma * (1.0 + p.draws.between(-stretch, stretch, size_site, 3));
    for (const std::size_t j : moved) {
        p.to[j] += scale * direction[j] + little(p, j);
    }
    return {.kind = JumpKind::subspace, .crossover = crossover};
}

Jump jump_fully(const Proposal& p) {
    const auto [a, b] = p.pair(0);
    for (std::size_t j = 0; j < p.dimension(); ++j) {
        p.to[j] += a[j] - b[j] + little(p, j);
    }
    return {.kind = JumpKind::full};
}

Jump jump_snooker(const Proposal& p) {
    const auto [a, b] = p.pair(0);
    const double* centre = p.archived(p.draws.below(p.archive_rows(), rows_site, 2));
    double square = 0.0;
    double along = 0.0;
    for (std::size_t j = 0; j < p.dimension(); ++j) {
        const double axis = p.from[j] - centre[j];
        square += axis * axis;
        along += axis * (a[j] - b[j]);
    }
    // A chain that stands where the line should begin has none, and stays.
    if (!(square > 0.0)) {
        return {.kind = JumpKind::snooker};
    }
    const double gamma = p.draws.between(1.2, 2.2, size_site, 0);
    const double step = gamma * along / square;
    for (std::size_t j = 0; j < p.dimension(); ++j) {
        p.to[j] += step * (p.from[j] - centre[j]);
    }
    // |x* - Z_c| / |x - Z_c| = |1 + step|.
    const double ratio = std::fabs(1.0 + step);
    return {.kind = JumpKind::snooker,
            .log_factor = static_cast<double>(p.dimension() - 1) * math::log(ratio)};
}

/// |L^-1 (x - m)|^2, twice the negative log of N(m, L L^T) but for its constant.
double scaled_square(const SamplerState& state, std::span<const double> x) {
    const std::size_t d = x.size();
    std::vector<double> y(d);
    double sum = 0.0;
    for (std::size_t i = 0; i < d; ++i) {
        double rest = x[i] - state.centre[i];
        for (std::size_t j = 0; j < i; ++j) {
            rest -= state.factor[i * d + j] * y[j];
        }
        y[i] = rest / state.factor[i * d + i];
        sum += y[i] * y[i];
    }
    return sum;
}

Jump jump_gaussian(const Proposal& p) {
    const std::size_t d = p.dimension();
    const double step = gaussian_steps[p.draws.below(gaussian_steps.size(), size_site, 0)];
    const double kept = std::sqrt(1.0 - step * step);
    std::vector<double> normals(d);
    for (std::size_t j = 0; j < d; ++j) {
        normals[j] = step * math::normal_quantile(p.draws.uniform(noise_site, j));
    }
    for (std::size_t i = 0; i < d; ++i) {
        double moved = p.state.centre[i] + kept * (p.from[i] - p.state.centre[i]);
        for (std::size_t j = 0; j <= i; ++j) {
            moved += p.state.factor[i * d + j] * normals[j];
        }
        p.to[i] = moved;
    }
    return {.kind = JumpKind::gaussian,
            .log_factor = 0.5 * (scaled_square(p.state, p.to) - scaled_square(p.state, p.from))};
}

}  // namespace

Jump propose(const SamplerOptions& options,
             const SamplerState& state,
             std::size_t chain,
             std::span<double> proposed) {
    const auto from = std::span(state.points).subspan(chain * options.dimension, options.dimension);
    std::copy(from.begin(), from.end(), proposed.begin());
    const Proposal p = {options, state, Draws(options, state, chain), from, proposed};
    double u = p.draws.uniform(kind_site);
    if (u < options.full_share) {
        return jump_fully(p);
    }
    u -= options.full_share;
    if (u < options.snooker_share) {
        return jump_snooker(p);
    }
    u -= options.snooker_share;
    if (u < options.gaussian_share && !state.centre.empty()) {
        return jump_gaussian(p);
    }
    return jump_in_subspace(p);
}

void learn_gaussian(std::span<const double> rows,
                    std::size_t dimension,
                    std::vector<double>& centre,
                    std::vector<double>& factor) {
    const std::size_t d = dimension;
    const std::size_t count = rows.size() / d;
    centre.assign(d, 0.0);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        centre[i % d] += rows[i] / static_cast<double>(count);
    }
    std::vector<double> covariance(d * d);
    for (std::size_t r = 0; r < count; ++r) {
        const double* x = &rows[r * d];
        for (std::size_t i = 0; i < d; ++i) {
            for (std::size_t j = 0; j <= i; ++j) {
                covariance[i * d + j] += (x[i] - centre[i]) * (x[j] - centre[j]);
            }
        }
    }
    // Cholesky, row by row, with a floor under what rounding may turn negative.
    constexpr double least_variance = 1e-10;
    factor.assign(d * d, 0.0);
    for (std::size_t i = 0; i < d; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double rest = covariance[i * d + j] / static_cast<double>(count);
            for (std::size_t k = 0; k < j; ++k) {
                rest -= factor[i * d + k] * factor[j * d + k];
            }
            factor[i * d + j] =
                i == j ? std::sqrt(std::max(rest, least_variance)) : rest / factor[j * d + j];
        }
    }
}

}  // namespace entente::fit

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

/// b of gaussian jumps and of those in the rest: from a fresh draw to a short move.
constexpr std::array<double, 3> crank_steps = {1.0, 0.6, 0.25};

/// Shares of the directions that a gaussian jump moves.
constexpr std::array<double, 4> gaussian_shares = {1.0, 0.5, 0.25, 0.1};

static_assert(gaussian_variants == crank_steps.size() * gaussian_shares.size());

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
    const Shape& shape;
    Frame frame;
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

/// The variant that u picks.
std::size_t pick(const std::vector<double>& chance, double u) {
    double sum = 0.0;
    for (std::size_t i = 0; i + 1 < chance.size(); ++i) {
        sum += chance[i];
        if (u < sum) {
            return i;
        }
    }
    return chance.size() - 1;
}

/// Adds to the point what its components along the directions changed, and a little noise.
void move_along(const Proposal& p, std::vector<double> change) {
    for (std::size_t i = 0; i < change.size(); ++i) {
        change[i] += change[i] != 0.0 ? p.draws.between(-noise, noise, noise_site, i) : 0.0;
    }
    p.frame.add(change, p.to);
}

/// The components of the difference of two rows of the archive.
std::vector<double> difference(const Proposal& p, std::size_t index) {
    const auto [a, b] = p.pair(index);
    std::vector<double> gap(p.dimension());
    for (std::size_t j = 0; j < gap.size(); ++j) {
        gap[j] = a[j] - b[j];
    }
    return p.frame.components(gap);
}

/// Some of the directions, each with the same chance; at least one.
std::vector<std::size_t> some_directions(const Proposal& p, double share) {
    const std::size_t r = p.frame.size();
    std::vector<std::size_t> moved;
    for (std::size_t i = 0; i < r; ++i) {
        if (p.draws.uniform(crossing_site, i) < share) {
            moved.push_back(i);
        }
    }
    if (moved.empty()) {
        moved.push_back(p.draws.below(r, size_site, 2));
    }
    return moved;
}

Jump jump_in_subspace(const Proposal& p) {
    const std::size_t pairs = 1 + p.draws.below(p.options.most_pairs, size_site, 0);
    const std::size_t crossover = pick(p.state.subspace.chance, p.draws.uniform(size_site, 1));
    const std::vector<std::size_t> moved = some_directions(
        p, static_cast<double>(crossover + 1) / static_cast<double>(p.options.crossovers));
    std::vector<double> change(p.frame.size());
    const double gamma =
        2.38 / std::sqrt(2.0 * static_cast<double>(pairs) * static_cast<double>(moved.size()));
    const double scale = gamma * (1.0 + p.draws.between(-stretch, stretch, size_site, 3));
    for (std::size_t i = 0; i < pairs; ++i) {
        const std::vector<double> gap = difference(p, i);
        for (const std::size_t j : moved) {
            change[j] += scale * gap[j];
        }
    }
    move_along(p, std::move(change));
    return {.kind = JumpKind::subspace, .variant = crossover};
}

Jump jump_fully(const Proposal& p) {
    move_along(p, difference(p, 0));
    return {.kind = JumpKind::full};
}

Jump jump_snooker(const Proposal& p) {
    const double* centre = p.archived(p.draws.below(p.archive_rows(), rows_site, 2));
    std::vector<double> axis(p.dimension());
    for (std::size_t j = 0; j < axis.size(); ++j) {
        axis[j] = p.from[j] - centre[j];
    }
    axis = p.frame.components(axis);
    const std::vector<double> gap = difference(p, 0);
    double square = 0.0;
    double along = 0.0;
    for (std::size_t i = 0; i < axis.size(); ++i) {
        square += axis[i] * axis[i];
        along += axis[i] * gap[i];
    }
    // A chain that stands where the line should begin has none, and stays.
    if (!(square > 0.0)) {
        return {.kind = JumpKind::snooker};
    }
    const double step = p.draws.between(1.2, 2.2, size_site, 0) * along / square;
    for (double& component : axis) {
        component *= step;
    }
    p.frame.add(axis, p.to);
    // |x* - Z_c| / |x - Z_c| = |1 + step|.
    const double ratio = std::fabs(1.0 + step);
    return {.kind = JumpKind::snooker,
            .log_factor = static_cast<double>(p.frame.size() - 1) * math::log(ratio)};
}

Jump jump_gaussian(const Proposal& p) {
    const std::size_t r = p.frame.size();
    const std::size_t variant = pick(p.state.gaussian.chance, p.draws.uniform(size_site, 1));
    const double step = crank_steps[variant % crank_steps.size()];
    const double share = gaussian_shares[variant / crank_steps.size()];
    const double kept = std::sqrt(1.0 - step * step);
    const std::vector<double> x = p.frame.components(p.from);
    const std::vector<double> w = unmapped(p.shape, x);
    std::vector<double> to = w;
    double log_factor = -log_volume(p.shape, w);
    for (const std::size_t i : some_directions(p, share)) {
        to[i] = kept * w[i] + step * math::normal_quantile(p.draws.uniform(noise_site, i));
        log_factor += 0.5 * (to[i] * to[i] - w[i] * w[i]);
    }
    log_factor += log_volume(p.shape, to);
    std::vector<double> change = mapped(p.shape, to);
    for (std::size_t i = 0; i < r; ++i) {
        change[i] -= x[i];
        // Far out a spread may be beyond all numbers; the chain stays.
        if (!std::isfinite(change[i])) {
            return {.kind = JumpKind::gaussian, .variant = variant};
        }
    }
    p.frame.add(change, p.to);
    return {.kind = JumpKind::gaussian, .variant = variant, .log_factor = log_factor};
}

/// Takes what lies along the directions out of a vector.
void keep_rest(const Proposal& p, std::vector<double>& vector) {
    std::vector<double> along = p.frame.components(vector);
    for (double& component : along) {
        component = -component;
    }
    p.frame.add(along, vector);
}

Jump jump_in_rest(const Proposal& p) {
    const double step = crank_steps[p.draws.below(crank_steps.size(), size_site, 0)];
    const double kept = std::sqrt(1.0 - step * step);
    std::vector<double> rest(p.from.begin(), p.from.end());
    std::vector<double> fresh(p.dimension());
    for (std::size_t j = 0; j < fresh.size(); ++j) {
        fresh[j] = math::normal_quantile(p.draws.uniform(noise_site, j));
    }
    keep_rest(p, rest);
    keep_rest(p, fresh);
    double log_factor = 0.0;
    for (std::size_t j = 0; j < fresh.size(); ++j) {
        const double to = kept * rest[j] + step * fresh[j];
        log_factor += 0.5 * (to * to - rest[j] * rest[j]);
        p.to[j] += to - rest[j];
    }
    return {.kind = JumpKind::rest, .log_factor = log_factor};
}

}  // namespace

Jump propose(const SamplerOptions& options,
             const SamplerState& state,
             const Shape& shape,
             std::size_t chain,
             std::span<double> proposed) {
    const auto from = std::span(state.points).subspan(chain * options.dimension, options.dimension);
    std::copy(from.begin(), from.end(), proposed.begin());
    const Proposal p = {options,
                        state,
                        shape,
                        Frame(shape, options.dimension),
                        Draws(options, state, chain),
                        from,
                        proposed};
    double u = p.draws.uniform(kind_site);
    const auto falls_to = [&u](double share) {
        u -= share;
        return u < 0.0;
    };
    const bool rest = p.frame.size() < options.dimension;
    if ((falls_to(options.rest_share) && rest) || p.frame.size() == 0) {
        return jump_in_rest(p);
    }
    if (falls_to(options.full_share)) {
        return jump_fully(p);
    }
    if (falls_to(options.snooker_share)) {
        return jump_snooker(p);
    }
    if (falls_to(options.gaussian_share) && !shape.centre.empty()) {
        return jump_gaussian(p);
    }
    return jump_in_subspace(p);
}

}  // namespace entente::fit

// SPDX-License-Identifier: Apache-2.0
// Draws from a log density by differential evolution Markov chains that learn from their past:
// DE-MCz (ter Braak & Vrugt, Statistics and Computing 18, 2008) with the crossover, outlier and
// multiple-pair rules of DREAM (Vrugt et al., Int. J. Nonlinear Sciences and Numerical Simulation
// 10, 2009) and DREAM(ZS) (Laloy & Vrugt, Water Resources Research 48, 2012), and two more kinds of
// jump for the posteriors of models with many quantities, of which a record informs few.
//
// A generation proposes one jump for each chain and evaluates all of them as one batch. Jumps are
// built from the archive Z of past positions, never from the chains of the same generation. The
// first four kinds move x along the r informed directions that burn-in finds (fit/shape.hpp; all
// coordinates until then), the last what stands across them:
//
//     subspace  x* = x + (1 + e) gamma sum_{j <= delta} (Z_a(j) - Z_b(j)) + epsilon   in r'
//     directions
//               gamma = 2.38 / sqrt(2 delta r'), delta in 1..3, e in U(-0.05, 0.05)
//     full      x* = x + (Z_a - Z_b) + epsilon: leaps between modes
//     snooker   x* = x + gamma_s (P Z_a - P Z_b), P the projection on the line through x and Z_c,
//               gamma_s in U(1.2, 2.2); accepted with a factor (|x* - Z_c| / |x - Z_c|)^(r - 1)
//     gaussian  x = T(w), w*_i = sqrt(1 - b^2) w_i + b xi_i for some of the i, with the map T from
//               independent normal w that burn-in learned; reversible for their image, so accepted
//               with the ratio of p to that (the preconditioned Crank-Nicolson step of Cotter et
//               al., Statistical Science 28, 2013, about a posterior instead of a prior)
//     rest      the same across the directions, about the prior N(0, I)
//
// Burn-in adapts the chances of crossovers and sizes, moves chains that got lost, fills the
// archive, and learns directions and map, for which it looks at slopes a few times; after it
// nothing adapts.
//
// Every random number is a pure function of seed, chain, generation and site (math/random.hpp), and
// the state is plain numbers: a sampler that is saved, loaded and continued gives the same bytes as
// one that never stopped.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fit/density.hpp"
#include "fit/shape.hpp"

namespace entente::fit {

enum class JumpKind { subspace, full, snooker, gaussian, rest };

inline constexpr std::size_t jump_kinds = 5;

/// `subspace`, `full`, ...
std::string_view name(JumpKind kind);

struct SamplerOptions {
    std::size_t dimension = 0;
    std::uint64_t seed = 0;
    std::size_t chains = 64;         ///< a multiple of the block's width
    std::size_t burn_in = 2000;      ///< generations
    std::size_t thin = 5;            ///< after burn-in every thin-th generation is kept
    std::size_t archive_every = 10;  ///< generations between additions to the archive
    std::size_t archive_rows = 0;    ///< of prior draws to begin with; 0: ten a dimension
    std::size_t most_pairs = 3;      ///< delta at most
    std::size_t crossovers = 3;      ///< r' / r is one of 1/n, 2/n, ..., 1 on average
    double full_share = 0.03;        ///< chance of each kind of jump; what is left is `subspace`
    double snooker_share = 0.1;
    double gaussian_share = 0.6;  ///< once the map is known
    double rest_share = 0.15;     ///< once directions are known; 0: all directions are informed
    /// What is sampled, for instance hashes of model and data: a saved state of another identity is
    /// refused.
    std::string identity;
};

struct JumpCount {
    std::uint64_t proposed = 0;
    std::uint64_t accepted = 0;

    friend bool operator==(const JumpCount&, const JumpCount&) = default;
};

/// Variants of a kind of jump, of which burn-in prefers those that lead far.
struct Variants {
    std::vector<double> chance;    ///< sums to 1
    std::vector<double> distance;  ///< squared, in deviations of the chains, of all jumps so far
    std::vector<std::uint64_t> uses;

    friend bool operator==(const Variants&, const Variants&) = default;
};

/// Everything a sampler is, besides options and density.
struct SamplerState {
    std::uint64_t generation = 0;        ///< generations done
    std::vector<double> points;          ///< [chain][dimension], where the chains are
    std::vector<double> values;          ///< [chain], their log densities
    std::vector<double> archive;         ///< [row][dimension]
    Variants subspace;                   ///< crossovers
    Variants gaussian;                   ///< sizes
    std::vector<double> burn_in_values;  ///< [generation][chain]; empty once burn-in is over
    Shape shape;
    std::vector<double> draws;        ///< [draw][chain][dimension], kept after burn-in
    std::vector<double> draw_values;  ///< [draw][chain], their log densities
    std::array<JumpCount, jump_kinds> burn_in_jumps;
    std::array<JumpCount, jump_kinds> jumps;  ///< after burn-in
    std::uint64_t evaluations = 0;
    std::uint64_t divergences = 0;  ///< proposals with no finite log density, after burn-in
    std::uint64_t outliers_moved = 0;

    friend bool operator==(const SamplerState&, const SamplerState&) = default;
};

class Sampler {
  public:
    /// Chains begin at the best of `cloud` ([row][dimension], for instance draws about the modes)
    /// or, where it is empty, of the archive's prior draws. The archive begins with prior draws and
    /// the cloud. Evaluates all of these once, as one batch. Throws std::runtime_error when no
    /// start has a finite log density.
    Sampler(SamplerOptions options, LogDensity density, std::span<const double> cloud = {});

    /// The state that save() wrote. Throws results::FileError where there is no such file, it is
    /// damaged, or it was written under other options or another identity.
    static Sampler load(const std::filesystem::path& path,
                        SamplerOptions options,
                        LogDensity density);

    /// One generation: chains jumps and as many evaluations, and a few times during burn-in a look
    /// at slopes before it. When `density` throws, the state is as before.
    void step();

    /// Writes the state whole and renames. The format is of this version and of machines with the
    /// same byte order. Throws results::FileError.
    void save(const std::filesystem::path& path) const;

    bool burning_in() const { return state_.generation < options_.burn_in; }

    const SamplerOptions& options() const { return options_; }

    const SamplerState& state() const { return state_; }

    /// Generations kept so far: the length of every chain of draws.
    std::size_t draws() const;

    /// Draws of one coordinate as [chain][draw], the order of fit/diagnostics.hpp and of ArviZ.
    std::vector<double> chain_draws(std::size_t coordinate) const;

    /// Log densities of the draws as [chain][draw].
    std::vector<double> chain_values() const;

  private:
    Sampler(SamplerOptions options, LogDensity density, SamplerState state);

    /// Whether directions and map are learned before this generation.
    bool learns_now() const;

    /// What chains found lately says of the shape; counts its evaluations.
    Shape learn(std::uint64_t& evaluations) const;

    /// What burn-in learns from a generation.
    void adapt();

    /// Adds a generation to archive and draws when it is time; ends burn-in.
    void remember();

    SamplerOptions options_;
    LogDensity density_;
    SamplerState state_;
};

}  // namespace entente::fit

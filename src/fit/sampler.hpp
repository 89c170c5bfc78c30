// SPDX-License-Identifier: Apache-2.0
// Draws from a log density by differential evolution Markov chains that learn from their past:
// DE-MCz (ter Braak & Vrugt, Statistics and Computing 18, 2008) with the crossover, outlier and
// multiple-pair rules of DREAM (Vrugt et al., Int. J. Nonlinear Sciences and Numerical Simulation
// 10, 2009) and DREAM(ZS) (Laloy & Vrugt, Water Resources Research 48, 2012), and one more kind of
// jump, `gaussian`, for posteriors near to a normal one.
//
// A generation proposes one jump for each chain and evaluates all of them as one batch. Jumps are
// built from the archive Z of past positions, never from the chains of the same generation:
//
//     subspace  x* = x + (1 + e) gamma sum_{j <= delta} (Z_a(j) - Z_b(j)) + epsilon   in d'
//     coordinates
//               gamma = 2.38 / sqrt(2 delta d'), delta in 1..3, e in U(-0.05, 0.05)
//     full      x* = x + (Z_a - Z_b) + epsilon: leaps between modes
//     snooker   x* = x + gamma_s (P Z_a - P Z_b), P the projection on the line through x and Z_c,
//               gamma_s in U(1.2, 2.2); accepted with a factor (|x* - Z_c| / |x - Z_c|)^(d - 1)
//     gaussian  x* = m + sqrt(1 - b^2) (x - m) + b L xi, with mean m and covariance L L^T of the
//               archive when burn-in ended; reversible for N(m, L L^T), so accepted with the ratio
//               of p / N(m, L L^T) (the preconditioned Crank-Nicolson step of Cotter et al.,
//               Statistical Science 28, 2013, about a posterior instead of a prior)
//
// Burn-in adapts the chances of the crossovers, moves chains that got lost, and learns m and L;
// after it nothing adapts but the archive, which grows.
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

namespace entente::fit {

enum class JumpKind { subspace, full, snooker, gaussian };

inline constexpr std::size_t jump_kinds = 4;

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
    std::size_t crossovers = 3;      ///< d' / d is one of 1/n, 2/n, ..., 1 on average
    double full_share = 0.1;         ///< chance of each kind of jump; the rest is `subspace`
    double snooker_share = 0.1;
    double gaussian_share = 0.2;  ///< after burn-in
    /// What is sampled, for instance hashes of model and data: a saved state of another identity is
    /// refused.
    std::string identity;
};

struct JumpCount {
    std::uint64_t proposed = 0;
    std::uint64_t accepted = 0;

    friend bool operator==(const JumpCount&, const JumpCount&) = default;
};

/// Everything a sampler is, besides options and density.
struct SamplerState {
    std::uint64_t generation = 0;          ///< generations done
    std::vector<double> points;            ///< [chain][dimension], where the chains are
    std::vector<double> values;            ///< [chain], their log densities
    std::vector<double> archive;           ///< [row][dimension]
    std::vector<double> crossover_chance;  ///< [crossover], sums to 1
    std::vector<double> crossover_distance;
    std::vector<std::uint64_t> crossover_uses;
    std::vector<double> burn_in_values;  ///< [generation][chain]; empty once burn-in is over
    std::vector<double> centre;       ///< m of the gaussian jumps; empty before the end of burn-in
    std::vector<double> factor;       ///< L, [row][column], lower triangle
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

    /// One generation: chains jumps and as many evaluations. When `density` throws, the state is as
    /// before.
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

    /// What burn-in learns from a generation.
    void adapt();

    /// Adds a generation to archive and draws when it is time; ends burn-in.
    void remember();

    SamplerOptions options_;
    LogDensity density_;
    SamplerState state_;
};

}  // namespace entente::fit

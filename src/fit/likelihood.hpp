// SPDX-License-Identifier: Apache-2.0
// The likelihood of a model: its mean path, conditional on recorded events, levers and inputs, held
// against its targets under their laws of errors. A point z has one coordinate for every quantity
// drawn once, standard normal before data speak: the engine gets the uniform Phi(z) and makes the
// quantity's own prior of it (program::GivenDraws). Points are evaluated as lanes of blocks on all
// cores; a value depends on its own point alone.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "fit/density.hpp"
#include "fit/observed.hpp"
#include "math/isa.hpp"
#include "math/site.hpp"
#include "program/compile.hpp"
#include "program/program.hpp"
#include "text/diagnostic.hpp"

namespace entente::fit {

/// A quantity that is drawn once: a parameter, or a stock with a drawn initial value.
struct Coordinate {
    std::string name;
    std::string unit;
    math::Site site = 0;
    bool stock = false;
};

/// The uniform that stands for z: Phi(z), kept within (0, 1).
double uniform_of(double z);

/// The program a likelihood runs, under a prior set: the record wins, chances are their means. With
/// sampled draws it is the program of forecasts, for draw_records alone. Empty if and only if it
/// added an error.
std::optional<program::Program> compile(const Targets& targets,
                                        const data::Data& data,
                                        std::size_t prior_set,
                                        text::Diagnostics& diagnostics,
                                        program::Draws draws = program::Draws::mean);

struct LikelihoodOptions {
    /// Names of the quantities that are fitted; empty for all that move the log likelihood at one
    /// of a few prior draws at least. The others stand at their prior medians, or are drawn.
    std::vector<std::string> coordinates;
    bool draw_others = false;
    std::uint64_t seed = 0;   ///< of what a sampled program draws
    std::size_t threads = 0;  ///< 0 for all
    math::InstructionSet instruction_set = math::best_instruction_set();
};

class Likelihood {
  public:
    /// Both must outlive this; `program` is compile()'s.
    Likelihood(const Targets& targets,
               const program::Program& program,
               const LikelihoodOptions& options);
    ~Likelihood();
    Likelihood(Likelihood&&) noexcept;
    Likelihood& operator=(Likelihood&&) noexcept;

    /// In the order of the model. Quantities drawn once that are not among them keep their prior,
    /// whatever the record says.
    const std::vector<Coordinate>& coordinates() const;

    std::size_t dimension() const { return coordinates().size(); }

    /// log p(record | z) of points [point][dimension].
    void evaluate(std::span<const double> points, std::span<double> values) const;
    LogDensity density() const;

    /// The same by target: [point][target].
    void evaluate_targets(std::span<const double> points, std::span<double> values) const;

    /// The same by observed number, in the order of draw_records: [point][observed].
    void evaluate_points(std::span<const double> points, std::span<double> values) const;

    /// The quantities behind points, [point][dimension], each in its unit.
    void quantities(std::span<const double> points, std::span<double> values) const;

    /// What the model has for every observed number (the law's mean or place), [point][observed],
    /// the targets one after the other.
    void means(std::span<const double> points, std::span<double> values) const;

    /// A record drawn from the laws of errors for each point, [point][observed]; a pure function of
    /// the point, its place, and the seeds. Point i runs as member i.
    void draw_records(std::span<const double> points,
                      std::uint64_t seed,
                      std::span<double> values) const;

    /// Holds the model against other numbers from now on: [observed], in the order of draw_records.
    void hold_against(std::span<const double> record);

    /// A hash of what the likelihood says at a few fixed points, to nine digits: the same for
    /// models and records that no fit can tell apart, another where a prior, an equation that
    /// reaches the record, or the record itself differs.
    std::string fingerprint() const;

    const Targets& targets() const;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace entente::fit

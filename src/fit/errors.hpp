// SPDX-License-Identifier: Apache-2.0
// The laws of errors: log densities of observed numbers given what the model has, for the lanes of
// a block at once, and draws from the same laws. Formulae: beta by mean m and precision f, with
// parameters m f and (1 - m) f (Ferrari & Cribari-Neto, J. Applied Statistics 31, 2004, equation
// 4); negative binomial by mean m and size k, variance m + m^2 / k; ordered: P(y <= j) =
// logistic(cut_j - x) (McCullagh, J. Royal Statistical Society B 42, 1980); persistent errors: an
// autoregression of order 1 between periods whose standard deviation is the stationary one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "fit/error_kernels.hpp"
#include "fit/observed.hpp"

namespace entente::fit {

/// What the model has for one point, for every lane.
struct LanePoint {
    const double* model = nullptr;        ///< [lane], in the unit of the series
    std::vector<const double*> settings;  ///< one a setting, [lane]; null where it is a number
};

/// The law of one target. Points are asked for in their order: an error that persists is counted
/// from the point before. One thread uses it.
class ErrorLaw {
  public:
    /// `lanes` is a multiple of 8.
    ErrorLaw(const Target& target, std::size_t lanes, math::InstructionSet set);

    /// From the first point again.
    void begin();

    /// Lane i goes on with the errors of lane ancestors[i].
    void resample(std::span<const std::uint32_t> ancestors);

    /// Adds log p(point | model) to sums[lane]. Impossible is -infinity; a model value that no law
    /// allows (a negative mean, NaN) gives -infinity or NaN.
    void add_log_density(const Observed& point, const LanePoint& at, std::span<double> sums);

    /// An observation of one lane instead of the point's own, by inversion of u in (0, 1); NaN
    /// where the model's value allows none. All points of a lane are drawn before those of the
    /// next, each time after begin().
    double draw(const Observed& point, const LanePoint& at, std::size_t lane, double u);

  private:
    void note_gap(const Observed& point);
    double setting(const LanePoint& at, std::size_t which, std::size_t lane) const;
    double draw_amount(const LanePoint& at, std::size_t lane, double u);
    double draw_share(const LanePoint& at, std::size_t lane, double u) const;
    double draw_grade(const LanePoint& at, std::size_t lane, double u) const;

    const Target& target_;
    Law law_;
    ErrorKernel kernel_;
    std::size_t lanes_;
    std::optional<std::size_t> persistence_;  ///< its place among the settings, where any is not 0
    std::vector<std::vector<double>> fixed_;  ///< settings that are numbers, [setting][lane]
    std::vector<double> before_;              ///< [lane]: the error of the point before
    std::optional<model::Month> month_;       ///< of the point asked for last
    int gap_ = 0;                             ///< periods from the one before it; 0 at the first
};

/// Why a point can never be observed under its law, in a sentence; empty where it can.
std::string impossible(const Target& target, const Observed& point);

}  // namespace entente::fit

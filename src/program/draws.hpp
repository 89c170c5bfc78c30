// SPDX-License-Identifier: Apache-2.0
// The rules by which a month's draws, choices, ramps and lookups become numbers, one number at a
// time: the definition that the block kernels repeat over lanes (program/kernels.cpp) and the
// reference evaluator uses as it is. run/simulate.hpp says when each is asked.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "math/distributions.hpp"
#include "math/site.hpp"
#include "model/equations.hpp"

namespace entente::program {

/// Uniforms for what a member draws once (parameters, initial values of stocks), in place of those
/// of the generator: what a fit moves. Sites that a program does not draw once are ignored.
struct GivenDraws {
    std::vector<math::Site> sites;
    std::span<const double> uniforms;  ///< [member][site], each in (0, 1)

    /// Where a site stands in a member's row; nothing where it is not given.
    std::optional<std::size_t> find_column(math::Site site) const;
};

/// Under which all draws of a quantity stand: its name, for a choice "choice:" and its name.
math::Site draw_site(const model::Quantity& quantity);

/// The continuous distribution of that kind with these parameters; not for counts and ar1.
math::Distribution distribution(model::DistributionKind kind, const std::array<double, 4>& p);

/// A parameter or an initial value: the quantile of u, truncated to `low`..`high`. Counts too.
double draw_once(const model::DrawnFrom& draw, const std::array<double, 4>& p, double u);

/// A month's draw of any kind but ar1, or its mean, with its parameters, for many uniforms.
class MonthlyDraw {
  public:
    MonthlyDraw(const model::DrawnFrom& draw, const std::array<double, 4>& p, bool mean);

    double at(double u) const;

  private:
    model::DistributionKind kind_;
    std::array<double, 4> p_;
    std::optional<double> mean_;  ///< what all uniforms give
    math::Distribution from_;     ///< of the continuous ones
    std::optional<math::TruncatedQuantile> truncated_;
};

/// The same for one uniform.
double draw_monthly(const model::DrawnFrom& draw,
                    const std::array<double, 4>& p,
                    double u,
                    bool mean);

/// p = mean, persistence, sd of the innovation: p0 + p1 (before - p0) + p2 z; the mean leaves out
/// z.
double ar1_step(const std::array<double, 4>& p, double before, double u, bool mean);

/// 1 with chance -expm1(-rate), or that chance. NaN for a rate below 0.
double hazard_count(double rate, double u, bool mean);

/// The option that u picks from leanings (inertia included), or the likeliest; its index.
double choose_option(const std::vector<double>& leanings, double u, bool likeliest);

/// Piecewise linear, y_i + (x - x_i) slope_i with slope_i = (y_i+1 - y_i) / (x_i+1 - x_i), held
/// flat outside; NaN for NaN.
double looked_up(const model::Lookup& lookup, double x);

/// From x to `target`, `months` after a ramp of `ramp` months began.
double ramped(double x, double target, double months, int ramp);

/// The first month of the calendar period of `each` months (1, 3, 12) that `month` lies in.
model::Month period_start(model::Month month, int each);

}  // namespace entente::program

// SPDX-License-Identifier: Apache-2.0
// Continuous distributions of parameters and initial values, one number at a time: quantile,
// distribution function, mean and log density, whole or truncated to an interval. Draws are
// quantiles of one uniform. Normal, lognormal, logit-normal and uniform quantiles use our own
// elementary functions and have the same bits on every machine; beta and student_t come from
// Boost.Math and libm, and have the same bits wherever those are the same.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace entente::math {

enum class DistributionKind {
    normal,
    lognormal,
    logit_normal,
    beta,
    scaled_beta,
    student_t,
    uniform
};

/// The name used in models, for instance `lognormal`.
std::string_view name(DistributionKind kind);

/// A distribution with its parameters in the order of the language.
///
///   kind          a          b          c         d
///   normal        mean       sd > 0
///   lognormal     median > 0 log sd > 0
///   logit_normal  logit of the median, sd of the logit > 0; the value lies in 0..1
///   beta          alpha > 0  beta > 0
///   scaled_beta   alpha > 0  beta > 0   low       high > low
///   student_t     location   scale > 0  freedom > 0
///   uniform       low        high > low
///
/// The functions below expect parameters that passed check_parameters().
struct Distribution {
    DistributionKind kind = DistributionKind::normal;
    double a = 0.0;
    double b = 1.0;
    double c = 0.0;
    double d = 0.0;

    /// The x with cdf(x) = u, for u in 0..1; the ends of the support at 0 and 1. NaN outside.
    double quantile(double u) const;

    /// The chance of a value of at most x, in 0..1.
    double cdf(double x) const;

    /// Log of the density at x; -infinity outside the support.
    double log_density(double x) const;

    /// The expected value; for student_t with freedom <= 1, which has none, the location.
    double mean() const;

    /// The same for the distribution truncated to low..high, either of which may be infinite. With
    /// no mass between them at all, the quantile and mean are the end nearer to the median.
    double quantile_within(double u, double low, double high) const;
    double cdf_within(double x, double low, double high) const;
    double log_density_within(double x, double low, double high) const;
    double mean_within(double low, double high) const;
};

/// The quantiles of a distribution truncated to low..high, which asks once for the chances of both
/// ends.
class TruncatedQuantile {
  public:
    TruncatedQuantile(const Distribution& of, double low, double high);

    /// The same as of.quantile_within(u, low, high).
    double operator()(double u) const;

  private:
    Distribution of_;
    double low_;
    double high_;
    bool upper_;    ///< in the upper tail the chances above keep their digits
    double start_;  ///< the chance below `low`, or above it
    double mass_;   ///< between both ends
};

/// The first fault of the parameters, as a sentence for the user without a full stop ("the standard
/// deviation must be above 0, and is -2"); nothing when they are fine.
std::optional<std::string> check_parameters(const Distribution& distribution);

/// Standard normal quantile of 0.95: half the width of a central 90 % interval in deviations.
inline constexpr double central_90_deviations = 1.6448536269514722;

/// What `low to high` means: the distribution whose 5 % and 95 % quantiles are low and high.
/// Logit-normal for a quantity declared `in 0..1`, else lognormal where both are above 0, else
/// normal.
enum class IntervalSupport { open, zero_to_one };
Distribution interval(double low, double high, IntervalSupport support);

/// What is wrong with an interval: low must be below high, both finite, and strictly inside 0..1
/// where the support is that.
std::optional<std::string> check_interval(double low, double high, IntervalSupport support);

}  // namespace entente::math

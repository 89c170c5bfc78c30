// SPDX-License-Identifier: Apache-2.0
#include "math/distributions.hpp"

#include <cmath>
#include <limits>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <fmt/format.h>

#include "math/normal.hpp"
#include "math/normal_cdf.hpp"
#include "math/vector.hpp"

namespace entente::math {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// Doubles stay doubles, and a failure is a value and never an exception.
namespace policies = boost::math::policies;
using Policy = policies::policy<policies::promote_double<false>,
                                policies::domain_error<policies::ignore_error>,
                                policies::pole_error<policies::ignore_error>,
                                policies::overflow_error<policies::ignore_error>,
                                policies::evaluation_error<policies::ignore_error>>;
using Beta = boost::math::beta_distribution<double, Policy>;
using StudentT = boost::math::students_t_distribution<double, Policy>;

// The x with chance `upper` above it: exact where 1 - upper would round.
double upper_quantile(const Distribution& of, double upper) {
    switch (of.kind) {
        case DistributionKind::normal:
            return of.a - of.b * normal_quantile(upper);
        case DistributionKind::lognormal:
            return of.a * math::exp(-of.b * normal_quantile(upper));
        case DistributionKind::logit_normal:
            return logistic(of.a - of.b * normal_quantile(upper));
        case DistributionKind::beta:
            return boost::math::quantile(boost::math::complement(Beta(of.a, of.b), upper));
        case DistributionKind::scaled_beta:
            return of.c + (of.d - of.c) * boost::math::quantile(
                                              boost::math::complement(Beta(of.a, of.b), upper));
        case DistributionKind::student_t:
            return of.a - of.b * boost::math::quantile(StudentT(of.c), upper);
        case DistributionKind::uniform:
            return of.b - (of.b - of.a) * upper;
    }
    return nan;
}

// The chance of a value above x.
double upper_chance(const Distribution& of, double x) {
    switch (of.kind) {
        case DistributionKind::normal:
            return normal_cdf((of.a - x) / of.b);
        case DistributionKind::lognormal:
            return x <= 0.0 ? 1.0 : normal_cdf(math::log(of.a / x) / of.b);
        case DistributionKind::logit_normal:
            if (x <= 0.0) {
                return 1.0;
            }
            return x >= 1.0 ? 0.0 : normal_cdf((of.a - logit(x)) / of.b);
        case DistributionKind::beta:
        case DistributionKind::scaled_beta: {
            const double low = of.kind == DistributionKind::beta ? 0.0 : of.c;
            const double high = of.kind == DistributionKind::beta ? 1.0 : of.d;
            if (x <= low) {
                return 1.0;
            }
            if (x >= high) {
                return 0.0;
            }
            return boost::math::cdf(
                boost::math::complement(Beta(of.a, of.b), (x - low) / (high - low)));
        }
        case DistributionKind::student_t:
            if (std::isinf(x)) {
                return x < 0.0 ? 1.0 : 0.0;
            }
            return boost::math::cdf(StudentT(of.c), (of.a - x) / of.b);
        case DistributionKind::uniform:
            return math::clamp((of.b - x) / (of.b - of.a), 0.0, 1.0);
    }
    return nan;
}

double log_density_of_beta(const Distribution& of, double x) {
    if (x < 0.0 || x > 1.0) {
        return -infinite;
    }
    const double constant = std::lgamma(of.a + of.b) - std::lgamma(of.a) - std::lgamma(of.b);
    // An exponent of 0 counts for nothing, also where the logarithm is infinite.
    const double left = of.a == 1.0 ? 0.0 : (of.a - 1.0) * math::log(x);
    const double right = of.b == 1.0 ? 0.0 : (of.b - 1.0) * math::log1p(-x);
    return constant + left + right;
}

std::string must_be(std::string_view what, std::string_view how, double value) {
    return fmt::format("the {} must be {}, and is {}", what, how, value);
}

std::optional<std::string> check_positive(std::string_view what, double value) {
    if (std::isfinite(value) && value > 0.0) {
        return std::nullopt;
    }
    return must_be(what, "above 0", value);
}

std::optional<std::string> check_finite(std::string_view what, double value) {
    if (std::isfinite(value)) {
        return std::nullopt;
    }
    return must_be(what, "a finite number", value);
}

std::optional<std::string> check_ends(double low, double high) {
    if (auto fault = check_finite("lower end", low)) {
        return fault;
    }
    if (auto fault = check_finite("upper end", high)) {
        return fault;
    }
    if (low < high) {
        return std::nullopt;
    }
    return fmt::format(
        "the lower end must be below the upper end, and {} is not below {}", low, high);
}

}  // namespace

std::string_view name(DistributionKind kind) {
    switch (kind) {
        case DistributionKind::normal:
            return "normal";
        case DistributionKind::lognormal:
            return "lognormal";
        case DistributionKind::logit_normal:
            return "logit_normal";
        case DistributionKind::beta:
            return "beta";
        case DistributionKind::scaled_beta:
            return "scaled_beta";
        case DistributionKind::student_t:
            return "student_t";
        case DistributionKind::uniform:
            return "uniform";
    }
    return "unknown";
}

double Distribution::quantile(double u) const {
    if (!(u >= 0.0 && u <= 1.0)) {
        return nan;
    }
    switch (kind) {
        case DistributionKind::normal:
            return a + b * normal_quantile(u);
        case DistributionKind::lognormal:
            return a * math::exp(b * normal_quantile(u));
        case DistributionKind::logit_normal:
            return logistic(a + b * normal_quantile(u));
        case DistributionKind::beta:
            return boost::math::quantile(Beta(a, b), u);
        case DistributionKind::scaled_beta:
            return c + (d - c) * boost::math::quantile(Beta(a, b), u);
        case DistributionKind::student_t:
            if (u == 0.0 || u == 1.0) {
                return u == 0.0 ? -infinite : infinite;
            }
            return a + b * boost::math::quantile(StudentT(c), u);
        case DistributionKind::uniform:
            return a + (b - a) * u;
    }
    return nan;
}

double Distribution::cdf(double x) const {
    switch (kind) {
        case DistributionKind::normal:
            return normal_cdf((x - a) / b);
        case DistributionKind::lognormal:
            return x <= 0.0 ? 0.0 : normal_cdf(math::log(x / a) / b);
        case DistributionKind::logit_normal:
            if (x <= 0.0) {
                return 0.0;
            }
            return x >= 1.0 ? 1.0 : normal_cdf((logit(x) - a) / b);
        case DistributionKind::beta:
        case DistributionKind::scaled_beta: {
            const double low = kind == DistributionKind::beta ? 0.0 : c;
            const double high = kind == DistributionKind::beta ? 1.0 : d;
            if (x <= low) {
                return 0.0;
            }
            if (x >= high) {
                return 1.0;
            }
            return boost::math::cdf(Beta(a, b), (x - low) / (high - low));
        }
        case DistributionKind::student_t:
            if (std::isinf(x)) {
                return x < 0.0 ? 0.0 : 1.0;
            }
            return boost::math::cdf(StudentT(c), (x - a) / b);
        case DistributionKind::uniform:
            return math::clamp((x - a) / (b - a), 0.0, 1.0);
    }
    return nan;
}

double Distribution::log_density(double x) const {
    constexpr double half_log_2_pi = 0.9189385332046727;
    const auto log_normal_density = [](double z, double sd) {
        return -0.5 * z * z - half_log_2_pi - math::log(sd);
    };
    switch (kind) {
        case DistributionKind::normal:
            return log_normal_density((x - a) / b, b);
        case DistributionKind::lognormal:
            if (!(x > 0.0)) {
                return -infinite;
            }
            return log_normal_density(math::log(x / a) / b, b) - math::log(x);
        case DistributionKind::logit_normal:
            if (!(x > 0.0 && x < 1.0)) {
                return -infinite;
            }
            return log_normal_density((logit(x) - a) / b, b) - math::log(x) - math::log1p(-x);
        case DistributionKind::beta:
            return log_density_of_beta(*this, x);
        case DistributionKind::scaled_beta:
            return log_density_of_beta(*this, (x - c) / (d - c)) - math::log(d - c);
        case DistributionKind::student_t: {
            const double z = (x - a) / b;
            return std::lgamma(0.5 * (c + 1.0)) - std::lgamma(0.5 * c) -
                   0.5 * math::log(c * 3.141592653589793) - math::log(b) -
                   0.5 * (c + 1.0) * math::log1p(z * z / c);
        }
        case DistributionKind::uniform:
            return x < a || x > b ? -infinite : -math::log(b - a);
    }
    return nan;
}

double Distribution::mean() const {
    switch (kind) {
        case DistributionKind::normal:
            return a;
        case DistributionKind::lognormal:
            return a * math::exp(0.5 * b * b);
        case DistributionKind::logit_normal:
            return mean_within(0.0, 1.0);
        case DistributionKind::beta:
            return a / (a + b);
        case DistributionKind::scaled_beta:
            return c + (d - c) * (a / (a + b));
        case DistributionKind::student_t:
            return a;
        case DistributionKind::uniform:
            return 0.5 * (a + b);
    }
    return nan;
}

double Distribution::quantile_within(double u, double low, double high) const {
    return TruncatedQuantile(*this, low, high)(u);
}

TruncatedQuantile::TruncatedQuantile(const Distribution& of, double low, double high)
    : of_(of), low_(low), high_(high), upper_(!(of.cdf(low) < 0.5)) {
    start_ = upper_ ? upper_chance(of, low) : of.cdf(low);
    mass_ = upper_ ? start_ - upper_chance(of, high) : of.cdf(high) - start_;
}

double TruncatedQuantile::operator()(double u) const {
    if (!(u >= 0.0 && u <= 1.0)) {
        return nan;
    }
    const double x = upper_ ? upper_quantile(of_, start_ - u * mass_)
                            : of_.quantile(math::min(start_ + u * mass_, 1.0));
    return math::clamp(x, low_, high_);
}

double Distribution::cdf_within(double x, double low, double high) const {
    if (x <= low) {
        return 0.0;
    }
    if (x >= high) {
        return 1.0;
    }
    const double below = cdf(low);
    if (below < 0.5) {
        return (cdf(x) - below) / (cdf(high) - below);
    }
    const double above = upper_chance(*this, low);
    return (above - upper_chance(*this, x)) / (above - upper_chance(*this, high));
}

double Distribution::log_density_within(double x, double low, double high) const {
    if (x < low || x > high) {
        return -infinite;
    }
    const double below = cdf(low);
    const double mass =
        below < 0.5 ? cdf(high) - below : upper_chance(*this, low) - upper_chance(*this, high);
    return log_density(x) - math::log(mass);
}

double Distribution::mean_within(double low, double high) const {
    if (kind != DistributionKind::logit_normal && cdf(low) == 0.0 && cdf(high) == 1.0) {
        return mean();
    }
    // The mean is the integral of the quantile. In u = logistic(x) it is smooth at both ends, and
    // 40 on either side leaves out 4e-18 of the mass.
    const auto part = [&](double x) {
        const double u = logistic(x);
        return quantile_within(u, low, high) * u * (1.0 - u);
    };
    using Rule = boost::math::quadrature::gauss_kronrod<double, 61>;
    return Rule::integrate(part, -40.0, 0.0, 8, 1e-11) + Rule::integrate(part, 0.0, 36.0, 8, 1e-11);
}

std::optional<std::string> check_parameters(const Distribution& of) {
    std::optional<std::string> fault;
    switch (of.kind) {
        case DistributionKind::normal:
            fault = check_finite("mean", of.a);
            return fault ? fault : check_positive("standard deviation", of.b);
        case DistributionKind::lognormal:
            fault = check_positive("median", of.a);
            return fault ? fault : check_positive("standard deviation of the logarithm", of.b);
        case DistributionKind::logit_normal:
            fault = check_finite("logit of the median", of.a);
            return fault ? fault : check_positive("standard deviation of the logit", of.b);
        case DistributionKind::beta:
            fault = check_positive("first shape", of.a);
            return fault ? fault : check_positive("second shape", of.b);
        case DistributionKind::scaled_beta:
            fault = check_positive("first shape", of.a);
            if (!fault) {
                fault = check_positive("second shape", of.b);
            }
            return fault ? fault : check_ends(of.c, of.d);
        case DistributionKind::student_t:
            fault = check_finite("location", of.a);
            if (!fault) {
                fault = check_positive("scale", of.b);
            }
            return fault ? fault : check_positive("number of degrees of freedom", of.c);
        case DistributionKind::uniform:
            return check_ends(of.a, of.b);
    }
    return fault;
}

Distribution interval(double low, double high, IntervalSupport support) {
    const auto normal_between = [](double from, double to) {
        return Distribution{.kind = DistributionKind::normal,
                            .a = 0.5 * (from + to),
                            .b = (to - from) / (2.0 * central_90_deviations)};
    };
    if (support == IntervalSupport::zero_to_one) {
        Distribution result = normal_between(logit(low), logit(high));
        result.kind = DistributionKind::logit_normal;
        return result;
    }
    if (low > 0.0 && high > 0.0) {
        return {.kind = DistributionKind::lognormal,
                .a = math::sqrt(low) * math::sqrt(high),
                .b = math::log(high / low) / (2.0 * central_90_deviations)};
    }
    return normal_between(low, high);
}

std::optional<std::string> check_interval(double low, double high, IntervalSupport support) {
    if (auto fault = check_ends(low, high)) {
        return fault;
    }
    if (support == IntervalSupport::zero_to_one && !(low > 0.0 && high < 1.0)) {
        return fmt::format(
            "both ends of an interval in 0..1 must lie strictly inside it, and {} to {} does not",
            low,
            high);
    }
    return std::nullopt;
}

}  // namespace entente::math

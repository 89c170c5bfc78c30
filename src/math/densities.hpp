// SPDX-License-Identifier: Apache-2.0
// Log densities and log chances of observations, over Lanes<N> (per instruction set, see
// math/lanes.hpp): what a likelihood adds up. An observation is the same for all members, so counts
// and categories are plain numbers, and the parameters are lanes. Made of our own logarithm and
// exponential: the same bits for every width and every machine.
//
// An observation outside the support gives -infinity; a parameter outside its range, or NaN, gives
// NaN. Errors are below 1e-13 absolute for parameters and observations up to 1e3, and grow with
// their logarithms' sums beyond, unless said otherwise.
#pragma once

#include "math/counts.hpp"
#include "math/gamma.hpp"
#include "math/vector.hpp"

namespace entente::math {
inline namespace ENTENTE_ISA {

namespace detail {

// Counts up to this are summed factor by factor; greater ones take Loader's saddle point form.
inline constexpr double largest_plain_count = 256.0;

ENTENTE_INLINE bool is_count(double x) { return x >= 0.0 && floor(x) == x && x < 0x1p53; }

// `value` where `valid`, otherwise NaN.
template <int N>
ENTENTE_INLINE Lanes<N> if_valid(Mask<N> valid, Lanes<N> value) {
    return select(valid, value, Lanes<N>(not_a_number));
}

template <int N>
ENTENTE_INLINE Mask<N> positive(Lanes<N> x) {
    return (x > Lanes<N>(0.0)) & (x < Lanes<N>(infinity));
}

// x log y, and 0 for x = 0 whatever y.
template <int N>
ENTENTE_INLINE Lanes<N> times_log(double x, Lanes<N> y) {
    return x == 0.0 ? Lanes<N>(0.0) : x * log(y);
}

// log(x! ...) forms for great counts, one number at a time (Loader 2000), as in math/counts.hpp.
inline double poisson_far(double count, double mean) {
    return -deviance(count, mean) - stirling_error(count) - 0.5 * log(6.283185307179586477 * count);
}

inline double negative_binomial_far(double count, double mean, double size) {
    const double total = size + mean;
    const double all = count + size;
    const double of = deviance(size, all * (size / total)) + deviance(count, all * (mean / total));
    return stirling_error(all) - stirling_error(size) - stirling_error(count) - of +
           0.5 * log(size / (6.283185307179586477 * count * all));
}

// The same, lane by lane.
template <int N, class Density>
[[gnu::noinline]] Lanes<N> density_each(double count, Lanes<N> mean, Lanes<N> size, Density of) {
    double means[N];
    double sizes[N];
    double result[N];
    mean.store(means);
    size.store(sizes);
    for (int i = 0; i < N; ++i) {
        result[i] = means[i] > 0.0 && sizes[i] > 0.0 ? of(count, means[i], sizes[i]) : -infinity;
    }
    return Lanes<N>::load(result);
}

// log logistic(x), without loss in either tail.
template <int N>
ENTENTE_INLINE Lanes<N> log_logistic(Lanes<N> x) {
    using L = Lanes<N>;
    return select(x < L(0.0), x, L(0.0)) - log1p(exp(-abs(x)));
}

}  // namespace detail

/// Normal at x. deviation > 0.
template <int N>
inline Lanes<N> normal_log_density(Lanes<N> x, Lanes<N> mean, Lanes<N> deviation) {
    using L = Lanes<N>;
    const L z = (x - mean) / deviation;
    return detail::if_valid(detail::positive(deviation),
                            z * z * -0.5 - log(deviation) - detail::half_log_two_pi);
}

/// Lognormal at x > 0. median > 0, log_deviation > 0 (standard deviation of the logarithm).
template <int N>
inline Lanes<N> lognormal_log_density(double x, Lanes<N> median, Lanes<N> log_deviation) {
    using L = Lanes<N>;
    const Mask<N> valid = detail::positive(median) & detail::positive(log_deviation);
    if (!(x > 0.0)) {
        return detail::if_valid(valid, L(x <= 0.0 ? -detail::infinity : x));
    }
    const double place = log(x);
    return detail::if_valid(valid,
                            normal_log_density(L(place), log(median), log_deviation) - L(place));
}

/// Student's t at x, for a scale > 0 and degrees of freedom > 0 (up to 1e6, beyond which the gamma
/// functions cancel).
template <int N>
inline Lanes<N> student_t_log_density(Lanes<N> x,
                                      Lanes<N> location,
                                      Lanes<N> scale,
                                      Lanes<N> freedom) {
    using L = Lanes<N>;
    const L t = (x - location) / scale;
    const L half = freedom * 0.5;
    const L front = log_gamma(half + 0.5) - log_gamma(half) -
                    0.5 * log(freedom * 3.14159265358979323846) - log(scale);
    return detail::if_valid(detail::positive(scale) & detail::positive(freedom),
                            front - (half + 0.5) * log1p(t * t / freedom));
}

/// Beta at x with 0 < x < 1; alpha, beta > 0. At 0 and 1 themselves -infinity, whatever the
/// density's limit: an observed share is strictly between.
template <int N>
inline Lanes<N> beta_log_density(double x, Lanes<N> alpha, Lanes<N> beta) {
    using L = Lanes<N>;
    const Mask<N> valid = detail::positive(alpha) & detail::positive(beta);
    if (!(x > 0.0 && x < 1.0)) {
        return detail::if_valid(valid, L(x == x ? -detail::infinity : x));
    }
    return detail::if_valid(
        valid, (alpha - 1.0) * L(log(x)) + (beta - 1.0) * L(log1p(-x)) - log_beta(alpha, beta));
}

/// Poisson count; mean >= 0. A great count (above 256) to 1e-12 of itself.
template <int N>
inline Lanes<N> poisson_log_chance(double count, Lanes<N> mean) {
    using L = Lanes<N>;
    const Mask<N> valid = (mean >= L(0.0)) & (mean < L(detail::infinity));
    if (!detail::is_count(count)) {
        return detail::if_valid(valid, L(-detail::infinity));
    }
    if (count > detail::largest_plain_count) {
        return detail::if_valid(
            valid, detail::density_each(count, mean, L(1.0), [](double n, double m, double) {
                return detail::poisson_far(n, m);
            }));
    }
    return detail::if_valid(valid, detail::times_log(count, mean) - mean - L(log_factorial(count)));
}

/// Negative binomial count with variance mean + mean^2 / size; mean >= 0, size > 0, up to 1e300
/// (the Poisson limit is met without loss):
///
///     log gamma(n + k) - log gamma(k) - log n! + k log(k / (k + m)) + n log(m / (k + m))
///
/// with log gamma(n + k) - log gamma(k) as a product of n factors, up to 256.
template <int N>
inline Lanes<N> negative_binomial_log_chance(double count, Lanes<N> mean, Lanes<N> size) {
    using L = Lanes<N>;
    const Mask<N> valid = (mean >= L(0.0)) & (mean < L(detail::infinity)) & detail::positive(size);
    if (!detail::is_count(count)) {
        return detail::if_valid(valid, L(-detail::infinity));
    }
    if (count > detail::largest_plain_count) {
        return detail::if_valid(
            valid, detail::density_each(count, mean, size, [](double n, double m, double k) {
                return k >= poisson_size ? detail::poisson_far(n, m)
                                         : detail::negative_binomial_far(n, m, k);
            }));
    }
    // Four factors at a time: each lies within 1e-75 and 1e75 for all but absurd parameters.
    const L inverse = 1.0 / (size + mean);
    L sum = detail::times_log(count, mean) - size * log1p(mean / size) - L(log_factorial(count));
    for (double begin = 0.0; begin < count; begin += 4.0) {
        L product = 1.0;
        for (double j = begin; j < begin + 4.0 && j < count; j += 1.0) {
            product = product * ((size + j) * inverse);
        }
        sum = sum + log(product);
    }
    return detail::if_valid(valid, sum);
}

/// 0 or 1; chance of 1 in 0..1.
template <int N>
inline Lanes<N> bernoulli_log_chance(double outcome, Lanes<N> chance) {
    using L = Lanes<N>;
    const Mask<N> valid = (chance >= L(0.0)) & (chance <= L(1.0));
    if (outcome == 1.0) {
        return detail::if_valid(valid, log(chance));
    }
    return detail::if_valid(valid, outcome == 0.0 ? log1p(-chance) : L(-detail::infinity));
}

/// `count` of `trials`, chance drawn from Beta(alpha, beta); alpha, beta > 0.
template <int N>
inline Lanes<N> beta_binomial_log_chance(double count,
                                         double trials,
                                         Lanes<N> alpha,
                                         Lanes<N> beta) {
    using L = Lanes<N>;
    const Mask<N> valid = detail::positive(alpha) & detail::positive(beta);
    if (!detail::is_count(count) || !detail::is_count(trials) || count > trials) {
        return detail::if_valid(valid, L(-detail::infinity));
    }
    const double ways =
        log_factorial(trials) - log_factorial(count) - log_factorial(trials - count);
    return detail::if_valid(
        valid, ways + log_beta(alpha + count, beta + (trials - count)) - log_beta(alpha, beta));
}

/// Category 0..cut_count of an ordered logit: logistic(cuts[c] - place) - logistic(cuts[c - 1] -
/// place), the cuts rising. Without loss however small the chance.
template <int N>
inline Lanes<N> ordered_logit_log_chance(int category,
                                         const Lanes<N>* cuts,
                                         int cut_count,
                                         Lanes<N> place) {
    using L = Lanes<N>;
    if (category < 0 || category > cut_count || cut_count < 1) {
        return -detail::infinity;
    }
    Mask<N> valid = place == place;
    for (int i = 1; i < cut_count; ++i) {
        valid = valid & (cuts[i - 1] < cuts[i]);
    }
    if (category == 0) {
        return detail::if_valid(valid, detail::log_logistic(cuts[0] - place));
    }
    if (category == cut_count) {
        return detail::if_valid(valid, detail::log_logistic(place - cuts[cut_count - 1]));
    }
    // s(b) - s(a) = (1 - e^(a - b)) s(b) s(-a).
    const L a = cuts[category - 1];
    const L b = cuts[category];
    return detail::if_valid(
        valid,
        log(-expm1(a - b)) + detail::log_logistic(b - place) + detail::log_logistic(place - a));
}

inline double normal_log_density(double x, double mean, double deviation) {
    return normal_log_density(Lanes<1>(x), Lanes<1>(mean), Lanes<1>(deviation)).v;
}

inline double lognormal_log_density(double x, double median, double log_deviation) {
    return lognormal_log_density(x, Lanes<1>(median), Lanes<1>(log_deviation)).v;
}

inline double student_t_log_density(double x, double location, double scale, double freedom) {
    return student_t_log_density(
               Lanes<1>(x), Lanes<1>(location), Lanes<1>(scale), Lanes<1>(freedom))
        .v;
}

inline double beta_log_density(double x, double alpha, double beta) {
    return beta_log_density(x, Lanes<1>(alpha), Lanes<1>(beta)).v;
}

inline double poisson_log_chance(double count, double mean) {
    return poisson_log_chance(count, Lanes<1>(mean)).v;
}

inline double negative_binomial_log_chance(double count, double mean, double size) {
    return negative_binomial_log_chance(count, Lanes<1>(mean), Lanes<1>(size)).v;
}

inline double bernoulli_log_chance(double outcome, double chance) {
    return bernoulli_log_chance(outcome, Lanes<1>(chance)).v;
}

inline double beta_binomial_log_chance(double count, double trials, double alpha, double beta) {
    return beta_binomial_log_chance(count, trials, Lanes<1>(alpha), Lanes<1>(beta)).v;
}

}  // namespace ENTENTE_ISA
}  // namespace entente::math

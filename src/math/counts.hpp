// SPDX-License-Identifier: Apache-2.0
// Counts by inversion over Lanes<N> (per instruction set, see math/lanes.hpp). Each takes one
// uniform u in (0, 1) and returns the least n with F(n) >= u, so it is non-decreasing in u and two
// futures that share u stay coupled. F is summed term by term, to 1e-12 of itself or better: from 0
// where the chance of 0 is above e^-45, otherwise, one lane at a time, from the n below which less
// than 1e-19 lies. Time grows with the standard deviation: about 10 ns for a mean of 1, 50 µs for
// one of 1e6.
//
// A NaN or impossible parameter, and one beyond the limits, gives NaN.
#pragma once

#include "math/vector.hpp"

namespace entente::math {
inline namespace ENTENTE_ISA {

/// The largest mean of a count: the inversion sums terms one by one.
inline constexpr double largest_count_mean = 1e6;

/// The largest standard deviation of a count, for the same reason.
inline constexpr double largest_count_deviation = 1e5;

/// From this size on the negative binomial is taken as Poisson: their difference is below 1e-6 of
/// the variance even at the largest mean.
inline constexpr double poisson_size = 1e12;

namespace detail {

// Start at 0 while -log F(0) is at most this; e^-45 = 3e-20 is far below the least uniform.
inline constexpr double direct_limit = 45.0;

// What Stirling's formula misses of log n!: log n! - (n + 1/2) log n + n - log(2 pi) / 2.
inline double stirling_error(double n) {
    double shift = 0.0;
    while (n < 16.0) {
        shift = shift + (n + 0.5) * log1p(1.0 / n) - 1.0;
        n = n + 1.0;
    }
    const double square = 1.0 / (n * n);
    const double series =
        1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680)));
    return shift + series / n;
}

// n log(n / m) + m - n without cancellation, for n >= 0, m > 0 (Loader's bd0, 2000).
inline double deviance(double n, double m) {
    if (n <= 0.0) {
        return m;
    }
    const double gap = n - m;
    if (abs(gap) >= 0.1 * (n + m)) {
        return n * log(n / m) - gap;
    }
    double v = gap / (n + m);
    double sum = gap * v;
    double term = 2.0 * n * v;
    v = v * v;
    for (int j = 3; j < 60; j += 2) {
        term = term * v;
        const double next = sum + term / j;
        if (next == sum) {
            break;
        }
        sum = next;
    }
    return sum;
}

// The last n below the mean whose deviance is still above the limit; 0 if that is small.
template <class Deviance>
inline double count_start(double mean, Deviance of) {
    double low = 0.0;
    double high = floor(mean);
    while (high - low > 1.0) {
        const double middle = floor(0.5 * (low + high));
        if (of(middle) >= direct_limit) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low < 16.0 ? 0.0 : low;
}

inline double poisson_large(double u, double mean) {
    double n = count_start(mean, [mean](double k) { return deviance(k, mean); });
    double term = n == 0.0
                      ? exp(-mean)
                      : exp(-deviance(n, mean) - stirling_error(n)) / sqrt(6.283185307179586 * n);
    double sum = term;
    double last = 0.0;
    while (u > sum && sum > last) {
        n = n + 1.0;
        last = sum;
        term = term * (mean / n);
        sum = sum + term;
    }
    return n;
}

inline double negative_binomial_large(double u, double mean, double size) {
    const double total = size + mean;
    const double share = mean / total;
    const double rest = size / total;
    const auto of = [=](double k) {
        return deviance(size, (k + size) * rest) + deviance(k, (k + size) * share);
    };
    double n = count_start(mean, of);
    // Loader's saddle point form of the first term.
    double term =
        n == 0.0
            ? exp(-size * log1p(mean / size))
            : exp(stirling_error(n + size) - stirling_error(size) - stirling_error(n) - of(n)) *
                  sqrt(size / (6.283185307179586 * n * (n + size)));
    double sum = term;
    double last = 0.0;
    while (u > sum && sum > last) {
        n = n + 1.0;
        last = sum;
        term = term * ((size + (n - 1.0)) * (share / n));
        sum = sum + term;
    }
    return n;
}

// Lane by lane where `chosen`, the others as they are.
template <int N, class Draw>
[[gnu::noinline]] Lanes<N> count_each(
    Lanes<N> u, Lanes<N> mean, Lanes<N> size, Lanes<N> others, unsigned chosen, Draw draw) {
    double us[N];
    double means[N];
    double sizes[N];
    double result[N];
    u.store(us);
    mean.store(means);
    size.store(sizes);
    others.store(result);
    for (int i = 0; i < N; ++i) {
        if ((chosen >> i & 1U) != 0U) {
            result[i] = draw(us[i], means[i], sizes[i]);
        }
    }
    return Lanes<N>::load(result);
}

}  // namespace detail

/// A Poisson count. mean in 0..1e6.
template <int N>
inline Lanes<N> poisson(Lanes<N> u, Lanes<N> mean) {
    using L = Lanes<N>;
    const L zero = 0.0;
    const Mask<N> valid = (mean >= zero) & (mean <= L(largest_count_mean)) & (u == u);
    const Mask<N> direct = valid & (mean <= L(detail::direct_limit));
    const L rate = select(direct, mean, zero);
    L term = exp(-rate);
    L sum = term;
    L count = zero;
    L last = zero;
    for (double n = 1.0;; n += 1.0) {
        // A sum that no longer grows has reached all uniforms but the few it cannot tell apart.
        const Mask<N> more = (u > sum) & (sum > last);
        if (!any(more)) {
            break;
        }
        count = select(more, L(n), count);
        last = sum;
        term = term * (rate * L(1.0 / n));
        sum = sum + term;
    }
    count = select(valid, count, L(detail::not_a_number));
    const unsigned large = lane_bits(valid & !direct);
    if (large == 0U) [[likely]] {
        return count;
    }
    return detail::count_each(u, mean, mean, count, large, [](double v, double m, double) {
        return detail::poisson_large(v, m);
    });
}

/// A negative binomial count with the given mean and size (variance mean + mean^2 / size).
/// mean in 0..1e6, size > 0, standard deviation at most 1e5.
template <int N>
inline Lanes<N> negative_binomial(Lanes<N> u, Lanes<N> mean, Lanes<N> size) {
    using L = Lanes<N>;
    const L zero = 0.0;
    const L variance = mean + mean * (mean / size);
    const Mask<N> as_poisson = size >= L(poisson_size);
    const Mask<N> valid = (mean >= zero) & (mean <= L(largest_count_mean)) & (size > zero) &
                          (u == u) &
                          (variance <= L(largest_count_deviation * largest_count_deviation));
    // Neutral values in lanes that are not summed here keep the logarithm quiet.
    const Mask<N> plain = valid & !as_poisson;
    const L mean_1 = select(plain, mean, zero);
    const L size_1 = select(plain, size, L(1.0));
    const L depth = size_1 * log1p(mean_1 / size_1);
    const Mask<N> direct = plain & (depth <= L(detail::direct_limit));
    const L rate = select(direct, mean_1, zero);
    const L share = rate / (size_1 + rate);
    L term = select(direct, exp(-depth), L(1.0));
    L sum = term;
    L count = zero;
    L last = zero;
    for (double n = 1.0;; n += 1.0) {
        // A sum that no longer grows has reached all uniforms but the few it cannot tell apart.
        const Mask<N> more = (u > sum) & (sum > last);
        if (!any(more)) {
            break;
        }
        count = select(more, L(n), count);
        last = sum;
        term = term * ((size_1 + (n - 1.0)) * (share * L(1.0 / n)));
        sum = sum + term;
    }
    count = select(valid, count, L(detail::not_a_number));
    const unsigned rare = lane_bits(valid & !direct);
    if (rare == 0U) [[likely]] {
        return count;
    }
    return detail::count_each(u, mean, size, count, rare, [](double v, double m, double k) {
        if (k >= poisson_size) {
            return poisson(Lanes<1>(v), Lanes<1>(m)).v;
        }
        return detail::negative_binomial_large(v, m, k);
    });
}

/// 1 with chance p, otherwise 0: the least n with F(n) >= u, so 1 where u > 1 - p. p in 0..1.
template <int N>
inline Lanes<N> bernoulli(Lanes<N> u, Lanes<N> p) {
    using L = Lanes<N>;
    const Mask<N> valid = (p >= L(0.0)) & (p <= L(1.0)) & (u == u);
    const L hit = select(u > 1.0 - p, L(1.0), L(0.0));
    return select(valid, hit, L(detail::not_a_number));
}

inline double poisson(double u, double mean) { return poisson(Lanes<1>(u), Lanes<1>(mean)).v; }

inline double negative_binomial(double u, double mean, double size) {
    return negative_binomial(Lanes<1>(u), Lanes<1>(mean), Lanes<1>(size)).v;
}

inline double bernoulli(double u, double p) { return bernoulli(Lanes<1>(u), Lanes<1>(p)).v; }

}  // namespace ENTENTE_ISA
}  // namespace entente::math

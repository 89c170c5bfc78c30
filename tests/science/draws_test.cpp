// SPDX-License-Identifier: Apache-2.0
// Whether draws follow their distributions. What: uniforms, normals, Poisson, negative binomial and
// Bernoulli counts, drawn as a model draws them. Against: textbook moments and distribution
// functions, those of counts from Boost.Math. Tolerance: seeds are fixed, so a pass is a pass for
// ever; the limits are 4.5 standard errors for moments (chance 7e-6 each for a right sampler), the
// 1e-5 point of Kolmogorov's statistic, and 5 deviations of chi-square.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <boost/math/distributions/negative_binomial.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <doctest/doctest.h>

#include "math/counts.hpp"
#include "math/normal.hpp"
#include "math/random.hpp"

using namespace entente;

namespace {

constexpr std::uint64_t seed = 20060100;
constexpr math::Site place = math::site("test of draws");
constexpr std::size_t draws = 60000;

// Members by months, as a run draws.
std::vector<double> uniforms(math::Site where = place, std::uint64_t from_seed = seed) {
    std::vector<double> us;
    us.reserve(draws);
    for (std::uint32_t member = 0; member < draws / 100; ++member) {
        for (std::int32_t month = -50; month < 50; ++month) {
            us.push_back(math::uniform(from_seed, member, month, where));
        }
    }
    return us;
}

struct Moments {
    double mean, variance, skewness, kurtosis;
};

Moments moments(const std::vector<double>& xs) {
    const auto n = static_cast<double>(xs.size());
    double sum = 0.0;
    for (const double x : xs) sum += x;
    const double mean = sum / n;
    double second = 0.0;
    double third = 0.0;
    double fourth = 0.0;
    for (const double x : xs) {
        const double d = x - mean;
        second += d * d;
        third += d * d * d;
        fourth += d * d * d * d;
    }
    const double variance = second / n;
    return {
        mean, variance, third / n / std::pow(variance, 1.5), fourth / n / (variance * variance)};
}

// sqrt(n) times Kolmogorov's distance from the uniform; above 2.47 with chance 1e-5.
double kolmogorov(std::vector<double> us) {
    std::sort(us.begin(), us.end());
    const auto n = static_cast<double>(us.size());
    double distance = 0.0;
    for (std::size_t i = 0; i < us.size(); ++i) {
        const auto rank = static_cast<double>(i);
        distance = std::max({distance, us[i] - rank / n, (rank + 1.0) / n - us[i]});
    }
    return std::sqrt(n) * distance;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
    const Moments ma = moments(a);
    const Moments mb = moments(b);
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - ma.mean) * (b[i] - mb.mean);
    return sum / static_cast<double>(a.size()) / std::sqrt(ma.variance * mb.variance);
}

// How many deviations chi-square lies above its mean, cells pooled to at least 10 expected.
template <class Chance>
double chi_square_excess(const std::vector<double>& counts, Chance chance) {
    std::vector<double> seen(
        static_cast<std::size_t>(*std::max_element(counts.begin(), counts.end())) + 1);
    for (const double count : counts) seen[static_cast<std::size_t>(count)] += 1.0;
    const auto n = static_cast<double>(counts.size());
    double statistic = 0.0;
    double cells = -1.0;
    double pooled_seen = 0.0;
    double pooled_expected = 0.0;
    double expected_so_far = 0.0;
    for (std::size_t k = 0; k < seen.size(); ++k) {
        const double expected = n * chance(static_cast<double>(k));
        pooled_seen += seen[k];
        pooled_expected += expected;
        expected_so_far += expected;
        const bool last = k + 1 == seen.size() || n - expected_so_far < 10.0;
        if (last) {
            for (std::size_t j = k + 1; j < seen.size(); ++j) pooled_seen += seen[j];
            pooled_expected += n - expected_so_far;
        }
        if (pooled_expected >= 10.0 || last) {
            const double gap = pooled_seen - pooled_expected;
            statistic += gap * gap / pooled_expected;
            cells += 1.0;
            pooled_seen = pooled_expected = 0.0;
        }
        if (last) break;
    }
    return (statistic - cells) / std::sqrt(2.0 * cells);
}

template <class Distribution>
void check_inversion(const Distribution& of, double u, double count) {
    CAPTURE(u);
    CAPTURE(count);
    // F(n - 1) < u <= F(n), to the accuracy promised.
    CHECK(cdf(of, count) >= u * (1.0 - 1e-12) - 1e-15);
    if (count > 0.0) CHECK(cdf(of, count - 1.0) <= u * (1.0 + 1e-12) + 1e-15);
}

using Poisson = boost::math::poisson_distribution<double>;
using NegativeBinomial = boost::math::negative_binomial_distribution<double>;

}  // namespace

TEST_CASE("uniforms are uniform") {
    const auto us = uniforms();
    const Moments m = moments(us);
    const double root = std::sqrt(static_cast<double>(draws));
    CHECK(std::fabs(m.mean - 0.5) < 4.5 * std::sqrt(1.0 / 12.0) / root);
    CHECK(std::fabs(m.variance - 1.0 / 12.0) < 4.5 * std::sqrt(1.0 / 180.0) / root);
    CHECK(kolmogorov(us) < 2.47);
    // All 52 bits: the low ones are as even as the high ones.
    std::vector<double> low;
    for (const double u : us) low.push_back(std::fmod(u * 0x1p26, 1.0));
    CHECK(kolmogorov(low) < 2.47);
}

TEST_CASE("neighbouring members, months, sites and seeds are uncorrelated") {
    const auto us = uniforms();
    const double limit = 4.5 / std::sqrt(static_cast<double>(draws));
    std::vector<double> next_month(us.begin() + 1, us.end());
    next_month.push_back(us.front());
    std::vector<double> next_member(us.begin() + 100, us.end());
    next_member.insert(next_member.end(), us.begin(), us.begin() + 100);
    CHECK(std::fabs(correlation(us, next_month)) < limit);
    CHECK(std::fabs(correlation(us, next_member)) < limit);
    CHECK(std::fabs(correlation(us, uniforms(place + 1))) < limit);
    CHECK(std::fabs(correlation(us, uniforms(place, seed + 1))) < limit);
}

TEST_CASE("normals are normal") {
    std::vector<double> xs;
    std::vector<double> back;
    for (const double u : uniforms()) {
        xs.push_back(math::normal_quantile(u));
        back.push_back(0.5 * std::erfc(-xs.back() / std::sqrt(2.0)));
    }
    const Moments m = moments(xs);
    const double root = std::sqrt(static_cast<double>(draws));
    CHECK(std::fabs(m.mean) < 4.5 / root);
    CHECK(std::fabs(m.variance - 1.0) < 4.5 * std::sqrt(2.0) / root);
    CHECK(std::fabs(m.skewness) < 4.5 * std::sqrt(6.0) / root);
    CHECK(std::fabs(m.kurtosis - 3.0) < 4.5 * std::sqrt(24.0) / root);
    CHECK(kolmogorov(back) < 2.47);
    // The tails: beyond 3 lie 0.27 %.
    double beyond = 0.0;
    for (const double x : xs) beyond += std::fabs(x) > 3.0 ? 1.0 : 0.0;
    const double expected = 0.0026997960632601866 * static_cast<double>(draws);
    CHECK(std::fabs(beyond - expected) < 4.5 * std::sqrt(expected));
}

TEST_CASE("Poisson counts are Poisson") {
    for (const double mean : {0.02, 0.9, 7.0, 44.0, 46.0, 400.0}) {
        CAPTURE(mean);
        std::vector<double> counts;
        for (const double u : uniforms()) counts.push_back(math::poisson(u, mean));
        const Moments m = moments(counts);
        const auto n = static_cast<double>(draws);
        CHECK(std::fabs(m.mean - mean) < 4.5 * std::sqrt(mean / n));
        const double fourth = mean * (1.0 + 3.0 * mean);
        CHECK(std::fabs(m.variance - mean) < 4.5 * std::sqrt((fourth - mean * mean) / n));
        const Poisson of(mean);
        CHECK(chi_square_excess(counts, [&](double k) { return pdf(of, k); }) < 5.0);
    }
}

TEST_CASE("negative binomial counts are negative binomial") {
    struct Case {
        double mean, size;
    };

    for (const Case c : {Case{0.8, 0.5},
                         Case{3.0, 2.0},
                         Case{20.0, 1.0},
                         Case{60.0, 100.0},
                         Case{300.0, 30.0},
                         Case{500.0, 5000.0}}) {
        CAPTURE(c.mean);
        CAPTURE(c.size);
        std::vector<double> counts;
        for (const double u : uniforms()) {
            counts.push_back(math::negative_binomial(u, c.mean, c.size));
        }
        const Moments m = moments(counts);
        const double variance = c.mean + c.mean * c.mean / c.size;
        const auto n = static_cast<double>(draws);
        CHECK(std::fabs(m.mean - c.mean) < 4.5 * std::sqrt(variance / n));
        const double excess = 6.0 / c.size + 1.0 / variance;
        CHECK(std::fabs(m.variance - variance) < 4.5 * variance * std::sqrt((2.0 + excess) / n));
        const NegativeBinomial of(c.size, c.size / (c.size + c.mean));
        CHECK(chi_square_excess(counts, [&](double k) { return pdf(of, k); }) < 5.0);
    }
}

TEST_CASE("counts invert their distribution functions exactly, into the tails") {
    std::vector<double> us = {0x1p-53, 1e-12, 1e-6, 1.0 - 1e-6, 1.0 - 1e-12};
    for (std::uint32_t i = 0; i < 60; ++i) us.push_back(math::uniform(seed, i, 0, place));
    for (const double u : us) {
        for (const double mean : {0.1, 3.0, 44.9, 45.1, 90.0, 700.0, 3e4, 1e6}) {
            CAPTURE(mean);
            check_inversion(Poisson(mean), u, math::poisson(u, mean));
        }
        for (const double mean : {0.1, 5.0, 90.0, 2000.0}) {
            for (const double size : {0.3, 4.0, 20.0, 60.0, 3000.0}) {
                CAPTURE(mean);
                CAPTURE(size);
                check_inversion(NegativeBinomial(size, size / (size + mean)),
                                u,
                                math::negative_binomial(u, mean, size));
            }
        }
    }
}

TEST_CASE("a Bernoulli draw hits as often as its chance says") {
    for (const double chance : {0.003, 0.4, 0.97}) {
        double hits = 0.0;
        for (const double u : uniforms()) hits += math::bernoulli(u, chance);
        const auto n = static_cast<double>(draws);
        CHECK(std::fabs(hits / n - chance) < 4.5 * std::sqrt(chance * (1.0 - chance) / n));
    }
}

TEST_CASE("counts never fall when u or the mean rises, so paired futures stay coupled") {
    std::vector<double> us = uniforms();
    us.resize(2000);
    std::sort(us.begin(), us.end());
    for (const double mean : {0.5, 12.0, 44.99, 200.0}) {
        double last = 0.0;
        for (const double u : us) {
            const double count = math::poisson(u, mean);
            CHECK(count >= last);
            CHECK(math::poisson(u, mean * 1.1) >= count);
            CHECK(math::negative_binomial(u, mean * 1.1, 5.0) >=
                  math::negative_binomial(u, mean, 5.0));
            CHECK(math::bernoulli(u, 0.4) >= math::bernoulli(u, 0.3));
            last = count;
        }
        double last_nb = 0.0;
        for (const double u : us) {
            const double count = math::negative_binomial(u, mean, 5.0);
            CHECK(count >= last_nb);
            last_nb = count;
        }
    }
}

TEST_CASE("the difference of two coupled counts varies less than that of two free ones") {
    std::vector<double> coupled;
    std::vector<double> free;
    const auto us = uniforms();
    const auto others = uniforms(place + 7);
    for (std::size_t i = 0; i < us.size(); ++i) {
        const double base = math::poisson(us[i], 1.0);
        coupled.push_back(math::poisson(us[i], 1.2) - base);
        free.push_back(math::poisson(others[i], 1.2) - base);
    }
    // Free: 1.0 + 1.2. Coupled by inversion the difference is 0 or 1, with mean 0.2.
    CHECK(moments(free).variance == doctest::Approx(2.2).epsilon(0.03));
    CHECK(moments(coupled).variance < 0.2);
}

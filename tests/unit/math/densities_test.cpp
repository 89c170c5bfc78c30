// SPDX-License-Identifier: Apache-2.0
// References in long double from Boost.Math, and sums over whole supports.
#include "math/densities.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/negative_binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <doctest/doctest.h>

using namespace entente;
namespace reference = boost::math;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

// Wide, and without exceptions at the edges of double precision.
using Wide = long double;

void check_near(double ours, Wide density) {
    CHECK(std::fabs(ours - static_cast<double>(std::log(density))) <
          1e-13 * std::max(1.0, std::fabs(ours)));
}

double ordered(int category, const std::vector<double>& cuts, double place) {
    std::vector<math::Lanes<1>> lanes(cuts.begin(), cuts.end());
    return math::ordered_logit_log_chance(
               category, lanes.data(), static_cast<int>(lanes.size()), math::Lanes<1>(place))
        .v;
}

}  // namespace

TEST_CASE("continuous log densities are those of Boost") {
    for (const double x : {-3.0, 0.1, 0.25, 0.7, 0.99, 2.0, 40.0}) {
        check_near(math::normal_log_density(x, 1.5, 0.8),
                   reference::pdf(reference::normal_distribution<Wide>(1.5L, Wide(0.8)), Wide(x)));
        for (const double freedom : {0.7, 4.0, 30.0}) {
            check_near(math::student_t_log_density(x, 1.5, 0.8, freedom),
                       reference::pdf(reference::students_t_distribution<Wide>(freedom),
                                      (Wide(x) - 1.5L) / Wide(0.8)) /
                           Wide(0.8));
        }
        if (x > 0.0) {
            check_near(
                math::lognormal_log_density(x, 2.5, 0.4),
                reference::pdf(reference::lognormal_distribution<Wide>(std::log(2.5L), Wide(0.4)),
                               Wide(x)));
        }
        if (x > 0.0 && x < 1.0) {
            check_near(math::beta_log_density(x, 160.0, 40.0),
                       reference::pdf(reference::beta_distribution<Wide>(160.0L, 40.0L), Wide(x)));
            check_near(
                math::beta_log_density(x, 0.5, 0.3),
                reference::pdf(reference::beta_distribution<Wide>(0.5L, Wide(0.3)), Wide(x)));
        }
    }
}

TEST_CASE("counts have the log chances of Boost, few and many") {
    for (const double count : {0.0, 1.0, 5.0, 17.0, 255.0, 256.0, 257.0, 1000.0}) {
        for (const double mean : {0.02, 1.2, 30.0, 300.0, 900.0}) {
            const Wide poisson =
                reference::pdf(reference::poisson_distribution<Wide>(mean), Wide(count));
            if (poisson > 1e-4000L) {
                check_near(math::poisson_log_chance(count, mean), poisson);
            }
            for (const double size : {0.3, 1.5, 80.0}) {
                const Wide share = Wide(size) / (Wide(size) + Wide(mean));
                check_near(math::negative_binomial_log_chance(count, mean, size),
                           reference::pdf(
                               reference::negative_binomial_distribution<Wide>(Wide(size), share),
                               Wide(count)));
            }
        }
    }
}

TEST_CASE("the negative binomial has the values of the flagship's table") {
    // NB(mean 1.2, size 1.5): flagship.md section 4.6, log scores.
    CHECK(-math::negative_binomial_log_chance(0.0, 1.2, 1.5) ==
          doctest::Approx(0.881680).epsilon(1e-6));
    CHECK(-math::negative_binomial_log_chance(1.0, 1.2, 1.5) ==
          doctest::Approx(1.287145).epsilon(1e-6));
    CHECK(-math::negative_binomial_log_chance(5.0, 1.2, 1.5) ==
          doctest::Approx(3.940479).epsilon(1e-6));
}

TEST_CASE("a negative binomial of immense size is Poisson, without loss") {
    for (const double count : {0.0, 3.0, 200.0, 300.0}) {
        CHECK(math::negative_binomial_log_chance(count, 7.5, 1e15) ==
              doctest::Approx(math::poisson_log_chance(count, 7.5)).epsilon(1e-12));
    }
}

TEST_CASE("chances sum to 1") {
    double poisson = 0.0;
    double negative_binomial = 0.0;
    double beta_binomial = 0.0;
    for (int n = 0; n <= 2000; ++n) {
        poisson += std::exp(math::poisson_log_chance(n, 250.0));
        negative_binomial += std::exp(math::negative_binomial_log_chance(n, 40.0, 2.5));
    }
    for (int n = 0; n <= 100; ++n) {
        beta_binomial += std::exp(math::beta_binomial_log_chance(n, 100.0, 3.5, 0.8));
    }
    CHECK(poisson == doctest::Approx(1.0).epsilon(1e-12));
    CHECK(negative_binomial == doctest::Approx(1.0).epsilon(1e-12));
    CHECK(beta_binomial == doctest::Approx(1.0).epsilon(1e-12));
    const std::vector<double> cuts = {-1.0, 0.5, 2.0};
    double ordered_sum = 0.0;
    for (int category = 0; category <= 3; ++category) {
        ordered_sum += std::exp(ordered(category, cuts, 0.3));
    }
    CHECK(ordered_sum == doctest::Approx(1.0).epsilon(1e-14));
}

TEST_CASE("a beta binomial with flat beta gives every count the same chance") {
    for (int n = 0; n <= 12; ++n) {
        CHECK(math::beta_binomial_log_chance(n, 12.0, 1.0, 1.0) ==
              doctest::Approx(-std::log(13.0)).epsilon(1e-13));
    }
}

TEST_CASE("an ordered logit keeps tiny chances") {
    // s(1) - s(-1) for a middle category; e^-60 (1 - e^-1) far out.
    CHECK(ordered(1, {-1.0, 1.0}, 0.0) == doctest::Approx(std::log(0.46211715726000975)));
    CHECK(ordered(1, {59.0, 60.0}, 0.0) ==
          doctest::Approx(-59.0 + std::log(-std::expm1(-1.0))).epsilon(1e-13));
    CHECK(ordered(0, {-700.0, 0.0}, 100.0) == doctest::Approx(-800.0));
    CHECK(ordered(4, {0.0, 1.0}, 0.0) == -infinite);
    CHECK(std::isnan(ordered(1, {1.0, 0.0}, 0.0)));
}

TEST_CASE("what cannot be observed has no chance") {
    CHECK(math::poisson_log_chance(1.5, 2.0) == -infinite);
    CHECK(math::poisson_log_chance(-1.0, 2.0) == -infinite);
    CHECK(math::poisson_log_chance(3.0, 0.0) == -infinite);
    CHECK(math::poisson_log_chance(300.0, 0.0) == -infinite);
    CHECK(math::poisson_log_chance(0.0, 0.0) == 0.0);
    CHECK(math::negative_binomial_log_chance(2.0, 0.0, 1.0) == -infinite);
    CHECK(math::negative_binomial_log_chance(0.0, 0.0, 1.0) == 0.0);
    CHECK(math::bernoulli_log_chance(1.0, 0.0) == -infinite);
    CHECK(math::bernoulli_log_chance(0.0, 0.0) == 0.0);
    CHECK(math::bernoulli_log_chance(0.5, 0.5) == -infinite);
    CHECK(math::bernoulli_log_chance(1.0, 0.25) == doctest::Approx(std::log(0.25)));
    CHECK(math::lognormal_log_density(0.0, 1.0, 1.0) == -infinite);
    CHECK(math::beta_log_density(1.0, 2.0, 2.0) == -infinite);
    CHECK(math::beta_binomial_log_chance(5.0, 4.0, 1.0, 1.0) == -infinite);
}

TEST_CASE("impossible parameters give NaN") {
    const double none = std::numeric_limits<double>::quiet_NaN();
    CHECK(std::isnan(math::normal_log_density(0.0, 0.0, 0.0)));
    CHECK(std::isnan(math::normal_log_density(0.0, none, 1.0)));
    CHECK(std::isnan(math::lognormal_log_density(1.0, -1.0, 1.0)));
    CHECK(std::isnan(math::student_t_log_density(0.0, 0.0, 1.0, 0.0)));
    CHECK(std::isnan(math::beta_log_density(0.5, 0.0, 1.0)));
    CHECK(std::isnan(math::poisson_log_chance(1.0, -1.0)));
    CHECK(std::isnan(math::poisson_log_chance(500.0, none)));
    CHECK(std::isnan(math::negative_binomial_log_chance(1.0, 1.0, 0.0)));
    CHECK(std::isnan(math::bernoulli_log_chance(1.0, 1.5)));
    CHECK(std::isnan(math::beta_binomial_log_chance(1.0, 2.0, 0.0, 1.0)));
}

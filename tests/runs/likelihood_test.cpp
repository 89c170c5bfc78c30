// SPDX-License-Identifier: Apache-2.0
// The likelihood of small models against sums worked out by hand.
#include "fit/likelihood.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "fit/errors.hpp"
#include "math/densities.hpp"
#include "math/normal_cdf.hpp"
#include "support/run_text.hpp"

namespace {

using namespace entente;
using doctest::Approx;

/// A model's likelihood with all it stands on.
struct Fitted {
    std::unique_ptr<test::LoadedText> loaded;
    fit::Targets targets;
    program::Program program;
    std::unique_ptr<fit::Likelihood> likelihood;

    explicit Fitted(const std::string& text, model::MonthWindow window = {{0}, {1000}}) {
        loaded = test::load_text(text);
        targets = fit::targets_of(loaded->model, loaded->data, window);
        program = *fit::compile(targets, loaded->data, 0, loaded->diagnostics);
        likelihood = std::make_unique<fit::Likelihood>(targets, program, fit::LikelihoodOptions{});
    }

    double at(const std::vector<double>& z) const {
        double value = 0;
        likelihood->evaluate(z, std::span(&value, 1));
        return value;
    }
};

const std::string head = R"(
model m "M" { time month from 2020-01 to 2022-12; step 1 month; forecast from 2022-01; omits "all else" }
unit USD "US dollar"
source judged "judged"
)";

}  // namespace

TEST_CASE("an annual mean of a let is held against its series, coordinate by coordinate") {
    const Fitted fitted(head + R"(
param level : USD/month ~ lognormal(100, 0.5) { grade D; source judged }
param idle : 1 ~ normal(0, 1) { grade D; source judged }
let trade : USD/month = level * (if time < 2021-01-01 then 1 else 2)
let nobody_sees : 1 = idle
data customs : USD/month each year from { 2020-01: 90, 2021-01: 250 } {
  observes average trade with lognormal(sd = 0.1); source judged
}
)");
    // What nothing observed depends on is no coordinate.
    REQUIRE(fitted.likelihood->dimension() == 1);
    CHECK(fitted.likelihood->coordinates()[0].name == "level");
    for (const double z : {-1.0, 0.0, 0.3, 2.0}) {
        const double level = 100 * std::exp(0.5 * z);
        const double wanted = math::lognormal_log_density(90, level, 0.1) +
                              math::lognormal_log_density(250, 2 * level, 0.1);
        CHECK(fitted.at({z}) == Approx(wanted).epsilon(1e-5));
        double value = 0;
        fitted.likelihood->quantities(std::vector{z}, std::span(&value, 1));
        CHECK(value == Approx(level).epsilon(1e-12));
    }
}

TEST_CASE("a recorded event is scored by its own law, month by month") {
    const Fitted fitted(head + R"(
param rate : 1/month ~ lognormal(1, 0.5) { grade D; source judged }
param size : 1 ~ lognormal(2, 0.3) { grade D; source judged }
event launches {
  recorded { 2020-02: 3, 2020-05: 1 } dates month complete through 2020-06
  count negative_binomial(rate = rate, size = size)
}
param chance : 1/month ~ lognormal(0.1, 0.5) { grade D; source judged }
event tests {
  recorded { 2020-03: 1 } dates month complete through 2020-04
  hazard chance
}
)");
    REQUIRE(fitted.likelihood->dimension() == 3);
    const double rate = std::exp(0.5 * 0.4);
    const double size = 2 * std::exp(0.3 * -1.0);
    const double chance = 0.1 * std::exp(0.5 * 1.5);
    double wanted = 0;
    for (const double count : {0.0, 3.0, 0.0, 0.0, 1.0, 0.0}) {
        wanted += math::negative_binomial_log_chance(count, rate, size);
    }
    wanted += -3 * chance + std::log(1 - std::exp(-chance));
    std::vector<double> z(3);
    for (std::size_t c = 0; c < 3; ++c) {
        const std::string& name = fitted.likelihood->coordinates()[c].name;
        z[c] = name == "rate" ? 0.4 : name == "size" ? -1.0 : 1.5;
    }
    CHECK(fitted.at(z) == Approx(wanted).epsilon(1e-5));
}

TEST_CASE("growth, closing stocks, persistent errors, shares and grades") {
    const Fitted fitted(head + R"(
param opening : USD ~ normal(100, 10) { grade D; source judged }
stock wealth : USD = opening { inflow grown = wealth * 0.02 [1/month] }
param p : 1 ~ normal(0.5, 0.1) { grade D; source judged }
let steady_share : 1 = p
data worth : USD each year from { 2020-01: 120 } { observes wealth with normal(sd = 5); source judged }
data pace : percent each year from { 2021-01: 25 } {
  observes growth wealth with student_t(sd = 2 percent, freedom = 4); source judged
}
data noisy : percent from { 2020-01: 55, 2020-02: 58, 2020-05: 50 } {
  observes steady_share with normal(sd = 4 percent, persistence = 0.6); source judged
}
data poll : percent from { 2020-03: 40 } { observes steady_share with beta(precision = 50); source judged }
data asked : 1 from { 2020-03: 0.4 } {
  observes steady_share with beta_binomial(precision = 50, trials = 10); source judged
}
data vote : 1 from { 2020-04: 1 } { observes steady_share with ordered(0, 1); source judged }
)");
    REQUIRE(fitted.likelihood->dimension() == 2);
    const double start = 105;
    const double p = 0.55;
    const double wealth_end = start * std::pow(1.02, 12);
    double wanted = math::normal_log_density(120, wealth_end, 5);
    wanted += math::student_t_log_density(25, 100 * (std::pow(1.02, 12) - 1), 2, 4);
    const double e1 = 55 - 100 * p;
    const double e2 = 58 - 100 * p;
    const double e3 = 50 - 100 * p;
    wanted += math::normal_log_density(e1, 0, 4);
    wanted += math::normal_log_density(e2, 0.6 * e1, 4 * std::sqrt(1 - 0.36));
    wanted += math::normal_log_density(e3, 0.216 * e2, 4 * std::sqrt(1 - 0.216 * 0.216));
    wanted += math::beta_log_density(0.4, 50 * p, 50 * (1 - p));
    wanted += math::beta_binomial_log_chance(4, 10, 50 * p, 50 * (1 - p));
    wanted += std::log(1 / (1 + std::exp(p - 1)) - 1 / (1 + std::exp(p)));
    std::vector<double> z(2);
    const bool first = fitted.likelihood->coordinates()[0].name == "opening";
    z[first ? 0 : 1] = 0.5;
    z[first ? 1 : 0] = 0.5;
    CHECK(fitted.at(z) == Approx(wanted).epsilon(1e-5));
}

TEST_CASE("a setting may be a parameter, and a window leaves out what lies beyond it") {
    const std::string text = head + R"(
param level : USD/month ~ normal(100, 10) { grade D; source judged }
param noise : USD/month ~ lognormal(5, 0.5) { grade D; source judged }
let trade : USD/month = level
data customs : USD/month from { 2020-01: 90, 2020-02: 110, 2021-01: 500 } {
  observes trade with normal(sd = noise); source judged
}
)";
    const Fitted fitted(text, {model::month_of(2020, 1), model::month_of(2020, 12)});
    REQUIRE(fitted.targets.points() == 2);
    CHECK(fitted.targets.rows() == 2);
    REQUIRE(fitted.likelihood->dimension() == 2);
    const bool first = fitted.likelihood->coordinates()[0].name == "level";
    const double noise = 5 * std::exp(0.5 * -0.7);
    std::vector<double> z(2);
    z[first ? 0 : 1] = 1;
    z[first ? 1 : 0] = -0.7;
    CHECK(fitted.at(z) == Approx(math::normal_log_density(90, 110, noise) +
                                 math::normal_log_density(110, 110, noise))
                              .epsilon(1e-5));
}

TEST_CASE(
    "the likelihood of a point depends on nothing else, and a fingerprint on all that matters") {
    const std::string text = head + R"(
param level : USD/month ~ lognormal(100, 0.5) { grade D; source judged }
let trade : USD/month = level
data customs : USD/month each year from { 2020-01: 90 } {
  observes average trade with lognormal(sd = 0.1); source judged
}
)";
    const Fitted fitted(text);
    std::vector<double> many(200);
    for (std::size_t i = 0; i < many.size(); ++i) {
        many[i] = -2 + 0.02 * static_cast<double>(i);
    }
    std::vector<double> values(many.size());
    fitted.likelihood->evaluate(many, values);
    for (const std::size_t i : {0U, 63U, 64U, 137U, 199U}) {
        CHECK(fitted.at({many[i]}) == values[i]);
    }
    const auto replaced = [&text](const std::string& from, const std::string& to) {
        std::string other = text;
        other.replace(other.find(from), from.size(), to);
        return Fitted(other).likelihood->fingerprint();
    };
    const std::string own = fitted.likelihood->fingerprint();
    CHECK(replaced("let trade", "let other : 1 = 1\nlet trade") == own);
    CHECK(replaced("0.5)", "0.6)") != own);
    CHECK(replaced("90", "91") != own);
    CHECK(replaced("sd = 0.1", "sd = 0.2") != own);
    CHECK(replaced("= level\n", "= 1.01 * level\n") != own);
}

TEST_CASE("records drawn from the laws have their moments") {
    const Fitted fitted(head + R"(
param level : USD/month ~ lognormal(100, 0.01) { grade D; source judged }
let trade : USD/month = level
data customs : USD/month from { 2020-01: 90, 2020-02: 90 } {
  observes trade with normal(sd = 5, persistence = 0.8); source judged
}
event launches {
  recorded { 2020-02: 3 } dates month complete through 2020-02
  count negative_binomial(rate = 2 [1/month] * level / 100 [USD/month], size = 1.5)
}
)");
    const std::size_t worlds = 20000;
    const std::size_t observed = fitted.targets.points();
    REQUIRE(observed == 4);
    const std::vector<double> points(worlds, 0.0);
    std::vector<double> records(worlds * observed);
    fitted.likelihood->draw_records(points, 3, records);
    double sum[4] = {};
    double square[4] = {};
    double cross = 0;
    for (std::size_t i = 0; i < worlds; ++i) {
        for (std::size_t j = 0; j < observed; ++j) {
            sum[j] += records[i * observed + j];
            square[j] += records[i * observed + j] * records[i * observed + j];
        }
        cross += (records[i * observed] - 100) * (records[i * observed + 1] - 100);
    }
    const auto n = static_cast<double>(worlds);
    for (const std::size_t j : {0U, 1U}) {
        CHECK(sum[j] / n == Approx(100).epsilon(0.005));
        CHECK(square[j] / n - 1e4 == Approx(25).epsilon(0.6));
    }
    CHECK(cross / n == Approx(20).epsilon(0.05));
    CHECK(sum[2] / n == Approx(2).epsilon(0.03));
    CHECK(square[2] / n - 4 == Approx(2 + 4 / 1.5).epsilon(0.06));
}

// SPDX-License-Identifier: Apache-2.0
// Whole fits of small models: against a posterior known in closed form, stopped and resumed, and
// priors that do not expect their record.
#include "fit/fit.hpp"

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "fit/ablation.hpp"
#include "fit/density.hpp"
#include "support/run_text.hpp"

namespace {

using namespace entente;
using doctest::Approx;

const std::string conjugate = R"(
model m "M" { time month from 2020-01 to 2021-12; step 1 month; forecast from 2021-01; omits "all else" }
unit USD "US dollar"
source judged "judged"
param level : USD/month ~ normal(100, 10) { grade D; source judged }
param slope : USD/month ~ normal(0, 3) { grade D; source judged }
param loose : USD/month ~ normal(0, 1) { grade D; source judged }
let trade : USD/month = level + slope * (if time < 2020-07-01 then -1 else 1) + 0.001 * loose
data customs : USD/month from { 2020-01: 108, 2020-02: 112, 2020-03: 109, 2020-10: 118, 2020-11: 121, 2020-12: 117 } {
  observes trade with normal(sd = 4); source judged
}
)";

struct Held {
    std::unique_ptr<test::LoadedText> loaded;
    fit::Targets targets;
    program::Program program;
    std::unique_ptr<fit::Likelihood> likelihood;

    explicit Held(const std::string& text) {
        loaded = test::load_text(text);
        targets = fit::targets_of(loaded->model, loaded->data, {{0}, {1000}});
        program = *fit::compile(targets, loaded->data, 0, loaded->diagnostics);
        likelihood = std::make_unique<fit::Likelihood>(targets, program, fit::LikelihoodOptions{});
    }
};

fit::FitOptions short_fit() {
    fit::FitOptions how;
    how.burn_in = 300;
    how.look_every = 200;
    how.most = 3000;
    how.chains = 64;
    return how;
}

}  // namespace

TEST_CASE("a linear model with normal errors has its posterior") {
    const Held held(conjugate);
    const auto made = fit::fit(*held.likelihood, short_fit());
    REQUIRE(made);
    CHECK(made->agreed);
    REQUIRE(held.likelihood->dimension() == 3);
    // Precision matrix of (level, slope): prior diag(1/100, 1/9), six numbers of variance 16, half
    // of them with slope -1. Their sum is 685, second half less first 27.
    const double a = 1 / 100.0 + 6 / 16.0;
    const double b = 1 / 9.0 + 6 / 16.0;
    const double level = (100 / 100.0 + 685 / 16.0) / a;
    const double slope = (27 / 16.0) / b;
    std::vector<double> values(made->z.size());
    held.likelihood->quantities(made->z, values);
    double mean[3] = {};
    double square[3] = {};
    const std::size_t draws = values.size() / 3;
    for (std::size_t i = 0; i < values.size(); ++i) {
        mean[i % 3] += values[i] / static_cast<double>(draws);
        square[i % 3] += values[i] * values[i] / static_cast<double>(draws);
    }
    CHECK(held.likelihood->coordinates()[0].name == "level");
    CHECK(mean[0] == Approx(level).epsilon(0.002));
    CHECK(mean[1] == Approx(slope).epsilon(0.06));
    CHECK(std::sqrt(square[0] - mean[0] * mean[0]) == Approx(1 / std::sqrt(a)).epsilon(0.07));
    CHECK(std::sqrt(square[1] - mean[1] * mean[1]) == Approx(1 / std::sqrt(b)).epsilon(0.07));
    // The record says nothing of `loose`: its posterior is its prior.
    CHECK(made->diagnostics.parameters[2].deviation == Approx(1).epsilon(0.05));
    CHECK(made->diagnostics.parameters[0].deviation < fit::informed_deviation);
}

TEST_CASE("a fit that is stopped and goes on ends with the same draws") {
    const Held held(conjugate);
    const auto whole = fit::fit(*held.likelihood, short_fit());
    REQUIRE(whole);
    const auto folder = std::filesystem::temp_directory_path() / "entente_fit_test";
    std::filesystem::create_directories(folder);
    fit::FitOptions how = short_fit();
    how.state = folder / "m.state";
    std::filesystem::remove(how.state);
    std::uint64_t stop_at = 120;
    how.progress = [&stop_at](const fit::FitProgress& now) { return now.generation < stop_at; };
    std::optional<fit::Fit> resumed;
    int stops = 0;
    while (!resumed) {
        resumed = fit::fit(*held.likelihood, how);
        stop_at += 170;
        ++stops;
    }
    CHECK(stops > 2);
    CHECK(resumed->z == whole->z);
    CHECK(resumed->log_density == whole->log_density);
    CHECK(resumed->generations == whole->generations);
    CHECK(resumed->sampler.evaluations == whole->sampler.evaluations);
    how.identity = "another model";
    CHECK_THROWS(fit::fit(*held.likelihood, how));
    std::filesystem::remove_all(folder);
}

TEST_CASE("a prior that does not expect the record is called implausible") {
    std::string text = conjugate;
    text.replace(text.find("normal(100, 10)"), 15, "normal(110, 10)");
    const auto fine = fit::check_prior(*Held(text).likelihood, 1);
    REQUIRE(fine.size() == 1);
    CHECK(fine[0].plausible());
    CHECK(fine[0].points == 6);
    text.replace(text.find("normal(110, 10)"), 15, "normal(200, 10)");
    CHECK_FALSE(fit::check_prior(*Held(text).likelihood, 1)[0].plausible());
    text.replace(text.find("normal(200, 10)"), 15, "normal(100, 1e3)");
    const auto boundless = fit::check_prior(*Held(text).likelihood, 1);
    CHECK(boundless[0].inside == 1);
    CHECK_FALSE(boundless[0].plausible());
}

TEST_CASE("the sampling error of scores is by how much samples differ") {
    const Held held(conjugate);
    constexpr std::size_t chains = 16;
    constexpr std::size_t samples = 300;
    std::vector<double> draws(chains * 16 * held.likelihood->dimension());
    double mean = 0;
    double square = 0;
    double error_square = 0;
    for (std::size_t i = 0; i < samples; ++i) {
        fit::draw_prior(i, 0, held.likelihood->dimension(), draws);
        const auto scores =
            fit::score_points(*held.likelihood, draws, chains, model::month_of(2020, 6));
        REQUIRE(scores.points.size() == 3);
        double sum = 0;
        for (const fit::PointScore& point : scores.points) {
            sum += point.log_score;
        }
        mean += sum / samples;
        square += sum * sum / samples;
        error_square += scores.sampling_error * scores.sampling_error / samples;
    }
    // 300 samples tell a deviation to 4 %.
    CHECK(std::sqrt(error_square) == Approx(std::sqrt(square - mean * mean)).epsilon(0.15));
}

TEST_CASE("the error of a difference is that of half-years and that of both samples") {
    const model::Month month = model::month_of(2020, 1);
    const fit::PointScores with = {{{month, 1.0}, {month + 6, 3.0}}, 3.0};
    const fit::PointScores without = {{{month, 0.0}, {month + 6, 0.0}}, 4.0};
    const fit::ScoreDifference made = fit::difference_of(with, without);
    CHECK(made.sum == Approx(4));
    // Two half-years, worth 1 and 3: the sum has the variance 2 * 2.
    CHECK(made.error == Approx(std::sqrt(4.0 + 9.0 + 16.0)));
    CHECK_FALSE(made.clear());
}

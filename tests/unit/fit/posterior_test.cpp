// SPDX-License-Identifier: Apache-2.0
#include "fit/posterior.hpp"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>

#include <doctest/doctest.h>

#include "base/contract.hpp"
#include "fit/density.hpp"
#include "results/files.hpp"

using namespace entente;
using fit::Posterior;

namespace {

/// A folder that goes with the test.
struct Folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / "entente_posterior_test";

    Folder() { std::filesystem::create_directories(path); }

    ~Folder() { std::filesystem::remove_all(path); }

    std::filesystem::path file(const char* name) const { return path / name; }
};

std::vector<double> normals(std::uint64_t seed, std::size_t count) {
    std::vector<double> values(count);
    fit::draw_prior(seed, 0, 1, values);
    return values;
}

Posterior make_posterior(const std::string& name,
                         std::size_t chains,
                         std::size_t draws,
                         std::size_t quantities,
                         std::uint64_t seed) {
    Posterior posterior = {.name = name,
                           .origin = {.model = "korea",
                                      .model_hash = "abc",
                                      .data_hash = "def",
                                      .prior_set = name,
                                      .first_month = "2006-01",
                                      .last_month = "2016-12",
                                      .seed = "7",
                                      .version = "0.1.0",
                                      .manifest = "{\"seed\": 7}"},
                           .chains = chains,
                           .draws = draws,
                           .log_density = normals(seed + 1, chains * draws),
                           .predictive_draws = 16,
                           .figures = {{"divergences", 3.0}, {"acceptance_subspace", 0.25}}};
    for (std::size_t i = 0; i < quantities; ++i) {
        const bool dyad = i == 0;
        fit::FittedQuantity quantity = {.name = dyad ? "tie[CHN->PRK]" : "x" + std::to_string(i),
                                        .unit = dyad ? "days" : "MUSD/month",
                                        .prior = normals(seed + 100 + i, 200),
                                        .z = normals(seed + 200 + i, chains * draws)};
        for (double& z : quantity.z) {
            z = fit::stored_z(z, 1.0);
            quantity.draws.push_back(std::exp(0.5 * z + 3.0));
        }
        posterior.quantities.push_back(std::move(quantity));
    }
    posterior.statistics = {{"log_likelihood", normals(seed + 2, chains * draws)}};
    fit::FittedSeries monthly = {.name = "trade", .unit = "MUSD"};
    fit::FittedSeries yearly = {.name = "growth", .unit = ""};
    for (int year = 2006; year <= 2016; ++year) {
        for (int month = 1; month <= 12; ++month) {
            monthly.months.push_back(std::to_string(year) + (month < 10 ? "-0" : "-") +
                                     std::to_string(month));
        }
        yearly.months.push_back(std::to_string(year) + "-12");
    }
    for (fit::FittedSeries* series : {&monthly, &yearly}) {
        series->observed = normals(seed + 3, series->months.size());
        series->observed[2] = std::numeric_limits<double>::quiet_NaN();
        series->predictive = normals(seed + 4, 16 * series->months.size());
        posterior.series.push_back(*series);
    }
    return posterior;
}

void check_near(const std::vector<double>& read, const std::vector<double>& written, double share) {
    REQUIRE(read.size() == written.size());
    for (std::size_t i = 0; i < read.size(); ++i) {
        if (std::isnan(written[i])) {
            CHECK(std::isnan(read[i]));
        } else {
            CHECK(std::fabs(read[i] - written[i]) <= std::fabs(written[i]) * share);
        }
    }
}

}  // namespace

TEST_CASE("a posterior file gives back what was written, z exactly and the rest rounded") {
    const Folder folder;
    const std::vector<Posterior> written = {make_posterior("literature", 4, 25, 3, 1),
                                            make_posterior("sceptic-2016", 2, 30, 2, 50)};
    fit::write_posteriors(folder.file("a.nc"), written);
    const std::vector<Posterior> read = fit::read_posteriors(folder.file("a.nc"));
    REQUIRE(read.size() == 2);
    for (std::size_t p = 0; p < 2; ++p) {
        CHECK(read[p].name == written[p].name);
        CHECK(read[p].origin == written[p].origin);
        CHECK(read[p].chains == written[p].chains);
        CHECK(read[p].draws == written[p].draws);
        CHECK(read[p].log_density == written[p].log_density);
        CHECK(read[p].figures == written[p].figures);
        REQUIRE(read[p].statistics.size() == 1);
        CHECK(read[p].statistics[0].name == "log_likelihood");
        CHECK(read[p].statistics[0].values == written[p].statistics[0].values);
        REQUIRE(read[p].quantities.size() == written[p].quantities.size());
        for (std::size_t i = 0; i < read[p].quantities.size(); ++i) {
            CHECK(read[p].quantities[i].name == written[p].quantities[i].name);
            CHECK(read[p].quantities[i].unit == written[p].quantities[i].unit);
            CHECK(read[p].quantities[i].z == written[p].quantities[i].z);
            check_near(read[p].quantities[i].draws, written[p].quantities[i].draws, 0x1p-12);
            check_near(read[p].quantities[i].prior, written[p].quantities[i].prior, 0x1p-8);
        }
        CHECK(read[p].predictive_draws == 16);
        REQUIRE(read[p].series.size() == 2);
        for (std::size_t i = 0; i < 2; ++i) {
            CHECK(read[p].series[i].name == written[p].series[i].name);
            CHECK(read[p].series[i].unit == written[p].series[i].unit);
            CHECK(read[p].series[i].months == written[p].series[i].months);
            check_near(read[p].series[i].observed, written[p].series[i].observed, 0x1p-24);
            check_near(read[p].series[i].predictive, written[p].series[i].predictive, 0x1p-8);
        }
    }
    CHECK(fit::read_posterior(folder.file("a.nc"), "sceptic-2016")->origin == written[1].origin);
    CHECK_FALSE(fit::read_posterior(folder.file("a.nc"), "brief").has_value());
    CHECK(fit::list_posteriors(folder.file("a.nc")).size() == 2);
}

TEST_CASE("what was read is written again as the same bytes") {
    const Folder folder;
    fit::write_posteriors(folder.file("a.nc"), {make_posterior("literature", 4, 25, 3, 1)});
    fit::write_posteriors(folder.file("b.nc"), fit::read_posteriors(folder.file("a.nc")));
    CHECK(results::read_file(folder.file("a.nc")) == results::read_file(folder.file("b.nc")));
}

TEST_CASE("six posteriors of 2,048 draws and 220 quantities take at most 5 MB") {
    const Folder folder;
    std::vector<Posterior> all;
    for (std::uint64_t i = 0; i < 6; ++i) {
        all.push_back(make_posterior("p" + std::to_string(i), 32, 64, 220, 1000 * i));
        // Twenty series, as many as the flagship observes or more.
        for (std::size_t s = 2; s < 20; ++s) {
            all.back().series.push_back(all.back().series[0]);
            all.back().series.back().name = "series" + std::to_string(s);
        }
    }
    fit::write_posteriors(folder.file("a.nc"), all);
    const auto size = std::filesystem::file_size(folder.file("a.nc"));
    MESSAGE("bytes " << size);
    CHECK(size <= 5 * 1024 * 1024);
}

TEST_CASE("of many quantities the narrowest have values, and all have z and prior") {
    const Folder folder;
    Posterior posterior = make_posterior("literature", 4, 25, 40, 1);
    for (std::size_t i = 0; i < 40; i += 2) {
        for (double& z : posterior.quantities[i].z) {
            z = fit::stored_z(0.5 * z, 0.5);
        }
    }
    fit::write_posteriors(folder.file("a.nc"), {posterior});
    const Posterior read = *fit::read_posterior(folder.file("a.nc"), "literature");
    std::size_t with_values = 0;
    for (std::size_t i = 0; i < 40; ++i) {
        CHECK(read.quantities[i].z == posterior.quantities[i].z);
        CHECK(read.quantities[i].prior.size() == 200);
        with_values += read.quantities[i].draws.empty() ? 0 : 1;
        CHECK((i % 2 == 1 || !read.quantities[i].draws.empty()));
    }
    CHECK(with_values == fit::values_kept);
    // A file without values of some is written again as it was.
    fit::write_posteriors(folder.file("b.nc"), {read});
    CHECK(results::read_file(folder.file("a.nc")) == results::read_file(folder.file("b.nc")));
}

TEST_CASE("a file that is not ours, or not there, is an error with its path") {
    const Folder folder;
    std::ofstream(folder.file("text.nc")) << "no netCDF";
    CHECK_THROWS_AS(fit::read_posteriors(folder.file("text.nc")), results::FileError);
    CHECK_THROWS_AS(fit::list_posteriors(folder.file("none.nc")), results::FileError);
    CHECK_THROWS_AS(fit::write_posteriors(folder.file("no/folder/a.nc"),
                                          {make_posterior("literature", 2, 4, 1, 1)}),
                    results::FileError);
    Posterior broken = make_posterior("literature", 2, 4, 1, 1);
    broken.quantities[0].draws.pop_back();
    CHECK_THROWS_AS(fit::write_posteriors(folder.file("a.nc"), {broken}), BrokenContract);
    broken = make_posterior("literature", 2, 4, 1, 1);
    broken.quantities[0].z[3] = 0x1p-11;
    CHECK_THROWS_AS(fit::write_posteriors(folder.file("a.nc"), {broken}), BrokenContract);
    CHECK_FALSE(std::filesystem::exists(folder.file("a.nc")));
}

TEST_CASE("numbers are stored to the nearest") {
    // A deviation of 1 has steps of 1/16, one of 0.1 steps of 1/128; none are below 1/1024.
    CHECK(fit::stored_z(1.0 + 0x1p-6, 1.0) == 1.0);
    CHECK(fit::stored_z(1.0 + 0x1p-4, 1.3) == 1.0 + 0x1p-4);
    CHECK(fit::stored_z(-0.5 - 0x1p-7, 0.1) == -0.5 - 0x1p-7);
    CHECK(fit::stored_z(-0.5 - 0x1p-10, 0.1) == -0.5);
    CHECK(fit::stored_z(-0.5 - 0x1p-10, 0.0) == -0.5 - 0x1p-10);
    CHECK(fit::stored_z(1.0 + 0x1p-12, 1e-9) == 1.0);
    CHECK(fit::stored_z(40.0, 1.0) == 31.0);
    CHECK(fit::stored_value(1.0 + 0x1p-12, 12) == 1.0 + 0x1p-11);
    CHECK(fit::stored_value(1.0 + 0x1p-14, 12) == 1.0);
    CHECK(fit::stored_value(1.0 + 0x1p-7, 8) == 1.0 + 0x1p-7);
    CHECK(fit::stored_value(1.0 + 0x1p-9, 8) == 1.0);
    CHECK(fit::stored_value(-3.0, 8) == -3.0);
    CHECK(fit::stored_value(0.0, 12) == 0.0);
    CHECK(std::isnan(fit::stored_value(std::nan(""), 12)));
    CHECK(std::isinf(fit::stored_value(std::numeric_limits<double>::infinity(), 12)));
}

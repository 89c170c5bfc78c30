// SPDX-License-Identifier: Apache-2.0
// Uniforms given in place of the generator's, for what a member draws once.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "math/random.hpp"
#include "program/draws.hpp"
#include "run/simulate.hpp"
#include "runs/comparing.hpp"
#include "support/generated_model.hpp"
#include "support/run_text.hpp"

namespace {

using namespace entente;
using test::compiled;
using test::difference;
using test::options_of;

constexpr std::uint32_t first_member = 5;
constexpr std::size_t members = 45;  // two whole blocks of 16 and a part of one

/// A table of uniforms that a test fills.
struct Table {
    std::vector<double> uniforms;
    program::GivenDraws given;

    double& at(std::size_t member, std::size_t column) {
        return uniforms[member * given.sites.size() + column];
    }

    const program::GivenDraws* whole() {
        given.uniforms = uniforms;
        return &given;
    }

    /// One member's row, as the evaluator takes it.
    program::GivenDraws row(std::size_t member) const {
        const std::size_t n = given.sites.size();
        return {.sites = given.sites, .uniforms = std::span(uniforms).subspan(member * n, n)};
    }
};

/// What the generator gives at the sites the program draws once, and at one it does not know.
Table generated(const program::Program& program, std::uint64_t seed) {
    Table table;
    table.given.sites.push_back(math::site("nobody"));
    for (const program::DrawSite& site : program::sites_drawn_once(program)) {
        table.given.sites.push_back(site.site);
    }
    table.uniforms.resize(members * table.given.sites.size());
    for (std::size_t m = 0; m < members; ++m) {
        for (std::size_t s = 0; s < table.given.sites.size(); ++s) {
            table.at(m, s) = math::uniform(
                seed, first_member + static_cast<std::uint32_t>(m), 0, table.given.sites[s]);
        }
    }
    return table;
}

run::RunSpec spec_of(std::uint64_t seed) {
    return {
        .seed = seed, .first_member = first_member, .members = members, .threads = 1, .block = 16};
}

TEST_CASE("the generator's own uniforms, given, change no bit") {
    std::size_t given = 0;
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        CAPTURE(seed);
        const auto made = support::generated_model(seed);
        const auto program = compiled(made.model, made.data, options_of(seed, made.model));
        run::RunSpec spec = spec_of(seed);
        const results::Run plain = run::simulate(program, spec);
        Table table = generated(program, seed);
        given += table.given.sites.size() - 1;
        spec.given = table.whole();
        REQUIRE(difference(plain, run::simulate(program, spec)) == "");
    }
    CHECK(given > 100);
}

TEST_CASE("uniforms given run as the reference evaluator says, whatever the threads and blocks") {
    int changed = 0;
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        CAPTURE(seed);
        const auto made = support::generated_model(seed);
        const program::CompileOptions options = options_of(seed, made.model);
        const auto program = compiled(made.model, made.data, options);
        Table table = generated(program, seed + 1);
        run::RunSpec spec = spec_of(seed);
        const results::Run plain = run::simulate(program, spec);
        spec.given = table.whole();
        const results::Run run = run::simulate(program, spec);
        changed += difference(plain, run).empty() ? 0 : 1;
        for (const std::size_t member : {std::size_t{0}, std::size_t{17}, members - 1}) {
            const program::GivenDraws row = table.row(member);
            const auto id = first_member + static_cast<std::uint32_t>(member);
            const auto slow = program::evaluate(made.model, made.data, options, seed, id, &row);
            REQUIRE(difference(made.model, slow, run, member) == "");
        }
        for (const std::size_t threads : {1U, 2U, 7U}) {
            for (const std::size_t block : {16U, 128U}) {
                spec.threads = threads;
                spec.block = block;
                REQUIRE(difference(run, run::simulate(program, spec)) == "");
            }
        }
    }
    CHECK(changed > 50);
}

/// Draws of every kind: once a member by formula and by list, once a stock, and by the month.
const char* const drawing =
    "model draws \"Draws\" { time month from 2000-01 to 2001-12; step 1 month; outputs level }\n"
    "param speed : 1/month = 0.05 to 0.2\n"
    "param shape : 1 ~ beta(2, 3)\n"
    "input weather : 1 = 0 { then normal(0, 0.3) }\n"
    "stock level : 1 ~ lognormal(1, 0.5) { inflow rain = speed * (1 + weather) * shape }\n";

TEST_CASE("sites drawn once are named, and monthly draws are none") {
    const auto loaded = test::load_text(drawing);
    std::vector<std::string> names;
    for (const auto& site : program::sites_drawn_once(test::compile_text(*loaded, {}))) {
        CHECK(site.site == math::site(site.quantity));
        names.push_back(site.quantity);
    }
    std::sort(names.begin(), names.end());
    CHECK(names == std::vector<std::string>{"level", "shape", "speed"});
}

TEST_CASE("a monthly draw keeps the generator's uniform though its site be given") {
    const auto loaded = test::load_text(drawing);
    const program::Program program = test::compile_text(*loaded, {}, {"weather", "level"});
    run::RunSpec spec = {.seed = 2, .members = 3, .threads = 1};
    const results::Run plain = run::simulate(program, spec);
    const std::vector<double> halves(3, 0.5);
    const program::GivenDraws given = {.sites = {math::site("weather")}, .uniforms = halves};
    spec.given = &given;
    CHECK(difference(plain, run::simulate(program, spec)) == "");
}

TEST_CASE("a given uniform moves its own parameter alone") {
    const auto loaded = test::load_text(drawing);
    const program::Program program = test::compile_text(*loaded, {}, {"level"});
    run::RunSpec spec = {.seed = 2, .members = 3, .threads = 1};
    const results::Run plain = run::simulate(program, spec);
    const std::vector<double> tails = {0.05, 0.5, 0.95};
    const program::GivenDraws given = {.sites = {math::site("speed")}, .uniforms = tails};
    spec.given = &given;
    const results::Run run = run::simulate(program, spec);
    REQUIRE(run.parameter_names == std::vector<std::string>{"speed", "shape"});
    // 0.05 to 0.2 is the 90 % range of a lognormal with median 0.1.
    CHECK(run.parameters[0] == doctest::Approx(0.05));
    CHECK(run.parameters[2] == doctest::Approx(0.1));
    CHECK(run.parameters[4] == doctest::Approx(0.2));
    for (std::size_t m = 0; m < 3; ++m) {
        CHECK(run.parameters[2 * m + 1] == plain.parameters[2 * m + 1]);
        CHECK(run.value(m, 0, 0) == plain.value(m, 0, 0));
    }
}

}  // namespace

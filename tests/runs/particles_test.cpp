// SPDX-License-Identifier: Apache-2.0
// Particles: a month at a time the bytes of a run, and after an exchange the state of the ancestor
// with the draws of one's own number.
#include "run/particles.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "run/simulate.hpp"
#include "runs/comparing.hpp"
#include "support/generated_model.hpp"
#include "support/run_text.hpp"

namespace {

using namespace entente;
using test::compiled;
using test::options_of;
using test::same;

constexpr std::size_t count = 40;

/// Flows are in their month's row when it is over; nothing else is written afterwards.
std::string difference(const run::Particles& particles, const results::Run& run) {
    for (std::size_t p = 0; p < particles.count(); ++p) {
        for (std::size_t o = 0; o < run.outputs.size(); ++o) {
            if (!same(particles.value(p, o), run.value(p, particles.months() - 1, o))) {
                return run.outputs[o].name + " of particle " + std::to_string(p) + " in row " +
                       std::to_string(particles.months() - 1);
            }
        }
    }
    return {};
}

TEST_CASE("particles that nobody exchanges run as members do") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        CAPTURE(seed);
        const auto made = support::generated_model(seed);
        const program::Program program =
            compiled(made.model, made.data, options_of(seed, made.model));
        const run::RunSpec spec = {
            .seed = seed, .first_member = 2, .members = count, .threads = 1, .block = 16};
        const results::Run run = run::simulate(program, spec);
        run::Particles particles(program, spec);
        std::vector<std::uint32_t> themselves(count);
        std::iota(themselves.begin(), themselves.end(), 0U);
        for (int month = 0; month < program.grid.months; ++month) {
            particles.advance();
            REQUIRE(difference(particles, run) == "");
            particles.resample(themselves);
        }
    }
}

/// A model without monthly draws forgets who it was: a copy goes on as its ancestor would have.
TEST_CASE("a particle goes on as its ancestor would have, where nothing is drawn by the month") {
    int moved = 0;
    for (std::uint64_t seed = 4; seed <= 400; seed += 4) {
        CAPTURE(seed);
        const auto made = support::generated_model(seed);
        program::CompileOptions options = options_of(seed, made.model);
        REQUIRE(options.draws == program::Draws::mean);
        const program::Program program = compiled(made.model, made.data, options);
        const run::RunSpec spec = {.seed = seed, .members = count, .threads = 1, .block = 16};
        const results::Run run = run::simulate(program, spec);
        run::Particles particles(program, spec);
        std::mt19937_64 random(seed);
        std::vector<std::uint32_t> who(count);
        std::iota(who.begin(), who.end(), 0U);
        for (int month = 0; month < program.grid.months; ++month) {
            particles.advance();
            for (std::size_t p = 0; p < count; ++p) {
                for (std::size_t o = 0; o < run.outputs.size(); ++o) {
                    REQUIRE(same(particles.value(p, o), run.value(who[p], month, o)));
                }
            }
            std::vector<std::uint32_t> ancestors(count);
            for (std::uint32_t& ancestor : ancestors) {
                ancestor = static_cast<std::uint32_t>(random() % count);
            }
            if (month % 2 == 1) {
                run::settle_ancestors(ancestors);
            }
            particles.resample(ancestors);
            std::vector<std::uint32_t> now(count);
            for (std::size_t p = 0; p < count; ++p) {
                now[p] = who[ancestors[p]];
            }
            who = now;
            moved += month > 0 && who[1] != 1 ? 1 : 0;
        }
    }
    CHECK(moved > 500);
}

TEST_CASE("copies part from the next draw on, and threads and blocks change nothing") {
    const auto loaded = test::load_text(
        "model walk \"Walk\" { time month from 2000-01 to 2001-12; step 1 month; outputs x }\n"
        "input shock : 1 = 0 { then normal(0, 1) }\n"
        "stock x : 1 = 0 { inflow gain = shock * 1 [1/month] }\n");
    const program::Program program = test::compile_text(*loaded, {});
    std::vector<float> first;
    for (const std::size_t threads : {1U, 2U, 7U}) {
        for (const std::size_t block : {16U, 64U}) {
            run::Particles particles(
                program, {.seed = 3, .members = count, .threads = threads, .block = block});
            particles.advance();
            particles.advance();
            particles.resample(std::vector<std::uint32_t>(count, 7));
            particles.advance();
            particles.advance();
            std::vector<float> values;
            for (std::size_t p = 0; p < count; ++p) {
                values.push_back(particles.value(p, 0));
            }
            CHECK(std::adjacent_find(values.begin(), values.end()) == values.end());
            if (first.empty()) {
                first = values;
            }
            CHECK(values == first);
        }
    }
}

TEST_CASE("settled ancestors are the same ones, and each its own") {
    std::mt19937_64 random(5);
    for (int round = 0; round < 50; ++round) {
        std::vector<std::uint32_t> ancestors(30);
        for (std::uint32_t& ancestor : ancestors) {
            ancestor = static_cast<std::uint32_t>(random() % 30 / (1 + random() % 4));
        }
        std::vector<std::uint32_t> before = ancestors;
        run::settle_ancestors(ancestors);
        for (const std::uint32_t ancestor : ancestors) {
            CHECK(ancestors[ancestor] == ancestor);
        }
        std::vector<std::uint32_t> after = ancestors;
        std::sort(before.begin(), before.end());
        std::sort(after.begin(), after.end());
        CHECK(before == after);
    }
}

TEST_CASE("what all particles share never moves") {
    const auto loaded = test::load_text(
        "model decay \"Decay\" { time month from 2000-01 to 2000-12; step 1 month; outputs x }\n"
        "param a : 1/month = 0.1 to 0.4\n"
        "param b : 1 = 0.1 to 0.4\n"
        "stock x : 1 = 1 { outflow lost = a * x * exp(b) }\n");
    const program::Program program = test::compile_text(*loaded, {});
    const std::vector<double> halves(2 * count, 0.5);
    const program::GivenDraws given = {.sites = {math::site("a"), math::site("b")},
                                       .uniforms = halves};
    const run::Particles drawn(program, {.seed = 3, .members = count});
    const run::Particles fixed(program, {.seed = 3, .members = count, .given = &given});
    CHECK(fixed.state_size() == 1);
    CHECK(drawn.state_size() > 1);
}

}  // namespace

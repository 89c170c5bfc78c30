// SPDX-License-Identifier: Apache-2.0
// Defects measured in respected engines of the field, one test each, that this one must not have.
// Every path is compared with the reference evaluator on the way (support/run_text.hpp).
#include <algorithm>
#include <cmath>
#include <string>
#include <thread>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "support/run_text.hpp"

using namespace entente;

namespace {

/// One model over ten years with `body` after its model block.
std::unique_ptr<test::LoadedText> model_of(const std::string& outputs,
                                           const std::string& body,
                                           const std::string& step = "1 month") {
    return test::load_text(
        fmt::format("model lesson \"Lesson\" {{ time month from 2000-01 to 2009-12; step {}; "
                    "outputs {} }}\n{}\n",
                    step,
                    outputs,
                    body));
}

/// Whether the text is refused, with this code among the reasons.
bool refused(const std::string& body,
             const std::string& code,
             const std::string& step = "1 month") {
    try {
        model_of("x", body, step);
    } catch (const std::runtime_error& error) {
        return std::string(error.what()).find(code) != std::string::npos;
    }
    return false;
}

/// The value of a let without quantities.
double value_of(const std::string& expression) {
    const auto loaded = model_of("x", "let x : 1 = " + expression);
    return test::paths_of(*loaded, {}, {"x"}).front()[0];
}

bool same_paths(const results::Run& a, const results::Run& b) {
    if (a.members != b.members || a.outputs.size() != b.outputs.size()) {
        return false;
    }
    for (std::size_t m = 0; m < a.members; ++m) {
        for (int row = 0; row < a.grid.rows(); ++row) {
            for (std::size_t o = 0; o < a.outputs.size(); ++o) {
                const float x = a.value(m, row, o);
                const float y = b.value(m, row, o);
                if (x != y && !(std::isnan(x) && std::isnan(y))) {
                    return false;
                }
            }
        }
    }
    return true;
}

/// Noise from months, events and parameters.
const char* const noisy = R"(
    param speed : 1/month = 0.05 to 0.2
    input weather : 1 = 0 { then normal(0, 0.3) }
    event storms { count poisson(rate = 0.3 [1/month] * exp(weather)) }
    stock level : 1 ~ lognormal(1, 0.5) {
      inflow rain = speed * (1 + weather)
      outflow lost = 0.1 [1/month] * level + 0.05 * storms
    })";

std::size_t instructions(const program::Program& program,
                         program::Code code,
                         const std::vector<program::Section>& sections) {
    std::size_t count = 0;
    for (const program::Section section : sections) {
        for (const program::Instruction& i : program.section(section)) {
            if (i.code == code) {
                ++count;
            }
        }
    }
    return count;
}

/// Sections that run every month or oftener.
const std::vector<program::Section> repeated = {program::Section::take,
                                                program::Section::decide,
                                                program::Section::pulse,
                                                program::Section::open,
                                                program::Section::instant,
                                                program::Section::step,
                                                program::Section::stage_2,
                                                program::Section::stage_3,
                                                program::Section::stage_4,
                                                program::Section::last_check,
                                                program::Section::close,
                                                program::Section::end};

}  // namespace

// Saved points picked by fmod() of a time that is added up lose and shift rows at a step of 0.1.
TEST_CASE("rows and steps are counted in whole numbers at steps of 0.1, 1/3 and 1/32 month") {
    struct Step {
        const char* text;
        int parts;
    };

    for (const Step step : {Step{"0.1 month", 10},
                            Step{"0.33333333333 month", 3},
                            Step{"0.03125 month", 32},
                            Step{"1 month", 1}}) {
        CAPTURE(step.text);
        const auto loaded =
            model_of("grown, counted",
                     "stock grown : 1 = 1 { inflow more = 0.01 [1/month] * grown }\n"
                     "stock counted : 1 = 0 { inflow one = 1 [1/month] }\n"
                     "let months : 1 = (time - start) / 1 month",
                     step.text);
        const auto rows = test::paths_of(*loaded, {}, {"grown", "counted", "months"});
        REQUIRE(rows.size() == 121);
        for (std::size_t row = 0; row < rows.size(); ++row) {
            const auto m = static_cast<double>(row);
            CHECK(rows[row][0] ==
                  doctest::Approx(std::pow(1 + 0.01 / step.parts, step.parts * m)).epsilon(1e-12));
            CHECK(rows[row][1] == doctest::Approx(m).epsilon(1e-13));
            CHECK(rows[row][2] == m);
        }
    }
    // A step that is no part of a month would put the rows between the steps.
    for (const char* const step : {"0.3 month", "0.7 month", "2 months"}) {
        CHECK(refused("let x : 1 = 1", "E2013", step));
    }
}

// -2^2 read as 4.
TEST_CASE("powers bind tighter than signs and to the right, and comparisons do not chain") {
    CHECK(value_of("-2^2") == -4);
    CHECK(value_of("(-2)^2") == 4);
    CHECK(value_of("2^3^2") == 512);
    CHECK(value_of("(2^3)^2") == 64);
    CHECK(value_of("2 ^ (-1)") == 0.5);
    CHECK(value_of("10 - 4 - 3") == 3);
    CHECK(value_of("12 / 4 / 3") == 1);
    CHECK(refused("let y : 1 = 2\nlet x : 1 = if 1 < y < 3 then 1 else 0", "E1"));
}

// A seed that is accepted and ignored; a member that cannot be run again by itself.
TEST_CASE("the seed decides the draws, and any member runs alone as it did among others") {
    const auto loaded = model_of("level, storms", noisy);
    const results::Run all = test::run_text(*loaded, {.seed = 5, .members = 200});
    CHECK(same_paths(all, test::run_text(*loaded, {.seed = 5, .members = 200})));
    CHECK(!same_paths(all, test::run_text(*loaded, {.seed = 6, .members = 200})));
    for (const std::uint32_t member : {0U, 17U, 63U, 64U, 199U}) {
        const results::Run one =
            test::run_text(*loaded, {.seed = 5, .first_member = member, .members = 1});
        for (int row = 0; row < one.grid.rows(); ++row) {
            CHECK(one.value(0, row, 0) == all.value(member, row, 0));
        }
        CHECK(one.parameters.front() == all.parameters[member * all.parameter_names.size()]);
        // And as the slow evaluator has it.
        test::paths_of(*loaded, {.seed = 5, .first_member = member}, {"level", "storms"});
    }
}

// Noise that depends on the number of threads.
TEST_CASE("threads and block widths change no number") {
    const auto loaded = model_of("level, storms", noisy);
    const results::Run one = test::run_text(*loaded, {.seed = 9, .members = 300, .threads = 1});
    for (const std::size_t threads : {1U, 2U, 7U}) {
        for (const std::size_t block : {16U, 64U, 128U}) {
            CAPTURE(threads);
            CAPTURE(block);
            CHECK(same_paths(
                one,
                test::run_text(*loaded,
                               {.seed = 9, .members = 300, .threads = threads, .block = block})));
        }
    }
}

// Stocks of shapes n and n x n in one model crash.
TEST_CASE("stocks over actors and over pairs of actors live in one model") {
    const auto loaded = model_of("arms, grudge, total",
                                 R"(
        actors A "a", B "b", C "c"
        set states = A, B, C
        dyads pairs = A->B, B->A, A->C, C->A, B->C, C->B
        stock arms[a in states] : 1 = { A: 1, B: 2, C: 3 } {
          inflow built = 0.01 [1/month] * sum(grudge[d] for d in pairs where d.from == a)
        }
        stock grudge[d in pairs] : 1 = 0.5 { toward arms[d.to] / (1 + arms[d.from]) over 12 months }
        let total : 1 = sum(arms[a] for a in states) + sum(grudge[d] for d in pairs)
    )");
    const auto rows = test::paths_of(
        *loaded,
        {},
        {"arms[A]", "arms[B]", "arms[C]", "grudge[A->B]", "grudge[B->A]", "grudge[C->A]", "total"});
    // By hand for the first month: each side has two grudges of 0.5.
    CHECK(rows[1][0] == doctest::Approx(1 + 0.01 * 1.0).epsilon(1e-14));
    CHECK(rows[1][3] == doctest::Approx(0.5 + (2.0 / 2.0 - 0.5) / 12).epsilon(1e-14));
    CHECK(rows[1][5] == doctest::Approx(0.5 + (1.0 / 4.0 - 0.5) / 12).epsilon(1e-14));
    CHECK(rows.back()[6] > rows.front()[6]);
}

// Duplicate definitions, shape mismatches and NaN that pass silently.
TEST_CASE("duplicates, shapes that do not fit and NaN are never silent") {
    CHECK(refused("let x : 1 = 1\nlet x : 1 = 2", "E2002"));
    CHECK(refused("set k = a, b\nlet y[i in k] : 1 = 1\nlet x : 1 = y", "E2015"));
    CHECK(
        refused("set k = a, b\nset n = c, d\nlet y[i in k] : 1 = 1\n"
                "let z[i in n] : 1 = y[i]\nlet x : 1 = 1",
                "E2007"));
    CHECK(refused("set k = a, b\nparam y[i in k] : 1 = { a: 1 }\nlet x : 1 = 1", "E2019"));

    // 1 / (1 - t/24) has no value in month 24; the model says what came and goes on.
    const auto loaded = model_of("x, level",
                                 "let gap : 1 = 1 - (time - start) / 24 months\n"
                                 "let x : 1 = 1 / gap - 1 / gap\n"
                                 "stock level : 1 = 0 { inflow more = x / 1 month }");
    const results::Run run = test::run_text(*loaded, {.members = 40});
    CHECK(run.faulty_members == 40);
    REQUIRE(!run.faults.empty());
    CHECK(run.faults.front().member == 0);
    CHECK(run.faults.front().row == 24);
    CHECK(run.faults.front().code == "E5001");
    const auto named = [&run](const std::string& name) {
        return std::any_of(run.faults.begin(), run.faults.end(), [&name](const auto& fault) {
            return fault.quantity == name;
        });
    };
    CHECK(named("x"));
    CHECK(named("level"));
    CHECK(std::isnan(run.value(39, 24, 0)));
}

// A model's state in file-scope globals: one run a process.
TEST_CASE("two runs go on in one process at once") {
    const auto first = model_of("level, storms", noisy);
    const auto second = model_of(
        "grown", "stock grown : 1 ~ lognormal(1, 0.1) { inflow more = 0.02 [1/month] * grown }");
    const test::Running how = {.seed = 3, .members = 2000, .threads = 2};
    const results::Run alone_first = test::run_text(*first, how);
    const results::Run alone_second = test::run_text(*second, how);
    std::vector<results::Run> runs(6);
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < runs.size(); ++i) {
            threads.emplace_back(
                [&, i] { runs[i] = test::run_text(i % 2 == 0 ? *first : *second, how); });
        }
    }
    for (std::size_t i = 0; i < runs.size(); ++i) {
        CHECK(same_paths(runs[i], i % 2 == 0 ? alone_first : alone_second));
    }
}

// Terms that do not change worked out again every step: a constant proximity, a dead power, one
// sine 900 times.
TEST_CASE("what a step does not change is worked out before it") {
    using program::Code;
    const auto loaded = model_of("level",
                                 R"(
        param distance : 1 ~ uniform(1, 3)
        let constant : 1 = exp(-2) * 12
        let proximity : 1 = exp(-distance)
        let season : 1 = exp(0.1 * (time - start) / 12 months)
        let dead : 1 = level ^ distance
        stock level : 1 = 1 { inflow more = constant * proximity * season / 1 month - 0.01 [1/month] * level }
    )");
    const program::Program program = test::compile_text(*loaded, {});
    CHECK(instructions(program, Code::exp, repeated) == 0);
    CHECK(instructions(program, Code::exp, {program::Section::start}) == 1);
    CHECK(instructions(program, Code::power, repeated) == 0);
    CHECK(instructions(program, Code::power, {program::Section::start}) == 0);
    test::paths_of(*loaded, {}, {"level"});
}

// A branch whose condition is the same for the whole block runs one side.
TEST_CASE("a branch that no member differs in skips the other side") {
    using program::Code;
    const auto skips = [](const std::string& condition, std::vector<Code> codes) {
        const auto loaded = model_of(
            "level",
            "param distance : 1 = 1 to 3\n"
            "let branch : 1 = if " +
                condition +
                " then exp(level) ^ distance + ln(1 + level ^ 2.5) else 0.1 * level ^ 1.5\n"
                "stock level : 1 = 1 { inflow more = 0.01 * branch / 1 month }");
        const program::Program program = test::compile_text(*loaded, {});
        test::paths_of(*loaded, {}, {"level", "branch"});
        std::size_t count = 0;
        for (const Code code : codes) {
            count += instructions(program, code, repeated);
        }
        return count;
    };
    CHECK(skips("time < 2003-06", {Code::skip_unless, Code::skip_if}) > 0);
    CHECK(skips("level < 1.5", {Code::skip_none, Code::skip_all}) > 0);
}

// A bargaining run of 80 actors that writes 3 GB.
TEST_CASE("a model of 80 actors and all their pairs keeps only what was asked for") {
    std::string body = "actors ";
    std::string set = "set states = ";
    std::string pairs = "dyads pairs = ";
    for (int a = 0; a < 80; ++a) {
        body += fmt::format("{}A{:02} \"a\"", a == 0 ? "" : ", ", a);
        set += fmt::format("{}A{:02}", a == 0 ? "" : ", ", a);
        for (int b = 0; b < 80; ++b) {
            if (a == b) {
                continue;
            }
            pairs += fmt::format("{}A{:02}->A{:02}", a == 0 && b == 1 ? "" : ", ", a, b);
        }
    }
    body += "\n" + set + "\n" + pairs + R"(
        stock position[a in states] : 1 ~ uniform(0, 1) { toward 0.5 over 24 months }
        let offer[d in pairs] : 1 = abs(position[d.from] - position[d.to])
        let heat : 1 = mean(offer[d] for d in pairs)
    )";
    const auto loaded = model_of("heat", body);
    const results::Run run = test::run_text(*loaded, {.members = 64});
    CHECK(run.outputs.size() == 1);
    CHECK(run.paths.size() <= 64 * 121);
    CHECK(run.value(63, 0, 0) == doctest::Approx(1.0 / 3).epsilon(0.3));
}

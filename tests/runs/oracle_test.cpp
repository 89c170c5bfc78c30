// SPDX-License-Identifier: Apache-2.0
// The compiled program against the slow reference evaluator: the same bits, on generated models and
// on every shipped one, whatever the threads, the width of a block and the instruction set.
#include <array>
#include <cstdint>
#include <filesystem>
#include <string>

#include <doctest/doctest.h>

#include "program/compile.hpp"
#include "program/evaluate.hpp"
#include "run/block.hpp"
#include "run/simulate.hpp"
#include "runs/comparing.hpp"
#include "support/generated_model.hpp"
#include "support/run_text.hpp"

namespace {

using namespace entente;
using test::compiled;
using test::difference;
using test::options_of;
using test::same;

/// Whether stocks end with the same 64 bits.
std::string last_stocks(const model::Model& model,
                        const program::Program& program,
                        const program::Evaluation& slow,
                        std::uint64_t seed,
                        std::uint32_t member) {
    run::Block block(program, math::best_instruction_set(), 16, seed);
    std::vector<float> paths(static_cast<std::size_t>(program.grid.rows()) *
                             program.outputs.size() * 16);
    block.run(member, 1, paths.data());
    std::size_t stock = 0;
    for (const model::Quantity& quantity : model.quantities) {
        if (quantity.kind != model::QuantityKind::stock) continue;
        const double wanted = slow.stocks[stock++];
        const double* const got = block.find_slot(quantity.name);
        if (got == nullptr || !same(*got, wanted)) return quantity.name;
    }
    return {};
}

TEST_CASE("a thousand generated models run as the reference evaluator says") {
    for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
        CAPTURE(seed);
        const auto made = support::generated_model(seed);
        const program::CompileOptions options = options_of(seed, made.model);
        const program::Program program = compiled(made.model, made.data, options);
        const results::Run run = run::simulate(
            program, {.seed = seed, .first_member = 5, .members = 19, .threads = 1, .block = 16});
        for (const std::size_t member : {std::size_t{0}, std::size_t{11}, std::size_t{18}}) {
            const auto id = static_cast<std::uint32_t>(5 + member);
            const program::Evaluation slow =
                program::evaluate(made.model, made.data, options, seed, id);
            REQUIRE(difference(made.model, slow, run, member) == "");
            REQUIRE(last_stocks(made.model, program, slow, seed, id) == "");
        }
    }
}

TEST_CASE("players who look ahead choose as the reference evaluator says") {
    std::size_t played = 0;
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        CAPTURE(seed);
        const auto made = support::generated_model(seed);
        program::CompileOptions options = options_of(seed, made.model);
        options.policy = std::array{program::Policy::myopic,
                                    program::Policy::rollout,
                                    program::Policy::equilibrium}[seed / 2 % 3];
        options.look_ahead = {
            .levels = 1 + seed % 3, .replicates = 3, .substeps = seed % 4 == 0 ? 0 : 1};
        const program::Program program = compiled(made.model, made.data, options);
        played += program.players.size();
        const results::Run run = run::simulate(
            program, {.seed = seed, .first_member = 5, .members = 19, .threads = 1, .block = 16});
        for (const std::size_t member : {std::size_t{0}, std::size_t{18}}) {
            const auto id = static_cast<std::uint32_t>(5 + member);
            const program::Evaluation slow =
                program::evaluate(made.model, made.data, options, seed, id);
            REQUIRE(difference(made.model, slow, run, member) == "");
        }
    }
    CHECK(played > 30);
}

TEST_CASE("threads, block width, instruction set and fusing change no bit") {
    for (std::uint64_t seed = 1; seed <= 24; ++seed) {
        CAPTURE(seed);
        const auto made = support::generated_model(seed);
        const program::Program program =
            compiled(made.model, made.data, options_of(seed, made.model));
        const auto run_with =
            [&](std::size_t threads, std::size_t block, math::InstructionSet set, bool fuse) {
                return run::simulate(program,
                                     {.seed = 3,
                                      .members = 300,
                                      .fuse = fuse,
                                      .threads = threads,
                                      .block = block,
                                      .instruction_set = set});
            };
        const results::Run first = run_with(1, 16, math::InstructionSet::scalar, false);
        for (const std::size_t threads : {1U, 2U, 7U}) {
            for (const std::size_t block : {16U, 64U, 128U}) {
                for (const math::InstructionSet set : math::instruction_sets) {
                    if (!math::available(set)) continue;
                    const results::Run other = run_with(threads, block, set, threads != 7);
                    bool equal = first.parameters == other.parameters;
                    for (std::size_t m = 0; equal && m < 300; ++m) {
                        for (int row = 0; row < first.grid.rows(); ++row) {
                            for (std::size_t o = 0; o < first.outputs.size(); ++o) {
                                equal =
                                    equal && same(first.value(m, row, o), other.value(m, row, o));
                            }
                        }
                    }
                    REQUIRE(equal);
                    REQUIRE(first.fault_count == other.fault_count);
                    REQUIRE(first.faulty_members == other.faulty_members);
                }
            }
        }
    }
}

/// Runs every `stride`th scenario of the shipped models and holds it against the evaluator.
void check_shipped_models(std::size_t stride) {
    const std::filesystem::path models = std::filesystem::path(ENTENTE_SOURCE_DIR) / "models";
    for (const char* file : {"example/korea_example.ent",
                             "games/attrition.ent",
                             "games/council.ent",
                             "games/crisis.ent",
                             "games/dilemma.ent",
                             "korea/korea.ent",
                             "predator_prey/predator_prey.ent",
                             "richardson/richardson.ent",
                             "sir/sir.ent"}) {
        CAPTURE(file);
        const auto loaded = test::load_model(models / file);
        for (std::size_t s = 0; s < loaded->model.scenarios.size(); s += stride) {
            const model::Scenario& scenario = loaded->model.scenarios[model::ScenarioId(s)];
            CAPTURE(scenario.name);
            const model::Model changed = model::with_scenario(loaded->model, scenario);
            program::CompileOptions options;
            for (std::size_t q = 0; q < changed.quantities.size(); ++q) {
                options.outputs.emplace_back(q);
            }
            options.prior_set = changed.prior_sets.size() - 1;
            const program::Program program = compiled(changed, loaded->data, options);
            const results::Run run =
                run::simulate(program, {.seed = 11, .members = 3, .threads = 1, .block = 16});
            const program::Evaluation slow =
                program::evaluate(changed, loaded->data, options, 11, 2);
            REQUIRE(difference(changed, slow, run, 2) == "");
            REQUIRE(last_stocks(changed, program, slow, 11, 2) == "");
        }
    }
}

// The whole set takes minutes where memory is checked; the slow tests have it.
TEST_CASE("a fifth of the shipped scenarios runs as the reference evaluator says") {
    check_shipped_models(5);
}

TEST_CASE("every shipped scenario runs as the reference evaluator says" * doctest::skip()) {
    check_shipped_models(1);
}

/// How many of the first generated models a change of their programs shows in.
template <class Change>
int noticed(Change&& change) {
    int count = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const auto made = support::generated_model(seed);
        const program::CompileOptions options = options_of(seed, made.model);
        program::Program program = compiled(made.model, made.data, options);
        if (!change(program)) continue;
        const results::Run run =
            run::simulate(program, {.seed = seed, .members = 3, .threads = 1, .block = 16});
        const program::Evaluation slow = program::evaluate(made.model, made.data, options, seed, 2);
        count += difference(made.model, slow, run, 2).empty() ? 0 : 1;
    }
    return count;
}

TEST_CASE("a wrong operation is noticed") {
    CHECK(noticed([](program::Program& program) {
              for (auto& instruction : program.sections[4]) {
                  if (instruction.code != program::Code::multiply) continue;
                  instruction.code = program::Code::add;
                  return true;
              }
              return false;
          }) > 20);
}

TEST_CASE("a slot used again too early is noticed") {
    CHECK(noticed([](program::Program& program) {
              // The first operand of each pair becomes that of the instruction before it.
              auto& open = program.sections[static_cast<std::size_t>(program::Section::open)];
              for (std::size_t i = 1; i < open.size(); ++i) {
                  const auto earlier = open[i - 1].out;
                  if (earlier == program::no_operand || open[i].out == program::no_operand ||
                      open[i].in[1] == program::no_operand || open[i].in[0] == earlier ||
                      (open[i].in[0] & program::uniform_bit) != 0) {
                      continue;
                  }
                  open[i].in[0] = earlier;
                  return true;
              }
              return false;
          }) > 20);
}

}  // namespace

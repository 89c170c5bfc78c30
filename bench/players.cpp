// SPDX-License-Identifier: Apache-2.0
// Months that players try against months that are run: both per member, on one core, in the same
// step.
#include <cstdio>
#include <utility>

#include "harness.hpp"
#include "sections.hpp"

namespace entente::bench {

namespace {

constexpr double dearer_at_most = 1.1;
constexpr int half_a_year = 6;
constexpr std::size_t members = 128;

program::Program with_policy(Prepared& prepared, program::Policy policy, int substeps) {
    program::CompileOptions options;
    options.outputs = prepared.model.outputs;
    options.policy = policy;
    options.look_ahead.replicates = 2;
    options.look_ahead.substeps = substeps;
    auto program = program::compile(prepared.model, prepared.data, options, prepared.diagnostics);
    return std::move(*program);
}

void print_model(const char* name, const char* path) {
    const auto prepared = prepare_file(path);
    prepared->model = model::with_rhythm(std::move(prepared->model), half_a_year);
    const auto plain = with_policy(*prepared, program::Policy::rule, 0);
    const auto ahead = with_policy(*prepared, program::Policy::rollout, 0);
    const auto by_month = with_policy(*prepared, program::Policy::rollout, 1);
    if (ahead.players.empty()) {
        return;
    }
    results::Choices choices;
    const std::vector<double> times =
        take_turns(3,
                   {[&] { simulated(plain, members, 1); },
                    [&] { choices = simulated(ahead, members, 1).choices; },
                    [&] { simulated(by_month, members, 1); }},
                   Clock::processor);
    const double months = static_cast<double>(members) * plain.grid.months;
    const auto tried = static_cast<double>(choices.months);
    const double run = times[0] / months * 1e9;
    const double look = (times[1] - times[0]) / tried * 1e9;
    std::printf(
        "%s, %zu players: a month run %.0f ns a member, a month tried in the same step "
        "%.0f ns (x%.2f, goal <= %.1f %s), in one step %.0f ns; %.1f million member-months "
        "were tried\n",
        name,
        ahead.players.size(),
        run,
        look,
        look / run,
        dearer_at_most,
        verdict(look <= dearer_at_most * run),
        (times[2] - times[0]) / tried * 1e9,
        tried / 1e6);
}

}  // namespace

void print_players() {
    print_model("models/example", ENTENTE_SOURCE_DIR "/models/example/korea_example.ent");
    print_model("models/korea", ENTENTE_SOURCE_DIR "/models/korea/korea.ent");
}

}  // namespace entente::bench

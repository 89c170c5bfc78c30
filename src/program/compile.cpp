// SPDX-License-Identifier: Apache-2.0
#include "program/compile.hpp"

#include "base/contract.hpp"
#include "program/lower.hpp"
#include "program/schedule.hpp"
#include "program/trials.hpp"

namespace entente::program {

namespace {

constexpr std::pair<Policy, std::string_view> policies[] = {{Policy::rule, "rule"},
                                                            {Policy::scripted, "scripted"},
                                                            {Policy::myopic, "myopic"},
                                                            {Policy::rollout, "rollout"},
                                                            {Policy::equilibrium, "equilibrium"}};

}  // namespace

std::string_view name(Policy policy) {
    for (const auto& [known, word] : policies) {
        if (known == policy) {
            return word;
        }
    }
    ENTENTE_EXPECT(false);
    return {};
}

std::optional<Policy> find_policy(std::string_view name) {
    for (const auto& [policy, word] : policies) {
        if (word == name) {
            return policy;
        }
    }
    return std::nullopt;
}

LookAhead look_ahead_of(const CompileOptions& options) {
    LookAhead how = options.look_ahead;
    how.whole_horizon = options.policy != Policy::myopic;
    how.settle = options.policy == Policy::equilibrium;
    how.levels = options.policy == Policy::rollout ? how.levels : 1;
    how.mean = options.draws == Draws::mean;
    return how;
}

std::vector<DrawSite> sites_drawn_once(const Program& program) {
    std::vector<DrawSite> once;
    for (const DrawSite& site : program.sites) {
        if (site.once) {
            once.push_back(site);
        }
    }
    return once;
}

std::optional<Program> compile(const model::Model& model,
                               const data::Data& data,
                               const CompileOptions& options,
                               text::Diagnostics& diagnostics) {
    std::optional<Lowered> lowered = lower(model, data, options, diagnostics);
    if (!lowered) {
        return std::nullopt;
    }
    Program program = schedule(*lowered, model.grid);
    const int forecast = model.grid.row(model.grid.forecast);
    if (options.with_past && forecast > 0 && forecast < model.grid.months) {
        program.past = past_of(*lowered, forecast);
    }
    program.grid = model.grid;
    program.prior_set = model.prior_sets[options.prior_set];
    program.policy = name(options.policy);
    program.look_ahead = lowered->look_ahead;
    program.players = std::move(lowered->players);
    program.deciding = std::move(lowered->deciding);
    program.sites = std::move(lowered->sites);
    program.rings = std::move(lowered->rings);
    program.ring_uses = std::move(lowered->ring_uses);
    program.checks = std::move(lowered->checks);
    program.outputs = std::move(lowered->outputs);
    program.output_checks = std::move(lowered->output_checks);
    program.parameter_names = std::move(lowered->parameter_names);
    program.parameter_units = std::move(lowered->parameter_units);
    program.lookups = lowered->values.lookups;
    if (!program.players.empty()) {
        program.trials = trials_of(program, model, data, options);
    }
    return program;
}

}  // namespace entente::program

// SPDX-License-Identifier: Apache-2.0
#include "cli/ensemble.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "math/isa.hpp"
#include "program/compile.hpp"

namespace entente::cli {

namespace {

constexpr double broken_share = 0.01;  ///< of members: above, the numbers broke (exit 3)

std::optional<math::InstructionSet> instruction_set(const std::string& name) {
    std::optional<math::InstructionSet> wanted;
    if (name == "scalar") {
        wanted = math::InstructionSet::scalar;
    } else if (name == "v3") {
        wanted = math::InstructionSet::v3;
    } else if (name == "v4") {
        wanted = math::InstructionSet::v4;
    }
    if (wanted && *wanted > math::best_instruction_set()) {
        throw Failure(fmt::format("this machine has no instruction set {}", name));
    }
    return wanted;
}

}  // namespace

std::optional<results::Run> simulate(Project& project,
                                     const Ensemble& ensemble,
                                     const Options& options,
                                     Progress& progress) {
    const model::Model changed = model::with_scenario(*project.model, ensemble.scenario);
    program::CompileOptions how;
    how.history = options.history == "free" ? program::History::free : program::History::recorded;
    how.draws = options.draws == "mean" ? program::Draws::mean : program::Draws::sampled;
    how.policy = options.policy == "scripted" ? program::Policy::scripted : program::Policy::rule;
    how.prior_set = ensemble.prior_set;
    how.outputs = ensemble.outputs;
    const auto compiled = program::compile(changed, *project.data, how, project.diagnostics);
    if (!compiled) {
        return std::nullopt;
    }
    run::RunSpec spec;
    spec.seed = options.seed;
    spec.first_member = static_cast<std::uint32_t>(options.member.value_or(0));
    spec.members = options.member ? 1 : static_cast<std::size_t>(options.members);
    spec.threads = static_cast<std::size_t>(options.threads);
    spec.block = static_cast<std::size_t>(options.block);
    spec.instruction_set = instruction_set(options.isa);
    spec.stop = &interrupted();
    spec.progress = progress.counter();
    results::Run run = run::simulate(*compiled, spec);
    progress.finish_one(spec.members);
    run.scenario = ensemble.scenario.name;
    run.prior_set = project.model->prior_sets[ensemble.prior_set];
    run.policy = options.policy;
    return run;
}

std::vector<model::QuantityId> kept_outputs(const model::Model& model, const Options& options) {
    if (options.keep != "all") {
        return model.outputs;
    }
    std::vector<model::QuantityId> all;
    for (std::size_t i = 0; i < model.quantities.size(); ++i) {
        const model::Quantity& quantity = model.quantities[model::QuantityId(i)];
        if (!quantity.hidden && quantity.kind != model::QuantityKind::parameter) {
            all.emplace_back(i);
        }
    }
    return all;
}

bool report_broken(const results::Run& run, Terminal& terminal) {
    if (run.fault_count == 0) {
        return false;
    }
    const bool broken =
        static_cast<double>(run.faulty_members) > broken_share * static_cast<double>(run.members);
    terminal.error(fmt::format("{}: {} of {} members of `{}` broke{}\n",
                               broken ? "error" : "warning",
                               run.faulty_members,
                               run.members,
                               run.scenario,
                               broken ? "; the run is kept" : ""));
    const std::size_t shown = std::min<std::size_t>(run.faults.size(), 5);
    for (std::size_t i = 0; i < shown; ++i) {
        const results::Fault& fault = run.faults[i];
        terminal.error(fmt::format("  {} `{}` is {} in {} of member {}\n",
                                   fault.code,
                                   fault.quantity,
                                   fault.value,
                                   model::to_text(run.grid.month(fault.row)),
                                   fault.member));
    }
    if (run.fault_count > shown) {
        terminal.error(fmt::format("  and {} more\n", run.fault_count - shown));
    }
    return broken;
}

}  // namespace entente::cli

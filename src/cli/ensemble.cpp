// SPDX-License-Identifier: Apache-2.0
#include "cli/ensemble.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <unistd.h>

#include "claims/wording.hpp"
#include "math/isa.hpp"
#include "program/compile.hpp"

namespace entente::cli {

namespace {

constexpr double memory_share = 0.7;   ///< of the machine's, that paths may take
constexpr double broken_share = 0.01;  ///< of members: above, the numbers broke (exit 3)

std::optional<math::InstructionSet> instruction_set(const std::string& name) {
    const std::optional<math::InstructionSet> wanted = math::find_instruction_set(name);
    if (wanted && !math::available(*wanted)) {
        throw Failure(
            fmt::format("this machine cannot run the instruction set {} (--isa); its best is {}",
                        name,
                        math::name(math::best_instruction_set())));
    }
    return wanted;
}

std::string what_broke(const results::Fault& fault) {
    if (std::isnan(fault.value)) {
        return "is not a number";
    }
    if (std::isinf(fault.value)) {
        return "is infinite";
    }
    return fmt::format("leaves its bounds with {}", claims::number(fault.value));
}

}  // namespace

Members wanted_members(const Options& options) {
    if (options.member) {
        return {static_cast<std::uint32_t>(*options.member), 1};
    }
    return {0, static_cast<std::size_t>(options.members)};
}

void check_machine(const Options& options) { instruction_set(options.isa); }

void check_memory(const model::Model& model,
                  const Ensemble& ensemble,
                  std::size_t ensembles,
                  const Options& options) {
    const auto rows = static_cast<double>(model.grid.rows());
    const double needed = static_cast<double>(ensembles * wanted_members(options).count) * rows *
                          static_cast<double>(ensemble.outputs.size() * sizeof(float));
    const double there = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) *
                         static_cast<double>(::sysconf(_SC_PAGE_SIZE));
    if (there > 0 && needed > memory_share * there) {
        throw Failure(
            fmt::format("the outputs of these futures fill {:.1f} GB, this machine has "
                        "{:.1f} GB. Take fewer futures (-n), outputs or scenarios",
                        needed / 1e9,
                        there / 1e9));
    }
}

std::optional<program::Program> compile(Project& project,
                                        const Ensemble& ensemble,
                                        const Options& options) {
    const model::Model changed = model::with_scenario(*project.model, ensemble.scenario);
    program::CompileOptions how;
    how.history = options.history == "free" ? program::History::free : program::History::recorded;
    how.draws = options.draws == "mean" ? program::Draws::mean : program::Draws::sampled;
    how.policy = options.policy == "scripted" ? program::Policy::scripted : program::Policy::rule;
    how.prior_set = ensemble.prior_set;
    how.outputs = ensemble.outputs;
    auto program = program::compile(changed, *project.data, how, project.diagnostics);
    if (program) {
        program->scenario = ensemble.scenario.name;
        program->prior_set = project.model->prior_sets[ensemble.prior_set];
        program->policy = options.policy;
    }
    return program;
}

results::Run simulate(const program::Program& program,
                      const Members& members,
                      const Options& options,
                      Progress& progress) {
    run::RunSpec spec;
    spec.seed = options.seed;
    spec.first_member = members.first;
    spec.members = members.count;
    spec.threads = static_cast<std::size_t>(options.threads);
    spec.block = static_cast<std::size_t>(options.block);
    spec.instruction_set = instruction_set(options.isa);
    spec.stop = &interrupted();
    spec.progress = progress.counter();
    results::Run run = run::simulate(program, spec);
    progress.finish_one(run.members);
    run.scenario = program.scenario;
    run.prior_set = program.prior_set;
    run.policy = program.policy;
    return run;
}

std::optional<results::Run> simulate(Project& project,
                                     const Ensemble& ensemble,
                                     const Options& options,
                                     Progress& progress) {
    const auto program = compile(project, ensemble, options);
    return program ? std::optional(simulate(*program, wanted_members(options), options, progress))
                   : std::nullopt;
}

std::vector<model::QuantityId> every_quantity(const model::Model& model) {
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
        terminal.error(fmt::format("  {} `{}` {} in {}, member {}\n",
                                   fault.code,
                                   fault.quantity,
                                   what_broke(fault),
                                   model::to_text(run.grid.month(fault.row)),
                                   fault.member));
    }
    if (run.fault_count > shown) {
        terminal.error(fmt::format("  and {} more\n", run.fault_count - shown));
    }
    return broken;
}

}  // namespace entente::cli

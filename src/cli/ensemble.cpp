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

constexpr double memory_share = 0.7;  ///< of the machine's, that paths may take
/// Of one history, in bytes: above, every ensemble runs from the start.
constexpr std::size_t largest_checkpoint = std::size_t{512} << 20;
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

run::RunSpec spec_of(const Members& members, const Options& options) {
    run::RunSpec spec;
    spec.seed = options.seed;
    spec.first_member = members.first;
    spec.members = members.count;
    spec.threads = static_cast<std::size_t>(options.threads);
    spec.block = static_cast<std::size_t>(options.block);
    spec.instruction_set = instruction_set(options.isa);
    spec.stop = &interrupted();
    return spec;
}

results::Run simulate(const program::Program& program, run::RunSpec spec, Progress& progress) {
    spec.progress = progress.watch(program.scenario, program.prior_set);
    results::Run run = run::simulate(program, spec);
    progress.finish_one(run.members);
    run.scenario = program.scenario;
    run.prior_set = program.prior_set;
    run.policy = program.policy;
    return run;
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
                                        const Options& options,
                                        Past past) {
    const bool altered = !ensemble.fixed.empty() || !ensemble.scaled.empty();
    model::Model changed = model::with_scenario(
        altered ? model::with_scaled(model::with_parameters(*project.model, ensemble.fixed),
                                     ensemble.scaled)
                : *project.model,
        ensemble.scenario);
    if (options.decide_every != 0) {
        changed = model::with_rhythm(std::move(changed), static_cast<int>(options.decide_every));
    }
    if (ensemble.choosing_months != 0) {
        const model::Month last = changed.grid.forecast + ensemble.choosing_months;
        changed = model::without_turns(std::move(changed), last);
    }
    program::CompileOptions how;
    how.history = options.history == "free" ? program::History::free : program::History::recorded;
    how.draws = options.draws == "mean" ? program::Draws::mean : program::Draws::sampled;
    how.policy = program::find_policy(options.policy).value_or(program::Policy::rule);
    how.look_ahead.levels = static_cast<std::size_t>(options.reply_levels);
    how.look_ahead.replicates = static_cast<std::uint32_t>(options.replicates);
    how.look_ahead.substeps = options.step_ahead == "model" ? 0 : 1;
    how.prior_set = ensemble.prior_set;
    how.outputs = ensemble.outputs;
    how.with_past = past == Past::told;
    how.with_deciding = ensemble.tells_decisions;
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
                      Progress& progress,
                      const MemberDraws* draws,
                      std::optional<int> watch) {
    run::RunSpec spec = spec_of(members, options);
    spec.watch = watch;
    spec.given = draws == nullptr ? nullptr : &draws->given;
    return simulate(program, spec, progress);
}

Ensembles::Ensembles(Project& project, const Options& options, std::vector<Ensemble> all)
    : project_(project), options_(options), all_(std::move(all)), group_of_(all_.size()) {}

bool Ensembles::compile() {
    for (std::size_t i = 0; i < all_.size(); ++i) {
        const Past past = all_.size() > 1 ? Past::told : Past::left_out;
        auto program = cli::compile(project_, all_[i], options_, past);
        if (!program) {
            return false;
        }
        programs_.push_back(std::move(*program));
        if (programs_[i].past && !find_group(i) && !add_group(i)) {
            return false;
        }
    }
    return true;
}

bool Ensembles::find_group(std::size_t i) {
    for (std::size_t g = 0; g < groups_.size(); ++g) {
        // Other draws are another history.
        const bool same_draws = all_[groups_[g].first].posterior == all_[i].posterior;
        if (same_draws && run::find_shared_past(groups_[g].layout, programs_[i])) {
            groups_[g].last = i;
            group_of_[i] = g;
            return true;
        }
    }
    return false;
}

bool Ensembles::add_group(std::size_t i) {
    Group group;
    group.first = i;
    group.last = i;
    const Ensemble wide = wide_ensemble(i);
    if (wide.outputs.size() > all_[i].outputs.size()) {
        group.wide = cli::compile(project_, wide, options_, Past::told);
        if (!group.wide) {
            return false;
        }
    }
    group.layout = *run::layout_of(group.wide ? *group.wide : programs_[i]);
    if (is_small(group.layout)) {
        group_of_[i] = groups_.size();
        groups_.push_back(std::move(group));
    }
    return true;
}

/// Keeps what any ensemble of the prior set keeps.
Ensemble Ensembles::wide_ensemble(std::size_t i) const {
    Ensemble wide = all_[i];
    for (const Ensemble& other : all_) {
        for (const model::QuantityId output : other.outputs) {
            const bool there =
                std::find(wide.outputs.begin(), wide.outputs.end(), output) != wide.outputs.end();
            if (other.prior_set == wide.prior_set && !there) {
                wide.outputs.push_back(output);
            }
        }
    }
    return wide;
}

bool Ensembles::is_small(const run::CheckpointLayout& layout) const {
    std::size_t rows = layout.past.places.size();
    for (const std::uint32_t size : layout.ring_sizes) {
        rows += size;
    }
    const std::size_t member =
        rows * sizeof(double) +
        static_cast<std::size_t>(layout.past.months) * layout.outputs.size() * sizeof(float);
    return member * wanted_members(options_).count <= largest_checkpoint;
}

std::size_t Ensembles::sharing() const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < group_of_.size(); ++i) {
        count += group_of_[i] && groups_[*group_of_[i]].first != i ? 1 : 0;
    }
    return count;
}

const MemberDraws* Ensembles::draws_of(std::size_t i) {
    const results::PosteriorDraws* posterior = all_[i].posterior;
    auto& draws = draws_[posterior];
    if (draws == nullptr) {
        draws = member_draws(*project_.model, posterior, wanted_members(options_));
    }
    return draws.get();
}

results::Run Ensembles::run(std::size_t i, Progress& progress) {
    run::RunSpec spec = spec_of(wanted_members(options_), options_);
    const MemberDraws* draws = draws_of(i);
    spec.given = draws == nullptr ? nullptr : &draws->given;
    const auto g = group_of_[i];
    if (!g || groups_[*g].first == groups_[*g].last) {
        return simulate(programs_[i], spec, progress);
    }
    Group& group = groups_[*g];
    if (i == group.first && !group.wide) {
        spec.keep = &group.checkpoint;
    } else {
        if (i == group.first) {
            group.checkpoint = run::simulate_past(*group.wide, spec);
        }
        spec.from = &group.checkpoint;
    }
    results::Run run = simulate(programs_[i], spec, progress);
    if (i == group.last) {
        group.checkpoint = {};
    }
    return run;
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

void report_choices(const results::Run& run, Terminal& terminal) {
    if (run.choices.unsettled > 0) {
        terminal.error(fmt::format(
            "warning: {} of {} choices in `{}` found no equilibrium and were made by level 2\n",
            run.choices.unsettled,
            run.choices.made,
            run.scenario));
    }
}

bool report_broken(const results::Run& run, Terminal& terminal) {
    report_choices(run, terminal);
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

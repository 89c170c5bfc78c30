// SPDX-License-Identifier: Apache-2.0
// One ensemble from a project: writes the scenario into the model, compiles and simulates with the
// switches of the command line.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/member_draws.hpp"
#include "cli/project.hpp"
#include "model/scaled.hpp"
#include "program/program.hpp"
#include "results/results.hpp"
#include "run/checkpoint.hpp"
#include "run/simulate.hpp"

namespace entente::cli {

/// Which ensemble.
struct Ensemble {
    model::Scenario scenario;
    std::size_t prior_set = 0;
    std::vector<model::QuantityId> outputs;
    std::vector<model::FixedParameter> fixed;    ///< instead of their draws
    std::vector<model::ScaledParameter> scaled;  ///< read as multiples of themselves
    /// What members draw once comes from here, where given; it must outlive the ensemble.
    const results::PosteriorDraws* posterior = nullptr;
    bool tells_decisions = false;  ///< whether the program can tell what players consider
    int choosing_months = 0;  ///< in so many months after the forecast players choose; 0 for all
};

/// What the flags ask for: -n members from 0 on, or the one of --member.
Members wanted_members(const Options& options);

/// Checks flags that only this machine can judge (--isa). Throws Failure.
void check_machine(const Options& options);

/// Throws Failure where the paths of so many ensembles, kept at once, would fill the memory.
void check_memory(const model::Model& model,
                  const Ensemble& ensemble,
                  std::size_t ensembles,
                  const Options& options);

/// Whether a program is to say what it does before the forecast.
enum class Past { left_out, told };

/// Empty where compiling added an error to the project's diagnostics.
std::optional<program::Program> compile(Project& project,
                                        const Ensemble& ensemble,
                                        const Options& options,
                                        Past past = Past::left_out);

/// Stops at Ctrl-C with the whole members so far. `watch`: RunSpec::watch.
results::Run simulate(const program::Program& program,
                      const Members& members,
                      const Options& options,
                      Progress& progress,
                      const MemberDraws* draws = nullptr,
                      std::optional<int> watch = {});

/// Ensembles run one after another, for the members that the flags ask for. Those that do the same
/// before the forecast share it: it is run once, with the bytes of runs from the start.
class Ensembles {
  public:
    /// Both must outlive it.
    Ensembles(Project& project, const Options& options, std::vector<Ensemble> all);

    /// False where compiling added an error to the project's diagnostics.
    bool compile();

    /// Runs the i-th. Each is run once, in order.
    results::Run run(std::size_t i, Progress& progress);

    /// How many go on from the history of another.
    std::size_t sharing() const;

  private:
    /// Ensembles with one history.
    struct Group {
        run::CheckpointLayout layout;
        std::optional<program::Program> wide;  ///< with what all keep, where that is more
        std::size_t first = 0;
        std::size_t last = 0;
        run::Checkpoint checkpoint;
    };

    bool find_group(std::size_t i);
    bool add_group(std::size_t i);
    Ensemble wide_ensemble(std::size_t i) const;
    bool is_small(const run::CheckpointLayout& layout) const;
    const MemberDraws* draws_of(std::size_t i);

    Project& project_;
    const Options& options_;
    std::vector<Ensemble> all_;
    std::vector<program::Program> programs_;
    std::vector<Group> groups_;
    std::vector<std::optional<std::size_t>> group_of_;
    std::map<const results::PosteriorDraws*, std::unique_ptr<MemberDraws>> draws_;
};

/// The quantities that `--keep all` and `--quantiles all` speak of: not hidden, not parameters.
std::vector<model::QuantityId> every_quantity(const model::Model& model);

/// Prints how many choices found no equilibrium, where some did not.
void report_choices(const results::Run& run, Terminal& terminal);

/// Whether `report_broken` has anything to print.
inline bool has_faults(const results::Run& run) {
    return run.fault_count > 0 || run.choices.unsettled > 0;
}

/// Prints the first faults of the run's members and how many there were, and how many choices found
/// no equilibrium. True where more than 1 % of the members broke.
bool report_broken(const results::Run& run, Terminal& terminal);

}  // namespace entente::cli

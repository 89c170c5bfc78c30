// SPDX-License-Identifier: Apache-2.0
// entente fit: what the priors expect of the record, the posterior under each prior set, and what
// the record taught about each quantity.
#include "fit/fit.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/version.hpp"
#include "cli/ensemble.hpp"
#include "cli/fit_tables.hpp"
#include "cli/fits.hpp"
#include "cli/manifest.hpp"
#include "cli/suggest.hpp"
#include "cli/verbs.hpp"
#include "results/files.hpp"
#include "results/hash.hpp"

namespace entente::cli {

namespace {

namespace fs = std::filesystem;

/// Draws with records of their own in the file.
constexpr std::size_t predictive_draws = 16;

/// What one fit is called and where it goes.
struct Task {
    std::size_t prior_set = 0;
    model::MonthWindow window;
    std::string name;
    fs::path file;
};

std::vector<Task> tasks_of(const Project& project, const Options& options) {
    const model::Model& model = *project.model;
    std::vector<Task> tasks;
    for (std::size_t set = 0; set < model.prior_sets.size(); ++set) {
        const bool wanted =
            options.prior_set.empty() || prior_set_named(model, options.prior_set) == set;
        if (!wanted) {
            continue;
        }
        Task task;
        task.prior_set = set;
        task.window = fit_window(model, options);
        task.name = posterior_name(model, set, task.window, options);
        task.file = options.output.empty() ? posterior_file(project) : fs::path(options.output);
        tasks.push_back(std::move(task));
    }
    return tasks;
}

/// The state of a fit under way, beside the file it will go to.
fs::path state_file(const Task& task) {
    return fs::path(task.file.string() + "." + task.name + ".state");
}

/// Throws Failure where the generations are too few.
fit::FitOptions fit_options(const Options& options) {
    fit::FitOptions how = fit::fit_options(static_cast<std::size_t>(options.generations));
    how.seed = options.seed;
    if (options.burn_in != 0) {
        how.burn_in = static_cast<std::size_t>(options.burn_in);
    }
    const std::size_t least = how.burn_in + how.kept * how.thin;
    if (how.most < least) {
        throw Failure(
            fmt::format("--generations must be at least {}: {} of burn-in and {} for {} "
                        "draws of each chain",
                        least,
                        how.burn_in,
                        how.kept * how.thin,
                        how.kept));
    }
    return how;
}

fit::PosteriorOrigin origin_of(const Project& project,
                               const Task& task,
                               const Held& held,
                               const fit::FitOptions& how,
                               const Options& options) {
    results::Inputs inputs = inputs_of(project, options, {}, {});
    inputs.prior_set = project.model->prior_sets[task.prior_set];
    inputs.draws = "mean";
    inputs.flags = {{"verb", "fit"},
                    {"from", model::to_text(task.window.first)},
                    {"until", model::to_text(task.window.last)}};
    if (!options.as_of.empty()) {
        inputs.flags.emplace_back("as_of", options.as_of);
    }
    // The texts are the model's own; their hashes say which.
    nlohmann::ordered_json manifest = {{"schema_version", results::schema_version},
                                       {"verb", "fit"},
                                       {"model", inputs.model},
                                       {"model_sha256", results::model_hash(inputs)},
                                       {"from", model::to_text(task.window.first)},
                                       {"until", model::to_text(task.window.last)},
                                       {"as_of", options.as_of},
                                       {"prior_set", inputs.prior_set},
                                       {"seed", options.seed},
                                       {"burn_in", how.burn_in},
                                       {"generations", how.most},
                                       {"data", nlohmann::ordered_json::object()}};
    for (const data::File& file : project.data->files) {
        manifest["data"][file.shown] = file.hash;
    }
    fit::PosteriorOrigin origin;
    origin.model = inputs.model;
    origin.model_hash = held.likelihood->fingerprint();
    origin.data_hash = results::hash_of(manifest["data"].dump());
    origin.prior_set = inputs.prior_set;
    origin.first_month = model::to_text(task.window.first);
    origin.last_month = model::to_text(task.window.last);
    origin.seed = fmt::format("{}", options.seed);
    origin.version = version();
    origin.manifest = manifest.dump();
    return origin;
}

/// Adds a fit to its file, in the place of an older one of its name.
void keep(const Task& task, fit::Posterior posterior) {
    std::vector<fit::Posterior> all;
    if (fs::exists(task.file)) {
        all = fit::read_posteriors(task.file);
    }
    const auto old = std::find_if(
        all.begin(), all.end(), [&](const fit::Posterior& p) { return p.name == posterior.name; });
    if (old != all.end()) {
        *old = std::move(posterior);
    } else {
        all.push_back(std::move(posterior));
    }
    fit::write_posteriors(task.file, all);
}

enum class Outcome { done, stopped, faulty };

Outcome run_task(Project& project,
                 const Task& task,
                 const Options& options,
                 FitReport& report,
                 Terminal& terminal) {
    const auto start = std::chrono::steady_clock::now();
    const auto held = hold(project, task.prior_set, task.window, options);
    if (held == nullptr) {
        report_faults(project, terminal);
        return Outcome::faulty;
    }
    const std::vector<std::string> impossible = impossible_numbers(held->targets);
    for (const std::string& sentence : impossible) {
        terminal.error(fmt::format("error: {}\n", sentence));
    }
    if (!impossible.empty()) {
        return Outcome::faulty;
    }
    report.name = task.name;
    report.prior_set = project.model->prior_sets[task.prior_set];
    report.observed = held->targets.points();
    report.prior = fit::check_prior(*held->likelihood, options.seed);
    if (!options.json) {
        terminal.out(prior_table(report, terminal));
    }
    fit::FitOptions how = fit_options(options);
    const fit::PosteriorOrigin origin = origin_of(project, task, *held, how, options);
    how.state = state_file(task);
    how.identity = origin.model_hash;
    const bool resumes = fs::exists(how.state);
    if (resumes) {
        terminal.note(fmt::format("  going on from {}\n", how.state.string()));
    }
    Progress progress(options, how.most, task.name);
    const auto counter = progress.counter();
    how.progress = [&counter](const fit::FitProgress& now) {
        counter(static_cast<std::size_t>(now.generation));
        return !interrupted();
    };
    const auto made = fit::fit(*held->likelihood, how);
    progress.clear();
    if (!made) {
        terminal.error(fmt::format(
            "interrupted; the fit is kept in {} and goes on when the same command is given again\n",
            how.state.string()));
        return Outcome::stopped;
    }
    fit::Posterior posterior = fit::posterior_of(
        *held->likelihood, *made, task.name, origin, options.seed, predictive_draws);
    fill(report, *project.model, *made, posterior);
    keep(task, std::move(posterior));
    fs::remove(how.state);
    report.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return Outcome::done;
}

}  // namespace

int run_fit(const Options& options, Terminal& terminal) {
    const auto project = open_project(options.arguments.front(), Reads::model_and_data);
    if (report_faults(*project, terminal) || !project->data) {
        return exit_check_said_no;
    }
    const std::vector<Task> tasks = tasks_of(*project, options);
    catch_interrupts();
    if (options.self_check) {
        return self_check(
            *project, tasks.front().prior_set, tasks.front().window, options, terminal);
    }
    if (options.ablations) {
        const Task& task = tasks.front();
        return ablate(*project, task.prior_set, task.file, task.window, options, terminal);
    }
    if (options.filter) {
        std::vector<std::size_t> sets;
        sets.reserve(tasks.size());
        for (const Task& task : tasks) {
            sets.push_back(task.prior_set);
        }
        return filter_check(
            *project, sets, tasks.front().file, tasks.front().window, options, terminal);
    }
    std::vector<FitReport> reports;
    for (const Task& task : tasks) {
        FitReport report;
        const Outcome outcome = run_task(*project, task, options, report, terminal);
        if (outcome != Outcome::done) {
            return outcome == Outcome::stopped ? exit_interrupted : exit_check_said_no;
        }
        if (!options.json) {
            terminal.out(fit_table(report, terminal));
        }
        terminal.note(fmt::format("  {:.0f} s, {:.0f} evaluations a second\n",
                                  report.seconds,
                                  report.evaluations / std::max(report.seconds, 1e-3)));
        reports.push_back(std::move(report));
    }
    if (options.json) {
        terminal.out(fit_json(*project->model, tasks.front().window, reports));
    }
    terminal.note(fmt::format("  wrote {}\n", tasks.front().file.string()));
    return exit_done;
}

}  // namespace entente::cli

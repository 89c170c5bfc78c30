// SPDX-License-Identifier: Apache-2.0
// entente score: forecasts of past years by the model and by naive forecasts, and who did better.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "analysis/hindcast.hpp"
#include "cli/ensemble.hpp"
#include "cli/holdout_log.hpp"
#include "cli/posterior_use.hpp"
#include "cli/score_plan.hpp"
#include "cli/score_tables.hpp"
#include "cli/suggest.hpp"
#include "cli/track_record.hpp"
#include "cli/verbs.hpp"
#include "data/csv.hpp"

namespace entente::cli {

namespace {

using analysis::Conditioning;
using analysis::Hindcast;

std::optional<double> min_skill(const Options& options) {
    if (options.min_skill.empty()) {
        return std::nullopt;
    }
    const auto skill = data::parse_number(options.min_skill);
    if (!skill || *skill > 1) {
        throw Failure(
            fmt::format("--min-skill needs a number of at most 1, such as 0 or 0.1, not `{}`",
                        options.min_skill));
    }
    return skill;
}

/// Throws Failure where a name is none, or nothing is there to be forecast.
void check_questions(const Project& project, const ScorePlan& plan, const Options& options) {
    const Hindcast hindcast = hindcast_of(project, plan, plan.levels.front(), 0, options);
    const std::vector<std::string> names = hindcast.names();
    for (const std::string& name : options.series) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            throw Failure(fmt::format("`{}` observes no series and records no event `{}`{}",
                                      project.model->name,
                                      name,
                                      suggest_or_list(name, names, "Observed")));
        }
    }
    if (hindcast.questions() == 0) {
        throw Failure(fmt::format(
            "nothing that `{}` observes or records can be scored from {} to {}: take other "
            "--horizons or --origins",
            project.model->name,
            model::to_text(plan.tested.first),
            model::to_text(plan.tested.last)));
    }
}

enum class Outcome { done, broken, faulty, stopped };

/// Runs every origin of one level.
Outcome run_level(Project& project,
                  Hindcast& hindcast,
                  const results::PosteriorDraws* posterior,
                  const Options& options,
                  Progress& progress,
                  Terminal& terminal) {
    const Members members = wanted_members(options);
    const auto draws = member_draws(*project.model, posterior, members);
    bool broken = false;
    for (std::size_t i = 0; i < hindcast.plan().origins.size(); ++i) {
        auto program = hindcast.compile(i, project.diagnostics);
        if (!program) {
            if (project.diagnostics.has_errors()) {
                return Outcome::faulty;
            }
            progress.finish_one(members.count);
            continue;
        }
        program->scenario = model::to_text(hindcast.plan().origins[i]);
        const results::Run run = simulate(*program, members, options, progress, draws.get());
        if (run.partial) {
            return Outcome::stopped;
        }
        if (has_faults(run)) {
            progress.clear();
            broken = report_broken(run, terminal) || broken;
        }
        hindcast.take(i, run);
    }
    return broken ? Outcome::broken : Outcome::done;
}

/// Prints what falls short of --min-skill. True where something does.
bool falls_short(const ScoreReport& report, std::optional<double> least, Terminal& terminal) {
    bool short_of = false;
    for (const LevelRecords& level : report.levels) {
        for (const analysis::TrackRecord& record : level.records) {
            if (least && record.skill && record.skill->skill < *least) {
                short_of = true;
                terminal.note(
                    fmt::format("{} {}, {} months: skill {:.2f} is below {} (--min-skill)\n",
                                analysis::name(level.level),
                                record.series,
                                horizon_text(record),
                                record.skill->skill,
                                *least));
            }
        }
    }
    return short_of;
}

void print(const ScoreReport& report, const Options& options, Terminal& terminal) {
    if (options.json) {
        terminal.out(score_json(report));
    } else if (options.csv) {
        terminal.out(score_csv(report));
    } else {
        terminal.out(score_text(report, terminal));
    }
}

}  // namespace

int run_score(const Options& options, Terminal& terminal) {
    const std::optional<double> least = min_skill(options);
    const auto project = open_project(options.arguments.front(), Reads::model_and_data);
    if (report_faults(*project, terminal) || !project->data) {
        return exit_check_said_no;
    }
    const model::Model& model = *project->model;
    ScoreReport report;
    report.model = model.name;
    report.holdout = options.holdout;
    report.plan = score_plan(model, options);
    report.seed = options.seed;
    report.members = options.members;
    if (options.holdout) {
        refuse_second_holdout(*project);
    }
    check_questions(*project, report.plan, options);
    const std::size_t prior_set = prior_set_named(model, options.prior_set);
    const auto posterior = posterior_before(*project, prior_set, report.plan, options);
    report.fitted = posterior.has_value();
    report.draws = draws_text(model, prior_set, posterior);
    report.prior_set = model.prior_sets[prior_set];
    report.fingerprint = score_fingerprint(
        *project, report.plan, prior_set, posterior ? &*posterior : nullptr, options);

    catch_interrupts();
    Progress progress(
        options,
        report.plan.levels.size() * report.plan.origins.size() * wanted_members(options).count,
        model.name);
    bool broken = false;
    for (const Conditioning level : report.plan.levels) {
        Hindcast hindcast = hindcast_of(*project, report.plan, level, prior_set, options);
        const Outcome outcome = run_level(
            *project, hindcast, posterior ? &*posterior : nullptr, options, progress, terminal);
        if (outcome == Outcome::stopped) {
            progress.clear();
            terminal.error("interrupted; nothing was scored\n");
            return exit_interrupted;
        }
        if (outcome == Outcome::faulty) {
            progress.clear();
            report_faults(*project, terminal);
            return exit_check_said_no;
        }
        broken = broken || outcome == Outcome::broken;
        report.levels.push_back({level, hindcast.records()});
    }
    progress.clear();
    if (options.holdout) {
        log_holdout(*project, report);
    }
    print(report, options, terminal);
    if (falls_short(report, least, terminal)) {
        return exit_check_said_no;
    }
    return broken ? exit_numbers_broke : exit_done;
}

}  // namespace entente::cli

// SPDX-License-Identifier: Apache-2.0
// What the verbs that fit, score or use a posterior share: the window of a fit, a likelihood with
// all it stands on, the file of posteriors beside a model and the check that it is the model's own.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/project.hpp"
#include "fit/likelihood.hpp"
#include "fit/posterior.hpp"

namespace entente::cli {

/// A month of the command line; a year alone means that month of it. Throws Failure.
model::Month flag_month(const std::string& text, const std::string& flag, int month_of_year);

/// From the start to the last December before `forecast`, or to the month before it where the run
/// has no whole year.
model::MonthWindow usual_fit_window(const model::Model& model);

/// --from to --until; without them from the start to the last December before `forecast`, so that
/// the current year stays for a later check. Throws Failure for dates that do not fit.
model::MonthWindow fit_window(const model::Model& model, const Options& options);

/// A likelihood under one prior set, of the record as published by --as-of. Nothing here moves: it
/// is held by pointer.
struct Held {
    fit::Targets targets;
    program::Program program;
    std::unique_ptr<fit::Likelihood> likelihood;
};

/// Null where compiling added errors to the project's diagnostics. Throws Failure where there is
/// nothing to hold the model against. `coordinates` as in fit::LikelihoodOptions.
std::unique_ptr<Held> hold(Project& project,
                           std::size_t prior_set,
                           model::MonthWindow window,
                           const Options& options,
                           std::vector<std::string> coordinates = {});

/// The same for a changed model of the project.
std::unique_ptr<Held> hold(const model::Model& model,
                           Project& project,
                           std::size_t prior_set,
                           model::MonthWindow window,
                           const Options& options,
                           std::vector<std::string> coordinates);

/// Sentences about observed numbers that their law of errors cannot give; empty where all is well.
std::vector<std::string> impossible_numbers(const fit::Targets& targets);

/// "literature", or "literature_to_2016_12" where the window is not the usual one, with
/// "_as_of_2016_12" behind where figures published later were not read.
std::string posterior_name(const model::Model& model,
                           std::size_t prior_set,
                           model::MonthWindow window,
                           const Options& options);

/// posterior.nc in the folder of the model's main file.
std::filesystem::path posterior_file(const Project& project);

/// What the file says of one fit, after a check that model and record are those it was made with.
/// Throws Failure, with the command to fit again, where they are not or the file has no such fit.
fit::Posterior own_posterior(Project& project,
                             const std::filesystem::path& file,
                             std::size_t prior_set,
                             model::MonthWindow window,
                             const Options& options);

/// --ablations: how much worse the months after a fit are forecast without each named link.
int ablate(Project& project,
           std::size_t prior_set,
           const std::filesystem::path& file,
           model::MonthWindow window,
           const Options& options,
           Terminal& terminal);

/// --filter: holds the posteriors of these prior sets against a particle filter of the model's
/// chance, and prints where its outputs stand.
int filter_check(Project& project,
                 const std::vector<std::size_t>& prior_sets,
                 const std::filesystem::path& file,
                 model::MonthWindow window,
                 const Options& options,
                 Terminal& terminal);

/// --self-check: prints the ranks of known truths; exit 1 where they are not even.
int self_check(Project& project,
               std::size_t prior_set,
               model::MonthWindow window,
               const Options& options,
               Terminal& terminal);

}  // namespace entente::cli

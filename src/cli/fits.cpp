// SPDX-License-Identifier: Apache-2.0
#include "cli/fits.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "cli/suggest.hpp"
#include "data/series.hpp"
#include "fit/errors.hpp"

namespace entente::cli {

namespace {

/// Why no quantity moves the likelihood: a target that the model gives no chance at the prior
/// medians, or none at all.
std::string nothing_moves(const Held& held, fit::LikelihoodOptions how) {
    for (const program::DrawSite& site : program::sites_drawn_once(held.program)) {
        how.coordinates.push_back(site.quantity);
    }
    const fit::Targets& targets = held.targets;
    if (!how.coordinates.empty()) {
        const fit::Likelihood whole(targets, held.program, how);
        const std::vector<double> medians(whole.dimension(), 0.0);
        std::vector<double> values(targets.targets.size());
        whole.evaluate_targets(medians, values);
        for (std::size_t t = 0; t < values.size(); ++t) {
            if (!std::isfinite(values[t])) {
                return fmt::format(
                    "`{}` cannot be fitted: at the prior medians the model gives the record of "
                    "`{}` "
                    "no chance, for instance a rate of 0 in a month with an event. Leave it out, "
                    "or let chance reach it",
                    targets.model.name,
                    targets.targets[t].name);
            }
        }
    }
    return fmt::format("nothing that `{}` draws once reaches what it is held against",
                       targets.model.name);
}

/// The record with the figures of its series as they were published by the date of --as-of.
data::Data published_by(const model::Model& model, const data::Data& data, const Options& options) {
    const model::Month next = flag_month(options.as_of, "as-of", 12) + 1;
    data::Data known = data;
    for (std::size_t i = 0; i < model.data.size(); ++i) {
        const model::DataId id(i);
        known.series[id] = data::series_known_at(data.series[id], model.data[id].each, next);
    }
    return known;
}

}  // namespace

model::Month flag_month(const std::string& text, const std::string& flag, int month_of_year) {
    const auto date = model::parse_date(text);
    if (!date) {
        throw Failure(
            fmt::format("--{} needs a date such as 2016 or 2016-12, not `{}`", flag, text));
    }
    return model::month_of(date->year, date->month == 0 ? month_of_year : date->month);
}

model::MonthWindow usual_fit_window(const model::Model& model) {
    const model::Grid& grid = model.grid;
    const model::Month december = model::month_of(model::year_of(grid.forecast) - 1, 12);
    const bool whole_years = december - grid.first >= 12;
    return {grid.first, whole_years ? december : grid.forecast + -1};
}

model::MonthWindow fit_window(const model::Model& model, const Options& options) {
    model::MonthWindow window = usual_fit_window(model);
    if (!options.since.empty()) {
        window.first = flag_month(options.since, "from", 1);
    }
    if (!options.until.empty()) {
        window.last = flag_month(options.until, "until", 12);
    }
    const model::Grid& grid = model.grid;
    if (window.first < grid.first || window.last > grid.last() || window.last < window.first) {
        throw Failure(fmt::format("{} to {} is no part of the model's time, {} to {}",
                                  model::to_text(window.first),
                                  model::to_text(window.last),
                                  model::to_text(grid.first),
                                  model::to_text(grid.last())));
    }
    return window;
}

std::unique_ptr<Held> hold(Project& project,
                           std::size_t prior_set,
                           model::MonthWindow window,
                           const Options& options,
                           std::vector<std::string> coordinates) {
    return hold(*project.model, project, prior_set, window, options, std::move(coordinates));
}

std::unique_ptr<Held> hold(const model::Model& model,
                           Project& project,
                           std::size_t prior_set,
                           model::MonthWindow window,
                           const Options& options,
                           std::vector<std::string> coordinates) {
    auto held = std::make_unique<Held>();
    held->targets =
        options.as_of.empty()
            ? fit::targets_of(model, *project.data, window)
            : fit::targets_of(model, published_by(model, *project.data, options), window);
    if (held->targets.targets.empty()) {
        throw Failure(
            fmt::format("there is nothing to hold `{}` against from {} to {}: no series that it "
                        "`observes` has a "
                        "number there{}, and no event with a law of its own is `recorded`",
                        model.name,
                        model::to_text(window.first),
                        model::to_text(window.last),
                        options.as_of.empty() ? "" : " by " + options.as_of));
    }
    auto program = fit::compile(held->targets, *project.data, prior_set, project.diagnostics);
    if (!program) {
        return nullptr;
    }
    held->program = std::move(*program);
    fit::LikelihoodOptions how;
    how.coordinates = std::move(coordinates);
    how.threads = static_cast<std::size_t>(options.threads);
    held->likelihood = std::make_unique<fit::Likelihood>(held->targets, held->program, how);
    if (held->likelihood->dimension() == 0) {
        throw Failure(nothing_moves(*held, how));
    }
    return held;
}

std::vector<std::string> impossible_numbers(const fit::Targets& targets) {
    std::vector<std::string> sentences;
    for (const fit::Target& target : targets.targets) {
        for (const fit::Observed& point : target.points) {
            std::string sentence = fit::impossible(target, point);
            if (!sentence.empty()) {
                sentences.push_back(std::move(sentence));
            }
        }
    }
    return sentences;
}

std::string posterior_name(const model::Model& model,
                           std::size_t prior_set,
                           model::MonthWindow window,
                           const Options& options) {
    const model::MonthWindow usual = usual_fit_window(model);
    std::string name = model.prior_sets[prior_set];
    const auto add = [&name](const char* word, model::Month month) {
        name +=
            fmt::format("_{}_{}_{:02}", word, model::year_of(month), model::month_in_year(month));
    };
    if (window.first != usual.first) {
        add("from", window.first);
    }
    if (window.last != usual.last) {
        add("to", window.last);
    }
    if (!options.as_of.empty()) {
        add("as_of", flag_month(options.as_of, "as-of", 12));
    }
    return name;
}

std::filesystem::path posterior_file(const Project& project) {
    return std::filesystem::path(project.path).parent_path() / "posterior.nc";
}

fit::Posterior own_posterior(Project& project,
                             const std::filesystem::path& file,
                             std::size_t prior_set,
                             model::MonthWindow window,
                             const Options& options) {
    const model::Model& model = *project.model;
    const std::string name = posterior_name(model, prior_set, window, options);
    const model::MonthWindow usual = usual_fit_window(model);
    const std::string again =
        fmt::format("entente fit {}{}{}",
                    project.path,
                    window.last == usual.last ? "" : " --until " + model::to_text(window.last),
                    options.as_of.empty() ? "" : " --as-of " + options.as_of);
    auto posterior = fit::read_posterior(file, name);
    if (!posterior) {
        throw Failure(
            fmt::format("`{}` has no fit `{}`. Fit it: {}", file.generic_string(), name, again));
    }
    std::vector<std::string> names;
    for (const fit::FittedQuantity& quantity : posterior->quantities) {
        const model::QuantityId id = model::find_quantity(model, quantity.name);
        if (!id) {
            throw Failure(
                fmt::format("`{}` was fitted with `{}`, which the model does not have. Fit "
                            "again: {}, or go without: --posterior none",
                            file.generic_string(),
                            quantity.name,
                            again));
        }
        names.push_back(quantity.name);
    }
    const auto held = hold(project, prior_set, window, options, names);
    if (held == nullptr || held->likelihood->fingerprint() != posterior->origin.model_hash) {
        throw Failure(fmt::format(
            "`{}` was fitted to another model or record than `{}` has now. Fit again: {}, or go "
            "without: --posterior none",
            file.generic_string(),
            project.path,
            again));
    }
    return std::move(*posterior);
}

}  // namespace entente::cli

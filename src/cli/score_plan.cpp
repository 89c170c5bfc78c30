// SPDX-License-Identifier: Apache-2.0
#include "cli/score_plan.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "cli/fits.hpp"
#include "data/csv.hpp"

namespace entente::cli {

namespace {

using analysis::Conditioning;
using model::Month;

/// Of the whole years on record, the share that a fit may see where --from does not say: 2006 to
/// 2016 of 2006 to 2025.
constexpr double trained_share = 0.55;

constexpr int longest_horizon = 600;
constexpr int months_a_year = 12;

Month usual_start(const model::Model& model, Month last) {
    const int first = model::year_of(model.grid.first + (months_a_year - 1));
    const int years = model::year_of(last) + 1 - first;
    const int trained = static_cast<int>(trained_share * years);
    if (trained < 1) {
        throw Failure(
            fmt::format("`{}` has a record from {} to {}, too short to be divided into years to "
                        "learn from and years to forecast; --from says where to divide it",
                        model.name,
                        model::to_text(model.grid.first),
                        model::to_text(last)));
    }
    return model::month_of(first + trained, 1);
}

model::MonthWindow tested_window(const model::Model& model, const Options& options) {
    const Month usual = usual_fit_window(model).last;
    if (options.holdout) {
        const model::MonthWindow held = {usual + 1, model.grid.forecast + -1};
        if (held.months() < 1) {
            throw Failure(fmt::format(
                "`{}` holds nothing out: no month lies between its last whole year and {}",
                model.name,
                model::to_text(model.grid.forecast)));
        }
        return held;
    }
    model::MonthWindow tested = {{}, usual};
    if (!options.until.empty()) {
        tested.last = flag_month(options.until, "until", months_a_year);
    }
    if (tested.last > usual && model.grid.forecast + -1 <= usual) {
        throw Failure(fmt::format("--until {} is later than the record of `{}`, which ends in {}",
                                  options.until,
                                  model.name,
                                  model::to_text(usual)));
    }
    if (tested.last > usual) {
        throw Failure(fmt::format(
            "--until {} reaches into the months held out, {} and later; `--holdout` scores them, "
            "once",
            options.until,
            model::to_text(usual + 1)));
    }
    tested.first = options.since.empty() ? usual_start(model, tested.last)
                                         : flag_month(options.since, "from", 1);
    if (tested.first <= model.grid.first || tested.last < tested.first) {
        throw Failure(fmt::format(
            "forecasts from {} to {} need a record before them and months to forecast; the "
            "model's time begins in {} and its last whole year ends in {}",
            model::to_text(tested.first),
            model::to_text(tested.last),
            model::to_text(model.grid.first),
            model::to_text(usual)));
    }
    return tested;
}

std::vector<int> horizons_of(const Options& options) {
    std::vector<int> horizons;
    for (std::size_t begin = 0; begin <= options.horizons.size();) {
        const std::size_t end =
            std::min(options.horizons.find(',', begin), options.horizons.size());
        const std::string text = options.horizons.substr(begin, end - begin);
        const auto months = data::parse_number(text);
        if (!months || *months < 1 || *months > longest_horizon ||
            *months != static_cast<int>(*months)) {
            throw Failure(fmt::format(
                "--horizons needs whole months from 1 to {} with commas, such as 1,3,12, not `{}`",
                longest_horizon,
                options.horizons));
        }
        horizons.push_back(static_cast<int>(*months));
        begin = end + 1;
    }
    std::sort(horizons.begin(), horizons.end());
    horizons.erase(std::unique(horizons.begin(), horizons.end()), horizons.end());
    return horizons;
}

std::vector<Month> origins_of(const std::string& every, model::MonthWindow tested) {
    if (every == "once") {
        return {tested.first};
    }
    const int step = every == "month" ? 1 : every == "quarter" ? 3 : months_a_year;
    std::vector<Month> origins;
    for (Month origin = tested.first; origin <= tested.last; origin = origin + step) {
        origins.push_back(origin);
    }
    return origins;
}

std::vector<Conditioning> levels_of(const Options& options) {
    std::vector<std::string> wanted = options.levels;
    if (wanted.empty()) {
        wanted = {"C0", "C1"};
    }
    std::vector<Conditioning> levels;
    for (const Conditioning level :
         {Conditioning::nothing, Conditioning::shocks, Conditioning::decisions}) {
        if (std::find(wanted.begin(), wanted.end(), analysis::name(level)) != wanted.end()) {
            levels.push_back(level);
        }
    }
    return levels;
}

}  // namespace

ScorePlan score_plan(const model::Model& model, const Options& options) {
    if (options.holdout && (!options.since.empty() || !options.until.empty())) {
        throw Failure("--holdout scores all that was held out; it goes without --from and --until");
    }
    ScorePlan plan;
    plan.tested = tested_window(model, options);
    // A part of a year has no Januaries to speak of.
    const std::string every =
        options.holdout && options.given.count("origins") == 0 ? "month" : options.origins;
    plan.origins = origins_of(every, plan.tested);
    if (every != "once") {
        plan.horizons = horizons_of(options);
    }
    plan.levels = levels_of(options);
    return plan;
}

}  // namespace entente::cli

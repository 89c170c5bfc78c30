// SPDX-License-Identifier: Apache-2.0
// entente fit --filter: whether the mean path, with which a model was fitted, may stand for the
// model with its chance. A particle filter estimates the likelihood at a few draws of the
// posterior; where it differs from the mean path's by the same number at all of them, the posterior
// stays as it is. And where the model's outputs stand after the record.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "claims/wording.hpp"
#include "cli/fits.hpp"
#include "cli/suggest.hpp"
#include "cli/table.hpp"
#include "fit/filter.hpp"
#include "results/json_number.hpp"

namespace entente::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t points = 8;
constexpr std::size_t particles = 1024;
constexpr std::array<double, 3> chances = {0.05, 0.5, 0.95};

/// Draws that keep less than this share of their weight say that the mean path will not do.
constexpr double least_worth = 0.5;

/// One draw of the posterior, filtered with two seeds.
struct Checked {
    double mean_path = 0;
    std::array<double, 2> filter = {};
    double least_effective = 0;
    std::string least_month;
    std::size_t collapsed = 0;  ///< months with few particles left

    double difference() const { return 0.5 * (filter[0] + filter[1]) - mean_path; }
};

struct NowRow {
    std::string name;
    std::string unit;
    std::array<double, chances.size()> quantiles = {};
};

struct Report {
    std::string name;
    std::vector<Checked> checked;
    double shift = 0;   ///< mean difference of filter and mean path
    double spread = 0;  ///< its deviation over the draws
    double noise = 0;   ///< of one estimate by the filter, from its two seeds
    double worth = 0;   ///< effective draws after weighting by the differences
    std::vector<NowRow> now;
    std::string month;

    bool stands() const { return worth >= least_worth * static_cast<double>(checked.size()); }
};

/// z of evenly spread draws, [draw][quantity].
std::vector<double> some_draws(const fit::Posterior& posterior) {
    const std::size_t all = posterior.chains * posterior.draws;
    std::vector<double> z;
    for (std::size_t i = 0; i < points; ++i) {
        for (const fit::FittedQuantity& quantity : posterior.quantities) {
            z.push_back(quantity.z[i * all / points]);
        }
    }
    return z;
}

void judge(Report& report) {
    const auto count = static_cast<double>(report.checked.size());
    double top = -std::numeric_limits<double>::infinity();
    for (const Checked& one : report.checked) {
        report.shift += one.difference() / count;
        const double gap = one.filter[0] - one.filter[1];
        report.noise += gap * gap / (2 * count);
        top = std::max(top, one.difference());
    }
    report.noise = std::sqrt(report.noise);
    double squares = 0;
    double weights = 0;
    double weights_squared = 0;
    for (const Checked& one : report.checked) {
        const double gap = one.difference() - report.shift;
        squares += gap * gap;
        const double weight = std::exp(one.difference() - top);
        weights += weight;
        weights_squared += weight * weight;
    }
    report.spread = std::sqrt(squares / std::max(1.0, count - 1));
    report.worth = std::isfinite(top) ? weights * weights / weights_squared : 0;
}

/// The targets, and the model's own outputs among those that a run keeps.
struct WithOutputs {
    fit::Targets targets;
    std::vector<std::size_t> outputs;
};

WithOutputs with_outputs(const fit::Targets& targets) {
    WithOutputs made = {targets, {}};
    auto& kept = made.targets.outputs;
    for (const model::QuantityId id : targets.model.outputs) {
        const auto found = std::find(kept.begin(), kept.end(), id);
        made.outputs.push_back(static_cast<std::size_t>(found - kept.begin()));
        if (found == kept.end()) {
            kept.push_back(id);
        }
    }
    return made;
}

/// Values of one output with their weights, over all draws.
struct Pooled {
    std::vector<float> values;
    std::vector<double> weights;
};

void filter_draws(const WithOutputs& with,
                  const program::Program& program,
                  const fit::Likelihood& likelihood,
                  const std::vector<double>& z,
                  const Options& options,
                  Report& report) {
    const std::size_t d = likelihood.dimension();
    std::vector<double> mean_path(points);
    likelihood.evaluate(z, mean_path);
    std::vector<Pooled> pooled(with.outputs.size());
    for (std::size_t i = 0; i < points && !interrupted(); ++i) {
        Checked checked = {.mean_path = mean_path[i], .least_effective = particles};
        for (std::size_t run = 0; run < checked.filter.size(); ++run) {
            fit::FilterOptions how;
            how.particles = particles;
            how.seed = options.seed + 2 * i + run;
            how.threads = static_cast<std::size_t>(options.threads);
            const fit::Filtered made = fit::filter_model(with.targets,
                                                         program,
                                                         likelihood.coordinates(),
                                                         std::span(z).subspan(i * d, d),
                                                         with.outputs,
                                                         how);
            checked.filter[run] = made.particles.log_likelihood;
            checked.collapsed = std::max(checked.collapsed, made.particles.collapsed.size());
            for (std::size_t step = 0; step < made.particles.steps.size(); ++step) {
                if (made.particles.steps[step].effective < checked.least_effective) {
                    checked.least_effective = made.particles.steps[step].effective;
                    checked.least_month =
                        model::to_text(with.targets.model.grid.month(static_cast<int>(step)));
                }
            }
            for (std::size_t o = 0; o < made.now.size(); ++o) {
                const fit::NowCast& now = made.now[o];
                pooled[o].values.insert(
                    pooled[o].values.end(), now.values.begin(), now.values.end());
                pooled[o].weights.insert(
                    pooled[o].weights.end(), made.weights.begin(), made.weights.end());
            }
        }
        report.checked.push_back(checked);
    }
    for (std::size_t o = 0; o < pooled.size(); ++o) {
        const results::Output& output = program.outputs[with.outputs[o]];
        NowRow row = {.name = output.name, .unit = output.unit};
        for (std::size_t i = 0; i < chances.size(); ++i) {
            row.quantiles[i] =
                fit::weighted_quantile(pooled[o].values, pooled[o].weights, chances[i]);
        }
        report.now.push_back(row);
    }
}

std::string signed_text(double value) {
    return std::isfinite(value) ? fmt::format("{:+.2f}", value) : "-";
}

std::string text_of(const Report& report, const Terminal& terminal) {
    std::vector<std::vector<std::string>> rows = {
        {"draw", "mean path", "filter", "again", "difference", "least particles", "in"}};
    for (std::size_t i = 0; i < report.checked.size(); ++i) {
        const Checked& one = report.checked[i];
        rows.push_back({fmt::format("{}", i + 1),
                        fmt::format("{:.2f}", one.mean_path),
                        fmt::format("{:.2f}", one.filter[0]),
                        fmt::format("{:.2f}", one.filter[1]),
                        signed_text(one.difference()),
                        fmt::format("{:.0f}", one.least_effective),
                        one.least_month});
    }
    std::string text =
        terminal.strong(fmt::format(
            "{} · the mean path against a filter of {} particles", report.name, particles)) +
        "\n" + table(rows);
    text += fmt::format(
        "  The log likelihoods differ by {} on average, by {:.2f} more or less between draws; one\n"
        "  estimate is good to {:.2f}. Weighted by the differences, {} draws are worth {:.1f}: "
        "{}.\n\n",
        signed_text(report.shift),
        report.spread,
        report.noise,
        report.checked.size(),
        report.worth,
        report.stands() ? "the mean path may stand for the model in this fit"
                        : "chance matters too much for the mean path, so read the fit with care");
    std::vector<std::vector<std::string>> now = {{"where it stands", "5 %", "median", "95 %", ""}};
    for (const NowRow& row : report.now) {
        now.push_back({row.name,
                       claims::number(row.quantiles[0]),
                       claims::number(row.quantiles[1]),
                       claims::number(row.quantiles[2]),
                       row.unit});
    }
    return report.now.empty() ? text : text + "  " + report.month + "\n" + table(now) + "\n";
}

Json json_of(const Report& report) {
    Json one = {{"name", report.name},
                {"particles", particles},
                {"shift", results::json_number(report.shift)},
                {"spread", results::json_number(report.spread)},
                {"noise", results::json_number(report.noise)},
                {"worth", report.worth},
                {"stands", report.stands()},
                {"draws", Json::array()},
                {"month", report.month},
                {"now", Json::array()}};
    for (const Checked& checked : report.checked) {
        one["draws"].push_back(
            {{"mean_path", results::json_number(checked.mean_path)},
             {"filter",
              {results::json_number(checked.filter[0]), results::json_number(checked.filter[1])}},
             {"least_effective", checked.least_effective},
             {"least_month", checked.least_month},
             {"collapsed", checked.collapsed}});
    }
    for (const NowRow& row : report.now) {
        one["now"].push_back({{"name", row.name},
                              {"unit", row.unit},
                              {"q05", results::json_number(row.quantiles[0])},
                              {"q50", results::json_number(row.quantiles[1])},
                              {"q95", results::json_number(row.quantiles[2])}});
    }
    return one;
}

}  // namespace

int filter_check(Project& project,
                 const std::vector<std::size_t>& prior_sets,
                 const std::filesystem::path& file,
                 model::MonthWindow window,
                 const Options& options,
                 Terminal& terminal) {
    Json all = {{"schema_version", 1}, {"model", project.model->name}, {"filters", Json::array()}};
    for (const std::size_t set : prior_sets) {
        const fit::Posterior posterior = own_posterior(project, file, set, window, options);
        std::vector<std::string> names;
        for (const fit::FittedQuantity& quantity : posterior.quantities) {
            names.push_back(quantity.name);
        }
        const auto held = hold(project, set, window, options, names);
        if (held == nullptr) {
            report_faults(project, terminal);
            return exit_check_said_no;
        }
        const WithOutputs with = with_outputs(held->targets);
        const auto program = fit::compile(
            with.targets, *project.data, set, project.diagnostics, program::Draws::sampled);
        if (!program) {
            report_faults(project, terminal);
            return exit_check_said_no;
        }
        Report report;
        report.name = posterior.name;
        report.month = model::to_text(window.last);
        filter_draws(with, *program, *held->likelihood, some_draws(posterior), options, report);
        if (interrupted()) {
            terminal.error("interrupted; a filter that is not whole says nothing\n");
            return exit_interrupted;
        }
        judge(report);
        if (!options.json) {
            terminal.out(text_of(report, terminal));
        }
        all["filters"].push_back(json_of(report));
    }
    if (options.json) {
        terminal.out(all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    }
    return exit_done;
}

}  // namespace entente::cli

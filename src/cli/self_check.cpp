// SPDX-License-Identifier: Apache-2.0
// entente fit --self-check: records drawn from the model itself, fitted, and the ranks of the
// truths among the posterior draws. It shows whether likelihood and sampler belong together, on the
// ten quantities that move the likelihood most; it says nothing about whether the model is right.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/fits.hpp"
#include "cli/suggest.hpp"
#include "cli/table.hpp"
#include "cli/verbs.hpp"
#include "fit/calibration.hpp"
#include "fit/sampler.hpp"

namespace entente::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t checked = 10;
constexpr std::size_t worlds = 300;
constexpr std::size_t chains = 32;
constexpr std::size_t burn_in = 300;
constexpr std::size_t thin = 20;
constexpr std::size_t draws_a_chain = 4;
constexpr std::size_t probes = 16;

/// The coordinates that move the log likelihood most, by the mean over a few prior draws of what a
/// step of one prior deviation changes.
std::vector<std::string> strongest(const fit::Likelihood& likelihood, std::uint64_t seed) {
    const std::size_t d = likelihood.dimension();
    std::vector<double> starts(probes * d);
    fit::draw_prior(seed, 0, d, starts);
    std::vector<double> at(probes);
    likelihood.evaluate(starts, at);
    std::vector<std::pair<double, std::string>> moves;
    for (std::size_t c = 0; c < d; ++c) {
        std::vector<double> moved = starts;
        for (std::size_t p = 0; p < probes; ++p) {
            double& z = moved[p * d + c];
            z += z > 0 ? -1 : 1;
        }
        std::vector<double> values(probes);
        likelihood.evaluate(moved, values);
        double sum = 0;
        for (std::size_t p = 0; p < probes; ++p) {
            const double change = std::fabs(values[p] - at[p]);
            sum += std::isfinite(change) ? std::min(change, 100.0) : 0;
        }
        moves.emplace_back(-sum, likelihood.coordinates()[c].name);
    }
    std::sort(moves.begin(), moves.end());
    std::vector<std::string> names;
    for (std::size_t i = 0; i < std::min(checked, moves.size()); ++i) {
        names.push_back(moves[i].second);
    }
    return names;
}

struct Stopped {};

fit::CalibrationProblem problem_of(fit::Likelihood& likelihood, std::uint64_t seed) {
    fit::CalibrationProblem problem;
    problem.dimension = likelihood.dimension();
    problem.draw_truth = [&likelihood, seed](std::size_t world) {
        std::vector<double> truth(likelihood.dimension());
        fit::draw_prior(seed, world, likelihood.dimension(), truth);
        return truth;
    };
    problem.sample_posterior = [&likelihood, seed](std::size_t world,
                                                   std::span<const double> truth) {
        if (interrupted()) {
            throw Stopped();
        }
        std::vector<double> record(likelihood.targets().points());
        likelihood.draw_records(truth, seed + world, record);
        likelihood.hold_against(record);
        fit::SamplerOptions how;
        how.dimension = likelihood.dimension();
        how.seed = seed + world;
        how.chains = chains;
        how.burn_in = burn_in;
        how.thin = thin;
        const fit::LogDensity density =
            fit::with_standard_normal_prior(likelihood.density(), how.dimension);
        fit::Sampler sampler(how, density);
        for (std::size_t i = 0; i < burn_in + thin * draws_a_chain; ++i) {
            sampler.step();
        }
        return sampler.state().draws;
    };
    return problem;
}

std::string histogram_text(const std::vector<std::uint32_t>& histogram) {
    static constexpr const char* bars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    const std::uint32_t most = *std::max_element(histogram.begin(), histogram.end());
    std::string text;
    for (const std::uint32_t count : histogram) {
        text += bars[most == 0 ? 0 : count * 7 / most];
    }
    return text;
}

void print(const fit::Likelihood& likelihood,
           const fit::CalibrationResult& result,
           const Options& options,
           Terminal& terminal) {
    Json all = {{"schema_version", 1},
                {"worlds", worlds},
                {"failed", result.failed},
                {"combined", result.combined},
                {"calibrated", result.calibrated},
                {"quantities", Json::array()}};
    std::vector<std::vector<std::string>> rows = {
        {"quantity", "ranks of the truth, low to high", "chance", "spread", "chance"}};
    for (std::size_t c = 0; c < result.parameters.size(); ++c) {
        const fit::ParameterRanks& ranks = result.parameters[c];
        const std::string& name = likelihood.coordinates()[c].name;
        rows.push_back({name,
                        histogram_text(ranks.histogram),
                        fmt::format("{:.3f}", ranks.uniformity),
                        fmt::format("{:.2f}", ranks.spread),
                        fmt::format("{:.3f}", ranks.spread_chance)});
        all["quantities"].push_back({{"name", name},
                                     {"histogram", ranks.histogram},
                                     {"uniformity", ranks.uniformity},
                                     {"spread", ranks.spread},
                                     {"spread_chance", ranks.spread_chance}});
    }
    if (options.json) {
        terminal.out(all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
        return;
    }
    terminal.out(table(rows));
    terminal.out(fmt::format("  {} worlds, {} failed. All tests together: chance {:.3f}. {}\n",
                             worlds,
                             result.failed,
                             result.combined,
                             result.calibrated
                                 ? "The ranks are as even as a fit that fits gives."
                                 : "The ranks are not even: do not rely on fits of this model."));
}

}  // namespace

int self_check(Project& project,
               std::size_t prior_set,
               model::MonthWindow window,
               const Options& options,
               Terminal& terminal) {
    std::vector<std::string> names;
    {
        const auto whole = hold(project, prior_set, window, options);
        if (whole == nullptr) {
            report_faults(project, terminal);
            return exit_check_said_no;
        }
        names = strongest(*whole->likelihood, options.seed);
    }
    const auto held = hold(project, prior_set, window, options, names);
    terminal.note(fmt::format("  {} · {} in {} worlds drawn from the model · seed {}\n",
                              project.model->name,
                              counted(names.size(), "quantity", "quantities"),
                              worlds,
                              options.seed));
    Progress progress(options, worlds, "self-check");
    const auto counter = progress.counter();
    fit::CalibrationOptions how;
    how.worlds = worlds;
    try {
        const fit::CalibrationResult result =
            fit::calibrate(problem_of(*held->likelihood, options.seed), how, counter);
        progress.clear();
        print(*held->likelihood, result, options, terminal);
        return result.calibrated ? exit_done : exit_check_said_no;
    } catch (const Stopped&) {
        progress.clear();
        terminal.error("interrupted; a self-check that is not whole says nothing\n");
        return exit_interrupted;
    }
}

}  // namespace entente::cli

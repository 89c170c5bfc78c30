// SPDX-License-Identifier: Apache-2.0
#include "fit/fit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/contract.hpp"
#include "fit/optimise.hpp"

namespace entente::fit {

namespace {

constexpr double lowest_share = 0.8;  ///< of points inside a plausible band
constexpr double widest_band = 10;    ///< ranges of the series

/// Generations between two reports of progress.
constexpr std::uint64_t report_every = 10;

/// A look whether chains agree costs what some hundred generations do, and more the longer they
/// are: the next one comes when they are longer by this share.
constexpr std::uint64_t look_share = 8;

/// Up to so many coordinates climbs build quadratic models; beyond, they go by slopes.
constexpr std::size_t most_for_bobyqa = 40;
constexpr std::size_t slopes_in_climb = 80;

/// Chains begin about so many modes at most. Curvature is looked for by steps of so many prior
/// deviations.
constexpr std::size_t begun_from = 8;
constexpr double curvature_step = 0.05;

constexpr std::size_t burn_in_part = 6;
constexpr std::size_t most_draws = 1000;

constexpr std::size_t prior_draws_kept = 128;

double quantile(std::vector<double>& sorted, double p) {
    const double place = p * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

/// The 90 % band of one observed number over the draws, and how many draws failed.
struct Band {
    double low = 0;
    double high = 0;
    std::size_t failed = 0;
};

Band band_of(const std::vector<double>& records, std::size_t observed, std::size_t place) {
    Band band;
    std::vector<double> drawn;
    for (std::size_t i = place; i < records.size(); i += observed) {
        if (std::isfinite(records[i])) {
            drawn.push_back(records[i]);
        } else {
            ++band.failed;
        }
    }
    if (drawn.empty()) {
        band.low = band.high = std::numeric_limits<double>::quiet_NaN();
        return band;
    }
    std::sort(drawn.begin(), drawn.end());
    band.low = quantile(drawn, 0.05);
    band.high = quantile(drawn, 0.95);
    return band;
}

/// Deviations of a normal density with the curvature that a log density has along each coordinate,
/// 1 where it is flat or hollow. `value` is that at the point.
std::vector<double> curved_deviations(const LogDensity& density,
                                      const std::vector<double>& point,
                                      double value) {
    const std::size_t d = point.size();
    std::vector<double> points;
    for (std::size_t j = 0; j < 2 * d; ++j) {
        points.insert(points.end(), point.begin(), point.end());
        points[j * d + j / 2] += j % 2 == 0 ? curvature_step : -curvature_step;
    }
    std::vector<double> values(2 * d);
    density(points, values);
    std::vector<double> deviations(d);
    for (std::size_t j = 0; j < d; ++j) {
        const double bend =
            (2.0 * value - values[2 * j] - values[2 * j + 1]) / (curvature_step * curvature_step);
        deviations[j] = bend > 1.0 ? 1.0 / std::sqrt(bend) : 1.0;
    }
    return deviations;
}

/// Where chains begin: about the modes in turn, as far from them as the curvature there says.
std::vector<double> cloud_about(const LogDensity& density,
                                const Optima& optima,
                                const FitOptions& options,
                                std::size_t d) {
    std::vector<const Optimum*> modes;
    for (const Optimum& optimum : optima.found) {
        if (optimum.point.size() == d && std::isfinite(optimum.value)) {
            modes.push_back(&optimum);
        }
    }
    if (modes.empty()) {
        return {};
    }
    modes.resize(std::min({modes.size(), options.chains, begun_from}));
    std::vector<double> cloud(options.chains * d);
    draw_prior(options.seed + 1, 0, d, cloud);
    for (std::size_t m = 0; m < modes.size(); ++m) {
        const std::vector<double> deviations =
            curved_deviations(density, modes[m]->point, modes[m]->value);
        for (std::size_t chain = m; chain < options.chains; chain += modes.size()) {
            for (std::size_t c = 0; c < d; ++c) {
                double& z = cloud[chain * d + c];
                z = modes[m]->point[c] + deviations[c] * z;
            }
        }
    }
    return cloud;
}

double acceptance_of(const std::array<JumpCount, jump_kinds>& jumps) {
    std::uint64_t proposed = 0;
    std::uint64_t accepted = 0;
    for (const JumpCount& count : jumps) {
        proposed += count.proposed;
        accepted += count.accepted;
    }
    return proposed == 0 ? 0 : static_cast<double>(accepted) / static_cast<double>(proposed);
}

double deviation_of(const std::vector<double>& values) {
    double mean = 0;
    for (const double x : values) {
        mean += x / static_cast<double>(values.size());
    }
    double squares = 0;
    for (const double x : values) {
        squares += (x - mean) * (x - mean);
    }
    return std::sqrt(squares / static_cast<double>(values.size()));
}

/// The chains of one fit: looks, reports and saves between generations.
class Chains {
  public:
    Chains(const Likelihood& likelihood, const FitOptions& options)
        : likelihood_(likelihood), options_(options), d_(likelihood.dimension()) {
        sampling_.dimension = d_;
        sampling_.seed = options.seed;
        sampling_.chains = options.chains;
        sampling_.burn_in = options.burn_in;
        sampling_.thin = options.thin;
        sampling_.identity = options.identity;
    }

    std::optional<Fit> run() {
        Sampler sampler = begin();
        bool agreed = false;
        std::uint64_t next_look = look_after(sampler.state().generation);
        while (!agreed && sampler.state().generation < options_.most) {
            sampler.step();
            const std::uint64_t done = sampler.state().generation;
            if (done == next_look) {
                agreed = look(sampler);
                save(sampler);
                next_look = look_after(done);
            }
            if (done % report_every == 0 && !report(sampler)) {
                save(sampler);
                return std::nullopt;
            }
        }
        return finish(sampler);
    }

  private:
    Sampler begin() {
        const LogDensity density = with_standard_normal_prior(likelihood_.density(), d_);
        if (!options_.state.empty() && std::filesystem::exists(options_.state)) {
            Sampler found = Sampler::load(options_.state, sampling_, density);
            worst_r_hat_ = split_r_hats(found).worst;
            return found;
        }
        if (!options_.starts.empty()) {
            return {sampling_, density, options_.starts};
        }
        if (options_.progress) {
            FitProgress now;
            now.stage = "modes";
            options_.progress(now);
        }
        OptimiseOptions climbing;
        climbing.dimension = d_;
        climbing.seed = options_.seed;
        climbing.refined = 16;
        climbing.most_evaluations = 100 * (d_ + 10);
        climbing.tolerance = 1e-3;
        if (d_ > most_for_bobyqa) {
            climbing.method = SearchMethod::lbfgs;
            climbing.refined = begun_from;
            climbing.most_evaluations = slopes_in_climb * (d_ + 1);
        }
        const Optima optima = find_optima(density, climbing);
        mode_evaluations_ = optima.evaluations;
        return {sampling_, density, cloud_about(density, optima, options_, d_)};
    }

    /// The first generation after this one at which the chains are looked at.
    std::uint64_t look_after(std::uint64_t generation) const {
        std::uint64_t next =
            options_.burn_in +
            std::max<std::uint64_t>(options_.look_every, options_.kept * options_.thin);
        while (next <= generation) {
            next += std::max<std::uint64_t>(options_.look_every,
                                            (next - options_.burn_in) / look_share);
        }
        return next;
    }

    struct SplitRHats {
        double worst = 0;
        bool agree = false;
    };

    /// R-hats without ranks, which are quick, against the limits of Agreement.
    SplitRHats split_r_hats(const Sampler& sampler) const {
        SplitRHats seen;
        if (sampler.draws() < 4) {
            return seen;
        }
        const Agreement wanted;
        seen.agree = true;
        for (std::size_t c = 0; c < d_; ++c) {
            const std::vector<double> column = sampler.chain_draws(c);
            const double r_hat = split_r_hat({column, options_.chains});
            const bool informed = deviation_of(column) < informed_deviation;
            seen.worst = std::max(seen.worst, r_hat);
            seen.agree = seen.agree && r_hat < (informed ? wanted.r_hat : wanted.r_hat_rest);
        }
        return seen;
    }

    /// Whether the chains agree. The whole of the diagnostics only where the quick ones are fine.
    bool look(const Sampler& sampler) {
        const SplitRHats quick = split_r_hats(sampler);
        worst_r_hat_ = quick.worst;
        return quick.agree && agrees(diagnose(sampler.state().draws, options_.chains, d_));
    }

    bool report(const Sampler& sampler) const {
        if (!options_.progress) {
            return true;
        }
        const SamplerState& state = sampler.state();
        FitProgress now;
        now.stage = sampler.burning_in() ? "burn-in" : "sampling";
        now.generation = state.generation;
        now.most = options_.most;
        now.evaluations = state.evaluations;
        now.acceptance = acceptance_of(sampler.burning_in() ? state.burn_in_jumps : state.jumps);
        now.best = *std::max_element(state.values.begin(), state.values.end());
        now.worst_r_hat = worst_r_hat_;
        return options_.progress(now);
    }

    void save(const Sampler& sampler) const {
        if (!options_.state.empty()) {
            sampler.save(options_.state);
        }
    }

    Fit finish(const Sampler& sampler) {
        const std::size_t all = sampler.draws();
        ENTENTE_EXPECT(all >= options_.kept);
        Fit made;
        made.diagnostics = diagnose(sampler.state().draws, options_.chains, d_);
        made.agreed = agrees(made.diagnostics);
        made.chains = options_.chains;
        made.draws = options_.kept;
        made.generations = sampler.state().generation;
        made.mode_evaluations = mode_evaluations_;
        const SamplerState& state = sampler.state();
        const std::size_t row = options_.chains * d_;
        for (std::size_t k = 0; k < options_.kept; ++k) {
            // Evenly spread, the last one last.
            const std::size_t draw = (k + 1) * all / options_.kept - 1;
            for (std::size_t i = 0; i < row; ++i) {
                const double deviation = made.diagnostics.parameters[i % d_].deviation;
                made.z.push_back(stored_z(state.draws[draw * row + i], deviation));
            }
        }
        made.log_density.resize(made.z.size() / d_);
        with_standard_normal_prior(likelihood_.density(), d_)(made.z, made.log_density);
        made.sampler.generation = state.generation;
        made.sampler.jumps = state.jumps;
        made.sampler.burn_in_jumps = state.burn_in_jumps;
        made.sampler.evaluations = state.evaluations;
        made.sampler.divergences = state.divergences;
        made.sampler.outliers_moved = state.outliers_moved;
        return made;
    }

    const Likelihood& likelihood_;
    const FitOptions& options_;
    std::size_t d_;
    SamplerOptions sampling_;
    double worst_r_hat_ = 0;
    std::size_t mode_evaluations_ = 0;
};

/// [draw][chain] to [chain][draw].
std::vector<double> by_chain(const Fit& fit, const std::function<double(std::size_t)>& at) {
    std::vector<double> column(fit.chains * fit.draws);
    for (std::size_t draw = 0; draw < fit.draws; ++draw) {
        for (std::size_t chain = 0; chain < fit.chains; ++chain) {
            column[chain * fit.draws + draw] = at(draw * fit.chains + chain);
        }
    }
    return column;
}

void add_quantities(const Likelihood& likelihood, const Fit& fit, Posterior& into) {
    const std::size_t d = likelihood.dimension();
    std::vector<double> values(fit.z.size());
    likelihood.quantities(fit.z, values);
    std::vector<double> before(prior_draws_kept * d);
    draw_prior(0, 0, d, before);
    std::vector<double> before_values(before.size());
    likelihood.quantities(before, before_values);
    for (std::size_t c = 0; c < d; ++c) {
        FittedQuantity quantity;
        quantity.name = likelihood.coordinates()[c].name;
        quantity.unit = likelihood.coordinates()[c].unit;
        quantity.draws = by_chain(fit, [&](std::size_t i) { return values[i * d + c]; });
        quantity.z = by_chain(fit, [&](std::size_t i) { return fit.z[i * d + c]; });
        for (std::size_t i = 0; i < prior_draws_kept; ++i) {
            quantity.prior.push_back(before_values[i * d + c]);
        }
        into.quantities.push_back(std::move(quantity));
    }
}

void add_series(const Likelihood& likelihood,
                const Fit& fit,
                std::uint64_t seed,
                std::size_t predictive,
                Posterior& into) {
    const std::size_t d = likelihood.dimension();
    const std::size_t total = fit.chains * fit.draws;
    const std::size_t count = std::min(predictive, total);
    std::vector<double> points;
    for (std::size_t i = 0; i < count; ++i) {
        const auto begin = fit.z.begin() + static_cast<std::ptrdiff_t>(i * total / count * d);
        points.insert(points.end(), begin, begin + static_cast<std::ptrdiff_t>(d));
    }
    const std::size_t observed = likelihood.targets().points();
    std::vector<double> records(count * observed);
    likelihood.draw_records(points, seed, records);
    std::size_t place = 0;
    for (const Target& target : likelihood.targets().targets) {
        FittedSeries series;
        series.name = target.name;
        series.unit = target.unit;
        for (const Observed& point : target.points) {
            series.months.push_back(model::to_text(point.month));
            series.observed.push_back(point.value);
        }
        for (std::size_t i = 0; i < count; ++i) {
            for (std::size_t p = 0; p < target.points.size(); ++p) {
                series.predictive.push_back(records[i * observed + place + p]);
            }
        }
        place += target.points.size();
        into.series.push_back(std::move(series));
    }
    into.predictive_draws = count;
}

}  // namespace

bool PriorExpectation::plausible() const {
    return inside >= lowest_share && !(width >= widest_band);
}

std::vector<PriorExpectation> check_prior(const Likelihood& likelihood, std::uint64_t seed) {
    const std::size_t d = likelihood.dimension();
    const std::size_t observed = likelihood.targets().points();
    std::vector<double> points(prior_check_draws * d);
    draw_prior(seed, 0, d, points);
    std::vector<double> records(prior_check_draws * observed);
    likelihood.draw_records(points, seed, records);
    std::vector<PriorExpectation> expectations;
    std::size_t place = 0;
    for (const Target& target : likelihood.targets().targets) {
        PriorExpectation made;
        made.target = target.name;
        made.points = target.points.size();
        double low = std::numeric_limits<double>::infinity();
        double high = -low;
        double widths = 0;
        std::size_t inside = 0;
        for (const Observed& point : target.points) {
            const Band band = band_of(records, observed, place++);
            inside += point.value >= band.low && point.value <= band.high ? 1 : 0;
            widths += band.high - band.low;
            made.failed = std::max(made.failed, band.failed);
            low = std::min(low, point.value);
            high = std::max(high, point.value);
        }
        const auto count = static_cast<double>(made.points);
        made.inside = static_cast<double>(inside) / count;
        made.width =
            high > low ? widths / count / (high - low) : std::numeric_limits<double>::quiet_NaN();
        expectations.push_back(made);
    }
    return expectations;
}

FitOptions fit_options(std::size_t most) {
    FitOptions options;
    options.most = most;
    options.burn_in = most / burn_in_part;
    options.thin = std::max<std::size_t>(2, most / most_draws);
    return options;
}

bool agrees(const FitDiagnostics& diagnostics, const Agreement& wanted) {
    return std::all_of(diagnostics.parameters.begin(),
                       diagnostics.parameters.end(),
                       [&wanted](const ParameterDiagnostics& p) {
                           const bool informed = p.deviation < informed_deviation;
                           return informed ? p.r_hat < wanted.r_hat && p.bulk_ess > wanted.ess
                                           : p.r_hat < wanted.r_hat_rest;
                       });
}

std::optional<Fit> fit(const Likelihood& likelihood, const FitOptions& options) {
    ENTENTE_EXPECT(likelihood.dimension() > 0);
    ENTENTE_EXPECT(options.most >= options.burn_in + options.kept * options.thin);
    return Chains(likelihood, options).run();
}

Posterior posterior_of(const Likelihood& likelihood,
                       const Fit& fit,
                       std::string name,
                       PosteriorOrigin origin,
                       std::uint64_t seed,
                       std::size_t predictive) {
    Posterior made;
    made.name = std::move(name);
    made.origin = std::move(origin);
    made.chains = fit.chains;
    made.draws = fit.draws;
    add_quantities(likelihood, fit, made);
    made.log_density = by_chain(fit, [&](std::size_t i) { return fit.log_density[i]; });
    add_series(likelihood, fit, seed, predictive, made);
    made.figures = {{"generations", static_cast<double>(fit.generations)},
                    {"evaluations", static_cast<double>(fit.sampler.evaluations)},
                    {"divergences", static_cast<double>(fit.sampler.divergences)},
                    {"agreed", fit.agreed ? 1 : 0},
                    {"worst_r_hat", fit.diagnostics.worst_r_hat},
                    {"least_bulk_ess", fit.diagnostics.least_bulk_ess},
                    {"least_tail_ess", fit.diagnostics.least_tail_ess}};
    for (std::size_t kind = 0; kind < jump_kinds; ++kind) {
        const JumpCount& count = fit.sampler.jumps[kind];
        const double share = count.proposed == 0 ? 0
                                                 : static_cast<double>(count.accepted) /
                                                       static_cast<double>(count.proposed);
        made.figures.emplace_back(
            "acceptance_" + std::string(entente::fit::name(static_cast<JumpKind>(kind))), share);
    }
    return made;
}

}  // namespace entente::fit

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>

#include <nlopt.h>

#include "analysis/baselines.hpp"
#include "base/contract.hpp"
#include "math/counts.hpp"
#include "math/densities.hpp"
#include "math/random.hpp"
#include "math/site.hpp"

namespace entente::analysis {

namespace {

constexpr double least_size = 0.05;
constexpr double greatest_size = 1000;
constexpr std::size_t months_a_year = 12;

/// Base, gain and size of a momentum, by logarithm.
constexpr unsigned momentum_numbers = 3;
constexpr int most_evaluations = 5000;
constexpr double search_tolerance = 1e-10;

struct NloptDelete {
    void operator()(nlopt_opt search) const { nlopt_destroy(search); }
};

using Search = std::unique_ptr<nlopt_opt_s, NloptDelete>;

constexpr std::size_t simulated_sums = 4000;
constexpr std::uint64_t simulation_seed = 0x6E61697665;  ///< naive forecasts never take the run's

double mean_of(Counts counts) {
    double sum = 0;
    for (const double count : counts) {
        sum += count;
    }
    return sum / static_cast<double>(counts.size());
}

double log_likelihood(Counts counts, double mean, double size) {
    double sum = 0;
    for (const double count : counts) {
        sum += math::negative_binomial_log_chance(count, mean, size);
    }
    return sum;
}

CountMomentum momentum_of(const double* logs) {
    return {math::exp(logs[0]), math::exp(logs[1]), math::exp(logs[2])};
}

/// For NLopt: log likelihood of counts, each given the one before.
double momentum_likelihood(unsigned /*numbers*/,
                           const double* logs,
                           double* /*slope*/,
                           void* data) {
    const Counts counts = *static_cast<const Counts*>(data);
    const CountMomentum momentum = momentum_of(logs);
    double before = mean_of(counts);
    double sum = 0;
    for (const double count : counts) {
        const double mean = momentum.mean_after(before);
        sum += math::negative_binomial_log_chance(count, mean, momentum.size);
        before = count;
    }
    return sum;
}

}  // namespace

double likely_size(Counts counts) {
    ENTENTE_EXPECT(!counts.empty());
    const double mean = mean_of(counts);
    if (mean <= 0) {
        return greatest_size;
    }
    // Golden sections of the logarithm: the likelihood has one peak.
    constexpr double section = 0.38196601125010515;
    constexpr int sections = 60;
    double low = math::log(least_size);
    double high = math::log(greatest_size);
    for (int i = 0; i < sections; ++i) {
        const double left = low + section * (high - low);
        const double right = high - section * (high - low);
        if (log_likelihood(counts, mean, math::exp(left)) <
            log_likelihood(counts, mean, math::exp(right))) {
            low = left;
        } else {
            high = right;
        }
    }
    return math::exp(0.5 * (low + high));
}

double mean_of_last_year(Counts counts) {
    ENTENTE_EXPECT(!counts.empty());
    const Counts last = counts.last(std::min(months_a_year, counts.size()));
    return mean_of(last) + 1 / static_cast<double>(last.size());
}

std::optional<CountMomentum> fit_momentum(Counts counts) {
    if (counts.size() < months_a_year || mean_of(counts) <= 0) {
        return std::nullopt;
    }
    const Search search(nlopt_create(NLOPT_LN_BOBYQA, momentum_numbers));
    const double low[] = {math::log(1e-4), math::log(1e-4), math::log(least_size)};
    const double high[] = {math::log(1e3), math::log(0.98), math::log(greatest_size)};
    nlopt_set_max_objective(search.get(), momentum_likelihood, &counts);
    nlopt_set_lower_bounds(search.get(), low);
    nlopt_set_upper_bounds(search.get(), high);
    nlopt_set_ftol_abs(search.get(), search_tolerance);
    nlopt_set_maxeval(search.get(), most_evaluations);
    double logs[] = {math::log(0.6 * mean_of(counts)), math::log(0.4), 0};
    double best = 0;
    // Where rounding ends the search early, the best point so far is there all the same.
    nlopt_optimize(search.get(), logs, &best);
    return momentum_of(logs);
}

CountLaw momentum_law(const CountMomentum& momentum, double last, MonthsAhead ahead) {
    ENTENTE_EXPECT(ahead.months >= 1 && ahead.skipped >= 0);
    if (ahead.months == 1 && ahead.skipped == 0) {
        return negative_binomial_law(momentum.mean_after(last), momentum.size);
    }
    const math::Site site = math::site("count momentum");
    std::vector<double> sums(simulated_sums);
    for (std::size_t i = 0; i < sums.size(); ++i) {
        double before = last;
        for (int month = 0; month < ahead.skipped + ahead.months; ++month) {
            const double u =
                math::uniform(simulation_seed, static_cast<std::uint32_t>(i), month, site);
            before = math::negative_binomial(u, momentum.mean_after(before), momentum.size);
            sums[i] += month < ahead.skipped ? 0 : before;
        }
    }
    return empirical_law(sums);
}

std::vector<NaiveForecast> naive_counts(const CountPast& past, MonthsAhead ahead) {
    const Counts counts = past.counts;
    std::vector<NaiveForecast> all;
    if (counts.size() < months_a_year) {
        return all;
    }
    const auto n = static_cast<double>(ahead.months);
    const double size = likely_size(counts);
    const Counts last_year = counts.last(months_a_year);
    // The sum of n negative binomial months of one mean has mean and size n times as great.
    all.push_back({"climatology", negative_binomial_law(n * mean_of(counts), n * size)});
    all.push_back({"persistence", poisson_law(n * (counts.back() + 0.5))});
    all.push_back({"last 12 months", sum_of(empirical_law(last_year), ahead.months)});
    all.push_back(
        {"NB, mean of 12 months", negative_binomial_law(n * mean_of_last_year(counts), n * size)});
    const std::size_t trained = past.trained == 0 ? counts.size() : past.trained;
    if (const auto momentum = fit_momentum(counts.first(std::min(trained, counts.size())))) {
        all.push_back({"NB-INGARCH(1)", momentum_law(*momentum, counts.back(), ahead)});
    }
    return all;
}

std::vector<NaiveForecast> naive_grades(Counts seen) {
    std::vector<NaiveForecast> all;
    if (!seen.empty()) {
        all.push_back({"climatology", empirical_law(seen)});
        all.push_back(
            {"last 12 seen", empirical_law(seen.last(std::min(months_a_year, seen.size())))});
    }
    return all;
}

}  // namespace entente::analysis

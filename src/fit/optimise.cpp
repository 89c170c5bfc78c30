// SPDX-License-Identifier: Apache-2.0
#include "fit/optimise.hpp"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <exception>
#include <limits>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include <nlopt.h>

#include "base/contract.hpp"
#include "fit/shape.hpp"

namespace entente::fit {

namespace {

/// What an impossible point is worth to a search, which wants finite numbers to climb away from.
constexpr double impossible = -1e300;

/// Of finite differences, in prior deviations: far above the noise of paths in single precision.
constexpr double slope_step = 0.005;

struct NloptDelete {
    void operator()(nlopt_opt search) const { nlopt_destroy(search); }
};

using Search = std::unique_ptr<nlopt_opt_s, NloptDelete>;

/// Lets searches in threads of their own move in step: when all that still climb have asked for a
/// value, the last to ask evaluates the batch. A batch holds one point for each of them, in the
/// order of the starts, so which thread comes last changes nothing.
class Rendezvous {
  public:
    Rendezvous(const LogDensity& density, std::size_t dimension, std::size_t searches)
        : density_(density),
          dimension_(dimension),
          active_(searches),
          points_(searches),
          values_(searches) {}

    /// The values of some points, once all others have asked too; `impossible` when the density
    /// threw.
    std::vector<double> values(std::size_t search, std::vector<double> points) {
        std::unique_lock lock(mutex_);
        points_[search] = std::move(points);
        ++waiting_;
        if (waiting_ == active_) {
            evaluate();
        } else {
            const std::size_t round = round_;
            answered_.wait(lock, [&] { return round_ != round; });
        }
        return std::move(values_[search]);
    }

    /// The search is over; those that wait no longer wait for it.
    void leave() {
        const std::lock_guard lock(mutex_);
        --active_;
        if (active_ > 0 && waiting_ == active_) {
            evaluate();
        }
    }

    bool failed() const {
        const std::lock_guard lock(mutex_);
        return failure_ != nullptr;
    }

    void rethrow() const {
        if (failure_) {
            std::rethrow_exception(failure_);
        }
    }

    std::size_t divergences() const { return divergences_; }

  private:
    /// Under the lock.
    void evaluate() {
        std::vector<double> batch;
        for (const std::vector<double>& points : points_) {
            batch.insert(batch.end(), points.begin(), points.end());
        }
        std::vector<double> values(batch.size() / dimension_, impossible);
        try {
            if (!failure_) {
                density_(batch, values);
            }
        } catch (...) {
            failure_ = std::current_exception();
        }
        auto value = values.begin();
        for (std::size_t i = 0; i < points_.size(); ++i) {
            const auto end = value + static_cast<std::ptrdiff_t>(points_[i].size() / dimension_);
            points_[i].clear();
            values_[i].assign(value, end);
            value = end;
            for (double& one : values_[i]) {
                const bool possible = !failure_ && std::isfinite(one);
                divergences_ += possible ? 0 : 1;
                one = possible ? one : impossible;
            }
        }
        waiting_ = 0;
        ++round_;
        answered_.notify_all();
    }

    const LogDensity& density_;
    std::size_t dimension_;
    mutable std::mutex mutex_;
    std::condition_variable answered_;
    std::size_t active_;
    std::size_t waiting_ = 0;
    std::size_t round_ = 0;
    std::vector<std::vector<double>> points_;  ///< [search]; empty where it did not ask
    std::vector<std::vector<double>> values_;  ///< [search]
    std::size_t divergences_ = 0;
    std::exception_ptr failure_;
};

/// One climb, as NLopt sees it.
struct Climb {
    Rendezvous* rendezvous = nullptr;
    nlopt_opt search = nullptr;
    std::size_t number = 0;
    std::size_t evaluations = 0;
    std::vector<double> best;
    double best_value = -std::numeric_limits<double>::infinity();
};

double climb_value(unsigned dimension, const double* point, double* gradient, void* data) {
    auto& climb = *static_cast<Climb*>(data);
    const std::span<const double> at(point, dimension);
    const std::vector<double> steps(gradient == nullptr ? 0 : dimension, slope_step);
    const std::vector<double> values = climb.rendezvous->values(
        climb.number,
        gradient == nullptr ? std::vector(at.begin(), at.end()) : slope_points(at, steps));
    const double value = values[0];
    climb.evaluations += values.size();
    for (std::size_t j = 0; j < steps.size(); ++j) {
        const bool possible = value > impossible && values[j + 1] > impossible;
        gradient[j] = possible ? (values[j + 1] - value) / slope_step : 0.0;
    }
    if (value > climb.best_value) {
        climb.best_value = value;
        climb.best.assign(point, point + dimension);
    }
    if (climb.rendezvous->failed()) {
        nlopt_force_stop(climb.search);
    }
    return value;
}

nlopt_algorithm algorithm_of(SearchMethod method) {
    switch (method) {
        case SearchMethod::bobyqa:
            return NLOPT_LN_BOBYQA;
        case SearchMethod::sbplx:
            return NLOPT_LN_SBPLX;
        case SearchMethod::lbfgs:
            return NLOPT_LD_LBFGS;
    }
    return NLOPT_LN_BOBYQA;
}

Search make_search(const OptimiseOptions& options, Climb& climb) {
    Search search(
        nlopt_create(algorithm_of(options.method), static_cast<unsigned>(options.dimension)));
    ENTENTE_ENSURE(search != nullptr);
    climb.search = search.get();
    nlopt_set_max_objective(search.get(), climb_value, &climb);
    nlopt_set_lower_bounds1(search.get(), -options.limit);
    nlopt_set_upper_bounds1(search.get(), options.limit);
    nlopt_set_initial_step1(search.get(), options.first_step);
    nlopt_set_ftol_abs(search.get(), options.tolerance);
    // NLopt counts a value with its slopes as one.
    const std::size_t each = options.method == SearchMethod::lbfgs ? options.dimension + 1 : 1;
    nlopt_set_maxeval(search.get(), static_cast<int>(options.most_evaluations / each));
    return search;
}

Optimum climb_from(const OptimiseOptions& options,
                   Rendezvous& rendezvous,
                   std::size_t number,
                   std::vector<double> start) {
    for (double& z : start) {
        z = std::clamp(z, -options.limit, options.limit);
    }
    Climb climb = {.rendezvous = &rendezvous, .number = number, .best = start};
    const Search search = make_search(options, climb);
    double reached = 0.0;
    const nlopt_result result = nlopt_optimize(search.get(), start.data(), &reached);
    rendezvous.leave();
    StopReason reason = StopReason::failed;
    if (result == NLOPT_MAXEVAL_REACHED) {
        reason = StopReason::evaluations_spent;
    } else if (result > 0 || result == NLOPT_ROUNDOFF_LIMITED) {
        // Out of digits is as near as the search gets.
        reason = StopReason::converged;
    }
    return {.point = std::move(climb.best),
            .value = climb.best_value,
            .evaluations = climb.evaluations,
            .reason = reason};
}

struct Start {
    std::vector<double> point;
    double value = 0.0;
};

/// The prior mean, the best of the prior draws, and the caller's own: those with a finite value.
std::vector<Start> find_starts(const LogDensity& density,
                               const OptimiseOptions& options,
                               Optima& optima) {
    const std::size_t d = options.dimension;
    std::vector<double> points((1 + options.screened) * d);
    draw_prior(options.seed, 0, d, std::span(points).subspan(d));
    points.insert(points.end(), options.starts.begin(), options.starts.end());
    std::vector<double> values(points.size() / d);
    density(points, values);
    optima.evaluations += values.size();

    std::vector<std::size_t> drawn;
    std::vector<Start> starts;
    const auto add = [&](std::size_t i) {
        const auto point = std::span(points).subspan(i * d, d);
        starts.push_back({{point.begin(), point.end()}, values[i]});
    };
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i])) {
            ++optima.divergences;
        } else if (i == 0 || i > options.screened) {
            add(i);
        } else {
            drawn.push_back(i);
        }
    }
    std::stable_sort(drawn.begin(), drawn.end(), [&](std::size_t a, std::size_t b) {
        return values[a] > values[b];
    });
    const std::size_t wanted = options.refined + options.starts.size() / d;
    for (std::size_t i = 0; i < drawn.size() && starts.size() < wanted; ++i) {
        add(drawn[i]);
    }
    return starts;
}

}  // namespace

std::string_view name(StopReason reason) {
    switch (reason) {
        case StopReason::converged:
            return "converged";
        case StopReason::evaluations_spent:
            return "evaluations spent";
        case StopReason::no_start:
            return "no start";
        case StopReason::failed:
            return "failed";
    }
    return "";
}

Optima find_optima(const LogDensity& density, const OptimiseOptions& options) {
    const std::size_t d = options.dimension;
    ENTENTE_EXPECT(d > 0 && options.refined > 0 && options.starts.size() % d == 0);
    Optima optima;
    const std::vector<Start> starts = find_starts(density, options, optima);
    if (starts.empty()) {
        optima.found.push_back({.point = std::vector<double>(d),
                                .value = -std::numeric_limits<double>::infinity(),
                                .reason = StopReason::no_start});
        return optima;
    }
    optima.found.resize(starts.size());
    Rendezvous rendezvous(density, d, starts.size());
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < starts.size(); ++i) {
            threads.emplace_back([&, i] {
                optima.found[i] = climb_from(options, rendezvous, i, starts[i].point);
                optima.found[i].start_value = starts[i].value;
            });
        }
    }
    rendezvous.rethrow();
    for (const Optimum& optimum : optima.found) {
        optima.evaluations += optimum.evaluations;
    }
    optima.divergences += rendezvous.divergences();
    std::stable_sort(optima.found.begin(),
                     optima.found.end(),
                     [](const Optimum& a, const Optimum& b) { return a.value > b.value; });
    return optima;
}

}  // namespace entente::fit

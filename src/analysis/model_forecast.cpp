// SPDX-License-Identifier: Apache-2.0
#include "analysis/model_forecast.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/contract.hpp"
#include "fit/errors.hpp"
#include "math/random.hpp"
#include "math/site.hpp"
#include "math/vector.hpp"

namespace entente::analysis {

namespace {

using Window = model::Observation::Window;

/// Members that a law takes at once. Errors that persist are drawn one member after the other, each
/// time from the point before on, so narrow is cheap.
constexpr std::size_t lanes = 8;

double total(const results::Run& run, std::size_t member, std::size_t output, int first, int last) {
    double sum = 0;
    for (int row = first; row <= last; ++row) {
        sum += static_cast<double>(run.value(member, row, output));
    }
    return sum;
}

double average(
    const results::Run& run, std::size_t member, std::size_t output, int first, int last) {
    return total(run, member, output, first, last) / (last - first + 1);
}

/// What the model has for a point, in the unit of the series.
double value_of(const results::Run& run,
                std::size_t member,
                const fit::Target& target,
                const fit::Observed& point) {
    switch (target.window) {
        case Window::average:
            return average(run, member, target.output, point.first, point.last);
        case Window::total:
            return total(run, member, target.output, point.first, point.last);
        case Window::closing: {
            const int row = point.last + (target.closes_after ? 1 : 0);
            return static_cast<double>(run.value(member, row, target.output));
        }
        case Window::growth: {
            const double before =
                total(run, member, target.output, point.first - target.period, point.first - 1);
            const double now = total(run, member, target.output, point.first, point.last);
            return (now / before - 1) / target.scale;
        }
    }
    return std::numeric_limits<double>::quiet_NaN();
}

/// A point as some neighbouring members see it; the last one fills up the lanes.
class LaneValues {
  public:
    LaneValues(const results::Run& run,
               const fit::Target& target,
               const fit::Observed& point,
               std::size_t first)
        : model_(lanes), settings_(target.settings.size(), std::vector<double>(lanes)) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const std::size_t member = std::min(first + lane, run.members - 1);
            model_[lane] = value_of(run, member, target, point);
            for (std::size_t i = 0; i < settings_.size(); ++i) {
                const fit::Setting& setting = target.settings[i];
                settings_[i][lane] =
                    setting.output ? average(run, member, *setting.output, point.first, point.last)
                                   : setting.value;
            }
        }
        at_.model = model_.data();
        for (const std::vector<double>& setting : settings_) {
            at_.settings.push_back(setting.data());
        }
    }

    LaneValues(const LaneValues&) = delete;
    LaneValues& operator=(const LaneValues&) = delete;

    const fit::LanePoint& at() const { return at_; }

  private:
    std::vector<double> model_;
    std::vector<std::vector<double>> settings_;
    fit::LanePoint at_;
};

/// log of the mean of exp(values).
double log_mean_exp(const std::vector<double>& values) {
    const double most = *std::max_element(values.begin(), values.end());
    if (!std::isfinite(most)) {
        return most;
    }
    double sum = 0;
    for (const double value : values) {
        sum += math::exp(value - most);
    }
    return most + math::log(sum / static_cast<double>(values.size()));
}

}  // namespace

MemberForecast forecast_of(const results::Run& run,
                           const fit::Target& target,
                           const fit::Observed& point,
                           const std::optional<fit::Observed>& before,
                           std::uint64_t seed) {
    const math::Site site = math::site("observed:" + target.name);
    fit::ErrorLaw law(target, lanes, math::best_instruction_set());
    MemberForecast made;
    std::vector<double> densities;
    for (std::size_t first = 0; first < run.members; first += lanes) {
        const LaneValues now(run, target, point, first);
        std::optional<LaneValues> past;
        if (before) {
            past.emplace(run, target, *before, first);
        }
        double ignored[lanes] = {};
        const auto begin = [&] {
            law.begin();
            if (past) {
                law.add_log_density(*before, past->at(), ignored);
            }
        };
        double sums[lanes] = {};
        begin();
        law.add_log_density(point, now.at(), sums);
        for (std::size_t lane = 0; lane < std::min(lanes, run.members - first); ++lane) {
            const double u =
                math::uniform(seed,
                              run.first_member + static_cast<std::uint32_t>(first + lane),
                              point.month.since_1970,
                              site);
            begin();
            const double drawn = law.draw(point, now.at(), lane, u);
            if (std::isfinite(drawn)) {
                made.drawn.push_back(drawn);
                densities.push_back(
                    std::isnan(sums[lane]) ? -std::numeric_limits<double>::infinity() : sums[lane]);
            }
        }
    }
    if (!densities.empty()) {
        made.log_density = log_mean_exp(densities);
    }
    return made;
}

std::vector<double> totals_of(const results::Run& run, std::size_t output, int first, int last) {
    std::vector<double> totals;
    for (std::size_t member = 0; member < run.members; ++member) {
        const double sum = total(run, member, output, first, last);
        if (std::isfinite(sum)) {
            totals.push_back(sum);
        }
    }
    return totals;
}

}  // namespace entente::analysis

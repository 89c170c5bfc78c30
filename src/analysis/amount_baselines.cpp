// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/baselines.hpp"
#include "math/vector.hpp"

namespace entente::analysis {

namespace {

/// Errors of its own that a naive forecast needs to say how wide it is.
constexpr std::size_t fewest_errors = 3;

/// A share of 1 or more would make a law that never settles.
constexpr double greatest_share = 0.98;

/// Weights of the damped trend that are tried: each in tenths, then around the best in hundredths.
constexpr double coarse_step = 0.1;
constexpr double fine_step = 0.02;
constexpr double least_damping = 0.8;
constexpr double greatest_damping = 0.98;
constexpr double damping_step = 0.06;

bool is_gap(double value) { return std::isnan(value); }

/// The past as it is forecast: logarithms where asked.
std::vector<double> scaled(const AmountPast& past) {
    std::vector<double> values = past.values;
    if (past.logs) {
        for (double& value : values) {
            value = is_gap(value) ? value : math::log(value);
        }
    }
    return values;
}

/// Adds up errors.
struct Errors {
    double sum = 0;
    double squares = 0;
    std::size_t count = 0;

    void add(double error) {
        sum += error;
        squares += error * error;
        ++count;
    }

    double mean() const { return sum / static_cast<double>(count); }

    double root_mean_square() const { return std::sqrt(squares / static_cast<double>(count)); }

    /// Around the mean, with that many numbers fitted.
    double deviation(std::size_t fitted) const {
        const double around = std::max(0.0, squares - sum * mean());
        const double freedom =
            std::max(1.0, static_cast<double>(count) - static_cast<double>(fitted));
        return std::sqrt(around / freedom);
    }
};

/// Differences of numbers so many periods apart.
Errors changes(const std::vector<double>& values, std::size_t apart) {
    Errors all;
    for (std::size_t i = apart; i < values.size(); ++i) {
        if (!is_gap(values[i]) && !is_gap(values[i - apart])) {
            all.add(values[i] - values[i - apart]);
        }
    }
    return all;
}

/// The last number and how many periods lie behind it.
struct Last {
    double value = 0;
    int behind = 0;
};

std::optional<Last> last_of(const std::vector<double>& values) {
    for (std::size_t i = values.size(); i > 0; --i) {
        if (!is_gap(values[i - 1])) {
            return Last{values[i - 1], static_cast<int>(values.size() - i)};
        }
    }
    return std::nullopt;
}

/// The error of a forecast that says "as it was `apart` periods before": that of the past, or the
/// one-period error grown as that of a random walk where the past has too few pairs so far apart.
std::optional<double> error_apart(const std::vector<double>& values, int apart) {
    const Errors direct = changes(values, static_cast<std::size_t>(apart));
    if (direct.count >= fewest_errors) {
        return direct.root_mean_square();
    }
    const Errors single = changes(values, 1);
    if (single.count < fewest_errors) {
        return std::nullopt;
    }
    return single.root_mean_square() * std::sqrt(static_cast<double>(apart));
}

/// One way of smoothing and what it leaves.
struct Smoothing {
    double level_weight = 0;
    double trend_weight = 0;
    double damping = 1;
    double level = 0;  ///< at the end
    double trend = 0;
    Errors errors;
};

/// Level and trend move by shares of each error; a gap leaves the forecast in its place.
void smooth(Smoothing& s, const std::vector<double>& values, double level, double trend) {
    s.errors = {};
    s.level = level;
    s.trend = trend;
    for (const double value : values) {
        const double expected = s.level + s.damping * s.trend;
        const double error = is_gap(value) ? 0 : value - expected;
        if (!is_gap(value)) {
            s.errors.add(error);
        }
        s.level = expected + s.level_weight * error;
        s.trend = s.damping * s.trend + s.trend_weight * error;
    }
}

struct Range {
    double low;
    double high;
    double step;
};

Range around(double value, double low, double high) {
    return {std::max(low, value - coarse_step), std::min(high, value + coarse_step), fine_step};
}

/// The best of a grid; `trend` runs over the share of the level's weight.
Smoothing best_of(const std::vector<double>& values,
                  double first_level,
                  double first_trend,
                  const Range& level,
                  const Range& trend,
                  const Range& damping) {
    Smoothing best;
    best.errors.squares = std::numeric_limits<double>::infinity();
    const auto steps = [](const Range& r) { return std::lround((r.high - r.low) / r.step); };
    for (long i = 0; i <= steps(level); ++i) {
        for (long j = 0; j <= steps(trend); ++j) {
            for (long k = 0; k <= steps(damping); ++k) {
                Smoothing tried;
                tried.level_weight = level.low + static_cast<double>(i) * level.step;
                tried.trend_weight =
                    tried.level_weight * (trend.low + static_cast<double>(j) * trend.step);
                tried.damping = damping.low + static_cast<double>(k) * damping.step;
                smooth(tried, values, first_level, first_trend);
                if (tried.errors.squares < best.errors.squares) {
                    best = tried;
                }
            }
        }
    }
    return best;
}

void add(std::vector<NaiveForecast>& all,
         const AmountPast& past,
         std::string_view name,
         const std::optional<NormalLaw>& law) {
    if (!law) {
        return;
    }
    if (past.logs) {
        all.push_back({name, LognormalLaw{law->mean, law->deviation}});
    } else {
        all.push_back({name, *law});
    }
}

}  // namespace

std::optional<NormalLaw> persistence(const AmountPast& past, int lead) {
    const std::vector<double> values = scaled(past);
    const std::optional<Last> last = last_of(values);
    if (!last) {
        return std::nullopt;
    }
    const std::optional<double> error = error_apart(values, last->behind + lead);
    return error ? std::optional(NormalLaw{last->value, *error}) : std::nullopt;
}

std::optional<NormalLaw> drift(const AmountPast& past, int lead) {
    const std::vector<double> values = scaled(past);
    const std::optional<Last> last = last_of(values);
    const Errors single = changes(values, 1);
    if (!last || single.count < fewest_errors) {
        return std::nullopt;
    }
    const double apart = last->behind + lead;
    // The slope is itself known from so many steps only.
    const double known = static_cast<double>(single.count);
    return NormalLaw{last->value + apart * single.mean(),
                     single.deviation(1) * std::sqrt(apart * (1 + apart / known))};
}

std::optional<NormalLaw> seasonal_naive(const AmountPast& past, int lead) {
    if (past.season <= 1) {
        return std::nullopt;
    }
    const std::vector<double> values = scaled(past);
    for (int years = (lead - 1) / past.season + 1;; ++years) {
        const int apart = years * past.season;
        const auto place = static_cast<std::ptrdiff_t>(values.size()) - 1 + lead - apart;
        if (place < 0) {
            return std::nullopt;
        }
        const double value = values[static_cast<std::size_t>(place)];
        if (is_gap(value)) {
            continue;
        }
        Errors error = changes(values, static_cast<std::size_t>(apart));
        double growth = 1;
        if (error.count < fewest_errors) {
            error = changes(values, static_cast<std::size_t>(past.season));
            growth = std::sqrt(static_cast<double>(years));
        }
        if (error.count < fewest_errors) {
            return std::nullopt;
        }
        return NormalLaw{value, error.root_mean_square() * growth};
    }
}

std::optional<NormalLaw> autoregression(const AmountPast& past, int lead) {
    const std::vector<double> values = scaled(past);
    const std::optional<Last> last = last_of(values);
    Errors before;
    Errors after;
    double products = 0;
    for (std::size_t i = 1; i < values.size(); ++i) {
        if (!is_gap(values[i]) && !is_gap(values[i - 1])) {
            before.add(values[i - 1]);
            after.add(values[i]);
            products += values[i] * values[i - 1];
        }
    }
    const std::size_t fitted = 2;
    if (!last || before.count < fewest_errors + fitted) {
        return std::nullopt;
    }
    const double spread = before.squares - before.sum * before.mean();
    const double slope = spread > 0 ? (products - before.sum * after.mean()) / spread : 0;
    const double share = std::clamp(slope, -greatest_share, greatest_share);
    const double mean = (after.mean() - share * before.mean()) / (1 - share);
    Errors rest;
    for (std::size_t i = 1; i < values.size(); ++i) {
        if (!is_gap(values[i]) && !is_gap(values[i - 1])) {
            rest.add(values[i] - mean - share * (values[i - 1] - mean));
        }
    }
    const double kept = std::pow(share, last->behind + lead);
    const double growth = (1 - kept * kept) / (1 - share * share);
    return NormalLaw{mean + kept * (last->value - mean),
                     rest.deviation(fitted) * std::sqrt(growth)};
}

std::optional<NormalLaw> damped_trend(const AmountPast& past, int lead) {
    std::vector<double> values = scaled(past);
    values.erase(values.begin(), std::find_if_not(values.begin(), values.end(), is_gap));
    const Errors single = changes(values, 1);
    const std::size_t fitted = 3;
    if (single.count < fewest_errors + fitted) {
        return std::nullopt;
    }
    const double trend = single.mean();
    const double level = values.front() - trend;
    Smoothing s = best_of(values,
                          level,
                          trend,
                          {fine_step, 1, coarse_step},
                          {0, 1, coarse_step},
                          {least_damping, greatest_damping, damping_step});
    s = best_of(values,
                level,
                trend,
                around(s.level_weight, fine_step, 1),
                around(s.trend_weight / s.level_weight, 0, 1),
                {std::max(least_damping, s.damping - damping_step),
                 std::min(greatest_damping, s.damping + damping_step),
                 fine_step});
    // Of the forecast: a sum of damped trends; of its variance: 1 + c_1^2 + ... + c_(lead-1)^2.
    double growth = 1;
    double damped = 0;
    double power = s.damping;
    for (int step = 1; step < lead; ++step) {
        damped += power;
        power *= s.damping;
        const double weight = s.level_weight + s.trend_weight * damped;
        growth += weight * weight;
    }
    damped += power;
    const double freedom = static_cast<double>(s.errors.count - fitted);
    return NormalLaw{s.level + damped * s.trend, std::sqrt(s.errors.squares / freedom * growth)};
}

std::optional<NormalLaw> climatology(const AmountPast& past) {
    Errors all;
    for (const double value : scaled(past)) {
        if (!is_gap(value)) {
            all.add(value);
        }
    }
    if (all.count < fewest_errors) {
        return std::nullopt;
    }
    return NormalLaw{all.mean(),
                     all.deviation(1) * std::sqrt(1 + 1 / static_cast<double>(all.count))};
}

std::vector<NaiveForecast> naive_amounts(const AmountPast& past, int lead) {
    std::vector<NaiveForecast> all;
    add(all, past, "persistence", persistence(past, lead));
    add(all, past, "drift", drift(past, lead));
    add(all, past, "seasonal naive", seasonal_naive(past, lead));
    add(all, past, "AR(1)", autoregression(past, lead));
    add(all, past, "ETS(A,Ad,N)", damped_trend(past, lead));
    add(all, past, "climatology", climatology(past));
    return all;
}

}  // namespace entente::analysis

// SPDX-License-Identifier: Apache-2.0
#include "program/draws.hpp"

#include <algorithm>
#include <limits>

#include "base/contract.hpp"
#include "math/counts.hpp"
#include "math/normal.hpp"
#include "math/vector.hpp"

namespace entente::program {

using model::DistributionKind;

namespace {

/// Numbers of events have laws of their own, whose first parameter is the mean.
bool is_count(DistributionKind kind) {
    return kind == DistributionKind::bernoulli || kind == DistributionKind::poisson ||
           kind == DistributionKind::negative_binomial;
}

double count_at(DistributionKind kind, const std::array<double, 4>& p, double u) {
    if (kind == DistributionKind::bernoulli) {
        return math::bernoulli(u, p[0]);
    }
    return kind == DistributionKind::poisson ? math::poisson(u, p[0])
                                             : math::negative_binomial(u, p[0], p[1]);
}

}  // namespace

std::optional<std::size_t> GivenDraws::find_column(math::Site site) const {
    const auto found = std::find(sites.begin(), sites.end(), site);
    if (found == sites.end()) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - sites.begin());
}

math::Site draw_site(const model::Quantity& quantity) {
    if (quantity.kind == model::QuantityKind::choice) {
        return math::site("choice:" + quantity.name);
    }
    return math::site(quantity.draws_as.empty() ? quantity.name : quantity.draws_as);
}

math::Distribution distribution(DistributionKind kind, const std::array<double, 4>& p) {
    const auto made = [&p](math::DistributionKind as) {
        return math::Distribution{.kind = as, .a = p[0], .b = p[1], .c = p[2], .d = p[3]};
    };
    switch (kind) {
        case DistributionKind::normal:
            return made(math::DistributionKind::normal);
        case DistributionKind::lognormal:
            return made(math::DistributionKind::lognormal);
        case DistributionKind::logit_normal:
            return made(math::DistributionKind::logit_normal);
        case DistributionKind::beta:
            return made(math::DistributionKind::beta);
        case DistributionKind::scaled_beta:
            return made(math::DistributionKind::scaled_beta);
        case DistributionKind::student_t:
            return made(math::DistributionKind::student_t);
        case DistributionKind::uniform:
            return made(math::DistributionKind::uniform);
        case DistributionKind::none:
        case DistributionKind::bernoulli:
        case DistributionKind::poisson:
        case DistributionKind::negative_binomial:
        case DistributionKind::ar1:
            break;
    }
    ENTENTE_EXPECT(false);
    return {};
}

double draw_once(const model::DrawnFrom& draw, const std::array<double, 4>& p, double u) {
    return draw_monthly(draw, p, u, false);
}

MonthlyDraw::MonthlyDraw(const model::DrawnFrom& draw, const std::array<double, 4>& p, bool mean)
    : kind_(draw.kind), p_(p) {
    if (is_count(kind_)) {
        if (mean) {
            mean_ = p[0];
        }
        return;
    }
    if (kind_ == DistributionKind::ar1) {
        // Without a month before: the stationary mean.
        mean_ = p[0];
        return;
    }
    from_ = distribution(kind_, p);
    const bool whole = !draw.low && !draw.high;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const double low = draw.low.value_or(-infinity);
    const double high = draw.high.value_or(infinity);
    if (mean) {
        mean_ = whole ? from_.mean() : from_.mean_within(low, high);
    } else if (!whole) {
        truncated_.emplace(from_, low, high);
    }
}

double MonthlyDraw::at(double u) const {
    if (mean_) {
        return *mean_;
    }
    if (is_count(kind_)) {
        return count_at(kind_, p_, u);
    }
    return truncated_ ? (*truncated_)(u) : from_.quantile(u);
}

double draw_monthly(const model::DrawnFrom& draw,
                    const std::array<double, 4>& p,
                    double u,
                    bool mean) {
    return MonthlyDraw(draw, p, mean).at(u);
}

double ar1_step(const std::array<double, 4>& p, double before, double u, bool mean) {
    const double drift = p[0] + p[1] * (before - p[0]);
    return mean ? drift : drift + p[2] * math::normal_quantile(u);
}

double hazard_count(double rate, double u, bool mean) {
    const double chance = -math::expm1(-rate);
    if (!mean) {
        return math::bernoulli(u, chance);
    }
    return chance >= 0.0 ? chance : std::numeric_limits<double>::quiet_NaN();
}

double choose_option(const std::vector<double>& leanings, double u, bool likeliest) {
    ENTENTE_EXPECT(!leanings.empty());
    std::size_t best = 0;
    double top = leanings[0];
    for (std::size_t i = 1; i < leanings.size(); ++i) {
        if (leanings[i] > leanings[best]) {
            best = i;
        }
        top = math::max(top, leanings[i]);
    }
    if (likeliest) {
        return static_cast<double>(best);
    }
    double total = 0.0;
    for (const double l : leanings) {
        total += math::exp(l - top);
    }
    const double mark = u * total;
    double sum = 0.0;
    for (std::size_t i = 0; i + 1 < leanings.size(); ++i) {
        sum += math::exp(leanings[i] - top);
        if (mark < sum) {
            return static_cast<double>(i);
        }
    }
    return static_cast<double>(leanings.size() - 1);
}

double looked_up(const model::Lookup& lookup, double x) {
    if (x != x) {
        return x;
    }
    const std::size_t last = lookup.x.size() - 1;
    if (!(x >= lookup.x[0])) {
        return lookup.y[0];
    }
    if (x >= lookup.x[last]) {
        return lookup.y[last];
    }
    std::size_t i = 0;
    while (i + 1 < last && x >= lookup.x[i + 1]) {
        ++i;
    }
    const double slope = (lookup.y[i + 1] - lookup.y[i]) / (lookup.x[i + 1] - lookup.x[i]);
    return lookup.y[i] + (x - lookup.x[i]) * slope;
}

double ramped(double x, double target, double months, int ramp) {
    const double share = months / static_cast<double>(ramp);
    if (share >= 1.0) {
        return target;
    }
    return x + (target - x) * math::max(share, 0.0);
}

model::Month period_start(model::Month month, int each) {
    const int past = ((month.since_1970 % each) + each) % each;
    return month + -past;
}

}  // namespace entente::program

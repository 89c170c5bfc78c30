// SPDX-License-Identifier: Apache-2.0
// Compiled once per instruction set; see math/lanes.hpp for what that forbids.
#include "fit/error_kernels.hpp"

#include "math/densities.hpp"
#include "math/vector.hpp"

namespace entente::fit {
inline namespace ENTENTE_ISA {

namespace {

constexpr int width = math::native_lanes;
using L = math::Lanes<width>;

ENTENTE_INLINE L setting(const ErrorPoint& p, int which, int lane) {
    return L::load(p.settings[which] + lane);
}

/// The share of an error that is left after the periods between two points.
ENTENTE_INLINE L kept(const ErrorPoint& p, int which, int lane) {
    const L each = setting(p, which, lane);
    L power = each;
    for (int i = 1; i < p.gap; ++i) {
        power = power * each;
    }
    return power;
}

/// Amounts: the error about the model's value, or of its logarithm, with what persists taken off.
template <class Density>
ENTENTE_INLINE void add_amount(const ErrorPoint& p, bool logs, int persistence, Density density) {
    const double place = logs ? math::log(p.observed) : p.observed;
    for (int lane = 0; lane < p.lanes; lane += width) {
        const L model = L::load(p.model + lane);
        L error = place - (logs ? math::log(model) : model);
        L sd = setting(p, 0, lane);
        if (p.before != nullptr) {
            const L now = error;
            if (p.gap > 0) {
                const L share = kept(p, persistence, lane);
                error = error - share * L::load(p.before + lane);
                sd = sd * math::sqrt(1.0 - share * share);
            }
            now.store(p.before + lane);
        }
        L sum = L::load(p.sums + lane) + density(error, sd, lane);
        if (logs) {
            sum = sum - place;
        }
        sum.store(p.sums + lane);
    }
}

template <class Density>
ENTENTE_INLINE void add_each(const ErrorPoint& p, Density density) {
    for (int lane = 0; lane < p.lanes; lane += width) {
        const L sum = L::load(p.sums + lane) + density(L::load(p.model + lane), lane);
        sum.store(p.sums + lane);
    }
}

void add_normal(const ErrorPoint& p) {
    add_amount(p, p.law == Law::lognormal, 1, [](L error, L sd, int) {
        return math::normal_log_density(error, L(0.0), sd);
    });
}

void add_student_t(const ErrorPoint& p) {
    add_amount(p, false, 2, [&p](L error, L sd, int lane) {
        return math::student_t_log_density(error, L(0.0), sd, setting(p, 1, lane));
    });
}

void add_beta(const ErrorPoint& p) {
    add_each(p, [&p](L model, int lane) {
        const L precision = setting(p, 0, lane);
        const L a = model * p.scale * precision;
        return math::beta_log_density(p.observed, a, precision - a);
    });
}

void add_beta_binomial(const ErrorPoint& p) {
    for (int lane = 0; lane < p.lanes; ++lane) {
        using One = math::Lanes<1>;
        const double precision = p.settings[0][lane];
        const double trials = p.settings[1][lane];
        const double a = p.model[lane] * p.scale * precision;
        const double count = math::floor(p.observed * trials + 0.5);
        p.sums[lane] += math::beta_binomial_log_chance(count, trials, One(a), One(precision - a)).v;
    }
}

void add_count(const ErrorPoint& p) {
    if (p.law == Law::poisson) {
        add_each(p, [&p](L model, int) { return math::poisson_log_chance(p.observed, model); });
        return;
    }
    add_each(p, [&p](L model, int lane) {
        return math::negative_binomial_log_chance(p.observed, model, setting(p, 0, lane));
    });
}

void add_chance(const ErrorPoint& p) {
    const bool happened = p.observed > 0.0;
    if (p.law == Law::bernoulli) {
        add_each(p, [happened](L model, int) {
            return math::bernoulli_log_chance(happened ? 1.0 : 0.0, model);
        });
        return;
    }
    if (happened) {
        add_each(p, [](L rate, int) { return math::log(-math::expm1(-rate)); });
        return;
    }
    // A rate below 0 makes the chance of nothing exceed 1: NaN, as the logarithm above has it.
    add_each(p, [](L rate, int) { return select(rate >= L(0.0), -rate, math::log(rate)); });
}

void add_ordered(const ErrorPoint& p) {
    add_each(p, [&p](L place, int lane) {
        L cuts[most_cuts];
        for (int i = 0; i < p.setting_count; ++i) {
            cuts[i] = setting(p, i, lane);
        }
        return math::ordered_logit_log_chance(
            static_cast<int>(p.observed), cuts, p.setting_count, place);
    });
}

}  // namespace

void add_log_density(const ErrorPoint& point) {
    switch (point.law) {
        case Law::normal:
        case Law::lognormal:
            add_normal(point);
            break;
        case Law::student_t:
            add_student_t(point);
            break;
        case Law::beta:
            add_beta(point);
            break;
        case Law::beta_binomial:
            add_beta_binomial(point);
            break;
        case Law::poisson:
        case Law::negative_binomial:
            add_count(point);
            break;
        case Law::bernoulli:
        case Law::hazard:
            add_chance(point);
            break;
        case Law::ordered:
            add_ordered(point);
            break;
    }
}

}  // namespace ENTENTE_ISA
}  // namespace entente::fit

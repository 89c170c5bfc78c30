// SPDX-License-Identifier: Apache-2.0
#include "fit/errors.hpp"

#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "base/contract.hpp"
#include "math/counts.hpp"
#include "math/densities.hpp"
#include "math/distributions.hpp"
#include "math/normal.hpp"
#include "math/vector.hpp"

namespace entente::fit {

namespace scalar {
void add_log_density(const ErrorPoint& point);
}

namespace v3 {
void add_log_density(const ErrorPoint& point);
}

namespace v4 {
void add_log_density(const ErrorPoint& point);
}

namespace {

using model::ErrorModel;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Law law_of(const Target& target) {
    switch (target.errors) {
        case ErrorModel::normal:
            return Law::normal;
        case ErrorModel::lognormal:
            return Law::lognormal;
        case ErrorModel::student_t:
            return Law::student_t;
        case ErrorModel::beta:
            return Law::beta;
        case ErrorModel::beta_binomial:
            return Law::beta_binomial;
        case ErrorModel::poisson:
            return Law::poisson;
        case ErrorModel::negative_binomial:
            return Law::negative_binomial;
        case ErrorModel::bernoulli:
            return target.hazard ? Law::hazard : Law::bernoulli;
        case ErrorModel::ordered:
            return Law::ordered;
    }
    return Law::normal;
}

/// Whether the law speaks of shares, for which percents become numbers of 0 to 1.
bool of_shares(Law law) { return law == Law::beta || law == Law::beta_binomial; }

std::optional<std::size_t> persistence_of(const Target& target) {
    for (std::size_t i = 0; i < target.settings.size(); ++i) {
        const Setting& setting = target.settings[i];
        const bool last = i + 1 == target.settings.size();
        const bool amount = target.errors == ErrorModel::normal ||
                            target.errors == ErrorModel::lognormal ||
                            target.errors == ErrorModel::student_t;
        if (amount && last && (setting.output || setting.value != 0)) {
            return i;
        }
    }
    return std::nullopt;
}

}  // namespace

ErrorKernel error_kernel(math::InstructionSet set) {
    ENTENTE_EXPECT(math::available(set));
    switch (set) {
        case math::InstructionSet::scalar:
            return scalar::add_log_density;
        case math::InstructionSet::v3:
            return v3::add_log_density;
        case math::InstructionSet::v4:
            return v4::add_log_density;
    }
    return nullptr;
}

ErrorLaw::ErrorLaw(const Target& target, std::size_t lanes, math::InstructionSet set)
    : target_(target),
      law_(law_of(target)),
      kernel_(error_kernel(set)),
      lanes_(lanes),
      persistence_(persistence_of(target)),
      before_(lanes) {
    ENTENTE_EXPECT(lanes % 8 == 0 && target.settings.size() <= most_cuts);
    for (const Setting& setting : target.settings) {
        fixed_.emplace_back(setting.output ? 0 : lanes, setting.value);
    }
}

void ErrorLaw::begin() { month_.reset(); }

void ErrorLaw::resample(std::span<const std::uint32_t> ancestors) {
    ENTENTE_EXPECT(ancestors.size() == lanes_);
    if (persistence_) {
        const std::vector<double> old = before_;
        for (std::size_t lane = 0; lane < lanes_; ++lane) {
            before_[lane] = old[ancestors[lane]];
        }
    }
}

void ErrorLaw::note_gap(const Observed& point) {
    gap_ = month_ ? (point.month - *month_) / target_.period : 0;
    month_ = point.month;
}

void ErrorLaw::add_log_density(const Observed& point, const LanePoint& at, std::span<double> sums) {
    ENTENTE_EXPECT(sums.size() == lanes_);
    note_gap(point);
    ErrorPoint p{};
    p.law = law_;
    p.lanes = static_cast<int>(lanes_);
    p.scale = of_shares(law_) ? target_.scale : 1;
    p.observed = point.value * p.scale;
    p.model = at.model;
    p.setting_count = static_cast<int>(fixed_.size());
    for (std::size_t i = 0; i < fixed_.size(); ++i) {
        p.settings[i] = at.settings[i] != nullptr ? at.settings[i] : fixed_[i].data();
    }
    p.gap = gap_;
    p.before = persistence_ ? before_.data() : nullptr;
    p.sums = sums.data();
    kernel_(p);
}

double ErrorLaw::setting(const LanePoint& at, std::size_t which, std::size_t lane) const {
    return at.settings[which] != nullptr ? at.settings[which][lane] : target_.settings[which].value;
}

double ErrorLaw::draw(const Observed& point, const LanePoint& at, std::size_t lane, double u) {
    note_gap(point);
    const double x = at.model[lane];
    switch (law_) {
        case Law::normal:
        case Law::lognormal:
        case Law::student_t:
            return draw_amount(at, lane, u);
        case Law::beta:
        case Law::beta_binomial:
            return draw_share(at, lane, u);
        case Law::poisson:
            return math::poisson(u, x);
        case Law::negative_binomial:
            return math::negative_binomial(u, x, setting(at, 0, lane));
        case Law::bernoulli:
            return math::bernoulli(u, x);
        case Law::hazard:
            return math::bernoulli(u, -math::expm1(-x));
        case Law::ordered:
            return draw_grade(at, lane, u);
    }
    return nan;
}

double ErrorLaw::draw_amount(const LanePoint& at, std::size_t lane, double u) {
    double sd = setting(at, 0, lane);
    double centre = 0;
    if (persistence_ && gap_ > 0) {
        const double each = setting(at, *persistence_, lane);
        double share = each;
        for (int i = 1; i < gap_; ++i) {
            share *= each;
        }
        centre = share * before_[lane];
        sd *= math::sqrt(1 - share * share);
    }
    math::Distribution errors{.kind = math::DistributionKind::normal, .a = centre, .b = sd};
    if (law_ == Law::student_t) {
        errors.kind = math::DistributionKind::student_t;
        errors.c = setting(at, 1, lane);
    }
    before_[lane] = errors.quantile(u);
    const double x = at.model[lane];
    return law_ == Law::lognormal ? x * math::exp(before_[lane]) : x + before_[lane];
}

double ErrorLaw::draw_share(const LanePoint& at, std::size_t lane, double u) const {
    const double precision = setting(at, 0, lane);
    const double a = at.model[lane] * target_.scale * precision;
    if (!(a > 0 && a < precision)) {
        return nan;
    }
    if (law_ == Law::beta) {
        const math::Distribution shares{
            .kind = math::DistributionKind::beta, .a = a, .b = precision - a};
        return shares.quantile(u) / target_.scale;
    }
    const double trials = setting(at, 1, lane);
    double sum = 0;
    double count = 0;
    for (; count < trials; count += 1) {
        sum += math::exp(math::beta_binomial_log_chance(count, trials, a, precision - a));
        if (sum >= u) {
            break;
        }
    }
    return count / trials / target_.scale;
}

double ErrorLaw::draw_grade(const LanePoint& at, std::size_t lane, double u) const {
    std::size_t grade = 0;
    while (grade < fixed_.size() && math::logistic(setting(at, grade, lane) - at.model[lane]) < u) {
        ++grade;
    }
    return static_cast<double>(grade);
}

std::string impossible(const Target& target, const Observed& point) {
    const double y = point.value;
    const auto says = [&](std::string_view what) {
        return fmt::format(
            "`{}` has {} in {}, which {}", target.name, y, model::to_text(point.month), what);
    };
    switch (law_of(target)) {
        case Law::lognormal:
            return y > 0 ? "" : says("`lognormal` cannot give: it takes numbers above 0");
        case Law::beta:
            return y * target.scale > 0 && y * target.scale < 1
                       ? ""
                       : says("`beta` cannot give: it takes shares between 0 and 1, both left out");
        case Law::beta_binomial:
            return y * target.scale >= 0 && y * target.scale <= 1
                       ? ""
                       : says("`beta_binomial` cannot give: it takes shares from 0 to 1");
        case Law::ordered: {
            const bool grade =
                y >= 0 && y == std::floor(y) && y <= static_cast<double>(target.settings.size());
            return grade ? "" : says("is no grade: grades count from 0 to the number of cuts");
        }
        case Law::normal:
        case Law::student_t:
            return std::isfinite(y) ? "" : says("is no number");
        case Law::poisson:
        case Law::negative_binomial:
        case Law::bernoulli:
        case Law::hazard:
            break;
    }
    return y >= 0 && y == std::floor(y) ? "" : says("is no count");
}

}  // namespace entente::fit

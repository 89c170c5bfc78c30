// SPDX-License-Identifier: Apache-2.0
#include "cli/live.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "claims/rules.hpp"
#include "claims/wording.hpp"
#include "cli/differences.hpp"
#include "cli/headline.hpp"
#include "results/json_number.hpp"

namespace entente::cli {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Fewer members than this say nothing of their median's error.
constexpr std::size_t least_members = 10;

/// Half the distance of the ranks n/2 ± sqrt(n): a count of n tosses stays within two standard
/// deviations, sqrt(n), of n/2 in 95 % of cases.
double median_error(std::vector<double> values) {
    if (values.size() < least_members) {
        return nan;
    }
    const double n = static_cast<double>(values.size());
    const auto low = static_cast<std::ptrdiff_t>(std::floor(n / 2 - std::sqrt(n)));
    const auto high = std::min(static_cast<std::ptrdiff_t>(std::ceil(n / 2 + std::sqrt(n))),
                               static_cast<std::ptrdiff_t>(values.size()) - 1);
    std::nth_element(values.begin(), values.begin() + low, values.end());
    const double below = values[static_cast<std::size_t>(low)];
    std::nth_element(values.begin() + low, values.begin() + high, values.end());
    return (values[static_cast<std::size_t>(high)] - below) / 2;
}

}  // namespace

void Live::begin(const std::string& scenario, const std::string& prior_set) {
    if (current_ && !first_ && !current_->values.empty()) {
        first_ = std::move(current_);
    }
    current_.emplace();
    current_->scenario = scenario;
    current_->prior_set = prior_set;
}

void Live::choose_output(const run::BlockDone& done, LiveValues& collected) {
    const auto& outputs = done.run.outputs;
    const auto shown =
        std::find_if(outputs.begin(), outputs.end(), [](const auto& o) { return !o.hidden; });
    if (shown == outputs.end()) {
        return;
    }
    collected.column = static_cast<std::size_t>(shown - outputs.begin());
    collected.output = shown->name;
    collected.unit = shown->unit;
    // The last row is the end, which events and flows have no value in.
    int last = done.run.grid.rows() - 1;
    while (last > 0 && std::isnan(done.run.value(done.first, last, collected.column))) {
        --last;
    }
    const bool counts = shown->cell_method == results::CellMethod::sum;
    collected.last_row = last;
    collected.first_row = counts ? std::max(0, last - months_of_counts + 1) : last;
    collected.when = when(done.run.grid, collected.first_row, collected.last_row);
}

void Live::take(const run::BlockDone& done) {
    if (!current_ || done.count == 0) {
        return;
    }
    LiveValues& now = *current_;
    if (now.last_row < 0) {
        choose_output(done, now);
    }
    if (now.last_row < 0) {
        return;
    }
    const std::size_t end = done.first + done.count;
    if (now.values.size() < end) {
        now.values.resize(end, nan);
        now.there.resize(end, 0);
    }
    for (std::size_t member = done.first; member < end; ++member) {
        double sum = 0;
        for (int row = now.first_row; row <= now.last_row; ++row) {
            sum += static_cast<double>(done.run.value(member, row, now.column));
        }
        now.values[member] = sum;
        now.there[member] = 1;
    }
}

std::optional<LiveStatistics> Live::now() const {
    if (!current_) {
        return std::nullopt;
    }
    const LiveValues& now = *current_;
    std::vector<double> values;
    std::vector<double> differences;
    const bool paired = first_ && first_->output == now.output &&
                        first_->prior_set == now.prior_set && first_->scenario != now.scenario;
    for (std::size_t member = 0; member < now.values.size(); ++member) {
        if (now.there[member] == 0 || !std::isfinite(now.values[member])) {
            continue;
        }
        values.push_back(now.values[member]);
        if (paired && member < first_->values.size() && first_->there[member] != 0) {
            differences.push_back(now.values[member] - first_->values[member]);
        }
    }
    if (values.empty()) {
        return std::nullopt;
    }
    LiveStatistics live{.output = now.output,
                        .unit = now.unit,
                        .when = now.when,
                        .scenario = now.scenario,
                        .members = values.size()};
    live.median_error = median_error(values);
    live.level = claims::quantiles(std::move(values));
    if (!differences.empty()) {
        LiveDifference& pair = live.paired.emplace();
        pair.from = first_->scenario;
        pair.mean_error = two_standard_errors(differences);
        pair.difference = claims::quantiles(std::move(differences));
    }
    return live;
}

std::string live_text(const LiveStatistics& live) {
    std::string text = fmt::format(
        "{} {} · {} {}", live.output, live.when, live.scenario, band(live.level, false));
    if (std::isfinite(live.median_error)) {
        text += fmt::format(" ±{}", claims::number(live.median_error));
    }
    if (live.paired) {
        const LiveDifference& pair = *live.paired;
        text += fmt::format(" · from {} {} ±{}",
                            pair.from,
                            claims::signed_number(pair.difference.mean),
                            claims::number(pair.mean_error));
    }
    return live.unit == "1" ? text : text + " · " + live.unit;
}

std::string live_json(const LiveStatistics& live) {
    nlohmann::ordered_json fields = {{"scenario", live.scenario},
                                     {"output", live.output},
                                     {"unit", live.unit},
                                     {"at", live.when},
                                     {"members", live.members},
                                     {"median", results::json_number(live.level.q50)},
                                     {"q05", results::json_number(live.level.q05)},
                                     {"q95", results::json_number(live.level.q95)},
                                     {"median_error", results::json_number(live.median_error)}};
    if (live.paired) {
        const claims::Quantiles& d = live.paired->difference;
        fields["difference"] = {{"from", live.paired->from},
                                {"mean", results::json_number(d.mean)},
                                {"q05", results::json_number(d.q05)},
                                {"q95", results::json_number(d.q95)},
                                {"mean_error", results::json_number(live.paired->mean_error)}};
    }
    const std::string object =
        fields.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    return object.substr(1, object.size() - 2);
}

}  // namespace entente::cli

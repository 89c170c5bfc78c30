// SPDX-License-Identifier: Apache-2.0
#include "analysis/hindcast.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/baselines.hpp"
#include "analysis/model_forecast.hpp"
#include "base/contract.hpp"
#include "data/rows.hpp"
#include "data/series.hpp"
#include "fit/likelihood.hpp"

namespace entente::analysis {

namespace {

using model::ErrorModel;
using model::Month;

constexpr int months_a_year = 12;
constexpr double gap = std::numeric_limits<double>::quiet_NaN();

enum class Numbers { amounts, counts, grades };

Numbers numbers_of(const fit::Target& target) {
    switch (target.errors) {
        case ErrorModel::poisson:
        case ErrorModel::negative_binomial:
            return Numbers::counts;
        case ErrorModel::bernoulli:
        case ErrorModel::ordered:
            return target.event ? Numbers::counts : Numbers::grades;
        case ErrorModel::normal:
        case ErrorModel::lognormal:
        case ErrorModel::student_t:
        case ErrorModel::beta:
        case ErrorModel::beta_binomial:
            break;
    }
    return Numbers::amounts;
}

/// Counts of an event in the first rows; NaN where the record does not cover it.
std::vector<double> counts_by_row(const fit::Target& target, int rows) {
    std::vector<double> counts(static_cast<std::size_t>(rows), gap);
    for (const fit::Observed& point : target.points) {
        if (point.first < rows) {
            counts[static_cast<std::size_t>(point.first)] = point.value;
        }
    }
    return counts;
}

/// The numbers of a series known at an origin, a period each, up to the period of the origin.
std::vector<double> known_values(const data::Series& series, model::Period each, Month origin) {
    const int period = data::months_of(each);
    const Month end = data::period_start(origin, each);
    std::vector<double> values;
    std::optional<Month> first;
    for (const data::Point& point : series.points) {
        const auto value = data::value_known_at(point, each, origin);
        if (!value) {
            continue;
        }
        first = first.value_or(point.month);
        values.resize(static_cast<std::size_t>((point.month - *first) / period), gap);
        values.push_back(*value);
    }
    if (first) {
        values.resize(static_cast<std::size_t>((end - *first) / period), gap);
    }
    return values;
}

std::vector<double> without_gaps(std::vector<double> values) {
    values.erase(
        std::remove_if(values.begin(), values.end(), [](double v) { return std::isnan(v); }),
        values.end());
    return values;
}

/// What an origin may know of choices that the record scripts.
void forget_scripts(model::Model& model, int row) {
    for (const model::Quantity& quantity : model.quantities) {
        if (quantity.scripted) {
            std::vector<double>& script = model.tracks[quantity.scripted].values;
            for (auto r = static_cast<std::size_t>(row); r < script.size(); ++r) {
                script[r] = 0;
            }
        }
    }
}

/// Turns are counted from the forecast, which here is the origin.
void take_turns(model::Model& model) {
    for (const model::Player& player : model.players) {
        model.tracks[model.quantities[player.choice].turn].values =
            model::turns(model.grid, player.every);
    }
}

/// Ends the run with a month; what is dated later is gone.
void end_with(model::Model& model, data::Data& data, int last_row) {
    model.grid.months = last_row + 1;
    const auto rows = static_cast<std::size_t>(model.grid.rows());
    for (model::Track& track : model.tracks) {
        track.values.resize(std::min(track.values.size(), rows));
    }
    for (data::RecordValues& record : data.records) {
        record.value.resize(std::min(record.value.size(), rows));
        record.covered.resize(std::min(record.covered.size(), rows));
    }
}

double quantile(const std::vector<double>& sorted, double share) {
    const double place = share * static_cast<double>(sorted.size() - 1);
    return sorted[static_cast<std::size_t>(std::lround(place))];
}

}  // namespace

Hindcast::Hindcast(const model::Model& model, const data::Data& data, HindcastPlan plan)
    : model_(model), data_(data), plan_(std::move(plan)) {
    targets_ = fit::targets_of(model, data, {model.grid.first, plan_.until});
    for (const fit::Target& target : targets_.targets) {
        counted_.push_back(static_cast<std::uint32_t>(targets_.outputs.size()));
        if (target.event) {
            targets_.outputs.push_back(model::find_quantity(targets_.model, target.name));
        }
    }
    ask();
    scored_.resize(questions_.size());
}

std::vector<std::string> Hindcast::names() const {
    std::vector<std::string> names;
    for (const fit::Target& target : targets_.targets) {
        if (std::find(names.begin(), names.end(), target.name) == names.end()) {
            names.push_back(target.name);
        }
    }
    return names;
}

std::size_t Hindcast::questions() const { return questions_.size(); }

bool Hindcast::wanted(const fit::Target& target) const {
    return plan_.series.empty() ||
           std::find(plan_.series.begin(), plan_.series.end(), target.name) != plan_.series.end();
}

bool Hindcast::is_known(const fit::Target& target) const {
    const model::QuantityId id =
        target.event ? model::find_quantity(model_, target.name) : targets_.outputs[target.output];
    const model::Quantity& quantity = targets_.model.quantities[id];
    return quantity.record && knows(plan_.level, quantity.kind);
}

void Hindcast::ask() {
    for (std::size_t target = 0; target < targets_.targets.size(); ++target) {
        if (!wanted(targets_.targets[target]) || is_known(targets_.targets[target])) {
            continue;
        }
        for (std::size_t origin = 0; origin < plan_.origins.size(); ++origin) {
            if (targets_.targets[target].event) {
                ask_event(target, origin);
            } else {
                ask_series(target, origin);
            }
        }
    }
}

void Hindcast::ask_series(std::size_t target, std::size_t origin) {
    const int row = model_.grid.row(plan_.origins[origin]);
    for (const fit::Observed& point : targets_.targets[target].points) {
        const int horizon = point.last - row + 1;
        const bool asked =
            plan_.horizons.empty()
                ? point.first >= row
                : std::binary_search(plan_.horizons.begin(), plan_.horizons.end(), horizon);
        if (asked) {
            questions_.push_back({.target = target,
                                  .origin = origin,
                                  .horizon = plan_.horizons.empty() ? 0 : horizon,
                                  .first_row = point.first,
                                  .last_row = point.last,
                                  .observed = point.value});
        }
    }
}

void Hindcast::ask_event(std::size_t target, std::size_t origin) {
    const int row = model_.grid.row(plan_.origins[origin]);
    const int end = model_.grid.row(plan_.until) + 1;
    const std::vector<double> counts = counts_by_row(targets_.targets[target], end);
    const auto ask_total = [&](int first, int months, int horizon) {
        double total = 0;
        for (int r = first; r < first + months; ++r) {
            total += r < end ? counts[static_cast<std::size_t>(r)] : gap;
        }
        if (!std::isnan(total)) {
            questions_.push_back({.target = target,
                                  .origin = origin,
                                  .horizon = horizon,
                                  .first_row = first,
                                  .last_row = first + months - 1,
                                  .observed = total});
        }
    };
    for (const int horizon : plan_.horizons) {
        ask_total(row, horizon, horizon);
    }
    for (int first = row; plan_.horizons.empty() && first < end; first += months_a_year) {
        ask_total(first, months_a_year, 0);
    }
}

/// The last row that an origin is asked about, -1 for none.
int Hindcast::last_row(std::size_t origin) const {
    int last = -1;
    for (const Question& question : questions_) {
        last = question.origin == origin ? std::max(last, question.last_row) : last;
    }
    return last;
}

std::optional<program::Program> Hindcast::compile(std::size_t origin,
                                                  text::Diagnostics& diagnostics) const {
    const int last = last_row(origin);
    if (last < 0) {
        return std::nullopt;
    }
    const Month opens = plan_.origins[origin];
    fit::Targets cut = targets_;
    data::Data known = known_at(model_, data_, opens, plan_.level);
    end_with(cut.model, known, last);
    model::Grid& grid = cut.model.grid;
    if (plan_.level == Conditioning::decisions) {
        grid.forecast = std::min(grid.forecast, grid.first + grid.months);
    } else {
        // Players choose from here on.
        grid.forecast = opens;
        forget_scripts(cut.model, grid.row(opens));
        take_turns(cut.model);
    }
    return fit::compile(cut, known, plan_.prior_set, diagnostics, program::Draws::sampled);
}

model::DataId Hindcast::series_of(const fit::Target& target) const {
    std::size_t id = 0;
    while (model_.data[model::DataId(id)].name != target.name) {
        ++id;
    }
    return model::DataId(id);
}

std::optional<fit::Observed> Hindcast::last_known(const fit::Target& target, Month origin) const {
    const model::DataId id = series_of(target);
    const model::Period each = model_.data[id].each;
    std::optional<fit::Observed> last;
    for (const fit::Observed& point : target.points) {
        const data::Point* figure = data::find_point(data_.series[id], each, point.month);
        ENTENTE_EXPECT(figure != nullptr);
        if (const auto value = data::value_known_at(*figure, each, origin)) {
            last = point;
            last->value = *value;
        }
    }
    return last;
}

std::vector<NamedScore> Hindcast::naive_scores(const Question& question) const {
    const fit::Target& target = targets_.targets[question.target];
    const Month origin = plan_.origins[question.origin];
    std::vector<NaiveForecast> all;
    if (target.event) {
        const int row = model_.grid.row(origin);
        std::vector<double> counts = counts_by_row(target, row);
        // The months up to the origin that the record covers without a gap.
        const auto covered = std::find_if(
            counts.rbegin(), counts.rend(), [](double count) { return std::isnan(count); });
        counts.erase(counts.begin(), covered.base());
        const int first = row - static_cast<int>(counts.size());
        const int trained = std::max(0, model_.grid.row(plan_.trained) - first);
        all = naive_counts({counts, static_cast<std::size_t>(trained)},
                           {.months = question.last_row - question.first_row + 1,
                            .skipped = question.first_row - row});
    } else {
        const model::DataId id = series_of(target);
        const model::DataSeries& series = model_.data[id];
        const std::vector<double> values = known_values(data_.series[id], series.each, origin);
        const Month first = model_.grid.month(question.first_row);
        const int lead = (first - data::period_start(origin, series.each)) / target.period + 1;
        switch (numbers_of(target)) {
            case Numbers::amounts:
                all = naive_amounts(
                    {values, months_a_year / target.period, target.errors == ErrorModel::lognormal},
                    lead);
                break;
            case Numbers::counts:
                all = naive_counts({without_gaps(values), 0}, {.months = 1, .skipped = lead - 1});
                break;
            case Numbers::grades:
                all = naive_grades(without_gaps(values));
                break;
        }
    }
    std::vector<NamedScore> scores;
    scores.reserve(all.size());
    for (const NaiveForecast& one : all) {
        scores.push_back({one.name, median(one.law), score(one.law, question.observed)});
    }
    return scores;
}

void Hindcast::take(std::size_t origin, const results::Run& run) {
    for (std::size_t q = 0; q < questions_.size(); ++q) {
        const Question& question = questions_[q];
        if (question.origin != origin) {
            continue;
        }
        const fit::Target& target = targets_.targets[question.target];
        const model::Grid& grid = model_.grid;
        const Month month = grid.month(question.first_row);
        const fit::Observed point{month, question.first_row, question.last_row, question.observed};
        std::vector<double> drawn;
        std::optional<double> log_density;
        if (target.event) {
            drawn = totals_of(run, counted_[question.target], point.first, point.last);
        } else {
            MemberForecast forecast = forecast_of(
                run, target, point, last_known(target, plan_.origins[origin]), plan_.seed);
            drawn = std::move(forecast.drawn);
            log_density = forecast.log_density;
        }
        if (drawn.empty()) {
            continue;
        }
        std::sort(drawn.begin(), drawn.end());
        ScoredForecast& made = scored_[q].emplace();
        made.origin = plan_.origins[origin];
        made.first = month;
        made.last = grid.month(question.last_row);
        made.observed = question.observed;
        made.q05 = quantile(drawn, 0.05);
        made.q25 = quantile(drawn, 0.25);
        made.q50 = quantile(drawn, 0.5);
        made.q75 = quantile(drawn, 0.75);
        made.q95 = quantile(drawn, 0.95);
        const bool amounts = numbers_of(target) == Numbers::amounts;
        made.model = score_ensemble(std::move(drawn),
                                    amounts ? NumberKind::amount : NumberKind::count,
                                    question.observed,
                                    log_density);
        made.naive = naive_scores(question);
    }
}

namespace {

/// Neighbouring forecasts whose months overlap are drawn together, at least as many as a series of
/// that length suggests, and not more than half of them.
std::size_t block_of(const std::vector<ScoredForecast>& forecasts) {
    const std::size_t n = forecasts.size();
    std::size_t overlapping = 1;
    while (overlapping < n && forecasts[overlapping].first <= forecasts.front().last) {
        ++overlapping;
    }
    const auto usual = static_cast<std::size_t>(std::lround(std::cbrt(static_cast<double>(n))));
    return std::clamp<std::size_t>(
        std::max(overlapping, usual), 1, std::max<std::size_t>(1, n / 2));
}

/// Fills in the means and the rivals of a record whose forecasts are there.
void sum_up(TrackRecord& record) {
    std::vector<Score> own;
    std::vector<double> crps;
    double observed = 0;
    for (const ScoredForecast& forecast : record.forecasts) {
        observed += forecast.observed;
        own.push_back(forecast.model);
        crps.push_back(forecast.model.crps);
    }
    record.model = means_of(own);
    for (const NamedScore& named : record.forecasts.front().naive) {
        Rival rival{.name = named.forecaster};
        std::vector<Score> scores;
        for (const ScoredForecast& forecast : record.forecasts) {
            for (const NamedScore& other : forecast.naive) {
                if (other.forecaster == named.forecaster) {
                    scores.push_back(other.score);
                    rival.crps.push_back(other.score.crps);
                    rival.medians.push_back(other.median);
                }
            }
        }
        rival.means = means_of(scores);
        if (scores.size() == record.forecasts.size()) {
            record.rivals.push_back(std::move(rival));
        }
    }
    std::stable_sort(record.rivals.begin(),
                     record.rivals.end(),
                     [](const Rival& a, const Rival& b) { return a.means.crps < b.means.crps; });
    if (!record.rivals.empty()) {
        record.skill =
            skill_of(crps, record.rivals.front().crps, {.block = block_of(record.forecasts)});
    }
    if (record.skill && record.counts && observed < fewest_events) {
        record.skill->low = std::numeric_limits<double>::quiet_NaN();
        record.skill->high = record.skill->low;
    }
}

}  // namespace

std::vector<TrackRecord> Hindcast::records() const {
    std::vector<int> horizons = plan_.horizons;
    if (horizons.empty()) {
        horizons.push_back(0);
    }
    std::vector<TrackRecord> records;
    for (std::size_t t = 0; t < targets_.targets.size(); ++t) {
        const fit::Target& target = targets_.targets[t];
        for (const int horizon : horizons) {
            TrackRecord record;
            record.series = target.name;
            record.label = target.label;
            record.unit = target.event ? "" : target.unit;
            record.counts = numbers_of(target) != Numbers::amounts;
            record.horizon = horizon;
            for (std::size_t q = 0; q < questions_.size(); ++q) {
                if (questions_[q].target == t && questions_[q].horizon == horizon && scored_[q]) {
                    record.forecasts.push_back(*scored_[q]);
                }
            }
            if (!record.forecasts.empty()) {
                sum_up(record);
                records.push_back(std::move(record));
            }
        }
    }
    return records;
}

}  // namespace entente::analysis

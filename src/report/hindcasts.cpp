// SPDX-License-Identifier: Apache-2.0
#include "report/hindcasts.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "data/series.hpp"
#include "report/charts.hpp"
#include "report/fans.hpp"
#include "report/observed.hpp"
#include "report/record_json.hpp"

namespace entente::report {

namespace {

using Json = nlohmann::ordered_json;
using model::Month;

/// One number that was forecast.
struct Forecast {
    Month first;
    Month last;
    results::Quantiles quantiles;
    double naive = 0;  ///< NaN where no naive forecast was made
    double observed = 0;
    bool outside = false;  ///< the band of 90 in 100
};

/// Nothing for a month that the model does not have.
std::optional<Month> month_in(const Json& text, const model::Grid& grid) {
    const auto date = model::parse_date(text.get<std::string>());
    if (!date || date->month == 0) {
        return std::nullopt;
    }
    const Month month = model::month_of(date->year, date->month);
    return month >= grid.first && month <= grid.last() ? std::optional(month) : std::nullopt;
}

/// Rising by their last months.
std::vector<Forecast> forecasts_in(const Json& numbers, const model::Grid& grid) {
    std::vector<Forecast> all;
    for (const Json& number : numbers) {
        const auto first = month_in(number.at("first"), grid);
        const auto last = month_in(number.at("last"), grid);
        if (!first || !last) {
            continue;
        }
        Forecast& made = all.emplace_back(Forecast{*first, *last, {}, 0, 0, false});
        made.quantiles.q05 = number.at("q05").get<double>();
        made.quantiles.q25 = number.at("q25").get<double>();
        made.quantiles.q50 = number.at("q50").get<double>();
        made.quantiles.q75 = number.at("q75").get<double>();
        made.quantiles.q95 = number.at("q95").get<double>();
        const Json& naive = number.at("naive");
        made.naive =
            naive.is_null() ? std::numeric_limits<double>::quiet_NaN() : naive.get<double>();
        made.observed = number.at("observed").get<double>();
        made.outside = !number.at("within_90").get<bool>();
    }
    std::sort(all.begin(), all.end(), [](const Forecast& a, const Forecast& b) {
        return a.last < b.last;
    });
    return all;
}

/// Months that every forecast has to itself, up to its last: its whole period where none overlap.
int months_apart(const std::vector<Forecast>& forecasts) {
    int months = forecasts.front().last - forecasts.front().first + 1;
    for (std::size_t i = 1; i < forecasts.size(); ++i) {
        months = std::min({months,
                           forecasts[i].last - forecasts[i].first + 1,
                           forecasts[i].last - forecasts[i - 1].last});
    }
    return std::max(months, 1);
}

std::size_t count_inside(const Json& record, const char* interval) {
    const auto forecasts = record.at("forecasts").get<double>();
    return static_cast<std::size_t>(
        std::lround(record.at("model").at(interval).get<double>() * forecasts));
}

/// How many figures the bands held, and who leads.
std::string summary_of(const Json& record, const std::string& level) {
    const bool once = record.at("horizon") == 0;
    const std::string bands =
        fmt::format("{}, {}. Within 90 in 100 futures: {} figures; within 50: {}.",
                    level,
                    once ? "from one origin" : horizon_text(record) + " months ahead",
                    inside(record, "coverage_90"),
                    inside(record, "coverage_50"));
    if (record.at("naive").empty()) {
        return bands + " The past was too short for a naive forecast.";
    }
    const auto best = record.at("naive").front().at("name").get<std::string>();
    const bool ours = record.at("leads") == "the model";
    return fmt::format("{} {}, {}.",
                       bands,
                       ours ? fmt::format("The model leads the best naive forecast, “{}”", best)
                            : fmt::format("The best naive forecast, “{}”, leads the model", best),
                       record.at("clearly").get<bool>() ? "clearly" : "not clearly");
}

auto series_named(const model::Model& model, const std::string& name) {
    return std::find_if(
        model.data.begin(), model.data.end(), [&](const auto& one) { return one.name == name; });
}

/// The series or event with that name without dots; of neither, the name alone.
ObservedSeries described(const model::Model& model, const std::string& name) {
    const auto series = series_named(model, name);
    if (series != model.data.end()) {
        const std::string source = citation_of(model, series->source);
        return {name, series->label, 0, series->grade, source, series->caveat, {}, {}};
    }
    const model::QuantityId id = model::find_quantity(model, name);
    if (!id || !model.quantities[id].declaration) {
        return {name, {}, 0, 0, {}, {}, {}, {}};
    }
    const model::Declaration& event = model.declarations[model.quantities[id].declaration];
    const std::string source = citation_of(model, event.source);
    return {name, event.label, 0, event.grade, source, event.caveat, {}, {}};
}

/// The grade of the figure itself, 0 where its table has none.
char grade_of(const model::Model& model,
              const data::Data& data,
              const std::string& name,
              Month first) {
    const auto series = series_named(model, name);
    if (series == model.data.end()) {
        return 0;
    }
    const model::DataId id(static_cast<std::size_t>(series - model.data.begin()));
    const data::Point* point = data::find_point(data.series[id], series->each, first);
    return point != nullptr ? point->grade : char{};
}

/// The chart of forecasts of which there is at least one.
Json chart_json(const Json& record,
                const std::string& level,
                const std::vector<Forecast>& forecasts,
                const model::Model& model,
                const data::Data& data) {
    const auto name = record.at("series").get<std::string>();
    const int months = months_apart(forecasts);
    const Month from = forecasts.front().last + (1 - months);
    const int shown = forecasts.back().last - from + 1;
    const auto rows = static_cast<std::size_t>(shown);
    Fan fan = {level, model.grid.row(from), std::vector<results::Quantiles>(rows)};
    Json naive(rows, nullptr);
    ObservedSeries seen = described(model, name);
    seen.offset = months / 2.0;
    for (const Forecast& forecast : forecasts) {
        const Month first = forecast.last + (1 - months);
        for (int month = 0; month < months; ++month) {
            const int after = first - from + month;
            const auto row = static_cast<std::size_t>(after);
            fan.rows[row] = forecast.quantiles;
            naive[row] = rounded(forecast.naive);
        }
        seen.dots.push_back(
            {first, forecast.observed, grade_of(model, data, name, forecast.first)});
    }
    seen.to =
        data::period_text(forecasts.back().last,
                          months == months_of_year ? model::Period::year : model::Period::month);
    Json drawn = fan_json(fan, model.grid, summary_of(record, level));
    drawn["naive"] = std::move(naive);
    Json observed = observed_json({seen});
    for (std::size_t i = 0; i < forecasts.size(); ++i) {
        observed.front()["points"][i]["outside"] = forecasts[i].outside;
    }
    return {{"name", name},
            {"label", record.at("label")},
            {"unit", record.at("unit")},
            {"measure", "period"},
            {"from_zero", record.at("kind") == "count"},
            {"fans", Json::array({std::move(drawn)})},
            {"differences", Json::array()},
            {"observed", std::move(observed)}};
}

/// Whether a horizon is rather drawn than another.
bool is_nearer(int horizon, int other) {
    return other != months_of_year && (horizon == months_of_year || horizon > other);
}

/// The one record of each series that is drawn, in their order.
std::vector<const Json*> drawn_records(const Json& records) {
    std::vector<const Json*> chosen;
    for (const Json& record : records) {
        const auto same = std::find_if(chosen.begin(), chosen.end(), [&](const Json* other) {
            return other->at("series") == record.at("series");
        });
        if (same == chosen.end()) {
            chosen.push_back(&record);
        } else if (is_nearer(record.at("horizon").get<int>(), (*same)->at("horizon").get<int>())) {
            *same = &record;
        }
    }
    return chosen;
}

}  // namespace

std::string inside(const Json& record, const char* interval) {
    return fmt::format(
        "{} of {}", count_inside(record, interval), record.at("forecasts").get<std::size_t>());
}

std::string horizon_text(const Json& record) {
    const auto horizon = record.at("horizon").get<int>();
    return horizon == 0 ? "all" : fmt::format("{}", horizon);
}

Json hindcasts_json(const Json& scores, const model::Model& model, const data::Data& data) {
    Json all = Json::array();
    for (const Json& level : scores.at("levels")) {
        const auto name = level.at("level").get<std::string>();
        for (const Json* record : drawn_records(level.at("records"))) {
            const auto forecasts = forecasts_in(record->at("numbers"), model.grid);
            if (forecasts.empty()) {
                continue;
            }
            const Json& naive = record->at("naive");
            all.push_back({{"level", name},
                           {"horizon", horizon_text(*record)},
                           {"naive", naive.empty() ? Json("") : naive.front().at("name")},
                           {"chart", chart_json(*record, name, forecasts, model, data)}});
        }
    }
    return all;
}

Json reliability_json(const Json& scores) {
    Json bands = Json::array();
    std::vector<std::string> said;
    for (const Json& level : scores.at("levels")) {
        const auto name = level.at("level").get<std::string>();
        std::size_t figures = 0;
        std::size_t within_50 = 0;
        std::size_t within_90 = 0;
        for (const Json* record : drawn_records(level.at("records"))) {
            figures += record->at("forecasts").get<std::size_t>();
            within_50 += count_inside(*record, "coverage_50");
            within_90 += count_inside(*record, "coverage_90");
        }
        if (figures == 0) {
            continue;
        }
        bands.push_back({{"level", name}, {"band", 90}, {"held", within_90}, {"of", figures}});
        bands.push_back({{"level", name}, {"band", 50}, {"held", within_50}, {"of", figures}});
        said.push_back(
            fmt::format("{}: bands of 90 in 100 futures held {} of {} figures, those of "
                        "50 held {}.",
                        name,
                        within_90,
                        figures,
                        within_50));
    }
    return {{"sentence", fmt::format("{}", fmt::join(said, " "))}, {"bands", std::move(bands)}};
}

}  // namespace entente::report

// SPDX-License-Identifier: Apache-2.0
#include "cli/score_tables.hpp"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "claims/wording.hpp"
#include "cli/suggest.hpp"
#include "cli/table.hpp"
#include "results/json_number.hpp"

namespace entente::cli {

namespace {

using analysis::Conditioning;
using analysis::Rival;
using analysis::ScoreMeans;
using analysis::TrackRecord;
using Json = nlohmann::ordered_json;

std::string_view what_is_known(Conditioning level) {
    switch (level) {
        case Conditioning::nothing:
            return "nothing is known from the origin on";
        case Conditioning::shocks:
            return "shocks from outside are known";
        case Conditioning::decisions:
            return "shocks, levers, events and recorded stocks are known: a test of structure, not "
                   "a forecast";
    }
    return "";
}

/// "+0.34"; never "-0.00".
std::string signed_text(double skill) {
    return fmt::format("{:+.2f}", std::abs(skill) < 0.005 ? 0.0 : skill);
}

std::string skill_text(const TrackRecord& record) {
    if (!record.skill) {
        return "-";
    }
    const std::string skill = signed_text(record.skill->skill);
    if (std::isnan(record.skill->low)) {
        return skill + " [too few]";
    }
    return fmt::format(
        "{} [{}, {}]", skill, signed_text(record.skill->low), signed_text(record.skill->high));
}

/// Whether the interval of skill leaves the other side out.
bool is_clear(const TrackRecord& record) {
    return record.skill && (record.model_leads() ? record.skill->low > 0 : record.skill->high < 0);
}

std::string inside(double share, std::size_t forecasts) {
    const auto n = static_cast<double>(forecasts);
    return fmt::format("{:.0f} of {}", share * n, forecasts);
}

std::string level_heading(const ScoreReport& report, const LevelRecords& level) {
    const auto& origins = report.plan.origins;
    return fmt::format("{} · {}: {} · {}, {} to {}",
                       report.model,
                       analysis::name(level.level),
                       what_is_known(level.level),
                       counted(origins.size(), "origin", "origins"),
                       model::to_text(origins.front()),
                       model::to_text(origins.back()));
}

std::string level_table(const LevelRecords& level) {
    std::vector<std::vector<std::string>> rows = {{"series",
                                                   "months",
                                                   "model CRPS",
                                                   "best naive forecast",
                                                   "its CRPS",
                                                   "skill [90 %]",
                                                   "in 50 %",
                                                   "in 90 %",
                                                   "leads",
                                                   "unit"}};
    std::string before;
    std::size_t compared = 0;
    std::size_t led = 0;
    std::size_t clear = 0;
    for (const TrackRecord& record : level.records) {
        const bool naive = !record.rivals.empty();
        compared += naive ? 1 : 0;
        led += record.model_leads() ? 1 : 0;
        clear += record.model_leads() && is_clear(record) ? 1 : 0;
        rows.push_back({record.series == before ? "" : record.series,
                        horizon_text(record),
                        claims::number(record.model.crps),
                        naive ? std::string(record.rivals.front().name) : "none",
                        naive ? claims::number(record.rivals.front().means.crps) : "-",
                        skill_text(record),
                        inside(record.model.coverage_50, record.model.forecasts),
                        inside(record.model.coverage_90, record.model.forecasts),
                        leader_of(record) + (is_clear(record) || !naive ? "" : ", not clearly"),
                        record.unit == "1" ? "" : record.unit});
        before = record.series;
    }
    if (compared == 0) {
        return table(rows) + "  The past is too short for any naive forecast.\n\n";
    }
    return table(rows) + fmt::format("  The model leads in {} of {}, clearly in {}.\n\n",
                                     led,
                                     counted(compared, "row", "rows"),
                                     clear);
}

/// Null for infinity (a forecaster held impossible what came) and for an interval that there is
/// not.
Json means_json(const ScoreMeans& means) {
    Json json = {{"crps", means.crps},
                 {"log_score", results::json_number(means.log_score)},
                 {"coverage_50", means.coverage_50},
                 {"coverage_90", means.coverage_90},
                 {"ranks", means.ranks}};
    if (means.brier) {
        json["brier"] = *means.brier;
    }
    return json;
}

Json number_json(const analysis::ScoredForecast& forecast) {
    return {{"origin", model::to_text(forecast.origin)},
            {"first", model::to_text(forecast.first)},
            {"last", model::to_text(forecast.last)},
            {"observed", forecast.observed},
            {"q05", forecast.q05},
            {"q25", forecast.q25},
            {"q50", forecast.q50},
            {"q75", forecast.q75},
            {"q95", forecast.q95},
            {"within_90", forecast.model.within_90},
            {"crps", forecast.model.crps}};
}

Json record_json(const TrackRecord& record) {
    Json json = {{"series", record.series},
                 {"label", record.label},
                 {"unit", record.unit},
                 {"kind", record.counts ? "count" : "amount"},
                 {"horizon", record.horizon},
                 {"forecasts", record.model.forecasts},
                 {"leads", leader_of(record)},
                 {"clearly", is_clear(record)},
                 {"model", means_json(record.model)},
                 {"naive", Json::array()},
                 {"numbers", Json::array()}};
    if (record.skill) {
        json["skill"] = {{"value", record.skill->skill},
                         {"low", results::json_number(record.skill->low)},
                         {"high", results::json_number(record.skill->high)}};
    }
    for (const Rival& rival : record.rivals) {
        Json one = {{"name", rival.name}};
        one.update(means_json(rival.means));
        json["naive"].push_back(std::move(one));
    }
    for (std::size_t i = 0; i < record.forecasts.size(); ++i) {
        Json number = number_json(record.forecasts[i]);
        number["naive"] = nullptr;
        if (!record.rivals.empty()) {
            number["naive"] = record.rivals.front().medians[i];
        }
        json["numbers"].push_back(std::move(number));
    }
    return json;
}

std::string csv_row(const std::string& start,
                    std::string_view forecaster,
                    const analysis::Score& score) {
    return fmt::format("{},\"{}\",{},{},{},{},{},{},{}\n",
                       start,
                       forecaster,
                       score.crps,
                       std::isfinite(score.log_score) ? fmt::format("{}", score.log_score) : "",
                       score.pit_low,
                       score.pit_high,
                       score.within_50 ? 1 : 0,
                       score.within_90 ? 1 : 0,
                       score.brier ? fmt::format("{}", *score.brier) : "");
}

}  // namespace

std::string horizon_text(const TrackRecord& record) {
    return record.horizon == 0 ? "all" : fmt::format("{}", record.horizon);
}

std::string leader_of(const TrackRecord& record) {
    if (record.rivals.empty()) {
        return "no rival";
    }
    return record.model_leads() ? "the model" : std::string(record.rivals.front().name);
}

std::string score_text(const ScoreReport& report, const Terminal& terminal) {
    std::string text;
    for (const LevelRecords& level : report.levels) {
        text += terminal.strong(level_heading(report, level)) + "\n" + level_table(level);
    }
    text += fmt::format(
        "  {} futures an origin, seed {}, from the {}{}. Months: when the period forecast ends, or "
        "how many are\n"
        "  counted. CRPS is in the unit of the series, lower is better. Skill: 1 less the ratio to "
        "the best naive\n"
        "  forecast, with the 90 % of a block bootstrap. Clearly: the interval leaves 0 out. In 50 "
        "%, "
        "in 90 %: numbers\n"
        "  inside the model's interval.\n",
        report.members,
        report.seed,
        report.draws,
        report.fitted ? "" : ": nothing was fitted");
    text +=
        report.holdout
            ? "  These months were held out; this was their one score, and holdout.log says so.\n"
            : "  Whoever wrote the model knew these years: only what is written down before it "
              "happens is a clean test.\n";
    return text;
}

std::string score_json(const ScoreReport& report) {
    Json all = {{"schema_version", 1},
                {"model", report.model},
                {"draws", report.draws},
                {"prior_set", report.prior_set},
                {"fingerprint", report.fingerprint},
                {"fitted", report.fitted},
                {"holdout", report.holdout},
                {"from", model::to_text(report.plan.tested.first)},
                {"until", model::to_text(report.plan.tested.last)},
                {"origins", Json::array()},
                {"horizons", report.plan.horizons},
                {"members", report.members},
                {"seed", report.seed},
                {"levels", Json::array()}};
    for (const model::Month origin : report.plan.origins) {
        all["origins"].push_back(model::to_text(origin));
    }
    for (const LevelRecords& level : report.levels) {
        Json one = {{"level", analysis::name(level.level)}, {"records", Json::array()}};
        for (const TrackRecord& record : level.records) {
            one["records"].push_back(record_json(record));
        }
        all["levels"].push_back(std::move(one));
    }
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string score_csv(const ScoreReport& report) {
    std::string text =
        "level,series,horizon,origin,first,last,observed,unit,forecaster,crps,log_score,pit_low,"
        "pit_high,within_50,within_90,brier\n";
    for (const LevelRecords& level : report.levels) {
        for (const TrackRecord& record : level.records) {
            for (const analysis::ScoredForecast& forecast : record.forecasts) {
                const std::string start = fmt::format("{},{},{},{},{},{},{},{}",
                                                      analysis::name(level.level),
                                                      record.series,
                                                      record.horizon,
                                                      model::to_text(forecast.origin),
                                                      model::to_text(forecast.first),
                                                      model::to_text(forecast.last),
                                                      forecast.observed,
                                                      record.unit);
                text += csv_row(start, "the model", forecast.model);
                for (const analysis::NamedScore& naive : forecast.naive) {
                    text += csv_row(start, naive.forecaster, naive.score);
                }
            }
        }
    }
    return text;
}

}  // namespace entente::cli

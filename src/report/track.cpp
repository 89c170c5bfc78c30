// SPDX-License-Identifier: Apache-2.0
#include "report/track.hpp"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "claims/wording.hpp"
#include "report/hindcasts.hpp"

namespace entente::report {

namespace {

using Json = nlohmann::ordered_json;

std::string skill_text(const Json& record) {
    const auto skill = record.find("skill");
    if (skill == record.end()) {
        return {};
    }
    std::string text = claims::signed_number(skill->at("value").get<double>());
    if (skill->at("low").is_number() && skill->at("high").is_number()) {
        text += fmt::format(" [90 %: {} to {}]",
                            claims::signed_number(skill->at("low").get<double>()),
                            claims::signed_number(skill->at("high").get<double>()));
    }
    return text;
}

Json row_json(const Json& record, const std::string& level) {
    const Json& naive = record.at("naive");
    const auto label = record.at("label").get<std::string>();
    Json row = {{"series", label.empty() ? record.at("series").get<std::string>() : label},
                {"level", level},
                {"horizon", horizon_text(record)},
                {"model", claims::number(record.at("model").at("crps").get<double>())},
                {"naive", ""},
                {"naive_score", ""},
                {"skill", skill_text(record)},
                {"coverage", inside(record, "coverage_90")},
                {"leads", record.at("leads").get<std::string>()},
                {"clearly", record.at("clearly").get<bool>()}};
    const auto skill = record.find("skill");
    for (const char* end : {"value", "low", "high"}) {
        row[std::string("skill_") + end] = skill == record.end() ? Json(nullptr) : skill->at(end);
    }
    if (!naive.empty()) {
        row["naive"] = naive.front().at("name").get<std::string>();
        row["naive_score"] = claims::number(naive.front().at("crps").get<double>());
    }
    return row;
}

Json without_rows(const std::string& sentence) {
    return {{"sentence", sentence},
            {"rows", Json::array()},
            {"hindcasts", Json::array()},
            {"reliability", {{"sentence", ""}, {"bands", Json::array()}}}};
}

}  // namespace

Json track_json(const std::string& scores, const model::Model& model, const data::Data& data) {
    if (scores.empty()) {
        return without_rows(
            "No track record: no forecast of this model was scored here against what came, nor "
            "against naive forecasts. `entente score` does that.");
    }
    const Json read = Json::parse(scores, nullptr, false);
    try {
        Json rows = Json::array();
        std::size_t led = 0;
        std::size_t naive_led = 0;  // a series may have no rival
        for (const Json& level : read.at("levels")) {
            for (const Json& record : level.at("records")) {
                rows.push_back(row_json(record, level.at("level").get<std::string>()));
                const bool ours = rows.back()["leads"] == "the model";
                led += ours ? 1 : 0;
                naive_led += !ours && rows.back()["naive"] != "" ? 1 : 0;
            }
        }
        const std::string sentence = fmt::format(
            "No live track record. Hindcast {} to {} only. The model leads the best naive forecast "
            "in {} of {} rows, and a naive one in {}.",
            read.at("from").get<std::string>(),
            read.at("until").get<std::string>(),
            led,
            rows.size(),
            naive_led);
        return {{"sentence", sentence},
                {"rows", std::move(rows)},
                {"hindcasts", hindcasts_json(read, model, data)},
                {"reliability", reliability_json(read)}};
    } catch (const Json::exception&) {
        return without_rows(
            "The track record beside the model is not one of `entente score --json`.");
    }
}

}  // namespace entente::report

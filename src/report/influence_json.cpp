// SPDX-License-Identifier: Apache-2.0
#include "report/influence_json.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "claims/wording.hpp"
#include "report/charts.hpp"

namespace entente::report {

namespace {

using Json = nlohmann::ordered_json;

std::string in_words(std::string name) {
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
}

/// A number that the engine could not tell is none.
std::string signed_text(const Json& value) {
    return value.is_number() ? claims::signed_number(value.get<double>()) : "unknown";
}

std::string sentence_of(const Json& outcome, const std::string& most) {
    const Json& moved = outcome.at("moved");
    const auto unit = outcome.at("unit").get<std::string>();
    return fmt::format(
        "All channels together move it by {} [90 %: {} to {}]{}; more comes through "
        "{} than through any other.",
        signed_text(moved.at("q50")),
        signed_text(moved.at("q05")),
        signed_text(moved.at("q95")),
        unit == "1" ? "" : " " + unit,
        most);
}

Json outcome_json(const model::Model& model, const Json& outcome) {
    const auto name = outcome.at("outcome").get<std::string>();
    Json channels = Json::array();
    std::string most;
    double largest = -1;
    for (const Json& channel : outcome.at("channels")) {
        const Json& moved = channel.at("moved");
        const auto label = in_words(channel.at("channel").get<std::string>());
        const double share = channel.at("share").get<double>();
        if (share > largest) {
            largest = share;
            most = label;
        }
        channels.push_back({{"channel", channel.at("channel")},
                            {"label", label},
                            {"q05", moved.at("q05")},
                            {"q50", moved.at("q50")},
                            {"q95", moved.at("q95")},
                            {"share", share}});
    }
    return {{"outcome", name},
            {"label", label_of(model, name)},
            {"unit", outcome.at("unit")},
            {"sentence", sentence_of(outcome, most)},
            {"channels", std::move(channels)}};
}

}  // namespace

Json influences_json(const model::Model& model, const std::string& answers) {
    Json all = Json::array();
    if (answers.empty()) {
        return all;
    }
    const Json parsed = Json::parse(answers);
    for (const Json& influence : parsed.at("influences")) {
        Json outcomes = Json::array();
        for (const Json& outcome : influence.at("outcomes")) {
            outcomes.push_back(outcome_json(model, outcome));
        }
        all.push_back({{"name", influence.at("name")},
                       {"label", influence.at("label")},
                       {"from", influence.at("from")},
                       {"to", influence.at("to")},
                       {"outcomes", std::move(outcomes)}});
    }
    return all;
}

}  // namespace entente::report

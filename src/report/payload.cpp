// SPDX-License-Identifier: Apache-2.0
#include "report/payload.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <nlohmann/json.hpp>

#include "claims/claims_json.hpp"
#include "claims/wording.hpp"
#include "data/series.hpp"
#include "report/charts.hpp"
#include "report/influence_json.hpp"
#include "report/record_json.hpp"
#include "report/sentences.hpp"
#include "report/track.hpp"

namespace entente::report {

namespace {

using Json = nlohmann::ordered_json;

/// The last month before the forecast that any series observes; empty where none does. The year
/// that the forecast opens in counts up to there.
std::string data_end(const model::Model& model, const data::Data& data) {
    std::optional<model::Month> last;
    for (std::size_t i = 0; i < model.data.size(); ++i) {
        const model::DataId id(i);
        if (const auto covered = data::coverage(data.series[id], model.data[id].each)) {
            last = last ? std::max(*last, covered->last) : covered->last;
        }
    }
    return last ? model::to_text(std::min(*last, model.grid.forecast + -1)) : "";
}

Json model_json(const Report& report) {
    const model::Model& model = report.model;
    return {{"name", model.name},
            {"label", model.label},
            {"doc", model.doc},
            {"omits", model.omits},
            {"hash", report.provenance.model_hash},
            {"start", model::to_text(model.grid.first)},
            {"forecast", model::to_text(model.grid.forecast)},
            {"end", model::to_text(model.grid.last())},
            {"data_end", data_end(model, report.data)}};
}

Json answer_json(const std::vector<claims::ClaimResult>& claims) {
    constexpr std::array<claims::Verdict, 4> verdicts = {claims::Verdict::supported,
                                                         claims::Verdict::possible,
                                                         claims::Verdict::undetermined,
                                                         claims::Verdict::contradicted};
    Json counts = Json::array();
    for (const claims::Verdict verdict : verdicts) {
        counts.push_back({{"verdict", claims::to_text(verdict)},
                          {"mark", claims::verdict_mark(verdict)},
                          {"text", claims::verdict_text(verdict, claims::Reason::none)},
                          {"count", std::count_if(claims.begin(), claims.end(), [&](const auto& c) {
                               return c.verdict == verdict;
                           })}});
    }
    return {{"sentence", answer_sentence(claims)},
            {"confidence", answer_confidence(claims)},
            {"verdicts", std::move(counts)}};
}

Json scenarios_json(const Report& report) {
    Json all = Json::array();
    for (const results::Run& run : report.runs) {
        const model::ScenarioId id = model::find_scenario(report.model, run.scenario);
        all.push_back(
            {{"name", run.scenario}, {"label", id ? report.model.scenarios[id].label : ""}});
    }
    return all;
}

Json events_json(const std::vector<DatedEvent>& events) {
    Json all = Json::array();
    for (const DatedEvent& event : events) {
        all.push_back({{"date", event.date},
                       {"kind", event.kind},
                       {"who", event.who},
                       {"what", event.what},
                       {"source", event.source},
                       {"grade", event.grade.empty() ? Json(nullptr) : Json(event.grade)}});
    }
    return all;
}

Json all_series_json(const Report& report) {
    Json all = Json::array();
    for (std::size_t i = 0; i < report.model.data.size(); ++i) {
        all.push_back(series_json(report.model, report.data, model::DataId(i), Points::left_out));
    }
    return all;
}

/// Parameters with a grade, the worst first: what an answer leans on most and knows least.
Json inputs_json(const model::Model& model) {
    std::vector<const model::Declaration*> inputs;
    for (const model::Declaration& declared : model.declarations) {
        if (declared.kind == model::DeclarationKind::param && declared.grade != 0) {
            inputs.push_back(&declared);
        }
    }
    std::stable_sort(inputs.begin(), inputs.end(), [](const auto* a, const auto* b) {
        return a->grade > b->grade;
    });
    Json all = Json::array();
    for (const model::Declaration* input : inputs) {
        all.push_back({{"name", input->name},
                       {"label", input->label},
                       {"unit", input->unit},
                       {"grade", std::string(1, input->grade)},
                       {"source", citation_of(model, input->source)},
                       {"caveat", input->caveat}});
    }
    return all;
}

Json reproduce_json(const Provenance& from) {
    Json files = Json::array();
    for (const HashedFile& file : from.files) {
        files.push_back({{"path", file.path}, {"sha256", file.sha256}});
    }
    return {{"command", from.command},
            {"version", from.version},
            {"commit", from.commit},
            {"seed", from.seed},
            {"futures", from.futures},
            {"draws", from.draws},
            {"files", std::move(files)}};
}

}  // namespace

std::string payload_json(const Report& report) {
    const Json all = {{"schema_version", 1},
                      {"model", model_json(report)},
                      {"answer", answer_json(report.claims)},
                      {"claims", Json::parse(claims::to_json(report.claims)).at("claims")},
                      {"cards", report.cards},
                      {"scenarios", scenarios_json(report)},
                      {"charts", charts_json(report.model, report.data, report.runs)},
                      {"events", events_json(report.events)},
                      {"series", all_series_json(report)},
                      {"inputs", inputs_json(report.model)},
                      {"influences", influences_json(report.model, report.influence)},
                      {"track_record", track_json(report.scores, report.model, report.data)},
                      {"limits", limits(report.model)},
                      {"reproduce", reproduce_json(report.provenance)}};
    return all.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace entente::report

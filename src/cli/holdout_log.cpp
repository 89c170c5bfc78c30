// SPDX-License-Identifier: Apache-2.0
#include "cli/holdout_log.hpp"

#include <ctime>
#include <filesystem>
#include <fstream>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "results/hash.hpp"

namespace entente::cli {

namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

fs::path log_of(const Project& project) {
    return fs::path(project.path).parent_path() / "holdout.log";
}

}  // namespace

void refuse_second_holdout(const Project& project) {
    if (!fs::exists(project.path)) {
        throw Failure(
            "--holdout writes a log beside the model; a model from standard input has no "
            "such place");
    }
    std::ifstream file(log_of(project));
    std::string line;
    while (std::getline(file, line)) {
        const Json entry = Json::parse(line, nullptr, false);
        if (entry.is_object() && entry.value("model", "") == project.model->name) {
            throw Failure(fmt::format(
                "what was held out has been scored already, and only the first time counts. {}: {}",
                log_of(project).generic_string(),
                line));
        }
    }
}

void log_holdout(const Project& project, const ScoreReport& report) {
    std::string texts;
    for (const auto& [path, text] : project.model->texts) {
        texts.append(path).append("\n").append(text).append("\n");
    }
    Json line = {{"time", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)))},
                 {"model", project.model->name},
                 {"model_hash", results::hash_of(texts)},
                 {"from", model::to_text(report.plan.tested.first)},
                 {"until", model::to_text(report.plan.tested.last)},
                 {"draws", report.draws},
                 {"seed", report.seed},
                 {"members", report.members},
                 {"scores", Json::array()}};
    for (const LevelRecords& level : report.levels) {
        for (const analysis::TrackRecord& record : level.records) {
            line["scores"].push_back({{"level", analysis::name(level.level)},
                                      {"series", record.series},
                                      {"horizon", record.horizon},
                                      {"forecasts", record.model.forecasts},
                                      {"crps", record.model.crps},
                                      {"leads", leader_of(record)}});
        }
    }
    std::ofstream file(log_of(project), std::ios::app | std::ios::binary);
    file << line.dump() << '\n';
    file.flush();
    if (!file) {
        throw Failure(
            fmt::format("cannot append to `{}`, so the score is not shown: it would not "
                        "count as the first",
                        log_of(project).generic_string()));
    }
}

}  // namespace entente::cli

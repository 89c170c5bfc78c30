// SPDX-License-Identifier: Apache-2.0
#include "cli/claim_log.hpp"

#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "results/hash.hpp"

namespace entente::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* log_path = "runs/claims.log";

/// Texts of each claim of this model already logged.
std::map<std::string, std::set<std::string>> read_log(const std::string& model) {
    std::map<std::string, std::set<std::string>> seen;
    std::ifstream file(log_path);
    std::string line;
    while (std::getline(file, line)) {
        const Json entry = Json::parse(line, nullptr, false);
        if (entry.is_object() && entry.value("model", "") == model) {
            seen[entry.value("claim", "")].insert(entry.value("claim_hash", ""));
        }
    }
    return seen;
}

std::string model_hash(const model::Model& model) {
    std::string all;
    for (const auto& [path, text] : model.texts) {
        all.append(path).append(1, '\n').append(text).append(1, '\n');
    }
    return results::hash_of(all);
}

}  // namespace

std::vector<std::size_t> log_claims(const Project& project,
                                    const std::vector<model::ClaimId>& claims,
                                    const Options& options,
                                    Terminal& terminal) {
    const model::Model& model = *project.model;
    auto seen = read_log(model.name);
    std::error_code error;
    std::filesystem::create_directories("runs", error);
    std::ofstream file(log_path, std::ios::app | std::ios::binary);
    if (!file) {
        terminal.detail(fmt::format("cannot append to `{}`\n", log_path));
    }
    const std::string now = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
    const std::string hash = model_hash(model);
    std::vector<std::size_t> tried;
    for (const model::ClaimId id : claims) {
        const model::Claim& claim = model.claims[id];
        const std::string text_hash =
            results::hash_of(std::string(project.sources.text(claim.span)));
        seen[claim.name].insert(text_hash);
        tried.push_back(seen[claim.name].size());
        file << Json{{"time", now},
                     {"model", model.name},
                     {"model_hash", hash},
                     {"claim", claim.name},
                     {"claim_hash", text_hash},
                     {"seed", options.seed},
                     {"policy", options.policy},
                     {"members", options.members}}
                    .dump()
             << '\n';
    }
    return tried;
}

}  // namespace entente::cli

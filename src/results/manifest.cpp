// SPDX-License-Identifier: Apache-2.0
#include "results/manifest.hpp"

#include <filesystem>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "results/hash.hpp"

namespace entente::results {

namespace {

using Json = nlohmann::ordered_json;

Json files_json(const std::vector<InputFile>& files) {
    Json all = Json::array();
    for (const InputFile& file : files) {
        all.push_back({{"path", file.path}, {"sha256", hash_of(file.text)}, {"text", file.text}});
    }
    return all;
}

Json to_json(const PosteriorDraws& posterior) {
    Json json = {{"name", posterior.name},
                 {"until", posterior.until},
                 {"fingerprint", posterior.fingerprint},
                 {"draws", posterior.draws},
                 {"quantities", posterior.quantities},
                 {"z", encode(posterior.z)}};
    if (posterior.r_hat > 0) {
        json["r_hat"] = posterior.r_hat;
    }
    return json;
}

Json to_json(const Inputs& inputs) {
    Json flags = Json::object();
    for (const auto& [name, value] : inputs.flags) {
        flags[name] = value;
    }
    Json json = {{"version", inputs.version},
                 {"model", inputs.model},
                 {"model_label", inputs.model_label},
                 {"model_sha256", model_hash(inputs)},
                 {"seed", inputs.seed},
                 {"first_member", inputs.first_member},
                 {"members", inputs.members},
                 {"scenarios", inputs.scenarios},
                 {"outputs", inputs.outputs},
                 {"prior_set", inputs.prior_set},
                 {"history", inputs.history},
                 {"draws", inputs.draws},
                 {"policy", inputs.policy},
                 {"flags", flags},
                 {"model_files", files_json(inputs.model_files)},
                 {"data_files", files_json(inputs.data_files)}};
    if (inputs.posterior) {
        json["posterior"] = to_json(*inputs.posterior);
    }
    return json;
}

Json to_json(const Circumstances& c) {
    return {{"time", c.time},
            {"host", c.host},
            {"commit", c.commit},
            {"instruction_set", c.instruction_set},
            {"threads", c.threads},
            {"seconds", c.seconds},
            {"partial", c.partial},
            {"warnings", c.warnings}};
}

/// Reads the files of one list; a text that was changed by hand is no longer what ran.
bool read_files(const Json& json, std::vector<InputFile>& files, std::string& fault) {
    for (const Json& entry : json) {
        InputFile file{entry.at("path").get<std::string>(), entry.at("text").get<std::string>()};
        if (hash_of(file.text) != entry.at("sha256").get<std::string>()) {
            fault = fmt::format("the text of `{}` does not fit its hash", file.path);
            return false;
        }
        files.push_back(std::move(file));
    }
    return true;
}

/// JSON's own conversion wraps a negative number around.
template <class T>
void read_whole(const Json& json, T& number) {
    if (!json.is_number_unsigned() || json.get<std::uint64_t>() > std::numeric_limits<T>::max()) {
        throw Json::type_error::create(302, "not a whole number", &json);
    }
    number = json.get<T>();
}

bool read_posterior(const Json& json, Inputs& inputs, std::string& fault) {
    if (!json.contains("posterior")) {
        return true;
    }
    const Json& from = json.at("posterior");
    PosteriorDraws posterior;
    from.at("name").get_to(posterior.name);
    from.at("until").get_to(posterior.until);
    from.at("fingerprint").get_to(posterior.fingerprint);
    read_whole(from.at("draws"), posterior.draws);
    from.at("quantities").get_to(posterior.quantities);
    posterior.r_hat = from.value("r_hat", 0.0);
    auto z = decode(from.at("z").get<std::string>());
    if (!z || posterior.draws == 0 || z->size() != posterior.draws * posterior.quantities.size()) {
        fault = "the draws of its posterior are damaged";
        return false;
    }
    posterior.z = std::move(*z);
    inputs.posterior = std::move(posterior);
    return true;
}

bool read_inputs(const Json& json, Inputs& inputs, std::string& fault) {
    json.at("version").get_to(inputs.version);
    json.at("model").get_to(inputs.model);
    json.at("model_label").get_to(inputs.model_label);
    read_whole(json.at("seed"), inputs.seed);
    read_whole(json.at("first_member"), inputs.first_member);
    read_whole(json.at("members"), inputs.members);
    json.at("scenarios").get_to(inputs.scenarios);
    json.at("outputs").get_to(inputs.outputs);
    json.at("prior_set").get_to(inputs.prior_set);
    json.at("history").get_to(inputs.history);
    json.at("draws").get_to(inputs.draws);
    json.at("policy").get_to(inputs.policy);
    for (const auto& [name, value] : json.at("flags").items()) {
        inputs.flags.emplace_back(name, value.get<std::string>());
    }
    return read_posterior(json, inputs, fault) &&
           read_files(json.at("model_files"), inputs.model_files, fault) &&
           read_files(json.at("data_files"), inputs.data_files, fault);
}

void read_circumstances(const Json& json, Circumstances& c) {
    json.at("time").get_to(c.time);
    json.at("host").get_to(c.host);
    json.at("commit").get_to(c.commit);
    json.at("instruction_set").get_to(c.instruction_set);
    read_whole(json.at("threads"), c.threads);
    json.at("seconds").get_to(c.seconds);
    json.at("partial").get_to(c.partial);
    read_whole(json.at("warnings"), c.warnings);
}

}  // namespace

std::string seen_from(const std::string& folder, const std::string& path) {
    const std::filesystem::path start = folder.empty() ? "." : folder;
    return std::filesystem::path(path)
        .lexically_normal()
        .lexically_proximate(start.lexically_normal())
        .generic_string();
}

std::vector<InputFile> data_files(const data::Data& data,
                                  const text::Sources& sources,
                                  const std::string& folder) {
    std::vector<InputFile> files;
    for (const data::File& file : data.files) {
        files.push_back({seen_from(folder, file.path), std::string(sources.text(file.source))});
    }
    return files;
}

std::string model_hash(const Inputs& inputs) {
    std::string all;
    for (const InputFile& file : inputs.model_files) {
        // Lengths first, so that no two lists of files give one text.
        all += fmt::format("{} {}\n{}{}", file.path.size(), file.text.size(), file.path, file.text);
    }
    return hash_of(all);
}

std::string inputs_json(const Inputs& inputs) {
    return to_json(inputs).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string manifest_json(const Manifest& manifest) {
    Json files = Json::array();
    for (const OutputFile& file : manifest.files) {
        files.push_back({{"name", file.name}, {"sha256", file.sha256}});
    }
    const Json json = {{"schema_version", schema_version},
                       {"inputs", to_json(manifest.inputs)},
                       {"circumstances", to_json(manifest.circumstances)},
                       {"files", files}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::optional<Manifest> parse_manifest(std::string_view json, std::string& fault) {
    try {
        const Json all = Json::parse(json);
        const int version = all.at("schema_version").get<int>();
        if (version != schema_version) {
            fault = fmt::format("the manifest has schema version {}, this program reads {}",
                                version,
                                schema_version);
            return std::nullopt;
        }
        Manifest manifest;
        if (!read_inputs(all.at("inputs"), manifest.inputs, fault)) {
            return std::nullopt;
        }
        read_circumstances(all.at("circumstances"), manifest.circumstances);
        for (const Json& file : all.at("files")) {
            manifest.files.push_back(
                {file.at("name").get<std::string>(), file.at("sha256").get<std::string>()});
        }
        return manifest;
    } catch (const Json::parse_error&) {
        fault = "the manifest is not JSON";
    } catch (const Json::exception&) {
        // What the library says names its own types; the reader wants to know what is wrong.
        fault = "the manifest lacks a field or holds a value of another kind";
    }
    return std::nullopt;
}

}  // namespace entente::results

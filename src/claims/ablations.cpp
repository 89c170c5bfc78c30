// SPDX-License-Identifier: Apache-2.0
#include "claims/ablations.hpp"

#include <nlohmann/json.hpp>

namespace entente::claims {

std::optional<Ablations> parse_ablations(std::string_view json, std::string& fault) {
    const auto file = nlohmann::json::parse(json, nullptr, false);
    if (file.is_discarded() || !file.is_object()) {
        fault = "it is not JSON";
        return std::nullopt;
    }
    try {
        if (file.at("schema_version").get<int>() != 1) {
            fault = "it has another schema than this program reads";
            return std::nullopt;
        }
        Ablations read;
        read.fingerprint = file.at("model").get<std::string>();
        read.from = file.value("test_from", "");
        read.until = file.value("test_until", "");
        for (const auto& link : file.at("links")) {
            read.links.push_back({link.at("link").get<std::string>(),
                                  link.at("prior_set").get<std::string>(),
                                  link.at("gain").get<double>(),
                                  link.at("standard_error").get<double>()});
        }
        return read;
    } catch (const nlohmann::json::exception&) {
        fault = "a field is missing or of another kind";
        return std::nullopt;
    }
}

LinkWorth worth_of(const Ablations& ablations, const std::vector<std::string>& links) {
    LinkWorth worth;
    worth.earn_their_place = !links.empty();
    for (const std::string& name : links) {
        bool known = false;
        for (const LinkScore& link : ablations.links) {
            if (link.link != name) {
                continue;
            }
            known = true;
            const double clear = sampling_errors * link.standard_error;
            worth.earn_their_place = worth.earn_their_place && link.gain > clear;
            worth.cost = worth.cost || link.gain < -clear;
        }
        worth.earn_their_place = worth.earn_their_place && known;
    }
    return worth;
}

}  // namespace entente::claims

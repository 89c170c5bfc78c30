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
        read.fingerprint = file.at("fingerprint").get<std::string>();
        read.prior_set = file.at("prior_set").get<std::string>();
        read.fitted_until = file.at("fitted_until").get<std::string>();
        for (const auto& link : file.at("links")) {
            if (link.at("reaches").get<bool>() && link.at("agreed").get<bool>()) {
                read.links.push_back({link.at("name").get<std::string>(),
                                      link.at("worse_by").get<double>(),
                                      link.at("standard_error").get<double>()});
            }
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
            worth.earn_their_place = worth.earn_their_place && link.worse_by > clear;
            worth.cost = worth.cost || link.worse_by < -clear;
        }
        worth.earn_their_place = worth.earn_their_place && known;
    }
    return worth;
}

}  // namespace entente::claims

// SPDX-License-Identifier: Apache-2.0
#include "claims/cache.hpp"

#include <cstdint>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "results/hash.hpp"

namespace nlohmann {

template <class T>
struct adl_serializer<std::optional<T>> {
    static void to_json(json& j, const std::optional<T>& value) {
        j = value ? json(*value) : json(nullptr);
    }

    static void from_json(const json& j, std::optional<T>& value) {
        value = j.is_null() ? std::nullopt : std::optional<T>(j.get<T>());
    }
};

}  // namespace nlohmann

namespace entente::claims {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Quantiles, q05, q25, q50, q75, q95, mean)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PriorSetResult,
                                   prior_set,
                                   futures,
                                   hits,
                                   p_claimed,
                                   p_negligible,
                                   p_opposite,
                                   standard_error,
                                   effect,
                                   relative,
                                   sd_ratio,
                                   overlap)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PolicyView, policy, levels, result)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(
    Condition, text, measured, spoken, unit, kind, threshold, relative, by_default)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(VariantResult,
                                   series,
                                   label,
                                   missing,
                                   observations,
                                   meeting,
                                   counted,
                                   dated,
                                   enough,
                                   holds,
                                   value,
                                   unit,
                                   from,
                                   to,
                                   worst_grade)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StudyEstimate,
                                   series,
                                   label,
                                   missing,
                                   unit,
                                   grade,
                                   event,
                                   within,
                                   controls,
                                   observations,
                                   cases,
                                   others,
                                   first,
                                   last,
                                   smallest,
                                   effect,
                                   standard_error,
                                   low,
                                   high,
                                   detectable,
                                   p_claimed,
                                   p_negligible,
                                   p_opposite)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(
    RowShare, text, table, rows, meeting, from, to, low, middle, high)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Perception, shares, bound, p_claimed)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(
    RecordCases, event, cases, first, last, outcome, change, low, high)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(
    Flip, parameter, unit, above, value, share, grade, inside, end, share_when_fixed, confirmed)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(
    Dependence, parameter, low_share, high_share, grade, low_value, high_value, unit)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Setting, parameter, unit, value, grade)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(OtherSide, futures, hits)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PartResult,
                                   name,
                                   kind,
                                   may,
                                   verdict,
                                   reason,
                                   detail,
                                   evidence,
                                   confidence,
                                   conditions,
                                   scenario,
                                   with,
                                   prior_sets,
                                   variants,
                                   studies,
                                   perception,
                                   record,
                                   rests_on,
                                   depends,
                                   flip,
                                   flip_searched,
                                   against,
                                   other_side,
                                   policy_scope,
                                   policies)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RivalView, text, source)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(
    ClaimResult, name, label, row, verdict, reason, confidence, parts, rivals, variants_tried)

namespace {

/// Changes with the form of the bytes or the meaning of a field.
constexpr const char* format_name = "entente claims 2";

/// First line of a file: format, key and the hash of what follows.
std::string head_of(const std::string& key, std::string_view body) {
    return fmt::format("{} {} {}\n", format_name, key, results::hash_of(body));
}

}  // namespace

std::string cache_key(const CacheInputs& inputs) {
    std::string all = fmt::format("{}\n{}\n{}\n", format_name, inputs.inputs, inputs.commit);
    for (const results::PosteriorDraws* posterior : inputs.posteriors) {
        all += fmt::format("posterior {} {} {}\n",
                           posterior->name,
                           posterior->fingerprint,
                           results::draws_hash(*posterior));
    }
    all += fmt::format(
        "ablations {}\nother side {}\n", results::hash_of(inputs.ablations), inputs.other_side);
    return results::hash_of(all);
}

std::string pack(const std::string& key, const Kept& kept) {
    std::string body;
    nlohmann::json::to_cbor(nlohmann::json(kept), body);
    return head_of(key, body) + body;
}

std::optional<Kept> unpack(const std::string& key, std::string_view bytes) {
    const std::size_t line = bytes.find('\n');
    if (line == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view body = bytes.substr(line + 1);
    if (bytes.substr(0, line + 1) != head_of(key, body)) {
        return std::nullopt;
    }
    // The hash is right, so the bytes are pack's own.
    const auto json = nlohmann::json::from_cbor(body, true, false);
    if (json.is_discarded()) {
        return std::nullopt;
    }
    return json.get<Kept>();
}

}  // namespace entente::claims

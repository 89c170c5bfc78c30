// SPDX-License-Identifier: Apache-2.0
#include "claims/claims_json.hpp"

#include <nlohmann/json.hpp>

#include "claims/policies.hpp"
#include "claims/wording.hpp"
#include "results/json_number.hpp"

namespace entente::claims {

namespace {

using Json = nlohmann::ordered_json;

template <class Row, class ToJson>
Json list(const std::vector<Row>& rows, ToJson to_json) {
    Json out = Json::array();
    for (const Row& row : rows) {
        out.push_back(to_json(row));
    }
    return out;
}

Json grade(char letter) { return letter == 0 ? Json(nullptr) : Json(std::string(1, letter)); }

Json condition_json(const Condition& c) {
    return {{"text", c.text},
            {"measured", c.measured},
            {"unit", c.unit},
            {"threshold", results::json_number(c.threshold)},
            {"relative", c.relative},
            {"threshold_is_default", c.by_default}};
}

Json prior_set_json(const PriorSetResult& r) {
    return {{"prior_set", r.prior_set},
            {"futures", r.futures},
            {"hits", r.hits},
            {"p_claimed", results::json_number(r.p_claimed)},
            {"p_negligible", results::json_number(r.p_negligible)},
            {"p_opposite", results::json_number(r.p_opposite)},
            {"standard_error", results::json_number(r.standard_error)},
            {"effect", quantiles_json(r.effect)},
            {"relative_effect", quantiles_json(r.relative)},
            {"sd_ratio", results::json_number(r.sd_ratio)},
            {"overlap", results::json_number(r.overlap)}};
}

Json policy_json(const PolicyView& view) {
    return {{"policy", view.policy},
            {"levels", view.levels},
            {"futures", view.result.futures},
            {"hits", view.result.hits},
            {"p_claimed", results::json_number(view.result.p_claimed)},
            {"standard_error", results::json_number(view.result.standard_error)},
            {"effect", quantiles_json(view.result.effect)},
            {"relative_effect", quantiles_json(view.result.relative)}};
}

Json variant_json(const VariantResult& v) {
    return {{"series", v.series},
            {"label", v.label},
            {"missing", v.missing},
            {"observations", v.observations},
            {"meeting", v.counted ? Json(v.meeting) : Json(nullptr)},
            {"value", v.value ? results::json_number(*v.value) : Json(nullptr)},
            {"unit", v.unit},
            {"from", v.from},
            {"to", v.to},
            {"enough", v.enough},
            {"holds", v.holds},
            {"worst_grade", grade(v.worst_grade)}};
}

Json record_json(const RecordCases& r) {
    if (r.event.empty()) {
        return nullptr;
    }
    return {{"event", r.event},
            {"cases", r.cases},
            {"first", r.first},
            {"last", r.last},
            {"outcome", r.outcome},
            {"change", r.change ? results::json_number(*r.change) : Json(nullptr)},
            {"low", results::json_number(r.low)},
            {"high", results::json_number(r.high)}};
}

Json study_json(const StudyEstimate& e) {
    return {{"series", e.series},
            {"label", e.label},
            {"missing", e.missing},
            {"unit", e.unit},
            {"grade", grade(e.grade)},
            {"event", e.event},
            {"within_months", e.within},
            {"controls", e.controls},
            {"observations", e.observations},
            {"cases", e.cases},
            {"other_months", e.others},
            {"first", e.first},
            {"last", e.last},
            {"smallest", results::json_number(e.smallest)},
            {"effect", results::json_number(e.effect)},
            {"standard_error", results::json_number(e.standard_error)},
            {"low", results::json_number(e.low)},
            {"high", results::json_number(e.high)},
            {"detectable", results::json_number(e.detectable)},
            {"p_claimed", results::json_number(e.p_claimed)},
            {"p_negligible", results::json_number(e.p_negligible)},
            {"p_opposite", results::json_number(e.p_opposite)}};
}

Json row_share_json(const RowShare& s) {
    return {{"text", s.text},
            {"table", s.table},
            {"rows", s.rows},
            {"meeting", s.meeting},
            {"from", s.from},
            {"to", s.to},
            {"low", results::json_number(s.low)},
            {"middle", results::json_number(s.middle)},
            {"high", results::json_number(s.high)}};
}

Json flip_json(const std::optional<Flip>& flip) {
    if (!flip) {
        return nullptr;
    }
    return {
        {"parameter", flip->parameter},
        {"unit", flip->unit},
        {"above", flip->above},
        {"value", results::json_number(flip->value)},
        {"share", results::json_number(flip->share)},
        {"grade", grade(flip->grade)},
        {"share_when_fixed",
         flip->share_when_fixed ? results::json_number(*flip->share_when_fixed) : Json(nullptr)},
        {"confirmed", flip->confirmed}};
}

Json setting_json(const Setting& s) {
    return {{"parameter", s.parameter},
            {"unit", s.unit},
            {"value", results::json_number(s.value)},
            {"grade", grade(s.grade)}};
}

Json other_side_json(const std::optional<OtherSide>& side) {
    return side ? Json{{"futures", side->futures}, {"hits", side->hits}} : Json(nullptr);
}

Json sentences_json(const PartResult& part) {
    return {{"asks", asks_line(part)},
            {"reason", reason_sentence(part)},
            {"model", model_line(part)},
            {"record", record_line(part)},
            {"prior_sets", prior_sets_line(part)},
            {"players", policies_line(part)},
            {"depends", depends_line(part)},
            {"flips", flip_line(part)},
            {"other_side", other_side_line(part)},
            {"confidence", confidence_line(part.confidence)}};
}

Json perception_json(const std::optional<Perception>& perception) {
    if (!perception) {
        return nullptr;
    }
    return {{"shares", list(perception->shares, row_share_json)},
            {"bound", results::json_number(perception->bound)},
            {"p_claimed", results::json_number(perception->p_claimed)}};
}

Json part_json(const PartResult& part) {
    return {{"name", part.name},
            {"test", to_text(part.kind)},
            {"may", part.may},
            {"verdict", to_text(part.verdict)},
            {"reason", to_text(part.reason)},
            {"detail", part.detail},
            {"evidence", part.evidence ? Json(to_text(*part.evidence)) : Json(nullptr)},
            {"confidence", to_text(part.confidence)},
            {"scenario", part.scenario},
            {"compared_with", part.with},
            {"conditions", list(part.conditions, condition_json)},
            {"prior_sets", list(part.prior_sets, prior_set_json)},
            {"players", to_text(part.policy_scope)},
            {"policies", list(part.policies, policy_json)},
            {"variants", list(part.variants, variant_json)},
            {"studies", list(part.studies, study_json)},
            {"perception", perception_json(part.perception)},
            {"record", record_json(part.record)},
            {"rests_on", part.rests_on},
            {"depends",
             list(part.depends,
                  [](const Dependence& d) {
                      return Json{{"parameter", d.parameter},
                                  {"low_share", results::json_number(d.low_share)},
                                  {"high_share", results::json_number(d.high_share)},
                                  {"grade", grade(d.grade)}};
                  })},
            {"flip", flip_json(part.flip)},
            {"flip_searched", part.flip_searched},
            {"against", list(part.against, setting_json)},
            {"other_side", other_side_json(part.other_side)},
            {"sentences", sentences_json(part)}};
}

Json claim_json(const ClaimResult& claim) {
    return {{"name", claim.name},
            {"label", claim.label},
            {"row", claim.row},
            {"verdict", to_text(claim.verdict)},
            {"reason", to_text(claim.reason)},
            {"confidence", to_text(claim.confidence)},
            {"sentence", sentence(claim)},
            {"versions_tried", claim.variants_tried},
            {"rivals",
             list(claim.rivals,
                  [](const RivalView& r) {
                      return Json{{"text", r.text}, {"source", r.source}};
                  })},
            {"parts", list(claim.parts, part_json)}};
}

}  // namespace

nlohmann::ordered_json quantiles_json(const Quantiles& quantiles) {
    return {{"q05", results::json_number(quantiles.q05)},
            {"q25", results::json_number(quantiles.q25)},
            {"q50", results::json_number(quantiles.q50)},
            {"q75", results::json_number(quantiles.q75)},
            {"q95", results::json_number(quantiles.q95)},
            {"mean", results::json_number(quantiles.mean)}};
}

std::string to_json(const std::vector<ClaimResult>& results) {
    const Json all = {{"schema_version", 1}, {"claims", list(results, claim_json)}};
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace entente::claims

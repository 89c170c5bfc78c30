// SPDX-License-Identifier: Apache-2.0
#include "claims/claims_json.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

#include "claims/wording.hpp"

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

Json finite(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json grade(char letter) { return letter == 0 ? Json(nullptr) : Json(std::string(1, letter)); }

Json quantiles_json(const Quantiles& q) {
    return {{"q05", finite(q.q05)},
            {"q25", finite(q.q25)},
            {"q50", finite(q.q50)},
            {"q75", finite(q.q75)},
            {"q95", finite(q.q95)},
            {"mean", finite(q.mean)}};
}

Json condition_json(const Condition& c) {
    return {{"text", c.text},
            {"measured", c.measured},
            {"unit", c.unit},
            {"threshold", finite(c.threshold)},
            {"relative", c.relative},
            {"threshold_is_default", c.by_default}};
}

Json prior_set_json(const PriorSetResult& r) {
    return {{"prior_set", r.prior_set},
            {"futures", r.futures},
            {"hits", r.hits},
            {"p_claimed", finite(r.p_claimed)},
            {"p_negligible", finite(r.p_negligible)},
            {"p_opposite", finite(r.p_opposite)},
            {"standard_error", finite(r.standard_error)},
            {"effect", quantiles_json(r.effect)},
            {"relative_effect", quantiles_json(r.relative)},
            {"sd_ratio", finite(r.sd_ratio)},
            {"overlap", finite(r.overlap)}};
}

Json variant_json(const VariantResult& v) {
    return {{"series", v.series},
            {"label", v.label},
            {"missing", v.missing},
            {"observations", v.observations},
            {"meeting", v.counted ? Json(v.meeting) : Json(nullptr)},
            {"value", v.value ? finite(*v.value) : Json(nullptr)},
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
            {"change", r.change ? finite(*r.change) : Json(nullptr)},
            {"low", finite(r.low)},
            {"high", finite(r.high)}};
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
            {"smallest", finite(e.smallest)},
            {"effect", finite(e.effect)},
            {"standard_error", finite(e.standard_error)},
            {"low", finite(e.low)},
            {"high", finite(e.high)},
            {"detectable", finite(e.detectable)},
            {"p_claimed", finite(e.p_claimed)},
            {"p_negligible", finite(e.p_negligible)},
            {"p_opposite", finite(e.p_opposite)}};
}

Json row_share_json(const RowShare& s) {
    return {{"text", s.text},
            {"table", s.table},
            {"rows", s.rows},
            {"meeting", s.meeting},
            {"from", s.from},
            {"to", s.to},
            {"low", finite(s.low)},
            {"middle", finite(s.middle)},
            {"high", finite(s.high)}};
}

Json flip_json(const std::optional<Flip>& flip) {
    if (!flip) {
        return nullptr;
    }
    return {{"parameter", flip->parameter},
            {"unit", flip->unit},
            {"above", flip->above},
            {"value", finite(flip->value)},
            {"share", finite(flip->share)},
            {"grade", grade(flip->grade)},
            {"share_when_fixed",
             flip->share_when_fixed ? finite(*flip->share_when_fixed) : Json(nullptr)},
            {"confirmed", flip->confirmed}};
}

Json setting_json(const Setting& s) {
    return {{"parameter", s.parameter},
            {"unit", s.unit},
            {"value", finite(s.value)},
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
            {"bound", finite(perception->bound)},
            {"p_claimed", finite(perception->p_claimed)}};
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
            {"variants", list(part.variants, variant_json)},
            {"studies", list(part.studies, study_json)},
            {"perception", perception_json(part.perception)},
            {"record", record_json(part.record)},
            {"rests_on", part.rests_on},
            {"depends",
             list(part.depends,
                  [](const Dependence& d) {
                      return Json{{"parameter", d.parameter},
                                  {"low_share", finite(d.low_share)},
                                  {"high_share", finite(d.high_share)},
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

std::string to_json(const std::vector<ClaimResult>& results) {
    const Json all = {{"schema_version", 1}, {"claims", list(results, claim_json)}};
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace entente::claims

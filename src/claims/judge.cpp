// SPDX-License-Identifier: Apache-2.0
#include "claims/judge.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "claims/effects.hpp"
#include "claims/facts.hpp"
#include "claims/flip.hpp"
#include "claims/past.hpp"
#include "claims/perception.hpp"
#include "claims/rules.hpp"
#include "claims/study.hpp"

namespace entente::claims {

namespace {

using model::Stat;

/// All expectations of a part together, a member each, and the first one's effects.
struct Joint {
    MemberEffects first;
    std::vector<char> valid;
    std::vector<char> hit;
};

Joint joint_effects(const model::Model& model,
                    const model::Part& part,
                    const Needs& needs,
                    const std::vector<CaseValues>& values,
                    std::size_t prior_set) {
    Joint joint;
    for (const model::Expectation& expectation : part.expectations) {
        MemberEffects e = member_effects(model, part, expectation, needs, values, prior_set);
        if (joint.hit.empty()) {
            joint.valid = e.valid;
            joint.hit = e.hit;
            joint.first = std::move(e);
            continue;
        }
        for (std::size_t i = 0; i < joint.hit.size(); ++i) {
            joint.valid[i] = joint.valid[i] != 0 && e.valid[i] != 0 ? 1 : 0;
            joint.hit[i] = joint.hit[i] != 0 && e.hit[i] != 0 ? 1 : 0;
        }
    }
    return joint;
}

/// Finite effects of the valid members.
std::vector<double> valid_effects(const Joint& joint) {
    std::vector<double> effects;
    for (std::size_t i = 0; i < joint.valid.size(); ++i) {
        if (joint.valid[i] != 0) {
            effects.push_back(joint.first.effect[i]);
        }
    }
    return effects;
}

PriorSetResult summarise(const Joint& joint, std::string prior_set) {
    PriorSetResult r;
    r.prior_set = std::move(prior_set);
    std::size_t negligible = 0;
    std::size_t opposite = 0;
    std::vector<double> relative;
    for (std::size_t i = 0; i < joint.valid.size(); ++i) {
        if (joint.valid[i] == 0) {
            continue;
        }
        ++r.futures;
        r.hits += joint.hit[i] != 0 ? 1 : 0;
        negligible += joint.first.negligible[i] != 0 ? 1 : 0;
        opposite += joint.first.opposite[i] != 0 ? 1 : 0;
        const double reference = std::abs(joint.first.reference[i]);
        if (reference > 0) {
            relative.push_back(joint.first.effect[i] / reference);
        }
    }
    r.effect = quantiles(valid_effects(joint));
    r.relative = quantiles(std::move(relative));
    if (r.futures > 0) {
        const auto n = static_cast<double>(r.futures);
        r.p_claimed = static_cast<double>(r.hits) / n;
        r.p_negligible = static_cast<double>(negligible) / n;
        r.p_opposite = static_cast<double>(opposite) / n;
        r.standard_error = std::sqrt(r.p_claimed * (1 - r.p_claimed) / n);
    }
    return r;
}

TestKind kind_of(const model::Model& model, const model::Part& part) {
    if (part.expectations.empty()) {
        return TestKind::fact;
    }
    const Stat::Kind kind = part.expectations.front().stat.kind;
    if (reads_record(part)) {
        return kind == Stat::Kind::around  ? TestKind::study
               : kind == Stat::Kind::share ? TestKind::perception
                                           : TestKind::fact;
    }
    const Stat& stat = part.expectations.front().stat;
    if (stat.kind == Stat::Kind::effect) {
        return part.with ? TestKind::interaction : TestKind::effect;
    }
    if (part.with) {
        return TestKind::contrast;
    }
    const bool parameter =
        stat.quantity && model.quantities[stat.quantity].kind == model::QuantityKind::parameter;
    return parameter ? TestKind::coefficient : TestKind::level;
}

void apply(PartResult& result, Decision decision) {
    result.verdict = decision.verdict;
    result.reason = decision.reason;
}

void judge_fact(const model::Model& model,
                const data::Data& data,
                const model::Part& part,
                PartResult& result) {
    result.variants = check_fact(model, data, part);
    const Decision decision = decide_fact(result.variants);
    apply(result, decision);
    result.confidence = fact_confidence(decision, result.variants);
    for (const VariantResult& v : result.variants) {
        if (!v.missing.empty() && result.detail.empty()) {
            result.detail = v.series;
        }
    }
}

void judge_study(const model::Model& model,
                 const data::Data& data,
                 const model::Part& part,
                 PartResult& result) {
    result.studies = study_events(model, data, part);
    const Decision decision = decide_study(result.studies, part.may);
    apply(result, decision);
    result.confidence = study_confidence(decision, result.studies.front());
    result.detail = result.studies.front().missing.empty() ? "" : result.studies.front().series;
}

void judge_perception(const model::Model& model,
                      const data::Data& data,
                      const model::Part& part,
                      PartResult& result) {
    result.perception = count_rows(model, data, part);
    const Decision decision = decide_perception(*result.perception, part.may);
    apply(result, decision);
    result.confidence = perception_confidence(decision, *result.perception);
}

/// Worst grade of what the answer depends on, and of the parameter tested.
char worst_input(const PartResult& result) {
    char worst = 0;
    for (const Dependence& d : result.depends) {
        worst = worse_grade(worst, d.grade);
    }
    return worst;
}

/// A coefficient depends on nothing but itself; what else went along with it did so by chance.
void keep_own_parameter(const model::Part& part, const model::Model& model, PartResult& result) {
    std::erase_if(result.depends, [&](const Dependence& d) {
        return std::none_of(part.expectations.begin(), part.expectations.end(), [&](const auto& e) {
            return model.quantities[e.stat.quantity].name == d.parameter;
        });
    });
    result.flip.reset();
}

/// The most settings that the other side takes: beyond, sampling error chooses.
constexpr std::size_t most_settings = 8;

/// What the answer depends on: three lines of the card, and the ends that speak against the claim.
void take_hinges(Hinges hinges, PartResult& result) {
    for (const Dependence& d : hinges.depends) {
        if (result.against.size() < most_settings) {
            const bool low = d.low_share < d.high_share;
            result.against.push_back(
                {d.parameter, d.unit, low ? d.low_value : d.high_value, d.grade});
        }
    }
    if (hinges.depends.size() > 3) {
        hinges.depends.resize(3);
    }
    result.depends = std::move(hinges.depends);
    result.flip = std::move(hinges.flip);
    result.flip_searched = hinges.searched;
}

void judge_futures(const model::Model& model,
                   const model::Part& part,
                   const Evidence& evidence,
                   const SortedDraws& sorted,
                   PartResult& result) {
    std::vector<PriorShares> shares;
    const bool has_posterior = evidence.posterior != nullptr;
    for (std::size_t set = 0; set < model.prior_sets.size(); ++set) {
        const Joint prior = joint_effects(model, part, evidence.needs, evidence.prior, set);
        PriorSetResult from_prior = summarise(prior, model.prior_sets[set]);
        shares.push_back({from_prior.p_claimed, from_prior.p_opposite});
        const Joint informed =
            has_posterior ? joint_effects(model, part, evidence.needs, *evidence.posterior, set)
                          : prior;
        PriorSetResult r =
            has_posterior ? summarise(informed, model.prior_sets[set]) : std::move(from_prior);
        if (has_posterior) {
            const std::vector<double> before = valid_effects(prior);
            const std::vector<double> after = valid_effects(informed);
            const double spread = standard_deviation(before);
            r.sd_ratio = spread > 0 ? standard_deviation(after) / spread : 1;
            r.overlap = overlap(before, after);
        }
        result.prior_sets.push_back(std::move(r));
        if (set == 0) {
            take_hinges(find_hinges(model, sorted, informed.hit, informed.valid), result);
            if (result.kind == TestKind::coefficient) {
                keep_own_parameter(part, model, result);
            }
        }
    }
    const LinkWorth links = evidence.ablations != nullptr
                                ? worth_of(*evidence.ablations, part.rests_on_names)
                                : LinkWorth{};
    result.evidence =
        evidence_class(shares, result.prior_sets, has_posterior, links.earn_their_place);
    apply(result, decide(result.prior_sets, *result.evidence, part.may));
    if (result.verdict == Verdict::supported && links.cost) {
        apply(result, {Verdict::undetermined, Reason::better_without});
    }
    ConfidenceInputs inputs;
    inputs.worst_grade = worst_input(result);
    result.confidence = confidence(inputs);
}

PartResult judge_part(const model::Model& model,
                      const data::Data& data,
                      const model::Part& part,
                      const Evidence& evidence,
                      const SortedDraws& sorted) {
    PartResult result;
    result.name = part.name;
    result.kind = kind_of(model, part);
    result.may = part.may;
    result.rests_on = part.rests_on_names;
    for (const model::Expectation& e : part.expectations) {
        result.conditions.push_back(condition_of(model, e));
    }
    if (part.scenario) {
        result.scenario = model.scenarios[*part.scenario].name;
    }
    if (part.with) {
        result.with = model.scenarios[*part.with].name;
    }
    if (part.expectations.empty()) {
        apply(result, {Verdict::undetermined, Reason::no_data});
        return result;
    }
    if (result.kind == TestKind::study) {
        judge_study(model, data, part, result);
        return result;
    }
    if (result.kind == TestKind::perception) {
        judge_perception(model, data, part, result);
        return result;
    }
    if (reads_record(part)) {
        judge_fact(model, data, part, result);
        return result;
    }
    result.record = past_cases(model, data, part);
    judge_futures(model, part, evidence, sorted, result);
    if (!part.placeholders.empty()) {
        // The numbers are shown, the verdict is withheld: the effect rests on a stand-in.
        result.detail = model.quantities[part.placeholders.front()].name;
        apply(result, {Verdict::undetermined, Reason::not_modelled_yet});
    }
    return result;
}

}  // namespace

PriorSetResult measure_part(const model::Model& model,
                            const model::Part& part,
                            const Needs& needs,
                            const std::vector<CaseValues>& values,
                            std::size_t prior_set) {
    return summarise(joint_effects(model, part, needs, values, prior_set),
                     model.prior_sets[prior_set]);
}

std::vector<ClaimResult> judge(const model::Model& model,
                               const data::Data& data,
                               const std::vector<model::ClaimId>& claims,
                               const Evidence& evidence) {
    ENTENTE_EXPECT(evidence.prior.size() == evidence.needs.cases.size());
    const auto& drawn = evidence.posterior != nullptr ? *evidence.posterior : evidence.prior;
    const CaseValues nothing;
    // The first case is the baseline of the first prior set, which keeps its draws.
    const SortedDraws sorted(drawn.empty() ? nothing : drawn.front());
    std::vector<ClaimResult> results;
    for (const model::ClaimId id : claims) {
        const model::Claim& claim = model.claims[id];
        ClaimResult result;
        result.name = claim.name;
        result.label = claim.label;
        result.row = row_of(claim.name);
        for (const model::Part& part : claim.parts) {
            result.parts.push_back(judge_part(model, data, part, evidence, sorted));
        }
        const Decision decision = common(result.parts);
        result.verdict = decision.verdict;
        result.reason = decision.reason;
        result.confidence = Confidence::high;
        for (const PartResult& part : result.parts) {
            result.confidence = std::min(result.confidence, part.confidence);
        }
        for (const model::Rival& rival : claim.rivals) {
            result.rivals.push_back(
                {rival.text, rival.source ? model.sources[rival.source].citation : ""});
        }
        results.push_back(std::move(result));
    }
    return results;
}

}  // namespace entente::claims

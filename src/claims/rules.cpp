// SPDX-License-Identifier: Apache-2.0
#include "claims/rules.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>

#include "results/quantiles.hpp"

namespace entente::claims {

namespace {

std::vector<double> finite(std::span<const double> values) {
    std::vector<double> kept;
    kept.reserve(values.size());
    for (const double v : values) {
        if (std::isfinite(v)) {
            kept.push_back(v);
        }
    }
    return kept;
}

bool within_sampling_error(const PriorSetResult& r, double threshold) {
    return std::abs(r.p_claimed - threshold) <= sampling_errors * r.standard_error;
}

bool all_at_least(const std::vector<PriorSetResult>& sets, double share) {
    return std::all_of(
        sets.begin(), sets.end(), [&](const auto& r) { return r.p_claimed >= share; });
}

bool all_at_most(const std::vector<PriorSetResult>& sets, double share) {
    return std::all_of(
        sets.begin(), sets.end(), [&](const auto& r) { return r.p_claimed <= share; });
}

bool any_near(const std::vector<PriorSetResult>& sets, double share) {
    return std::any_of(
        sets.begin(), sets.end(), [&](const auto& r) { return within_sampling_error(r, share); });
}

/// In which way the claim fails.
Reason how_contradicted(const std::vector<PriorSetResult>& sets) {
    const auto all = [&](double PriorSetResult::*share) {
        return std::all_of(
            sets.begin(), sets.end(), [&](const auto& r) { return r.*share >= supported_share; });
    };
    if (all(&PriorSetResult::p_negligible)) {
        return Reason::negligible;
    }
    if (all(&PriorSetResult::p_opposite)) {
        return Reason::opposite_sign;
    }
    return Reason::not_as_claimed;
}

}  // namespace

Quantiles quantiles(std::vector<double> values) {
    std::vector<double> sorted = finite(values);
    if (sorted.empty()) {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        return {nan, nan, nan, nan, nan, nan};
    }
    double sum = 0;
    for (const double v : sorted) {
        sum += v;
    }
    std::sort(sorted.begin(), sorted.end());
    return {results::quantile(sorted, 0.05),
            results::quantile(sorted, 0.25),
            results::quantile(sorted, 0.50),
            results::quantile(sorted, 0.75),
            results::quantile(sorted, 0.95),
            sum / static_cast<double>(sorted.size())};
}

double standard_deviation(std::span<const double> values) {
    const std::vector<double> kept = finite(values);
    if (kept.size() < 2) {
        return 0;
    }
    double mean = 0;
    for (const double v : kept) {
        mean += v;
    }
    mean /= static_cast<double>(kept.size());
    double squares = 0;
    for (const double v : kept) {
        squares += (v - mean) * (v - mean);
    }
    return std::sqrt(squares / static_cast<double>(kept.size() - 1));
}

double overlap(std::span<const double> a, std::span<const double> b) {
    const std::vector<double> x = finite(a);
    const std::vector<double> y = finite(b);
    if (x.empty() || y.empty()) {
        return 1;
    }
    const auto [x_low, x_high] = std::minmax_element(x.begin(), x.end());
    const auto [y_low, y_high] = std::minmax_element(y.begin(), y.end());
    const double low = std::min(*x_low, *y_low);
    const double high = std::max(*x_high, *y_high);
    if (!(high > low)) {
        return 1;
    }
    constexpr std::size_t bins = 50;
    std::vector<double> in_x(bins, 0);
    std::vector<double> in_y(bins, 0);
    const auto fill = [&](const std::vector<double>& values, std::vector<double>& into) {
        for (const double v : values) {
            const auto bin = static_cast<std::size_t>((v - low) / (high - low) * bins);
            into[std::min(bin, bins - 1)] += 1.0 / static_cast<double>(values.size());
        }
    };
    fill(x, in_x);
    fill(y, in_y);
    double shared = 0;
    for (std::size_t i = 0; i < bins; ++i) {
        shared += std::min(in_x[i], in_y[i]);
    }
    return shared;
}

EvidenceClass evidence_class(const std::vector<PriorShares>& priors,
                             const std::vector<PriorSetResult>& informed,
                             bool has_posterior,
                             bool links_earn_their_place) {
    const auto all = [&](double PriorShares::*share) {
        return !priors.empty() && std::all_of(priors.begin(), priors.end(), [&](const auto& p) {
            return p.*share >= structural_share;
        });
    };
    if (all(&PriorShares::p_claimed) || all(&PriorShares::p_opposite)) {
        return EvidenceClass::e0;
    }
    if (!has_posterior || informed.empty() ||
        std::any_of(informed.begin(), informed.end(), [](const auto& r) {
            return r.sd_ratio > informed_ratio || r.overlap > informed_ratio;
        })) {
        return EvidenceClass::e1;
    }
    return links_earn_their_place ? EvidenceClass::e3 : EvidenceClass::e2;
}

Decision decide(const std::vector<PriorSetResult>& prior_sets, EvidenceClass evidence, bool may) {
    ENTENTE_EXPECT(!prior_sets.empty());
    if (evidence == EvidenceClass::e0) {
        return {Verdict::undetermined, Reason::structure_driven};
    }
    if (evidence == EvidenceClass::e1) {
        return {Verdict::undetermined, Reason::prior_driven};
    }
    const Decision unsure = {Verdict::undetermined, Reason::sampling_error};
    if (all_at_least(prior_sets, supported_share)) {
        // A `may` claim near the upper threshold is possible on either side of it.
        if (!any_near(prior_sets, supported_share)) {
            return {Verdict::supported, Reason::none};
        }
        return may ? Decision{Verdict::possible, Reason::none} : unsure;
    }
    if (may && all_at_least(prior_sets, possible_share)) {
        return any_near(prior_sets, possible_share) ? unsure
                                                    : Decision{Verdict::possible, Reason::none};
    }
    if (all_at_most(prior_sets, contradicted_share)) {
        return any_near(prior_sets, contradicted_share)
                   ? unsure
                   : Decision{Verdict::contradicted, how_contradicted(prior_sets)};
    }
    const bool some_decide = std::any_of(prior_sets.begin(), prior_sets.end(), [](const auto& r) {
        return r.p_claimed >= supported_share || r.p_claimed <= contradicted_share;
    });
    return {Verdict::undetermined,
            some_decide ? Reason::prior_sets_differ : Reason::between_thresholds};
}

Decision decide_fact(const std::vector<VariantResult>& variants) {
    if (variants.empty() || !variants.front().enough) {
        return {Verdict::undetermined, Reason::no_data};
    }
    bool any_holds = false;
    bool any_fails = false;
    for (const VariantResult& v : variants) {
        if (v.enough) {
            (v.holds ? any_holds : any_fails) = true;
        }
    }
    if (any_holds && any_fails) {
        return {Verdict::undetermined, Reason::definition_dependent};
    }
    return any_holds ? Decision{Verdict::supported, Reason::none}
                     : Decision{Verdict::contradicted, Reason::not_as_claimed};
}

Decision decide_study(const std::vector<StudyEstimate>& estimates, bool may) {
    if (estimates.empty() || !estimates.front().missing.empty() ||
        estimates.front().observations == 0) {
        return {Verdict::undetermined, Reason::no_data};
    }
    const StudyEstimate& main = estimates.front();
    if (main.cases < study_cases || !(main.standard_error > 0)) {
        return {Verdict::undetermined, Reason::thin_record};
    }
    const auto side = [](const StudyEstimate& e) {
        return e.p_claimed >= supported_share ? 1 : e.p_claimed <= contradicted_share ? -1 : 0;
    };
    double lowest = main.p_claimed;
    double highest = main.p_claimed;
    for (const StudyEstimate& e : estimates) {
        if (!e.missing.empty() || !(e.standard_error > 0) || e.cases < study_cases) {
            continue;  // shown, and does not count
        }
        if (e.controls.empty() && side(e) != side(main)) {
            return {Verdict::undetermined, Reason::definition_dependent};
        }
        if (!e.controls.empty()) {
            lowest = std::min(lowest, e.p_claimed);
            highest = std::max(highest, e.p_claimed);
        }
    }
    if (highest - lowest > confounding) {
        return {Verdict::undetermined, Reason::confounded};
    }
    if (lowest >= supported_share) {
        return {Verdict::supported, Reason::none};
    }
    if (highest <= contradicted_share) {
        return {Verdict::contradicted,
                main.p_negligible >= supported_share ? Reason::negligible
                : main.p_opposite >= supported_share ? Reason::opposite_sign
                                                     : Reason::not_as_claimed};
    }
    if (main.detectable > main.smallest) {
        return {Verdict::undetermined, Reason::thin_record};
    }
    if (may && lowest >= possible_share) {
        return {Verdict::possible, Reason::none};
    }
    return {Verdict::undetermined, Reason::between_thresholds};
}

Decision decide_perception(const Perception& perception, bool may) {
    const bool too_few =
        std::any_of(perception.shares.begin(), perception.shares.end(), [](const RowShare& share) {
            return share.rows < fact_observations;
        });
    if (perception.shares.empty() || too_few) {
        return {Verdict::undetermined, Reason::no_data};
    }
    if (perception.p_claimed >= supported_share) {
        return {Verdict::supported, Reason::none};
    }
    if (perception.p_claimed <= contradicted_share) {
        return {Verdict::contradicted, Reason::not_as_claimed};
    }
    return may ? Decision{Verdict::possible, Reason::none}
               : Decision{Verdict::undetermined, Reason::thin_record};
}

Decision common(const std::vector<PartResult>& parts) {
    ENTENTE_EXPECT(!parts.empty());
    Decision shared = {parts.front().verdict, parts.front().reason};
    for (const PartResult& part : parts) {
        if (part.verdict != shared.verdict) {
            return {Verdict::undetermined, Reason::parts_differ};
        }
    }
    // One verdict for different reasons: the reason of most parts stands, the first of equals.
    std::ptrdiff_t most = 0;
    for (const PartResult& part : parts) {
        const std::ptrdiff_t same = std::count_if(
            parts.begin(), parts.end(), [&](const auto& p) { return p.reason == part.reason; });
        if (same > most) {
            most = same;
            shared.reason = part.reason;
        }
    }
    return shared;
}

char worse_grade(char a, char b) {
    if (a == 0 || b == 0) {
        return a == 0 ? b : a;
    }
    return std::max(a, b);
}

Confidence confidence(const ConfidenceInputs& inputs) {
    if (!inputs.backtested || inputs.worst_grade >= 'D') {
        return Confidence::low;
    }
    const bool good_inputs = inputs.worst_grade == 'A' || inputs.worst_grade == 'B';
    return inputs.beats_naive && good_inputs && inputs.structures_agree ? Confidence::high
                                                                        : Confidence::medium;
}

Confidence fact_confidence(const Decision& decision, const std::vector<VariantResult>& variants) {
    char worst = 0;
    std::size_t usable = 0;
    for (const VariantResult& v : variants) {
        if (v.enough) {
            worst = worse_grade(worst, v.worst_grade);
            ++usable;
        }
    }
    if (decision.verdict == Verdict::undetermined || worst >= 'D') {
        return Confidence::low;
    }
    const bool good_inputs = worst == 'A' || worst == 'B';
    return good_inputs && usable >= 2 ? Confidence::high : Confidence::medium;
}

Confidence study_confidence(const Decision& decision, const StudyEstimate& main) {
    const bool low =
        decision.verdict == Verdict::undetermined || main.grade >= 'D' || main.cases < few_cases;
    return low ? Confidence::low : Confidence::medium;
}

Confidence perception_confidence(const Decision& decision, const Perception& perception) {
    const bool few = std::any_of(perception.shares.begin(),
                                 perception.shares.end(),
                                 [](const RowShare& share) { return share.rows < few_cases; });
    return decision.verdict == Verdict::undetermined || few ? Confidence::low : Confidence::medium;
}

std::string to_text(Verdict verdict) {
    switch (verdict) {
        case Verdict::supported:
            return "supported";
        case Verdict::possible:
            return "possible";
        case Verdict::undetermined:
            return "undetermined";
        case Verdict::contradicted:
            return "contradicted";
    }
    return {};
}

std::string to_text(Reason reason) {
    switch (reason) {
        case Reason::none:
            return "";
        case Reason::prior_driven:
            return "prior-driven";
        case Reason::structure_driven:
            return "structure-driven";
        case Reason::confounded:
            return "confounded";
        case Reason::definition_dependent:
            return "definition-dependent";
        case Reason::no_data:
            return "no data";
        case Reason::thin_record:
            return "thin record";
        case Reason::sampling_error:
            return "sampling error";
        case Reason::not_modelled_yet:
            return "not modelled yet";
        case Reason::parts_differ:
            return "parts differ";
        case Reason::prior_sets_differ:
            return "prior sets differ";
        case Reason::between_thresholds:
            return "between the thresholds";
        case Reason::negligible:
            return "negligible";
        case Reason::opposite_sign:
            return "opposite sign";
        case Reason::not_as_claimed:
            return "not as claimed";
        case Reason::better_without:
            return "better without its links";
    }
    return {};
}

std::string to_text(EvidenceClass evidence) {
    switch (evidence) {
        case EvidenceClass::e0:
            return "E0";
        case EvidenceClass::e1:
            return "E1";
        case EvidenceClass::e2:
            return "E2";
        case EvidenceClass::e3:
            return "E3";
    }
    return {};
}

std::string to_text(Confidence confidence) {
    switch (confidence) {
        case Confidence::low:
            return "low";
        case Confidence::medium:
            return "medium";
        case Confidence::high:
            return "high";
    }
    return {};
}

std::string to_text(TestKind kind) {
    switch (kind) {
        case TestKind::fact:
            return "fact";
        case TestKind::study:
            return "study";
        case TestKind::perception:
            return "perception";
        case TestKind::coefficient:
            return "coefficient";
        case TestKind::level:
            return "level";
        case TestKind::contrast:
            return "contrast";
        case TestKind::effect:
            return "effect";
        case TestKind::interaction:
            return "interaction";
    }
    return {};
}

std::string row_of(const std::string& claim_name) {
    const std::size_t cut = claim_name.find('_');
    const std::string head = claim_name.substr(0, cut);
    const bool is_row = head.size() >= 2 && head[0] == 'P' &&
                        std::all_of(head.begin() + 1, head.end(), [](unsigned char c) {
                            return std::isdigit(c) != 0;
                        });
    return is_row ? head : claim_name;
}

}  // namespace entente::claims

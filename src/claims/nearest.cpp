// SPDX-License-Identifier: Apache-2.0
#include "claims/nearest.hpp"

#include <algorithm>

#include "claims/rules.hpp"

namespace entente::claims {

namespace {

/// How far a part is from a verdict: the gap of its share to the threshold, and 1 for every further
/// thing that the rule asks for.
struct Gap {
    double size = 0;
    std::optional<double> share;
};

/// The least favourable of the shares that the rule reads.
std::optional<double> worst_share(Verdict verdict, const PartResult& part) {
    std::vector<double> shares;
    for (const PriorSetResult& r : part.prior_sets) {
        shares.push_back(r.p_claimed);
    }
    for (const StudyEstimate& e : part.studies) {
        if (e.standard_error > 0) {
            shares.push_back(e.p_claimed);
        }
    }
    if (part.perception) {
        shares.push_back(part.perception->p_claimed);
    }
    if (shares.empty()) {
        return std::nullopt;
    }
    return verdict == Verdict::contradicted ? *std::max_element(shares.begin(), shares.end())
                                            : *std::min_element(shares.begin(), shares.end());
}

/// Supported and contradicted facts lie a whole step apart.
double gap_of_fact(Verdict verdict, const PartResult& part) {
    if (part.verdict == Verdict::undetermined) {
        return part.reason == Reason::no_data ? 2 : 1;
    }
    return part.verdict == verdict ? 0 : 2;
}

Gap gap_of(Verdict verdict, const PartResult& part) {
    Gap gap;
    gap.share = worst_share(verdict, part);
    if (!gap.share) {
        gap.size = gap_of_fact(verdict, part);
        return gap;
    }
    switch (verdict) {
        case Verdict::supported:
            gap.size = std::max(0.0, supported_share - *gap.share);
            break;
        case Verdict::possible:
            gap.size = std::max(0.0, possible_share - *gap.share);
            break;
        case Verdict::contradicted:
            gap.size = std::max(0.0, *gap.share - contradicted_share);
            break;
        case Verdict::undetermined:
            break;
    }
    const bool informed = !part.evidence || *part.evidence == EvidenceClass::e2 ||
                          *part.evidence == EvidenceClass::e3;
    gap.size += informed ? 0 : 1;
    gap.size += part.reason == Reason::not_modelled_yet ? 1 : 0;
    return gap;
}

}  // namespace

std::optional<Nearest> nearest_to(Verdict verdict, const std::vector<ClaimResult>& results) {
    std::optional<Nearest> nearest;
    double smallest = 0;
    for (const ClaimResult& claim : results) {
        const bool can = verdict != Verdict::possible ||
                         std::all_of(claim.parts.begin(), claim.parts.end(), [](const auto& part) {
                             return part.may;
                         });
        double size = -1;
        Nearest own;
        own.claim = claim.name;
        for (const PartResult& part : claim.parts) {
            const Gap gap = gap_of(verdict, part);
            if (gap.size > size) {
                size = gap.size;
                own.part = part.name;
                own.reason = part.reason;
                own.share = gap.share;
            }
        }
        if (can && (!nearest || size < smallest)) {
            smallest = size;
            nearest = own;
        }
    }
    return nearest;
}

}  // namespace entente::claims

// SPDX-License-Identifier: Apache-2.0
// The effect an expectation speaks of, member by member, and whether each member shows it.
#pragma once

#include <string>
#include <vector>

#include "claims/claims.hpp"
#include "claims/needs.hpp"

namespace entente::claims {

/// One expectation in every member. Members with a missing value have valid = 0 and count nowhere.
struct MemberEffects {
    std::vector<double> effect;     ///< in the stat's unit
    std::vector<double> reference;  ///< what a relative change is relative to; NaN where nothing is
    std::vector<char> valid;
    std::vector<char> hit;         ///< as claimed and at least the smallest effect of interest
    std::vector<char> negligible;  ///< smaller than it
    std::vector<char> opposite;    ///< at least it, the other way; a bound missed
};

/// What a statistic measures as words of a sentence: without the language's `value`, and with the
/// article of an effect.
std::string spoken_stat(const model::Stat& stat);

/// The smallest effect of interest: what the author wrote, else the default of the language.
Condition condition_of(const model::Model& model, const model::Expectation& expectation);

MemberEffects member_effects(const model::Model& model,
                             const model::Part& part,
                             const model::Expectation& expectation,
                             const Needs& needs,
                             const std::vector<CaseValues>& values,
                             std::size_t prior_set);

}  // namespace entente::claims

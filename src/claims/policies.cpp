// SPDX-License-Identifier: Apache-2.0
#include "claims/policies.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "claims/needs.hpp"
#include "claims/wording_parts.hpp"

namespace entente::claims {

namespace {

/// A difference of so many standard errors is not put down to the number of futures.
constexpr double standard_errors = 3;

std::string name_of(const PolicyView& view) {
    if (view.policy == "rule") {
        return "by leanings";
    }
    return view.levels == 0 ? view.policy : fmt::format("{} level {}", view.policy, view.levels);
}

bool differ(const PriorSetResult& a, const PriorSetResult& b) {
    const double error = std::hypot(a.standard_error, b.standard_error);
    return std::abs(a.p_claimed - b.p_claimed) > standard_errors * error;
}

}  // namespace

std::string to_text(PolicyScope scope) {
    switch (scope) {
        case PolicyScope::not_asked:
            return "not asked";
        case PolicyScope::tried:
            return "tried";
        case PolicyScope::no_choice:
            return "no choice";
        case PolicyScope::too_far:
            return "too far";
    }
    return {};
}

PolicyScope policy_scope(const model::Model& model, const model::Part& part, int months) {
    if (reads_record(part) || part.expectations.empty()) {
        return PolicyScope::no_choice;
    }
    const model::Month opens = model.grid.forecast;
    bool any = false;
    for (const Case& one : needed_for(model, part, 0).cases) {
        for (const Measure& m : one.measures) {
            if (m.kind == Measure::Kind::parameter || m.window.last < opens) {
                continue;
            }
            if (m.window.last - opens > months) {
                return PolicyScope::too_far;
            }
            any = true;
        }
    }
    return any ? PolicyScope::tried : PolicyScope::no_choice;
}

bool policies_differ(const PartResult& part) {
    for (std::size_t a = 0; a < part.policies.size(); ++a) {
        for (std::size_t b = 0; b < a; ++b) {
            if (differ(part.policies[a].result, part.policies[b].result)) {
                return true;
            }
        }
    }
    return false;
}

std::string policies_line(const PartResult& part) {
    switch (part.policy_scope) {
        case PolicyScope::not_asked:
            return {};
        case PolicyScope::no_choice:
            return "No player's choice plays a part: the test asks the record, a coefficient or "
                   "months "
                   "before anybody chooses.";
        case PolicyScope::too_far:
            return "Not tried: the test looks further ahead than players were tried.";
        case PolicyScope::tried:
            break;
    }
    std::string shares;
    std::size_t futures = 0;
    for (const PolicyView& view : part.policies) {
        shares += fmt::format("{}{}: {}",
                              shares.empty() ? "" : " · ",
                              name_of(view),
                              in_twenty(view.result.p_claimed));
        futures = std::max(futures, view.result.futures);
    }
    return fmt::format(
        "{} ({} futures, prior set {}). {}",
        shares,
        futures,
        part.policies.empty() ? "" : part.policies.front().result.prior_set,
        policies_differ(part)
            ? "They differ by more than chance: how players choose is an uncertainty of the model."
            : "They do not differ by more than chance.");
}

}  // namespace entente::claims

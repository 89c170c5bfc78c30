// SPDX-License-Identifier: Apache-2.0
#include "cli/claim_policies.hpp"

#include <algorithm>

#include "claims/policies.hpp"
#include "program/compile.hpp"

namespace entente::cli {

namespace {

/// One way of choosing.
struct Way {
    std::string policy;
    std::uint64_t levels = 0;
};

std::vector<Way> ways_of(const Options& options) {
    std::vector<Way> ways = {{"rule", 0}};
    if (options.policy != "rollout") {
        ways.push_back({options.policy, 0});
        return ways;
    }
    ways.push_back({options.policy, 1});
    ways.push_back({options.policy, std::max<std::uint64_t>(2, options.reply_levels)});
    return ways;
}

}  // namespace

bool tries_policies(const model::Model& model, const Options& options) {
    return options.policy != "rule" && !model.players.empty();
}

void try_policies(Project& project,
                  const std::vector<model::ClaimId>& chosen,
                  const Posteriors& posteriors,
                  const Options& options,
                  Judged& judged,
                  Terminal& terminal) {
    const model::Model& model = *project.model;
    std::vector<const model::Part*> parts;
    std::vector<claims::PartResult*> results;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        const model::Claim& claim = model.claims[chosen[i]];
        for (std::size_t p = 0; p < claim.parts.size(); ++p) {
            claims::PartResult& result = judged.results[i].parts[p];
            result.policy_scope = claims::policy_scope(model, claim.parts[p], months_tried);
            if (result.policy_scope == claims::PolicyScope::tried) {
                parts.push_back(&claim.parts[p]);
                results.push_back(&result);
            }
        }
    }
    const claims::Needs needs = claims::needed_for(model, parts, 0);
    const std::vector<Way> ways = ways_of(options);
    Options few = options;
    few.members = std::min(options.members, futures_tried);
    few.decide_every = options.decide_every == 0 ? months_between_choices : options.decide_every;
    Progress progress(
        few, needs.cases.size() * static_cast<std::size_t>(few.members) * ways.size(), model.name);
    for (const Way& way : ways) {
        few.policy = way.policy;
        few.reply_levels = std::max<std::uint64_t>(way.levels, 1);
        const Measured measured = run_cases(
            project, needs, posteriors, {.choosing_months = months_tried}, few, progress, terminal);
        if (!measured.complete) {
            judged.faulty = !interrupted();
            break;
        }
        judged.broken = judged.broken || measured.broken;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            results[i]->policies.push_back(
                {way.policy,
                 static_cast<std::size_t>(way.levels),
                 claims::measure_part(model, *parts[i], needs, measured.values, 0)});
        }
    }
    progress.clear();
}

}  // namespace entente::cli

// SPDX-License-Identifier: Apache-2.0
#include "cli/claim_runs.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "claims/flip.hpp"
#include "cli/claim_policies.hpp"

namespace entente::cli {

Measured run_cases(Project& project,
                   const claims::Needs& needs,
                   const Posteriors& posteriors,
                   const Altered& altered,
                   const Options& options,
                   Progress& progress,
                   Terminal& terminal) {
    Measured measured;
    std::vector<Ensemble> all;
    for (const claims::Case& one : needs.cases) {
        Ensemble ensemble;
        ensemble.scenario = claims::scenario_of(*project.model, one);
        ensemble.prior_set = one.prior_set;
        ensemble.outputs = claims::outputs_of(one);
        ensemble.fixed = altered.fixed;
        ensemble.scaled = altered.scaled;
        ensemble.choosing_months = altered.choosing_months;
        const bool fitted = !posteriors.empty() && posteriors[one.prior_set];
        ensemble.posterior = fitted ? &*posteriors[one.prior_set] : nullptr;
        all.push_back(std::move(ensemble));
    }
    Ensembles ensembles(project, options, std::move(all));
    if (!ensembles.compile()) {
        return measured;
    }
    for (std::size_t i = 0; i < needs.cases.size(); ++i) {
        const results::Run run = ensembles.run(i, progress);
        if (run.partial) {
            return measured;
        }
        if (has_faults(run)) {
            progress.clear();
            measured.broken = report_broken(run, terminal) || measured.broken;
        }
        measured.values.push_back(claims::measure(*project.model, needs.cases[i], run));
    }
    terminal.detail(fmt::format("  {} of {} ensembles share the history of another\n",
                                ensembles.sharing(),
                                needs.cases.size()));
    measured.complete = true;
    return measured;
}

namespace {

/// The few extra runs of a claim: parts once more, with parameters at chosen values, under the
/// first prior set.
class ExtraRuns {
  public:
    ExtraRuns(Project& project,
              const Posteriors& posteriors,
              const Options& options,
              Progress& progress,
              Terminal& terminal)
        : project_(project),
          posteriors_(posteriors),
          options_(options),
          progress_(progress),
          terminal_(terminal) {
        options_.members = std::min<std::uint64_t>(options.members, extra_futures);
    }

    /// Runs the nearest flip points again, with the parameter held there and, where that does not
    /// decide otherwise, at the end of its range.
    void confirm_flips(const model::Claim& claim, claims::ClaimResult& result) {
        std::size_t left = most_extra_runs;
        for (std::size_t p = 0; p < result.parts.size(); ++p) {
            claims::PartResult& part = result.parts[p];
            if (!part.flip || part.prior_sets.empty()) {
                continue;
            }
            const std::size_t runs =
                claims::needed_for(*project_.model, claim.parts[p], 0).cases.size();
            for (const double value : {part.flip->inside, part.flip->end}) {
                if (runs > left || part.flip->confirmed) {
                    break;
                }
                left -= runs;
                const auto share =
                    with_fixed(claim.parts[p], {{part.flip->parameter, "", value, 0}});
                if (!share || share->futures == 0) {
                    return;
                }
                part.flip->share_when_fixed = share->p_claimed;
                part.flip->confirmed = claims::decides_otherwise(
                    share->p_claimed, share->standard_error, part.prior_sets.front().p_claimed);
            }
        }
    }

    /// Everything the answer depends on at the end that speaks against it.
    void argue(const model::Claim& claim, claims::ClaimResult& result) {
        for (std::size_t p = 0; p < result.parts.size(); ++p) {
            claims::PartResult& part = result.parts[p];
            if (part.against.empty() || part.prior_sets.empty()) {
                continue;
            }
            if (const auto share = with_fixed(claim.parts[p], part.against)) {
                part.other_side = claims::OtherSide{share->futures, share->hits};
            }
        }
    }

  private:
    std::optional<claims::PriorSetResult> with_fixed(const model::Part& part,
                                                     const std::vector<claims::Setting>& settings) {
        Altered altered;
        altered.fixed.reserve(settings.size());
        for (const claims::Setting& setting : settings) {
            altered.fixed.push_back(
                {model::find_quantity(*project_.model, setting.parameter), setting.value});
        }
        const claims::Needs needs = claims::needed_for(*project_.model, part, 0);
        const Measured measured =
            run_cases(project_, needs, posteriors_, altered, options_, progress_, terminal_);
        if (!measured.complete) {
            return std::nullopt;
        }
        return claims::measure_part(*project_.model, part, needs, measured.values, 0);
    }

    Project& project_;
    const Posteriors& posteriors_;
    Options options_;
    Progress& progress_;
    Terminal& terminal_;
};

/// Members that the extra runs take at most.
std::size_t planned_extras(const std::vector<claims::ClaimResult>& results,
                           const Options& options) {
    std::size_t runs = 0;
    for (const claims::ClaimResult& result : results) {
        const bool flips = std::any_of(result.parts.begin(),
                                       result.parts.end(),
                                       [](const auto& part) { return part.flip.has_value(); });
        runs += flips ? most_extra_runs : 0;
        runs += options.argue ? most_extra_runs * result.parts.size() : 0;
    }
    return runs * std::min<std::size_t>(static_cast<std::size_t>(options.members), extra_futures);
}

}  // namespace

Judged judge_runs(Project& project,
                  const std::vector<model::ClaimId>& chosen,
                  const Posteriors& posteriors,
                  const Altered& altered,
                  const claims::Ablations* ablations,
                  const Options& options,
                  Progress& progress,
                  Terminal& terminal) {
    Judged judged;
    const claims::Needs needs = claims::needed_runs(*project.model, chosen);
    const bool informed = !posteriors.empty();
    const Measured prior = run_cases(project, needs, {}, altered, options, progress, terminal);
    Measured posterior;
    if (prior.complete && informed) {
        posterior = run_cases(project, needs, posteriors, altered, options, progress, terminal);
    }
    if (!prior.complete || (informed && !posterior.complete)) {
        judged.faulty = true;
        return judged;
    }
    judged.broken = prior.broken || posterior.broken;
    judged.results =
        claims::judge(*project.model,
                      *project.data,
                      chosen,
                      {needs, prior.values, informed ? &posterior.values : nullptr, ablations});
    return judged;
}

Judged run_and_judge(Project& project,
                     const std::vector<model::ClaimId>& chosen,
                     const Posteriors& posteriors,
                     const claims::Ablations* ablations,
                     const Options& asked,
                     Terminal& terminal) {
    Options options = asked;
    const bool tries = tries_policies(*project.model, asked);
    if (tries) {
        options.policy = "rule";
        options.decide_every = 0;
    }
    const model::Model& model = *project.model;
    Progress progress(options,
                      claims::needed_runs(model, chosen).cases.size() *
                          static_cast<std::size_t>(options.members) * (posteriors.empty() ? 1 : 2),
                      model.name);
    Judged judged =
        judge_runs(project, chosen, posteriors, {}, ablations, options, progress, terminal);
    progress.clear();
    if (judged.faulty) {
        return judged;
    }
    Progress more(options, planned_extras(judged.results, options), model.name);
    ExtraRuns extra(project, posteriors, options, more, terminal);
    for (std::size_t i = 0; i < judged.results.size() && !interrupted(); ++i) {
        extra.confirm_flips(model.claims[chosen[i]], judged.results[i]);
        if (options.argue) {
            extra.argue(model.claims[chosen[i]], judged.results[i]);
        }
    }
    more.clear();
    if (tries && !interrupted()) {
        try_policies(project, chosen, posteriors, asked, judged, terminal);
    }
    return judged;
}

}  // namespace entente::cli

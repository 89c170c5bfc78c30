// SPDX-License-Identifier: Apache-2.0
// entente claim: runs what the claims need, judges them and prints cards.
#include <algorithm>
#include <iterator>
#include <optional>

#include <fmt/format.h>

#include "claims/claims_json.hpp"
#include "claims/judge.hpp"
#include "claims/wording.hpp"
#include "cli/card.hpp"
#include "cli/claim_answer.hpp"
#include "cli/claim_log.hpp"
#include "cli/claim_policies.hpp"
#include "cli/claim_weights.hpp"
#include "cli/headline.hpp"
#include "cli/manifest.hpp"
#include "cli/run_folder.hpp"
#include "cli/suggest.hpp"
#include "cli/verbs.hpp"
#include "results/files.hpp"
#include "results/hash.hpp"

namespace entente::cli {

namespace {

/// claims.json, and the manifest that says what it was made from.
void write_files(const RunFolder& folder,
                 const Project& project,
                 const Posteriors& posteriors,
                 const Options& options,
                 const std::vector<claims::ClaimResult>& results) {
    std::string names;
    for (const claims::ClaimResult& result : results) {
        names += (names.empty() ? "" : " ") + result.name;
    }
    const std::string json = claims::to_json(results);
    results::Manifest manifest;
    manifest.inputs = inputs_of(project, options, {}, {});
    manifest.inputs.flags.emplace_back("verb", "claim");
    manifest.inputs.flags.emplace_back("claims", names);
    for (const auto& posterior : posteriors) {
        manifest.inputs.flags.emplace_back("posterior " + posterior->name,
                                           results::draws_hash(*posterior));
    }
    manifest.circumstances = circumstances_of(project, options);
    manifest.files = {{"claims.json", results::hash_of(json)}};
    if (options.force) {
        folder.clear();
    }
    results::write_file(folder.path() / "claims.json", json);
    results::write_file(folder.path() / "manifest.json", results::manifest_json(manifest));
}

bool wanted_verdict(const claims::ClaimResult& result, const std::vector<std::string>& verdicts) {
    return verdicts.empty() ||
           std::find(verdicts.begin(), verdicts.end(), claims::to_text(result.verdict)) !=
               verdicts.end();
}

bool has_card(const claims::ClaimResult& result, const Options& options) {
    return options.cards.empty() ||
           std::find(options.cards.begin(), options.cards.end(), result.name) !=
               options.cards.end();
}

/// How players chose, where it was not by leanings alone.
std::string tried_text(const model::Model& model, const Options& options) {
    if (!tries_policies(model, options)) {
        return policy_text(options.policy);
    }
    return fmt::format(
        " · verdicts by leanings; policy {} tried beside them in {} futures, choices every {} "
        "months for {} months",
        options.policy,
        std::min(options.members, futures_tried),
        options.decide_every == 0 ? months_between_choices : options.decide_every,
        months_tried);
}

/// `shown` are those of `all` with a verdict asked for.
void print(const std::vector<claims::ClaimResult>& all,
           const std::vector<claims::ClaimResult>& shown,
           const Project& project,
           const claims::Needs& needs,
           const Posteriors& posteriors,
           const Options& options,
           Terminal& terminal) {
    if (options.json) {
        terminal.out(claims::to_json(shown));
        return;
    }
    if (all.size() > 1) {
        terminal.out(row_table(all, terminal));
    }
    for (const claims::ClaimResult& result : shown) {
        if (has_card(result, options)) {
            terminal.out(card(result, terminal));
        }
    }
    if (options.cards.empty()) {
        terminal.out(summary_table(shown, terminal));
    }
    terminal.out(needs.cases.empty()
                     ? std::string("from the record alone")
                     : fmt::format("{} paired futures in each of {}, seed {}, {}{}",
                                   claims::number(static_cast<double>(options.members)),
                                   counted(needs.cases.size(), "ensemble", "ensembles"),
                                   options.seed,
                                   posteriors.empty()
                                       ? std::string("from the priors: nothing was fitted")
                                       : "fitted to the record to " + posteriors.front()->until,
                                   tried_text(*project.model, options)));
    const std::string& omits = project.model->omits;
    terminal.out(omits.empty() ? std::string(" · the model does not say what it leaves out\n")
                               : fmt::format(" · not in this model: {}\n", omits));
    terminal.out("This is a model, not a forecast; it is not for targeting or warning.\n");
}

int weights_exit(const WeightStudy& study,
                 Project& project,
                 const Options& options,
                 Terminal& terminal) {
    if (interrupted()) {
        terminal.error("interrupted; what was not looked at could matter most\n");
        return exit_interrupted;
    }
    if (study.faulty) {
        report_faults(project, terminal);
        return exit_check_said_no;
    }
    print_weights(study, options, terminal);
    return study.broken ? exit_numbers_broke : exit_done;
}

}  // namespace

int run_claim(const Options& options, Terminal& terminal) {
    const auto project = open_project(options.arguments.front(), Reads::model_and_data);
    if (report_faults(*project, terminal) || !project->data) {
        return exit_check_said_no;
    }
    const model::Model& model = *project->model;
    if (model.claims.empty()) {
        terminal.note(fmt::format("`{}` makes no claim\n", model.name));
        return exit_done;
    }
    const std::vector<model::ClaimId> chosen = chosen_claims(model, options);
    check_cards(model, chosen, options);
    const std::vector<std::size_t> tried = log_claims(*project, chosen, options, terminal);

    std::optional<RunFolder> folder;
    if (!options.output.empty()) {
        folder.emplace(options, "claims");
    }
    catch_interrupts();
    const claims::Needs needs = claims::needed_runs(model, chosen);
    const Posteriors posteriors = claim_posteriors(*project, needs, options, terminal);
    if (options.weights > 0) {
        const WeightStudy study = vary_weights(*project, chosen, posteriors, options, terminal);
        return weights_exit(study, *project, options, terminal);
    }
    Judged judged = answer(*project, chosen, posteriors, options, terminal);
    if (interrupted()) {
        terminal.error("interrupted; no claim was judged\n");
        return exit_interrupted;
    }
    if (judged.faulty) {
        report_faults(*project, terminal);
        return exit_check_said_no;
    }
    std::vector<claims::ClaimResult>& results = judged.results;
    for (std::size_t i = 0; i < results.size(); ++i) {
        results[i].variants_tried = tried[i];
    }
    if (folder) {
        write_files(*folder, *project, posteriors, options, results);
    }
    const bool failed =
        !options.fail_on.empty() &&
        std::any_of(results.begin(), results.end(), [&](const claims::ClaimResult& r) {
            return claims::to_text(r.verdict) == options.fail_on;
        });
    std::vector<claims::ClaimResult> shown;
    std::copy_if(results.begin(), results.end(), std::back_inserter(shown), [&](const auto& r) {
        return wanted_verdict(r, options.verdicts);
    });
    print(results, shown, *project, needs, posteriors, options, terminal);
    if (failed) {
        terminal.note(fmt::format("a claim is {} (--fail-on)\n", options.fail_on));
        return exit_check_said_no;
    }
    return judged.broken ? exit_numbers_broke : exit_done;
}

}  // namespace entente::cli

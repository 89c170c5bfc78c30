// SPDX-License-Identifier: Apache-2.0
#include "cli/claim_answer.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <numeric>
#include <optional>

#include <fmt/format.h>

#include "base/version.hpp"
#include "cli/claim_cache.hpp"
#include "cli/fits.hpp"
#include "cli/manifest.hpp"
#include "cli/posterior_use.hpp"
#include "cli/suggest.hpp"

namespace entente::cli {

namespace {

/// Whether the fit that was scored is the one that ships beside the model, of this model and
/// record.
bool is_own(Project& project, const claims::Ablations& ablations, const Options& options) {
    const auto& sets = project.model->prior_sets;
    const auto set = std::find(sets.begin(), sets.end(), ablations.prior_set);
    if (set == sets.end()) {
        return false;
    }
    Options fit = options;
    fit.posterior = "auto";
    fit.until = ablations.fitted_until;
    const auto fitted = posterior_for(project,
                                      static_cast<std::size_t>(set - sets.begin()),
                                      fit_window(*project.model, fit),
                                      fit);
    return fitted && fitted->fingerprint == ablations.fingerprint;
}

/// The file of `fit --ablations` beside the model, where claims are judged with fits and the file
/// belongs to this model.
std::string ablations_text(Project& project,
                           const Posteriors& posteriors,
                           const Options& options,
                           std::optional<claims::Ablations>& read,
                           Terminal& terminal) {
    const std::filesystem::path file = posterior_file(project).replace_filename("ablations.json");
    std::error_code error;
    if (posteriors.empty() || !std::filesystem::exists(file, error)) {
        return {};
    }
    std::string text = read_text(file.string(), "ablations");
    std::string fault;
    read = claims::parse_ablations(text, fault);
    if (read && is_own(project, *read, options)) {
        return text;
    }
    terminal.note(fmt::format("  `{}` is left out: {}\n",
                              file.string(),
                              read ? "the fit that it scored is not beside the model" : fault));
    read.reset();
    return {};
}

}  // namespace

std::vector<model::ClaimId> chosen_claims(const model::Model& model, const Options& options) {
    std::vector<std::string> names;
    std::vector<std::string> rows;
    for (const model::Claim& claim : model.claims) {
        names.push_back(claim.name);
        rows.push_back(claims::row_of(claim.name));
    }
    const std::vector<std::string> wanted(options.arguments.begin() + 1, options.arguments.end());
    for (const std::string& name : wanted) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            throw Failure(fmt::format("`{}` has no claim `{}`{}",
                                      model.name,
                                      name,
                                      suggest_or_list(name, names, "Claims")));
        }
    }
    std::vector<std::string> unique_rows = rows;
    unique_rows.erase(std::unique(unique_rows.begin(), unique_rows.end()), unique_rows.end());
    for (const std::string& row : options.rows) {
        if (std::find(rows.begin(), rows.end(), row) == rows.end()) {
            throw Failure(fmt::format("`{}` has no claim of row `{}`{}",
                                      model.name,
                                      row,
                                      suggest_or_list(row, unique_rows, "Rows")));
        }
    }
    const auto in = [](const std::vector<std::string>& list, const std::string& item) {
        return list.empty() || std::find(list.begin(), list.end(), item) != list.end();
    };
    std::vector<model::ClaimId> chosen;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (in(wanted, names[i]) && in(options.rows, rows[i])) {
            chosen.emplace_back(i);
        }
    }
    return chosen;
}

void check_cards(const model::Model& model,
                 const std::vector<model::ClaimId>& chosen,
                 const Options& options) {
    std::vector<std::string> names;
    names.reserve(chosen.size());
    for (const model::ClaimId id : chosen) {
        names.push_back(model.claims[id].name);
    }
    for (const std::string& name : options.cards) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            throw Failure(fmt::format("no claim `{}` is judged here (--card){}",
                                      name,
                                      suggest_or_list(name, names, "Claims")));
        }
    }
}

Posteriors claim_posteriors(Project& project,
                            const claims::Needs& needs,
                            const Options& options,
                            Terminal& terminal) {
    if (needs.cases.empty()) {
        return {};
    }
    std::vector<std::size_t> sets(project.model->prior_sets.size());
    std::iota(sets.begin(), sets.end(), std::size_t{0});
    Posteriors found = posteriors_for(project, sets, options);
    const auto lacking = std::count(found.begin(), found.end(), std::nullopt);
    if (lacking > 0) {
        if (lacking < std::ssize(found)) {
            terminal.note(
                "  not every prior set has a fit, so claims are judged from the priors\n");
        }
        return {};
    }
    note_disagreement(found, terminal);
    return found;
}

Judged answer(Project& project,
              const std::vector<model::ClaimId>& chosen,
              const Posteriors& posteriors,
              const Options& options,
              Terminal& terminal) {
    std::optional<claims::Ablations> ablations;
    claims::CacheInputs inputs;
    inputs.inputs = results::inputs_json(inputs_of(project, options, {}, {}));
    inputs.commit = std::string(commit());
    inputs.ablations = ablations_text(project, posteriors, options, ablations, terminal);
    inputs.other_side = options.argue;
    for (const auto& posterior : posteriors) {
        inputs.posteriors.push_back(&*posterior);
    }
    const std::string key = claims::cache_key(inputs);
    claims::Kept kept = options.fresh ? claims::Kept{} : read_cache(key, terminal);
    const model::Model& model = *project.model;
    std::vector<model::ClaimId> missing;
    std::copy_if(chosen.begin(), chosen.end(), std::back_inserter(missing), [&](model::ClaimId id) {
        return !kept.contains(model.claims[id].name);
    });
    terminal.detail(fmt::format(
        "  {} of {} claims from the cache\n", chosen.size() - missing.size(), chosen.size()));
    Judged judged;
    if (!missing.empty()) {
        judged = run_and_judge(
            project, missing, posteriors, ablations ? &*ablations : nullptr, options, terminal);
        if (judged.faulty || interrupted()) {
            return judged;
        }
        for (const claims::ClaimResult& result : judged.results) {
            kept[result.name] = result;
        }
        if (!judged.broken) {
            write_cache(key, kept, terminal);
        }
    }
    judged.results.clear();
    for (const model::ClaimId id : chosen) {
        judged.results.push_back(kept.at(model.claims[id].name));
    }
    return judged;
}

}  // namespace entente::cli

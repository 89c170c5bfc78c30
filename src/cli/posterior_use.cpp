// SPDX-License-Identifier: Apache-2.0
#include "cli/posterior_use.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/contract.hpp"
#include "cli/fits.hpp"
#include "cli/member_draws.hpp"

namespace entente::cli {

namespace {

/// The greatest R-hat where the chains did not agree, else 0.
double disagreement(const fit::Posterior& posterior) {
    double agreed = 0;
    double worst = 0;
    for (const auto& [name, figure] : posterior.figures) {
        agreed = name == "agreed" ? figure : agreed;
        worst = name == "worst_r_hat" ? figure : worst;
    }
    return agreed == 1 ? 0 : worst;
}

std::string disagreement_text(const results::PosteriorDraws& posterior) {
    return fmt::format("its chains have not agreed yet, R-hat up to {:.2f}", posterior.r_hat);
}

results::PosteriorDraws stored(const fit::Posterior& posterior) {
    results::PosteriorDraws made;
    made.name = posterior.name;
    made.until = posterior.origin.last_month;
    made.fingerprint = posterior.origin.model_hash;
    made.draws = posterior.chains * posterior.draws;
    made.r_hat = disagreement(posterior);
    for (const fit::FittedQuantity& quantity : posterior.quantities) {
        made.quantities.push_back(quantity.name);
    }
    // One draw of each chain, then the next of each: any number of the first ones is well mixed.
    for (std::size_t draw = 0; draw < posterior.draws; ++draw) {
        for (std::size_t chain = 0; chain < posterior.chains; ++chain) {
            for (const fit::FittedQuantity& quantity : posterior.quantities) {
                const double z = quantity.z[chain * posterior.draws + draw];
                made.z.push_back(static_cast<std::int16_t>(std::lround(z * 0x1p10)));
            }
        }
    }
    return made;
}

/// The file of --posterior.
std::filesystem::path file_of(const Project& project, const Options& options) {
    return options.posterior == "auto" ? posterior_file(project)
                                       : std::filesystem::path(options.posterior);
}

}  // namespace

bool has_posterior(const Project& project,
                   std::size_t prior_set,
                   model::MonthWindow window,
                   const Options& options) {
    const std::filesystem::path file = file_of(project, options);
    if (options.posterior == "none" || !std::filesystem::exists(file)) {
        return false;
    }
    const std::string name = posterior_name(*project.model, prior_set, window, options);
    const auto all = fit::list_posteriors(file);
    return std::any_of(
        all.begin(), all.end(), [&name](const auto& one) { return one.first == name; });
}

std::optional<results::PosteriorDraws> posterior_for(Project& project,
                                                     std::size_t prior_set,
                                                     model::MonthWindow window,
                                                     const Options& options) {
    if (options.posterior == "none") {
        return std::nullopt;
    }
    if (options.posterior == "auto" && !has_posterior(project, prior_set, window, options)) {
        return std::nullopt;
    }
    return stored(own_posterior(project, file_of(project, options), prior_set, window, options));
}

std::vector<std::optional<results::PosteriorDraws>> posteriors_for(
    Project& project, const std::vector<std::size_t>& wanted, const Options& options) {
    std::vector<std::optional<results::PosteriorDraws>> found(project.model->prior_sets.size());
    for (const std::size_t set : wanted) {
        found[set] = posterior_for(project, set, usual_fit_window(*project.model), options);
    }
    return found;
}

void note_disagreement(const std::vector<std::optional<results::PosteriorDraws>>& posteriors,
                       Terminal& terminal) {
    for (const auto& posterior : posteriors) {
        if (posterior && posterior->r_hat > 0) {
            terminal.note(fmt::format(
                "  posterior {}: {}\n", posterior->name, disagreement_text(*posterior)));
        }
    }
}

std::string draws_text(const model::Model& model,
                       std::size_t prior_set,
                       const std::optional<results::PosteriorDraws>& posterior) {
    if (posterior) {
        const std::string doubt = posterior->r_hat > 0 ? "; " + disagreement_text(*posterior) : "";
        return fmt::format(
            "posterior {} (record to {}{})", posterior->name, posterior->until, doubt);
    }
    return model.prior_sets.size() > 1 ? "priors " + model.prior_sets[prior_set] : "priors";
}

std::unique_ptr<MemberDraws> member_draws(const model::Model& model,
                                          const results::PosteriorDraws* posterior,
                                          const Members& members) {
    if (posterior == nullptr) {
        return nullptr;
    }
    auto made = std::make_unique<MemberDraws>();
    for (const std::string& name : posterior->quantities) {
        const model::QuantityId id = model::find_quantity(model, name);
        ENTENTE_EXPECT(id);
        made->given.sites.push_back(program::draw_site(model.quantities[id]));
    }
    for (std::size_t i = 0; i < members.count; ++i) {
        const std::size_t draw = (members.first + i) % posterior->draws;
        for (std::size_t q = 0; q < posterior->quantities.size(); ++q) {
            made->uniforms.push_back(fit::uniform_of(posterior->value(draw, q)));
        }
    }
    made->given.uniforms = made->uniforms;
    return made;
}

}  // namespace entente::cli

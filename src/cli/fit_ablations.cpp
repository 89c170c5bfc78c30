// SPDX-License-Identifier: Apache-2.0
// entente fit --ablations: the model without each named link, fitted to the same months, and how
// much worse it then forecasts the months after them. Goes to ablations.json beside the posterior,
// with the fingerprint of the model that it is about. While links are still to do, what is there
// stands in a file of its own, and the same command goes on from it.
#include <algorithm>
#include <filesystem>
#include <limits>
#include <memory>
#include <numeric>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/fits.hpp"
#include "cli/suggest.hpp"
#include "cli/table.hpp"
#include "fit/ablation.hpp"
#include "fit/fit.hpp"
#include "results/files.hpp"
#include "results/json_number.hpp"

namespace entente::cli {

namespace {

using Json = nlohmann::ordered_json;

/// Of a fit without a link.
constexpr std::size_t most_generations = 60000;

struct LinkScore {
    std::string name;
    bool reaches = false;  ///< whether the record notices
    bool agreed = false;   ///< whether the chains of the fit without it agree
    fit::ScoreDifference difference;

    bool earns() const { return reaches && agreed && difference.clear(); }
};

/// Names of links that some claim rests on.
std::vector<std::string> claimed_links(const model::Model& model) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < model.claims.size(); ++i) {
        for (const auto& part : model.claims[model::ClaimId(i)].parts) {
            names.insert(names.end(), part.rests_on_names.begin(), part.rests_on_names.end());
        }
    }
    return names;
}

bool is_in(const std::vector<std::string>& all, const std::string& name) {
    return std::find(all.begin(), all.end(), name) != all.end();
}

/// Families of links that have a name of their own; a flow's link has its stock's name before a
/// dot.
std::vector<std::string> named_links(const model::Model& model) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < model.links.size(); ++i) {
        const std::string& family = model.links[model::LinkId(i)].family;
        if (family.find('.') == std::string::npos && !is_in(names, family)) {
            names.push_back(family);
        }
    }
    return names;
}

/// The links that --links asks for, in the order of the model. Throws Failure for a name that no
/// link has, and where there is none.
std::vector<std::string> wanted_links(const model::Model& model, const Options& options) {
    std::vector<std::string> wanted = options.links;
    std::vector<std::string> named = named_links(model);
    if (named.empty()) {
        throw Failure(
            fmt::format("`{}` has no link with a name of its own (`TERM as NAME`)", model.name));
    }
    if (wanted.empty() || is_in(wanted, "all")) {
        return named;
    }
    if (const auto claimed = std::find(wanted.begin(), wanted.end(), "claimed");
        claimed != wanted.end()) {
        wanted.erase(claimed);
        const std::vector<std::string> of_claims = claimed_links(model);
        wanted.insert(wanted.end(), of_claims.begin(), of_claims.end());
    }
    std::vector<std::string> known = named;
    known.insert(known.end(), {"all", "claimed"});
    for (const std::string& name : options.links) {
        if (!is_in(known, name)) {
            throw Failure(
                fmt::format("`{}` has no link `{}`{}", model.name, name, suggest(name, known)));
        }
    }
    std::vector<std::string> links;
    std::copy_if(named.begin(), named.end(), std::back_inserter(links), [&](const auto& name) {
        return is_in(wanted, name);
    });
    if (links.empty()) {
        throw Failure(
            fmt::format("no claim of `{}` rests on a link with a name of its own", model.name));
    }
    return links;
}

model::Model without(const model::Model& model, const std::string& family) {
    model::WithoutChange change;
    for (std::size_t i = 0; i < model.links.size(); ++i) {
        if (model.links[model::LinkId(i)].family == family) {
            change.links.push_back(model::LinkId(i));
        }
    }
    change.timing.from = model.grid.first;
    model::Scenario scenario;
    scenario.name = "without_" + family;
    scenario.changes.emplace_back(std::move(change));
    return model::with_scenario(model, scenario);
}

/// What all fits of a command share.
struct Setting {
    std::size_t prior_set = 0;
    model::MonthWindow fitted;
    model::MonthWindow scored;  ///< from the first month fitted to the last one scored
    std::vector<std::string> names;
    std::size_t chains = 0;
    std::vector<double> draws;  ///< of the whole model, [chain][draw][quantity]
};

Setting setting_of(const fit::Posterior& posterior,
                   std::size_t prior_set,
                   model::MonthWindow fitted,
                   model::Month last) {
    Setting made = {prior_set, fitted, {fitted.first, last}, {}, posterior.chains, {}};
    const std::size_t count = posterior.quantities.size();
    made.draws.resize(posterior.chains * posterior.draws * count);
    for (std::size_t q = 0; q < count; ++q) {
        made.names.push_back(posterior.quantities[q].name);
        for (std::size_t i = 0; i < posterior.quantities[q].z.size(); ++i) {
            made.draws[i * count + q] = posterior.quantities[q].z[i];
        }
    }
    return made;
}

/// What is scored is the record as it is now, whatever the fit knew.
Options with_all(Options options) {
    options.as_of.clear();
    return options;
}

/// Draws of the fit of another model to the same months.
std::optional<fit::Fit> fitted_again(const Held& held,
                                     const Setting& setting,
                                     const Options& options) {
    fit::FitOptions how = fit::fit_options(most_generations);
    how.seed = options.seed;
    const std::size_t d = setting.names.size();
    const std::size_t all = setting.draws.size() / d;
    for (std::size_t chain = 0; chain < how.chains; ++chain) {
        const auto begin =
            setting.draws.begin() + static_cast<std::ptrdiff_t>(chain * all / how.chains * d);
        how.starts.insert(how.starts.end(), begin, begin + static_cast<std::ptrdiff_t>(d));
    }
    how.progress = [](const fit::FitProgress&) { return !interrupted(); };
    return fit::fit(*held.likelihood, how);
}

/// A model without a link, held against all months.
struct Changed {
    model::Model model;
    std::unique_ptr<Held> scored;
    LinkScore score;
};

/// Whether the scored months notice the link; nothing where it could not be compiled.
std::optional<Changed> change(Project& project,
                              const std::string& family,
                              const Setting& setting,
                              const fit::PointScores& whole,
                              const Options& options) {
    Changed made = {without(*project.model, family), nullptr, {.name = family, .agreed = true}};
    made.scored = hold(
        made.model, project, setting.prior_set, setting.scored, with_all(options), setting.names);
    if (made.scored == nullptr) {
        return std::nullopt;
    }
    const auto same_draws = fit::score_points(
        *made.scored->likelihood, setting.draws, setting.chains, setting.fitted.last);
    made.score.reaches = !std::equal(whole.points.begin(),
                                     whole.points.end(),
                                     same_draws.points.begin(),
                                     [](const fit::PointScore& a, const fit::PointScore& b) {
                                         return a.log_score == b.log_score;
                                     });
    return made;
}

/// z of a fit in the order of a posterior, [chain][draw][quantity].
std::vector<double> z_by_chain(const fit::Fit& fit) {
    const std::size_t d = fit.z.size() / (fit.draws * fit.chains);
    std::vector<double> z;
    z.reserve(fit.z.size());
    for (std::size_t chain = 0; chain < fit.chains; ++chain) {
        for (std::size_t draw = 0; draw < fit.draws; ++draw) {
            const auto begin =
                fit.z.begin() + static_cast<std::ptrdiff_t>((draw * fit.chains + chain) * d);
            z.insert(z.end(), begin, begin + static_cast<std::ptrdiff_t>(d));
        }
    }
    return z;
}

/// The link's worth, fitted again without it. False where it was interrupted or could not be
/// compiled.
bool fit_without(Project& project,
                 Changed& changed,
                 const Setting& setting,
                 const fit::PointScores& whole,
                 const Options& options) {
    const auto fitted =
        hold(changed.model, project, setting.prior_set, setting.fitted, options, setting.names);
    if (fitted == nullptr) {
        return false;
    }
    const auto again = fitted_again(*fitted, setting, options);
    if (!again) {
        return false;
    }
    changed.score.agreed = again->agreed;
    changed.score.difference = fit::difference_of(
        whole,
        fit::score_points(
            *changed.scored->likelihood, z_by_chain(*again), again->chains, setting.fitted.last));
    return true;
}

std::string text_of(const std::vector<LinkScore>& scores, double whole, std::size_t numbers) {
    std::vector<std::vector<std::string>> rows = {
        {"without", "log score worse by", "standard error", ""}};
    std::size_t silent = 0;
    for (const LinkScore& score : scores) {
        if (!score.reaches) {
            ++silent;
            continue;
        }
        rows.push_back({score.name,
                        fmt::format("{:+.2f}", score.difference.sum),
                        fmt::format("{:.2f}", score.difference.error),
                        score.earns()  ? "earns its place"
                        : score.agreed ? "not shown"
                                       : "chains have not agreed"});
    }
    std::string text = rows.size() > 1 ? table(rows) : std::string();
    text += fmt::format("  The whole model's log score is {:.2f} for {}.\n",
                        whole,
                        counted(numbers, "number", "numbers"));
    if (silent > 0) {
        text += fmt::format(
            "  {} of the links change nothing that the record shows after the fit.\n", silent);
    }
    return text;
}

/// All but the links.
Json head_of(const Project& project,
             const fit::Posterior& posterior,
             const Setting& setting,
             double whole,
             std::size_t numbers) {
    return {{"schema_version", 1},
            {"model", project.model->name},
            {"posterior", posterior.name},
            {"prior_set", project.model->prior_sets[setting.prior_set]},
            {"fingerprint", posterior.origin.model_hash},
            {"fitted_until", model::to_text(setting.fitted.last)},
            {"scored_until", model::to_text(setting.scored.last)},
            {"numbers", numbers},
            {"log_score", results::json_number(whole)},
            {"links", Json::array()}};
}

std::string text_of(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json json_of(Json all, const std::vector<LinkScore>& scores) {
    for (const LinkScore& score : scores) {
        all["links"].push_back({{"name", score.name},
                                {"reaches", score.reaches},
                                {"worse_by", results::json_number(score.difference.sum)},
                                {"standard_error", results::json_number(score.difference.error)},
                                {"earns", score.earns()},
                                {"agreed", score.agreed}});
    }
    return all;
}

/// What a command that was stopped left.
class Unfinished {
  public:
    /// `head` is what the links stand on: those of another fit or seed are not taken.
    Unfinished(std::filesystem::path path, Json head, std::uint64_t seed)
        : path_(std::move(path)), head_(std::move(head)) {
        head_["seed"] = seed;
    }

    const std::filesystem::path& path() const { return path_; }

    std::vector<LinkScore> read() const {
        std::vector<LinkScore> scores;
        if (!std::filesystem::exists(path_)) {
            return scores;
        }
        Json all = Json::parse(read_text(path_.string(), "ablations"), nullptr, false);
        if (!all.is_object() || !all.contains("links")) {
            return scores;
        }
        const Json links = std::exchange(all["links"], Json::array());
        if (all != head_) {
            return scores;
        }
        scores.reserve(links.size());
        for (const Json& link : links) {
            scores.push_back({link["name"],
                              link["reaches"],
                              link["agreed"],
                              {number(link["worse_by"]), number(link["standard_error"])}});
        }
        return scores;
    }

    void write(const std::vector<LinkScore>& scores) const {
        results::write_file(path_, text_of(json_of(head_, scores)));
    }

    void remove() const { std::filesystem::remove(path_); }

  private:
    static double number(const Json& json) {
        return json.is_number() ? json.get<double>() : std::numeric_limits<double>::quiet_NaN();
    }

    std::filesystem::path path_;
    Json head_;
};

/// Every link's score, those that are kept taken from there; first all that no number notices,
/// which is quick. Nothing where it was stopped or a model without a link could not be compiled.
std::optional<std::vector<LinkScore>> score_links(Project& project,
                                                  const std::vector<std::string>& links,
                                                  const Setting& setting,
                                                  const fit::PointScores& whole,
                                                  const Unfinished& unfinished,
                                                  const Options& options) {
    // Also of links that an earlier command asked for and this one does not.
    std::vector<LinkScore> scores = unfinished.read();
    const auto done = [&scores](const std::string& family) {
        return std::any_of(scores.begin(), scores.end(), [&](const LinkScore& score) {
            return score.name == family;
        });
    };
    Progress progress(options, links.size(), "ablations");
    const auto counter = progress.counter();
    for (const bool fits : {false, true}) {
        for (const std::string& family : links) {
            if (done(family)) {
                continue;
            }
            auto changed = change(project, family, setting, whole, options);
            if (!changed || interrupted() ||
                (fits && !fit_without(project, *changed, setting, whole, options))) {
                progress.clear();
                return std::nullopt;
            }
            if (fits || !changed->score.reaches) {
                scores.push_back(changed->score);
                unfinished.write(scores);
                counter(static_cast<std::size_t>(std::count_if(links.begin(), links.end(), done)));
            }
        }
    }
    progress.clear();
    // In the order of the model, and those alone that are asked for.
    std::vector<LinkScore> sorted;
    sorted.reserve(links.size());
    for (const std::string& family : links) {
        sorted.push_back(*std::find_if(scores.begin(), scores.end(), [&](const LinkScore& score) {
            return score.name == family;
        }));
    }
    return sorted;
}

}  // namespace

int ablate(Project& project,
           std::size_t prior_set,
           const std::filesystem::path& file,
           model::MonthWindow window,
           const Options& options,
           Terminal& terminal) {
    const model::Month last = usual_fit_window(*project.model).last;
    if (!(window.last < last)) {
        throw Failure(fmt::format(
            "--ablations scores the months after a fit, and this one goes to the last of them, {}. "
            "Fit fewer months first: entente fit {} --until YEAR-12, then give the same --until "
            "here",
            model::to_text(last),
            project.path));
    }
    const std::vector<std::string> links = wanted_links(*project.model, options);
    const fit::Posterior posterior = own_posterior(project, file, prior_set, window, options);
    const Setting setting = setting_of(posterior, prior_set, window, last);
    const auto held =
        hold(*project.model, project, prior_set, setting.scored, with_all(options), setting.names);
    if (held == nullptr) {
        report_faults(project, terminal);
        return exit_check_said_no;
    }
    const auto whole =
        fit::score_points(*held->likelihood, setting.draws, setting.chains, window.last);
    const double sum = std::accumulate(
        whole.points.begin(), whole.points.end(), 0.0, [](double all, const auto& score) {
            return all + score.log_score;
        });
    const auto path = file.parent_path() / "ablations.json";
    const Json head = head_of(project, posterior, setting, sum, whole.points.size());
    const Unfinished unfinished(path.string() + ".unfinished", head, options.seed);
    const auto scores = score_links(project, links, setting, whole, unfinished, options);
    if (!scores && interrupted()) {
        terminal.error(fmt::format(
            "interrupted; the links that are done are kept in {}, and the same command goes on\n",
            unfinished.path().string()));
        return exit_interrupted;
    }
    if (!scores) {
        report_faults(project, terminal);
        return exit_check_said_no;
    }
    const std::string text = text_of(json_of(head, *scores));
    results::write_file(path, text);
    unfinished.remove();
    terminal.out(options.json ? text : text_of(*scores, sum, whole.points.size()));
    terminal.note(fmt::format("  wrote {}\n", path.string()));
    return exit_done;
}

}  // namespace entente::cli

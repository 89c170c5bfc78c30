// SPDX-License-Identifier: Apache-2.0
#include "cli/track_record.hpp"

#include <algorithm>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/posterior_use.hpp"
#include "fit/observed.hpp"
#include "program/program.hpp"
#include "results/hash.hpp"

namespace entente::cli {

namespace {

using analysis::Conditioning;
using Json = nlohmann::json;

/// The very bytes of the numbers.
template <typename Number>
std::string bytes_of(const std::vector<Number>& numbers) {
    std::string bytes(numbers.size() * sizeof(Number), '\0');
    if (!numbers.empty()) {
        std::memcpy(bytes.data(), numbers.data(), bytes.size());
    }
    return bytes;
}

std::string text_of(const program::Program& program) {
    return program::to_text(program) + bytes_of(program.constants) +
           bytes_of(program.month_values) + bytes_of(program.instant_values);
}

std::string text_of(const model::DataSeries& series, const data::Series& figures) {
    std::string text = series.name + "\n";
    for (const data::Point& point : figures.points) {
        text += fmt::format("{} {:.17g}", model::to_text(point.month), point.value);
        for (const data::Release& release : point.releases) {
            text += fmt::format(" {} {:.17g}", model::to_text(release.published), release.value);
        }
        text += "\n";
    }
    return text;
}

/// How a series or an event strays from the model, and what came.
std::string text_of(const fit::Target& target) {
    std::string text = fmt::format("{} {} {} {} {} {}",
                                   target.name,
                                   static_cast<int>(target.errors),
                                   static_cast<int>(target.window),
                                   target.hazard,
                                   target.closes_after,
                                   target.scale);
    for (const fit::Setting& setting : target.settings) {
        text += setting.output ? fmt::format(" output {}", *setting.output)
                               : fmt::format(" {:.17g}", setting.value);
    }
    for (const fit::Observed& point : target.points) {
        text += fmt::format(" {}: {:.17g}", point.first, point.value);
    }
    return text + "\n";
}

std::string text_of(const ScorePlan& plan) {
    std::string text =
        model::to_text(plan.tested.first) + " " + model::to_text(plan.tested.last) + "\n";
    for (const model::Month origin : plan.origins) {
        text += model::to_text(origin) + " ";
    }
    for (const int horizon : plan.horizons) {
        text += fmt::format(" {}", horizon);
    }
    return text + "\n";
}

model::Month month_in(const Json& json) {
    const auto date = model::parse_date(json.get<std::string>());
    if (!date || date->month == 0) {
        throw Failure("a track record has a month that is none");
    }
    return model::month_of(date->year, date->month);
}

/// What a track record was asked for. Throws where a field is missing or of another kind.
ScorePlan plan_in(const Json& json) {
    ScorePlan plan;
    plan.tested = {month_in(json.at("from")), month_in(json.at("until"))};
    for (const Json& origin : json.at("origins")) {
        plan.origins.push_back(month_in(origin));
    }
    plan.horizons = json.at("horizons").get<std::vector<int>>();
    for (const Json& level : json.at("levels")) {
        for (const Conditioning one :
             {Conditioning::nothing, Conditioning::shocks, Conditioning::decisions}) {
            if (level.at("level") == analysis::name(one)) {
                plan.levels.push_back(one);
            }
        }
    }
    return plan;
}

/// Whether the fingerprint in a track record is what its model has now.
bool is_own(Project& project, const Json& json, Options options) {
    const auto& sets = project.model->prior_sets;
    const auto set = std::find(sets.begin(), sets.end(), json.at("prior_set").get<std::string>());
    if (set == sets.end()) {
        return false;
    }
    const auto prior_set = static_cast<std::size_t>(set - sets.begin());
    options.posterior = json.at("fitted").get<bool>() ? "auto" : "none";
    options.members = json.at("members").get<std::uint64_t>();
    options.seed = json.at("seed").get<std::uint64_t>();
    options.series.clear();
    const ScorePlan plan = plan_in(json);
    const auto posterior = posterior_before(project, prior_set, plan, options);
    const std::string print =
        score_fingerprint(project, plan, prior_set, posterior ? &*posterior : nullptr, options);
    return print == json.at("fingerprint").get<std::string>();
}

}  // namespace

analysis::Hindcast hindcast_of(const Project& project,
                               const ScorePlan& plan,
                               Conditioning level,
                               std::size_t prior_set,
                               const Options& options) {
    return {*project.model,
            *project.data,
            {.level = level,
             .origins = plan.origins,
             .horizons = plan.horizons,
             .until = plan.tested.last,
             .trained = plan.tested.first,
             .prior_set = prior_set,
             .seed = options.seed,
             .series = options.series}};
}

std::optional<results::PosteriorDraws> posterior_before(Project& project,
                                                        std::size_t prior_set,
                                                        const ScorePlan& plan,
                                                        const Options& options) {
    const model::MonthWindow window = {project.model->grid.first, plan.tested.first + -1};
    Options published = options;
    published.as_of = model::to_text(window.last);
    const bool strict = has_posterior(project, prior_set, window, published);
    return posterior_for(project, prior_set, window, strict ? published : options);
}

std::string score_fingerprint(Project& project,
                              const ScorePlan& plan,
                              std::size_t prior_set,
                              const results::PosteriorDraws* posterior,
                              const Options& options) {
    std::string said = fmt::format("{} members, seed {}\n", options.members, options.seed);
    said += text_of(plan);
    if (posterior != nullptr) {
        said += posterior->name + "\n" + posterior->fingerprint + "\n" + bytes_of(posterior->z);
    }
    const model::Model& model = *project.model;
    for (std::size_t i = 0; i < model.data.size(); ++i) {
        said += text_of(model.data[model::DataId(i)], project.data->series[model::DataId(i)]);
    }
    const fit::Targets targets =
        fit::targets_of(model, *project.data, {model.grid.first, plan.tested.last});
    for (const fit::Target& target : targets.targets) {
        said += text_of(target);
    }
    Options all = options;
    all.series.clear();
    for (const Conditioning level : plan.levels) {
        const analysis::Hindcast hindcast = hindcast_of(project, plan, level, prior_set, all);
        said += fmt::format("{} {}\n", analysis::name(level), hindcast.questions());
        for (std::size_t origin = plan.origins.size(); origin-- > 0;) {
            if (const auto program = hindcast.compile(origin, project.diagnostics)) {
                said += text_of(*program);
                break;
            }
            if (project.diagnostics.has_errors()) {
                return {};
            }
        }
    }
    return results::hash_of(said);
}

std::string track_record_beside(Project& project, const Options& options, Terminal& terminal) {
    const std::filesystem::path file =
        std::filesystem::path(project.path).parent_path() / "score.json";
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) {
        return {};
    }
    std::string text = read_text(file.string(), "track record");
    const Json json = Json::parse(text, nullptr, false);
    try {
        if (is_own(project, json, options)) {
            return text;
        }
    } catch (const Json::exception&) {
        return text;  // Not a track record at all, as its reader says.
    }
    terminal.note(fmt::format(
        "  `{}` is left out: it is of another model, record or fit than `{}` has now. Score again: "
        "entente score {} --json > {}\n",
        file.generic_string(),
        project.path,
        project.path,
        file.generic_string()));
    return {};
}

}  // namespace entente::cli

// SPDX-License-Identifier: Apache-2.0
// entente influence: how much of a movement comes through each channel, and the feedback loops of
// the model with their polarity and strength.
#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/shapley.hpp"
#include "claims/needs.hpp"
#include "claims/rules.hpp"
#include "claims/wording.hpp"
#include "cli/ensemble.hpp"
#include "cli/headline.hpp"
#include "cli/loops_now.hpp"
#include "cli/posterior_use.hpp"
#include "cli/suggest.hpp"
#include "cli/table.hpp"
#include "cli/verbs.hpp"
#include "results/json_number.hpp"

namespace entente::cli {

namespace {

using Json = nlohmann::ordered_json;

/// What one channel moves of one outcome.
struct ChannelShare {
    std::string channel;
    claims::Quantiles moved;  ///< over the members, in the outcome's unit
    double sampling = 0;      ///< two standard errors of the mean
    double share = 0;         ///< of the mean size of what all channels move, 0 to 1
};

struct OutcomeShares {
    std::string outcome;
    std::string unit;
    claims::Quantiles moved;  ///< with all channels less with none
    std::vector<ChannelShare> channels;
};

struct Answer {
    const model::Influence* influence = nullptr;
    std::vector<OutcomeShares> outcomes;
};

/// The ensembles of one influence: the baseline with some channels taken away from the first month
/// of the window on. Bit c of the index is set where channel c is on.
std::vector<Ensemble> ensembles_of(const model::Model& model,
                                   const model::Influence& influence,
                                   std::size_t prior_set,
                                   const results::PosteriorDraws* posterior) {
    std::vector<Ensemble> all;
    const std::size_t channels = influence.channels.size();
    for (std::size_t on = 0; on < std::size_t{1} << channels; ++on) {
        Ensemble ensemble;
        ensemble.scenario = model.scenarios[model::ScenarioId(0)];
        model::WithoutChange change;
        change.timing.from = influence.window.first;
        for (std::size_t c = 0; c < channels; ++c) {
            if ((on >> c & 1U) == 0) {
                const auto& links = influence.channels[c].links;
                change.links.insert(change.links.end(), links.begin(), links.end());
            }
        }
        if (!change.links.empty()) {
            ensemble.scenario.changes.emplace_back(change);
        }
        ensemble.prior_set = prior_set;
        ensemble.outputs = influence.on;
        ensemble.posterior = posterior;
        all.push_back(std::move(ensemble));
    }
    return all;
}

/// The mean over the window of each quantity, a member each.
claims::Case measured(const model::Influence& influence) {
    claims::Case one;
    for (const model::QuantityId id : influence.on) {
        one.measures.push_back({claims::Measure::Kind::average, id, influence.window, 0});
    }
    return one;
}

OutcomeShares shares_of(const model::Model& model,
                        const model::Influence& influence,
                        std::size_t outcome,
                        const std::vector<claims::CaseValues>& values) {
    std::vector<std::vector<double>> by_set;
    by_set.reserve(values.size());
    for (const claims::CaseValues& one : values) {
        by_set.push_back(one.by_measure[outcome]);
    }
    const auto moved = analysis::shapley(influence.channels.size(), by_set);
    OutcomeShares shares;
    const model::Quantity& quantity = model.quantities[influence.on[outcome]];
    shares.outcome = quantity.name;
    shares.unit = quantity.unit;
    std::vector<double> whole = by_set.back();
    for (std::size_t m = 0; m < whole.size(); ++m) {
        whole[m] -= by_set.front()[m];
    }
    shares.moved = claims::quantiles(std::move(whole));
    double all = 0;
    for (std::size_t c = 0; c < moved.size(); ++c) {
        ChannelShare share;
        share.channel = influence.channels[c].name;
        share.moved = claims::quantiles(moved[c]);
        share.sampling = two_standard_errors(moved[c]);
        double size = 0;
        for (const double value : moved[c]) {
            size += std::isfinite(value) ? std::abs(value) : 0;
        }
        share.share = size;
        all += size;
        shares.channels.push_back(std::move(share));
    }
    for (ChannelShare& share : shares.channels) {
        share.share = all > 0 ? share.share / all : 0;
    }
    return shares;
}

std::vector<const model::Influence*> chosen(const model::Model& model, const Options& options) {
    std::vector<std::string> names;
    for (const model::Influence& influence : model.influences) {
        names.push_back(influence.name);
    }
    std::vector<const model::Influence*> found;
    const std::vector<std::string> wanted(options.arguments.begin() + 1, options.arguments.end());
    for (const std::string& name : wanted) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            throw Failure(fmt::format("`{}` has no influence `{}`{}",
                                      model.name,
                                      name,
                                      suggest_or_list(name, names, "Influences")));
        }
    }
    for (const model::Influence& influence : model.influences) {
        if (wanted.empty() ||
            std::find(wanted.begin(), wanted.end(), influence.name) != wanted.end()) {
            found.push_back(&influence);
        }
    }
    return found;
}

/// "about 35 %", never none or all.
std::string share_text(double share) {
    const double percent = std::round(100 * share);
    return percent < 1    ? "less than 1 %"
           : percent > 99 ? "more than 99 %"
                          : fmt::format("{:.0f} %", percent);
}

std::string band_text(const claims::Quantiles& q) {
    return fmt::format("{} [{} to {}]",
                       claims::signed_number(q.q50),
                       claims::signed_number(q.q05),
                       claims::signed_number(q.q95));
}

void print(const Answer& answer, const Options& options, Terminal& terminal) {
    const model::Influence& influence = *answer.influence;
    terminal.out(fmt::format("{}  {}\n", terminal.strong(influence.name), influence.label));
    terminal.out(
        fmt::format("  means over {} to {}, {} paired futures; medians with 90 % bands; the "
                    "channels' shares of a "
                    "movement add up (Shapley)\n\n",
                    model::to_text(influence.window.first),
                    model::to_text(influence.window.last),
                    options.members));
    std::vector<std::vector<std::string>> rows = {
        {"outcome", "channel", "moves it by", "±", "share", "unit"}};
    for (const OutcomeShares& outcome : answer.outcomes) {
        rows.push_back({outcome.outcome, "all", band_text(outcome.moved), "", "", outcome.unit});
        for (const ChannelShare& channel : outcome.channels) {
            rows.push_back({"",
                            channel.channel,
                            band_text(channel.moved),
                            claims::number(channel.sampling),
                            share_text(channel.share),
                            ""});
        }
    }
    terminal.out(table(rows) + "\n");
}

Json quantiles_json(const claims::Quantiles& q) {
    return {{"q05", results::json_number(q.q05)},
            {"q50", results::json_number(q.q50)},
            {"q95", results::json_number(q.q95)},
            {"mean", results::json_number(q.mean)}};
}

Json answer_json(const Answer& answer) {
    Json json = {{"name", answer.influence->name},
                 {"label", answer.influence->label},
                 {"from", model::to_text(answer.influence->window.first)},
                 {"to", model::to_text(answer.influence->window.last)},
                 {"outcomes", Json::array()}};
    for (const OutcomeShares& outcome : answer.outcomes) {
        Json one = {{"outcome", outcome.outcome},
                    {"unit", outcome.unit},
                    {"moved", quantiles_json(outcome.moved)},
                    {"channels", Json::array()}};
        for (const ChannelShare& channel : outcome.channels) {
            one["channels"].push_back({{"channel", channel.channel},
                                       {"moved", quantiles_json(channel.moved)},
                                       {"two_standard_errors", channel.sampling},
                                       {"share", channel.share}});
        }
        json["outcomes"].push_back(std::move(one));
    }
    return json;
}

void print_loops(const std::vector<LoopNow>& loops, Terminal& terminal) {
    if (loops.empty()) {
        terminal.out("No feedback loop between stocks is strong enough to tell.\n");
        return;
    }
    terminal.out(fmt::format(
        "Feedback loops as the forecast opens, all inputs at their middle; gain: what comes "
        "back in the long run of a lasting push\n\n"));
    std::vector<std::vector<std::string>> rows = {{"loop", "polarity", "gain"}};
    for (const LoopNow& loop : loops) {
        rows.push_back({fmt::format("{} → {}", fmt::join(loop.stocks, " → "), loop.stocks.front()),
                        loop.gain > 0 ? "reinforcing" : "balancing",
                        claims::signed_number(loop.gain)});
    }
    terminal.out(table(rows));
}

/// Runs one influence; nothing where compiling failed or Ctrl-C came.
std::optional<Answer> answer_of(Project& project,
                                const model::Influence& influence,
                                std::size_t prior_set,
                                const results::PosteriorDraws* posterior,
                                const Options& options,
                                Progress& progress,
                                Terminal& terminal) {
    const model::Model& model = *project.model;
    std::vector<Ensemble> all = ensembles_of(model, influence, prior_set, posterior);
    const std::size_t count = all.size();
    Ensembles ensembles(project, options, std::move(all));
    if (!ensembles.compile()) {
        return std::nullopt;
    }
    const claims::Case wanted = measured(influence);
    std::vector<claims::CaseValues> values;
    for (std::size_t i = 0; i < count; ++i) {
        const results::Run run = ensembles.run(i, progress);
        if (run.partial) {
            return std::nullopt;
        }
        if (has_faults(run)) {
            progress.clear();
            report_broken(run, terminal);
        }
        values.push_back(claims::measure(model, wanted, run));
    }
    Answer answer;
    answer.influence = &influence;
    for (std::size_t outcome = 0; outcome < influence.on.size(); ++outcome) {
        answer.outcomes.push_back(shares_of(model, influence, outcome, values));
    }
    return answer;
}

std::size_t ensembles_in(const std::vector<const model::Influence*>& wanted) {
    std::size_t count = 0;
    for (const model::Influence* influence : wanted) {
        count += std::size_t{1} << influence->channels.size();
    }
    return count;
}

}  // namespace

int run_influence(const Options& options, Terminal& terminal) {
    const auto project = open_project(options.arguments.front(), Reads::model_and_data);
    if (report_faults(*project, terminal) || !project->data) {
        return exit_check_said_no;
    }
    const model::Model& model = *project->model;
    const auto wanted = chosen(model, options);
    const std::size_t prior_set = prior_set_named(model, options.prior_set);
    const auto posteriors = posteriors_for(*project, {prior_set}, options);
    const auto& posterior = posteriors[prior_set];
    catch_interrupts();
    Progress progress(
        options, ensembles_in(wanted) * static_cast<std::size_t>(options.members), model.name);
    std::vector<Answer> answers;
    for (const model::Influence* influence : wanted) {
        auto answer = answer_of(*project,
                                *influence,
                                prior_set,
                                posterior ? &*posterior : nullptr,
                                options,
                                progress,
                                terminal);
        if (!answer) {
            progress.clear();
            if (interrupted()) {
                terminal.error("interrupted; nothing was compared\n");
                return exit_interrupted;
            }
            report_faults(*project, terminal);
            return exit_check_said_no;
        }
        answers.push_back(std::move(*answer));
    }
    progress.clear();
    const std::vector<LoopNow> loops = loops_now(*project, prior_set, options);
    if (options.json) {
        Json all = {{"schema_version", 1},
                    {"model", model.name},
                    {"members", options.members},
                    {"seed", options.seed},
                    {"draws", draws_text(model, prior_set, posterior)},
                    {"influences", Json::array()},
                    {"loops", Json::array()}};
        for (const Answer& answer : answers) {
            all["influences"].push_back(answer_json(answer));
        }
        for (const LoopNow& loop : loops) {
            all["loops"].push_back({{"stocks", loop.stocks}, {"gain", loop.gain}});
        }
        terminal.out(all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
        return exit_done;
    }
    if (answers.empty()) {
        terminal.note(
            fmt::format("`{}` declares no influence, so its loops alone are told\n", model.name));
    }
    for (const Answer& answer : answers) {
        print(answer, options, terminal);
    }
    print_loops(loops, terminal);
    terminal.out(fmt::format(
        "seed {}, from {}\nThis is a model, not a forecast; it is not for targeting or warning.\n",
        options.seed,
        draws_text(model, prior_set, posterior)));
    return exit_done;
}

}  // namespace entente::cli

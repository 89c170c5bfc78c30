// SPDX-License-Identifier: Apache-2.0
// entente influence: how much of a movement comes through each channel, and the feedback loops of
// the model with their polarity and strength.
#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "claims/rules.hpp"
#include "claims/wording.hpp"
#include "cli/ensemble.hpp"
#include "cli/influence_answer.hpp"
#include "cli/loops_now.hpp"
#include "cli/posterior_use.hpp"
#include "cli/suggest.hpp"
#include "cli/table.hpp"
#include "cli/verbs.hpp"

namespace entente::cli {

namespace {

using Json = nlohmann::ordered_json;

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

void print(const InfluenceAnswer& answer, const Options& options, Terminal& terminal) {
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
    std::vector<InfluenceAnswer> answers;
    for (const model::Influence* influence : wanted) {
        auto answer = influence_answer(*project,
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
        for (const InfluenceAnswer& answer : answers) {
            all["influences"].push_back(to_json(answer));
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
    for (const InfluenceAnswer& answer : answers) {
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

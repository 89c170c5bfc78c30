// SPDX-License-Identifier: Apache-2.0
#include "cli/influence_answer.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

#include "analysis/shapley.hpp"
#include "claims/needs.hpp"
#include "cli/headline.hpp"
#include "results/json_number.hpp"

namespace entente::cli {

namespace {

using Json = nlohmann::ordered_json;

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

Json quantiles_json(const claims::Quantiles& q) {
    return {{"q05", results::json_number(q.q05)},
            {"q50", results::json_number(q.q50)},
            {"q95", results::json_number(q.q95)},
            {"mean", results::json_number(q.mean)}};
}

}  // namespace

std::size_t ensembles_in(const std::vector<const model::Influence*>& wanted) {
    std::size_t count = 0;
    for (const model::Influence* influence : wanted) {
        count += std::size_t{1} << influence->channels.size();
    }
    return count;
}

std::optional<InfluenceAnswer> influence_answer(Project& project,
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
    InfluenceAnswer answer;
    answer.influence = &influence;
    for (std::size_t outcome = 0; outcome < influence.on.size(); ++outcome) {
        answer.outcomes.push_back(shares_of(model, influence, outcome, values));
    }
    return answer;
}

Json to_json(const InfluenceAnswer& answer) {
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

}  // namespace entente::cli

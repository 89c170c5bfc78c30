// SPDX-License-Identifier: Apache-2.0
#include "cli/loops_now.hpp"

#include <cmath>

#include "analysis/loops.hpp"
#include "program/draws.hpp"
#include "run/simulate.hpp"

namespace entente::cli {

namespace {

constexpr std::size_t longest_loop = 4;
constexpr double least_gain = 0.01;
constexpr std::size_t most_loops = 12;
constexpr double push_share = 0.01;  ///< of the range, or of the value

std::vector<model::QuantityId> stocks_of(const model::Model& model) {
    std::vector<model::QuantityId> stocks;
    for (std::size_t i = 0; i < model.quantities.size(); ++i) {
        const model::Quantity& quantity = model.quantities[model::QuantityId(i)];
        if (quantity.kind == model::QuantityKind::stock && !quantity.hidden) {
            stocks.emplace_back(i);
        }
    }
    return stocks;
}

/// The middle of everything that is drawn once.
struct Middle {
    program::GivenDraws given;
    std::vector<double> uniforms;

    explicit Middle(const model::Model& model) {
        for (const model::Quantity& quantity : model.quantities) {
            const bool once = quantity.kind == model::QuantityKind::parameter ||
                              quantity.kind == model::QuantityKind::stock;
            if (once) {
                given.sites.push_back(program::draw_site(quantity));
            }
        }
        uniforms.assign(given.sites.size(), 0.5);
        given.uniforms = uniforms;
    }
};

/// The stocks one month after the forecast opens, and as it opens.
struct Month {
    std::vector<double> opening;
    std::vector<double> closing;
};

Month month_of(const model::Model& model,
               const std::vector<model::QuantityId>& stocks,
               const results::Run& run) {
    const int row = run.grid.row(model.grid.forecast);
    Month month;
    for (const model::QuantityId id : stocks) {
        const std::size_t output = results::find_output(run, model.quantities[id].name);
        month.opening.push_back(static_cast<double>(run.value(0, row, output)));
        month.closing.push_back(static_cast<double>(run.value(0, row + 1, output)));
    }
    return month;
}

/// A push that stays inside the stock's range.
double push_of(const model::Quantity& stock, double value) {
    const bool ranged = stock.low && stock.high && std::isfinite(*stock.high - *stock.low);
    double push = push_share * (ranged ? *stock.high - *stock.low : std::abs(value));
    push = push > 0 ? push : push_share;
    return stock.high && value + push > *stock.high ? -push : push;
}

}  // namespace

std::vector<LoopNow> loops_now(Project& project, std::size_t prior_set, const Options& options) {
    // Amounts of pushes are numbers of the model, so they are written into a copy of it.
    Project pushed;
    pushed.model = project.model;
    pushed.data = project.data;
    model::Model& model = *pushed.model;
    const std::vector<model::QuantityId> stocks = stocks_of(model);
    const std::size_t n = stocks.size();
    if (n < 2 || model.grid.row(model.grid.forecast) >= model.grid.months) {
        return {};
    }
    const Middle middle(model);
    run::RunSpec spec;
    spec.seed = options.seed;
    spec.members = 1;
    spec.threads = 1;
    spec.given = &middle.given;
    Options calm = options;
    calm.draws = "mean";
    Ensemble ensemble;
    ensemble.prior_set = prior_set;
    ensemble.outputs = stocks;
    ensemble.scenario = model.scenarios[model::ScenarioId(0)];
    const auto base = compile(pushed, ensemble, calm);
    if (!base) {
        return {};
    }
    const Month before = month_of(model, stocks, run::simulate(*base, spec));
    std::vector<double> answers(n * n, 0);
    for (std::size_t from = 0; from < n; ++from) {
        model::Node amount;
        amount.value = push_of(model.quantities[stocks[from]], before.opening[from]);
        const model::NodeId node = model.nodes.add(amount);
        ensemble.scenario = model.scenarios[model::ScenarioId(0)];
        ensemble.scenario.changes.emplace_back(
            model::AddChange{stocks[from], node, model.grid.forecast});
        const auto program = compile(pushed, ensemble, calm);
        if (!program) {
            return {};
        }
        const Month after = month_of(model, stocks, run::simulate(*program, spec));
        const double push = after.opening[from] - before.opening[from];
        for (std::size_t to = 0; to < n && push != 0; ++to) {
            answers[to * n + from] = (after.closing[to] - before.closing[to]) / push;
        }
    }
    std::vector<LoopNow> loops;
    for (const analysis::Loop& loop :
         analysis::strongest_loops(n, answers, longest_loop, least_gain, most_loops)) {
        LoopNow now;
        now.gain = loop.gain;
        for (const std::size_t stock : loop.stocks) {
            now.stocks.push_back(model.quantities[stocks[stock]].name);
        }
        loops.push_back(std::move(now));
    }
    return loops;
}

}  // namespace entente::cli

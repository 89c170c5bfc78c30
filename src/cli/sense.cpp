// SPDX-License-Identifier: Apache-2.0
// entente sense: what an answer is sensitive to. One input at a time at both ends of its 90 %
// range, all else as drawn: the same futures twice.
#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "claims/needs.hpp"
#include "claims/rules.hpp"
#include "claims/wording.hpp"
#include "cli/ensemble.hpp"
#include "cli/headline.hpp"
#include "cli/posterior_use.hpp"
#include "cli/suggest.hpp"
#include "cli/table.hpp"
#include "cli/verbs.hpp"
#include "fit/likelihood.hpp"
#include "program/draws.hpp"

namespace entente::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t months_of_window = 12;
constexpr std::size_t bars = 24;  ///< characters of the longest bar
constexpr std::size_t rows_shown = 20;

/// What is measured: the mean of an output over the last year, or with --scenario its difference
/// from the baseline's.
struct Measured {
    model::QuantityId quantity;
    model::MonthWindow window;
    std::optional<model::ScenarioId> scenario;
};

/// One input and what the output's mean becomes at both ends of its range.
struct Swing {
    std::string input;
    std::string unit;
    char grade = 0;
    double low_value = 0;
    double high_value = 0;
    double at_low = 0;  ///< mean of the output
    double at_high = 0;
    double sampling = 0;  ///< two standard errors of the paired difference

    double span() const { return at_high - at_low; }
};

Measured measured_by(const model::Model& model, const Options& options) {
    const std::string& name = options.arguments[1];
    std::vector<std::string> names;
    for (const model::QuantityId id : every_quantity(model)) {
        names.push_back(model.quantities[id].name);
    }
    if (std::find(names.begin(), names.end(), name) == names.end()) {
        throw Failure(
            fmt::format("`{}` has no variable `{}`{}", model.name, name, suggest(name, names)));
    }
    Measured target;
    target.quantity = model::find_quantity(model, name);
    const model::Month last = model.grid.last();
    target.window = {last + -static_cast<int>(months_of_window) + 1, last};
    target.window.first = std::max(target.window.first, model.grid.first);
    if (options.scenarios.size() > 1) {
        throw Failure("`sense` takes one --scenario, which it compares with the baseline");
    }
    if (!options.scenarios.empty()) {
        target.scenario = scenario_named(model, options.scenarios.front());
    }
    return target;
}

/// Runs the target for members whose draws are given in part.
class Runner {
  public:
    Runner(Project& project, const Measured& target, std::size_t prior_set, const Options& options)
        : model_(*project.model), options_(options) {
        measured_.measures = {{claims::Measure::Kind::average, target.quantity, target.window, 0}};
        measured_.keeps_parameters = true;
        Ensemble ensemble;
        ensemble.prior_set = prior_set;
        ensemble.outputs = {target.quantity};
        ensemble.scenario = model_.scenarios[model::ScenarioId(0)];
        programs_.push_back(compile(project, ensemble, options));
        if (target.scenario) {
            ensemble.scenario = model_.scenarios[*target.scenario];
            programs_.push_back(compile(project, ensemble, options));
        }
    }

    bool compiled() const {
        return std::all_of(
            programs_.begin(), programs_.end(), [](const auto& p) { return p.has_value(); });
    }

    std::size_t programs() const { return programs_.size(); }

    /// The target of each member; empty after Ctrl-C. `parameters` gets the draws where given.
    std::vector<double> values(const MemberDraws* draws,
                               Progress& progress,
                               claims::CaseValues* parameters = nullptr) const {
        std::vector<double> result;
        for (std::size_t p = 0; p < programs_.size(); ++p) {
            const results::Run run =
                simulate(*programs_[p], wanted_members(options_), options_, progress, draws);
            if (run.partial) {
                return {};
            }
            claims::CaseValues values = claims::measure(model_, measured_, run);
            if (p == 0) {
                result = values.by_measure.front();
            } else {
                for (std::size_t m = 0; m < result.size(); ++m) {
                    result[m] = values.by_measure.front()[m] - result[m];
                }
            }
            if (p == 0 && parameters != nullptr) {
                *parameters = std::move(values);
            }
        }
        return result;
    }

  private:
    const model::Model& model_;
    const Options& options_;
    claims::Case measured_;
    std::vector<std::optional<program::Program>> programs_;
};

/// The draws as they are, with one input at one quantile of the prior in every member.
MemberDraws with_one(const MemberDraws* draws,
                     math::Site site,
                     double uniform,
                     std::size_t members) {
    MemberDraws made;
    const std::size_t before = draws == nullptr ? 0 : draws->given.sites.size();
    if (draws != nullptr) {
        made.given.sites = draws->given.sites;
    }
    const auto found = std::find(made.given.sites.begin(), made.given.sites.end(), site);
    const auto column = static_cast<std::size_t>(found - made.given.sites.begin());
    if (found == made.given.sites.end()) {
        made.given.sites.push_back(site);
    }
    const std::size_t columns = made.given.sites.size();
    made.uniforms.resize(columns * members);
    for (std::size_t m = 0; m < members; ++m) {
        for (std::size_t c = 0; c < before; ++c) {
            made.uniforms[m * columns + c] = draws->uniforms[m * before + c];
        }
        made.uniforms[m * columns + column] = uniform;
    }
    return made;
}

/// The uniform behind the 5 % or 95 % of what members draw: of the posterior where there is one.
double end_of(const MemberDraws* draws, math::Site site, double quantile) {
    if (draws == nullptr) {
        return quantile;
    }
    const auto column = draws->given.find_column(site);
    if (!column) {
        return quantile;
    }
    const std::size_t columns = draws->given.sites.size();
    std::vector<double> uniforms;
    for (std::size_t i = *column; i < draws->uniforms.size(); i += columns) {
        uniforms.push_back(draws->uniforms[i]);
    }
    const claims::Quantiles q = claims::quantiles(std::move(uniforms));
    return quantile < 0.5 ? q.q05 : q.q95;
}

double mean_of(const std::vector<double>& values) { return claims::quantiles(values).mean; }

/// Parameters that differ between members.
std::vector<std::size_t> uncertain(const claims::CaseValues& drawn) {
    std::vector<std::size_t> found;
    const std::size_t columns = drawn.parameter_names.size();
    for (std::size_t p = 0; p < columns; ++p) {
        for (std::size_t m = 1; m < drawn.members; ++m) {
            if (drawn.parameters[m * columns + p] != drawn.parameters[p]) {
                found.push_back(p);
                break;
            }
        }
    }
    return found;
}

Swing swing_of(const model::Model& model, const claims::CaseValues& drawn, std::size_t p) {
    Swing swing;
    swing.input = drawn.parameter_names[p];
    swing.unit = drawn.parameter_units[p];
    const model::QuantityId id = model::find_quantity(model, swing.input);
    if (id && model.quantities[id].declaration) {
        swing.grade = model.declarations[model.quantities[id].declaration].grade;
    }
    std::vector<double> values;
    for (std::size_t m = 0; m < drawn.members; ++m) {
        values.push_back(drawn.parameters[m * drawn.parameter_names.size() + p]);
    }
    const claims::Quantiles q = claims::quantiles(std::move(values));
    swing.low_value = q.q05;
    swing.high_value = q.q95;
    return swing;
}

/// A bar from the lower to the higher mean, on one scale for all.
std::string bar_text(const Swing& swing, double low, double high) {
    const double width = high - low;
    if (!(width > 0)) {
        return {};
    }
    const auto place = [&](double value) {
        return static_cast<std::size_t>(std::lround((value - low) / width * bars));
    };
    const std::size_t first = place(std::min(swing.at_low, swing.at_high));
    const std::size_t last = std::max(first + 1, place(std::max(swing.at_low, swing.at_high)));
    std::string text(first, ' ');
    for (std::size_t i = first; i < last; ++i) {
        text += "█";
    }
    return text;
}

void print(const std::vector<Swing>& swings,
           const std::string& measured,
           const std::string& unit,
           double middle,
           Terminal& terminal) {
    terminal.out(
        fmt::format("  {}: mean {} {}\n  with one input at the 5 % and at the 95 % of its "
                    "draws in every future, all else as drawn\n\n",
                    measured,
                    claims::number(middle),
                    unit));
    double low = middle;
    double high = middle;
    for (const Swing& swing : swings) {
        low = std::min({low, swing.at_low, swing.at_high});
        high = std::max({high, swing.at_low, swing.at_high});
    }
    std::vector<std::vector<std::string>> rows = {
        {"input", "grade", "from", "to", "mean at low", "mean at high", "difference", "±", ""}};
    for (std::size_t i = 0; i < std::min(rows_shown, swings.size()); ++i) {
        const Swing& s = swings[i];
        rows.push_back({s.input,
                        s.grade == 0 ? "-" : std::string(1, s.grade),
                        claims::number(s.low_value),
                        claims::number(s.high_value),
                        claims::number(s.at_low),
                        claims::number(s.at_high),
                        claims::signed_number(s.span()),
                        claims::number(s.sampling),
                        bar_text(s, low, high)});
    }
    terminal.out(table(rows));
    if (swings.size() > rows_shown) {
        terminal.out(fmt::format("  and {} more, each of a smaller difference (--json has all)\n",
                                 swings.size() - rows_shown));
    }
}

Json json_of(const std::vector<Swing>& swings) {
    Json rows = Json::array();
    for (const Swing& s : swings) {
        rows.push_back({{"input", s.input},
                        {"unit", s.unit},
                        {"grade", s.grade == 0 ? Json(nullptr) : Json(std::string(1, s.grade))},
                        {"low_value", s.low_value},
                        {"high_value", s.high_value},
                        {"at_low", s.at_low},
                        {"at_high", s.at_high},
                        {"difference", s.span()},
                        {"two_standard_errors", s.sampling}});
    }
    return rows;
}

/// The mean with one input at both ends of its draws; nothing after Ctrl-C.
std::optional<Swing> swung(const model::Model& model,
                           const Runner& runner,
                           const claims::CaseValues& drawn,
                           std::size_t parameter,
                           const MemberDraws* draws,
                           Progress& progress) {
    Swing swing = swing_of(model, drawn, parameter);
    const math::Site site =
        program::draw_site(model.quantities[model::find_quantity(model, swing.input)]);
    const auto at = [&](double quantile) {
        MemberDraws held = with_one(draws, site, end_of(draws, site, quantile), drawn.members);
        held.given.uniforms = held.uniforms;
        return runner.values(&held, progress);
    };
    const std::vector<double> low = at(0.05);
    std::vector<double> high = at(0.95);
    if (low.empty() || high.empty()) {
        return std::nullopt;
    }
    swing.at_low = mean_of(low);
    swing.at_high = mean_of(high);
    for (std::size_t m = 0; m < high.size(); ++m) {
        high[m] -= low[m];
    }
    swing.sampling = two_standard_errors(high);
    return swing;
}

/// All inputs, the largest difference first.
struct Tornado {
    double mean = 0;  ///< with all as drawn
    std::vector<Swing> swings;
};

Tornado look(const model::Model& model,
             const Runner& runner,
             const MemberDraws* draws,
             const Options& options) {
    Tornado tornado;
    claims::CaseValues drawn;
    const std::size_t each = runner.programs() * static_cast<std::size_t>(options.members);
    {
        Progress progress(options, each, model.name);
        tornado.mean = mean_of(runner.values(draws, progress, &drawn));
        progress.clear();
    }
    const std::vector<std::size_t> inputs = uncertain(drawn);
    Progress progress(options, 2 * inputs.size() * each, model.name);
    for (const std::size_t p : inputs) {
        auto swing = swung(model, runner, drawn, p, draws, progress);
        if (!swing) {
            break;
        }
        tornado.swings.push_back(std::move(*swing));
    }
    progress.clear();
    std::stable_sort(
        tornado.swings.begin(), tornado.swings.end(), [](const Swing& a, const Swing& b) {
            return std::abs(a.span()) > std::abs(b.span());
        });
    return tornado;
}

Json tornado_json(const Project& project,
                  const Measured& target,
                  const Tornado& tornado,
                  const std::string& draws,
                  const Options& options) {
    const model::Model& model = *project.model;
    const model::Quantity& quantity = model.quantities[target.quantity];
    return {{"schema_version", 1},
            {"model", model.name},
            {"method", options.method},
            {"output", quantity.name},
            {"unit", quantity.unit},
            {"scenario", target.scenario ? model.scenarios[*target.scenario].name : ""},
            {"from", model::to_text(target.window.first)},
            {"to", model::to_text(target.window.last)},
            {"members", options.members},
            {"seed", options.seed},
            {"draws", draws},
            {"mean", tornado.mean},
            {"inputs", json_of(tornado.swings)}};
}

}  // namespace

int run_sense(const Options& options, Terminal& terminal) {
    const auto project = open_project(options.arguments.front(), Reads::model_and_data);
    if (report_faults(*project, terminal) || !project->data) {
        return exit_check_said_no;
    }
    const model::Model& model = *project->model;
    const Measured target = measured_by(model, options);
    const std::size_t prior_set = prior_set_named(model, options.prior_set);
    const auto posteriors = posteriors_for(*project, {prior_set}, options);
    const auto& posterior = posteriors[prior_set];
    const auto draws =
        member_draws(model, posterior ? &*posterior : nullptr, wanted_members(options));
    catch_interrupts();
    const Runner runner(*project, target, prior_set, options);
    if (!runner.compiled()) {
        report_faults(*project, terminal);
        return exit_check_said_no;
    }
    const Tornado tornado = look(model, runner, draws.get(), options);
    if (interrupted()) {
        terminal.error("interrupted; what was not looked at could matter most\n");
        return exit_interrupted;
    }
    const std::string from = draws_text(model, prior_set, posterior);
    if (options.json) {
        terminal.out(tornado_json(*project, target, tornado, from, options)
                         .dump(2, ' ', false, Json::error_handler_t::replace) +
                     "\n");
        return exit_done;
    }
    const model::Quantity& quantity = model.quantities[target.quantity];
    const std::string measured = fmt::format(
        "{}{} over {} to {}",
        quantity.name,
        target.scenario ? " of " + model.scenarios[*target.scenario].name + " less baseline" : "",
        model::to_text(target.window.first),
        model::to_text(target.window.last));
    print(tornado.swings, measured, quantity.unit, tornado.mean, terminal);
    terminal.out(
        fmt::format("{} paired futures, seed {}, from {}. One at a time: what inputs do "
                    "together is not told.\nThis is a model, not a forecast; it is not for "
                    "targeting or warning.\n",
                    options.members,
                    options.seed,
                    from));
    return exit_done;
}

}  // namespace entente::cli

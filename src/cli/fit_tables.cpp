// SPDX-License-Identifier: Apache-2.0
#include "cli/fit_tables.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "claims/rules.hpp"
#include "claims/wording.hpp"
#include "cli/suggest.hpp"
#include "cli/table.hpp"
#include "results/json_number.hpp"

namespace entente::cli {

namespace {

using Json = nlohmann::ordered_json;

std::string band(const claims::Quantiles& q) {
    return fmt::format(
        "{} [{}, {}]", claims::number(q.q50), claims::number(q.q05), claims::number(q.q95));
}

std::string fixed(double value, int digits) {
    return std::isfinite(value) ? fmt::format("{:.{}f}", value, digits) : "-";
}

Json quantiles_json(const claims::Quantiles& q) {
    return {{"q05", results::json_number(q.q05)},
            {"q50", results::json_number(q.q50)},
            {"q95", results::json_number(q.q95)}};
}

char grade_of(const model::Model& model, const std::string& quantity) {
    const model::QuantityId id = model::find_quantity(model, quantity);
    if (!id || !model.quantities[id].declaration) {
        return 0;
    }
    return model.declarations[model.quantities[id].declaration].grade;
}

/// "a, b and 12 more"
std::string listed(const std::vector<std::string>& names, std::size_t most) {
    std::string text;
    for (std::size_t i = 0; i < std::min(most, names.size()); ++i) {
        text += (i == 0 ? "" : ", ") + names[i];
    }
    return names.size() > most ? fmt::format("{} and {} more", text, names.size() - most) : text;
}

}  // namespace

void fill(FitReport& report,
          const model::Model& model,
          const fit::Fit& fit,
          const fit::Posterior& posterior) {
    report.agreed = fit.agreed;
    report.generations = static_cast<double>(fit.generations);
    report.evaluations = static_cast<double>(fit.sampler.evaluations + fit.mode_evaluations);
    report.divergences = static_cast<double>(fit.sampler.divergences);
    for (std::size_t kind = 0; kind < fit::jump_kinds; ++kind) {
        const fit::JumpCount& count = fit.sampler.jumps[kind];
        report.acceptance.emplace_back(std::string(fit::name(static_cast<fit::JumpKind>(kind))),
                                       static_cast<double>(count.accepted) /
                                           std::max(1.0, static_cast<double>(count.proposed)));
    }
    for (std::size_t c = 0; c < posterior.quantities.size(); ++c) {
        const fit::FittedQuantity& quantity = posterior.quantities[c];
        FittedRow row;
        row.name = quantity.name;
        row.unit = quantity.unit;
        row.grade = grade_of(model, quantity.name);
        row.prior = claims::quantiles(quantity.prior);
        row.posterior = claims::quantiles(quantity.draws);
        row.diagnostics = fit.diagnostics.parameters[c];
        row.informed = row.diagnostics.deviation < fit::informed_deviation;
        report.rows.push_back(std::move(row));
    }
    for (const fit::CorrelatedPair& pair : fit.diagnostics.pairs) {
        report.pairs.push_back({posterior.quantities[pair.first].name,
                                posterior.quantities[pair.second].name,
                                pair.correlation});
    }
    std::stable_sort(
        report.rows.begin(), report.rows.end(), [](const FittedRow& a, const FittedRow& b) {
            return a.diagnostics.deviation < b.diagnostics.deviation;
        });
}

std::string prior_table(const FitReport& report, const Terminal& terminal) {
    std::vector<std::vector<std::string>> rows = {
        {"held against", "in the 90 % band", "band / range", ""}};
    std::size_t implausible = 0;
    for (const fit::PriorExpectation& one : report.prior) {
        const bool fine = one.plausible();
        implausible += fine ? 0 : 1;
        const double inside = std::round(one.inside * static_cast<double>(one.points));
        rows.push_back({one.target,
                        fmt::format("{} of {}", inside, one.points),
                        fixed(one.width, 1),
                        fine ? "" : "implausible"});
    }
    std::string text =
        terminal.strong(fmt::format("{} · before the data: what the priors expect", report.name)) +
        "\n" + table(rows);
    text += implausible == 0
                ? "  The priors cover the record without being boundless.\n\n"
                : fmt::format(
                      "  {} of {} targets lie outside what the priors expect, or the priors "
                      "expect anything.\n\n",
                      implausible,
                      report.prior.size());
    return text;
}

std::string fit_table(const FitReport& report, const Terminal& terminal) {
    std::vector<std::vector<std::string>> rows = {
        {"quantity", "prior", "posterior", "unit", "SD ratio", "overlap", "R-hat", "ESS", "tail"}};
    std::vector<std::string> uninformed;
    for (const FittedRow& row : report.rows) {
        if (!row.informed) {
            uninformed.push_back(row.name);
            continue;
        }
        rows.push_back({row.name,
                        band(row.prior),
                        band(row.posterior),
                        row.unit,
                        fixed(row.diagnostics.deviation, 2),
                        fixed(row.diagnostics.overlap, 2),
                        fixed(row.diagnostics.r_hat, 3),
                        fixed(row.diagnostics.bulk_ess, 0),
                        fixed(row.diagnostics.tail_ess, 0)});
    }
    const std::size_t informed = report.rows.size() - uninformed.size();
    std::string text =
        terminal.strong(fmt::format(
            "{} · what {} taught", report.name, counted(report.observed, "number", "numbers"))) +
        "\n";
    if (informed > 0) {
        text += table(rows);
    }
    text +=
        fmt::format("  {} of {} quantities are informed (posterior SD below {} of the prior's).\n",
                    informed,
                    report.rows.size(),
                    fit::informed_deviation);
    if (!uninformed.empty()) {
        text += fmt::format("  The record says little about {}.\n", listed(uninformed, 8));
    }
    for (const FitReport::Pair& pair : report.pairs) {
        text += fmt::format("  {} and {} are known together only: correlation {:+.2f}.\n",
                            pair.first,
                            pair.second,
                            pair.correlation);
    }
    text +=
        report.agreed
            ? fmt::format("  The chains agree after {:.0f} generations.\n\n", report.generations)
            : fmt::format(
                  "  The chains do not agree yet after {:.0f} generations: do not rely on "
                  "this posterior; try more (--generations).\n\n",
                  report.generations);
    return text;
}

std::string fit_json(const model::Model& model,
                     model::MonthWindow window,
                     const std::vector<FitReport>& reports) {
    Json all = {{"schema_version", 1},
                {"model", model.name},
                {"from", model::to_text(window.first)},
                {"until", model::to_text(window.last)},
                {"fits", Json::array()}};
    for (const FitReport& report : reports) {
        Json one = {{"name", report.name},
                    {"prior_set", report.prior_set},
                    {"observed", report.observed},
                    {"agreed", report.agreed},
                    {"generations", report.generations},
                    {"evaluations", report.evaluations},
                    {"divergences", report.divergences},
                    {"acceptance", Json::object()},
                    {"prior_check", Json::array()},
                    {"quantities", Json::array()},
                    {"correlated", Json::array()}};
        for (const auto& [kind, accepted] : report.acceptance) {
            one["acceptance"][kind] = accepted;
        }
        for (const fit::PriorExpectation& expected : report.prior) {
            one["prior_check"].push_back({{"target", expected.target},
                                          {"numbers", expected.points},
                                          {"inside", expected.inside},
                                          {"width", results::json_number(expected.width)},
                                          {"plausible", expected.plausible()}});
        }
        for (const FittedRow& row : report.rows) {
            one["quantities"].push_back(
                {{"name", row.name},
                 {"unit", row.unit},
                 {"grade", row.grade == 0 ? "" : std::string(1, row.grade)},
                 {"prior", quantiles_json(row.prior)},
                 {"posterior", quantiles_json(row.posterior)},
                 {"sd_ratio", results::json_number(row.diagnostics.deviation)},
                 {"overlap", results::json_number(row.diagnostics.overlap)},
                 {"r_hat", results::json_number(row.diagnostics.r_hat)},
                 {"bulk_ess", results::json_number(row.diagnostics.bulk_ess)},
                 {"tail_ess", results::json_number(row.diagnostics.tail_ess)},
                 {"informed", row.informed}});
        }
        for (const FitReport::Pair& pair : report.pairs) {
            one["correlated"].push_back({{"first", pair.first},
                                         {"second", pair.second},
                                         {"correlation", pair.correlation}});
        }
        all["fits"].push_back(std::move(one));
    }
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace entente::cli

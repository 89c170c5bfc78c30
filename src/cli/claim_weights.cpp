// SPDX-License-Identifier: Apache-2.0
#include "cli/claim_weights.hpp"

#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "claims/wording.hpp"
#include "cli/suggest.hpp"
#include "cli/table.hpp"

namespace entente::cli {

namespace {

using claims::ClaimResult;
using claims::PartResult;

/// What it measures comes from futures and is not a parameter itself.
bool rests_on_weights(const PartResult& part) {
    return !part.prior_sets.empty() && part.kind != claims::TestKind::coefficient;
}

std::size_t parts_of(const std::vector<ClaimResult>& results) {
    std::size_t parts = 0;
    for (const ClaimResult& claim : results) {
        for (const PartResult& part : claim.parts) {
            parts += rests_on_weights(part) ? 1 : 0;
        }
    }
    return parts;
}

void collect(const std::vector<ClaimResult>& before,
             const std::vector<ClaimResult>& after,
             const std::string& weight,
             double factor,
             std::vector<WeightChange>& changes) {
    for (std::size_t c = 0; c < before.size(); ++c) {
        for (std::size_t p = 0; p < before[c].parts.size(); ++p) {
            const PartResult& was = before[c].parts[p];
            const PartResult& is = after[c].parts[p];
            if (!rests_on_weights(was) || (was.verdict == is.verdict && was.reason == is.reason)) {
                continue;
            }
            changes.push_back({weight,
                               factor,
                               before[c].name,
                               was.name,
                               was.verdict,
                               was.reason,
                               is.verdict,
                               is.reason});
        }
    }
}

std::string part_name(const WeightChange& change) {
    return change.part.empty() ? change.claim : change.claim + "." + change.part;
}

void print_json(const WeightStudy& study, const Options& options, Terminal& terminal) {
    using nlohmann::json;
    json changes = json::array();
    for (const WeightChange& c : study.changes) {
        changes.push_back({{"weight", c.weight},
                           {"factor", c.factor},
                           {"claim", c.claim},
                           {"part", c.part},
                           {"before", claims::verdict_text(c.before, c.before_reason)},
                           {"after", claims::verdict_text(c.after, c.after_reason)}});
    }
    const json all = {{"schema_version", 1},
                      {"percent", options.weights},
                      {"futures", options.members},
                      {"seed", options.seed},
                      {"weights", study.weights},
                      {"parts", study.parts},
                      {"changes", changes}};
    terminal.out(all.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
}

}  // namespace

WeightStudy vary_weights(Project& project,
                         const std::vector<model::ClaimId>& chosen,
                         const Posteriors& posteriors,
                         const Options& options,
                         Terminal& terminal) {
    const model::Model& model = *project.model;
    const std::vector<model::QuantityId> weights = model::assigned_weights(model);
    const claims::Needs needs = claims::needed_runs(model, chosen);
    const std::size_t futures = needs.cases.size() * static_cast<std::size_t>(options.members) *
                                (posteriors.empty() ? 1 : 2);
    Progress progress(options, futures * (1 + 2 * weights.size()), model.name);
    WeightStudy study;
    study.weights = weights.size();
    const auto judged = [&](const Altered& altered) {
        Judged one =
            judge_runs(project, chosen, posteriors, altered, nullptr, options, progress, terminal);
        study.faulty = study.faulty || one.faulty;
        study.broken = study.broken || one.broken;
        return std::move(one.results);
    };
    const std::vector<ClaimResult> before = judged({});
    study.parts = parts_of(before);
    const double change = static_cast<double>(options.weights) / 100;
    for (const model::QuantityId weight : weights) {
        for (const double factor : {1 - change, 1 + change}) {
            if (study.faulty || interrupted()) {
                return study;
            }
            const std::vector<ClaimResult> after = judged({{}, {{weight, factor}}});
            if (!study.faulty && !interrupted()) {
                collect(before, after, model.quantities[weight].name, factor, study.changes);
            }
        }
    }
    progress.clear();
    return study;
}

void print_weights(const WeightStudy& study, const Options& options, Terminal& terminal) {
    if (options.json) {
        print_json(study, options, terminal);
        return;
    }
    std::vector<std::vector<std::string>> rows = {{"weight", "times", "part", "as written", "so"}};
    std::size_t reasons = 0;
    for (const WeightChange& c : study.changes) {
        if (c.before == c.after) {
            ++reasons;
            continue;
        }
        rows.push_back({c.weight,
                        claims::number(c.factor),
                        part_name(c),
                        claims::verdict_text(c.before, c.before_reason),
                        claims::verdict_text(c.after, c.after_reason)});
    }
    if (rows.size() > 1) {
        terminal.out(table(rows) + "\n");
    }
    terminal.out(fmt::format(
        "{} of judgement alone (grade E), each {} % smaller and larger: of {} about the future "
        "{} another verdict and {} another reason for the same one.\n"
        "{} paired futures in each ensemble, seed {}, one weight at a time. Fits stay those of the "
        "weights as written.\n",
        counted(study.weights, "weight", "weights"),
        options.weights,
        counted(study.parts, "part", "parts"),
        counted(rows.size() - 1, "change gives", "changes give"),
        counted(reasons, "gives", "give"),
        claims::number(static_cast<double>(options.members)),
        options.seed));
}

}  // namespace entente::cli

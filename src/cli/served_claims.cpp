// SPDX-License-Identifier: Apache-2.0
// The engine that judges claims, a row at a time: from the cache at once, else from runs, with what
// is judged so far told after each row. Questions that take seconds come between two rows.
#include <algorithm>
#include <deque>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "claims/claims_json.hpp"
#include "cli/claim_answer.hpp"
#include "cli/claim_log.hpp"
#include "cli/influence_answer.hpp"
#include "cli/posterior_use.hpp"
#include "cli/report.hpp"
#include "cli/report_inputs.hpp"
#include "cli/serve_engine.hpp"
#include "cli/suggest.hpp"
#include "report/payload.hpp"

namespace entente::cli {

namespace {

using Json = nlohmann::ordered_json;

/// Runs of pages come first.
constexpr int politeness = 10;

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Claims of one row of the model's table, in the order declared.
using Row = std::vector<model::ClaimId>;

class ClaimsEngine {
  public:
    ClaimsEngine(serve::Channel& channel, const Options& options)
        : channel_(channel),
          options_(options),
          asked_posterior_(options.posterior),
          terminal_(options),
          inbox_(channel) {}

    [[noreturn]] void run() {
        load();
        for (;;) {
            std::optional<serve::Ask> ask =
                rows_.empty() ? std::optional(inbox_.wait()) : inbox_.take();
            if (ask) {
                take(*ask);
            } else {
                judge_next();
            }
        }
    }

  private:
    /// Reads the model; what is judged of the last good one stays where it is broken, which the
    /// other engine tells.
    void load() {
        try {
            auto project = open_project(options_.arguments.front(), Reads::model_and_data);
            if (project->diagnostics.has_errors() || !project->model || !project->data) {
                return;
            }
            project->diagnostics = {};
            project_ = std::move(project);
            rows_.clear();
            results_.clear();
            influence_.clear();
            const std::vector<model::ClaimId> all = chosen_claims(*project_->model, options_);
            for (const model::ClaimId id : all) {
                const std::string row = claims::row_of(project_->model->claims[id].name);
                const bool same =
                    !rows_.empty() &&
                    claims::row_of(project_->model->claims[rows_.back().front()].name) == row;
                if (!same) {
                    rows_.emplace_back();
                }
                rows_.back().push_back(id);
            }
            read_posteriors(claims::needed_runs(*project_->model, all));
            tried_ = log_claims(*project_, all, options_, terminal_);
            tell();
        } catch (const Failure& failure) {
            rows_.clear();
            terminal_.error(fmt::format("claims are not judged: {}\n", failure.what()));
        }
    }

    /// Those beside the model; none where they are of another text, as for futures.
    void read_posteriors(const claims::Needs& needs) {
        options_.posterior = asked_posterior_;
        try {
            posteriors_ = claim_posteriors(*project_, needs, options_, terminal_);
        } catch (const Failure& failure) {
            if (asked_posterior_ != "auto") {
                throw;
            }
            terminal_.error(fmt::format("claims are judged from the priors: {}\n", failure.what()));
            options_.posterior = "none";
            posteriors_ = {};
        }
    }

    void judge_next() {
        const Row row = rows_.front();
        rows_.pop_front();
        const Judged judged = answer(*project_, row, posteriors_, options_, terminal_);
        if (judged.faulty) {
            report_faults(*project_, terminal_);
            return;
        }
        for (claims::ClaimResult result : judged.results) {
            result.variants_tried = tried_[results_.size()];
            results_.push_back(std::move(result));
        }
        tell();
    }

    /// What is judged so far.
    void tell() {
        const model::Model& model = *project_->model;
        const report::Report report = {
            model, *project_->data, results_, open_cards(results_, options_), {}, {}, {}, {}};
        Json payload = Json::parse(report::payload_json(report));
        for (Json& claim : payload["claims"]) {
            if (const std::string scenario = compared_scenario(claim["name"]); !scenario.empty()) {
                claim["scenario"] = scenario;
            }
        }
        const Json all = {{"judged", results_.size()},
                          {"of", model.claims.size()},
                          {"done", rows_.empty()},
                          {"answer", std::move(payload["answer"])},
                          {"claims", std::move(payload["claims"])},
                          {"cards", std::move(payload["cards"])}};
        channel_.say({0, 200, true, serve::Kind::claims, 0}, dump(all) + "\n");
    }

    /// The first scenario that a claim compares with another; empty where it compares none.
    std::string compared_scenario(const std::string& name) const {
        const model::Model& model = *project_->model;
        for (const model::Claim& claim : model.claims) {
            for (const model::Part& part : claim.parts) {
                if (claim.name == name && part.scenario && part.scenario->index != 0) {
                    return model.scenarios[*part.scenario].name;
                }
            }
        }
        return {};
    }

    void take(const serve::Ask& ask) {
        try {
            if (ask.what == "reload") {
                load();
            } else if (!project_) {
                channel_.refuse(ask.id,
                                {serve::Refusal::model_broken,
                                 "the model has not been read yet",
                                 "mend it and save it"});
            } else if (ask.what == "other_side") {
                argue(ask);
            } else if (ask.what == "influence") {
                tell_influence(ask);
            } else if (ask.what == "report") {
                write_report(ask);
            } else {
                channel_.refuse(ask.id, {serve::Refusal::not_found, "no such question", ""});
            }
        } catch (const Failure& failure) {
            channel_.refuse(ask.id, {serve::Refusal::bad_request, failure.what(), ""});
        } catch (const Json::exception&) {
            channel_.refuse(
                ask.id,
                {serve::Refusal::bad_request, "a field is of the wrong kind", "docs/serve.md"});
        }
    }

    void argue(const serve::Ask& ask) {
        Options options = options_;
        options.argue = true;
        const std::string name = Json::parse(ask.with).value("claim", "");
        options.arguments.push_back(name);
        const std::vector<model::ClaimId> chosen = chosen_claims(*project_->model, options);
        const Judged judged = answer(*project_, chosen, posteriors_, options, terminal_);
        if (judged.faulty) {
            report_faults(*project_, terminal_);
            throw Failure(fmt::format("`{}` could not be run", name));
        }
        const Json claim = Json::parse(claims::to_json(judged.results)).at("claims").at(0);
        Json parts = Json::array();
        for (const Json& part : claim.at("parts")) {
            parts.push_back({{"name", part.at("name")},
                             {"text", part.at("sentences").value("other_side", "")}});
        }
        say_json(channel_, ask.id, dump({{"claim", name}, {"parts", std::move(parts)}}));
    }

    /// What `entente influence --json` prints of the model's influences; run once, when first asked
    /// for, and never twice for one text.
    void tell_influence(const serve::Ask& ask) {
        if (influence_.empty()) {
            const model::Model& model = *project_->model;
            const auto posterior = posteriors_for(*project_, {0}, options_)[0];
            Json all = Json::array();
            Progress progress(options_, 0, model.name);
            for (const model::Influence& influence : model.influences) {
                const auto found = influence_answer(*project_,
                                                    influence,
                                                    0,
                                                    posterior ? &*posterior : nullptr,
                                                    options_,
                                                    progress,
                                                    terminal_);
                if (!found) {
                    report_faults(*project_, terminal_);
                    throw Failure(fmt::format("`{}` could not be run", influence.name));
                }
                all.push_back(to_json(*found));
            }
            influence_ = dump({{"done", true}, {"influences", std::move(all)}});
        }
        say_json(channel_, ask.id, influence_);
    }

    void write_report(const serve::Ask& ask) {
        const Json with = Json::parse(ask.with);
        Options options = options_;
        options.scenarios = with.value("scenarios", std::vector<std::string>());
        for (const std::string& claim : with.value("claims", std::vector<std::string>())) {
            options.arguments.push_back(claim);
        }
        const MadeReport made = make_report(*project_, options, terminal_);
        if (made.text.empty()) {
            throw Failure("no report could be made");
        }
        channel_.say({ask.id, 200, true, serve::Kind::html, 0}, made.text);
    }

    serve::Channel& channel_;
    Options options_;
    std::string asked_posterior_;
    Terminal terminal_;
    EngineInbox inbox_;
    std::unique_ptr<Project> project_;
    Posteriors posteriors_;
    std::deque<Row> rows_;  ///< to be judged
    std::vector<claims::ClaimResult> results_;
    std::string influence_;           ///< the answer, once it was asked for
    std::vector<std::size_t> tried_;  ///< versions of each claim, in the order declared
};

}  // namespace

void run_claims_engine(serve::Channel& channel, const Options& options) {
    static_cast<void>(::nice(politeness));
    ClaimsEngine(channel, options).run();
}

}  // namespace entente::cli

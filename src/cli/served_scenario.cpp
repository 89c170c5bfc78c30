// SPDX-License-Identifier: Apache-2.0
// The scenario of a page: a named one with levers set and events added, as changes of the model.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "claims/wording.hpp"
#include "cli/served_runs.hpp"
#include "cli/suggest.hpp"
#include "program/compile.hpp"

namespace entente::cli {

namespace {

/// Checks names of one request; the first fault stays.
class Checker {
  public:
    Checker(Served& served, serve::Error& error)
        : served_(served), model_(*served.project->model), error_(error) {}

    bool fine() const { return fine_; }

    void fail(std::string text) {
        if (fine_) {
            error_ = {serve::Refusal::bad_request, std::move(text), "`/api/model` has the names"};
        }
        fine_ = false;
    }

    model::Scenario named(const std::string& name) {
        const model::ScenarioId id = model::find_scenario(model_, name);
        if (!id) {
            std::vector<std::string> names;
            for (const model::Scenario& scenario : model_.scenarios) {
                names.push_back(scenario.name);
            }
            fail(fmt::format("the model has no scenario `{}`{}", name, suggest(name, names)));
            return {};
        }
        return model_.scenarios[id];
    }

    /// The month levers are set from.
    model::Month from(const std::string& text) {
        const model::Month month = text.empty() ? model_.grid.forecast : read_month(text);
        return checked(month, text);
    }

    void set(LiveScenario& live, const std::string& name, double value, model::Month from) {
        const model::QuantityId id = of_kind(name, model::QuantityKind::lever, "lever");
        if (!id) {
            return;
        }
        const model::Quantity& lever = model_.quantities[id];
        const bool inside =
            value >= lever.low.value_or(value) && value <= lever.high.value_or(value);
        if (!inside) {
            fail(fmt::format("`{}` goes from {} to {}, not to {}",
                             name,
                             claims::number(lever.low.value_or(value)),
                             claims::number(lever.high.value_or(value)),
                             claims::number(value)));
            return;
        }
        // One number a lever, whatever comes: it is written as the scenario is compiled.
        model::NodeId& node = served_.lever_numbers[name];
        if (!node) {
            node = model_.nodes.add(model::Node{});
        }
        live.numbers.emplace_back(node, value);
        model::SetChange change;
        change.quantities = {id};
        change.values = {node};
        change.timing.from = from;
        live.scenario.changes.emplace_back(change);
    }

    void add(model::Scenario& scenario, const serve::AddedEvent& added) {
        const model::QuantityId id = of_kind(added.kind, model::QuantityKind::event, "event");
        if (!id) {
            return;
        }
        model::EventChange change;
        change.event = id;
        change.months = {checked(read_month(added.month), added.month)};
        change.timing.from = model_.grid.first;
        scenario.changes.emplace_back(change);
    }

  private:
    static model::Month read_month(const std::string& text) {
        // The protocol checked the form.
        return model::month_of(std::stoi(text.substr(0, 4)), std::stoi(text.substr(5, 2)));
    }

    model::Month checked(model::Month month, const std::string& text) {
        if (month < model_.grid.forecast || month >= model_.grid.last()) {
            fail(fmt::format("{} is not within the forecast, {} to {}",
                             text,
                             model::to_text(model_.grid.forecast),
                             model::to_text(model_.grid.last())));
        }
        return month;
    }

    model::QuantityId of_kind(const std::string& name,
                              model::QuantityKind kind,
                              const char* kind_name) {
        const model::QuantityId id = model::find_quantity(model_, name);
        if (id && model_.quantities[id].kind == kind && !model_.quantities[id].hidden) {
            return id;
        }
        std::vector<std::string> names;
        for (const model::Quantity& quantity : model_.quantities) {
            if (quantity.kind == kind && !quantity.hidden) {
                names.push_back(quantity.name);
            }
        }
        fail(fmt::format("the model has no {} `{}`{}", kind_name, name, suggest(name, names)));
        return {};
    }

    Served& served_;
    model::Model& model_;
    serve::Error& error_;
    bool fine_ = true;
};

std::string says(const model::Scenario& named, const serve::RunRequest& request) {
    std::vector<std::string> parts;
    if (request.scenario != "baseline") {
        parts.push_back(fmt::format("“{}”", named.label.empty() ? named.name : named.label));
    }
    if (!request.levers.empty()) {
        parts.push_back(counted(request.levers.size(), "lever set", "levers set"));
    }
    if (!request.events.empty()) {
        parts.push_back(counted(request.events.size(), "event added", "events added"));
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

std::string key_of(const serve::RunRequest& request) {
    nlohmann::ordered_json key = {{"scenario", request.scenario},
                                  {"levers", request.levers},
                                  {"from", request.from},
                                  {"outputs", request.outputs},
                                  {"policy", request.policy}};
    for (const serve::AddedEvent& event : request.events) {
        key["events"].push_back({event.kind, event.month});
    }
    return key.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

std::optional<LiveScenario> live_scenario(Served& served,
                                          const serve::RunRequest& request,
                                          serve::Error& error) {
    const model::Model& model = *served.project->model;
    Checker checker(served, error);
    LiveScenario live;
    live.scenario = checker.named(request.scenario);
    live.says = says(live.scenario, request);
    const bool dated = !request.from.empty() || !request.levers.empty();
    const model::Month from = dated ? checker.from(request.from) : model.grid.forecast;
    for (const auto& [name, value] : request.levers) {
        checker.set(live, name, value, from);
    }
    for (const serve::AddedEvent& event : request.events) {
        checker.add(live.scenario, event);
    }
    for (const std::string& output : request.outputs) {
        const model::QuantityId id = model::find_quantity(model, output);
        if (std::find(model.outputs.begin(), model.outputs.end(), id) == model.outputs.end()) {
            std::vector<std::string> names;
            names.reserve(model.outputs.size());
            for (const model::QuantityId known : model.outputs) {
                names.push_back(model.quantities[known].name);
            }
            checker.fail(
                fmt::format("the model has no output `{}`{}", output, suggest(output, names)));
        }
    }
    if (!program::find_policy(request.policy)) {
        checker.fail(fmt::format("there is no policy `{}`", request.policy));
    }
    live.changes = !live.scenario.changes.empty();
    live.scenario.name = "scenario";
    live.key = key_of(request);
    return checker.fine() ? std::optional(std::move(live)) : std::nullopt;
}

}  // namespace entente::cli

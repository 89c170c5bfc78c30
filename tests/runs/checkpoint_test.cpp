// SPDX-License-Identifier: Apache-2.0
// Runs that go on from a checkpoint at the forecast: the bytes of a run from the start, on every
// shipped scenario and on random changes of random models; and refused where history differs.
#include "run/checkpoint.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <doctest/doctest.h>

#include "run/simulate.hpp"
#include "runs/comparing.hpp"
#include "support/generated_model.hpp"
#include "support/run_text.hpp"

namespace {

using namespace entente;
using test::compiled;
using test::difference;
using test::options_of;

bool shares(const program::Program& leader, const program::Program& follower) {
    const auto layout = run::layout_of(leader);
    return layout && run::find_shared_past(*layout, follower);
}

/// Runs the leader, then the follower twice: the first difference between a run that may go on from
/// the leader's checkpoint and one that starts.
std::string difference_from_checkpoint(const program::Program& leader,
                                       const program::Program& follower,
                                       run::RunSpec spec) {
    run::Checkpoint checkpoint;
    run::RunSpec keeping = spec;
    keeping.keep = &checkpoint;
    const results::Run plain = run::simulate(leader, spec);
    const std::string kept = difference(plain, run::simulate(leader, keeping));
    if (!kept.empty()) {
        return "keeping a checkpoint changes " + kept;
    }
    const results::Run whole = run::simulate(follower, spec);
    spec.from = &checkpoint;
    return difference(whole, run::simulate(follower, spec));
}

/// Whether a change takes effect before the forecast, by its own months.
bool changes_the_past(const model::Scenario& scenario, const model::Month& forecast) {
    const auto early = [&forecast](const auto& change) {
        using Change = std::decay_t<decltype(change)>;
        if constexpr (std::is_same_v<Change, model::AddChange> ||
                      std::is_same_v<Change, model::EndChange>) {
            return change.month < forecast;
        } else if constexpr (std::is_same_v<Change, model::EventChange>) {
            return (change.only && change.timing.from < forecast) ||
                   std::any_of(change.months.begin(),
                               change.months.end(),
                               [&forecast](const model::Month& month) { return month < forecast; });
        } else {
            return change.timing.from < forecast;
        }
    };
    return std::any_of(scenario.changes.begin(),
                       scenario.changes.end(),
                       [&early](const model::Change& change) { return std::visit(early, change); });
}

/// Runs every `stride`th scenario of the shipped models from the baseline's checkpoint.
void check_shipped_scenarios(std::size_t stride) {
    const std::filesystem::path models = std::filesystem::path(ENTENTE_SOURCE_DIR) / "models";
    int shared = 0;
    int apart = 0;
    for (const char* file : {"example/korea_example.ent",
                             "korea/korea.ent",
                             "predator_prey/predator_prey.ent",
                             "richardson/richardson.ent",
                             "sir/sir.ent"}) {
        CAPTURE(file);
        const auto loaded = test::load_model(models / file);
        const auto program_of = [&](const model::Scenario& scenario) {
            program::CompileOptions options;
            for (std::size_t q = 0; q < loaded->model.quantities.size(); ++q) {
                options.outputs.emplace_back(q);
            }
            options.with_past = true;
            return compiled(model::with_scenario(loaded->model, scenario), loaded->data, options);
        };
        const program::Program baseline = program_of(loaded->model.scenarios[model::ScenarioId(0)]);
        if (!baseline.past) {
            continue;
        }
        for (std::size_t s = 0; s < loaded->model.scenarios.size(); s += stride) {
            const model::Scenario& scenario = loaded->model.scenarios[model::ScenarioId(s)];
            CAPTURE(scenario.name);
            const program::Program program = program_of(scenario);
            const bool early = changes_the_past(scenario, loaded->model.grid.forecast);
            CHECK(shares(baseline, program) != early);
            (early ? apart : shared) += 1;
            REQUIRE(difference_from_checkpoint(
                        baseline,
                        program,
                        {.seed = 11, .members = 20, .threads = 1, .block = 16}) == "");
        }
    }
    CHECK(shared > 4);
    CHECK(apart > 0);
}

// The whole set takes minutes where memory is checked; the slow tests have it.
TEST_CASE("a fifth of the shipped scenarios goes on from the baseline's checkpoint") {
    check_shipped_scenarios(5);
}

TEST_CASE("every shipped scenario goes on from the baseline's checkpoint" * doctest::skip()) {
    check_shipped_scenarios(1);
}

/// Random changes of a generated model. Nodes are added to the model itself, so that both sides are
/// made from the same one.
class Changes {
  public:
    Changes(model::Model& model, std::uint64_t seed) : model_(model), random_(seed) {}

    /// All from row `least` on.
    model::Scenario scenario(int least) {
        model::Scenario scenario{.name = "changed"};
        const int count = 1 + below(3);
        for (int i = 0; i < count; ++i) {
            add_change(scenario, least);
        }
        return scenario;
    }

  private:
    int below(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }

    model::NodeId node(model::Node n) { return model_.nodes.add(n); }

    model::NodeId constant(double x) { return node({.op = model::Op::constant, .value = x}); }

    model::Timing timing(int least) {
        model::Timing timing;
        timing.from = model_.grid.first + least + below(std::max(model_.grid.months - least, 1));
        if (below(2) == 0) {
            timing.until = timing.from + 1 + below(8);
        }
        return timing;
    }

    std::vector<model::QuantityId> all_of(model::QuantityKind kind) const {
        std::vector<model::QuantityId> all;
        for (std::size_t q = 0; q < model_.quantities.size(); ++q) {
            if (model_.quantities[model::QuantityId(q)].kind == kind) {
                all.emplace_back(q);
            }
        }
        return all;
    }

    void add_change(model::Scenario& scenario, int least) {
        const int which = below(7);
        if (which <= 2) {
            add_setting(scenario, least, which);
        } else if (which == 3) {
            const auto events = all_of(model::QuantityKind::event);
            if (!events.empty()) {
                model::EventChange change;
                change.event =
                    events[static_cast<std::size_t>(below(static_cast<int>(events.size())))];
                change.only = below(2) == 0;
                change.timing = timing(least);
                if (below(3) > 0) {
                    change.months.push_back(change.timing.from);
                }
                scenario.changes.emplace_back(change);
            }
        } else if (which == 4 && model_.links.size() > 0) {
            model::WithoutChange change;
            change.links.emplace_back(
                static_cast<std::size_t>(below(static_cast<int>(model_.links.size()))));
            change.timing = timing(least);
            scenario.changes.emplace_back(change);
        } else if (which == 5) {
            const auto stocks = all_of(model::QuantityKind::stock);
            scenario.changes.emplace_back(model::AddChange{
                .stock = stocks.front(), .amount = constant(0.2), .month = timing(least).from});
        } else {
            const auto players = all_of(model::QuantityKind::choice);
            if (!players.empty()) {
                scenario.changes.emplace_back(
                    model::PlaysChange{.choice = players.front(),
                                       .option = static_cast<std::size_t>(below(3)),
                                       .timing = timing(least)});
            }
        }
    }

    void add_setting(model::Scenario& scenario, int least, int which) {
        constexpr model::QuantityKind kinds[] = {
            model::QuantityKind::lever, model::QuantityKind::input, model::QuantityKind::parameter};
        const auto all = all_of(kinds[which]);
        if (all.empty()) {
            return;
        }
        const auto parameters = all_of(model::QuantityKind::parameter);
        const auto stocks = all_of(model::QuantityKind::stock);
        model::SetChange change;
        change.quantities = {all[static_cast<std::size_t>(below(static_cast<int>(all.size())))]};
        const model::NodeId read = node(
            {.op = model::Op::quantity, .quantity = below(2) == 0 ? parameters[0] : stocks[0]});
        change.values = {below(2) == 0 || which == 2 ? constant(0.3) : read};
        change.timing = timing(least);
        if (which < 2 && below(3) == 0) {
            change.timing.ramp = 1 + below(5);
        }
        if (which == 0 && below(3) == 0) {
            change.timing.once =
                node({.op = model::Op::less, .arguments = {constant(0.4), read, {}}});
        }
        scenario.changes.emplace_back(std::move(change));
    }

    model::Model& model_;
    std::mt19937_64 random_;
};

/// How many random scenarios there were, and how many shared the history of their model.
std::pair<int, int> run_random_scenarios(std::uint64_t seeds, bool from_forecast) {
    int all = 0;
    int shared = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        CAPTURE(seed);
        auto made = support::generated_model(seed);
        program::CompileOptions options = options_of(seed, made.model);
        options.with_past = true;
        // With one output a memory of something else is all that tells two histories apart.
        if (seed % 2 == 0) {
            options.outputs = {made.model.outputs.front()};
        }
        const int forecast = made.model.grid.row(made.model.grid.forecast);
        if (forecast <= 0 || forecast >= made.model.grid.months) {
            continue;
        }
        const model::Scenario scenario =
            Changes(made.model, seed).scenario(from_forecast ? forecast : 0);
        const program::Program leader = compiled(made.model, made.data, options);
        const program::Program follower =
            compiled(model::with_scenario(made.model, scenario), made.data, options);
        ++all;
        shared += shares(leader, follower) ? 1 : 0;
        REQUIRE(difference_from_checkpoint(
                    leader,
                    follower,
                    {.seed = seed, .first_member = 3, .members = 19, .threads = 1, .block = 16}) ==
                "");
    }
    return {all, shared};
}

TEST_CASE("random changes from the forecast on give the bytes of a run from the start") {
    const auto [all, shared] = run_random_scenarios(1500, true);
    CHECK(all > 1000);
    CHECK(shared * 10 > all * 7);
}

TEST_CASE("random changes of history give the bytes of a run from the start") {
    const auto [all, shared] = run_random_scenarios(700, false);
    CHECK(shared * 10 < all * 6);
}

/// The program of a scenario, with its past.
program::Program past_program(const test::LoadedText& loaded, const std::string& scenario) {
    program::CompileOptions options;
    options.outputs = loaded.model.outputs;
    options.with_past = true;
    const model::ScenarioId id = model::find_scenario(loaded.model, scenario);
    REQUIRE(id);
    return compiled(
        model::with_scenario(loaded.model, loaded.model.scenarios[id]), loaded.data, options);
}

TEST_CASE("what history leaves in a memory alone keeps scenarios apart") {
    const auto loaded = test::load_text(
        "model late \"Late\" { time month from 2000-01 to 2001-12; forecast from 2001-01; "
        "step 1 month; outputs pile }\n"
        "param size : 1 = 1 to 3\n"
        "lever push : 1 = 1\n"
        "lever pull : 1 = 1\n"
        "event calls { count poisson(rate = 0.5 [1/month]) }\n"
        "input noise : 1 = 0 { then normal(0, 0.2) }\n"
        "let sent : 1 = push * size * exp(noise)\n"
        "let plain : 1 = pull * size\n"
        "stock pile : 1 = 0 { inflow arrives = delay(sent, 8 months) * 1 [1/month] "
        "+ delay(plain, 5 months) * 0.1 [1/month] "
        "+ count(calls, 9 months) * 0.1 [1/month] }\n"
        "scenario earlier \"Earlier\" { set push = 2 from 2000-10 until 2000-12 }\n"
        "scenario call \"A call\" { event calls on 2000-12 }\n"
        "scenario later \"Later\" { set pull = 2 from 2001-01 until 2001-03 }\n"
        "scenario once_many \"Once there are many\" { set push = 2 from 2000-06 once pile > 3 }\n"
        "scenario once_later \"Once later\" { set push = 2 from 2001-01 once pile > 3 }\n");
    const program::Program baseline = past_program(*loaded, "baseline");
    const auto shared_with = [&](const std::string& scenario) {
        const program::Program program = past_program(*loaded, scenario);
        CHECK(difference_from_checkpoint(
                  baseline, program, {.seed = 5, .members = 20, .threads = 1, .block = 16}) == "");
        return shares(baseline, program);
    };
    CHECK(!shared_with("earlier"));
    CHECK(!shared_with("call"));
    CHECK(!shared_with("once_many"));
    CHECK(shared_with("later"));
    CHECK(shared_with("once_later"));
}

TEST_CASE("threads and blocks change no byte of a run from a checkpoint") {
    const auto loaded = test::load_model(std::filesystem::path(ENTENTE_SOURCE_DIR) /
                                         "models/example/korea_example.ent");
    program::CompileOptions options;
    options.outputs = loaded->model.outputs;
    options.with_past = true;
    const program::Program leader = compiled(loaded->model, loaded->data, options);
    const model::ScenarioId id = model::find_scenario(loaded->model, "crude_cut");
    REQUIRE(id);
    const program::Program follower = compiled(
        model::with_scenario(loaded->model, loaded->model.scenarios[id]), loaded->data, options);
    REQUIRE(shares(leader, follower));
    const results::Run first =
        run::simulate(follower, {.seed = 4, .members = 75, .threads = 1, .block = 16});
    for (const std::size_t threads : {1U, 2U, 7U}) {
        for (const std::size_t block : {0U, 16U, 128U}) {
            run::Checkpoint checkpoint;
            run::RunSpec spec = {.seed = 4, .members = 75, .threads = threads, .block = block};
            spec.keep = &checkpoint;
            run::simulate(leader, spec);
            spec.keep = nullptr;
            spec.from = &checkpoint;
            CHECK(difference(first, run::simulate(follower, spec)) == "");
        }
    }
}

TEST_CASE("a checkpoint of other members is not used") {
    const auto made = support::generated_model(8);
    program::CompileOptions options = options_of(8, made.model);
    options.with_past = true;
    const program::Program program = compiled(made.model, made.data, options);
    REQUIRE(program.past);
    run::Checkpoint checkpoint;
    run::RunSpec spec = {.seed = 1, .members = 20, .threads = 1};
    spec.keep = &checkpoint;
    run::simulate(program, spec);
    spec.keep = nullptr;
    CHECK(run::fits(checkpoint, spec));
    spec.members = 21;
    CHECK(!run::fits(checkpoint, spec));
    spec.members = 20;
    spec.first_member = 1;
    CHECK(!run::fits(checkpoint, spec));
    spec.first_member = 0;
    spec.seed = 2;
    CHECK(!run::fits(checkpoint, spec));
}

}  // namespace

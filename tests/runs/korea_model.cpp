// SPDX-License-Identifier: Apache-2.0
#include "runs/korea_model.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <doctest/doctest.h>

#include "model/resolve.hpp"
#include "program/evaluate.hpp"
#include "run/simulate.hpp"
#include "support/golden.hpp"
#include "text/diagnostic.hpp"

namespace korea {

namespace {

/// Any number serves; the same everywhere, so that scenarios are paired.
constexpr std::uint64_t seed = 20261125;

std::vector<model::QuantityId> ids_of(const model::Model& model,
                                      const std::vector<std::string>& names) {
    std::vector<model::QuantityId> ids;
    for (const std::string& name : names) {
        INFO(name);
        const model::QuantityId id = model::find_quantity(model, name);
        REQUIRE(static_cast<bool>(id));
        ids.push_back(id);
    }
    return ids;
}

results::Run simulate(const Korea& korea,
                      const model::Model& changed,
                      std::vector<model::QuantityId> outputs,
                      std::size_t members,
                      program::CompileOptions how) {
    how.outputs = std::move(outputs);
    text::Diagnostics diagnostics;
    const auto program = program::compile(changed, korea.data, how, diagnostics);
    REQUIRE(program.has_value());
    run::RunSpec spec;
    spec.seed = seed;
    spec.members = members;
    return run::simulate(*program, spec);
}

}  // namespace

Korea open(const std::string& more) {
    const std::filesystem::path folder =
        std::filesystem::path(ENTENTE_SOURCE_DIR) / "models" / "korea";
    const auto read = [&folder](const std::string& path) { return test::read_text(folder / path); };
    Korea korea;
    text::Diagnostics diagnostics;
    const auto main =
        korea.sources.add("korea.ent", read("korea.ent").value_or("") + "\n" + more + "\n");
    auto resolved = model::resolve(korea.sources, main, read, diagnostics);
    if (resolved) {
        korea.model = std::move(*resolved);
        if (auto loaded = data::load(korea.model, korea.sources, read, diagnostics)) {
            korea.data = std::move(*loaded);
        }
    }
    INFO(text::render(diagnostics, korea.sources, text::Colour::off));
    REQUIRE(diagnostics.sorted().empty());
    return korea;
}

model::Model in_scenario(const Korea& korea, const std::string& scenario) {
    INFO(scenario);
    const model::ScenarioId id = model::find_scenario(korea.model, scenario);
    REQUIRE(static_cast<bool>(id));
    return model::with_scenario(korea.model, korea.model.scenarios[id]);
}

int row_of(const model::Model& model, int year, int month) {
    return model::month_of(year, month) - model.grid.first;
}

Paths member(const Korea& korea,
             const std::string& scenario,
             const std::vector<std::string>& outputs,
             const MemberSpec& spec) {
    model::Model changed = in_scenario(korea, scenario);
    if (spec.substeps > 0) {
        changed.grid.substeps = spec.substeps;
    }
    program::CompileOptions how;
    how.history = spec.history;
    how.draws = spec.draws;
    how.policy = spec.policy;
    how.prior_set = spec.prior_set;
    how.outputs = ids_of(changed, outputs);
    const auto evaluation = program::evaluate(changed, korea.data, how, seed, spec.member);
    Paths paths;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        std::vector<double>& path = paths.by_name[outputs[i]];
        for (const std::vector<double>& row : evaluation.rows) {
            path.push_back(row[i]);
        }
    }
    return paths;
}

results::Run run(const Korea& korea,
                 const std::string& scenario,
                 const std::vector<std::string>& outputs,
                 std::size_t members,
                 std::size_t prior_set,
                 program::History history) {
    const model::Model changed = in_scenario(korea, scenario);
    program::CompileOptions how;
    how.prior_set = prior_set;
    how.history = history;
    return simulate(korea, changed, ids_of(changed, outputs), members, how);
}

results::Run run_choosing(const Korea& korea,
                          const std::string& scenario,
                          const std::vector<std::string>& outputs,
                          std::size_t members,
                          const Choosing& choosing) {
    const model::Model changed = in_scenario(korea, scenario);
    program::CompileOptions how;
    how.policy = choosing.policy;
    how.look_ahead.levels = choosing.levels;
    how.look_ahead.replicates = choosing.replicates;
    return simulate(korea, changed, ids_of(changed, outputs), members, how);
}

results::Run run_case(const Korea& korea, const claims::Case& one, std::size_t members) {
    const model::Model changed =
        model::with_scenario(korea.model, claims::scenario_of(korea.model, one));
    program::CompileOptions how;
    how.prior_set = one.prior_set;
    return simulate(korea, changed, claims::outputs_of(one), members, how);
}

double average(
    const results::Run& run, std::size_t member, const std::string& output, int first, int last) {
    const std::size_t column = results::find_output(run, output);
    REQUIRE(column != results::npos);
    double sum = 0;
    for (int row = first; row <= last; ++row) {
        sum += static_cast<double>(run.value(member, row, column));
    }
    return sum / (last - first + 1);
}

double median(std::vector<double> values) {
    REQUIRE(!values.empty());
    std::sort(values.begin(), values.end());
    return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

}  // namespace korea

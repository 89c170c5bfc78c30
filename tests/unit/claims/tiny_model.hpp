// SPDX-License-Identifier: Apache-2.0
// A model built by hand for the tests of judging: two scenarios, one output `x` in 0..1, one
// parameter `slope`, series with chosen points; and runs whose truth is known.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "claims/judge.hpp"

namespace tiny {

using namespace entente;

inline model::Model make() {
    model::Model m;
    m.name = "tiny";
    m.grid.first = model::month_of(2020, 1);
    m.grid.months = 24;
    m.grid.forecast = model::month_of(2021, 1);
    m.prior_sets = {"one", "two"};
    model::Declaration declaration;
    declaration.name = "slope";
    declaration.grade = 'D';
    const auto slope_declaration = m.declarations.add(declaration);
    model::Quantity slope;
    slope.name = "slope";
    slope.kind = model::QuantityKind::parameter;
    slope.declaration = slope_declaration;
    m.quantities.add(slope);
    model::Quantity x;
    x.name = "x";
    x.kind = model::QuantityKind::stock;
    x.low = 0;
    x.high = 1;
    m.quantities.add(x);
    model::Link link;
    link.name = "push";
    m.links.add(link);
    for (const char* name : {"baseline", "pushed"}) {
        model::Scenario scenario;
        scenario.name = name;
        m.scenarios.add(scenario);
    }
    return m;
}

inline const model::QuantityId slope(std::size_t(0));
inline const model::QuantityId x(std::size_t(1));
inline const model::LinkId push(std::size_t(0));

inline model::Stat stat(model::Stat::Kind kind, model::QuantityId quantity) {
    model::Stat s;
    s.kind = kind;
    s.quantity = quantity;
    s.window = {model::month_of(2021, 1), model::month_of(2021, 6)};
    s.unit = "1";
    s.text = "x";
    return s;
}

inline model::Expectation expect(model::Stat s,
                                 model::Judged::Kind kind,
                                 double amount,
                                 bool relative = false) {
    model::Expectation e;
    e.stat = std::move(s);
    e.judged.kind = kind;
    e.judged.amount = amount;
    e.judged.relative = relative;
    return e;
}

inline model::Part contrast(model::Expectation e) {
    model::Part part;
    part.scenario = model::ScenarioId(1);
    part.with = model::ScenarioId(0);
    part.expectations = {std::move(e)};
    return part;
}

inline model::ClaimId add_claim(model::Model& m, model::Part part) {
    model::Claim claim;
    claim.name = "P1_1";
    claim.parts = {std::move(part)};
    return m.claims.add(std::move(claim));
}

/// x of a member in every row of a case.
using Truth = std::function<double(const claims::Case& one, std::size_t member)>;

/// slope of a member: spread evenly over 0..1.
inline double slope_of(std::size_t member, std::size_t members) {
    return (static_cast<double>(member) + 0.5) / static_cast<double>(members);
}

inline results::Run run_of(const model::Model& m,
                           const claims::Case& one,
                           std::size_t members,
                           const Truth& truth) {
    results::Run run;
    run.grid = m.grid;
    run.members = members;
    run.block = 64;
    run.outputs = {{"x", "1", results::CellMethod::point, false}};
    const auto rows = static_cast<std::size_t>(m.grid.rows());
    run.paths.resize((members + 63) / 64 * 64 * rows);
    run.parameter_names = {"slope"};
    run.parameter_units = {"1"};
    for (std::size_t member = 0; member < members; ++member) {
        run.parameters.push_back(slope_of(member, members));
        for (std::size_t row = 0; row < rows; ++row) {
            run.paths[((member / 64) * rows + row) * 64 + member % 64] =
                static_cast<float>(truth(one, member));
        }
    }
    return run;
}

inline std::vector<claims::CaseValues> values_of(const model::Model& m,
                                                 const claims::Needs& needs,
                                                 std::size_t members,
                                                 const Truth& truth) {
    std::vector<claims::CaseValues> values;
    for (const claims::Case& one : needs.cases) {
        values.push_back(claims::measure(m, one, run_of(m, one, members, truth)));
    }
    return values;
}

/// The only part of the only claim, judged on a prior and perhaps a posterior.
inline claims::PartResult judge_one(model::Model& m,
                                    const model::Part& part,
                                    std::size_t members,
                                    const Truth& prior,
                                    const Truth* posterior = nullptr) {
    const std::vector<model::ClaimId> ids = {add_claim(m, part)};
    const claims::Needs needs = claims::needed_runs(m, ids);
    const auto before = values_of(m, needs, members, prior);
    const auto after = posterior == nullptr ? before : values_of(m, needs, members, *posterior);
    const data::Data no_data;
    claims::Evidence evidence = {needs, before, posterior == nullptr ? nullptr : &after};
    return claims::judge(m, no_data, ids, evidence).front().parts.front();
}

}  // namespace tiny

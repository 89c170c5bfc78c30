// SPDX-License-Identifier: Apache-2.0
#include "claims/judge.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "tiny_model.hpp"

namespace {

using namespace entente;
using claims::Reason;
using claims::Verdict;
using model::Judged;
using model::Stat;

bool is_pushed(const claims::Case& one) {
    return one.scenario == model::ScenarioId(1) && one.without.empty();
}

/// x = 0.5 and an effect of the push that varies over the members.
tiny::Truth effect(double middle, double spread) {
    return [=](const claims::Case& one, std::size_t member) {
        const double phase = std::fmod(static_cast<double>(member) * 0.6180339887, 1.0);
        return 0.5 + (is_pushed(one) ? middle + spread * (phase - 0.5) : 0);
    };
}

/// A repeatable stream of numbers in 0..1; the test needs no good generator.
struct Stream {
    std::uint64_t state;

    double next() {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<double>(state >> 11U) * 0x1.0p-53;
    }
};

}  // namespace

TEST_CASE("claims share the runs they need, the baseline of every prior set first") {
    model::Model m = tiny::make();
    const auto e = tiny::expect(tiny::stat(Stat::Kind::average, tiny::x), Judged::Kind::rises, 0.1);
    const auto other =
        tiny::expect(tiny::stat(Stat::Kind::highest, tiny::x), Judged::Kind::falls, 0.1);
    const auto first = tiny::add_claim(m, tiny::contrast(e));
    const auto second = tiny::add_claim(m, tiny::contrast(other));
    const claims::Needs needs = claims::needed_runs(m, {first, second});
    REQUIRE(needs.cases.size() == 4);  // two scenarios, two prior sets
    CHECK(needs.cases[0].scenario == model::ScenarioId(0));
    CHECK(needs.cases[1].scenario == model::ScenarioId(0));
    CHECK(needs.cases[0].keeps_parameters);
    CHECK(needs.cases[0].measures.size() == 2);
    CHECK(claims::outputs_of(needs.cases[0]) == std::vector{tiny::x});
}

TEST_CASE("facts need no run") {
    model::Model m = tiny::make();
    model::Part part;
    part.fact = true;
    const auto id = tiny::add_claim(m, part);
    CHECK(claims::needed_runs(m, {id}).cases.empty());
}

TEST_CASE("an effect of a link needs the scenario without it") {
    model::Model m = tiny::make();
    Stat s = tiny::stat(Stat::Kind::effect, {});
    s.links = {tiny::push};
    s.on = {tiny::stat(Stat::Kind::average, tiny::x)};
    model::Part part;
    part.expectations = {tiny::expect(s, Judged::Kind::rises, 0.1)};
    const auto id = tiny::add_claim(m, part);
    const claims::Needs needs = claims::needed_runs(m, {id});
    REQUIRE(needs.cases.size() == 4);
    CHECK(needs.cases[2].without == std::vector{tiny::push});
    const model::Scenario scenario = claims::scenario_of(m, needs.cases[2]);
    REQUIRE(scenario.changes.size() == 1);
    CHECK(std::get<model::WithoutChange>(scenario.changes[0]).links == std::vector{tiny::push});
}

TEST_CASE("an effect compared between scenarios is an interaction, relative to the second one") {
    model::Model m = tiny::make();
    Stat s = tiny::stat(Stat::Kind::effect, {});
    s.links = {tiny::push};
    s.on = {tiny::stat(Stat::Kind::average, tiny::x)};
    model::Part part = tiny::contrast(tiny::expect(s, Judged::Kind::rises, 0.5, true));
    // The link adds 0.1 in the baseline and, in `pushed`, from 0.13 to 0.17: half as much again in
    // half of the members.
    const tiny::Truth truth = [](const claims::Case& one, std::size_t member) {
        const double phase = std::fmod(static_cast<double>(member) * 0.6180339887, 1.0);
        const bool pushed = one.scenario == model::ScenarioId(1);
        const double added = pushed ? 0.13 + 0.04 * phase : 0.1;
        return 0.5 + (one.without.empty() ? added : 0);
    };
    const auto result = tiny::judge_one(m, part, 1000, truth);
    CHECK(result.kind == claims::TestKind::interaction);
    CHECK(result.prior_sets.front().p_claimed == doctest::Approx(0.5).epsilon(0.02));
    CHECK(result.prior_sets.front().relative.q50 == doctest::Approx(0.5).epsilon(0.02));
    CHECK(result.prior_sets.front().effect.q50 == doctest::Approx(0.05).epsilon(0.02));
}

TEST_CASE("without a posterior a contrast is undetermined: prior-driven, or structure-driven") {
    model::Model m = tiny::make();
    const auto e = tiny::expect(tiny::stat(Stat::Kind::average, tiny::x), Judged::Kind::rises, 0.1);
    const auto wide = tiny::judge_one(m, tiny::contrast(e), 1000, effect(0.1, 0.4));
    CHECK(wide.verdict == Verdict::undetermined);
    CHECK(wide.reason == Reason::prior_driven);
    CHECK(wide.evidence == claims::EvidenceClass::e1);
    CHECK(wide.prior_sets.front().p_claimed == doctest::Approx(0.5).epsilon(0.02));
    const auto sure = tiny::judge_one(m, tiny::contrast(e), 1000, effect(0.3, 0.1));
    CHECK(sure.reason == Reason::structure_driven);
    CHECK(sure.evidence == claims::EvidenceClass::e0);
}

TEST_CASE("a posterior that narrows the effect gives the verdict of the truth") {
    model::Model m = tiny::make();
    const auto e = tiny::expect(tiny::stat(Stat::Kind::average, tiny::x), Judged::Kind::rises, 0.1);
    const tiny::Truth prior = effect(0, 1.0);
    const tiny::Truth strong = effect(0.3, 0.1);
    const tiny::Truth none = effect(0, 0.1);
    const tiny::Truth reverse = effect(-0.3, 0.1);
    const auto yes = tiny::judge_one(m, tiny::contrast(e), 1000, prior, &strong);
    CHECK(yes.verdict == Verdict::supported);
    CHECK(yes.evidence == claims::EvidenceClass::e2);
    const auto no = tiny::judge_one(m, tiny::contrast(e), 1000, prior, &none);
    CHECK(no.verdict == Verdict::contradicted);
    CHECK(no.reason == Reason::negligible);
    const auto other = tiny::judge_one(m, tiny::contrast(e), 1000, prior, &reverse);
    CHECK(other.reason == Reason::opposite_sign);
}

TEST_CASE("ten per cent is measured against the compared scenario's own value") {
    model::Model m = tiny::make();
    // x is 0.5 without the push, so 10 % is 0.05: an effect of 0.06 passes, of 0.04 does not.
    const auto e =
        tiny::expect(tiny::stat(Stat::Kind::average, tiny::x), Judged::Kind::rises, 0.1, true);
    CHECK(tiny::judge_one(m, tiny::contrast(e), 400, effect(0.06, 0)).prior_sets[0].p_claimed == 1);
    CHECK(tiny::judge_one(m, tiny::contrast(e), 400, effect(0.04, 0)).prior_sets[0].p_claimed == 0);
}

TEST_CASE("without an amount the smallest effect of interest is the default of the scale") {
    model::Model m = tiny::make();
    const auto e = tiny::expect(tiny::stat(Stat::Kind::average, tiny::x), Judged::Kind::rises, 0);
    const auto part = tiny::judge_one(m, tiny::contrast(e), 400, effect(0.04, 0));
    CHECK(part.conditions.front().by_default);
    CHECK(part.conditions.front().threshold == 0.05);  // an index within 0..1
    CHECK(part.prior_sets.front().p_negligible == 1);
    m.quantities[tiny::x].high.reset();
    const auto flow = tiny::judge_one(m, tiny::contrast(e), 400, effect(0.06, 0));
    CHECK(flow.conditions.front().relative);
    CHECK(flow.prior_sets.front().p_claimed == 1);
}

TEST_CASE("all expectations of a part must hold in the same future") {
    model::Model m = tiny::make();
    model::Part part = tiny::contrast(
        tiny::expect(tiny::stat(Stat::Kind::average, tiny::x), Judged::Kind::rises, 0.0001));
    part.expectations.push_back(
        tiny::expect(tiny::stat(Stat::Kind::average, tiny::x), Judged::Kind::falls, 0.0001));
    CHECK(tiny::judge_one(m, part, 400, effect(0, 1)).prior_sets.front().hits == 0);
}

TEST_CASE("a coefficient depends on itself alone") {
    model::Model m = tiny::make();
    model::Part part;
    part.expectations = {
        tiny::expect(tiny::stat(Stat::Kind::plain, tiny::slope), Judged::Kind::at_least, 0.5)};
    const auto result = tiny::judge_one(m, part, 1000, effect(0, 1));
    REQUIRE(result.kind == claims::TestKind::coefficient);
    REQUIRE(result.depends.size() == 1);
    CHECK(result.depends.front().parameter == "slope");
    CHECK_FALSE(result.flip.has_value());
}

TEST_CASE("a coefficient is judged on its own draws") {
    model::Model m = tiny::make();
    model::Part part;
    part.expectations = {
        tiny::expect(tiny::stat(Stat::Kind::plain, tiny::slope), Judged::Kind::at_least, 0.25)};
    const auto result = tiny::judge_one(m, part, 1000, effect(0, 0));
    CHECK(result.kind == claims::TestKind::coefficient);
    CHECK(result.prior_sets.front().p_claimed == doctest::Approx(0.75));
    CHECK(result.prior_sets.front().p_opposite == doctest::Approx(0.25));
}

TEST_CASE("a placeholder withholds the verdict and is named") {
    model::Model m = tiny::make();
    model::Part part = tiny::contrast(
        tiny::expect(tiny::stat(Stat::Kind::average, tiny::x), Judged::Kind::rises, 0.1));
    part.placeholders = {tiny::slope};
    const auto result = tiny::judge_one(m, part, 1000, effect(0.3, 0.1));
    CHECK(result.reason == Reason::not_modelled_yet);
    CHECK(result.detail == "slope");
}

TEST_CASE("members with a missing value count nowhere") {
    model::Model m = tiny::make();
    const auto e = tiny::expect(tiny::stat(Stat::Kind::average, tiny::x), Judged::Kind::rises, 0.1);
    const tiny::Truth broken = [](const claims::Case& one, std::size_t member) {
        return member % 4 == 0 ? std::nan("") : is_pushed(one) ? 0.8 : 0.5;
    };
    const auto part = tiny::judge_one(m, tiny::contrast(e), 1000, broken);
    CHECK(part.prior_sets.front().futures == 750);
    CHECK(part.prior_sets.front().p_claimed == 1);
}

TEST_CASE("in worlds without an effect the rules seldom support one") {
    // The record informs the effect with noise: the posterior's middle is the truth, 0, plus an
    // error as large as the posterior's own spread. Supported needs 90 % of the posterior beyond
    // the smallest effect; with a spread (standard deviation) of 0.05 and a smallest effect of 0.05
    // that asks for an error of 2.3 spreads.
    model::Model m = tiny::make();
    const auto e =
        tiny::expect(tiny::stat(Stat::Kind::average, tiny::x), Judged::Kind::rises, 0.05);
    const tiny::Truth prior = effect(0, 1.0);
    Stream stream = {7};
    int supported = 0;
    int decided_rightly = 0;
    constexpr int worlds = 200;
    constexpr double sd = 0.05;
    const double width = sd * std::sqrt(12.0);
    for (int w = 0; w < worlds; ++w) {
        double error = -6;
        for (int i = 0; i < 12; ++i) {
            error += stream.next();
        }
        const tiny::Truth nothing = effect(sd * error, width);
        supported += tiny::judge_one(m, tiny::contrast(e), 400, prior, &nothing).verdict ==
                     Verdict::supported;
        const tiny::Truth large = effect(0.2 + sd * error, width);
        decided_rightly +=
            tiny::judge_one(m, tiny::contrast(e), 400, prior, &large).verdict == Verdict::supported;
    }
    CHECK(supported <= worlds * 5 / 100);
    CHECK(decided_rightly >= worlds * 70 / 100);
}

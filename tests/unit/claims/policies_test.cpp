// SPDX-License-Identifier: Apache-2.0
#include "claims/policies.hpp"

#include <cmath>
#include <string>

#include <doctest/doctest.h>

#include "tiny_model.hpp"

namespace {

using namespace entente;
using namespace entente::claims;

PolicyView view(const std::string& policy, std::size_t levels, std::size_t hits) {
    PolicyView v;
    v.policy = policy;
    v.levels = levels;
    v.result.prior_set = "literature";
    v.result.futures = 200;
    v.result.hits = hits;
    v.result.p_claimed = static_cast<double>(hits) / 200;
    v.result.standard_error = std::sqrt(v.result.p_claimed * (1 - v.result.p_claimed) / 200);
    return v;
}

PartResult tried(std::size_t by_leanings, std::size_t level_1, std::size_t level_2) {
    PartResult part;
    part.policy_scope = PolicyScope::tried;
    part.policies = {
        view("rule", 0, by_leanings), view("rollout", 1, level_1), view("rollout", 2, level_2)};
    return part;
}

}  // namespace

TEST_CASE("policies differ beyond three standard errors of the difference, any two of them") {
    // At a half the standard error of a difference is 0.05, so of 200 futures 30 are three of them.
    CHECK_FALSE(policies_differ(tried(100, 100, 100)));
    CHECK_FALSE(policies_differ(tried(100, 110, 125)));
    CHECK(policies_differ(tried(100, 100, 135)));
    CHECK(policies_differ(tried(80, 120, 100)));
    CHECK_FALSE(policies_differ(PartResult{}));
}

TEST_CASE("a card sets the shares side by side and says whether they differ") {
    CHECK(
        policies_line(tried(100, 110, 120)) ==
        "by leanings: about 10 in 20 · rollout level 1: about 11 in 20 · rollout level 2: about 12 "
        "in 20 (200 futures, prior set literature). They do not differ by more than chance.");
    const std::string apart = policies_line(tried(0, 100, 200));
    CHECK(apart.find("fewer than 1 in 20") != std::string::npos);
    CHECK(apart.find("more than 19 in 20") != std::string::npos);
    CHECK(apart.find("an uncertainty of the model") != std::string::npos);
}

TEST_CASE("players are tried where the windows lie in the months after the forecast") {
    model::Model m = tiny::make();  // forecast 2021-01
    model::Stat stat = tiny::stat(model::Stat::Kind::average, tiny::x);
    const auto scope = [&](int months) {
        return policy_scope(
            m, tiny::contrast(tiny::expect(stat, model::Judged::Kind::rises, 0.1)), months);
    };
    CHECK(scope(36) == PolicyScope::tried);  // 2021-01 to 2021-06
    CHECK(scope(5) == PolicyScope::tried);
    CHECK(scope(4) == PolicyScope::too_far);
    stat.window = {model::month_of(2020, 1), model::month_of(2020, 12)};
    CHECK(scope(36) == PolicyScope::no_choice);
    stat = tiny::stat(model::Stat::Kind::plain, tiny::slope);
    CHECK(scope(36) == PolicyScope::no_choice);
    model::Part fact = tiny::contrast(tiny::expect(stat, model::Judged::Kind::rises, 0.1));
    fact.fact = true;
    CHECK(policy_scope(m, fact, 36) == PolicyScope::no_choice);
}

TEST_CASE("a card says why players were not tried") {
    PartResult part;
    CHECK(policies_line(part).empty());
    part.policy_scope = PolicyScope::no_choice;
    CHECK(policies_line(part).find("No player's choice") == 0);
    part.policy_scope = PolicyScope::too_far;
    CHECK(policies_line(part).find("Not tried") == 0);
}

// SPDX-License-Identifier: Apache-2.0
#include "claims/ablations.hpp"

#include <doctest/doctest.h>

namespace {

using namespace entente::claims;

Ablations two_links() {
    Ablations a;
    a.links = {{"pays", "one", 5, 1}, {"pays", "two", 4, 1}, {"buys", "one", 1, 1}};
    return a;
}

}  // namespace

TEST_CASE("links earn their place where each is better by two standard errors in every prior set") {
    CHECK(worth_of(two_links(), {"pays"}).earn_their_place);
    CHECK_FALSE(worth_of(two_links(), {"pays", "buys"}).earn_their_place);
    CHECK_FALSE(worth_of(two_links(), {"pays", "unknown"}).earn_their_place);
    CHECK_FALSE(worth_of(two_links(), {}).earn_their_place);
    CHECK_FALSE(worth_of(two_links(), {"buys"}).cost);
}

TEST_CASE("a link that worsens the forecasts by more than two standard errors costs") {
    Ablations a = two_links();
    a.links[1].gain = -2.5;
    CHECK(worth_of(a, {"pays"}).cost);
    CHECK_FALSE(worth_of(a, {"pays"}).earn_their_place);
}

TEST_CASE("a file is read, and one that is none says why") {
    std::string fault;
    const auto read = parse_ablations(
        R"({"schema_version": 1, "model": "abc", "test_from": "2017-01", "test_until": "2025-12",
            "links": [{"link": "pays", "prior_set": "one", "gain": 1.5, "standard_error": 0.5}]})",
        fault);
    REQUIRE(read);
    CHECK(read->fingerprint == "abc");
    CHECK(read->links.at(0).gain == 1.5);
    CHECK_FALSE(parse_ablations("nonsense", fault));
    CHECK(fault == "it is not JSON");
    CHECK_FALSE(parse_ablations(R"({"schema_version": 2})", fault));
    CHECK_FALSE(parse_ablations(R"({"schema_version": 1, "model": 3, "links": []})", fault));
    CHECK_FALSE(parse_ablations(R"({"schema_version": "1"})", fault));
}

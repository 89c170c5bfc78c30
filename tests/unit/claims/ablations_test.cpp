// SPDX-License-Identifier: Apache-2.0
#include "claims/ablations.hpp"

#include <doctest/doctest.h>

namespace {

using namespace entente::claims;

Ablations some_links() {
    Ablations a;
    a.links = {{"pays", 5, 1}, {"sells", 4, 1}, {"buys", 1, 1}};
    return a;
}

}  // namespace

TEST_CASE("links earn their place where each is better by two standard errors") {
    CHECK(worth_of(some_links(), {"pays", "sells"}).earn_their_place);
    CHECK_FALSE(worth_of(some_links(), {"pays", "buys"}).earn_their_place);
    CHECK_FALSE(worth_of(some_links(), {"pays", "unknown"}).earn_their_place);
    CHECK_FALSE(worth_of(some_links(), {}).earn_their_place);
    CHECK_FALSE(worth_of(some_links(), {"buys"}).cost);
}

TEST_CASE("a link that worsens the forecasts by more than two standard errors costs") {
    Ablations a = some_links();
    a.links[1].worse_by = -2.5;
    CHECK(worth_of(a, {"pays", "sells"}).cost);
    CHECK_FALSE(worth_of(a, {"pays", "sells"}).earn_their_place);
}

TEST_CASE("a file is read, and one that is none says why") {
    std::string fault;
    const auto read = parse_ablations(
        R"({"schema_version": 1, "fingerprint": "abc", "prior_set": "one", "fitted_until": "2016-12",
            "links": [
              {"name": "pays", "reaches": true, "worse_by": 1.5, "standard_error": 0.5, "agreed": true},
              {"name": "asks", "reaches": true, "worse_by": 9, "standard_error": 0.5, "agreed": false},
              {"name": "hides", "reaches": false, "worse_by": 0, "standard_error": 0, "agreed": true}
            ]})",
        fault);
    REQUIRE(read);
    CHECK(read->fingerprint == "abc");
    CHECK(read->fitted_until == "2016-12");
    REQUIRE(read->links.size() == 1);
    CHECK(read->links[0].worse_by == 1.5);
    CHECK_FALSE(parse_ablations("nonsense", fault));
    CHECK(fault == "it is not JSON");
    CHECK_FALSE(parse_ablations(R"({"schema_version": 2})", fault));
    CHECK_FALSE(parse_ablations(R"({"schema_version": 1, "fingerprint": 3, "links": []})", fault));
    CHECK_FALSE(parse_ablations(R"({"schema_version": "1"})", fault));
}

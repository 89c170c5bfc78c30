// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "text/diagnostic.hpp"

using namespace entente::text;

TEST_CASE("the nearest names come first, and only near ones") {
    const std::vector<std::string> names = {"trade_china", "trade_total", "output", "launches"};
    CHECK(near_names("trade_chian", names) == std::vector<std::string>{"trade_china"});
    CHECK(near_names("outptu", names) == std::vector<std::string>{"output"});
    CHECK(near_names("launch", names) == std::vector<std::string>{"launches"});
    CHECK(near_names("xyzzy", names).empty());
    CHECK(near_names("", names).empty());
    CHECK(near_names("output", {}).empty());
}

TEST_CASE("a difference of case is nearer than a letter") {
    const auto near = near_names("Trade", {"trades", "trade"});
    REQUIRE(near.size() == 2);
    CHECK(near[0] == "trade");
}

TEST_CASE("at most three are named, in words") {
    CHECK(did_you_mean("cat", {"bat", "hat", "rat", "mat"}) ==
          "did you mean `bat`, `hat` or `mat`?");
    CHECK(did_you_mean("outptu", {"output"}) == "did you mean `output`?");
    CHECK_FALSE(did_you_mean("xyzzy", {"output"}));
}

TEST_CASE("a name far too long for a slip costs no time") {
    const std::string endless(1'000'000, 'a');
    CHECK(near_names(endless, {"a", endless}).empty());
}

// SPDX-License-Identifier: Apache-2.0
#include "base/ids.hpp"

#include <doctest/doctest.h>

namespace {

struct ThingTag {};

using ThingId = entente::Id<ThingTag>;

}  // namespace

TEST_CASE("a fresh id names nothing") { CHECK_FALSE(static_cast<bool>(ThingId())); }

TEST_CASE("a table gives back what was added") {
    entente::Table<ThingId, int> table;
    const ThingId id = table.add(7);
    CHECK(table[id] == 7);
    CHECK_THROWS_AS(table[ThingId(3)], entente::BrokenContract);
}

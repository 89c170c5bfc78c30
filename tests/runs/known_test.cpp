// SPDX-License-Identifier: Apache-2.0
// What a forecast may know from its origin on, at each level.
#include "analysis/known.hpp"

#include <doctest/doctest.h>

#include "support/run_text.hpp"

namespace {

using namespace entente;
using analysis::Conditioning;

/// The last row that the record of a quantity covers.
int last_covered(const model::Model& model, const data::Data& data, const char* name) {
    const model::Quantity& quantity = model.quantities[model::find_quantity(model, name)];
    const std::vector<double> covered = data::track_values(model, data, quantity.covered);
    int last = -1;
    for (int row = 0; row < model.grid.rows(); ++row) {
        last = covered[static_cast<std::size_t>(row)] != 0 ? row : last;
    }
    return last;
}

}  // namespace

TEST_CASE("the record is cut at the origin, by level") {
    const auto loaded = test::load_text(R"(
model m "M" { time month from 2020-01 to 2021-12; forecast from 2021-06; omits "all else" }
actors CHN "China"
input war : 1 = 0 { recorded { 2020-01: 0, 2020-06: 1 } complete through 2021-03 }
lever enforce : 1 = 0 held by CHN { recorded { 2020-01: 0, 2020-09: 1 } complete through 2021-03 }
stock bans : 1 = 0 { recorded { 2020-01: 0, 2020-09: 1 } complete through 2021-03 }
event tests { recorded { 2020-03: 1 } dates month complete through 2021-03; count poisson(0.1 [1/month]) }
)");
    const model::Month origin = model::month_of(2020, 8);
    const auto cut = [&](Conditioning level, const char* name) {
        const data::Data known = analysis::known_at(loaded->model, loaded->data, origin, level);
        return last_covered(loaded->model, known, name);
    };
    for (const char* name : {"war", "enforce", "bans", "tests"}) {
        CHECK(last_covered(loaded->model, loaded->data, name) == 14);
        CHECK(cut(Conditioning::nothing, name) == 6);
        CHECK(cut(Conditioning::decisions, name) == 14);
    }
    CHECK(cut(Conditioning::shocks, "war") == 14);
    CHECK(cut(Conditioning::shocks, "enforce") == 6);
    CHECK(cut(Conditioning::shocks, "bans") == 6);
    CHECK(cut(Conditioning::shocks, "tests") == 6);
    CHECK(analysis::name(Conditioning::shocks) == "C1");
}

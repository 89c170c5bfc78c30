// SPDX-License-Identifier: Apache-2.0
#include "games/attrition.hpp"

#include "base/contract.hpp"

namespace entente::games {

std::array<double, 2> attrition_quits(const std::array<Side, 2>& sides) {
    for (const Side& side : sides) {
        ENTENTE_EXPECT(side.prize > 0 && side.cost > 0);
    }
    return {sides[1].cost / (sides[1].prize + sides[1].cost),
            sides[0].cost / (sides[0].prize + sides[0].cost)};
}

}  // namespace entente::games

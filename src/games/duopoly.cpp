// SPDX-License-Identifier: Apache-2.0
#include "games/duopoly.hpp"

#include <algorithm>

#include "base/contract.hpp"

namespace entente::games {

namespace {

/// What would be sold at cost: where replies start from.
double market_size(const Duopoly& market) {
    ENTENTE_EXPECT(market.slope > 0 && market.intercept > market.cost);
    return (market.intercept - market.cost) / market.slope;
}

}  // namespace

double best_quantity(const Duopoly& market, double other) {
    return std::max(0.0, (market_size(market) - other) / 2);
}

double cournot_quantity(const Duopoly& market) { return market_size(market) / 3; }

double leader_quantity(const Duopoly& market) { return market_size(market) / 2; }

}  // namespace entente::games

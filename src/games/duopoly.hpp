// SPDX-License-Identifier: Apache-2.0
// Two sellers who choose quantities, the price falling with their sum: replies, both at once
// (A. Cournot, 1838) and one after the other (H. von Stackelberg, 1934).
#pragma once

namespace entente::games {

/// Price = intercept - slope * (sum of quantities); each unit costs `cost` to make.
struct Duopoly {
    double intercept = 0.0;  ///< above the cost
    double slope = 1.0;      ///< above 0
    double cost = 0.0;
};

/// The quantity that earns most when the other sells `other`, at least 0.
double best_quantity(const Duopoly& market, double other);

/// What each sells when both choose at once.
double cournot_quantity(const Duopoly& market);

/// What the first sells who knows that the second answers with its best quantity.
double leader_quantity(const Duopoly& market);

}  // namespace entente::games

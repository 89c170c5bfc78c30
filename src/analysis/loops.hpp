// SPDX-License-Identifier: Apache-2.0
// Feedback loops between stocks, with polarity and strength, from how each stock answers a push of
// another over one month.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace entente::analysis {

struct Loop {
    std::vector<std::size_t> stocks;  ///< in the order of the loop, from the lowest index
    /// What comes back of a lasting push of one, in the long run and through this loop alone: above
    /// 0 it reinforces, below 0 it balances. The product of the loop's monthly answers, each over
    /// what the stock it reaches loses of itself in a month. Without unit.
    double gain = 0;
};

/// A stock that loses less than this of itself a month keeps a push for ten years: as good as for
/// ever in these models.
inline constexpr double least_loss = 1.0 / 120;

/// `answers[to * n + from]`: what one unit of stock `from` more as a month opens makes of stock
/// `to` as it ends. Loops of two to `longest` stocks with a gain of at least `least`, the strongest
/// first, at most `most`.
std::vector<Loop> strongest_loops(std::size_t n,
                                  std::span<const double> answers,
                                  std::size_t longest,
                                  double least,
                                  std::size_t most);

}  // namespace entente::analysis

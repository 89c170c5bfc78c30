// SPDX-License-Identifier: Apache-2.0
#include "analysis/shapley.hpp"

#include <bit>

#include "base/contract.hpp"

namespace entente::analysis {

namespace {

double factorial(std::size_t n) {
    double product = 1;
    for (std::size_t i = 2; i <= n; ++i) {
        product *= static_cast<double>(i);
    }
    return product;
}

}  // namespace

std::vector<std::vector<double>> shapley(std::size_t switches,
                                         const std::vector<std::vector<double>>& values) {
    ENTENTE_EXPECT(switches <= most_switches && values.size() == std::size_t{1} << switches);
    const std::size_t members = values.front().size();
    std::vector<std::vector<double>> shares(switches, std::vector<double>(members, 0));
    for (std::size_t c = 0; c < switches; ++c) {
        const std::size_t own = std::size_t{1} << c;
        for (std::size_t on = 0; on < values.size(); ++on) {
            if ((on & own) != 0) {
                continue;
            }
            const auto before = static_cast<std::size_t>(std::popcount(on));
            const double weight =
                factorial(before) * factorial(switches - before - 1) / factorial(switches);
            for (std::size_t m = 0; m < members; ++m) {
                shares[c][m] += weight * (values[on | own][m] - values[on][m]);
            }
        }
    }
    return shares;
}

}  // namespace entente::analysis

// SPDX-License-Identifier: Apache-2.0
#include "cli/differences.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "claims/rules.hpp"
#include "claims/wording.hpp"
#include "results/summary.hpp"

namespace entente::cli {

claims::Quantiles level(const results::Run& run, std::size_t output, int row) {
    std::vector<double> values(run.members);
    for (std::size_t m = 0; m < run.members; ++m) {
        values[m] = static_cast<double>(run.value(m, row, output));
    }
    return claims::quantiles(std::move(values));
}

std::string band(const claims::Quantiles& q, bool with_sign) {
    const auto text = with_sign ? claims::signed_number : claims::number;
    if (q.q05 == q.q95) {
        return text(q.q50);
    }
    return fmt::format("{} [{} to {}]", text(q.q50), text(q.q05), text(q.q95));
}

std::vector<Difference> differences(const results::Run& a, const results::Run& b) {
    std::vector<Difference> all;
    const std::size_t members = std::min(a.members, b.members);
    for (std::size_t i = 0; i < a.outputs.size(); ++i) {
        const std::size_t j = results::find_output(b, a.outputs[i].name);
        if (j == results::npos || a.outputs[i].hidden) {
            continue;
        }
        Difference d;
        d.output = a.outputs[i].name;
        d.unit = a.outputs[i].unit;
        d.row = std::max(0, results::last_row_with_value(a, i, a.grid.rows() - 1));
        double largest = 0;
        const int last = d.row;
        for (int row = 0; row <= last; ++row) {
            double sum = 0;
            for (std::size_t m = 0; m < members; ++m) {
                const double difference = static_cast<double>(b.value(m, row, j)) -
                                          static_cast<double>(a.value(m, row, i));
                if (std::isfinite(difference) && difference != 0) {
                    d.changed = true;
                    sum += difference;
                }
            }
            if (std::abs(sum) > largest) {
                largest = std::abs(sum);
                d.row = row;
            }
        }
        std::vector<double> paired(members);
        for (std::size_t m = 0; m < members; ++m) {
            paired[m] = static_cast<double>(b.value(m, d.row, j)) -
                        static_cast<double>(a.value(m, d.row, i));
            d.share_higher += paired[m] > 0 ? 1 : 0;
            d.share_lower += paired[m] < 0 ? 1 : 0;
        }
        if (members > 0) {
            d.share_higher /= static_cast<double>(members);
            d.share_lower /= static_cast<double>(members);
        }
        d.a = level(a, i, d.row);
        d.b = level(b, j, d.row);
        d.difference = claims::quantiles(std::move(paired));
        all.push_back(std::move(d));
    }
    return all;
}

}  // namespace entente::cli

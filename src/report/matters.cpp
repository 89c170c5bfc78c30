// SPDX-License-Identifier: Apache-2.0
#include "report/matters.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/contract.hpp"

namespace entente::report {

namespace {

/// Members in rising order of their values.
std::vector<std::size_t> order_of(std::span<const double> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [values](std::size_t a, std::size_t b) {
        return values[a] < values[b];
    });
    return order;
}

/// Ranks less their mean; equal values share theirs.
std::vector<double> ranks_of(std::span<const double> values,
                             const std::vector<std::size_t>& order) {
    std::vector<double> ranks(values.size());
    const double middle = (static_cast<double>(values.size()) - 1) / 2;
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin + 1;
        while (end < order.size() && !(values[order[begin]] < values[order[end]])) {
            ++end;
        }
        for (std::size_t i = begin; i < end; ++i) {
            ranks[order[i]] = (static_cast<double>(begin + end) - 1) / 2 - middle;
        }
        begin = end;
    }
    return ranks;
}

double product(const std::vector<double>& a, const std::vector<double>& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// The mean over some members.
double mean_of(std::span<const double> values, std::span<const std::size_t> members) {
    double total = 0;
    for (const std::size_t member : members) {
        total += values[member];
    }
    return total / static_cast<double>(members.size());
}

}  // namespace

std::vector<Matter> matters(const results::Run& run,
                            std::span<const double> outcome,
                            const std::atomic<bool>* stop) {
    ENTENTE_EXPECT(outcome.size() == run.members);
    std::vector<std::size_t> members;
    std::vector<double> kept;
    for (std::size_t member = 0; member < outcome.size(); ++member) {
        if (std::isfinite(outcome[member])) {
            members.push_back(member);
            kept.push_back(outcome[member]);
        }
    }
    std::vector<Matter> all;
    if (kept.size() < least_futures) {
        return all;
    }
    const std::vector<double> ranks = ranks_of(kept, order_of(kept));
    const double spread = product(ranks, ranks);
    const double noise = 9 / (static_cast<double>(kept.size()) - 1);
    const std::size_t tenth = kept.size() / 10;
    const std::size_t parameters = run.parameter_names.size();
    std::vector<double> drawn(kept.size());
    for (std::size_t p = 0; p < parameters && spread > 0; ++p) {
        if (stop != nullptr && *stop) {
            break;
        }
        for (std::size_t i = 0; i < members.size(); ++i) {
            drawn[i] = run.parameters[members[i] * parameters + p];
        }
        const std::vector<std::size_t> order = order_of(drawn);
        const std::vector<double> own = ranks_of(drawn, order);
        const double own_spread = product(own, own);
        const double together = product(own, ranks);
        const double share = own_spread > 0 ? together * together / (own_spread * spread) : 0;
        if (share > noise) {
            const std::span<const std::size_t> lowest(order.data(), tenth);
            const std::span<const std::size_t> highest(order.data() + order.size() - tenth, tenth);
            all.push_back({run.parameter_names[p],
                           share,
                           mean_of(kept, lowest),
                           mean_of(kept, highest),
                           mean_of(drawn, lowest),
                           mean_of(drawn, highest)});
        }
    }
    std::stable_sort(
        all.begin(), all.end(), [](const Matter& a, const Matter& b) { return a.share > b.share; });
    all.resize(std::min(all.size(), most_matters));
    return all;
}

}  // namespace entente::report

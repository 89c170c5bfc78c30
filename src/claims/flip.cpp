// SPDX-License-Identifier: Apache-2.0
#include "claims/flip.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "claims/rules.hpp"

namespace entente::claims {

namespace {

/// Equal-count bins of the futures by one parameter.
struct Bin {
    double low = 0;  ///< of the parameter
    double middle = 0;
    double high = 0;
    double share = 0;  ///< p+ inside
    double place = 0;  ///< quantile of its middle, 0 to 1
    double error = 0;  ///< standard error of the share
};

int category(double share) {
    return share >= supported_share ? 2 : share <= contradicted_share ? 0 : 1;
}

/// Bins of the members that count, in the order of the parameter.
std::vector<Bin> bins_of(const SortedDraws& sorted,
                         std::size_t parameter,
                         const std::vector<std::uint32_t>& counted,
                         const std::vector<char>& hit) {
    const std::size_t count = std::min<std::size_t>(counted.size() / futures_a_bin, 20);
    std::vector<Bin> bins(count);
    for (std::size_t b = 0; b < count; ++b) {
        const std::size_t first = b * counted.size() / count;
        const std::size_t last = (b + 1) * counted.size() / count;
        double hits = 0;
        for (std::size_t i = first; i < last; ++i) {
            hits += hit[counted[i]];
        }
        const auto size = static_cast<double>(last - first);
        Bin& bin = bins[b];
        bin.low = sorted.value(parameter, counted[first]);
        bin.middle = sorted.value(parameter, counted[(first + last) / 2]);
        bin.high = sorted.value(parameter, counted[last - 1]);
        bin.share = hits / size;
        bin.place = (static_cast<double>(first + last) / 2) / static_cast<double>(counted.size());
        bin.error = std::sqrt(bin.share * (1 - bin.share) / size);
    }
    return bins;
}

/// The member's value at a quantile of those that count.
double value_at(const SortedDraws& sorted,
                std::size_t parameter,
                const std::vector<std::uint32_t>& counted,
                double quantile) {
    const auto last = static_cast<double>(counted.size() - 1);
    return sorted.value(parameter, counted[static_cast<std::size_t>(quantile * last)]);
}

char grade_of(const model::Model& model, const std::string& parameter) {
    const model::QuantityId id = model::find_quantity(model, parameter);
    if (!id || !model.quantities[id].declaration) {
        return 0;
    }
    return model.declarations[model.quantities[id].declaration].grade;
}

/// The nearest bin within the 90 % range that decides otherwise; `nearest` is how far from the
/// median the best one of other parameters is.
void look_for_flip(const model::Model& model,
                   const SortedDraws& sorted,
                   std::size_t parameter,
                   const std::vector<std::uint32_t>& counted,
                   const std::vector<Bin>& bins,
                   double overall,
                   double& nearest,
                   Hinges& hinges) {
    for (const Bin& bin : bins) {
        const double distance = std::abs(bin.place - 0.5);
        // Within the 90 % range: the bin's middle lies between the 5 % and 95 % quantiles.
        if (distance > 0.45 || distance >= nearest ||
            !decides_otherwise(bin.share, bin.error, overall)) {
            continue;
        }
        nearest = distance;
        Flip flip;
        flip.parameter = sorted.draws().parameter_names[parameter];
        flip.unit = sorted.draws().parameter_units[parameter];
        flip.above = bin.place > 0.5;
        flip.value = flip.above ? bin.low : bin.high;
        flip.share = bin.share;
        flip.grade = grade_of(model, flip.parameter);
        flip.inside = bin.middle;
        flip.end = value_at(sorted, parameter, counted, flip.above ? 0.95 : 0.05);
        hinges.flip = flip;
    }
}

}  // namespace

SortedDraws::SortedDraws(const CaseValues& draws) : draws_(draws) {
    order_.resize(draws.parameters.empty() ? 0 : draws.parameter_names.size());
    for (std::size_t p = 0; p < order_.size(); ++p) {
        order_[p].resize(draws.members);
        std::iota(order_[p].begin(), order_[p].end(), 0U);
        std::sort(order_[p].begin(), order_[p].end(), [&](std::uint32_t a, std::uint32_t b) {
            const double x = value(p, a);
            const double y = value(p, b);
            return x < y || (x == y && a < b);
        });
    }
}

bool decides_otherwise(double share, double error, double than) {
    if (category(share) == category(than)) {
        return false;
    }
    const double margin =
        std::min(std::abs(share - supported_share), std::abs(share - contradicted_share));
    return margin > sampling_errors * error;
}

Hinges find_hinges(const model::Model& model,
                   const SortedDraws& sorted,
                   const std::vector<char>& hit,
                   const std::vector<char>& valid) {
    Hinges hinges;
    double overall = 0;
    std::size_t futures = 0;
    for (std::size_t m = 0; m < hit.size(); ++m) {
        futures += valid[m] != 0 ? 1 : 0;
        overall += valid[m] != 0 ? hit[m] : 0;
    }
    if (futures < 2 * futures_a_bin || sorted.draws().members != hit.size()) {
        return hinges;
    }
    overall /= static_cast<double>(futures);

    double nearest = 2;
    std::vector<std::uint32_t> counted;
    for (std::size_t p = 0; p < sorted.parameters(); ++p) {
        counted.clear();
        for (const std::uint32_t member : sorted.order(p)) {
            if (valid[member] != 0) {
                counted.push_back(member);
            }
        }
        const std::vector<Bin> bins = bins_of(sorted, p, counted, hit);
        if (bins.empty() || !(bins.back().high > bins.front().low)) {
            continue;  // a constant
        }
        hinges.searched = true;
        const double noise = sampling_errors * (bins.front().error + bins.back().error);
        const double difference = std::abs(bins.back().share - bins.front().share);
        if (difference > noise && difference >= smallest_dependence) {
            const std::string& name = sorted.draws().parameter_names[p];
            hinges.depends.push_back({name,
                                      bins.front().share,
                                      bins.back().share,
                                      grade_of(model, name),
                                      value_at(sorted, p, counted, 0.05),
                                      value_at(sorted, p, counted, 0.95),
                                      sorted.draws().parameter_units[p]});
        }
        look_for_flip(model, sorted, p, counted, bins, overall, nearest, hinges);
    }
    std::stable_sort(
        hinges.depends.begin(), hinges.depends.end(), [](const auto& a, const auto& b) {
            return std::abs(a.high_share - a.low_share) > std::abs(b.high_share - b.low_share);
        });
    return hinges;
}

}  // namespace entente::claims

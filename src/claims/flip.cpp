// SPDX-License-Identifier: Apache-2.0
#include "claims/flip.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "claims/rules.hpp"

namespace entente::claims {

namespace {

/// Equal-count bins of the futures by one parameter.
struct Bin {
    double low = 0;  ///< of the parameter
    double high = 0;
    double share = 0;  ///< p+ inside
    double place = 0;  ///< quantile of its middle, 0 to 1
    double error = 0;  ///< standard error of the share
};

int category(double share) {
    return share >= supported_share ? 2 : share <= contradicted_share ? 0 : 1;
}

/// Beyond the threshold by more than sampling error.
bool clearly_other(const Bin& bin, double overall) {
    if (category(bin.share) == category(overall)) {
        return false;
    }
    const double margin =
        std::min(std::abs(bin.share - supported_share), std::abs(bin.share - contradicted_share));
    return margin > sampling_errors * bin.error;
}

std::vector<Bin> bins_of(std::vector<std::pair<double, char>> draws) {
    std::sort(draws.begin(), draws.end());
    const std::size_t count = std::min<std::size_t>(draws.size() / futures_a_bin, 20);
    std::vector<Bin> bins(count);
    for (std::size_t b = 0; b < count; ++b) {
        const std::size_t first = b * draws.size() / count;
        const std::size_t last = (b + 1) * draws.size() / count;
        double hits = 0;
        for (std::size_t i = first; i < last; ++i) {
            hits += draws[i].second;
        }
        const auto size = static_cast<double>(last - first);
        Bin& bin = bins[b];
        bin.low = draws[first].first;
        bin.high = draws[last - 1].first;
        bin.share = hits / size;
        bin.place = (static_cast<double>(first + last) / 2) / static_cast<double>(draws.size());
        bin.error = std::sqrt(bin.share * (1 - bin.share) / size);
    }
    return bins;
}

char grade_of(const model::Model& model, const std::string& parameter) {
    const model::QuantityId id = model::find_quantity(model, parameter);
    if (!id || !model.quantities[id].declaration) {
        return 0;
    }
    return model.declarations[model.quantities[id].declaration].grade;
}

}  // namespace

Hinges find_hinges(const model::Model& model,
                   const CaseValues& draws,
                   const std::vector<char>& hit,
                   const std::vector<char>& valid) {
    Hinges hinges;
    const std::size_t parameters = draws.parameter_names.size();
    double overall = 0;
    std::size_t counted = 0;
    for (std::size_t m = 0; m < hit.size(); ++m) {
        counted += valid[m] != 0 ? 1 : 0;
        overall += valid[m] != 0 ? hit[m] : 0;
    }
    if (counted < 2 * futures_a_bin || draws.parameters.size() != hit.size() * parameters) {
        return hinges;
    }
    overall /= static_cast<double>(counted);

    double nearest = 2;
    for (std::size_t p = 0; p < parameters; ++p) {
        std::vector<std::pair<double, char>> pairs;
        pairs.reserve(counted);
        for (std::size_t m = 0; m < hit.size(); ++m) {
            if (valid[m] != 0) {
                pairs.emplace_back(draws.parameters[m * parameters + p], hit[m]);
            }
        }
        const std::vector<Bin> bins = bins_of(std::move(pairs));
        if (bins.empty() || !(bins.back().high > bins.front().low)) {
            continue;  // a constant
        }
        hinges.searched = true;
        const std::string& name = draws.parameter_names[p];
        const double noise = sampling_errors * (bins.front().error + bins.back().error);
        const double difference = std::abs(bins.back().share - bins.front().share);
        if (difference > noise && difference >= smallest_dependence) {
            hinges.depends.push_back(
                {name, bins.front().share, bins.back().share, grade_of(model, name)});
        }
        for (const Bin& bin : bins) {
            const double distance = std::abs(bin.place - 0.5);
            // Within the 90 % range: the bin's middle lies between the 5 % and 95 % quantiles.
            if (distance <= 0.45 && distance < nearest && clearly_other(bin, overall)) {
                nearest = distance;
                const bool above = bin.place > 0.5;
                hinges.flip = Flip{name,
                                   draws.parameter_units[p],
                                   above,
                                   above ? bin.low : bin.high,
                                   bin.share,
                                   grade_of(model, name)};
            }
        }
    }
    std::stable_sort(
        hinges.depends.begin(), hinges.depends.end(), [](const auto& a, const auto& b) {
            return std::abs(a.high_share - a.low_share) > std::abs(b.high_share - b.low_share);
        });
    if (hinges.depends.size() > 3) {
        hinges.depends.resize(3);
    }
    return hinges;
}

}  // namespace entente::claims

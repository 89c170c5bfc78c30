// SPDX-License-Identifier: Apache-2.0
// What `entente fit --ablations` found: how much each link earns in months that a fit did not see.
// Evidence class E3 rests on it; docs/science/claims.md has the file's form.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "claims/rules.hpp"

namespace entente::claims {

/// The log score of the test period with a link less that without it, over all its numbers.
struct LinkScore {
    std::string link;  ///< or a family of links
    std::string prior_set;
    double gain = 0;  ///< above 0 where the link helps
    double standard_error = 0;
};

struct Ablations {
    std::string fingerprint;  ///< of the posterior that the claims are judged with
    std::string from;         ///< the test period
    std::string until;
    std::vector<LinkScore> links;
};

/// Reads the file; nothing where it is not one, and `fault` says why in a few words.
std::optional<Ablations> parse_ablations(std::string_view json, std::string& fault);

/// Of all the links named together. Without a link, or with one that the file does not know, they
/// earn nothing.
LinkWorth worth_of(const Ablations& ablations, const std::vector<std::string>& links);

}  // namespace entente::claims

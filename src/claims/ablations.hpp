// SPDX-License-Identifier: Apache-2.0
// What `entente fit --ablations` found: how much each link earns in months that a fit did not see.
// Evidence class E3 rests on it; docs/schema/ablations.schema.json has the file's form.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "claims/rules.hpp"

namespace entente::claims {

struct LinkScore {
    std::string link;     ///< or a family of links
    double worse_by = 0;  ///< how much the log score of the test period falls without it
    double standard_error = 0;
};

struct Ablations {
    std::string fingerprint;   ///< of the fit that was scored
    std::string prior_set;     ///< its prior set
    std::string fitted_until;  ///< its last month, such as "2016-12"
    /// Only links that the scored months notice, whose chains agreed in the fit without them.
    std::vector<LinkScore> links;
};

/// Reads the file; nothing where it is not one, and `fault` says why in a few words.
std::optional<Ablations> parse_ablations(std::string_view json, std::string& fault);

/// Of all the links named together. Without a link, or with one that the file does not know, they
/// earn nothing.
LinkWorth worth_of(const Ablations& ablations, const std::vector<std::string>& links);

}  // namespace entente::claims

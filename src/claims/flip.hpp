// SPDX-License-Identifier: Apache-2.0
// What an answer hangs on: the share of futures that show the effect, conditional on each
// parameter, from draws already made. The flip point is the nearest value within a parameter's 90 %
// range at which that share alone would decide differently.
#pragma once

#include <cstdint>
#include <vector>

#include "claims/claims.hpp"
#include "claims/needs.hpp"

namespace entente::claims {

inline constexpr std::size_t futures_a_bin = 200;    ///< standard error of a share: at most 0.035
inline constexpr double smallest_dependence = 0.05;  ///< of shares: less is not worth a line

struct Hinges {
    std::vector<Dependence> depends;  ///< strongest first
    std::optional<Flip> flip;
    bool searched = false;  ///< there were at least two full bins and one varying parameter
};

/// The draws of one case, each parameter's members from the lowest value to the highest. Made once
/// and read for every part. The case must outlive it.
class SortedDraws {
  public:
    explicit SortedDraws(const CaseValues& draws);

    std::size_t parameters() const { return order_.size(); }

    const std::vector<std::uint32_t>& order(std::size_t parameter) const {
        return order_[parameter];
    }

    double value(std::size_t parameter, std::uint32_t member) const {
        return draws_.parameters[member * order_.size() + parameter];
    }

    const CaseValues& draws() const { return draws_; }

  private:
    const CaseValues& draws_;
    std::vector<std::vector<std::uint32_t>> order_;
};

/// `hit` and `valid` are one a member of the case that keeps parameters.
Hinges find_hinges(const model::Model& model,
                   const SortedDraws& sorted,
                   const std::vector<char>& hit,
                   const std::vector<char>& valid);

/// Whether a share of futures decides otherwise than another, by more than its sampling error.
bool decides_otherwise(double share, double error, double than);

}  // namespace entente::claims

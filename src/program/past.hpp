// SPDX-License-Identifier: Apache-2.0
// What a program does in the months before the forecast, as fingerprints by name: of every place,
// ring, output and check the way its content comes about. Two programs in which these agree go
// through the same numbers up to the forecast, so that one may go on from where the other stood
// (run/checkpoint.hpp). Slots, instructions and their order play no part; what scenarios change
// from the forecast on only has been worked away first. docs/design/0004-checkpoint.md says why
// this is safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace entente::program {

struct Lowered;

/// Equal where the same is done, but for a chance of 2^-128 a pair.
struct Fingerprint {
    std::uint64_t first = 0;
    std::uint64_t second = 0;

    bool operator==(const Fingerprint&) const = default;
};

struct Past {
    /// Something that keeps numbers of each member from month to month.
    struct Kept {
        std::string name;
        Fingerprint how;  ///< every statement that writes it, before the forecast
        /// Its content as the forecast opens, where that is the same number for every member: one
        /// for a place, one an entry for a ring.
        std::vector<double> known;
        /// Whether it is then as it was before the first month, in every member.
        bool as_begun = false;
    };

    int months = 0;            ///< the row of the forecast
    std::vector<Kept> places;  ///< by slot
    std::vector<Kept> rings;   ///< by ring
    std::vector<Fingerprint> outputs;
};

/// Reads the past of what was lowered: the months before row `months`, at least one.
Past past_of(const Lowered& lowered, int months);

}  // namespace entente::program

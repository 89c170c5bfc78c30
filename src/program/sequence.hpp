// SPDX-License-Identifier: Apache-2.0
// The order of work within a section: what each value needs stands before it, as near as may be,
// and what only one side of a branch needs stands where it can be skipped.
#pragma once

#include <vector>

#include "program/lower.hpp"

namespace entente::program {

/// The values that are computed at all, with who needs them. Pairs are fused already.
struct Needed {
    std::vector<Value> values;                      ///< by id; fused ones changed
    std::vector<std::vector<std::uint32_t>> users;  ///< of code values: values that read them
    std::vector<unsigned char> outside;  ///< read by a statement, another section or the caller
    std::vector<unsigned char> crosses;  ///< read by another section or the caller
    std::vector<unsigned char> alive;    ///< needed, and not fused into its user

    /// Ids that a value reads, those of its list included; ids may repeat.
    std::vector<std::uint32_t> operands(std::uint32_t id, const Lowered& lowered) const;
};

Needed find_needed(const Lowered& lowered);

/// One step of a section.
struct Item {
    enum class Kind : std::uint8_t {
        value,      ///< compute `index`
        statement,  ///< the section's `index`-th statement
        skip,       ///< skip to the matching `land` as `code` says of the value `index`
        land,
    };

    Kind kind = Kind::value;
    std::uint32_t index = 0;
    Code code = Code::skip_none;
};

std::vector<Item> sequence(const Lowered& lowered, const Needed& needed, Section section);

}  // namespace entente::program

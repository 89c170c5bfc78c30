// SPDX-License-Identifier: Apache-2.0
// Cuts what was lowered down to what reaches a few places: a program that works out nothing else.
#pragma once

#include <vector>

#include "program/lower.hpp"

namespace entente::program {

/// Which places and rings are left, by their numbers in what was lowered; the numbers stay.
struct Slice {
    std::vector<unsigned char> places;
    std::vector<unsigned char> rings;
};

/// Takes away every statement that the content of `wanted` does not depend on, in this month or a
/// later one, every check and every output, and that parameters are kept. Rings that are not left
/// have one entry.
Slice slice(Lowered& lowered, const std::vector<std::uint32_t>& wanted);

}  // namespace entente::program

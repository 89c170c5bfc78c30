// SPDX-License-Identifier: Apache-2.0
// Sites: the 64-bit names under which the draws of a model are known to the random generator.
#pragma once

#include <cstdint>
#include <string_view>

namespace entente::math {

/// Where in a model a draw stands.
using Site = std::uint64_t;

/// The finaliser of SplitMix64: every bit of the input moves every bit of the output.
constexpr std::uint64_t mix_bits(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

/// The site of a qualified name, for instance `launches` or `tie[CHN->PRK]`: FNV-1a, then mixed.
/// The same on every machine. Two of n names collide with chance n^2 / 2^65; whoever compiles a
/// model must check.
constexpr Site site(std::string_view name) {
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char letter : name) {
        hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001B3U;
    }
    return mix_bits(hash);
}

/// The site of the index-th draw within a place.
constexpr Site site(Site place, std::uint64_t index) {
    return mix_bits(place ^ mix_bits(index + 0x9E3779B97F4A7C15U));
}

}  // namespace entente::math

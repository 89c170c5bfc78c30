// SPDX-License-Identifier: Apache-2.0
// Counter-based random numbers (per instruction set, see math/lanes.hpp). A draw is a pure function
// of (seed, member, month, site): nothing is passed around, and adding a member, a thread or
// another draw changes no number. The generator is Philox4x32-10 (Salmon et al., SC 2011), with
//
//     key     = (low, high) half of the seed
//     counter = (member, month as unsigned, low half of the site, high half of the site)
//
// and a uniform takes the first two of its four output words. Each draw consumes one uniform; all
// distributions are made from it by inversion (math/normal.hpp, math/counts.hpp). Scenario, option
// and policy are not in the counter, so two scenarios share every draw.
#pragma once

#include <cstdint>

#include "math/lanes.hpp"
#include "math/site.hpp"

namespace entente::math {
inline namespace ENTENTE_ISA {

namespace detail {

inline constexpr std::uint32_t philox_multiplier_0 = 0xD2511F53U;
inline constexpr std::uint32_t philox_multiplier_1 = 0xCD9E8D57U;
inline constexpr std::uint32_t philox_weyl_0 = 0x9E3779B9U;
inline constexpr std::uint32_t philox_weyl_1 = 0xBB67AE85U;

struct PhiloxKey {
    std::uint32_t k0;
    std::uint32_t k1;

    ENTENTE_INLINE constexpr PhiloxKey next() const {
        return {k0 + philox_weyl_0, k1 + philox_weyl_1};
    }
};

}  // namespace detail

/// Four words of 32 bits in each lane; the upper half of each lane is meaningless.
template <int N>
struct PhiloxWords {
    Words<N> x0, x1, x2, x3;
};

namespace detail {

template <int N>
ENTENTE_INLINE PhiloxWords<N> philox_round(const PhiloxWords<N>& c, PhiloxKey key) {
    const Words<N> p0 = multiply_low32(c.x0, Words<N>(philox_multiplier_0));
    const Words<N> p1 = multiply_low32(c.x2, Words<N>(philox_multiplier_1));
    return {(p1 >> 32) ^ c.x1 ^ Words<N>(key.k0), p1, (p0 >> 32) ^ c.x3 ^ Words<N>(key.k1), p0};
}

template <int Rounds, int N>
ENTENTE_INLINE PhiloxWords<N> philox_rounds(const PhiloxWords<N>& c, PhiloxKey key) {
    if constexpr (Rounds == 0) {
        return c;
    } else {
        return philox_rounds<Rounds - 1>(philox_round(c, key), key.next());
    }
}

}  // namespace detail

/// Philox4x32-10 of any counter, key = (low, high) half of the seed.
template <int N>
inline PhiloxWords<N> philox(PhiloxWords<N> counter, std::uint64_t seed) {
    return detail::philox_rounds<10>(
        counter, {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
}

namespace detail {

/// 52 bits under the exponent of 1 are 1 + j 2^-52; less 1 - 2^-53 leaves (2 j + 1) 2^-53.
template <int N>
ENTENTE_INLINE Lanes<N> uniform_of(const PhiloxWords<N>& c) {
    const Words<N> both = (c.x1 << 32) | (c.x0 & Words<N>(0xFFFFFFFFU));
    return from_bits((both >> 12) | Words<N>(0x3FF0000000000000U)) - (1.0 - 0x1p-53);
}

}  // namespace detail

/// Uniforms in (0, 1) for the members given (low 32 bits of each lane): odd multiples of 2^-53, so
/// 1 - u is one too, and neither 0 nor 1 occurs.
template <int N>
inline Lanes<N> uniform(std::uint64_t seed, Words<N> members, std::int32_t month, Site place) {
    using namespace detail;
    // The first two rounds with what all lanes share kept apart.
    PhiloxKey key = {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
    const std::uint64_t shared_1 = (place & 0xFFFFFFFFU) * philox_multiplier_1;
    const Words<N> own_1 = multiply_low32(members, Words<N>(philox_multiplier_0));
    const std::uint64_t a0 = (shared_1 >> 32) ^ static_cast<std::uint32_t>(month) ^ key.k0;
    const std::uint64_t a1 = shared_1 & 0xFFFFFFFFU;
    const Words<N> a2 = (own_1 >> 32) ^ Words<N>((place >> 32) ^ key.k1);
    const Words<N> a3 = own_1;
    key = key.next();
    const std::uint64_t shared_2 = a0 * philox_multiplier_0;
    const Words<N> own_2 = multiply_low32(a2, Words<N>(philox_multiplier_1));
    const PhiloxWords<N> second = {(own_2 >> 32) ^ Words<N>(a1 ^ key.k0),
                                   own_2,
                                   a3 ^ Words<N>((shared_2 >> 32) ^ key.k1),
                                   Words<N>(shared_2)};
    return uniform_of(philox_rounds<8>(second, key.next()));
}

/// The same where every lane has a seed of its own.
template <int N>
inline Lanes<N> uniform_each(Words<N> seeds, Words<N> members, std::int32_t month, Site place) {
    using namespace detail;
    Words<N> k0 = seeds;
    Words<N> k1 = seeds >> 32;
    PhiloxWords<N> c = {members,
                        Words<N>(static_cast<std::uint32_t>(month)),
                        Words<N>(place & 0xFFFFFFFFU),
                        Words<N>(place >> 32)};
    for (int round = 0; round < 10; ++round) {
        const Words<N> p0 = multiply_low32(c.x0, Words<N>(philox_multiplier_0));
        const Words<N> p1 = multiply_low32(c.x2, Words<N>(philox_multiplier_1));
        c = {(p1 >> 32) ^ c.x1 ^ k0, p1, (p0 >> 32) ^ c.x3 ^ k1, p0};
        k0 = k0 + Words<N>(philox_weyl_0);
        k1 = k1 + Words<N>(philox_weyl_1);
    }
    return uniform_of(c);
}

/// Uniforms for the N members from `first` on.
template <int N>
ENTENTE_INLINE Lanes<N> uniform_from(std::uint64_t seed,
                                     std::uint32_t first,
                                     std::int32_t month,
                                     Site place) {
    return uniform<N>(seed, Words<N>(first) + Words<N>::iota(), month, place);
}

/// One uniform in (0, 1).
inline double uniform(std::uint64_t seed, std::uint32_t member, std::int32_t month, Site place) {
    return uniform<1>(seed, Words<1>(member), month, place).v;
}

}  // namespace ENTENTE_ISA
}  // namespace entente::math

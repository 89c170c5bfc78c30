// SPDX-License-Identifier: Apache-2.0
#include "math/random.hpp"

#include <array>
#include <cmath>
#include <limits>

#include <Random123/philox.h>
#include <doctest/doctest.h>

#include "math/counts.hpp"
#include "math/normal.hpp"
#include "unit/math/points.hpp"

using namespace entente;

namespace {

using Four = std::array<std::uint32_t, 4>;

Four philox(const Four& counter, std::uint32_t k0, std::uint32_t k1) {
    using Word = math::Words<1>;
    const auto out =
        math::philox<1>({Word(counter[0]), Word(counter[1]), Word(counter[2]), Word(counter[3])},
                        static_cast<std::uint64_t>(k1) << 32 | k0);
    return {static_cast<std::uint32_t>(out.x0.v),
            static_cast<std::uint32_t>(out.x1.v),
            static_cast<std::uint32_t>(out.x2.v),
            static_cast<std::uint32_t>(out.x3.v)};
}

}  // namespace

TEST_CASE("Philox gives the published known answers") {
    // kat_vectors of Random123 1.14, philox4x32 with 10 rounds.
    CHECK(philox({0, 0, 0, 0}, 0, 0) == Four{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    CHECK(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, 0xffffffff, 0xffffffff) ==
          Four{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0xa4093822, 0x299f31d0) ==
          Four{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("a uniform takes the first two words that Random123 gives for its counter") {
    for (std::uint64_t i = 0; i < 2000; ++i) {
        const std::uint64_t seed = math::mix_bits(i);
        const std::uint64_t place = math::mix_bits(i + 5000);
        const auto member = static_cast<std::uint32_t>(math::mix_bits(i + 10000));
        const auto month = static_cast<std::int32_t>(math::mix_bits(i + 20000));
        const r123::Philox4x32::ctr_type counter = {{member,
                                                     static_cast<std::uint32_t>(month),
                                                     static_cast<std::uint32_t>(place),
                                                     static_cast<std::uint32_t>(place >> 32)}};
        const r123::Philox4x32::key_type key = {
            {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)}};
        const auto words = r123::Philox4x32()(counter, key);
        const std::uint64_t both = static_cast<std::uint64_t>(words[1]) << 32 | words[0];
        const double expected = (2.0 * static_cast<double>(both >> 12) + 1.0) * 0x1p-53;
        const double u = math::uniform(seed, member, month, place);
        CHECK(u == expected);
        CHECK(u > 0.0);
        CHECK(u < 1.0);
        CHECK(1.0 - (1.0 - u) == u);
    }
}

TEST_CASE("each part of the counter moves the draw") {
    const double u = math::uniform(1, 2, 3, 4);
    CHECK(math::uniform(1, 2, 3, 4) == u);
    CHECK(math::uniform(2, 2, 3, 4) != u);
    CHECK(math::uniform(1ULL << 32 | 1, 2, 3, 4) != u);
    CHECK(math::uniform(1, 3, 3, 4) != u);
    CHECK(math::uniform(1, 2, -3, 4) != u);
    CHECK(math::uniform(1, 2, 3, 5) != u);
    CHECK(math::uniform(1, 2, 3, 1ULL << 32 | 4) != u);
}

TEST_CASE("sites are constant, and differ by name and by index") {
    static_assert(math::site("launches") == math::site("launches"));
    static_assert(math::site("launches") != math::site("launchez"));
    static_assert(math::site("a") != math::site("b"));
    static_assert(math::site(math::site("a"), 0) != math::site("a"));
    static_assert(math::site(math::site("a"), 0) != math::site(math::site("a"), 1));
    // A promise to stored results: this never changes. FNV-1a of "a" is 0xaf63dc4c8601ec8c.
    CHECK(math::site("a") == math::mix_bits(0xaf63dc4c8601ec8cU));
}

TEST_CASE("counts take the least n whose distribution function reaches u") {
    CHECK(math::poisson(0.5, 0.0) == 0.0);
    // F(0) = e^-1 = 0.3679, F(1) = 0.7358, F(2) = 0.9197.
    CHECK(math::poisson(0.3678, 1.0) == 0.0);
    CHECK(math::poisson(0.3680, 1.0) == 1.0);
    CHECK(math::poisson(0.7357, 1.0) == 1.0);
    CHECK(math::poisson(0.7359, 1.0) == 2.0);
    // Size 1 is geometric with ratio 2/3: F(0) = 1/3, F(1) = 5/9.
    CHECK(math::negative_binomial(0.3333, 2.0, 1.0) == 0.0);
    CHECK(math::negative_binomial(0.3334, 2.0, 1.0) == 1.0);
    CHECK(math::negative_binomial(0.5556, 2.0, 1.0) == 2.0);
    CHECK(math::negative_binomial(0.9, 0.0, 1.0) == 0.0);
    CHECK(math::bernoulli(0.29, 0.7) == 0.0);
    CHECK(math::bernoulli(0.31, 0.7) == 1.0);
    CHECK(math::bernoulli(1.0 - 0x1p-53, 0.0) == 0.0);
    CHECK(math::bernoulli(0x1p-53, 1.0) == 1.0);
    // The ends of the uniforms end, too.
    CHECK(math::poisson(1.0 - 0x1p-53, 3.0) < 40.0);
    CHECK(math::negative_binomial(1.0 - 0x1p-53, 3.0, 0.5) < 400.0);
    CHECK(math::poisson(0x1p-53, 1e6) > 990000.0);
}

TEST_CASE("impossible parameters of counts give NaN") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const double mean : {-1.0, nan, 2e6}) {
        CHECK(std::isnan(math::poisson(0.5, mean)));
        CHECK(std::isnan(math::negative_binomial(0.5, mean, 1.0)));
        CHECK(std::isnan(math::bernoulli(0.5, mean)));
    }
    CHECK(std::isnan(math::negative_binomial(0.5, 1.0, 0.0)));
    CHECK(std::isnan(math::negative_binomial(0.5, 1.0, -1.0)));
    CHECK(std::isnan(math::negative_binomial(0.5, 1.0, nan)));
    // A deviation of 1e6 would take a million terms.
    CHECK(std::isnan(math::negative_binomial(0.5, 1e6, 1.0)));
    CHECK(std::isnan(math::poisson(nan, 1.0)));
}

TEST_CASE("a negative binomial of endless size is Poisson") {
    for (std::uint64_t i = 0; i < 500; ++i) {
        const double u = math::test::spread(i);
        CHECK(math::negative_binomial(u, 4.0, 1e14) == math::poisson(u, 4.0));
        CHECK(math::negative_binomial(u, 4.0, 1e11) == math::poisson(u, 4.0));
    }
}

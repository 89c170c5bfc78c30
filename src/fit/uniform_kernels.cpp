// SPDX-License-Identifier: Apache-2.0
// Compiled once per instruction set; see math/lanes.hpp for what that forbids.
#include "fit/uniform_kernels.hpp"

#include "math/normal_cdf.hpp"
#include "math/vector.hpp"

namespace entente::fit {
inline namespace ENTENTE_ISA {

namespace {

/// Uniforms of the generator are odd multiples of 2^-53; no other may stand nearer to 0 and 1.
constexpr double least_uniform = 0x1p-53;

template <int N>
ENTENTE_INLINE void transform(const double* z, double* u) {
    const auto chance = math::normal_cdf(math::Lanes<N>::load(z));
    math::clamp(chance, math::Lanes<N>(least_uniform), math::Lanes<N>(1.0 - least_uniform))
        .store(u);
}

}  // namespace

void fill_uniforms(const double* z, std::size_t count, double* u) {
    constexpr auto width = static_cast<std::size_t>(math::native_lanes);
    std::size_t i = 0;
    for (; i + width <= count; i += width) {
        transform<math::native_lanes>(z + i, u + i);
    }
    for (; i < count; ++i) {
        transform<1>(z + i, u + i);
    }
}

}  // namespace ENTENTE_ISA
}  // namespace entente::fit

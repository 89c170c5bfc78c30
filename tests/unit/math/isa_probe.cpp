// SPDX-License-Identifier: Apache-2.0
// Compiled once per instruction set.
#include "unit/math/isa_probe.hpp"

#include "math/counts.hpp"
#include "math/densities.hpp"
#include "math/gamma.hpp"
#include "math/normal.hpp"
#include "math/random.hpp"
#include "math/vector.hpp"

namespace entente::math {
inline namespace ENTENTE_ISA {

namespace {

template <int N>
Lanes<N> evaluate(ProbedFunction function, std::size_t i, Lanes<N> x, Lanes<N> y, Lanes<N> z) {
    switch (function) {
        case ProbedFunction::exp:
            return exp(x);
        case ProbedFunction::log:
            return log(x);
        case ProbedFunction::pow:
            return pow(x, y);
        case ProbedFunction::expm1:
            return expm1(x);
        case ProbedFunction::log1p:
            return log1p(x);
        case ProbedFunction::logistic:
            return logistic(x);
        case ProbedFunction::logit:
            return logit(x);
        case ProbedFunction::min:
            return min(x, y);
        case ProbedFunction::max:
            return max(x, y);
        case ProbedFunction::clamp:
            return clamp(x, y, z);
        case ProbedFunction::sqrt:
            return sqrt(x);
        case ProbedFunction::floor:
            return floor(x);
        case ProbedFunction::normal_quantile:
            return normal_quantile(x);
        case ProbedFunction::poisson:
            return poisson(x, y);
        case ProbedFunction::negative_binomial:
            return negative_binomial(x, y, z);
        case ProbedFunction::bernoulli:
            return bernoulli(x, y);
        case ProbedFunction::uniform:
            return uniform_from<N>(
                0x0123456789ABCDEFU, static_cast<std::uint32_t>(i), -7, 0xFEDCBA9876543210U);
        case ProbedFunction::log_gamma:
            return log_gamma(x);
        case ProbedFunction::normal_log_density:
            return normal_log_density(x, y, z);
        case ProbedFunction::lognormal_log_density:
            return lognormal_log_density(3.5, y, z);
        case ProbedFunction::student_t_log_density:
            return student_t_log_density(x, y, z, Lanes<N>(4.0));
        case ProbedFunction::beta_log_density:
            return beta_log_density(0.3, y, z);
        case ProbedFunction::poisson_log_chance:
            return poisson_log_chance(7.0, x);
        case ProbedFunction::poisson_log_chance_far:
            return poisson_log_chance(300.0, x);
        case ProbedFunction::negative_binomial_log_chance:
            return negative_binomial_log_chance(7.0, y, z);
        case ProbedFunction::negative_binomial_log_chance_far:
            return negative_binomial_log_chance(300.0, y, z);
        case ProbedFunction::bernoulli_log_chance:
            return bernoulli_log_chance(0.0, z);
        case ProbedFunction::beta_binomial_log_chance:
            return beta_binomial_log_chance(5.0, 9.0, y, z);
        case ProbedFunction::ordered_logit_log_chance: {
            const Lanes<N> cuts[2] = {y, z};
            return ordered_logit_log_chance(1, cuts, 2, x);
        }
    }
    return x;
}

template <int N>
void evaluate_all(const ProbeInput& in) {
    for (std::size_t i = 0; i < in.count; i += N) {
        const auto result = evaluate<N>(in.function,
                                        i,
                                        Lanes<N>::load(in.x + i),
                                        Lanes<N>::load(in.y + i),
                                        Lanes<N>::load(in.z + i));
        result.store(in.out + i);
    }
}

}  // namespace

void probe(const ProbeInput& in) {
#if ENTENTE_ISA_LEVEL >= 4
    if (in.width == 8) evaluate_all<8>(in);
#endif
#if ENTENTE_ISA_LEVEL >= 3
    if (in.width == 4) evaluate_all<4>(in);
#endif
    if (in.width == 1) evaluate_all<1>(in);
}

}  // namespace ENTENTE_ISA
}  // namespace entente::math

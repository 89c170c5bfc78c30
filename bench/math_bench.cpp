// SPDX-License-Identifier: Apache-2.0
// Nanoseconds per element of src/math at the width each instruction set does best, one core. Blocks
// of 64 as the engine has them; the smallest of several repetitions, because other work on the
// machine only ever adds time. Compiled once per instruction set; math_bench_main.cpp prints.
#include "math/counts.hpp"
#include "math/normal.hpp"
#include "math/random.hpp"
#include "math/vector.hpp"

namespace entente::math {
inline namespace ENTENTE_ISA {

namespace {

constexpr int block = 64;
using L = Lanes<native_lanes>;

template <class Function>
void run(const double* x, const double* y, double* out, int times, Function function) {
    for (int t = 0; t < times; ++t) {
        for (int i = 0; i < block; i += L::width) {
            function(L::load(x + i), L::load(y + i), t, i).store(out + i);
        }
        // The block counts as used, so that no repetition is dropped.
        asm volatile("" : : "r"(out) : "memory");
    }
}

}  // namespace

/// Evaluates the function numbered as in math_bench_main.cpp `times` times over a block of 64.
void bench_math(int function, const double* x, const double* y, double* out, int times) {
    constexpr std::uint64_t seed = 7;
    constexpr std::uint64_t place = 0x123456789ABCDEFU;
    switch (function) {
        case 0:
            return run(x, y, out, times, [](L a, L b, int, int) { return fma(a, b, a); });
        case 1:
            return run(x, y, out, times, [](L a, L b, int, int) { return a / b; });
        case 2:
            return run(x, y, out, times, [](L a, L, int, int) { return exp(a); });
        case 3:
            return run(x, y, out, times, [](L a, L, int, int) { return log(a); });
        case 4:
            return run(x, y, out, times, [](L a, L b, int, int) { return pow(a, b); });
        case 5:
            return run(x, y, out, times, [](L a, L, int, int) { return logistic(a); });
        case 6:
            return run(x, y, out, times, [](L a, L, int, int) { return logit(a); });
        case 7:
            return run(x, y, out, times, [](L a, L b, int, int) { return min(a, b); });
        case 8:
            return run(x, y, out, times, [](L, L, int t, int i) {
                return uniform_from<L::width>(seed, static_cast<std::uint32_t>(i), t, place);
            });
        case 9:
            return run(x, y, out, times, [](L, L, int t, int i) {
                return normal_quantile(
                    uniform_from<L::width>(seed, static_cast<std::uint32_t>(i), t, place));
            });
        case 10:
            return run(x, y, out, times, [](L, L b, int t, int i) {
                return poisson(
                    uniform_from<L::width>(seed, static_cast<std::uint32_t>(i), t, place), b);
            });
        case 11:
            return run(x, y, out, times, [](L, L b, int t, int i) {
                return negative_binomial(
                    uniform_from<L::width>(seed, static_cast<std::uint32_t>(i), t, place),
                    b,
                    L(1.5));
            });
        case 12:
            return run(x, y, out, times, [](L, L b, int t, int i) {
                return poisson(
                    uniform_from<L::width>(seed, static_cast<std::uint32_t>(i), t, place),
                    b * 100.0);
            });
        case 13:
            return run(x, y, out, times, [](L a, L, int, int) { return normal_quantile(a); });
        default:
            return;
    }
}

}  // namespace ENTENTE_ISA
}  // namespace entente::math

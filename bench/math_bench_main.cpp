// SPDX-License-Identifier: Apache-2.0
// Prints what math_bench.cpp measures, one line per function, one column per instruction set.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iterator>

#include "math/isa.hpp"
#include "math/site.hpp"

namespace entente::math {

namespace scalar {
void bench_math(int function, const double* x, const double* y, double* out, int times);
}

namespace v3 {
void bench_math(int function, const double* x, const double* y, double* out, int times);
}

namespace v4 {
void bench_math(int function, const double* x, const double* y, double* out, int times);
}

}  // namespace entente::math

using namespace entente;

namespace {

constexpr const char* names[] = {"fma",
                                 "divide",
                                 "exp",
                                 "log",
                                 "pow",
                                 "logistic",
                                 "logit",
                                 "min",
                                 "uniform",
                                 "uniform + normal",
                                 "uniform + Poisson (0.5..2)",
                                 "uniform + NB (0.5..2, 1.5)",
                                 "uniform + Poisson (50..200)",
                                 "normal quantile"};

double nanoseconds(math::InstructionSet set, int function, int times) {
    alignas(64) double x[64];
    alignas(64) double y[64];
    alignas(64) double out[64];
    for (std::uint64_t i = 0; i < 64; ++i) {
        x[i] = 0.05 + 0.9 * static_cast<double>(math::mix_bits(i) >> 11) * 0x1p-53;
        y[i] = 0.5 + 1.5 * static_cast<double>(math::mix_bits(i + 64) >> 11) * 0x1p-53;
    }
    double best = 1e300;
    for (int repetition = 0; repetition < 15; ++repetition) {
        const auto start = std::chrono::steady_clock::now();
        switch (set) {
            case math::InstructionSet::scalar:
                math::scalar::bench_math(function, x, y, out, times);
                break;
            case math::InstructionSet::v3:
                math::v3::bench_math(function, x, y, out, times);
                break;
            case math::InstructionSet::v4:
                math::v4::bench_math(function, x, y, out, times);
                break;
        }
        const std::chrono::duration<double, std::nano> took =
            std::chrono::steady_clock::now() - start;
        best = std::min(best, took.count() / (64.0 * times));
    }
    return best;
}

}  // namespace

int main() {
    std::printf("ns per element%21s %8s %8s\n", "scalar", "v3", "v4");
    for (int function = 0; function < static_cast<int>(std::size(names)); ++function) {
        std::printf("%-27s", names[function]);
        for (const auto set : math::instruction_sets) {
            if (math::available(set)) {
                std::printf(
                    " %8.2f",
                    nanoseconds(set, function, set == math::InstructionSet::scalar ? 200 : 2000));
            } else {
                std::printf(" %8s", "-");
            }
        }
        std::printf("\n");
    }
}

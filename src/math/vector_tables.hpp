// SPDX-License-Identifier: Apache-2.0
// Constants of math/vector.hpp and math/normal.hpp. Polynomials interpolate at Chebyshev nodes in
// 40-digit arithmetic and are then rounded; each says its interval and its error before rounding in
// evaluation. Plain data, the same for every instruction set. The ulp tests check all of it.
#pragma once

namespace entente::math::tables {

// ln 2 in two parts: the first a multiple of 2^-42, so that k times it is exact for |k| < 2^11.
inline constexpr double ln2_high = 0x1.62e42fefa3800p-1;
inline constexpr double ln2_low = 0x1.ef35793c76730p-45;
inline constexpr double log2_e = 0x1.71547652b82fep+0;

// (e^r - 1 - r) / r^2 for |r| <= ln 2 / 2; error 2^-55.8 of e^r.
inline constexpr double exp_polynomial[] = {0x1.0000000000001p-1,
                                            0x1.5555555555556p-3,
                                            0x1.5555555553d63p-5,
                                            0x1.11111111109b3p-7,
                                            0x1.6c16c1788bd90p-10,
                                            0x1.a01a01a7c41d5p-13,
                                            0x1.a019b90d2ae7ap-16,
                                            0x1.71de0dae63bb3p-19,
                                            0x1.289185613a3d6p-22,
                                            0x1.af38a9b0ec855p-26};

// (log(1 + r) - r + r^2 / 2) / r^3 for |r| <= 1/32; error 2^-60.5 of log(1 + r).
inline constexpr double log_polynomial[] = {0x1.555555555554ap-2,
                                            -0x1.fffffffffffebp-3,
                                            0x1.9999999a5415cp-3,
                                            -0x1.5555555600481p-3,
                                            0x1.24923a9363f54p-3,
                                            -0x1.ffffe54b093e0p-4,
                                            0x1.c7d6d6880307cp-4,
                                            -0x1.9a44769a6c003p-4};

// The same to 2^-65, for pow.
inline constexpr double log_polynomial_long[] = {0x1.5555555555555p-2,
                                                 -0x1.fffffffffffa0p-3,
                                                 0x1.9999999999941p-3,
                                                 -0x1.5555555695eabp-3,
                                                 0x1.24924925ba370p-3,
                                                 -0x1.ffffdbf0c4765p-4,
                                                 0x1.c71c507dd1259p-4,
                                                 -0x1.9a59d76189686p-4,
                                                 0x1.750e8c032f7e3p-4};

// For each of the 32 cells of [0.6875, 1.375) (1/64 wide below 1, 1/32 above): a short reciprocal c
// of the cell, chosen so that c z - 1 is exact and at most 1/32; then -log c in two parts, of which
// the first is a multiple of 2^-42. Around 1 the reciprocal is 1 itself.
inline constexpr double log_reciprocal[32] = {
    0x1.7p+0,  0x1.68p+0, 0x1.6p+0,  0x1.58p+0, 0x1.5p+0,  0x1.48p+0, 0x1.48p+0, 0x1.4p+0,
    0x1.38p+0, 0x1.3p+0,  0x1.3p+0,  0x1.28p+0, 0x1.2p+0,  0x1.2p+0,  0x1.18p+0, 0x1.1p+0,
    0x1.1p+0,  0x1.08p+0, 0x1.0p+0,  0x1.0p+0,  0x1.0p+0,  0x1.e8p-1, 0x1.d8p-1, 0x1.dp-1,
    0x1.cp-1,  0x1.b8p-1, 0x1.a8p-1, 0x1.ap-1,  0x1.98p-1, 0x1.88p-1, 0x1.8p-1,  0x1.78p-1};
inline constexpr double log_high[32] = {-0x1.739d7f6bbdp-2,
                                        -0x1.5d1bdbf581p-2,
                                        -0x1.4618bc21c6p-2,
                                        -0x1.2e8e2bae12p-2,
                                        -0x1.1675cababap-2,
                                        -0x1.fb9186d5e4p-3,
                                        -0x1.fb9186d5e4p-3,
                                        -0x1.c8ff7c79aap-3,
                                        -0x1.9525a9cf46p-3,
                                        -0x1.5ff3070a7ap-3,
                                        -0x1.5ff3070a7ap-3,
                                        -0x1.29552f82p-3,
                                        -0x1.e27076e2bp-4,
                                        -0x1.e27076e2bp-4,
                                        -0x1.6f0d28ae58p-4,
                                        -0x1.f0a30c0118p-5,
                                        -0x1.f0a30c0118p-5,
                                        -0x1.f829b0e78p-6,
                                        0.0,
                                        0.0,
                                        0.0,
                                        0x1.894aa149f8p-5,
                                        0x1.4d3115d208p-4,
                                        0x1.9335e5d594p-4,
                                        0x1.1178e8227ep-3,
                                        0x1.365fcb015ap-3,
                                        0x1.823c16551ap-3,
                                        0x1.a93ed3c8aep-3,
                                        0x1.d1037f2656p-3,
                                        0x1.1178e8227ep-2,
                                        0x1.269621134ep-2,
                                        0x1.3c25277333p-2};
inline constexpr double log_low[32] = {-0x1.a7389314feb50p-52,
                                       0x1.8d6bdc9c7c238p-44,
                                       0x1.3d82f484c84ccp-46,
                                       0x1.67b1e99b72bd8p-45,
                                       -0x1.8380e731f55c4p-44,
                                       0x1.d572aab993c87p-47,
                                       0x1.d572aab993c87p-47,
                                       0x1.7794f689f8434p-45,
                                       0x1.297137d9f158fp-44,
                                       0x1.8586f183bebf2p-44,
                                       0x1.8586f183bebf2p-44,
                                       0x1.5b967f4471dfcp-44,
                                       0x1.a342c2af0003cp-45,
                                       0x1.a342c2af0003cp-45,
                                       0x1.4b4641b664613p-44,
                                       0x1.d599e83368e91p-45,
                                       0x1.d599e83368e91p-45,
                                       -0x1.980267c7e09e4p-45,
                                       0.0,
                                       0.0,
                                       0.0,
                                       0x1.9a19a8be97661p-44,
                                       -0x1.53a2582f4e1efp-48,
                                       0x1.3115c3abd47dap-45,
                                       0x1.1ef78ce2d07f2p-45,
                                       -0x1.fd3a0afb9691bp-44,
                                       0x1.e0ddb9a631e83p-46,
                                       -0x1.8724350562169p-45,
                                       -0x1.84a7e75b6f6e4p-47,
                                       0x1.1ef78ce2d07f2p-44,
                                       -0x1.1b61f10522625p-44,
                                       0x1.83b54b606bd5cp-46};

}  // namespace entente::math::tables

// SPDX-License-Identifier: Apache-2.0
#include "by_hand.hpp"

#include "modeller.hpp"
#include "native.hpp"

namespace entente::bench {

namespace {

template <bool Noise, int Groups>
void sir(const Batch& b) {
    constexpr std::uint64_t place = math::site("weather");
    for (int k = 0; k < b.lanes; k += Groups * width) {
        L susceptible[Groups];
        L infectious[Groups];
        L removed[Groups];
        L contacts[Groups];
        L recovery[Groups];
        for (int g = 0; g < Groups; ++g) {
            const int at = k + g * width;
            susceptible[g] = L::load(b.stocks + at);
            infectious[g] = L::load(b.stocks + b.lanes + at);
            removed[g] = L::load(b.stocks + 2 * b.lanes + at);
            contacts[g] = L::load(b.parameters + b.lanes + at) / L::load(b.parameters + at);
            recovery[g] = L::load(b.parameters + 2 * b.lanes + at);
        }
        for (int t = 0; t < b.months; ++t) {
            L weather[Groups];
            if constexpr (Noise) {
                for (int g = 0; g < Groups; ++g) {
                    weather[g] = math::uniform_from<width>(
                        b.seed,
                        b.first_member + static_cast<std::uint32_t>(k + g * width),
                        b.first_month + t,
                        place);
                }
                for (int g = 0; g < Groups; ++g) {
                    weather[g] = 1.0 + 0.1 * math::normal_quantile(weather[g]);
                }
            }
            for (int g = 0; g < Groups; ++g) {
                store_floats(infectious[g], b.out + t * b.lanes + k + g * width);
                L rate = contacts[g];
                if constexpr (Noise) rate = rate * weather[g];
                const L infection = rate * susceptible[g] * infectious[g];
                const L healing = recovery[g] * infectious[g];
                susceptible[g] = susceptible[g] - infection;
                infectious[g] = infectious[g] + (infection - healing);
                removed[g] = removed[g] + healing;
            }
        }
        for (int g = 0; g < Groups; ++g) {
            const int at = k + g * width;
            susceptible[g].store(b.stocks + at);
            infectious[g].store(b.stocks + b.lanes + at);
            removed[g].store(b.stocks + 2 * b.lanes + at);
        }
    }
}

// Both directions of a pair at once: all the month needs of it is then in registers.
template <int Groups>
void arms(const Batch& b) {
    const int n = arms_states;
    const auto index = [n](int from, int to) { return from * (n - 1) + to - (to > from ? 1 : 0); };
    const double* const answer = b.parameters;
    const double* const fatigue = b.parameters + b.lanes;
    double* const hostility = b.stocks + static_cast<long>(arms_pairs) * b.lanes;
    for (int t = 0; t < b.months; ++t) {
        for (int k = 0; k < b.lanes; k += Groups * width) {
            L world[Groups];
            for (int g = 0; g < Groups; ++g) world[g] = 0.0;
            for (int from = 0; from < n; ++from) {
                for (int to = from + 1; to < n; ++to) {
                    const L near = nearness(from, to);
                    double* const there = b.stocks + static_cast<long>(index(from, to)) * b.lanes;
                    double* const back = b.stocks + static_cast<long>(index(to, from)) * b.lanes;
                    double* const hate = hostility + (there - b.stocks);
                    double* const hated = hostility + (back - b.stocks);
                    for (int g = 0; g < Groups; ++g) {
                        const int at = k + g * width;
                        const L own = L::load(there + at);
                        const L other = L::load(back + at);
                        world[g] = world[g] + (own + other);
                        const L threat = near * other;
                        const L threatened = near * own;
                        const L h = L::load(hate + at);
                        const L hb = L::load(hated + at);
                        const L a = L::load(answer + at);
                        const L wanted = a * threat * (1.0 + h) + 0.05;
                        const L wanted_back = a * threatened * (1.0 + hb) + 0.05;
                        (own + (wanted - L::load(fatigue + from * b.lanes + at) * own))
                            .store(there + at);
                        (other + (wanted_back - L::load(fatigue + to * b.lanes + at) * other))
                            .store(back + at);
                        (h + (threat / (10.0 + threat) - h) * L(1.0 / 24.0)).store(hate + at);
                        (hb + (threatened / (10.0 + threatened) - hb) * L(1.0 / 24.0))
                            .store(hated + at);
                    }
                }
            }
            for (int g = 0; g < Groups; ++g) {
                store_floats(world[g], b.out + t * b.lanes + k + g * width);
            }
        }
    }
}

}  // namespace

std::vector<RunBatch> sir_by_hand(bool noise) {
    if (noise) return {sir<true, 2>, sir<true, 4>};
    return {sir<false, 2>, sir<false, 4>};
}

std::vector<RunBatch> arms_by_hand() { return {arms<2>, arms<4>}; }

std::size_t least_lanes() { return 4 * width; }

double arithmetic_control(long times) {
    constexpr int chains = 10;
    L x[chains];
    for (int i = 0; i < chains; ++i) x[i] = 1.0 + 0.01 * i;
    for (long t = 0; t < times; ++t) {
        for (int i = 0; i < chains; ++i) x[i] = x[i] * L(0.999) + L(0.001);
    }
    L sum = 0.0;
    for (int i = 0; i < chains; ++i) sum = sum + x[i];
    double lanes[width];
    sum.store(lanes);
    return lanes[0];
}

}  // namespace entente::bench

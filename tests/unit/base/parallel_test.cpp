// SPDX-License-Identifier: Apache-2.0
#include "base/parallel.hpp"

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

TEST_CASE("every body runs once, on any number of threads") {
    for (const std::size_t threads : {0U, 1U, 2U, 7U}) {
        for (const std::size_t count : {0U, 1U, 3U, 1000U}) {
            CAPTURE(threads);
            CAPTURE(count);
            std::vector<std::atomic<int>> runs(count);
            entente::parallel_for(count, threads, [&](std::size_t i) { ++runs[i]; });
            for (const std::atomic<int>& body : runs) {
                CHECK(body == 1);
            }
        }
    }
}

TEST_CASE("two threads work at the same time") {
    std::atomic<int> arrived = 0;
    std::atomic<int> met = 0;
    entente::parallel_for(2, 2, [&](std::size_t) {
        ++arrived;
        const auto given_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (arrived < 2 && std::chrono::steady_clock::now() < given_up) {
            std::this_thread::yield();
        }
        met += arrived == 2 ? 1 : 0;
    });
    // One after the other, the first meets nobody.
    CHECK(met == 2);
}

TEST_CASE("what a body throws comes out") {
    for (const std::size_t threads : {1U, 4U}) {
        CAPTURE(threads);
        const auto third_fails = [](std::size_t i) {
            if (i == 2) {
                throw std::runtime_error("the third");
            }
        };
        CHECK_THROWS_WITH_AS(
            entente::parallel_for(8, threads, third_fails), "the third", std::runtime_error);
    }
}

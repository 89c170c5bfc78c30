// SPDX-License-Identifier: Apache-2.0
#include "results/paths.hpp"

#include <cstdint>
#include <new>

#include <doctest/doctest.h>

namespace {

using namespace entente::results;

TEST_CASE("paths above the limit are kept in a file and read back") {
    constexpr std::size_t bytes = std::size_t{3} << 20;
    for (const std::size_t most : {std::size_t{4} << 20, std::size_t{1} << 20}) {
        auto* const room = static_cast<float*>(allocate_paths(bytes, most));
        CHECK(reinterpret_cast<std::uintptr_t>(room) % 64 == 0);
        for (std::size_t i = 0; i < bytes / sizeof(float); ++i) {
            room[i] = static_cast<float>(i % 1000);
        }
        CHECK(room[0] == 0.0F);
        CHECK(room[bytes / sizeof(float) - 1] == static_cast<float>((bytes / 4 - 1) % 1000));
        free_paths(room, bytes, most);
    }
}

TEST_CASE("more than the disk holds is refused before it is written") {
    CHECK_THROWS_AS(allocate_paths(std::size_t{1} << 50, 1), std::bad_alloc);
}

TEST_CASE("paths grow and copy as a vector does") {
    Paths paths(5, 1.5F);
    paths.resize(100);
    CHECK(paths[4] == 1.5F);
    const Paths copy = paths;
    CHECK(copy.size() == 100);
    CHECK(copy[0] == 1.5F);
}

}  // namespace

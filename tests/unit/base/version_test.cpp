// SPDX-License-Identifier: Apache-2.0
#include "base/version.hpp"

#include <algorithm>

#include <doctest/doctest.h>

using namespace entente;

TEST_CASE("the version has three numbers") {
    CHECK(std::count(version().begin(), version().end(), '.') == 2);
    CHECK(version().find_first_not_of("0123456789.") == std::string_view::npos);
}

TEST_CASE("the commit is empty or hexadecimal, perhaps marked as changed") {
    std::string_view hash = commit();
    if (hash.ends_with("-dirty")) {
        hash.remove_suffix(6);
    }
    CHECK(hash.find_first_not_of("0123456789abcdef") == std::string_view::npos);
    CHECK((hash.empty() || hash.size() >= 12));
}

TEST_CASE("the build names a compiler and a kind") {
    CHECK(build().find(", ") != std::string_view::npos);
    CHECK_FALSE(build().starts_with(","));
    CHECK_FALSE(build().ends_with(", "));
}

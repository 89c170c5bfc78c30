// SPDX-License-Identifier: Apache-2.0
#include "serve/guard.hpp"

#include <doctest/doctest.h>

using namespace entente;

TEST_CASE("a token has 128 bits in hexadecimal and is new each time") {
    const std::string token = serve::make_token();
    CHECK(token.size() == 32);
    CHECK(token.find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(token != serve::make_token());
}

TEST_CASE("secrets are the same or they are not") {
    CHECK(serve::same_secret("abc", "abc"));
    CHECK_FALSE(serve::same_secret("abc", "abd"));
    CHECK_FALSE(serve::same_secret("abc", "abcd"));
    CHECK_FALSE(serve::same_secret("", "abc"));
}

TEST_CASE("a host is this computer with this port or it is another") {
    CHECK(serve::is_own_host("127.0.0.1:8000", 8000));
    CHECK(serve::is_own_host("localhost:8000", 8000));
    CHECK(serve::is_own_host("[::1]:8000", 8000));
    CHECK(serve::is_own_host("localhost", 80));
    for (const char* other : {"",
                              "127.0.0.1",
                              "127.0.0.1:80",
                              "127.0.0.2:8000",
                              "localhost.:8000",
                              "localhost:8000.example.org",
                              "example.org:8000",
                              "a@localhost:8000"}) {
        CAPTURE(other);
        CHECK_FALSE(serve::is_own_host(other, 8000));
    }
}

TEST_CASE("an origin is a page of this server or it is another") {
    CHECK(serve::is_own_origin("http://127.0.0.1:8000", 8000));
    CHECK_FALSE(serve::is_own_origin("https://127.0.0.1:8000", 8000));
    CHECK_FALSE(serve::is_own_origin("null", 8000));
    CHECK_FALSE(serve::is_own_origin("http://example.org", 8000));
}

TEST_CASE("a query gives its values decoded and nothing for what is broken") {
    CHECK(serve::query_value("/?k=abc", "k") == "abc");
    CHECK(serve::query_value("/api/explain?k=1&name=a%5BCHN%5D+b", "name") == "a[CHN] b");
    CHECK(serve::query_value("/?kk=abc", "k").empty());
    CHECK(serve::query_value("/?k", "k").empty());
    CHECK(serve::query_value("/?k=%4", "k").empty());
    CHECK(serve::query_value("/?k=%zz", "k").empty());
    CHECK(serve::query_value("/?k=%+1", "k").empty());
    CHECK(serve::query_value("/", "k").empty());
    CHECK(serve::path_of("/a/b?c=/d") == "/a/b");
}

// SPDX-License-Identifier: Apache-2.0
#include "serve/routes.hpp"

#include <doctest/doctest.h>

using namespace entente;

namespace {

constexpr std::uint16_t port = 8000;
const std::string token = "0123456789abcdef0123456789abcdef";

serve::RequestHead head(const std::string& method,
                        const std::string& target,
                        const std::string& given = token,
                        const std::string& host = "127.0.0.1:8000") {
    serve::RequestHead made;
    made.method_string(method);
    made.target(target);
    made.set(boost::beast::http::field::host, host);
    made.set("X-Entente-Token", given);
    return made;
}

std::string refusal(const serve::RequestHead& asked) {
    const auto error = serve::check_head(asked, port, token);
    return error ? std::string(serve::code_of(error->refusal)) : "";
}

}  // namespace

TEST_CASE("a request with host, token and a path of the table is taken") {
    CHECK(refusal(head("GET", "/api/model")).empty());
    CHECK(refusal(head("GET", "/?k=" + token, "")).empty());
    CHECK(refusal(head("POST", "/api/run")).empty());
    CHECK(refusal(head("GET", "/favicon.ico", "")).empty());
}

TEST_CASE("host, then token, then path, then method are judged") {
    CHECK(refusal(head("GET", "/none", "", "example.org")) == "wrong_host");
    CHECK(refusal(head("GET", "/none", "x")) == "wrong_token");
    CHECK(refusal(head("GET", "/none")) == "not_found");
    CHECK(refusal(head("POST", "/api/model")) == "wrong_method");
    CHECK(refusal(head("POST", "/favicon.ico", "")) == "wrong_token");
    serve::RequestHead elsewhere = head("GET", "/api/model");
    elsewhere.set(boost::beast::http::field::origin, "http://example.org");
    CHECK(refusal(elsewhere) == "wrong_host");
    serve::RequestHead twice = head("GET", "/api/model");
    twice.insert(boost::beast::http::field::host, "127.0.0.1:8000");
    CHECK(refusal(twice) == "wrong_host");
}

// SPDX-License-Identifier: Apache-2.0
#include "serve/protocol.hpp"

#include <doctest/doctest.h>

using namespace entente;

namespace {

/// What is wrong with a body; empty where nothing is.
std::string fault_of(const std::string& body) {
    serve::RunRequest request;
    serve::Error error;
    return serve::read_run_request(body, request, error) ? "" : error.text;
}

}  // namespace

TEST_CASE("a run is read with what it names and usual values for the rest") {
    serve::RunRequest request;
    serve::Error error;
    REQUIRE(serve::read_run_request(
        R"({"client":"c","sequence":7,"scenario":"s","levers":{"b":0.5,"a":1},"from":"2027-01",
            "events":[{"kind":"summits","date":"2027-03-15"}],"futures":200,"outputs":["x"],"samples":true})",
        request,
        error));
    CHECK(request.client == "c");
    CHECK(request.sequence == 7);
    CHECK(request.levers.at("b") == 0.5);
    CHECK(request.levers.begin()->first == "a");
    REQUIRE(request.events.size() == 1);
    CHECK(request.events[0].month == "2027-03");
    CHECK(request.from == "2027-01");
    CHECK(request.policy == "rule");
    CHECK(request.samples);

    serve::RunRequest least;
    REQUIRE(serve::read_run_request(R"({"futures":1})", least, error));
    CHECK(least.scenario == "baseline");
    CHECK(least.outputs.empty());
    CHECK_FALSE(least.samples);
}

TEST_CASE("a body that is no run says what is wrong with it") {
    CHECK(fault_of("") == "the body is no JSON object");
    CHECK(fault_of("[]") == "the body is no JSON object");
    CHECK(fault_of("{}") == "`futures` is missing: how many to run, 1 to 10000");
    CHECK(fault_of(R"({"futures":10001})") == "`futures` should be a whole number from 1 to 10000");
    CHECK(fault_of(R"({"futures":2.5})") == "`futures` should be a whole number from 1 to 10000");
    CHECK(fault_of(R"({"futures":1,"levers":{"a":"b"}})") == "`a` of `levers` should be a number");
    CHECK(fault_of(R"({"futures":1,"events":[{"kind":"a","date":"2027-13"}]})") ==
          "`2027-13` is no date (YYYY-MM or YYYY-MM-DD)");
    CHECK(fault_of(R"({"futures":1,"samples":1})") == "`samples` should be true or false");
    CHECK(fault_of(R"({"futures":1,"from":"soon"})") == "`soon` is no month (YYYY-MM)");
}

TEST_CASE("a body of brackets is refused before it is read") {
    CHECK(fault_of(std::string(500000, '[')) == "the body is no JSON object");
    CHECK(fault_of(R"({"futures":1,"client":"[[[[[[[[[[[["})").empty());
}

TEST_CASE("dates become months or nothing") {
    CHECK(serve::month_of("2027-03") == "2027-03");
    CHECK(serve::month_of("2027-03-31") == "2027-03");
    for (const char* wrong :
         {"", "2027", "2027-00", "2027-3", "27-03", "2027-03-32", "2027/03", "abcd-03"}) {
        CAPTURE(wrong);
        CHECK_FALSE(serve::month_of(wrong));
    }
}

TEST_CASE("a refusal has a code, a status and text that is mended where it is no UTF-8") {
    CHECK(serve::status_of(serve::Refusal::too_large) == 413);
    CHECK(serve::code_of(serve::Refusal::engine_restarted) == "engine_restarted");
    CHECK(serve::error_json({serve::Refusal::busy, "a \"b\"", "c"}) ==
          "{\"error\":{\"code\":\"busy\",\"text\":\"a \\\"b\\\"\",\"help\":\"c\"}}\n");
    CHECK(serve::error_json({serve::Refusal::busy, "\xff", ""}).find("\xef\xbf\xbd") !=
          std::string::npos);
}

TEST_CASE("the line before a message is read as it was written") {
    for (const serve::Kind kind : {serve::Kind::json,
                                   serve::Kind::lines,
                                   serve::Kind::html,
                                   serve::Kind::model,
                                   serve::Kind::broken,
                                   serve::Kind::files,
                                   serve::Kind::claims}) {
        std::string line = serve::to_line({42, 503, false, kind, 1234});
        REQUIRE(line.back() == '\n');
        line.pop_back();
        const auto header = serve::read_header(line);
        REQUIRE(header);
        CHECK(header->id == 42);
        CHECK(header->status == 503);
        CHECK_FALSE(header->last);
        CHECK(header->kind == kind);
        CHECK(header->size == 1234);
    }
}

TEST_CASE("what is no line before a message is nothing") {
    for (const char* line : {"",
                             "1",
                             "1 200 1 json",
                             "1 200 1 jason 5",
                             "x 200 1 json 5",
                             "1 200 1 json 5 6",
                             "1 200 1 json -5",
                             "1 200 1 json 99999999999"}) {
        CAPTURE(line);
        CHECK_FALSE(serve::read_header(line));
    }
}

// SPDX-License-Identifier: Apache-2.0
#include "report/page.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "report/payload.hpp"
#include "some_report.hpp"

using namespace entente;

namespace {

/// How often a text occurs in another.
std::size_t count_of(const std::string& text, const std::string& what) {
    std::size_t count = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
        ++count;
    }
    return count;
}

const report::Assets assets = {"console.log('page')", "p{color:red}"};

}  // namespace

TEST_CASE("hostile texts of models, claims, sources and notes stay texts") {
    const auto loaded = test::load_text(test::report_model);
    const std::vector<results::Run> runs = {test::report_run(*loaded, "baseline")};
    const std::vector<claims::ClaimResult> claims = {test::hostile_claim("P1_1"),
                                                     test::hostile_claim("P1_2")};
    report::Provenance from = test::some_provenance();
    from.command = "entente report '</script><img src=x onerror=alert(1)>.ent'";
    const report::Report report = {loaded->model,
                                   loaded->data,
                                   claims,
                                   {},
                                   runs,
                                   {{"2020-03",
                                     "visits",
                                     "a meeting </script><img src=x onerror=alert(1)>",
                                     "<!-- print",
                                     ""}},
                                   "",
                                   from};
    const std::string payload = report::payload_json(report);
    REQUIRE(count_of(payload, "<img") > 5);
    const std::string html = report::page(report, payload, assets);
    CHECK(count_of(html, "<img") == 0);
    CHECK(count_of(html, "<!--") == 0);
    CHECK(count_of(html, "</script>") == 2);
    CHECK(count_of(html, "<script") == 2);
    const std::size_t begin = html.find("id=\"payload\">") + 13;
    const std::string inside = html.substr(begin, html.find("</script>", begin) - begin);
    CHECK(inside == report::packed(payload));
    CHECK(inside.find_first_not_of(
              "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") ==
          std::string::npos);
}

TEST_CASE(
    "the policy allows the one script, the one style and pictures that the page itself holds") {
    const auto loaded = test::load_text(test::report_model);
    const std::vector<claims::ClaimResult> none;
    const report::Report report = {
        loaded->model, loaded->data, none, {}, {}, {}, "", test::some_provenance()};
    const std::string html = report::page(report, report::payload_json(report), assets);
    // Worked out by `printf TEXT | openssl dgst -sha256 -binary | base64`.
    CHECK(
        html.find(
            "default-src 'none'; script-src 'sha256-mj6YzNK5Se8TQjKJG5oYbBP+gfPX807QAaVhAdc4cZQ='; "
            "style-src 'sha256-p0bF+un5yUb9MBO6xRb8kPHlY2BdpHVtLiFkDrZPF64='; img-src data:; "
            "base-uri 'none'; form-action 'none'") != std::string::npos);
    CHECK(html.find("http://") == std::string::npos);
    CHECK(html.find("https://") == std::string::npos);
}

TEST_CASE("without script the answer, the verdicts and the limits are there") {
    const auto loaded = test::load_text(test::report_model);
    const std::vector<claims::ClaimResult> claims = {test::hostile_claim("P1_1"),
                                                     test::hostile_claim("P1_2")};
    const report::Report report = {
        loaded->model, loaded->data, claims, {}, {}, {}, "", test::some_provenance()};
    const std::string html = report::page(report, report::payload_json(report), assets);
    const std::string still = html.substr(html.find("<noscript>"));
    CHECK(still.find("Of 2 claims, none is supported") != std::string::npos);
    CHECK(count_of(still.substr(0, still.find("</noscript>")), "Undetermined (prior-driven)") == 2);
    CHECK(still.find("Not in this model: prices &lt;/script&gt;") != std::string::npos);
    CHECK(still.find("entente report trade.ent") != std::string::npos);
}

TEST_CASE("texts are escaped, and payloads packed as zlib and base64 have it") {
    CHECK(report::escape_html("a<b>&\"'") == "a&lt;b&gt;&amp;&quot;&#39;");
    // Worked out by Python's zlib.compress(TEXT, 9) and base64.
    CHECK(report::packed("abc") == "eNpLTEoGAAJNASc=");
    CHECK(report::packed("abcabcabcabc") == "eNpLTEpOhCEAHeAEmQ==");
    CHECK(report::packed("") == "eNoDAAAAAAE=");
}

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "unit/model/resolved.hpp"

using namespace entente;
using namespace entente::model;
using test::resolved;

namespace {

std::ptrdiff_t place(const Model& model, const std::vector<QuantityId>& order, const char* name) {
    const auto found = std::find(order.begin(), order.end(), find_quantity(model, name));
    REQUIRE(found != order.end());
    return found - order.begin();
}

}  // namespace

TEST_CASE("each quantity stands after those it needs, whatever the order of the text") {
    const Model m = resolved(
        "let c : 1 = a + b\nlet b : 1 = 2 * a\nlet a : 1 = 3 * p\nparam p : 1 = 2 * q\n"
        "param q : 1 = 4\nstock s : 1 = c { inflow i = c / 1 month }\n");
    CHECK(place(m, m.opening_order, "a") < place(m, m.opening_order, "b"));
    CHECK(place(m, m.opening_order, "b") < place(m, m.opening_order, "c"));
    CHECK(place(m, m.opening_order, "c") < place(m, m.opening_order, "s.i"));
    CHECK(place(m, m.parameter_order, "q") < place(m, m.parameter_order, "p"));
    CHECK(place(m, m.initial_order, "c") < place(m, m.initial_order, "s"));
}

TEST_CASE("long chains of definitions are ordered, and long rings found, without recursion") {
    // Depth-first walks once called themselves for each link of the chain.
    std::string chain;
    constexpr int links = 20000;
    for (int i = 0; i < links; ++i)
        chain += "let x" + std::to_string(i) + " : 1 = x" + std::to_string(i + 1) + " + 1\n";
    const std::string end = "x" + std::to_string(links);
    const Model m = resolved(chain + "let " + end + " : 1 = 0\n");
    CHECK(m.opening_order.size() == links + 1);
    CHECK(m.quantities[m.opening_order.front()].name == end);

    text::Sources sources;
    text::Diagnostics diagnostics;
    const text::FileId file = sources.add("m.ent",
                                          "model m \"M\" { time month from 2020-01 to 2021-12 }\n" +
                                              chain + "let " + end + " : 1 = x0\n");
    const auto ring = resolve(
        sources,
        file,
        [](const std::string&) { return std::optional<std::string>(); },
        diagnostics);
    CHECK_FALSE(ring);
    REQUIRE(diagnostics.error_count() == 1);
    CHECK(diagnostics.sorted().front().code == "E2008");
    CHECK(diagnostics.sorted().front().others.size() == links);
}

TEST_CASE("a text that is wrong everywhere is told so in seconds") {
    // Comparing each of many unknown names with all others once took minutes.
    std::string text = "model m \"M\" { time month from 2020-01 to 2021-12 }\n";
    for (int i = 0; i < 30000; ++i) {
        const std::string n = std::to_string(i);
        text += "let a" + n + " : 1 = unknown_" + n + "_name\n";
    }
    text::Sources sources;
    text::Diagnostics diagnostics;
    const text::FileId file = sources.add("m.ent", text);
    const auto model = resolve(
        sources,
        file,
        [](const std::string&) { return std::optional<std::string>(); },
        diagnostics);
    CHECK_FALSE(model);
    CHECK(diagnostics.error_count() > 100);
    CHECK(diagnostics.error_count() < 1000);
}

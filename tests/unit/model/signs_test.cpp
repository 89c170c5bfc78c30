// SPDX-License-Identifier: Apache-2.0
#include "model/signs.hpp"

#include "unit/model/resolved.hpp"

using namespace entente;
using model::Sign;

namespace {

/// The sign of one pair, which must be there.
Sign sign_of(const std::string& text, const std::string& from, const std::string& to) {
    const auto all = model::signs(test::resolved(text));
    const auto found = all.find({from, to});
    INFO(from << " in " << to);
    REQUIRE(found != all.end());
    return found->second;
}

/// What `x` does in an expression, beside a quantity that is never below zero, one that is never
/// above, and one of which nothing is known.
Sign in(const std::string& expression) {
    return sign_of(
        "input x : 1 = 1 in 0..10\n"
        "input wealth : 1 = 1 in 0..10\n"
        "input debt : 1 = -1 in -10..0\n"
        "input mood : 1 = 0\n"
        "let y : 1 = " +
            expression + "\n",
        "x",
        "y");
}

}  // namespace

TEST_CASE("the form of an expression tells which way a quantity acts") {
    CHECK(in("x + mood") == Sign::plus);
    CHECK(in("mood - x") == Sign::minus);
    CHECK(in("-(2 - x)") == Sign::plus);
    CHECK(in("exp(-x)") == Sign::minus);
    CHECK(in("max(0, x - 1)") == Sign::plus);
    CHECK(in("1 / (1 + x)") == Sign::minus);
    CHECK(in("if mood > 0 then x else 2 * x") == Sign::plus);
    CHECK(in("if x > 3 then mood else 1") == Sign::unknown);
}

TEST_CASE("ranges tell the sign of a product, and without them it is unknown") {
    CHECK(in("x * wealth") == Sign::plus);
    CHECK(in("x * debt") == Sign::minus);
    CHECK(in("x * mood") == Sign::unknown);
    CHECK(in("debt / (1 + x)") == Sign::plus);
    CHECK(in("x / (1 + wealth) - 1") == Sign::plus);
}

TEST_CASE("a quantity that is read both ways has no sign") {
    CHECK(in("x + (1 - x) * wealth") == Sign::unknown);
    CHECK(in("x + x * wealth") == Sign::plus);
}

TEST_CASE(
    "priors tell the side of a parameter: intervals, logs, and normals from two deviations on") {
    const auto with = [](const std::string& prior) {
        return sign_of(
            "param p : 1 " + prior + "\ninput x : 1 = 1 in 0..10\nlet y : 1 = p * x\n", "x", "y");
    };
    CHECK(with("= 2") == Sign::plus);
    CHECK(with("= -2") == Sign::minus);
    CHECK(with("~ lognormal(0.2, 0.5)") == Sign::plus);
    CHECK(with("~ normal(0.2, 0.1)") == Sign::plus);
    CHECK(with("~ normal(0.2, 0.11)") == Sign::unknown);
    CHECK(with("~ normal(-0.2, 0.1)") == Sign::minus);
    CHECK(with("~ uniform(-1, 1)") == Sign::unknown);
}

TEST_CASE(
    "flows count as their stock, what leaves it the other way; helpers count as their owner") {
    const std::string text =
        "input warms : 1/month = 1 in 0..10\n"
        "input cools : 1/month = 1 in 0..10\n"
        "stock trust : 1 = 1 in 0..10 { inflow gained = warms; outflow lost = cools * trust }\n"
        "let late : 1 = 2 - smooth(trust, 3 months)\n"
        "event talks { hazard 0.1 [1/month] * trust }\n";
    CHECK(sign_of(text, "warms", "trust") == Sign::plus);
    CHECK(sign_of(text, "cools", "trust") == Sign::minus);
    CHECK(sign_of(text, "trust", "late") == Sign::minus);
    CHECK(sign_of(text, "trust", "talks") == Sign::plus);
}

TEST_CASE(
    "what many equations share is read once, so that an issue of twelve does not take forever") {
    std::string text = "stock alarm : 1 = 0.2 in 0.. { toward 0.5 over 12 months }\nactors ";
    std::string issue = "issue package \"A package\" {\n  dimension side : 1 in 0..1\n";
    for (int i = 0; i < 12; ++i) {
        const std::string code(3, static_cast<char>('A' + i));
        text += (i > 0 ? ", " : "") + code + " \"An actor\"";
        issue += "  actor " + code + " { capability 1 + alarm; salience 0.5; position 0.0" +
                 std::to_string(i) + " * (1 + alarm) }\n";
    }
    text += "\n" + issue + "  election uniform\n}\nlever strict : 1 = package.side in 0..1\n";
    CHECK(sign_of(text, "alarm", "package") == Sign::unknown);
    CHECK(sign_of(text, "package", "strict") == Sign::plus);
}

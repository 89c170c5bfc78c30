// SPDX-License-Identifier: Apache-2.0
// The order of a month's work: stocks move as soon as nobody needs what they were, so that a model
// over pairs of states keeps little more alive than its stocks. That the numbers stay what they are
// is the oracle's test (oracle_test.cpp), which compares generated models in this order too.
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "support/run_text.hpp"

using namespace entente;

namespace {

/// An arms race over all pairs of `states` states: two stocks a pair.
std::unique_ptr<test::LoadedText> arms_race(int states, const std::string& step) {
    std::string actors;
    std::string names;
    std::string pairs;
    for (int a = 0; a < states; ++a) {
        actors += fmt::format("{}S{} \"s\"", a == 0 ? "" : ", ", a);
        names += fmt::format("{}S{}", a == 0 ? "" : ", ", a);
        for (int b = 0; b < states; ++b) {
            if (a != b) pairs += fmt::format("{}S{}->S{}", pairs.empty() ? "" : ", ", a, b);
        }
    }
    return test::load_text(fmt::format(R"(
        model arms "Arms" {{ time month from 2000-01 to 2002-12; step {}; outputs world }}
        actors {}
        set states = {}
        dyads pairs = {}
        param answer : 1/month = 0.001 to 0.002
        let total[a in states] : 1 = sum(arms[d] for d in pairs where d.from == a)
        let world : 1 = sum(total[a] for a in states)
        let threat[d in pairs] : 1 = 0.3 * arms[d.back]
        stock arms[d in pairs] : 1 = 1 {{
          inflow built = answer * threat[d] * (1 + hostility[d])
          outflow scrapped = 0.05 [1/month] * arms[d]
        }}
        stock hostility[d in pairs] : 1 = 0.2 {{ toward threat[d] / (1 + threat[d]) over 24 months }})",
                                       step,
                                       actors,
                                       names,
                                       pairs));
}

}  // namespace

TEST_CASE("a model over pairs keeps little more alive than its stocks") {
    const auto loaded = arms_race(12, "1 month");
    constexpr std::size_t stocks = std::size_t{2} * 12 * 11;
    const program::Program program = test::compile_text(*loaded, {});
    CHECK(program.slots < stocks + 40);
    CHECK(program.section(program::Section::step).empty());
    test::paths_of(*loaded, {}, {"world", "arms[S3->S7]", "hostility[S7->S3]", "total[S11]"});
}

TEST_CASE("months of several steps keep their sections") {
    const auto loaded = arms_race(4, "0.25 month");
    CHECK(!test::compile_text(*loaded, {}).section(program::Section::step).empty());
    test::paths_of(*loaded, {}, {"world", "arms[S0->S3]", "hostility[S3->S0]"});
}

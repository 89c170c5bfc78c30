// SPDX-License-Identifier: Apache-2.0
#include "games/issue_table.hpp"

#include <doctest/doctest.h>

using namespace entente;

namespace {

struct Read {
    text::Sources sources;
    text::Diagnostics diagnostics;
    std::optional<games::Issue> issue;

    explicit Read(const std::string& text) {
        issue = games::parse_issue(sources, sources.add("a.csv", text), diagnostics);
        CHECK(issue.has_value() != diagnostics.has_errors());
    }

    /// Line and headline of the first error.
    std::string fault() const {
        if (!diagnostics.has_errors()) {
            return "none";
        }
        const text::Diagnostic first = diagnostics.sorted().front();
        const auto at = sources.position(first.primary.span.file, first.primary.span.begin);
        return std::to_string(at.line) + ": " + first.headline;
    }
};

const std::string header = "Actor,Description,Power,Pstn,Sal\n";

}  // namespace

TEST_CASE("a table in KTAB's layout is an issue, blanks and commas at line ends aside") {
    const Read read(
        "Made up ,\"To test, reading\",2,2,\n"
        "Actor,Description,Power,Pstn1,Sal1,Pstn2,Sal2,\n"
        "A, first one, 102.543, 75.79, 49.53,  6.37,  50.47,\n"
        "B,second, 53.393, 82.72, 30.33, 73.50, 21.22\n");
    REQUIRE(read.issue);
    CHECK(read.issue->name == "Made up");
    CHECK(read.issue->description == "To test, reading");
    CHECK(read.issue->dimensions == std::vector<std::string>{"Pstn1", "Pstn2"});
    REQUIRE(read.issue->actors.size() == 2);
    const games::SpatialActor& first = read.issue->actors[0];
    CHECK(first.name == "A");
    CHECK(first.description == "first one");
    CHECK(first.capability == 102.543);
    CHECK(first.position == Eigen::Vector2d(75.79, 6.37));
    CHECK(first.salience == Eigen::Vector2d(49.53, 50.47));
}

TEST_CASE("the first line may be left out") {
    const Read read(header + "A,a,1,20,30\r\n");
    REQUIRE(read.issue);
    CHECK(read.issue->name.empty());
    CHECK(read.issue->dimensions == std::vector<std::string>{"Pstn"});
}

TEST_CASE("what cannot bargain is an error with its line and reason") {
    CHECK(Read(header).fault() == "1: a table without actors");
    CHECK(Read("I,i,2,1\n").fault() == "1: no header follows the first line");
    CHECK(Read("Actor,Description,Power,Pstn\nA,a,1,2\n").fault() == "1: the header has 4 columns");
    CHECK(Read(header + "A,a,1,20\n").fault() == "2: this row has 4 cells, the header 5");
    CHECK(Read(header + "A,a,1,20,30\nA,b,1,20,30\n").fault() == "3: two actors are called `A`");
    CHECK(Read(header + ",a,1,20,30\n").fault() == "2: an actor has no name");
    CHECK(Read(header + "A,a,0,20,30\n").fault() == "2: a capability of 0");
    CHECK(Read(header + "A,a,x,20,30\n").fault() == "2: `x` is not a number");
    CHECK(Read(header + "A,a,1,,30\n").fault() == "2: a number is missing");
    CHECK(Read(header + "A,a,1,101,30\n").fault() == "2: 101 is outside of 0 to 100");
    CHECK(Read(header + "A,a,1,20,-3\n").fault() == "2: -3 is outside of 0 to 100");
    CHECK(Read(header + "A,a,1,20,0\n").fault() == "2: nothing matters to `A`");
    CHECK(Read("I,i,3,1\n" + header + "A,a,1,20,30\n").fault() ==
          "1: the table has 1 row of actors, the first line says 3");
    CHECK(Read("I,i,1,2\n" + header + "A,a,1,20,30\n").fault() ==
          "1: the header has columns of 1 dimension, the first line says 2");
    CHECK(Read("Actor,Description,Power,P1,S1,P2,S2\nA,a,1,20,60,30,41\n").fault() ==
          "2: the saliences of `A` sum to 101");
    CHECK(Read(header + "A,\"a,1,20,30\n").fault() == "2: a quoted cell does not end");
    CHECK(Read("").fault() == "1: the table is empty");
    CHECK(Read("\n\nA\n").fault() == "1: the header has 1 column");
}

TEST_CASE("every faulty row is reported, not only the first") {
    const Read read(header + "A,a,-1,20,30\nB,b,1,20,300\nC,c,1,x,30\n");
    CHECK(read.diagnostics.error_count() == 3);
}

// SPDX-License-Identifier: Apache-2.0
// Issues in models against the elections of src/games, which published runs check: the equations
// that `issue` becomes must give the same shares.
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "games/spatial.hpp"
#include "support/run_text.hpp"

using namespace entente;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using games::Election;

namespace {

struct Case {
    std::size_t dimensions = 1;
    double exponent = 1;
    Election election = Election::conditional;
    std::vector<games::SpatialActor> actors;  ///< positions and saliences on 0..100
};

constexpr const char* codes[] = {"AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG"};

Case drawn_case(std::mt19937& random) {
    const auto uniform = [&random](double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(random);
    };
    Case made;
    made.dimensions = 1 + random() % 3;
    made.exponent = uniform(0.5, 5);
    const std::size_t actors = 2 + random() % 6;
    for (std::size_t i = 0; i < actors; ++i) {
        games::SpatialActor actor;
        actor.name = codes[i];
        actor.capability = uniform(0.1, 10);
        const auto n = static_cast<Index>(made.dimensions);
        actor.position = VectorXd::NullaryExpr(n, [&] { return uniform(0, 100); });
        actor.salience = VectorXd::NullaryExpr(n, [&] { return uniform(1, 30); });
        made.actors.push_back(actor);
    }
    return made;
}

const char* name_of(Election election) {
    switch (election) {
        case Election::conditional:
            return "conditional";
        case Election::uniform:
            return "uniform";
        case Election::incentive:
            return "incentive";
    }
    return "";
}

/// Capabilities are numbers or, so that nothing is worked out as the text is read, parameters.
std::string model_text(const Case& made, bool parameters) {
    std::string text = "model m \"M\" { time month from 2020-01 to 2020-02 }\nactors ";
    std::string actors;
    std::string issue = "issue deal \"A deal\" {\n";
    for (std::size_t d = 0; d < made.dimensions; ++d) {
        issue += fmt::format("  dimension side{} : 1 in 0..100\n", d);
    }
    for (std::size_t i = 0; i < made.actors.size(); ++i) {
        const games::SpatialActor& actor = made.actors[i];
        text += fmt::format("{}{} \"{}\"", i > 0 ? ", " : "", actor.name, actor.name);
        const auto value = [&](const std::string& name, double x) {
            if (!parameters) {
                return fmt::format("{}", x);
            }
            actors += fmt::format("param {}_{} : 1 = {}\n", name, actor.name, x);
            return name + "_" + actor.name;
        };
        issue +=
            fmt::format("  actor {} {{ capability {}", actor.name, value("can", actor.capability));
        for (std::size_t d = 0; d < made.dimensions; ++d) {
            const auto at = static_cast<Index>(d);
            issue += fmt::format("; position side{0} = {1}; salience side{0} = {2}",
                                 d,
                                 value(fmt::format("x{}", d), actor.position(at)),
                                 value(fmt::format("s{}", d), actor.salience(at) / 100));
        }
        issue += " }\n";
    }
    return fmt::format("{}\n{}{}  election {}\n  exponent {}\n}}\n",
                       text,
                       actors,
                       issue,
                       name_of(made.election),
                       made.exponent);
}

/// What src/games makes of it: weights are capability times all the attention given.
VectorXd shares_of(const Case& made) {
    const auto n = static_cast<Index>(made.actors.size());
    VectorXd weights(n);
    MatrixXd utilities(n, n);
    for (Index i = 0; i < n; ++i) {
        const games::SpatialActor& actor = made.actors[static_cast<std::size_t>(i)];
        weights(i) = actor.capability * actor.salience.sum() / 100;
        for (Index j = 0; j < n; ++j) {
            const VectorXd& other = made.actors[static_cast<std::size_t>(j)].position;
            utilities(i, j) = games::spatial_utility(
                games::weighted_distance(actor.salience, actor.position, other), 0);
        }
    }
    return games::election(games::coalitions(weights, utilities), made.exponent, made.election);
}

double worst_difference(const Case& made, bool parameters) {
    const auto loaded = test::load_text(model_text(made, parameters));
    std::vector<std::string> names;
    for (const games::SpatialActor& actor : made.actors) {
        names.push_back("deal." + actor.name + ".chance");
    }
    for (std::size_t d = 0; d < made.dimensions; ++d) {
        names.push_back(fmt::format("deal.side{}", d));
        names.push_back(fmt::format("deal.side{}.spread", d));
    }
    const std::vector<double> row = test::paths_of(*loaded, {}, names)[1];
    const VectorXd shares = shares_of(made);
    double worst = 0;
    for (Index i = 0; i < shares.size(); ++i) {
        worst = std::max(worst, std::abs(row[static_cast<std::size_t>(i)] - shares(i)));
    }
    for (std::size_t d = 0; d < made.dimensions; ++d) {
        double mean = 0;
        double variance = 0;
        const auto position = [&](Index i) {
            return made.actors[static_cast<std::size_t>(i)].position(static_cast<Index>(d));
        };
        for (Index i = 0; i < shares.size(); ++i) {
            mean += shares(i) * position(i);
        }
        for (Index i = 0; i < shares.size(); ++i) {
            variance += shares(i) * (position(i) - mean) * (position(i) - mean);
        }
        const std::size_t at = made.actors.size() + 2 * d;
        worst = std::max(worst, std::abs(row[at] - mean) / 100);
        worst = std::max(worst, std::abs(row[at + 1] - std::sqrt(variance)) / 100);
    }
    return worst;
}

/// [name] in the first month.
std::vector<double> first_row(const std::string& text, const std::vector<std::string>& names) {
    return test::paths_of(*test::load_text(text), {}, names)[0];
}

}  // namespace

TEST_CASE("an issue gives the conditional election of src/games to twelve digits") {
    std::mt19937 random(5);
    for (int i = 0; i < 40; ++i) {
        CAPTURE(i);
        const Case made = drawn_case(random);
        CHECK(worst_difference(made, true) < 1e-12);
        CHECK(worst_difference(made, false) < 1e-12);
    }
}

TEST_CASE("an issue gives the Markov elections of src/games") {
    std::mt19937 random(6);
    for (int i = 0; i < 40; ++i) {
        CAPTURE(i);
        Case made = drawn_case(random);
        made.election = Election::uniform;
        CHECK(worst_difference(made, true) < 1e-9);
        // Here a floor under challenges stands for the even start of a chain that comes to rest.
        made.election = Election::incentive;
        CHECK(worst_difference(made, true) < 1e-7);
    }
}

TEST_CASE("of two sides the stronger wins by its odds, and what all want is chosen") {
    const std::string head =
        "model m \"M\" { time month from 2020-01 to 2020-02 }\nactors A \"A\", B \"B\", C \"C\"\n";
    const std::string two = head + R"(param strong : 1 = 3
issue deal "A deal" {
  dimension side : 1 in 0..1
  actor A { position 1; salience 1; capability strong }
  actor B { position 0; salience 0.5; capability 2 }
  exponent 2
})";
    // Weights of 3 and 1, squared.
    const auto odds = first_row(two, {"deal.A.chance", "deal.side", "deal.side.spread"});
    CHECK(odds[0] == doctest::Approx(0.9).epsilon(1e-9));
    CHECK(odds[1] == doctest::Approx(0.9).epsilon(1e-9));
    CHECK(odds[2] == doctest::Approx(0.3).epsilon(1e-9));
    const std::string agreed = head + R"(param point : 1 = 0.4
issue deal "A deal" {
  dimension side : 1 in 0..1
  actor A { position point; salience 1; capability 3 }
  actor B { position point; salience 1; capability 1 }
  actor C { position 0.4 + 0 * point; salience 1; capability 1 }
})";
    const auto all = first_row(agreed, {"deal.side", "deal.side.spread"});
    CHECK(all[0] == doctest::Approx(0.4).epsilon(1e-14));
    CHECK(all[1] == doctest::Approx(0).epsilon(1e-14));
}

TEST_CASE("actors who say the same share a place, as in entente bargain") {
    const std::string text = R"(model m "M" { time month from 2020-01 to 2020-02 }
actors A "A", B "B", C "C"
param strict : 1 = 0.9
issue deal "A deal" {
  dimension side : 1 in 0..1
  actor A { position strict; salience 1; capability 1 }
  actor B { position strict; salience 1; capability 2 }
  actor C { position 0.1; salience 1; capability 1 }
})";
    const auto row = first_row(text, {"deal.A.chance", "deal.B.chance", "deal.C.chance"});
    CHECK(row[0] == doctest::Approx(0.75).epsilon(1e-9));
    CHECK(row[1] == row[0]);
    CHECK(row[2] == doctest::Approx(0.25).epsilon(1e-9));
}

TEST_CASE("the outcome moves without a jump as positions cross") {
    for (const char* election : {"conditional", "uniform"}) {
        CAPTURE(election);
        const std::string text = fmt::format(R"(model m "M" {{ time month from 2020-01 to 2049-12 }}
actors A "A", B "B", C "C", D "D"
stock place : 1 = 0 {{ inflow moves = 0.0025 [1/month] }}
issue deal "A deal" {{
  dimension side : 1 in 0..1
  actor A {{ position place; salience 1; capability 1 }}
  actor B {{ position 0.3; salience 1; capability 2 }}
  actor C {{ position 0.5; salience 1; capability 1 }}
  actor D {{ position 0.8; salience 1; capability 1.5 }}
  election {}
}})",
                                             election);
        const auto rows = test::paths_of(*test::load_text(text), {}, {"deal.side"});
        double largest = 0;
        for (std::size_t row = 1; row < rows.size(); ++row) {
            largest = std::max(largest, std::abs(rows[row][0] - rows[row - 1][0]));
        }
        // A step of 0.0025 of one actor in four: no jump, and not at rest either.
        CHECK(largest < 0.004);
        CHECK(largest > 1e-4);
    }
}

TEST_CASE("a weight below 0 makes the member fail instead of turning votes round") {
    const std::string text = R"(model m "M" { time month from 2020-01 to 2020-06 }
actors A "A", B "B"
stock power : 1 = 1 { outflow spent = 0.5 [1/month] }
issue deal "A deal" {
  dimension side : 1 in 0..1
  actor A { position 1; salience 1; capability power }
  actor B { position 0; salience 1; capability 1 }
})";
    const auto loaded = test::load_text(text);
    const results::Run run = test::run_text(*loaded, {}, {"deal.side"});
    CHECK(run.value(0, 2, 0) == doctest::Approx(0).epsilon(1e-9));
    CHECK(run.fault_count > 0);
    REQUIRE(!run.faults.empty());
    CHECK(run.faults.front().quantity == "deal.side");
}

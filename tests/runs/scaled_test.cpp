// SPDX-License-Identifier: Apache-2.0
// A parameter read as a multiple of itself is the model written with that multiple.
#include "model/scaled.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/run_text.hpp"

namespace {

using namespace entente;

/// `push` and `portion` are judgement; `chance` of D is not, and `off` is 0 whatever it is times.
std::string model_with(const std::string& push, const std::string& share) {
    return "model scaled \"Scaled\" {\n"
           "  language 1\n  time month from 2020-01 to 2021-12\n  forecast from 2021-01\n"
           "  outputs level, kept\n}\n"
           "source judged \"made up for this test\"\n"
           "param push : 1/month " +
           push + " { grade E; source judged }\nparam portion : 1 " + share +
           " { grade E; source judged }\n"
           "param off : 1 = 0 { grade E; source judged }\n"
           "param chance : 1 ~ normal(0.5, 0.1) { grade D; source judged }\n"
           "stock level : 1 = 1 { inflow made = push * chance + off / 1 [month] }\n"
           "let kept : 1 = portion * level\n"
           "scenario twice { set chance = 0.9 }\n";
}

std::vector<std::vector<double>> paths(const test::LoadedText& loaded,
                                       const std::string& scenario = "baseline") {
    test::Running how;
    how.first_member = 3;
    how.scenario = scenario;
    return test::paths_of(loaded, how, {"level", "kept"});
}

void check_same(const std::vector<std::vector<double>>& a,
                const std::vector<std::vector<double>>& b) {
    REQUIRE(a.size() == b.size());
    for (std::size_t row = 0; row < a.size(); ++row) {
        for (std::size_t i = 0; i < a[row].size(); ++i) {
            CHECK(a[row][i] == doctest::Approx(b[row][i]).epsilon(1e-12));
        }
    }
}

}  // namespace

TEST_CASE("a scaled parameter is the model with the number written larger or smaller") {
    const std::string drawn = "~ normal(0.2, 0.05)";
    const auto loaded = test::load_text(model_with(drawn, "= 0.6"));
    const model::Model written = loaded->model;
    const auto push = model::find_quantity(written, "push");
    for (const char* scenario : {"baseline", "twice"}) {
        INFO(scenario);
        loaded->model = model::with_scaled(written, {{push, 1.5}});
        check_same(paths(*loaded, scenario),
                   paths(*test::load_text(model_with("~ normal(0.3, 0.075)", "= 0.6")), scenario));
        loaded->model =
            model::with_scaled(written, {{model::find_quantity(written, "portion"), 0.5}});
        check_same(paths(*loaded, scenario),
                   paths(*test::load_text(model_with(drawn, "= 0.3")), scenario));
    }
}

TEST_CASE("a scaled share stays a share, and a declared range holds") {
    const auto loaded = test::load_text(model_with("= 0.2", "~ beta(90, 10)"));
    const model::Model written = loaded->model;
    loaded->model = model::with_scaled(written, {{model::find_quantity(written, "portion"), 1.5}});
    for (const std::vector<double>& row : paths(*loaded)) {
        CHECK(row[1] == row[0]);
    }
}

TEST_CASE("assigned weights are parameters of grade E that are not nothing") {
    const auto loaded = test::load_text(model_with("= 0.2", "= 0.6"));
    std::vector<std::string> names;
    for (const model::QuantityId id : model::assigned_weights(loaded->model)) {
        names.push_back(loaded->model.quantities[id].name);
    }
    CHECK(names == std::vector<std::string>{"push", "portion"});
}

// SPDX-License-Identifier: Apache-2.0
#include "claims/facts.hpp"

#include <doctest/doctest.h>

#include "claims/rules.hpp"
#include "tiny_model.hpp"

namespace {

using namespace entente;
using claims::Reason;
using claims::Verdict;
using model::Judged;
using model::Stat;

struct World {
    model::Model model = tiny::make();
    data::Data data;

    model::DataId yearly(const char* name, int first_year, const std::vector<double>& values) {
        model::DataSeries series;
        series.name = name;
        series.unit = "percent";
        series.each = model::Period::year;
        series.grade = 'B';
        data::Series points;
        for (std::size_t i = 0; i < values.size(); ++i) {
            data::Point p;
            p.month = model::month_of(first_year + static_cast<int>(i), 1);
            p.value = values[i];
            points.points.push_back(p);
        }
        data.series.add(points);
        return model.data.add(series);
    }
};

model::Part fact(model::DataId series, Stat::Kind kind, Judged::Kind judged, double amount) {
    model::Part part;
    part.fact = true;
    model::Expectation e;
    e.stat.kind = kind;
    e.stat.data = series;
    e.stat.window = {model::month_of(2010, 1), model::month_of(2019, 12)};
    e.judged.kind = judged;
    e.judged.amount = amount;
    part.expectations = {e};
    return part;
}

model::Part share_fact(model::DataId series, double bound, double share) {
    model::Part part = fact(series, Stat::Kind::plain, Judged::Kind::at_least, bound);
    part.expectations[0].judged.share = share;
    part.expectations[0].judged.window = part.expectations[0].stat.window;
    return part;
}

}  // namespace

TEST_CASE("a share of observations decides, and exactly that share is enough") {
    World w;
    const auto series = w.yearly("s", 2010, {95, 95, 95, 95, 95, 95, 95, 95, 80, 80});
    const auto eight = claims::check_fact(w.model, w.data, share_fact(series, 90, 0.8));
    REQUIRE(eight.size() == 1);
    CHECK(eight[0].observations == 10);
    CHECK(eight[0].meeting == 8);
    CHECK(eight[0].holds);
    CHECK_FALSE(claims::check_fact(w.model, w.data, share_fact(series, 90, 0.81))[0].holds);
}

TEST_CASE("observations outside the window are not counted") {
    World w;
    const auto series = w.yearly("s", 2005, {10, 10, 10, 10, 10, 95, 95, 95, 95, 95});
    const auto result = claims::check_fact(w.model, w.data, share_fact(series, 90, 1));
    CHECK(result[0].observations == 5);
    CHECK(result[0].holds);
    CHECK(result[0].from == "2010");
    CHECK(result[0].to == "2014");
}

TEST_CASE("four observations are no data, five are enough") {
    World w;
    const auto four = w.yearly("four", 2010, {95, 95, 95, 95});
    const auto five = w.yearly("five", 2010, {95, 95, 95, 95, 95});
    CHECK_FALSE(claims::check_fact(w.model, w.data, share_fact(four, 90, 1))[0].enough);
    CHECK(claims::check_fact(w.model, w.data, share_fact(five, 90, 1))[0].enough);
}

TEST_CASE("variants that disagree make a fact depend on its definition") {
    World w;
    const auto main = w.yearly("main", 2010, std::vector<double>(10, 95));
    const auto variant = w.yearly("variant", 2010, std::vector<double>(10, 50));
    model::Part part = share_fact(main, 90, 1);
    part.variants = {variant};
    const auto results = claims::check_fact(w.model, w.data, part);
    REQUIRE(results.size() == 2);
    CHECK(claims::decide_fact(results).reason == Reason::definition_dependent);
}

TEST_CASE("a series declared missing is no data, with its reason") {
    World w;
    const auto gone = w.yearly("gone", 2010, {});
    w.model.data[gone].missing = "no such survey";
    const auto results = claims::check_fact(w.model, w.data, share_fact(gone, 90, 1));
    CHECK(results[0].missing == "no such survey");
    CHECK(claims::decide_fact(results).reason == Reason::no_data);
}

TEST_CASE("a relative change compares the periods that hold its dates") {
    World w;
    const auto series = w.yearly("s", 2010, {100, 90, 80, 70, 60, 50, 45, 44, 43, 40});
    model::Part part = fact(series, Stat::Kind::change, Judged::Kind::at_most, -0.5);
    part.expectations[0].judged.relative = true;
    const auto result = claims::check_fact(w.model, w.data, part);
    CHECK(result[0].value == doctest::Approx(-0.6));
    CHECK(result[0].holds);
}

TEST_CASE("a text needs one observation only") {
    World w;
    model::Node node;
    node.value = 1;
    model::Quantity text;
    text.name = "claim.text";
    text.kind = model::QuantityKind::let;
    text.definitions = {{w.model.nodes.add(node), {}}};
    model::Part part;
    part.fact = true;
    part.expectations = {tiny::expect(
        tiny::stat(Stat::Kind::plain, w.model.quantities.add(text)), Judged::Kind::at_least, 1)};
    const auto result = claims::check_fact(w.model, w.data, part);
    CHECK(result[0].enough);
    CHECK(result[0].holds);
}

TEST_CASE("total, average, extremes and spread of a series are those of its observations") {
    World w;
    const auto series = w.yearly("s", 2010, {1, 2, 3, 4, 10});
    const auto value = [&](Stat::Kind kind) {
        return *claims::check_fact(
                    w.model, w.data, fact(series, kind, Judged::Kind::at_least, 0))[0]
                    .value;
    };
    CHECK(value(Stat::Kind::total) == 20);
    CHECK(value(Stat::Kind::average) == 4);
    CHECK(value(Stat::Kind::highest) == 10);
    CHECK(value(Stat::Kind::lowest) == 1);
    CHECK(value(Stat::Kind::spread) == 9);
}

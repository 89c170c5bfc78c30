// SPDX-License-Identifier: Apache-2.0
#include "report/sentences.hpp"

#include <algorithm>
#include <regex>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "claims/wording.hpp"
#include "report/track.hpp"

using namespace entente;
using claims::Verdict;

namespace {

claims::ClaimResult claim(Verdict verdict, claims::Reason reason) {
    claims::ClaimResult made;
    made.label = "Trade builds trust";
    made.verdict = verdict;
    made.reason = reason;
    made.parts = {claims::PartResult{}};
    return made;
}

report::Fan fan(double low, double middle, double high) {
    report::Fan made;
    made.scenario = "shut";
    made.first_row = 12;
    for (int row = 12; row < 48; ++row) {
        results::Quantiles q;
        q.q05 = low;
        q.q50 = row == 20 ? 2 * middle : middle;
        q.q95 = high;
        made.rows.push_back(q);
    }
    return made;
}

model::Grid grid() {
    model::Grid made;
    made.first = model::month_of(2020, 1);
    made.months = 48;
    made.forecast = model::month_of(2022, 1);
    return made;
}

}  // namespace

TEST_CASE("the answer counts verdicts, or is the sentence of the one claim") {
    const auto undetermined = claim(Verdict::undetermined, claims::Reason::prior_driven);
    const auto supported = claim(Verdict::supported, claims::Reason::none);
    CHECK(report::answer_sentence({supported, undetermined, undetermined}) ==
          "Of 3 claims, 1 is supported, none is contradicted, none is possible and 2 are "
          "undetermined; the most frequent reason is “prior-driven” (2).");
    CHECK(report::answer_sentence({supported, undetermined}) ==
          "Of 2 claims, 1 is supported, none is contradicted, none is possible and 1 is "
          "undetermined.");
    CHECK(report::answer_sentence({supported}).starts_with("Trade builds trust: Supported."));
    CHECK(report::answer_sentence({}) == "This model makes no claim; the charts show its futures.");
    CHECK(report::answer_confidence({supported, undetermined}) ==
          "confidence in these answers: low for 2");
}

TEST_CASE("a chart is summed up as the forecast opens and at the end") {
    CHECK(report::level_summary(fan(1, 3, 6), grid(), report::Measure::point) ==
          "2022-01: 3 [90 %: 1 to 6]; 2023-12: 3 [90 %: 1 to 6].");
    CHECK(report::level_summary(fan(3, 3, 3), grid(), report::Measure::twelve_months) ==
          "Twelve months to 2022-01: 3; twelve months to 2023-12: 3.");
    CHECK(report::difference_summary(fan(-6, -3, 1), grid(), report::Measure::point) ==
          "Largest median difference, 2021-09: −6 [90 %: −6 to +1]; 2023-12: −3 [90 %: −6 to "
          "+1].");
    CHECK(report::level_summary({}, grid(), report::Measure::point).empty());
    CHECK(report::difference_summary({}, grid(), report::Measure::point).empty());
}

TEST_CASE(
    "no sentence of a report uses a banned word, foretells, or joins likelihood and confidence") {
    model::Model model;
    std::vector<std::string> all = report::limits(model);
    model.omits = "war";
    for (const std::string& limit : report::limits(model)) {
        all.push_back(limit);
    }
    for (const Verdict verdict : {Verdict::supported, Verdict::possible, Verdict::contradicted}) {
        const auto one = claim(verdict, claims::Reason::none);
        all.push_back(report::answer_sentence({one}));
        all.push_back(report::answer_sentence({one, one}));
        all.push_back(report::answer_confidence({one, one}));
    }
    for (const auto measure : {report::Measure::point, report::Measure::twelve_months}) {
        all.push_back(report::level_summary(fan(0, 1, 100), grid(), measure));
        all.push_back(report::difference_summary(fan(-100, 0, 0), grid(), measure));
    }
    all.push_back(report::track_json("", model, {})["sentence"]);
    all.push_back(report::track_json("{}", model, {})["sentence"]);
    const std::regex certain("(^|[^0-9.])(0|100) %");
    for (const std::string& text : all) {
        INFO(text);
        CHECK_FALSE(std::regex_search(text, certain));
        for (const std::string& word : claims::banned_words()) {
            CHECK_FALSE(
                std::regex_search(text, std::regex("\\b" + word + "\\b", std::regex::icase)));
        }
        const bool likely = text.find("likely") != std::string::npos;
        CHECK_FALSE((likely && text.find("confidence") != std::string::npos));
    }
    CHECK(report::limits(model).back() ==
          "This is a model, not a forecast; it is not for targeting or warning.");
}

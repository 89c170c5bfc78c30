// SPDX-License-Identifier: Apache-2.0
#include "claims/wording.hpp"

#include <cmath>
#include <regex>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "claims/claims_json.hpp"
#include "claims/rules.hpp"

namespace {

using namespace entente::claims;
using entente::model::Judged;

PartResult part_with(TestKind kind,
                     Judged::Kind judged,
                     std::size_t hits,
                     std::size_t futures,
                     Confidence confidence) {
    PartResult part;
    part.name = "launches";
    part.kind = kind;
    part.confidence = confidence;
    Condition condition;
    condition.text = "rises by 10%";
    condition.measured = "total launches over 2026-10 .. 2028-10";
    condition.spoken = condition.measured;
    condition.unit = "1";
    condition.kind = judged;
    condition.threshold = 0.1;
    condition.relative = judged != Judged::Kind::at_least && judged != Judged::Kind::at_most;
    part.conditions = {condition};
    for (const char* set : {"literature", "sceptic", "brief"}) {
        PriorSetResult r;
        r.prior_set = set;
        r.futures = futures;
        r.hits = hits;
        r.p_claimed = static_cast<double>(hits) / static_cast<double>(futures);
        r.standard_error =
            std::sqrt(r.p_claimed * (1 - r.p_claimed) / static_cast<double>(futures));
        r.effect = {-1, -0.5, -0.2, 0.3, 1, -0.1};
        r.relative = {-0.1, -0.05, -0.02, 0.03, 0.1, -0.01};
        part.prior_sets.push_back(r);
    }
    part.depends = {{"embolden", 0, 1, 'D'}, {"restrain", 0.2, 0.7, 0}};
    part.flip = Flip{"embolden", "1", true, 0.31, 0.95, 'D'};
    part.flip_searched = true;
    part.rests_on = {"emboldens"};
    part.record = {"summits", 7, "2018-03", "2026-09", "launches", -1.1, -4, 2.1};
    VariantResult v;
    v.series = "share_kotra";
    v.observations = 11;
    v.meeting = hits == 0 ? 0 : 11;
    v.counted = true;
    v.enough = true;
    v.holds = hits > 0;
    v.from = "2014-01";
    v.to = "2024-01";
    part.variants = {v};
    const double share = static_cast<double>(hits) / static_cast<double>(futures);
    if (kind == TestKind::study) {
        StudyEstimate e;
        e.series = "launches";
        e.event = "summits";
        e.within = 6;
        e.cases = hits % 10;
        e.others = 200;
        e.first = "2018-03";
        e.last = "2026-06";
        e.smallest = 0.1;
        e.effect = -0.2;
        e.standard_error = hits == 1 ? 0 : 0.3;
        e.low = -0.8;
        e.high = 0.4;
        e.detectable = 0.84;
        e.p_claimed = share;
        part.studies = {e};
        e.controls = {"rivalry"};
        part.studies.push_back(e);
        e.missing = "not printed";
        part.studies.push_back(e);
        part.prior_sets.clear();
    }
    if (kind == TestKind::perception) {
        part.perception = Perception{{{"share of votes",
                                       "votes.csv",
                                       futures,
                                       hits,
                                       "2006-01",
                                       "2025-12",
                                       share,
                                       share,
                                       share},
                                      {"share of none", "votes.csv", 0, 0, "", "", 0, 0.5, 1}},
                                     0.5,
                                     share};
        part.prior_sets.clear();
    }
    return part;
}

/// Every sentence that judging can make, over shares from none to all.
std::vector<std::string> generated_strings() {
    std::vector<std::string> all;
    for (const std::size_t hits : {0U, 1U, 9U, 100U, 900U, 1000U, 1260U, 1800U, 1999U, 2000U}) {
        for (const auto confidence : {Confidence::low, Confidence::medium, Confidence::high}) {
            for (const auto kind : {TestKind::fact,
                                    TestKind::study,
                                    TestKind::perception,
                                    TestKind::coefficient,
                                    TestKind::level,
                                    TestKind::contrast,
                                    TestKind::effect,
                                    TestKind::interaction}) {
                for (const auto judged : {Judged::Kind::rises,
                                          Judged::Kind::falls,
                                          Judged::Kind::changes,
                                          Judged::Kind::at_least,
                                          Judged::Kind::at_most,
                                          Judged::Kind::exceeds}) {
                    PartResult part = part_with(kind, judged, hits, 2000, confidence);
                    for (int r = 0; r <= static_cast<int>(Reason::better_without); ++r) {
                        part.reason = static_cast<Reason>(r);
                        all.push_back(reason_sentence(part));
                        all.push_back(verdict_text(Verdict::undetermined, part.reason));
                    }
                    all.push_back(model_line(part));
                    all.push_back(record_line(part));
                    all.push_back(prior_sets_line(part));
                    all.push_back(depends_line(part));
                    all.push_back(flip_line(part));
                    all.push_back(asks_line(part));
                    part.against = {{"embolden", "1", 0.02, 'D'}};
                    part.other_side = OtherSide{400, hits / 5};
                    all.push_back(other_side_line(part));
                    part.flip->share_when_fixed = 0.9;
                    all.push_back(flip_line(part));
                    part.flip->confirmed = true;
                    all.push_back(flip_line(part));
                    all.push_back(confidence_line(confidence));
                    part.flip.reset();
                    part.record = {};
                    all.push_back(flip_line(part));
                    all.push_back(record_line(part));
                    ClaimResult claim;
                    claim.parts = {part};
                    all.push_back(sentence(claim));
                }
            }
        }
    }
    return all;
}

}  // namespace

TEST_CASE("likelihood words are half-open intervals with the lower end in") {
    CHECK(likelihood_word(0.0499) == "almost no chance");
    CHECK(likelihood_word(0.05) == "very unlikely");
    CHECK(likelihood_word(0.1999) == "very unlikely");
    CHECK(likelihood_word(0.20) == "unlikely");
    CHECK(likelihood_word(0.45) == "roughly even chance");
    CHECK(likelihood_word(0.55) == "likely");
    CHECK(likelihood_word(0.80) == "very likely");
    CHECK(likelihood_word(0.95) == "almost certain");
}

TEST_CASE("the word always carries the number it names") {
    CHECK(likelihood(1260, 2000, Confidence::medium) == "likely (63 %)");
    CHECK(likelihood(1260, 2000, Confidence::low) == "likely (about 65 %)");
    CHECK(likelihood(0, 2000, Confidence::low) ==
          "almost no chance (fewer than 1 in 666 of the model's futures)");
    CHECK(likelihood(2000, 2000, Confidence::medium) ==
          "almost certain (all but fewer than 1 in 666 of the model's futures)");
    CHECK(likelihood(3, 2000, Confidence::medium) == "almost no chance (less than 1 %)");
    CHECK(likelihood(1990, 2000, Confidence::high) == "almost certain (99 % or more)");
    CHECK(likelihood(20, 2000, Confidence::low) == "almost no chance (less than 5 %)");
    CHECK(likelihood(0, 0, Confidence::low) == "not to be computed (no whole future)");
}

TEST_CASE("the word is that of the number shown") {
    for (std::size_t hits = 20; hits < 1980; ++hits) {
        for (const auto confidence : {Confidence::low, Confidence::medium}) {
            const std::string text = likelihood(hits, 2000, confidence);
            std::smatch match;
            if (std::regex_search(text, match, std::regex("\\((?:about )?([0-9]+) %\\)"))) {
                CHECK(text.starts_with(likelihood_word(std::stod(match[1]) / 100) + " ("));
            }
        }
    }
}

TEST_CASE("no generated string has a banned word") {
    for (const std::string& text : generated_strings()) {
        for (const std::string& word : banned_words()) {
            CAPTURE(text);
            CHECK_FALSE(
                std::regex_search(text, std::regex("\\b" + word + "\\b", std::regex::icase)));
        }
    }
}

TEST_CASE("no generated string says 0 % or 100 %") {
    const std::regex impossible("(^|[^0-9.,])(0|100)(\\.0+)? ?%");
    for (const std::string& text : generated_strings()) {
        CAPTURE(text);
        CHECK_FALSE(std::regex_search(text, impossible));
    }
}

TEST_CASE("likelihood and confidence never share a string") {
    const std::regex likelihood_words("chance|likely|certain|[0-9]+ in [0-9]+|[0-9] %",
                                      std::regex::icase);
    for (const std::string& text : generated_strings()) {
        if (text.find("confidence") != std::string::npos) {
            CAPTURE(text);
            CHECK_FALSE(std::regex_search(text, likelihood_words));
        }
    }
}

TEST_CASE("a line about futures says that they are the model's") {
    const PartResult part =
        part_with(TestKind::contrast, Judged::Kind::rises, 1260, 2000, Confidence::low);
    CHECK(model_line(part) ==
          "In 2,000 paired futures of the model, total launches over 2026-10 .. 2028-10 changes by "
          "−0.2 [90 %: −1 to +1], −2 %. A rise of 10 % or more: likely (about 65 %), "
          "±3 points sampling.");
}

TEST_CASE("a record line says how many cases and when they are too few") {
    const PartResult part =
        part_with(TestKind::contrast, Judged::Kind::rises, 1260, 2000, Confidence::low);
    CHECK(record_line(part) ==
          "7 past cases of `summits`, 2018-03 to 2026-09: `launches` in the 12 months after, less "
          "those before: −1.1 [cases: −4 to +2.1]; too few cases to tell.");
}

TEST_CASE("numbers have three digits and a true minus sign") {
    CHECK(number(-0.2) == "−0.2");
    CHECK(number(1240) == "1,240");
    CHECK(number(1234567) == "1,230,000");
    CHECK(number(0.000123456) == "0.000123");
    CHECK(signed_number(2) == "+2");
    CHECK(signed_number(0) == "0");
}

TEST_CASE("an interval is rounded to what two thousand futures tell of its ends") {
    CHECK(interval_text(-0.18, -0.0538, -0.0127) == "−0.054 [90 %: −0.18 to −0.013]");
    CHECK(interval_text(-4213, -1904, -863) == "−1,900 [90 %: −4,200 to −900]");
    CHECK(interval_text(-21, -7, 4, Signs::both) == "−7 [90 %: −21 to +4]");
    CHECK(interval_text(1.11e-16, 0.812, 1.62) == "0.81 [90 %: 0 to 1.62]");
    CHECK(interval_text(2.16e-5, 2.45e-4, 3.26e-3, Signs::both) == "+0.0002 [90 %: 0 to +0.0033]");
    CHECK(interval_text(1, 1, 1) == "1 [90 %: 1 to 1]");
}

TEST_CASE("dates counted up to one month are no series of observations") {
    PartResult part;
    part.kind = TestKind::fact;
    VariantResult v;
    v.label = "count(wars, 80 years) at 2025-01";
    v.observations = 1;
    v.dated = true;
    v.enough = true;
    v.holds = true;
    v.value = 2;
    v.from = v.to = "2025-01";
    part.variants = {v};
    CHECK(record_line(part) == "count(wars, 80 years) at 2025-01: 2; holds.");
    part.variants[0].observations = 240;
    part.variants[0].meeting = 240;
    part.variants[0].counted = true;
    part.variants[0].label = "in_force(treaty)";
    part.variants[0].to = "2044-12";
    CHECK(record_line(part) ==
          "in_force(treaty), 2025-01 to 2044-12: 240 of 240 months meet it; holds.");
}

TEST_CASE("JSON holds no NaN, whatever the result") {
    ClaimResult claim;
    claim.name = "P3_4";
    PartResult part = part_with(TestKind::contrast, Judged::Kind::rises, 0, 2000, Confidence::low);
    part.prior_sets[0].relative = quantiles({});
    claim.parts = {part};
    const std::string json = to_json({claim});
    CHECK(json.find("nan") == std::string::npos);
    CHECK(json.find("\"schema_version\": 1") != std::string::npos);
    CHECK(json.ends_with("}\n"));
}

TEST_CASE("a stand-in that nothing moves gives no share of futures") {
    PartResult part = part_with(TestKind::contrast, Judged::Kind::falls, 0, 2000, Confidence::low);
    part.reason = Reason::not_modelled_yet;
    part.detail = "elite_cohesion";
    part.prior_sets.front().effect = {};
    CHECK(model_line(part) ==
          "No future of the model can tell: nothing moves the stand-in `elite_cohesion` yet.");
    CHECK(prior_sets_line(part).empty());
    CHECK(depends_line(part).empty());
    CHECK(flip_line(part).empty());
    part.prior_sets.front().effect.q95 = 0.1;
    CHECK(model_line(part).find("paired futures") != std::string::npos);
}

TEST_CASE("facts and coefficients name no links and no hinges") {
    for (const auto kind : {TestKind::fact, TestKind::coefficient}) {
        const PartResult part = part_with(kind, Judged::Kind::at_least, 900, 2000, Confidence::low);
        CHECK(depends_line(part).empty());
        CHECK(flip_line(part).empty());
        CHECK(rests_line(part).empty());
    }
    const PartResult contrast =
        part_with(TestKind::contrast, Judged::Kind::rises, 900, 2000, Confidence::low);
    CHECK(rests_line(contrast) == "emboldens");
    CHECK(flip_line(contrast) ==
          "if embolden (grade D) > 0.31: about 19 in 20 futures there show it, which speaks for "
          "the claim.");
    PartResult held = contrast;
    held.flip->share = 0.05;
    held.flip->share_when_fixed = 0.35;
    CHECK(
        flip_line(held) ==
        "if embolden (grade D) > 0.31: about 1 in 20 futures there show it, which speaks against "
        "it; with that input alone held there about 7 in 20 do: not the same, other inputs differ "
        "there too.");
}

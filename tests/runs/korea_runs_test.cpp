// SPDX-License-Identifier: Apache-2.0
// The Korea model run as an analyst runs it: promises of range in every scenario, the recorded
// course of trade, the sizes that the specification's prototype found, and the claims it carries.
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "claims/judge.hpp"
#include "claims/wording.hpp"
#include "runs/korea_model.hpp"

namespace {

using namespace entente;
using claims::Reason;
using claims::TestKind;
using claims::Verdict;

/// Values of a yearly series by year.
std::map<int, double> yearly(const korea::Korea& korea, const std::string& series) {
    std::map<int, double> values;
    for (std::size_t i = 0; i < korea.model.data.size(); ++i) {
        const model::DataId id(i);
        if (korea.model.data[id].name != series) {
            continue;
        }
        for (const data::Point& point : korea.data.series[id].points) {
            values[1970 + point.month.since_1970 / 12] = point.value;
        }
    }
    return values;
}

/// Median over members of the mean of a year.
double median_of_year(const results::Run& run,
                      const model::Model& model,
                      const std::string& output,
                      int year) {
    const int first = korea::row_of(model, year);
    std::vector<double> means;
    for (std::size_t m = 0; m < run.members; ++m) {
        means.push_back(korea::average(run, m, output, first, first + 11));
    }
    return korea::median(means);
}

double root_mean_square(const std::vector<double>& errors) {
    double sum = 0;
    for (const double e : errors) {
        sum += e * e;
    }
    return std::sqrt(sum / static_cast<double>(errors.size()));
}

/// Median difference of two runs in one month, member by member.
double median_difference(const results::Run& a,
                         const results::Run& b,
                         const std::string& output,
                         int row) {
    std::vector<double> differences;
    for (std::size_t m = 0; m < a.members; ++m) {
        differences.push_back(korea::average(a, m, output, row, row) -
                              korea::average(b, m, output, row, row));
    }
    return korea::median(differences);
}

std::vector<claims::ClaimResult> judge_all(const korea::Korea& korea, std::size_t members) {
    std::vector<model::ClaimId> ids;
    for (std::size_t i = 0; i < korea.model.claims.size(); ++i) {
        ids.emplace_back(i);
    }
    const claims::Needs needs = claims::needed_runs(korea.model, ids);
    std::vector<claims::CaseValues> values;
    for (const claims::Case& one : needs.cases) {
        values.push_back(claims::measure(korea.model, one, korea::run_case(korea, one, members)));
    }
    return claims::judge(korea.model, korea.data, ids, {.needs = needs, .prior = values});
}

}  // namespace

TEST_CASE("recorded trade with China 2006 to 2025 is tracked better than by last year's figure") {
    // The specification's prototype had a log error of 0.24 against 0.57 for persistence, with
    // priors alone; its closures and enforcement were typed for it, ours are coded from reports.
    const auto korea = korea::open();
    const results::Run run = korea::run(korea, "baseline", {"trade_china"}, 400);
    const std::map<int, double> customs = yearly(korea, "customs_year");
    std::vector<double> model_errors;
    std::vector<double> naive_errors;
    for (int year = 2007; year <= 2025; ++year) {
        const double tracked = 12 * median_of_year(run, korea.model, "trade_china", year);
        model_errors.push_back(std::log(tracked / customs.at(year)));
        naive_errors.push_back(std::log(customs.at(year - 1) / customs.at(year)));
    }
    CHECK(root_mean_square(naive_errors) == doctest::Approx(0.57).epsilon(0.02));
    CHECK(root_mean_square(model_errors) < 0.33);
}

TEST_CASE("growth of output is no better than a constant, as the specification found") {
    // 2.8 points against 2.4: a misfit that is carried until the model is fitted.
    const auto korea = korea::open();
    const results::Run run = korea::run(korea, "baseline", {"output"}, 400);
    const std::map<int, double> bok = yearly(korea, "growth_bok");
    std::vector<double> errors;
    for (int year = 2007; year <= 2024; ++year) {
        const double growth = median_of_year(run, korea.model, "output", year) /
                                  median_of_year(run, korea.model, "output", year - 1) -
                              1;
        errors.push_back(100 * growth - bok.at(year));
    }
    CHECK(root_mean_square(errors) == doctest::Approx(2.8).epsilon(0.15));
}

TEST_CASE("contrasts have the sizes that the specification's prototype found") {
    // Prototype, 36 months, prior only: crude oil and aid cut -1.8 [-3.3, -1.0] billion dollars of
    // output, full enforcement -0.8. Ours starts the cut six months in.
    const auto korea = korea::open();
    const int row = korea::row_of(korea.model, 2029, 10);
    const auto run = [&](const char* scenario) {
        return korea::run(korea, scenario, {"output", "trade_china"}, 400);
    };
    const results::Run base = run("baseline");
    const double cut = median_difference(run("crude_cut"), base, "output", row);
    CHECK(cut < -1000);
    CHECK(cut > -3300);
    const double enforced = median_difference(run("full_enforcement"), base, "output", row);
    CHECK(enforced == doctest::Approx(-800).epsilon(0.4));
    const int closed = korea::row_of(korea.model, 2028, 4);
    const results::Run shut = run("border_closed");
    CHECK(median_difference(shut, base, "trade_china", closed) <
          -0.7 * median_of_year(base, korea.model, "trade_china", 2028));
}

TEST_CASE("no part about the future is decided without a posterior, and nothing stands in") {
    const auto korea = korea::open();
    for (const claims::ClaimResult& claim : judge_all(korea, 128)) {
        for (const claims::PartResult& part : claim.parts) {
            INFO(claim.name << "." << part.name << ": " << claims::to_text(part.reason));
            if (part.kind == TestKind::fact || part.kind == TestKind::study ||
                part.kind == TestKind::perception) {
                continue;
            }
            CHECK(part.verdict == Verdict::undetermined);
            CHECK((part.reason == Reason::prior_driven || part.reason == Reason::structure_driven));
            CHECK(part.prior_sets.size() == 3);
            CHECK(part.prior_sets.front().futures == 128);
        }
    }
}

TEST_CASE("shares of coded rows and studies around past events are read from the record") {
    const auto korea = korea::open();
    std::map<std::string, std::pair<Verdict, Reason>> found;
    for (const claims::ClaimResult& claim : judge_all(korea, 16)) {
        for (const claims::PartResult& part : claim.parts) {
            if (part.kind == TestKind::study || part.kind == TestKind::perception) {
                found[claim.name + "." + part.name] = {part.verdict, part.reason};
            }
        }
    }
    const std::pair supported = {Verdict::supported, Reason::none};
    const std::pair thin = {Verdict::undetermined, Reason::thin_record};
    const std::pair no_data = {Verdict::undetermined, Reason::no_data};
    const std::map<std::string, std::pair<Verdict, Reason>> expected = {
        {"P1_8.votes_for_measures", supported},  // eleven of eleven
        {"P2_5.words_in_documents", no_data},    // four documents
        {"P3_4.launches_in_the_record", thin},   // five meetings that do not overlap
        {"P3_6.talks_hosted", thin},             // eight of twelve rounds
        {"P8_6.said_aloud", supported},          // three of twelve statements, a tenth asked
        {"P10_2.kim_says_so", thin},             // five of five speeches, four of five asked
        {"P10_7.kim_says_so", supported},        // seven of seven
    };
    for (const auto& [part, verdict] : expected) {
        INFO(part);
        REQUIRE(found.contains(part));
        CHECK(claims::verdict_text(found[part].first, found[part].second) ==
              claims::verdict_text(verdict.first, verdict.second));
    }
}

TEST_CASE("facts are read from the record") {
    // A selection that covers series, texts, agreements, events and what has no series.
    const auto korea = korea::open();
    std::map<std::string, std::pair<Verdict, Reason>> found;
    for (const claims::ClaimResult& claim : judge_all(korea, 16)) {
        for (const claims::PartResult& part : claim.parts) {
            if (part.kind == TestKind::fact) {
                found[claim.name + "." + part.name] = {part.verdict, part.reason};
            }
        }
    }
    const std::pair supported = {Verdict::supported, Reason::none};
    const std::pair contradicted = {Verdict::contradicted, Reason::not_as_claimed};
    const std::pair no_data = {Verdict::undetermined, Reason::no_data};
    const std::map<std::string, std::pair<Verdict, Reason>> expected = {
        {"P1_2.fought_together", supported},
        {"P1_2.still_binds", no_data},
        {"P1_3.", supported},
        {"P1_4.majority", {Verdict::undetermined, Reason::definition_dependent}},
        {"P1_4.rank", supported},
        {"P2_2.largest", supported},
        {"P2_2.crude_oil", supported},
        {"P2_2.fuel", no_data},
        {"P2_2.food", no_data},
        {"P2_5.pressure_until_2017", supported},
        {"P2_5.pressure_since_2018", contradicted},
        {"P2_7.words", supported},
        {"P4_1.weight", contradicted},
        {"P4_1.fuel", no_data},
        {"P4_1.share", supported},
        {"P4_2.from_2006_to_2013", contradicted},
        {"P4_2.from_2014_to_2024", {Verdict::undetermined, Reason::definition_dependent}},
        {"P4_2.from_2017_to_2024", supported},
        {"P4_6.trade_fell", supported},
        {"P4_6.exports_fell", supported},
        {"P4_8.words", no_data},
        {"P4_8.deeds", supported},
        {"P5_5.acts", supported},
        {"P5_5.lately", contradicted},
        {"P6_7.forces_in_korea", contradicted},
        {"P7_4.trade_fell", supported},
        {"P7_4.trade_fell_before", contradicted},
        {"P7_5.lately", contradicted},
        {"P7_5.from_2012_to_2017", supported},
        {"P8_1.polls", no_data},
        {"P9_1.", supported},
        {"P9_2.", supported},
        {"P9_3.text", supported},
        {"P9_3.believed", no_data},
        {"P9_4.last_ten_years", contradicted},
        {"P10_6.motive", no_data},
        {"P10_4.level", supported},
        {"P10_4.rising", contradicted},
        {"P10_5.launches", supported},
        {"P10_5.tests", supported},
    };
    for (const auto& [part, verdict] : expected) {
        INFO(part);
        REQUIRE(found.contains(part));
        CHECK(claims::verdict_text(found[part].first, found[part].second) ==
              claims::verdict_text(verdict.first, verdict.second));
    }
}

// SPDX-License-Identifier: Apache-2.0
#include "claims/rules.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

namespace {

using namespace entente::claims;

PriorSetResult shares(double claimed, double negligible = 0, double opposite = 0) {
    PriorSetResult r;
    r.futures = 2000;
    r.hits = static_cast<std::size_t>(std::lround(claimed * 2000));
    r.p_claimed = claimed;
    r.p_negligible = negligible;
    r.p_opposite = opposite;
    r.standard_error = std::sqrt(claimed * (1 - claimed) / 2000);
    r.sd_ratio = 0.3;
    r.overlap = 0.3;
    return r;
}

VariantResult series(bool enough, bool holds, char grade = 'B') {
    VariantResult v;
    v.series = "s";
    v.observations = enough ? 10 : 4;
    v.enough = enough;
    v.holds = holds;
    v.worst_grade = grade;
    return v;
}

PartResult part(Verdict verdict, Reason reason = Reason::none) {
    PartResult p;
    p.verdict = verdict;
    p.reason = reason;
    return p;
}

}  // namespace

TEST_CASE("a claim is supported only if its share is high under every prior set and informed") {
    const auto high = {shares(0.95), shares(0.93), shares(0.96)};
    CHECK(decide(high, EvidenceClass::e2, false).verdict == Verdict::supported);
    CHECK(decide(high, EvidenceClass::e3, false).verdict == Verdict::supported);
    const auto one_low = {shares(0.95), shares(0.80), shares(0.96)};
    const Decision mixed = decide(one_low, EvidenceClass::e2, false);
    CHECK(mixed.verdict == Verdict::undetermined);
    CHECK(mixed.reason == Reason::prior_sets_differ);
}

TEST_CASE("classes E0 and E1 are always undetermined, whatever the share") {
    for (const double p : {0.001, 0.5, 0.999}) {
        for (const bool may : {false, true}) {
            const auto sets = {shares(p), shares(p), shares(p)};
            CHECK(decide(sets, EvidenceClass::e0, may).verdict == Verdict::undetermined);
            CHECK(decide(sets, EvidenceClass::e0, may).reason == Reason::structure_driven);
            CHECK(decide(sets, EvidenceClass::e1, may).verdict == Verdict::undetermined);
            CHECK(decide(sets, EvidenceClass::e1, may).reason == Reason::prior_driven);
        }
    }
}

TEST_CASE("a contradicted claim says in which way") {
    CHECK(decide({shares(0.02, 0.95, 0.03)}, EvidenceClass::e2, false).reason ==
          Reason::negligible);
    CHECK(decide({shares(0.02, 0.03, 0.95)}, EvidenceClass::e2, false).reason ==
          Reason::opposite_sign);
    const Decision plain = decide({shares(0.02, 0.5, 0.48)}, EvidenceClass::e2, false);
    CHECK(plain.verdict == Verdict::contradicted);
    CHECK(plain.reason == Reason::not_as_claimed);
}

TEST_CASE("a may claim is possible between the thresholds and is never merged with supported") {
    CHECK(decide({shares(0.5)}, EvidenceClass::e2, true).verdict == Verdict::possible);
    CHECK(decide({shares(0.5)}, EvidenceClass::e2, false).verdict == Verdict::undetermined);
    CHECK(decide({shares(0.5)}, EvidenceClass::e2, false).reason == Reason::between_thresholds);
    CHECK(decide({shares(0.97)}, EvidenceClass::e2, true).verdict == Verdict::supported);
    CHECK(decide({shares(0.02)}, EvidenceClass::e2, true).verdict == Verdict::contradicted);
}

TEST_CASE("a share within two standard errors of its threshold decides nothing") {
    // The standard error at 0.905 with 2,000 futures is 0.0066.
    CHECK(decide({shares(0.905)}, EvidenceClass::e2, false).reason == Reason::sampling_error);
    CHECK(decide({shares(0.095)}, EvidenceClass::e2, false).reason == Reason::sampling_error);
    CHECK(decide({shares(0.105)}, EvidenceClass::e2, true).reason == Reason::sampling_error);
    CHECK(decide({shares(0.905)}, EvidenceClass::e2, true).verdict == Verdict::possible);
    CHECK(decide({shares(0.92)}, EvidenceClass::e2, false).verdict == Verdict::supported);
    // Beside the threshold but undecided anyway: not for lack of futures.
    CHECK(decide({shares(0.895)}, EvidenceClass::e2, false).reason == Reason::between_thresholds);
}

TEST_CASE("the class is E0 where every prior already gives the effect in one direction") {
    const std::vector<PriorSetResult> informed = {shares(0.95)};
    CHECK(evidence_class({{0.995, 0}, {0.99, 0}}, informed, true, false) == EvidenceClass::e0);
    CHECK(evidence_class({{0, 0.995}, {0, 1}}, informed, true, false) == EvidenceClass::e0);
    CHECK(evidence_class({{0.995, 0}, {0, 0.995}}, informed, true, false) != EvidenceClass::e0);
    CHECK(evidence_class({{0.98, 0}, {1, 0}}, informed, true, false) == EvidenceClass::e2);
}

TEST_CASE("the class is E1 without a posterior or with one as wide as the prior") {
    std::vector<PriorSetResult> informed = {shares(0.95), shares(0.95)};
    CHECK(evidence_class({{0.5, 0}}, {}, false, false) == EvidenceClass::e1);
    CHECK(evidence_class({{0.5, 0}}, informed, true, false) == EvidenceClass::e2);
    CHECK(evidence_class({{0.5, 0}}, informed, true, true) == EvidenceClass::e3);
    informed[1].sd_ratio = 0.81;
    CHECK(evidence_class({{0.5, 0}}, informed, true, true) == EvidenceClass::e1);
    informed[1].sd_ratio = 0.8;
    informed[1].overlap = 0.81;
    CHECK(evidence_class({{0.5, 0}}, informed, true, true) == EvidenceClass::e1);
}

TEST_CASE("a fact follows its main series and every variant with enough observations") {
    CHECK(decide_fact({series(true, true), series(true, true)}).verdict == Verdict::supported);
    CHECK(decide_fact({series(true, false), series(true, false)}).verdict == Verdict::contradicted);
    CHECK(decide_fact({series(true, true), series(true, false)}).reason ==
          Reason::definition_dependent);
    // A variant with too few observations has no say; a main series with too few has no verdict.
    CHECK(decide_fact({series(true, true), series(false, false)}).verdict == Verdict::supported);
    CHECK(decide_fact({series(false, true), series(true, true)}).reason == Reason::no_data);
}

TEST_CASE("a claim's verdict is the common one of its parts") {
    CHECK(common({part(Verdict::supported), part(Verdict::supported)}).verdict ==
          Verdict::supported);
    const Decision differ = common({part(Verdict::supported), part(Verdict::possible)});
    CHECK(differ.verdict == Verdict::undetermined);
    CHECK(differ.reason == Reason::parts_differ);
    CHECK(common({part(Verdict::undetermined, Reason::no_data)}).reason == Reason::no_data);
    // Undetermined for several reasons: that of most parts, else the first.
    const auto thin = part(Verdict::undetermined, Reason::structure_driven);
    const auto prior = part(Verdict::undetermined, Reason::prior_driven);
    CHECK(common({thin, prior, prior}).reason == Reason::prior_driven);
    CHECK(common({thin, prior}).reason == Reason::structure_driven);
}

TEST_CASE("confidence is low without a backtest or with a judged input") {
    CHECK(confidence({}) == Confidence::low);
    ConfidenceInputs inputs = {true, true, true, 'B'};
    CHECK(confidence(inputs) == Confidence::high);
    inputs.structures_agree = false;
    CHECK(confidence(inputs) == Confidence::medium);
    inputs.worst_grade = 'D';
    CHECK(confidence(inputs) == Confidence::low);
    inputs = {true, true, true, 'C'};
    CHECK(confidence(inputs) == Confidence::medium);
}

TEST_CASE("a fact's confidence needs good grades and a second definition") {
    const Decision yes = {Verdict::supported, Reason::none};
    CHECK(fact_confidence(yes, {series(true, true)}) == Confidence::medium);
    CHECK(fact_confidence(yes, {series(true, true), series(true, true)}) == Confidence::high);
    CHECK(fact_confidence(yes, {series(true, true), series(true, true, 'D')}) == Confidence::low);
    CHECK(fact_confidence({Verdict::undetermined, Reason::no_data}, {series(false, true)}) ==
          Confidence::low);
}

TEST_CASE("overlap of samples is one for the same and zero for separate ones") {
    std::vector<double> a;
    std::vector<double> b;
    for (int i = 0; i < 1000; ++i) {
        a.push_back(i);
        b.push_back(i + 5000);
    }
    CHECK(overlap(a, a) == doctest::Approx(1));
    CHECK(overlap(a, b) == doctest::Approx(0));
}

TEST_CASE("quantiles skip what is not finite") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const Quantiles q = quantiles({3, nan, 1, 2});
    CHECK(q.q50 == 2);
    CHECK(q.mean == 2);
    CHECK(std::isnan(quantiles({nan}).q50));
}

TEST_CASE("the row of a claim is the head of its name") {
    CHECK(row_of("P3_4") == "P3");
    CHECK(row_of("P10_8") == "P10");
    CHECK(row_of("P_4") == "P_4");
    CHECK(row_of("peak_lower") == "peak_lower");
}

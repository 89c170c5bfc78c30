// SPDX-License-Identifier: Apache-2.0
#include "claims/cache.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "claims/claims_json.hpp"
#include "claims/nearest.hpp"

namespace {

using namespace entente;
using namespace entente::claims;

results::PosteriorDraws draws() {
    results::PosteriorDraws made;
    made.name = "literature";
    made.fingerprint = "abc";
    made.quantities = {"slope"};
    made.draws = 3;
    made.z = {1, 2, 3};
    return made;
}

std::string key_of(const results::PosteriorDraws& posterior) {
    CacheInputs inputs;
    inputs.inputs = "{}";
    inputs.posteriors = {&posterior};
    return cache_key(inputs);
}

/// A result with something in every field that can be empty.
ClaimResult full() {
    ClaimResult claim;
    claim.name = "P3_4";
    claim.verdict = Verdict::contradicted;
    PartResult part;
    part.kind = TestKind::study;
    part.evidence = EvidenceClass::e2;
    part.conditions = {Condition{}};
    PriorSetResult set;
    set.prior_set = "literature";
    set.effect.q50 = std::nan("");
    part.prior_sets = {set};
    part.studies = {StudyEstimate{}};
    part.perception = Perception{{RowShare{}}, 0.5, 0.25};
    VariantResult variant;
    variant.value = 1.0 / 3;
    part.variants = {variant};
    part.flip = Flip{"slope", "1", true, 0.3, 0.9, 'D', 0.4, 0.5, 0.95, true};
    part.against = {{"slope", "1", 0.1, 'D'}};
    part.other_side = OtherSide{400, 12};
    claim.parts = {part};
    return claim;
}

}  // namespace

TEST_CASE("a longer fit of the same model has another key") {
    const results::PosteriorDraws before = draws();
    results::PosteriorDraws after = before;
    after.z[1] = 5;
    CHECK(key_of(before) == key_of(draws()));
    CHECK(key_of(before) != key_of(after));
}

TEST_CASE("everything that a result depends on changes the key") {
    CacheInputs inputs;
    const std::string plain = cache_key(inputs);
    inputs.other_side = true;
    CHECK(cache_key(inputs) != plain);
    inputs = {};
    inputs.commit = "abc";
    CHECK(cache_key(inputs) != plain);
    inputs = {};
    inputs.ablations = "{}";
    CHECK(cache_key(inputs) != plain);
    inputs = {};
    inputs.inputs = "seed 2";
    CHECK(cache_key(inputs) != plain);
}

TEST_CASE("what was packed comes back, gaps and all") {
    const auto back = unpack("key", pack("key", {{"P3_4", full()}}));
    REQUIRE(back);
    CHECK(to_json({back->at("P3_4")}) == to_json({full()}));
    CHECK(back->at("P3_4").parts[0].flip->confirmed);
    CHECK(back->at("P3_4").parts[0].other_side->hits == 12);
}

TEST_CASE("bytes that are cut, changed or of another key are nothing") {
    const std::string bytes = pack("key", {{"P3_4", full()}});
    CHECK_FALSE(unpack("other", bytes));
    CHECK_FALSE(unpack("key", ""));
    CHECK_FALSE(unpack("key", "nonsense"));
    CHECK_FALSE(unpack("key", bytes.substr(0, bytes.size() / 2)));
    std::string changed = bytes;
    changed[bytes.size() - 20] = static_cast<char>(changed[bytes.size() - 20] + 1);
    CHECK_FALSE(unpack("key", changed));
}

TEST_CASE("the nearest claim to a verdict is the one with the smallest gap") {
    ClaimResult far;
    far.name = "far";
    PartResult part;
    part.evidence = EvidenceClass::e2;
    part.prior_sets.resize(1);
    part.prior_sets[0].p_claimed = 0.5;
    far.parts = {part};
    ClaimResult near = far;
    near.name = "near";
    near.parts[0].prior_sets[0].p_claimed = 0.8;
    ClaimResult uninformed = near;
    uninformed.name = "uninformed";
    uninformed.parts[0].prior_sets[0].p_claimed = 0.95;
    uninformed.parts[0].evidence = EvidenceClass::e1;
    CHECK(nearest_to(Verdict::supported, {far, near, uninformed})->claim == "near");
    CHECK(nearest_to(Verdict::contradicted, {far, near, uninformed})->claim == "far");
    CHECK_FALSE(nearest_to(Verdict::possible, {far, near}));
    far.parts[0].may = true;
    CHECK(nearest_to(Verdict::possible, {far, near})->claim == "far");
}

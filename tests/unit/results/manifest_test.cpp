// SPDX-License-Identifier: Apache-2.0
#include "results/manifest.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "results/hash.hpp"

using namespace entente::results;

namespace {

Manifest some_manifest() {
    Manifest manifest;
    Inputs& inputs = manifest.inputs;
    inputs.version = "1.2.3";
    inputs.model = "m";
    inputs.model_label = "A \"model\" with é";
    inputs.model_files = {{"m.ent", "model m {}\n"}, {"sub/n.ent", ""}};
    inputs.data_files = {{"data/t.csv", "date,value\n2020,1\n"}};
    inputs.seed = 18446744073709551615U;
    inputs.first_member = 3;
    inputs.members = 2000;
    inputs.scenarios = {"baseline", "b"};
    inputs.outputs = {"x[CHN]"};
    inputs.prior_set = "default";
    inputs.history = "free";
    inputs.draws = "mean";
    inputs.policy = "scripted";
    inputs.flags = {{"keep", "all"}, {"wide", "true"}};
    manifest.circumstances = {"2026-11-25T01:02:03Z", "host", "abc", "v3", 2, 0.25, true, 4};
    manifest.files = {{"quantiles.csv", hash_of("x")}};
    return manifest;
}

std::string fault_of(const std::string& json) {
    std::string fault;
    CHECK_FALSE(parse_manifest(json, fault));
    return fault;
}

/// The text with the first `from` replaced.
std::string changed(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a manifest reads back as it was, the largest seed too") {
    const Manifest manifest = some_manifest();
    std::string fault;
    const auto again = parse_manifest(manifest_json(manifest), fault);
    REQUIRE(again);
    CHECK(manifest_json(*again) == manifest_json(manifest));
    CHECK(again->inputs.seed == 18446744073709551615U);
    CHECK(again->inputs.model_files[1].path == "sub/n.ent");
    CHECK(again->circumstances.partial);
    CHECK(again->files.front().name == "quantiles.csv");
}

TEST_CASE("a manifest carries the draws of a posterior") {
    Manifest manifest = some_manifest();
    PosteriorDraws posterior;
    posterior.name = "literature";
    posterior.until = "2025-12";
    posterior.quantities = {"x0", "reserves"};
    posterior.draws = 2;
    posterior.z = {0, -1, 1024, -32767};
    posterior.r_hat = 1.25;
    manifest.inputs.posterior = posterior;
    std::string fault;
    const std::string json = manifest_json(manifest);
    const auto again = parse_manifest(json, fault);
    REQUIRE(again);
    REQUIRE(again->inputs.posterior);
    CHECK(again->inputs.posterior->z == posterior.z);
    CHECK(again->inputs.posterior->value(1, 0) == 1.0);
    CHECK(again->inputs.posterior->r_hat == 1.25);
    CHECK(draws_hash(*again->inputs.posterior) == draws_hash(posterior));
    PosteriorDraws longer = posterior;
    longer.z[3] = -32766;
    CHECK(draws_hash(longer) != draws_hash(posterior));
    CHECK(manifest_json(*again) == json);
    CHECK(fault_of(changed(json, "\"draws\": 2", "\"draws\": 3")) ==
          "the draws of its posterior are damaged");
    for (std::size_t n = 0; n < 5; ++n) {
        const std::vector<std::int16_t> numbers(n, -7);
        CHECK(decode(encode(numbers)) == numbers);
    }
    CHECK_FALSE(decode("abc"));
    CHECK_FALSE(decode("****"));
}

TEST_CASE("inputs on one line know nothing of circumstances") {
    Manifest manifest = some_manifest();
    const std::string before = inputs_json(manifest.inputs);
    CHECK(before.find('\n') == std::string::npos);
    CHECK(before.find("2026-11-25") == std::string::npos);
    CHECK(before.find("host") == std::string::npos);
}

TEST_CASE("a text changed by hand does not fit its hash") {
    const std::string json = changed(manifest_json(some_manifest()), "2020,1", "2020,2");
    CHECK(fault_of(json) == "the text of `data/t.csv` does not fit its hash");
}

TEST_CASE("what is no manifest is refused in words, not with a library's") {
    CHECK(fault_of("") == "the manifest is not JSON");
    CHECK(fault_of("{") == "the manifest is not JSON");
    const std::string lacking = "the manifest lacks a field or holds a value of another kind";
    CHECK(fault_of("[]") == lacking);
    CHECK(fault_of("{\"schema_version\": \"one\"}") == lacking);
    CHECK(fault_of("{\"schema_version\": 1}") == lacking);
    const std::string json = manifest_json(some_manifest());
    CHECK(fault_of(changed(json, "\"members\": 2000", "\"members\": \"many\"")) == lacking);
    CHECK(fault_of(changed(json, "\"members\": 2000", "\"members\": -1")) == lacking);
    CHECK(fault_of(changed(json, "\"first_member\": 3", "\"first_member\": 5000000000")) ==
          lacking);
    CHECK(fault_of(changed(json, "\"schema_version\": 1", "\"schema_version\": 9")) ==
          "the manifest has schema version 9, this program reads 1");
}

TEST_CASE("no two lists of files give one hash of the model") {
    Inputs a;
    a.model_files = {{"a", "bc"}};
    Inputs b;
    b.model_files = {{"ab", "c"}};
    CHECK(model_hash(a) != model_hash(b));
}

TEST_CASE("paths are seen from the folder of the model") {
    CHECK(seen_from("models/korea", "models/korea/data/t.csv") == "data/t.csv");
    CHECK(seen_from("models/korea", "models/common.ent") == "../common.ent");
    CHECK(seen_from("", "data/./t.csv") == "data/t.csv");
    CHECK(seen_from("models", "/abs/t.csv") == "/abs/t.csv");
}

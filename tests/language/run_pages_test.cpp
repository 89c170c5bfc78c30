// SPDX-License-Identifier: Apache-2.0
// The pages of what goes wrong in a run: the failing example runs into its code, the corrected one
// into none.
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "data/data.hpp"
#include "language/page.hpp"
#include "model/resolve.hpp"
#include "program/compile.hpp"
#include "run/simulate.hpp"
#include "support/golden.hpp"
#include "text/diagnostic.hpp"

namespace {

using namespace entente;
namespace fs = std::filesystem;

std::vector<std::string> faults_of(const std::string& text) {
    text::Sources sources;
    text::Diagnostics diagnostics;
    const auto from_nowhere = [](const std::string&) { return std::optional<std::string>(); };
    const auto model =
        model::resolve(sources, sources.add("example.ent", text), from_nowhere, diagnostics);
    REQUIRE(model);
    const auto data = data::load(*model, sources, from_nowhere, diagnostics);
    REQUIRE(data);
    program::CompileOptions options;
    for (std::size_t i = 0; i < model->quantities.size(); ++i) {
        if (model->quantities[model::QuantityId(i)].kind != model::QuantityKind::parameter) {
            options.outputs.emplace_back(i);
        }
    }
    const auto compiled = program::compile(*model, *data, options, diagnostics);
    REQUIRE(compiled);
    run::RunSpec spec;
    spec.seed = 1;
    spec.members = 4;
    std::vector<std::string> codes;
    for (const results::Fault& fault : run::simulate(*compiled, spec).faults) {
        codes.push_back(fault.code);
    }
    return codes;
}

}  // namespace

TEST_CASE("the examples of what goes wrong in a run do so, and the corrected ones do not") {
    int pages = 0;
    for (const text::CodeRow& row : text::code_table()) {
        if (!row.code.starts_with("E5")) {
            continue;
        }
        ++pages;
        const std::string code(row.code);
        INFO(code);
        const fs::path path = fs::path(ENTENTE_SOURCE_DIR) / "docs" / "errors" / (code + ".md");
        const std::string page = test::read_text(path).value_or("");
        const std::vector<std::string> faults =
            faults_of(test::example(page, "Fails").model.value_or(""));
        CHECK_FALSE(faults.empty());
        for (const std::string& fault : faults) {
            CHECK(fault == code);
        }
        CHECK(faults_of(test::example(page, "Works").model.value_or("")).empty());
    }
    CHECK(pages == 2);
}

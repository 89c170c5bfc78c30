// SPDX-License-Identifier: Apache-2.0
// Each errors/NAME.ent must give exactly the messages of errors/NAME.expected.
#include <algorithm>
#include <filesystem>
#include <vector>

#include <doctest/doctest.h>

#include "support/front_end.hpp"
#include "support/golden.hpp"

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> models_in(const fs::path& folder) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".ent") {
            found.push_back(entry.path());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

const fs::path folder = fs::path(ENTENTE_SOURCE_DIR) / "tests" / "language" / "errors";

}  // namespace

TEST_CASE("wrong models give the messages that are expected of them") {
    const std::vector<fs::path> models = models_in(folder);
    REQUIRE(models.size() > 20);
    for (const fs::path& model : models) {
        const entente::test::Checked checked =
            entente::test::check_file(model, model.filename().string());
        INFO(model.filename().string());
        CHECK_FALSE(checked.codes.empty());
        fs::path expected = model;
        const auto differs =
            entente::test::compare_golden(checked.rendered, expected.replace_extension("expected"));
        CHECK_MESSAGE(!differs, differs.value_or(""));
    }
}

TEST_CASE("every expected file belongs to a model") {
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.is_directory()) {
            continue;  // what the models include and read
        }
        fs::path model = entry.path();
        CHECK_MESSAGE(fs::exists(model.replace_extension("ent")), entry.path().string());
    }
}

TEST_CASE("the golden runner notices a difference and a missing file") {
    const fs::path expected = folder / "chained_comparison.expected";
    const std::string text = entente::test::read_text(expected).value_or("");
    CHECK_FALSE(entente::test::difference(text, expected));
    CHECK(entente::test::difference(text + "one more line\n", expected));
    CHECK(entente::test::difference(text.substr(1), expected));
    CHECK(entente::test::difference(text, folder / "no_such_file.expected"));
}

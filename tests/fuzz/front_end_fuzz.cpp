// SPDX-License-Identifier: Apache-2.0
// Any text through the front end: lexed, parsed, formatted, resolved, printed, rendered. Includes
// and tables are read from nowhere. What must hold beside not crashing: a stage is silent if and
// only if it has a product, and formatting what was formatted changes nothing.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

#include "model/model.hpp"
#include "model/print.hpp"
#include "model/resolve.hpp"
#include "syntax/format.hpp"
#include "syntax/lexer.hpp"
#include "syntax/parser.hpp"
#include "syntax/print.hpp"
#include "text/diagnostic.hpp"
#include "text/source.hpp"

namespace {

using namespace entente;

void must(bool holds) {
    if (!holds) {
        std::abort();
    }
}

std::optional<std::string> formatted(const std::string& text) {
    text::Sources sources;
    text::Diagnostics diagnostics;
    const text::FileId file = sources.add("fuzz.ent", text);
    std::optional<std::string> result = syntax::format(sources, file, diagnostics);
    must(result.has_value() == !diagnostics.has_errors());
    return result;
}

void resolve(const std::string& text) {
    text::Sources sources;
    text::Diagnostics diagnostics;
    const text::FileId file = sources.add("fuzz.ent", text);
    const auto from_nowhere = [](const std::string&) { return std::optional<std::string>(); };
    const auto model = model::resolve(sources, file, from_nowhere, diagnostics);
    must(model.has_value() == !diagnostics.has_errors());
    must(!text::to_json(diagnostics, sources).empty());
    must(text::render(diagnostics, sources, text::Colour::on).empty() ==
         diagnostics.sorted().empty());
    if (!model) {
        return;
    }
    must(!model::to_text(*model).empty());
    for (const model::Scenario& scenario : model->scenarios) {
        must(!model::to_text(model::with_scenario(*model, scenario)).empty());
    }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    if (const auto once = formatted(text)) {
        const auto twice = formatted(*once);
        must(twice.has_value() && *twice == *once);
    }
    resolve(text);
    return 0;
}

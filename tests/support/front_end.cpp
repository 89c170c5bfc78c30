// SPDX-License-Identifier: Apache-2.0
#include "support/front_end.hpp"

#include <functional>
#include <optional>

#include "data/data.hpp"
#include "model/print.hpp"
#include "model/resolve.hpp"
#include "support/golden.hpp"
#include "text/diagnostic.hpp"
#include "text/source.hpp"

namespace entente::test {

namespace {

Checked check(const std::string& text, const std::string& shown, const model::ReadFile& read) {
    text::Sources sources;
    text::Diagnostics diagnostics;
    const text::FileId file = sources.add(shown, text);
    Checked checked;
    const auto model = model::resolve(sources, file, read, diagnostics);
    if (model) {
        checked.model = model::to_text(*model);
        checked.loaded = data::load(*model, sources, read, diagnostics).has_value();
    }
    checked.rendered = text::render(diagnostics, sources, text::Colour::off);
    checked.json = text::to_json(diagnostics, sources);
    for (const text::Diagnostic& diagnostic : diagnostics.sorted()) {
        checked.codes.push_back(diagnostic.code);
    }
    return checked;
}

}  // namespace

Checked check_text(const std::string& text, const std::string& shown, const Files& files) {
    return check(text, shown, [&files](const std::string& path) -> std::optional<std::string> {
        const auto found = files.find(path);
        return found == files.end() ? std::nullopt : std::optional(found->second);
    });
}

Checked check_file(const std::filesystem::path& path, const std::string& shown) {
    return check(read_text(path).value_or(""), shown, [&path](const std::string& other) {
        return read_text(path.parent_path() / other);
    });
}

}  // namespace entente::test

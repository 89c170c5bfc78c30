// SPDX-License-Identifier: Apache-2.0
#include "support/front_end.hpp"

#include "support/golden.hpp"
#include "syntax/parser.hpp"
#include "text/diagnostic.hpp"
#include "text/source.hpp"

namespace entente::test {

Checked check_text(const std::string& text, const std::string& shown) {
    text::Sources sources;
    text::Diagnostics diagnostics;
    const text::FileId file = sources.add(shown, text);
    syntax::parse(sources, file, diagnostics);
    Checked checked;
    checked.rendered = text::render(diagnostics, sources, text::Colour::off);
    for (const text::Diagnostic& diagnostic : diagnostics.sorted()) {
        checked.codes.push_back(diagnostic.code);
    }
    return checked;
}

Checked check_file(const std::filesystem::path& path, const std::string& shown) {
    return check_text(read_text(path).value_or(""), shown);
}

}  // namespace entente::test

// SPDX-License-Identifier: Apache-2.0
// The examples of a page of docs/errors: the fenced blocks of a section. A block headed ```csv PATH
// or ```entente PATH is a file beside the example.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "support/front_end.hpp"

namespace entente::test {

struct Example {
    std::optional<std::string> model;
    Files files;
};

/// The fenced blocks of a section; no model where there is none.
inline Example example(const std::string& page, const std::string& section) {
    Example found;
    const std::size_t head = page.find("\n## " + section + "\n");
    if (head == std::string::npos) {
        return found;
    }
    const std::size_t next = std::min(page.find("\n## ", head + 4), page.size());
    constexpr std::string_view fence = "\n```";
    std::size_t at = page.find(fence, head);
    while (at < next) {
        const std::size_t info = at + fence.size();
        const std::size_t begin = page.find('\n', info) + 1;
        const std::size_t end = page.find(fence, begin - 1);
        REQUIRE(end != std::string::npos);
        const std::string kind = page.substr(info, begin - 1 - info);
        const std::string text = page.substr(begin, end + 1 - begin);
        const std::size_t blank = kind.find(' ');
        if (blank != std::string::npos) {
            found.files[kind.substr(blank + 1)] = text;
        } else if (kind == "entente") {
            CHECK_FALSE(found.model.has_value());
            found.model = text;
        }
        at = page.find(fence, end + fence.size());
    }
    return found;
}

}  // namespace entente::test

// SPDX-License-Identifier: Apache-2.0
// UTF-8, one character at a time: decoding with every ill-formed sequence noticed, and how many
// columns of a terminal a character takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace entente::text {

struct Decoded {
    std::uint32_t code = 0;
    std::size_t bytes = 1;  ///< to step over; 1 where not valid
    bool valid = false;
};

/// The character that begins at byte `at`, which must be inside `text`. Overlong forms, surrogates
/// and codes above U+10FFFF are not valid.
Decoded decode(std::string_view text, std::size_t at);

/// 0 for marks that combine with the letter before, 2 for East Asian wide characters and emoji.
std::size_t columns(std::uint32_t code);

}  // namespace entente::text

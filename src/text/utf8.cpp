// SPDX-License-Identifier: Apache-2.0
#include "text/utf8.hpp"

#include <algorithm>
#include <array>

#include "base/contract.hpp"

namespace entente::text {

namespace {

struct CodeRange {
    std::uint32_t first;
    std::uint32_t last;
};

// The blocks that matter in practice, from Unicode's EastAsianWidth.txt (W and F) and emoji.
constexpr std::array<CodeRange, 12> wide = {{{0x1100, 0x115F},
                                             {0x2E80, 0x303E},
                                             {0x3041, 0x33FF},
                                             {0x3400, 0x4DBF},
                                             {0x4E00, 0x9FFF},
                                             {0xA000, 0xA4CF},
                                             {0xAC00, 0xD7A3},
                                             {0xF900, 0xFAFF},
                                             {0xFE30, 0xFE6F},
                                             {0xFF00, 0xFF60},
                                             {0x1F300, 0x1FAFF},
                                             {0x20000, 0x3FFFD}}};

// Combining marks, joiners and variation selectors.
constexpr std::array<CodeRange, 5> no_width = {
    {{0x0300, 0x036F}, {0x1AB0, 0x1AFF}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}}};

template <std::size_t count>
bool contains(const std::array<CodeRange, count>& ranges, std::uint32_t code) {
    return std::any_of(ranges.begin(), ranges.end(), [code](CodeRange range) {
        return range.first <= code && code <= range.last;
    });
}

}  // namespace

Decoded decode(std::string_view text, std::size_t at) {
    ENTENTE_EXPECT(at < text.size());
    const auto byte = [&text](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
    };
    const std::uint32_t lead = byte(at);
    if (lead < 0x80) {
        return {lead, 1, true};
    }
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + length > text.size()) {
        return {};
    }
    std::uint32_t code = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80U) {
            return {};
        }
        code = (code << 6U) | (byte(at + i) & 0x3FU);
    }
    constexpr std::array<std::uint32_t, 5> smallest = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (code < smallest[length] || code > 0x10FFFF || surrogate) {
        return {};
    }
    return {code, length, true};
}

std::size_t columns(std::uint32_t code) {
    return contains(no_width, code) ? 0 : contains(wide, code) ? 2 : 1;
}

}  // namespace entente::text

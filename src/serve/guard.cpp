// SPDX-License-Identifier: Apache-2.0
#include "serve/guard.hpp"

#include <array>
#include <charconv>
#include <stdexcept>

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>

namespace entente::serve {

namespace {

constexpr std::size_t token_bytes = 16;
constexpr std::string_view scheme = "http://";

/// "%2F" and "+" undone. False where an escape is broken.
bool decode(std::string_view text, std::string& out) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += ' ';
        } else if (text[i] == '%') {
            unsigned value = 0;
            const char* begin = text.data() + i + 1;
            if (i + 2 >= text.size() ||
                std::from_chars(begin, begin + 2, value, 16).ptr != begin + 2) {
                return false;
            }
            out += static_cast<char>(value);
            i += 2;
        } else {
            out += text[i];
        }
    }
    return true;
}

}  // namespace

std::string make_token() {
    std::array<unsigned char, token_bytes> bytes{};
    if (::RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
        throw std::runtime_error("the system has no random bytes for a token");
    }
    std::string token;
    for (const unsigned char byte : bytes) {
        token += fmt::format("{:02x}", byte);
    }
    return token;
}

bool same_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && ::CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

bool is_own_host(std::string_view host, std::uint16_t port) {
    for (const std::string_view name : {"127.0.0.1", "localhost", "[::1]"}) {
        if (host == fmt::format("{}:{}", name, port) || (port == 80 && host == name)) {
            return true;
        }
    }
    return false;
}

bool is_own_origin(std::string_view origin, std::uint16_t port) {
    return origin.starts_with(scheme) && is_own_host(origin.substr(scheme.size()), port);
}

std::string query_value(std::string_view target, std::string_view name) {
    const std::size_t mark = target.find('?');
    std::string_view left =
        mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
    while (!left.empty()) {
        const std::size_t end = std::min(left.find('&'), left.size());
        const std::string_view pair = left.substr(0, end);
        const std::size_t equals = std::min(pair.find('='), pair.size());
        if (pair.substr(0, equals) == name && equals < pair.size()) {
            std::string value;
            return decode(pair.substr(equals + 1), value) ? value : std::string();
        }
        left.remove_prefix(std::min(end + 1, left.size()));
    }
    return {};
}

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

}  // namespace entente::serve

// SPDX-License-Identifier: Apache-2.0
#include "results/posterior_draws.hpp"

#include <algorithm>

#include <openssl/evp.h>

#include "results/hash.hpp"

namespace entente::results {

namespace {

constexpr std::size_t number_bytes = 2;

std::vector<unsigned char> little_endian(const std::vector<std::int16_t>& numbers) {
    std::vector<unsigned char> bytes;
    bytes.reserve(numbers.size() * number_bytes);
    for (const std::int16_t number : numbers) {
        const unsigned bits = static_cast<std::uint16_t>(number);
        for (unsigned shift = 0; shift < 8 * number_bytes; shift += 8) {
            bytes.push_back(static_cast<unsigned char>((bits >> shift) & 0xFFU));
        }
    }
    return bytes;
}

}  // namespace

std::string draws_hash(const PosteriorDraws& posterior) {
    std::string said;
    for (const std::string& name : posterior.quantities) {
        said += name + "\n";
    }
    const std::vector<unsigned char> bytes = little_endian(posterior.z);
    said.append(bytes.begin(), bytes.end());
    return hash_of(said);
}

std::string encode(const std::vector<std::int16_t>& numbers) {
    const std::vector<unsigned char> bytes = little_endian(numbers);
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int written = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                        bytes.data(),
                                        static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(written));
    return text;
}

std::optional<std::vector<std::int16_t>> decode(std::string_view text) {
    if (text.size() % 4 != 0) {
        return std::nullopt;
    }
    std::vector<unsigned char> bytes(text.size() / 4 * 3 + 1);
    const int read = EVP_DecodeBlock(bytes.data(),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
    if (read < 0) {
        return std::nullopt;
    }
    const auto padding = static_cast<std::size_t>(
        std::count(text.end() - std::min<std::ptrdiff_t>(2, std::ssize(text)), text.end(), '='));
    const std::size_t size = static_cast<std::size_t>(read) - padding;
    if (size % number_bytes != 0) {
        return std::nullopt;
    }
    std::vector<std::int16_t> numbers;
    for (std::size_t at = 0; at < size; at += number_bytes) {
        unsigned bits = 0;
        for (unsigned i = 0; i < number_bytes; ++i) {
            bits |= static_cast<unsigned>(bytes[at + i]) << (8 * i);
        }
        numbers.push_back(static_cast<std::int16_t>(static_cast<std::uint16_t>(bits)));
    }
    return numbers;
}

}  // namespace entente::results

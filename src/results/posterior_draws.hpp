// SPDX-License-Identifier: Apache-2.0
// Draws of a posterior as a run takes them and its manifest keeps them, so that a run from a
// posterior is made again from the manifest alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace entente::results {

/// Draws z of what was fitted, on the scale on which every prior is a standard normal, in whole
/// multiples of 2^-10. Member m takes draw m modulo `draws`.
struct PosteriorDraws {
    std::string name;         ///< of the fit: "literature"
    std::string until;        ///< the last month of the record it saw, "2025-12"
    std::string fingerprint;  ///< of model and record
    std::vector<std::string> quantities;
    std::size_t draws = 0;
    /// The greatest R-hat of chains that had not agreed when the fit ended; 0 where they had.
    double r_hat = 0;
    std::vector<std::int16_t> z;  ///< [draw][quantity]

    double value(std::size_t draw, std::size_t quantity) const {
        return static_cast<double>(z[draw * quantities.size() + quantity]) * 0x1p-10;
    }
};

/// SHA-256 of names and z: what a run from these draws depends on. A longer fit of the same model
/// to the same record has another one, though its fingerprint is the same.
std::string draws_hash(const PosteriorDraws& posterior);

/// The numbers as base64 of their little-endian bytes, and back; nothing for a text that is none.
std::string encode(const std::vector<std::int16_t>& numbers);
std::optional<std::vector<std::int16_t>> decode(std::string_view text);

}  // namespace entente::results

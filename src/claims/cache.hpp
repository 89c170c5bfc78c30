// SPDX-License-Identifier: Apache-2.0
// Answers kept for the next time: under which key they stand, and as which bytes. A key changes
// with everything that a result depends on; the claims of one key are kept together, so that asking
// for one more runs that one. Nothing here touches a disk.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "claims/claims.hpp"
#include "results/posterior_draws.hpp"

namespace entente::claims {

/// What decides the result of a claim, its own text being in the model's.
struct CacheInputs {
    std::string inputs;  ///< results::inputs_json: version, texts, tables, seed, members, flags
    std::string commit;  ///< of the program
    std::vector<const results::PosteriorDraws*> posteriors;  ///< every prior set's, or none
    std::string ablations;                                   ///< the file's bytes, or empty
    bool other_side = false;
};

/// 64 hexadecimal digits.
std::string cache_key(const CacheInputs& inputs);

/// Results by the claim's name.
using Kept = std::map<std::string, ClaimResult>;

/// The bytes of a file under that key.
std::string pack(const std::string& key, const Kept& kept);

/// What pack wrote; nothing where the bytes are not whole or stand under another key.
std::optional<Kept> unpack(const std::string& key, std::string_view bytes);

}  // namespace entente::claims

// SPDX-License-Identifier: Apache-2.0
// Fingerprints of texts and files: SHA-256, so that a table can be compared with what anybody's
// `sha256sum` prints. For provenance, not for secrets.
#pragma once

#include <string>
#include <string_view>

namespace entente::data {

/// SHA-256 of the bytes as 64 lower-case hexadecimal digits.
std::string hash_of(std::string_view bytes);

}  // namespace entente::data

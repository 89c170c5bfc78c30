// SPDX-License-Identifier: Apache-2.0
// runs/cache: answers of earlier commands, a file a key (claims/cache.hpp). A file that is not
// whole is left out of account with a note; a folder that cannot be written is no failure.
#pragma once

#include <string>

#include "claims/cache.hpp"
#include "cli/terminal.hpp"

namespace entente::cli {

/// What is kept under the key; empty where there is nothing.
claims::Kept read_cache(const std::string& key, Terminal& terminal);

/// Keeps it, and drops the oldest files beyond `most_files_kept`.
void write_cache(const std::string& key, const claims::Kept& kept, Terminal& terminal);

inline constexpr std::size_t most_files_kept = 16;

}  // namespace entente::cli

// SPDX-License-Identifier: Apache-2.0
// Settings that are not on the command line: ENTENTE_NAME in the environment, then entente.toml in
// the current folder, then config.toml of the user, then the defaults.
#pragma once

#include <string>
#include <vector>

#include "cli/options.hpp"

namespace entente::cli {

struct SettingOrigin {
    std::string name;
    std::string value;
    std::string from;  ///< "--seed", "ENTENTE_SEED", "entente.toml:3", "default"
};

/// Fills what the command line left open; one row a configurable flag. Throws Failure for a file
/// that cannot be read, a line that is not `key = value` and an unknown key.
std::vector<SettingOrigin> apply_configuration(Options& options);

}  // namespace entente::cli
